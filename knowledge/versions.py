"""The versions of a knowledge file: the last ones are kept beside it, and any can be brought back.

What is published is written down as a version first, then put in the file's place, and counts as a
version from then on. Killed at any moment, the file is whole, the old one or the new one; and who
meets it next finds out which, by comparing it with the version that was about to be.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from filelock import FileLock, Timeout

from knowledge.deed import Act, Deed
from knowledge.differences import Differences, differences
from knowledge.interview import Interview
from knowledge.knowledge_file import LARGEST_FILE, examine, fault
from knowledge.problem import KnowledgeError, Problem
from knowledge.version_file import (
    DamagedError,
    Version,
    digest,
    read_version,
    version_as_bytes,
)
from knowledge.whole_file import write_whole

# So many versions of each interview are kept.
KEPT = 20
# Beside the knowledge files; each interview's versions have a folder in it that is named by its id.
FOLDER = ".versions"
# Seconds to wait for another process that changes the same file.
PATIENCE = 10.0

_KEPT_AS, _TO_COME = ".yaml", ".next"
_NAME = re.compile(r"[0-9]{6,9}(?:\.yaml|\.next)")


class MovedError(KnowledgeError):
    """The file is not any more what a change was based on; it was left as it is."""

    def __init__(self, path: Path) -> None:
        message = "the file has changed meanwhile, and was left as it is: look at it, and try again"
        super().__init__([Problem(path, 0, message)])


class UnchangedError(KnowledgeError):
    """What was to be published is what stands in the file."""

    def __init__(self, path: Path) -> None:
        super().__init__([Problem(path, 0, "this is what stands there already: nothing was done")])


@dataclass(frozen=True)
class Kept:
    """What is kept of a knowledge file.

    Attributes:
        versions: the newest first; the first is what stands in the file, unless it was saved by
            hand since.
        problems: files that are passed over because they are damaged.
    """

    versions: tuple[Version, ...]
    problems: tuple[Problem, ...]


class Versions:
    """The versions of one knowledge file, and the only way in which the desk changes it.

    Several processes and threads may use it for the same file.

    Attributes:
        path: of the knowledge file; it need not be there yet.
        folder: in which its versions are kept.
    """

    def __init__(self, path: Path, interview_id: str) -> None:
        """Keep versions of the file of an interview.

        Raises:
            ValueError: if the id is none that an interview may have.
        """
        if wrong := fault("id", interview_id):
            raise ValueError(wrong)
        self.path = path
        self.folder: Path = path.parent / FOLDER / interview_id
        self._id = interview_id

    def kept(self) -> Kept:
        """Return what is kept, as it is; a damaged file is told of and passed over."""
        found = list(self._each())
        return Kept(
            tuple(one for one in found if isinstance(one, Version)),
            tuple(one for one in found if isinstance(one, Problem)),
        )

    def version(self, number: int) -> Version:
        """Return a version.

        Raises:
            KnowledgeError: if it is not kept, or damaged.
        """
        for one in self._readable():
            if one.number == number:
                return one
        message = f"version {number} is not kept, or damaged: choose another"
        raise KnowledgeError([Problem(self.path, 0, message)])

    def before(self, number: int) -> Version:
        """Return the version that a version took the place of.

        Raises:
            KnowledgeError: if none that is older is kept.
        """
        for one in self._readable():
            if one.number < number:
                return one
        message = f"nothing older than version {number} is kept"
        raise KnowledgeError([Problem(self.path, 0, message)])

    def interview(self, version: Version) -> Interview:
        """Return what a version holds.

        Raises:
            KnowledgeError: with its problems, if it was saved by hand with problems in it.
        """
        return self._examined(_decoded(self.path, version.content))

    def compared(self, one: int, other: int) -> Differences:
        """Return what differs between two versions, given by their numbers.

        Raises:
            KnowledgeError: if one of them is not kept, or has problems.
        """
        return differences(self.interview(self.version(one)), self.interview(self.version(other)))

    def based_on(self) -> str | None:
        """Return the digest of the file as it is, for a change that is to follow; none of no file.

        Raises:
            KnowledgeError: if it can't be read.
        """
        content = self._content()
        return None if content is None else digest(content)

    def meet(self) -> None:
        """Make a version of the file as it is, if it was saved by hand since the last one.

        Raises:
            KnowledgeError: if the versions can't be written.
        """
        with self._alone():
            self._settled()

    def publish(
        self,
        text: str,
        *,
        based_on: str | None,
        who: str,
        what: Deed,
        says: Interview | None = None,
    ) -> Version:
        """Put a text in the file's place, as a new version.

        Args:
            text: of a knowledge file of the same interview, without problems.
            based_on: what ``based_on`` returned when the change was begun.
            who: publishes it, as versions will name them.
            what: is done by it.
            says: what the text must say, where it was made by a change of another.

        Raises:
            UnchangedError: if this is what stands in the file.
            MovedError: if the file has changed since.
            KnowledgeError: if the text has problems, or is of another interview than the file; or
                something can't be written. Nothing has changed then.
        """
        interview = self._examined(text)
        if says is not None and says != interview:
            message = "this file is written as files seldom are: make the change by hand"
            raise KnowledgeError([Problem(self.path, 0, message)])
        content = text.encode()
        if len(content) > LARGEST_FILE:
            message = f"has more than {LARGEST_FILE / 1e6:.0f} MB: shorten it"
            raise KnowledgeError([Problem(self.path, 0, message)])
        with self._alone():
            current = self._settled()
            # Whoever else has done it: where it is done, there is nothing to be done.
            if content == current:
                raise UnchangedError(self.path)
            if (None if current is None else digest(current)) != based_on:
                raise MovedError(self.path)
            self._refuse_another_interview()
            new = self._new(content, who, what, is_first=current is None)
            return self._written(new, current)

    def bring_back(self, number: int, *, based_on: str | None, who: str) -> Version:
        """Put an earlier version in the file's place; it becomes a new version.

        Raises:
            KnowledgeError: if it is not kept, or as ``publish``.
        """
        earlier = _decoded(self.path, self.version(number).content)
        what = Deed(act=Act.BROUGHT_BACK, number=number)
        return self.publish(earlier, based_on=based_on, who=who, what=what)

    def take_back(self, number: int, *, who: str) -> Version | None:
        """Put what a version took the place of back into it, as a new version.

        Where there was no file before it, the file is deleted, and no version returned.

        Raises:
            UnchangedError: if it stands there already.
            MovedError: if the file has changed since.
            KnowledgeError: if the version, or the one before, is not kept; or as ``publish``.
        """
        taken = self.version(number)
        if not taken.is_first:
            return self.bring_back(self.before(number).number, based_on=taken.digest, who=who)
        with self._alone():
            if self._settled() != taken.content:
                raise MovedError(self.path)
            try:
                self.path.unlink()
            except OSError as error:
                raise not_written(self.path, error) from error
            # Kept, it would seem to have been there before whatever is published next.
            with suppress(OSError):
                self._file_of(taken, _KEPT_AS).unlink()
        return None

    def receive(self, versions: Sequence[Version], *, based_on: str | None) -> None:
        """Take over versions that were made elsewhere, with their numbers.

        What is kept under these numbers so far goes. The last is put in the file's place, where it
        doesn't stand there yet.

        Args:
            versions: in order, one at least.
            based_on: what ``based_on`` returned before.

        Raises:
            MovedError: if the file has changed since.
            KnowledgeError: if the last has problems, or something can't be written.
        """
        last = versions[-1]
        self._examined(_decoded(self.path, last.content))
        with self._alone():
            current = self._content()
            if (None if current is None else digest(current)) != based_on:
                raise MovedError(self.path)
            # Known by its number, what stands in the file becomes no version of its own.
            for one in versions:
                if one.content == current:
                    self._write(self._file_of(one, _KEPT_AS), one)
            self._settled()
            for one in versions[:-1]:
                self._write(self._file_of(one, _KEPT_AS), one)
            if last.content == current:
                self._forget()
            else:
                self._refuse_another_interview()
                self._written(last, current)

    def keep(self, versions: Sequence[Version]) -> None:
        """Keep versions that were made elsewhere, with their numbers; the file stays as it is.

        Raises:
            KnowledgeError: if they can't be written.
        """
        with self._alone():
            for one in versions:
                self._write(self._file_of(one, _KEPT_AS), one)

    def renumber(self, number: int, to: int) -> None:
        """Give a version another number, a greater one.

        Raises:
            KnowledgeError: if it is not kept, or can't be written.
        """
        with self._alone():
            version = self.version(number)
            again = replace(version, number=to)
            self._write(self._file_of(again, _KEPT_AS), again)
            with suppress(OSError):
                self._file_of(version, _KEPT_AS).unlink()

    def delete(self, *, based_on: str) -> None:
        """Delete the file; what it was is kept as a version.

        Raises:
            MovedError: if it has changed since ``based_on``.
            KnowledgeError: if it can't be deleted.
        """
        with self._alone():
            current = self._settled()
            if current is None or digest(current) != based_on:
                raise MovedError(self.path)
            try:
                self.path.unlink()
            except OSError as error:
                raise not_written(self.path, error) from error

    def _readable(self) -> Iterator[Version]:
        return (one for one in self._each() if isinstance(one, Version))

    def _each(self) -> Iterator[Version | Problem]:
        """Yield the versions, the newest first, and what is passed over."""
        for file in reversed(self._files(_KEPT_AS)):
            try:
                yield read_version(file, self._id)
            except FileNotFoundError:
                # It was the oldest, and is too old now.
                continue
            except DamagedError as error:
                yield Problem(file, 0, f"passed over: {error}: delete the file")
            except OSError as error:
                yield Problem(file, 0, f"passed over: it can't be read ({error.strerror})")

    def _settled(self) -> bytes | None:
        """Bring the versions up to what stands in the file, and return that."""
        current = self._content()
        newest = next(self._readable(), None)
        for file in self._files(_TO_COME):
            version = self._read(file)
            took_place = version is not None and version.content == current
            # What stands there is neither the one nor the other: it was changed since, by hand.
            was_replaced = newest is not None and newest.content != current
            if version is not None and (took_place or was_replaced):
                newest = version
                file.replace(file.with_suffix(_KEPT_AS))
            else:
                file.unlink()
        if current is not None and (newest is None or newest.content != current):
            new = self._new(current, "", self._what_was_saved(newest, current))
            self._write(self._file_of(new, _KEPT_AS), new)
        self._forget()
        return current

    def _what_was_saved(self, newest: Version | None, current: bytes) -> Deed:
        if newest is None:
            return Deed(act=Act.FOUND)
        try:
            now = self._examined(_decoded(self.path, current))
        except KnowledgeError:
            return Deed(act=Act.SAVED_WITH_PROBLEMS)
        try:
            changed = differences(self.interview(newest), now)
        except KnowledgeError:
            return Deed(act=Act.MENDED)
        return Deed(act=Act.SAVED, counts=changed.counts)

    def _refuse_another_interview(self) -> None:
        """Refuse to replace a file that was saved by hand and is another interview's."""
        newest = next(self._readable(), None)
        if newest is None or newest.who:
            return
        try:
            there, _ = examine(self.path, _decoded(self.path, newest.content))
        except KnowledgeError:
            # What is no text belongs to no interview.
            return
        if there is not None and there.id != self._id:
            message = f"this is the file of '{there.id}', and not of '{self._id}'"
            raise KnowledgeError([Problem(self.path, 0, f"{message}: it was left as it is")])

    def _written(self, version: Version, current: bytes | None) -> Version:
        to_come = self._file_of(version, _TO_COME)
        self._write(to_come, version)
        try:
            if self._content() != current:
                raise MovedError(self.path)
            write_whole(self.path, version.content)
        except (OSError, KnowledgeError) as error:
            with suppress(OSError):
                to_come.unlink()
            if isinstance(error, OSError):
                raise not_written(self.path, error) from error
            raise
        # It is published; should this fail, whoever meets the file next does it.
        with suppress(OSError):
            to_come.replace(to_come.with_suffix(_KEPT_AS))
        self._forget()
        return version

    def _write(self, file: Path, version: Version) -> None:
        try:
            write_whole(file, version_as_bytes(version, self._id))
        except OSError as error:
            raise not_written(file, error) from error

    def _new(self, content: bytes, who: str, what: Deed, *, is_first: bool = False) -> Version:
        files = self._files(_KEPT_AS) + self._files(_TO_COME)
        number = 1 + max((int(file.stem) for file in files), default=0)
        return Version(number, datetime.now(UTC), who, what, content, is_first)

    def _forget(self) -> None:
        """Delete what is older than the last versions."""
        files = self._files(_KEPT_AS)
        last = list(islice(self._readable(), KEPT)) if len(files) > KEPT else []
        for file in files if len(last) == KEPT else ():
            if int(file.stem) < last[-1].number:
                # One too many does no harm.
                with suppress(OSError):
                    file.unlink()

    def _examined(self, text: str) -> Interview:
        interview, problems = examine(self.path, text)
        if problems or interview is None:
            raise KnowledgeError(problems)
        if interview.id != self._id:
            message = f"its id is '{interview.id}', and here belongs '{self._id}': correct the id"
            raise KnowledgeError([Problem(self.path, 0, message)])
        return interview

    def _content(self) -> bytes | None:
        """Return the file as it is; none where there is no file."""
        if self.path.is_symlink():
            message = (
                "is a link to another file, which the desk doesn't follow: change that by hand"
            )
            raise KnowledgeError([Problem(self.path, 0, message)])
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            message = f"can't be read ({error.strerror}): check its permissions"
            raise KnowledgeError([Problem(self.path, 0, message)]) from error

    def _read(self, file: Path) -> Version | None:
        try:
            return read_version(file, self._id)
        except DamagedError:
            return None

    def _file_of(self, version: Version, ending: str) -> Path:
        return self.folder / f"{version.number:06}{ending}"

    def _files(self, ending: str) -> list[Path]:
        """Return the files of versions that end in this, the oldest first."""
        try:
            found = [one for one in self.folder.iterdir() if _NAME.fullmatch(one.name)]
        except (FileNotFoundError, NotADirectoryError):
            return []
        return sorted(one for one in found if one.suffix == ending)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other processes, and threads, from changing the file or its versions meanwhile.

        Raises:
            KnowledgeError: if another goes on changing them, or they can't be written.
        """
        for folder in (self.folder.parent, self.folder):
            if folder.is_symlink():
                message = "is a link: versions are kept in a folder that stands here itself"
                raise KnowledgeError([Problem(folder, 0, message)])
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / ".lock", timeout=PATIENCE):
                yield
        except Timeout as error:
            message = "another change to it goes on at this moment: try again"
            raise KnowledgeError([Problem(self.path, 0, message)]) from error
        except OSError as error:
            raise not_written(self.folder, error) from error


def _decoded(path: Path, content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise KnowledgeError([Problem(path, 0, "this version is no UTF-8 text")]) from error


def not_written(path: Path, error: OSError) -> KnowledgeError:
    """Say of a file or folder that it could not be written, and why."""
    message = (
        f"can't be written ({error.strerror}): check its permissions, and the room on the disk"
    )
    return KnowledgeError([Problem(path, 0, message)])
