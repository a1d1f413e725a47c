"""The digests of knowledge files as they are, without reading again those that were not touched."""

from pathlib import Path

from knowledge.knowledge_file import is_knowledge_file, knowledge_files
from knowledge.problem import KnowledgeError
from knowledge.version_file import digest

# What tells that a file was written to: its place on the disk, size, and time in nanoseconds.
_Mark = tuple[int, int, int]


class Digests:
    """The digests of the files of one path; not for several threads at once."""

    def __init__(self, source: Path) -> None:
        """Look at a knowledge file, or at a folder of them."""
        self._source = source
        self._met: dict[Path, tuple[_Mark, str]] = {}

    def path(self, name: str) -> Path:
        """Return the path of a file, given by its name."""
        return self._source / name if self._source.is_dir() else self._source

    def is_file_of_source(self, name: str) -> bool:
        """Whether a file of this name would be one of these."""
        if not self._source.is_dir():
            return name == self._source.name
        # A name that is no text can't be told to others.
        return Path(name).name == name and is_knowledge_file(Path(name)) and name.isprintable()

    def now(self) -> dict[str, str]:
        """Return the SHA-256 of each file, in hexadecimal, by its name; none where there is none.

        A file that can't be read is passed over.
        """
        try:
            files = knowledge_files(self._source)
        except KnowledgeError:
            files = []
        met = {}
        for file in files:
            try:
                status = file.stat()
                mark = (status.st_ino, status.st_size, status.st_mtime_ns)
                known = self._met.get(file)
                is_same = known is not None and known[0] == mark
                met[file] = known if known and is_same else (mark, digest(file.read_bytes()))
            except OSError:
                continue
        self._met = met
        return {file.name: its for file, (_, its) in met.items()}
