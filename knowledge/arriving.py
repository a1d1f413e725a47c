"""A file from outside, before it is published: checked, and held against what is served.

Its name is shown and nothing else; where it goes is told by the interview that it holds.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from knowledge.deed import Act, Deed
from knowledge.differences import Differences, differences
from knowledge.exchange_id import new_id
from knowledge.importing.apart import import_apart
from knowledge.importing.found import Imported
from knowledge.importing.refusal import ImportFailedError
from knowledge.importing.renewal import renewed
from knowledge.interview import Interview
from knowledge.knowledge_file import (
    SUFFIXES,
    examine,
    folded,
    interview_as_yaml,
    read_interview,
)
from knowledge.problem import KnowledgeError, Problem
from knowledge.version_file import Version
from knowledge.versions import Versions

# Bytes; an interview of ten hours has a tenth of it.
LARGEST_ARRIVAL = 5 * 1024 * 1024

_UNNAMED = "the file"
_LONGEST_NAME = 80
# Characters of a text that tell which it is.
_SHOWN = 40
# A knowledge file under another name is told by two fields that each of them has.
_FIELDS = (re.compile(rb"^id:", re.MULTILINE), re.compile(rb"^exchanges:", re.MULTILINE))


@dataclass(frozen=True)
class Arrival:
    """A file that could be published.

    Attributes:
        path: of the knowledge file that it would become.
        text: what would stand in it.
        interview: what that says.
        differences: from what stands there now, or, where that has problems, from what is served.
        is_new: whether no such interview is there yet.
        based_on: the digest of what stands there now; none where there is no file.
        skipped: what an import has left out, in order.
    """

    path: Path
    text: str
    interview: Interview
    differences: Differences
    is_new: bool
    based_on: str | None
    skipped: tuple[str, ...] = ()

    def publish(self, who: str) -> Version:
        """Put it in its place, as ``Versions.publish`` does, and raising what that raises."""
        what = Deed(act=Act.PUBLISHED, counts=self.differences.counts)
        return Versions(self.path, self.interview.id).publish(
            self.text, based_on=self.based_on, who=who, what=what
        )


class Arrivals:
    """Takes files for the knowledge that is served."""

    def __init__(self, source: Path, served: Mapping[Path, Interview]) -> None:
        """Take files for a knowledge file, or a folder of them.

        Args:
            source: the file or folder.
            served: the interviews that are served, by their files.
        """
        self._source = source
        self._served = served

    def arrive(self, name: str, content: bytes) -> Arrival:
        """Check a file; nothing is written.

        Args:
            name: that its sender gave it.
            content: a knowledge file, or anything that can be imported.

        Raises:
            KnowledgeError: with every problem of the file, if it can't be published.
        """
        shown = Path(shown_name(name))
        if len(content) > LARGEST_ARRIVAL:
            size, limit = len(content) / 1024 / 1024, LARGEST_ARRIVAL // 1024 // 1024
            message = f"has {size:.0f} MB, and can have {limit} at most: send the interview alone"
            raise KnowledgeError([Problem(shown, 0, message)])
        if _is_knowledge(shown, content):
            return self._knowledge(shown, content)
        return self._imported(shown, content)

    def _knowledge(self, shown: Path, content: bytes) -> Arrival:
        try:
            text = content.decode()
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            message = "this is not UTF-8 text: save the file with encoding UTF-8"
            raise KnowledgeError([Problem(shown, line, message)]) from error
        if not content.strip(b"\xef\xbb\xbf \t\r\n"):
            raise KnowledgeError([Problem(shown, 0, "the file is empty")])
        interview = _examined(shown, text)
        path = self._path(shown, interview)
        return self._arrival(path, text, interview, Versions(path, interview.id).based_on())

    def _imported(self, shown: Path, content: bytes) -> Arrival:
        try:
            found = import_apart(content, str(shown))
            same = self._same(found)
            if same is not None:
                # Before the file is read: should it change in between, it has moved.
                based_on = Versions(same, self._served[same].id).based_on()
                text = renewed(found, same).text
                interview = _examined(shown, text)
                return self._arrival(same, text, interview, based_on, found.skipped)
            interview = found.as_interview(new_id(_telling(found), self._taken()))
        except ImportFailedError as error:
            message = str(error).removeprefix(f"{shown}: ")
            raise KnowledgeError([Problem(shown, 0, message)]) from error
        except ValidationError as error:
            raise KnowledgeError(_problems(shown, error)) from error
        path = self._path(shown, interview)
        text = interview_as_yaml(interview)
        return self._arrival(path, text, _examined(shown, text), None, found.skipped)

    def _arrival(
        self,
        path: Path,
        text: str,
        interview: Interview,
        based_on: str | None,
        skipped: tuple[str, ...] = (),
    ) -> Arrival:
        before = self._before(path)
        return Arrival(
            path=path,
            text=text,
            interview=interview,
            differences=differences(before, interview),
            is_new=before is None,
            based_on=based_on,
            skipped=skipped,
        )

    def _before(self, path: Path) -> Interview | None:
        try:
            return read_interview(path)
        except KnowledgeError:
            return self._served.get(path)

    def _path(self, shown: Path, interview: Interview) -> Path:
        """Return where an interview belongs.

        Raises:
            KnowledgeError: if there is no place for it.
        """
        for path, served in self._served.items():
            if served.id == interview.id:
                return path
        if not self._source.is_dir():
            ids = " or ".join(f"'{one.id}'" for one in self._served.values())
            message = (
                f"its id is '{interview.id}', and only {ids} can be replaced: BOT_KNOWLEDGE is one "
                "file. To add interviews, make it a folder"
            )
            raise KnowledgeError([Problem(shown, 0, message)])
        path = self._source / f"{interview.id}{SUFFIXES[0]}"
        there = self._before(path)
        if there is not None and there.id != interview.id:
            message = (
                f"it belongs into {path.name}, which holds '{there.id}': rename that file, or "
                "give this interview another id"
            )
            raise KnowledgeError([Problem(shown, 0, message)])
        return path

    def _same(self, found: Imported) -> Path | None:
        """Return the file of the interview that was imported, if it is served.

        It has the same address, or most of the questions.
        """
        asked = {folded(one.question) for one in found.exchanges}
        most, nearest = len(asked) / 2, None
        for path, served in self._served.items():
            if found.url is not None and served.url == found.url:
                return path
            shared = len(asked & {folded(one.question) for one in served.exchanges})
            if shared > most:
                most, nearest = shared, path
        return nearest

    def _taken(self) -> set[str]:
        """Return the ids that a new interview can't have."""
        there = self._source.iterdir() if self._source.is_dir() else ()
        return {one.id for one in self._served.values()} | {file.stem for file in there}


def shown_name(name: str) -> str:
    """Return what can be shown of a name that anybody may have chosen."""
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(sign for sign in last if sign.isprintable()).strip(" .")
    return kept[-_LONGEST_NAME:] or _UNNAMED


def _is_knowledge(shown: Path, content: bytes) -> bool:
    if shown.suffix.lower() in SUFFIXES:
        return True
    return all(field.search(content.removeprefix(b"\xef\xbb\xbf")) for field in _FIELDS)


def _examined(shown: Path, text: str) -> Interview:
    interview, problems = examine(shown, text)
    if problems or interview is None:
        raise KnowledgeError(problems)
    return interview


def _telling(found: Imported) -> str:
    """Return the words of which the id of a new interview is made."""
    who = " ".join(part for part in (found.interviewee, found.outlet) if part)
    for words in (who, found.title or ""):
        if re.search("[A-Za-z0-9]", words):
            return words
    return "interview"


def _problems(shown: Path, error: ValidationError) -> Iterator[Problem]:
    for one in error.errors():
        place = ".".join(map(str, one["loc"]))
        if one["type"] == "string_too_long":
            begins, limit = str(one["input"])[:_SHOWN], one["ctx"]["max_length"]
            message = f"{place} “{begins}…” has more than {limit} characters: shorten it"
        else:
            message = f"{place} can't be used: {one['msg']}"
        yield Problem(shown, 0, message)
