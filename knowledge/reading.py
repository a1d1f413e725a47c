"""Knowledge files -> indexed interviews: what was made of a file before is not made again."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from knowledge.interview import Interview
from knowledge.kept_interviews import KeptInterviews, Prepared
from knowledge.knowledge_file import as_text, interview_in, read_bytes
from knowledge.matching.concordance import Concordance
from knowledge.matching.counted_texts import term_times
from knowledge.matching.indexed import IndexedInterview
from knowledge.matching.indexing import Indexing


@dataclass(frozen=True)
class Read:
    """A knowledge file as it was read.

    Attributes:
        digest: of its bytes.
        indexed: its interview.
    """

    digest: bytes
    indexed: IndexedInterview

    @property
    def interview(self) -> Interview:
        """What stands in it."""
        return self.indexed.interview


class Reader:
    """Reads and indexes knowledge files.

    Attributes:
        indexing: has every interview that was read and is held by somebody.
        folder: below which is kept what is made of files, if it is.
        made: how many files it had to read, as nothing was kept of them.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Keep what is made of files below a folder, or, without one, not at all."""
        self.indexing = Indexing()
        self.folder = folder
        self.made = 0
        self._kept = KeptInterviews(folder)

    def read(self, path: Path, known: Read | None = None) -> Read:
        """Read a knowledge file, but where it is ``known`` and its bytes are what they were.

        Raises:
            KnowledgeError: with every problem that the file has, if it has any.
        """
        content = read_bytes(path)
        digest = hashlib.sha256(content).digest()
        if known is not None and known.digest == digest:
            return known
        prepared = self._kept.get(digest) or self._make(path, content, digest)
        indexed = self.indexing.take(prepared.interview, prepared.concordance, prepared.times)
        return Read(digest, indexed)

    def make(self, path: Path) -> None:
        """Make of a file what is kept of it, unless that is kept already.

        Raises:
            KnowledgeError: with every problem that the file has, if it has any.
        """
        content = read_bytes(path)
        digest = hashlib.sha256(content).digest()
        if not self._kept.has(digest):
            self._make(path, content, digest)

    def clear_out(self) -> None:
        """Remove what is kept of files that are long gone."""
        self._kept.clear_out()

    def _make(self, path: Path, content: bytes, digest: bytes) -> Prepared:
        interview = interview_in(path, as_text(path, content))
        concordance = Concordance.of(interview)
        indexed = IndexedInterview(interview, self.indexing.lexicon, concordance)
        prepared = Prepared(interview, concordance, term_times(indexed))
        self._kept.keep(digest, prepared)
        self.made += 1
        return prepared
