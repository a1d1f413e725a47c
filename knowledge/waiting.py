"""Files from outside that wait to be published or discarded: kept on disk, across restarts."""

import re
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.versions import not_written
from knowledge.whole_file import write_whole

# Beside the knowledge files.
FOLDER = ".waiting"
# So many wait at most; where there are more, the oldest go.
MOST = 20

_ENDING = ".arrival"
_KEY = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True)
class Waiting:
    """A file that waits.

    Attributes:
        key: eight hexadecimal digits by which it is found again.
        name: that its sender gave it.
        content: of the file, as it was sent.
        based_on: the digest of the knowledge file that it was compared with; none of no file.
    """

    key: str
    name: str
    content: bytes
    based_on: str | None


class _Heading(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str
    based_on: str | None


class WaitingFiles:
    """The files that wait beside the knowledge.

    Attributes:
        folder: in which they are kept.
    """

    def __init__(self, source: Path) -> None:
        """Keep files beside a knowledge file, or in a folder of them."""
        self.folder: Path = (source if source.is_dir() else source.parent) / FOLDER

    def keep(self, name: str, content: bytes, based_on: str | None) -> Waiting:
        """Let a file wait.

        Raises:
            KnowledgeError: if it can't be written.
        """
        waiting = Waiting(secrets.token_hex(4), name, content, based_on)
        self._write(waiting)
        for file in self._oldest_first()[:-MOST]:
            # One too many does no harm.
            with suppress(OSError):
                file.unlink()
        return waiting

    def receive(self, waiting: Waiting) -> None:
        """Let a file wait that does so elsewhere.

        Raises:
            KnowledgeError: if it can't be written.
        """
        self._write(waiting)

    def compared_anew(self, waiting: Waiting, based_on: str | None) -> Waiting:
        """Note that a file was compared with another state of the knowledge file.

        Raises:
            KnowledgeError: if it can't be written.
        """
        again = replace(waiting, based_on=based_on)
        self._write(again)
        return again

    def find(self, key: str) -> Waiting | None:
        """Return the file that waits under a key; none where it doesn't any more."""
        if not _KEY.fullmatch(key):
            return None
        try:
            heading, _, content = self._file(key).read_bytes().partition(b"\n")
            read = _Heading.model_validate_json(heading)
        except (OSError, ValidationError):
            return None
        return Waiting(key, read.name, content, read.based_on)

    def discard(self, key: str) -> None:
        """Let a file wait no longer."""
        if _KEY.fullmatch(key):
            with suppress(OSError):
                self._file(key).unlink(missing_ok=True)

    def _write(self, waiting: Waiting) -> None:
        # A name may have half a character, which is no text.
        name = waiting.name.encode("utf-8", "replace").decode()
        heading = _Heading(name=name, based_on=waiting.based_on).model_dump_json()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_whole(self._file(waiting.key), heading.encode() + b"\n" + waiting.content)
        except OSError as error:
            raise not_written(self.folder, error) from error

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}{_ENDING}"

    def _oldest_first(self) -> list[Path]:
        found = []
        for file in self.folder.glob(f"*{_ENDING}"):
            # It may have been discarded just now.
            with suppress(OSError):
                found.append((file.stat().st_mtime_ns, file))
        return [file for _, file in sorted(found)]
