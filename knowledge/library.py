"""The interviews being served, and how they are replaced while questions go on being answered."""

import hashlib
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock

from knowledge.catalogue import Catalogue
from knowledge.interview import Exchange, Interview, interview_reference, reference
from knowledge.knowledge_file import knowledge_files, line_of, read_interview
from knowledge.matching import Candidate, Matcher
from knowledge.matching.indexing import Indexing
from knowledge.matching.vector_cache import Progress, VectorCache, untold
from knowledge.problem import KnowledgeError, Problem
from knowledge.reading import Read, Reader


@dataclass(frozen=True)
class Entry:
    """An exchange with the interview that it stands in, and its number there, counted from 1.

    ``among_others`` says that other interviews are served too: it must be told which this is.
    """

    interview: Interview
    exchange: Exchange
    number: int
    among_others: bool = False

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

    def __init__(
        self,
        interviews: Sequence[Interview],
        cache: VectorCache | None = None,
        before: "Edition | None" = None,
        tell: Progress = untold,
        indexing: Indexing | None = None,
    ) -> None:
        """Make ready to serve interviews; ``before`` lends what it has of those that it has.

        ``tell`` hears of the sentence model's progress; see ``Matcher``.
        """
        self.interviews = tuple(interviews)
        self.matcher: Matcher = Matcher(
            self.interviews, cache, before.matcher if before else None, tell, indexing
        )
        digests = b"".join(interview.digest for interview in self.interviews)
        self.version = hashlib.sha256(digests).hexdigest()[:8]

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Every exchange by its reference, in order."""
        return {
            entry.reference: entry
            for entry in _listed(self.interviews, among_others=self.has_several)
        }

    def entry_of(self, found: Candidate) -> Entry:
        """Return what was found as an entry."""
        return Entry(found.interview, found.exchange, found.number, self.has_several)

    def entries_of(self, interview: Interview) -> list[Entry]:
        """Return the exchanges of one interview, in order."""
        return list(_listed([interview], among_others=self.has_several))

    @cached_property
    def has_several(self) -> bool:
        """Whether there is more than one interview, so that each must be told from the others."""
        return len(self.interviews) > 1

    @cached_property
    def catalogue(self) -> Catalogue:
        """The list of the interviews, to be searched."""
        return Catalogue(self.interviews)

    @cached_property
    def by_reference(self) -> Mapping[str, Interview]:
        """Every interview by its reference; see ``knowledge.interview.interview_reference``."""
        return {interview_reference(one): one for one in self.interviews}

    @cached_property
    def topics(self) -> Mapping[str, Sequence[Entry]]:
        """The exchanges of each topic; topics in the order in which they first come up.

        Where there are several interviews, those that most of them share come first.
        """
        found: dict[str, list[Entry]] = {}
        for entry in self.entries.values():
            for topic in entry.exchange.topics:
                found.setdefault(topic, []).append(entry)
        if not self.has_several:
            return found
        sharing = {name: len({id(one.interview) for one in its}) for name, its in found.items()}
        return {name: found[name] for name in sorted(found, key=lambda name: -sharing[name])}

    def find(self, name: str) -> Entry | None:
        """Return the exchange of a reference, or of an id that only one exchange has."""
        if name in self.entries:
            return self.entries[name]
        found = [entry for entry in self.entries.values() if entry.exchange.id == name]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class Changes:
    """What a reload changed; each entry of the edition in which it stands.

    ``problems`` are those of files that were not taken, of which the last good state is served on.
    """

    version: str
    added: tuple[Entry, ...]
    changed: tuple[Entry, ...]
    removed: tuple[Entry, ...]
    interviews_changed: bool
    problems: tuple[Problem, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything did change."""
        return bool(self.added or self.changed or self.removed or self.interviews_changed)


class Library:
    """Serves the knowledge files of one path, and serves on what it has when they break.

    One broken file among many keeps no other from being served.

    Attributes:
        source: a knowledge file, or a folder of them.
        current: what is served now. Take it once for each question, so that the answer comes
            from one edition whatever happens meanwhile.
        problems: those of files that are left out, or served as they were when they were last good.
    """

    def __init__(
        self,
        source: Path,
        cache: VectorCache | None = None,
        tell: Progress = untold,
        kept: Path | None = None,
    ) -> None:
        """Load the knowledge files; with a cache, questions are matched by meaning as well.

        ``tell`` hears of the sentence model's progress; see ``Matcher``. What is made of the files
        is ``kept`` in a folder, if there is one.

        Raises:
            KnowledgeError: if none of the files can be served; with every problem of each.
        """
        self.source = source
        self._cache = cache
        self._tell = tell
        self._reloading = Lock()
        self._reader = Reader(kept)
        self._files, self.problems = _read_files(source, {}, self._reader)
        self._reader.clear_out()
        if not self._files:
            raise KnowledgeError(self.problems)
        interviews = [one.interview for one in self._files.values()]
        self.current = Edition(interviews, cache, tell=tell, indexing=self._reader.indexing)

    @property
    def reads_meaning(self) -> bool:
        """Whether a sentence model takes part in matching."""
        return self._cache is not None

    def reload(self) -> Changes:
        """Read the files again and serve them from now on.

        Safe to call from another thread than those that use ``current``. Of what did not change
        nothing is done again. Of a file that is broken the last good state is served on.

        Raises:
            KnowledgeError: where nothing changes because of problems, with each of them;
                ``current`` is then what it was.
        """
        with self._reloading:
            files, problems = _read_files(self.source, self._files, self._reader)
            interviews = [one.interview for one in files.values()]
            fresh = Edition(interviews, self._cache, self.current, self._tell)
            changes = _changes(self.current, fresh, problems)
            self.problems = problems
            if problems and not changes.any:
                raise KnowledgeError(problems)
            self.current, self._files = fresh, files
            return changes


def read_all(source: Path) -> list[Interview]:
    """Read a knowledge file, or all of a folder.

    Raises:
        KnowledgeError: with every problem of every file.
    """
    interviews, problems = _read_each(knowledge_files(source))
    if problems:
        raise KnowledgeError(problems)
    return interviews


def _read_files(
    source: Path, before: Mapping[Path, Read], reader: Reader
) -> tuple[dict[Path, Read], tuple[Problem, ...]]:
    """Read knowledge files, but for those whose bytes are what they were.

    And return the problems of those that can't be served: they are left out, or what they were
    before stands in their place.

    Raises:
        KnowledgeError: if there is no such path, or no knowledge file in the folder.
    """
    read: dict[Path, Read] = {}
    problems: list[Problem] = []
    for file in knowledge_files(source):
        known = before.get(file)
        try:
            read[file] = reader.read(file, known)
        except KnowledgeError as error:
            problems += error.problems
            if known is not None:
                read[file] = known
    repeated = _repeated_interviews(list(read), [one.interview for one in read.values()])
    for problem in repeated:
        del read[problem.path]
    return read, tuple(sorted({*problems, *repeated}))


def check_all(sources: Iterable[Path]) -> list[Problem]:
    """Return every problem of the knowledge files that paths name, in order."""
    problems: list[Problem] = []
    files: list[Path] = []
    for source in sources:
        try:
            files += knowledge_files(source)
        except KnowledgeError as error:
            problems += error.problems
    return sorted({*problems, *_read_each(files)[1]})


def _read_each(files: Iterable[Path]) -> tuple[list[Interview], list[Problem]]:
    """Return the interviews of knowledge files that can be read, and every problem of all."""
    problems: list[Problem] = []
    read: dict[Path, Interview] = {}
    for file in files:
        try:
            read[file] = read_interview(file)
        except KnowledgeError as error:
            problems += error.problems
    interviews = list(read.values())
    return interviews, problems + _repeated_interviews(list(read), interviews)


def _repeated_interviews(files: Sequence[Path], interviews: Sequence[Interview]) -> list[Problem]:
    first: dict[str, Path] = {}
    problems = []
    for file, interview in zip(files, interviews, strict=True):
        if interview.id in first:
            message = f"id '{interview.id}' is that of {first[interview.id].name} too: change it"
            problems.append(Problem(file, line_of(file, ("id",)), message))
        first.setdefault(interview.id, file)
    return problems


def _changes(before: Edition, after: Edition, problems: tuple[Problem, ...]) -> Changes:
    same = {id(one) for one in before.interviews} & {id(one) for one in after.interviews}
    old, new = _entries(before, same), _entries(after, same)
    return Changes(
        version=after.version,
        added=tuple(entry for name, entry in new.items() if name not in old),
        changed=tuple(
            entry
            for name, entry in new.items()
            if name in old and old[name].exchange != entry.exchange
        ),
        removed=tuple(entry for name, entry in old.items() if name not in new),
        interviews_changed=_headings(before, same) != _headings(after, same),
        problems=problems,
    )


def _entries(edition: Edition, without: Container[int]) -> dict[str, Entry]:
    """Return the entries by reference, but for those of some interviews."""
    changed = [one for one in edition.interviews if id(one) not in without]
    return {entry.reference: entry for entry in _listed(changed)}


def _listed(interviews: Iterable[Interview], *, among_others: bool = False) -> Iterator[Entry]:
    for interview in interviews:
        for number, exchange in enumerate(interview.exchanges, 1):
            yield Entry(interview, exchange, number, among_others)


def _headings(edition: Edition, without: Container[int]) -> list[Mapping[str, object]]:
    return [
        one.model_dump(exclude={"exchanges"})
        for one in edition.interviews
        if id(one) not in without
    ]
