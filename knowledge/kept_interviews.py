"""What was made of knowledge files, kept on disk: a start reads neither YAML nor their texts."""

import contextlib
import hashlib
import logging
import os
import re
import struct
import time
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from knowledge.interview import Interview
from knowledge.matching.concordance import Concordance
from knowledge.matching.indexed import TermTimes
from knowledge.matching.terms import Narrow

_logger = logging.getLogger(__name__)

_FOLDER = "prepared-"
# What alone is ever removed: nobody else's files have such names in such a folder.
_FOLDERS = re.compile(_FOLDER + "[0-9a-f]{16}")
_FILES = re.compile("[0-9a-f]{64}")
_CHECKSUM_BYTES = 16
# What nothing has asked for in 60 days belongs to a knowledge file that was changed or removed.
_KEPT_FOR = 60 * 24 * 60 * 60
# What makes an interview of a file, and an index of an interview: where one of them changes, all
# is made anew.
_MAKERS = (
    *"interview kept_interviews knowledge_file language plain_yaml yaml_tree".split(),
    *"matching/concordance matching/counted_texts matching/indexed matching/lexicon".split(),
    *"matching/passages matching/terms matching/words".split(),
)
_LIBRARIES = "pydantic rapidfuzz regex ruamel.yaml snowballstemmer".split()
# Before each part of a file stand the type of its numbers and how many bytes it has.
_HEAD = struct.Struct("<3sI")
_TEXT = "|S1"

_Number = TypeVar("_Number", np.int32, np.uint8)


@dataclass(frozen=True)
class Prepared:
    """An interview, and what indexing made of it."""

    interview: Interview
    concordance: Concordance
    times: TermTimes


class KeptInterviews:
    """A folder with a file for each knowledge file, named by a digest of that one's bytes.

    Each ends with a checksum of itself and of its name. One that is damaged is as good as none, and
    where none can be written all is made anew each time: that costs time, never an answer. Several
    processes may use the folder.
    """

    def __init__(self, folder: Path | None) -> None:
        """Keep interviews below a folder, or, without one, not at all."""
        self._folder = folder / f"{_FOLDER}{_version()}" if folder else None

    def get(self, digest: bytes) -> Prepared | None:
        """Return what was made of the knowledge file whose bytes have a digest."""
        if self._folder is None:
            return None
        path = self._folder / digest.hex()
        try:
            kept = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        content, checksum = kept[:-_CHECKSUM_BYTES], kept[-_CHECKSUM_BYTES:]
        if checksum != _checksum(digest, content):
            _logger.warning("%s was damaged: begun anew", path)
            return None
        try:
            return _unpacked(content)
        except (ValueError, TypeError, struct.error, ValidationError) as error:
            _logger.warning("%s can't be used (%s): begun anew", path, error)
            return None

    def has(self, digest: bytes) -> bool:
        """Whether there is something that was made of the knowledge file, damaged or not."""
        return self._folder is not None and (self._folder / digest.hex()).exists()

    def keep(self, digest: bytes, prepared: Prepared) -> None:
        """Keep what was made of the knowledge file whose bytes have a digest."""
        if self._folder is None:
            return
        content = _packed(prepared)
        path = self._folder / digest.hex()
        part = path.with_suffix(f".{os.getpid()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(content + _checksum(digest, content))
            part.replace(path)
        except OSError as error:
            _logger.warning("%s: %s: what is made of interviews isn't kept", self._folder, error)
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            self._folder = None

    def clear_out(self) -> None:
        """Remove what was kept by another version of the program, or has long not been used."""
        if self._folder is None:
            return
        now = time.time()
        with contextlib.suppress(OSError):
            for folder in self._folder.parent.iterdir():
                if _FOLDERS.fullmatch(folder.name):
                    _clear(folder, now - _KEPT_FOR if folder == self._folder else now)


def _clear(folder: Path, before: float) -> None:
    """Remove what was last used before a time, and the folder if nothing is left in it."""
    for file in folder.iterdir():
        if _FILES.fullmatch(file.stem) and file.stat().st_mtime < before:
            file.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        folder.rmdir()


def _packed(prepared: Prepared) -> bytes:
    found, times = prepared.concordance, prepared.times
    numbers = (
        found.tokens,
        found.row_ends,
        found.row_spaces,
        found.wordings,
        found.sentence_counts,
        found.passage_counts,
        found.sentences,
        found.passages,
        times.stems,
        times.letters,
    )
    lists = (found.spaces, found.framing, *found.words, *found.stems)
    texts = (prepared.interview.model_dump_json(), *map(_in_lines, lists))
    parts = [(_TEXT, text.encode()) for text in texts]
    parts += [(one.dtype.str, one.tobytes()) for one in numbers]
    return b"".join(_HEAD.pack(kind.encode(), len(part)) + part for kind, part in parts)


def _unpacked(content: bytes) -> Prepared:
    parts = _parts(content)
    interview = Interview.model_validate_json(_text(parts))
    spaces, framing = _lines(parts), _lines(parts)
    concordance = Concordance(
        spaces,
        tuple(_lines(parts) for _ in spaces),
        tuple(_lines(parts) for _ in spaces),
        framing,
        tokens=_narrow(parts),
        row_ends=_numbers(parts, np.int32),
        row_spaces=_numbers(parts, np.uint8),
        wordings=_numbers(parts, np.int32),
        sentence_counts=_numbers(parts, np.int32),
        passage_counts=_numbers(parts, np.int32),
        sentences=_numbers(parts, np.int32).reshape(-1, 2),
        passages=_numbers(parts, np.int32).reshape(-1, 2),
    )
    return Prepared(interview, concordance, TermTimes(_narrow(parts), _narrow(parts)))


def _parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    at = 0
    while at < len(content):
        kind, length = _HEAD.unpack_from(content, at)
        at += _HEAD.size + length
        yield kind.decode(), content[at - length : at]


def _text(parts: Iterator[tuple[str, bytes]]) -> bytes:
    kind, part = next(parts)
    if kind != _TEXT:
        raise ValueError("numbers stand in place of a text")
    return part


def _in_lines(strings: Iterable[str]) -> str:
    """Return words, none of which has a line's end in it, as one text."""
    return "".join(f"{one}\n" for one in strings)


def _lines(parts: Iterator[tuple[str, bytes]]) -> tuple[str, ...]:
    return tuple(_text(parts).decode().split("\n")[:-1])


def _numbers(parts: Iterator[tuple[str, bytes]], of: type[_Number]) -> NDArray[_Number]:
    kind, part = next(parts)
    if kind != np.dtype(of).str:
        raise ValueError(f"{kind} stands in place of numbers")
    return np.frombuffer(part, of)


def _narrow(parts: Iterator[tuple[str, bytes]]) -> Narrow:
    kind, part = next(parts)
    wide = kind == np.dtype(np.int32).str
    return np.frombuffer(part, np.int32) if wide else np.frombuffer(part, np.uint16)


def _checksum(digest: bytes, content: bytes) -> bytes:
    return hashlib.blake2b(content, key=digest, digest_size=_CHECKSUM_BYTES).digest()


@cache
def _version() -> str:
    """Return a digest of all that what is kept depends on besides the knowledge file."""
    own = Path(__file__).parent
    sources = [(own / f"{name}.py").read_bytes() for name in _MAKERS]
    libraries = [version(name) for name in _LIBRARIES]
    told = "\n".join((*libraries, unicodedata.unidata_version, np.dtype(np.int32).str))
    return hashlib.sha256(b"\n".join((*sources, told.encode()))).hexdigest()[:16]
