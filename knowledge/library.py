"""The interviews being served, and how they are replaced while questions go on being answered."""

import hashlib
import os
import sys
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from pathlib import Path
from threading import Event, Lock

from knowledge.catalogue import Catalogue
from knowledge.interview import Exchange, Interview, interview_reference, reference
from knowledge.knowledge_file import knowledge_files
from knowledge.loading import Loading
from knowledge.matching import Candidate, Matcher
from knowledge.matching.gists import Gists, gists_of, number_of_texts, vectors_of
from knowledge.matching.indexing import Indexing
from knowledge.matching.vector_cache import Progress, VectorCache, untold
from knowledge.problem import KnowledgeError, Problem
from knowledge.reading import Reader

# Interviews that are taken up at least, when the sentence model has read them.
_LEAST_TAKEN_UP = 16


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

    def __init__(  # noqa: PLR0913, PLR0917  (each says something of its own)
        self,
        interviews: Sequence[Interview],
        cache: VectorCache | None = None,
        before: "Edition | None" = None,
        tell: Progress = untold,
        most_texts: int = sys.maxsize,
        indexing: Indexing | None = None,
    ) -> None:
        """Make ready to serve interviews; ``before`` lends what it has of those that it has.

        ``tell`` hears of the sentence model's progress, and ``most_texts`` are read; see
        ``Matcher``.
        """
        self.interviews = tuple(interviews)
        self.matcher: Matcher = Matcher(
            self.interviews, cache, before.matcher if before else None, tell, most_texts, indexing
        )
        digests = b"".join(interview.digest for interview in self.interviews)
        self.version = hashlib.sha256(digests).hexdigest()[:8]

    def having_read(self, gists: Gists) -> "Edition":
        """Return an edition of the same interviews, of which the model has read some more."""
        again = copy(self)
        again.matcher = self.matcher.having_read(gists)
        return again

    def make_lists(self) -> None:
        """Make what is listed now; else whoever asks for it first would wait for it."""
        _ = self.entries, self.topics, self.catalogue, self.by_reference

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


@dataclass(frozen=True)
class Beginning:
    """How much is done before a library serves; the rest is done by ``Library.grow``.

    Attributes:
        files: so many knowledge files are read; more where none of them can be served.
        texts: where the sentence model would have to read more of them, words alone answer at
            first. The same holds after a reload.
    """

    files: int = sys.maxsize
    texts: int = sys.maxsize


WHOLE = Beginning()
# About as much as takes a second to load, and some seconds to read.
A_PORTION = Beginning(files=32, texts=600)


class Work(Enum):
    """What a library that grows is at."""

    LOADING = auto()  # knowledge files
    READING = auto()  # their texts, by the sentence model


@dataclass(frozen=True)
class Step:
    """How far a library has grown.

    Attributes:
        work: what it is at.
        done: how many files were met, or texts read.
        of: how many there are.
        problems: of a file that was just met and can't be served.
    """

    work: Work
    done: int
    of: int
    problems: tuple[Problem, ...] = ()


class Library:
    """Serves the knowledge files of one path, and serves on what it has when they break.

    One broken file among many keeps no other from being served.

    Attributes:
        source: a knowledge file, or a folder of them.
        current: what is served now. Take it once for each question, so that the answer comes
            from one edition whatever happens meanwhile.
        problems: those of files that are left out, or served as they were when they were last good.
        coming: how far it is with loading; none once all files are loaded.
        unfinished: set where there is something to be done by ``grow``.
    """

    def __init__(
        self,
        source: Path,
        cache: VectorCache | None = None,
        tell: Progress = untold,
        beginning: Beginning = WHOLE,
        kept: Path | None = None,
    ) -> None:
        """Load the knowledge files; with a cache, questions are matched by meaning as well.

        ``tell`` hears of the sentence model's progress; see ``Matcher``. With another
        ``beginning``, the library begins with a part of it. What is made of the files is ``kept``
        in a folder, if there is one.

        Raises:
            KnowledgeError: if none of the files can be served; with every problem of each.
        """
        self.source = source
        self._cache = cache
        self._tell = tell
        self._most_texts = beginning.texts
        self._changing = Lock()
        self.unfinished = Event()
        self._reader = Reader(kept)
        files = knowledge_files(source)
        serves_meanwhile = beginning.files < len(files)
        self._files = Loading(files, self._reader, None, _others(serves_meanwhile=serves_meanwhile))
        while self._files.left and (self._files.met < beginning.files or not self._files.good):
            self._files.read_next()
        self.problems = self._files.problems
        if not self._files.good:
            raise KnowledgeError(self.problems)
        self.current = Edition(
            self._files.interviews, cache, None, tell, beginning.texts, self._reader.indexing
        )
        self.coming = self._loading()
        self._see_what_is_left()

    @property
    def reads_meaning(self) -> bool:
        """Whether a sentence model takes part in matching."""
        return self._cache is not None

    @property
    def cache(self) -> VectorCache | None:
        """What the sentence model makes of texts, where it takes part in matching."""
        return self._cache

    @property
    def files(self) -> Mapping[Path, Interview]:
        """The interviews that are served, by their files."""
        return {file: one.interview for file, one in self._files.good.items()}

    @property
    def digests(self) -> Mapping[Path, str]:
        """The SHA-256 of what each file was when it was read as it is served, in hexadecimal."""
        return {file: one.digest.hex() for file, one in self._files.good.items()}

    def reload(self) -> Changes:
        """Read the files again and serve them from now on; those that were not loaded yet too.

        Safe to call from another thread than those that use ``current``. Of what did not change
        nothing is done again. Of a file that is broken the last good state is served on.

        Raises:
            KnowledgeError: where nothing changes because of problems, with each of them;
                ``current`` is then what it was.
        """
        with self._changing:
            self._files.leave_off()
            files = Loading(
                knowledge_files(self.source),
                self._reader,
                self._files.good,
                _others(serves_meanwhile=True),
            )
            files.read_all()
            fresh = Edition(
                files.interviews, self._cache, self.current, self._tell, self._most_texts
            )
            changes = _changes(self.current, fresh, files.problems)
            self.problems = files.problems
            if files.problems and not changes.any:
                raise KnowledgeError(files.problems)
            fresh.make_lists()
            self.current, self._files, self.coming = fresh, files, None
            self._see_what_is_left()
            return changes

    def grow(self) -> Iterator[Step]:
        """Do what is left to be done: load the other files, then have the model read the texts.

        It yields after each little of it, and serves more each time that there is much more. Safe
        to go through, and to stop, in another thread than those that use ``current``.
        """
        self.unfinished.clear()
        while (step := self._load_next()) is not None:
            yield step
        if self._cache is not None:
            yield from self._read(self._cache)

    def leave_off(self) -> None:
        """Load no more files before the next reload."""
        with self._changing:
            self._files.leave_off()
            self.coming = None

    def _loading(self) -> Step | None:
        left = self._files.left
        return Step(Work.LOADING, self._files.met, self._files.of) if left else None

    def _see_what_is_left(self) -> None:
        if self.coming is None:
            self._reader.clear_out()
        if self.coming or self.current.matcher.finder.unread:
            self.unfinished.set()

    def _load_next(self) -> Step | None:
        """Read a file; serve what was read where it is half as much again as what is served."""
        with self._changing:
            files = self._files
            if self.coming is None:
                return None
            known = self.problems
            files.read_next()
            self.problems = files.problems
            if not files.left or 2 * len(files.good) >= 3 * len(self.current.interviews):
                # What the model has read of it before is taken up when all is loaded.
                fresh = Edition(files.interviews, self._cache, self.current, self._tell, 0)
                fresh.make_lists()
                self.current = fresh
            self.coming = self._loading()
            new = tuple(problem for problem in self.problems if problem not in known)
            return Step(Work.LOADING, files.met, files.of, new)

    def _read(self, cache: VectorCache) -> Iterator[Step]:
        """Have the model read interviews, and take up some at a time."""
        done = 0
        while unread := self.current.matcher.finder.unread:
            of = done + sum(number_of_texts(one, cache) for one in unread)
            read = len(self.current.interviews) - len(unread)
            gists = {}
            for one in unread[: max(_LEAST_TAKEN_UP, read // 4)]:
                vectors = []
                for some in vectors_of(one, cache):
                    vectors.append(some)
                    done += len(some)
                    yield Step(Work.READING, done, of)
                gists[one] = gists_of(one, vectors, cache)
            with self._changing:
                self.current = self.current.having_read(gists)


def _others(*, serves_meanwhile: bool) -> int:
    """Return how many other processes may read files: one processor is left to questions."""
    processors = os.cpu_count() or 1
    if processors == 1:
        return 0
    return 1 if serves_meanwhile else processors


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
