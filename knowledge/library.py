"""The interviews being served, and how they are replaced while questions go on being answered."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from knowledge.interview import Exchange, Interview, reference
from knowledge.knowledge_file import knowledge_files, line_of, read_interview
from knowledge.matching import Matcher
from knowledge.problem import KnowledgeError, Problem


@dataclass(frozen=True)
class Entry:
    """An exchange with the interview that it stands in, and its number there, counted from 1."""

    interview: Interview
    exchange: Exchange
    number: int

    @property
    def reference(self) -> str:
        """The name that links and buttons carry; see ``knowledge.interview.reference``."""
        return reference(self.interview, self.exchange)


class Edition:
    """One consistent state of all that is served; it never changes once it is made.

    Attributes:
        interviews: in the order of their files' names.
        matcher: finds exchanges of these interviews.
        version: eight hexadecimal digits that are the same exactly where the content is.
    """

    def __init__(self, interviews: Sequence[Interview]) -> None:
        self.interviews = tuple(interviews)
        self.matcher = Matcher(self.interviews)
        digest = hashlib.sha256()
        for interview in self.interviews:
            digest.update(interview.model_dump_json().encode())
        self.version = digest.hexdigest()[:8]

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Every exchange by its reference, in order."""
        entries = (
            Entry(interview, exchange, number)
            for interview in self.interviews
            for number, exchange in enumerate(interview.exchanges, 1)
        )
        return {entry.reference: entry for entry in entries}

    def find(self, name: str) -> Entry | None:
        """Return the exchange of a reference, or of an id that only one exchange has."""
        if name in self.entries:
            return self.entries[name]
        found = [entry for entry in self.entries.values() if entry.exchange.id == name]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class Changes:
    """What a reload changed; each entry of the edition in which it stands."""

    version: str
    added: tuple[Entry, ...]
    changed: tuple[Entry, ...]
    removed: tuple[Entry, ...]
    interviews_changed: bool

    @property
    def any(self) -> bool:
        """Whether anything did change."""
        return bool(self.added or self.changed or self.removed or self.interviews_changed)


class Library:
    """Serves the knowledge files of one path, and serves on what it has when they break.

    Attributes:
        current: what is served now. Take it once for each question, so that the answer comes
            from one edition whatever happens meanwhile.
    """

    def __init__(self, source: Path) -> None:
        """Load the knowledge files.

        Raises:
            KnowledgeError: with every problem of every file.
        """
        self._source = source
        self.current = Edition(read_all(source))

    def reload(self) -> Changes:
        """Read the files again and serve them from now on.

        Safe to call from another thread than those that use ``current``.

        Raises:
            KnowledgeError: with every problem of every file; ``current`` is then what it was.
        """
        fresh = Edition(read_all(self._source))
        changes = _changes(self.current, fresh)
        self.current = fresh
        return changes


def read_all(source: Path) -> list[Interview]:
    """Read a knowledge file, or all of a folder.

    Raises:
        KnowledgeError: with every problem of every file.
    """
    interviews: list[Interview] = []
    problems: list[Problem] = []
    files = knowledge_files(source)
    for file in files:
        try:
            interviews.append(read_interview(file))
        except KnowledgeError as error:
            problems += error.problems
    if not problems:
        problems += _repeated_interviews(files, interviews)
    if problems:
        raise KnowledgeError(problems)
    return interviews


def check_all(sources: Iterable[Path]) -> list[Problem]:
    """Return every problem of the knowledge files that paths name, in order."""
    problems: list[Problem] = []
    read: dict[Path, Interview] = {}
    for source in sources:
        try:
            files = knowledge_files(source)
        except KnowledgeError as error:
            problems += error.problems
            continue
        for file in files:
            try:
                read[file] = read_interview(file)
            except KnowledgeError as error:
                problems += error.problems
    problems += _repeated_interviews(list(read), list(read.values()))
    return sorted(set(problems))


def _repeated_interviews(files: Sequence[Path], interviews: Sequence[Interview]) -> list[Problem]:
    first: dict[str, Path] = {}
    problems = []
    for file, interview in zip(files, interviews, strict=True):
        if interview.id in first:
            message = f"id '{interview.id}' is that of {first[interview.id].name} too: change it"
            problems.append(Problem(file, line_of(file, ("id",)), message))
        first.setdefault(interview.id, file)
    return problems


def _changes(before: Edition, after: Edition) -> Changes:
    old, new = before.entries, after.entries
    return Changes(
        version=after.version,
        added=tuple(entry for name, entry in new.items() if name not in old),
        changed=tuple(
            entry
            for name, entry in new.items()
            if name in old and old[name].exchange != entry.exchange
        ),
        removed=tuple(entry for name, entry in old.items() if name not in new),
        interviews_changed=[_without_exchanges(one) for one in before.interviews]
        != [_without_exchanges(one) for one in after.interviews],
    )


def _without_exchanges(interview: Interview) -> Mapping[str, object]:
    return interview.model_dump(exclude={"exchanges"})
