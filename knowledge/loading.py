"""Knowledge files, read one after the other, and what is wrong with those that can't be served."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from knowledge.ahead import Ahead
from knowledge.interview import Interview
from knowledge.knowledge_file import knowledge_files, line_of, read_interview
from knowledge.problem import KnowledgeError, Problem
from knowledge.reading import Read, Reader

# Where more files than so many had to be read, and more than so many are left, other processes
# read them ahead: for fewer it would take longer to begin them.
_FEW_MADE = 32
_MANY_LEFT = 200


class Loading:
    """Knowledge files on their way into a library.

    Attributes:
        of: how many there are.
        met: how many were read, or could not be.
        good: those that can be served.
    """

    def __init__(
        self,
        files: Sequence[Path],
        reader: Reader,
        before: Mapping[Path, Read] | None = None,
        processes: int = 0,
    ) -> None:
        """Take files; those whose bytes are what they were ``before`` are not read again.

        Of very many that are new, so many other ``processes`` read some ahead.
        """
        self.of = len(files)
        self.met = 0
        self.good: dict[Path, Read] = {}
        self._files = files
        self._made_before = reader.made
        self._processes = processes
        self._ahead: Ahead | None = None
        self._reader = reader
        self._before = before or {}
        self._problems: set[Problem] = set()
        self._first: dict[str, Path] = {}

    @property
    def left(self) -> int:
        """How many are still to be read."""
        return self.of - self.met

    @property
    def interviews(self) -> list[Interview]:
        """The interviews that can be served, in the order of their files."""
        return [one.interview for one in self.good.values()]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Those of files that can't be served as they are, in order."""
        return tuple(sorted(self._problems))

    def read_next(self) -> None:
        """Read the next file.

        Of a file that can't be served, what it was before, if anything, stands in its place.
        """
        file = self._files[self.met]
        self._look_ahead()
        self.met += 1
        if not self.left:
            self.leave_off()
        known = self._before.get(file)
        try:
            found: Read | None = self._reader.read(file, known)
        except KnowledgeError as error:
            self._problems.update(error.problems)
            found = known
        if found is None:
            return
        if problem := _repeated(file, found.interview, self._first):
            self._problems.add(problem)
        else:
            self.good[file] = found

    def read_all(self) -> None:
        """Read the files that are left."""
        while self.left:
            self.read_next()

    def leave_off(self) -> None:
        """Have no files read ahead any more."""
        if self._ahead is not None:
            self._ahead.stop()

    def _look_ahead(self) -> None:
        """Wait for what reads ahead, or begin it where it is worth while."""
        if self._ahead is not None:
            self._ahead.wait_for_next()
            return
        made, folder = self._reader.made - self._made_before, self._reader.folder
        if self._processes and folder and made >= _FEW_MADE and self.left > _MANY_LEFT:
            self._ahead = Ahead(self._files[self.met + 1 :], folder, self._processes)


def read_all(source: Path) -> list[Interview]:
    """Read a knowledge file, or all of a folder.

    Raises:
        KnowledgeError: with every problem of every file.
    """
    interviews, problems = _read_each(knowledge_files(source))
    if problems:
        raise KnowledgeError(problems)
    return interviews


def check_all(sources: Iterable[Path]) -> list[Problem]:
    """Return every problem of the knowledge files that paths name, in order."""
    problems: list[Problem] = []
    named: dict[Path, None] = {}
    for source in sources:
        try:
            named.update(dict.fromkeys(knowledge_files(source)))
        except KnowledgeError as error:
            problems += error.problems
    return sorted({*problems, *_read_each(named)[1]})


def _read_each(files: Iterable[Path]) -> tuple[list[Interview], list[Problem]]:
    """Return the interviews of knowledge files that can be read, and every problem of all."""
    interviews: list[Interview] = []
    problems: list[Problem] = []
    first: dict[str, Path] = {}
    for file in files:
        try:
            interview = read_interview(file)
        except KnowledgeError as error:
            problems += error.problems
            continue
        if problem := _repeated(file, interview, first):
            problems.append(problem)
        else:
            interviews.append(interview)
    return interviews, problems


def _repeated(file: Path, interview: Interview, first: dict[str, Path]) -> Problem | None:
    """Return the problem of an interview whose id another file has; note in which each is first."""
    one = first.setdefault(interview.id, file)
    if one == file:
        return None
    message = f"id '{interview.id}' is that of {one.name} too: change it"
    return Problem(file, line_of(file, ("id",)), message)
