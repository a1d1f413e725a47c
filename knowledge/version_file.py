"""A version of a knowledge file as it is kept: a file of its own, with a checksum.

Two lines of comment, and behind them the knowledge file as it was, byte for byte: a person who
copies it has a knowledge file.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, ValidationError

from knowledge.deed import Deed

_FIRST_LINE = "# A version of a knowledge file; sha256 of the lines below: "
_HEADING = re.compile(re.escape(_FIRST_LINE).encode() + rb"([0-9a-f]{64})\n# (\{[^\n]*\})\n")


class DamagedError(ValueError):
    """A file that is not what was written, or no version of this interview."""


@dataclass(frozen=True)
class Version:
    """A knowledge file as it was.

    Attributes:
        number: later ones have greater ones.
        saved: when it was, in UTC.
        who: who published it, as the desk names them; empty where it was saved by hand.
        what: was done.
        content: the file.
        is_first: whether it was published where there was no file.
    """

    number: int
    saved: datetime
    who: str
    what: Deed
    content: bytes
    is_first: bool = False

    @property
    def digest(self) -> str:
        """The SHA-256 of the file, in hexadecimal."""
        return digest(self.content)


class _Heading(BaseModel):
    model_config = ConfigDict(frozen=True)

    interview: str
    number: int
    saved: AwareDatetime
    who: str
    # At first it was a line of text.
    what: Annotated[Deed, BeforeValidator(lambda it: {"text": it} if isinstance(it, str) else it)]
    is_first: bool = False


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file's content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def version_as_bytes(version: Version, interview_id: str) -> bytes:
    """Return the file of a version."""
    heading = _Heading(
        interview=interview_id,
        number=version.number,
        saved=version.saved,
        who=version.who,
        what=version.what,
        is_first=version.is_first,
    )
    rest = f"# {heading.model_dump_json(exclude_defaults=True)}\n".encode() + version.content
    return f"{_FIRST_LINE}{digest(rest)}\n".encode() + rest


def read_version(file: Path, interview_id: str) -> Version:
    """Read the file of a version.

    Raises:
        DamagedError: if it is not as it was written, or is of another interview.
        OSError: if it can't be read.
    """
    written = file.read_bytes()
    found = _HEADING.match(written)
    if found is None or digest(written[found.start(2) - len(b"# ") :]) != found[1].decode():
        raise DamagedError("it is not as it was written (its checksum differs)")
    try:
        heading = _Heading.model_validate_json(found[2])
    except ValidationError as error:
        raise DamagedError("it says of no version what it is") from error
    if heading.interview != interview_id:
        raise DamagedError(f"it is a version of '{heading.interview}'")
    if str(heading.number) != file.stem.lstrip("0"):
        raise DamagedError(f"it is version {heading.number} under another name")
    content = written[found.end() :]
    return Version(
        heading.number, heading.saved, heading.who, heading.what, content, heading.is_first
    )
