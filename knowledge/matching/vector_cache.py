"""What the model makes of the texts that are served: computed once, kept on disk."""

import contextlib
import hashlib
import logging
import sqlite3
import sys
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from threading import Lock

from knowledge.matching.model_files import Floats
from knowledge.matching.packed_readings import PackedReading, Readings, vectors_of
from knowledge.matching.processors import leave_a_processor
from knowledge.matching.sentence_model import SentenceModel

_logger = logging.getLogger(__name__)

# Words whose vectors are held in memory: about 80 MB of a model with 384 dimensions.
_HELD_WORDS = 200_000
# Texts that are computed, and written, at a time: what is lost where the process is stopped.
_BATCH = 256
_CHECKSUM_BYTES = 4
# What a damaged file makes SQLite raise: its own errors, and, where one of them quotes what is no
# text, that.
_DAMAGED = (sqlite3.Error, UnicodeDecodeError)
_COLUMNS = ["text", "vector", "words"]
_TABLE = """
    create table if not exists readings (
        text blob primary key,
        vector blob not null,
        words blob not null
    )
"""
# A row is larger than SQLite's own pages are: it is read faster from fewer.
_PAGE_BYTES = 16_384

# Hears how many texts the model has read, and of how many, where that takes long.
Progress = Callable[[int, int], None]


def untold(_done: int, _of: int) -> None:
    """Tell nobody of progress."""


class VectorCache:
    """Readings of texts by one model: from memory, from a file, or else from the model.

    The file is named for the model and keyed by digests of the texts, so that what changes is
    computed anew and nothing else is. Each value ends with a checksum of itself and of its place.
    A file that is damaged is begun anew, and without one that can be written all is kept in
    memory: that costs time, never an answer. Several threads may use it.

    Attributes:
        model: reads what is not there yet.
    """

    def __init__(self, model: SentenceModel, folder: Path | None = None) -> None:
        """Keep readings in a folder, or, without one, in memory alone."""
        self.model = model
        self._lock = Lock()
        self._held: OrderedDict[str, PackedReading] = OrderedDict()
        self._held_words = 0
        self._trouble = ""
        self._file = folder / f"readings-{model.identity}.sqlite" if folder else None
        self._database = self._opened()

    def prepare(self, texts: Iterable[str], tell: Progress) -> int:
        """Compute and keep the readings that are not kept yet; return how many.

        ``tell`` is called before each batch of them with how many are done, and of how many.
        """
        missing = self.missing(texts)
        with leave_a_processor():
            for start in range(0, len(missing), _BATCH):
                tell(start, len(missing))
                self._compute(missing[start : start + _BATCH])
        return len(missing)

    def missing(self, texts: Iterable[str], most: int = sys.maxsize) -> list[str]:
        """Return the texts whose readings are not kept yet; no further once they exceed ``most``.

        Between some and the next it lets others at the readings.
        """
        left = iter(texts)
        missing: dict[str, None] = {}
        while len(missing) <= most and (some := list(islice(left, _BATCH))):
            with self._lock:
                known = {text for text, _ in self._rows(some, "vector")}
            missing.update(dict.fromkeys(text for text in some if text not in known))
        return list(missing)

    def readings(self, texts: Sequence[str]) -> Readings:
        """Return the readings of texts."""
        with self._lock:
            found = {text: self._held[text] for text in texts if text in self._held}
            for text in found:
                self._held.move_to_end(text)
            kept = dict(self._kept([text for text in texts if text not in found]))
            self._hold(kept)
        found |= kept
        found |= self._compute([text for text in dict.fromkeys(texts) if text not in found])
        return Readings.unpacked([found[text] for text in texts], self.model.dimensions)

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Return the vector of each text, shape (texts, dimensions)."""
        with self._lock:
            found = {text: vector for text, (vector,) in self._rows(texts, "vector")}
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        with leave_a_processor() if missing else contextlib.nullcontext():
            for start in range(0, len(missing), _BATCH):
                computed = self._compute(missing[start : start + _BATCH])
                found |= {text: reading.vector for text, reading in computed.items()}
        return vectors_of([found[text] for text in texts], self.model.dimensions)

    def _compute(self, texts: Sequence[str]) -> dict[str, PackedReading]:
        read = zip(texts, self.model.read(texts), strict=True) if texts else ()
        computed = {text: PackedReading.of(reading) for text, reading in read}
        with self._lock:
            self._hold(computed)
            self._keep(computed)
        return computed

    def _hold(self, readings: Mapping[str, PackedReading]) -> None:
        for text, reading in readings.items():
            if text not in self._held:
                self._held[text] = reading
                self._held_words += reading.count(self.model.dimensions)
        while self._held_words > _HELD_WORDS and len(self._held) > 1:
            _, dropped = self._held.popitem(last=False)
            self._held_words -= dropped.count(self.model.dimensions)

    def _kept(self, texts: Sequence[str]) -> Iterator[tuple[str, PackedReading]]:
        for text, (vector, words) in self._rows(texts, "vector", "words"):
            yield text, PackedReading(vector, words)

    def _keep(self, readings: Mapping[str, PackedReading]) -> None:
        rows = []
        for text, reading in readings.items():
            key = _key(text)
            vector = _sealed(key, "vector", reading.vector)
            rows.append((key, vector, _sealed(key, "words", reading.words)))
        try:
            with self._database:
                self._database.executemany("insert or replace into readings values (?, ?, ?)", rows)
            self._trouble = ""
        except sqlite3.OperationalError as error:
            # Locked by another process, or the disk is full: it is computed again next time.
            self._say(error)
        except _DAMAGED as error:
            self._begin_anew(error)

    def _rows(self, texts: Sequence[str], *columns: str) -> list[tuple[str, list[bytes]]]:
        """Return the texts that are kept, each with what stands in columns of it, undamaged."""
        left = iter({_key(text): text for text in texts}.items())
        found = []
        try:
            while some := dict(islice(left, _BATCH)):
                marks = ", ".join("?" * len(some))
                query = (
                    f"select text, {', '.join(columns)} from readings "  # noqa: S608  (our own)
                    f"where text in ({marks})"
                )
                for key, *row in self._database.execute(query, tuple(some)):
                    if key not in some:
                        continue
                    values = [_unsealed(key, *one) for one in zip(columns, row, strict=True)]
                    whole = [value for value in values if value is not None]
                    if len(whole) == len(columns):
                        found.append((some[key], whole))
        except sqlite3.OperationalError as error:
            # Locked by another process: it is computed this time.
            self._say(error)
        except _DAMAGED as error:
            self._begin_anew(error)
            return []
        return found

    def _opened(self) -> sqlite3.Connection:
        if self._file is None:
            return self._connected(":memory:")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            try:
                return self._connected(str(self._file))
            except sqlite3.OperationalError:
                raise
            except _DAMAGED as error:
                _logger.warning("%s was damaged (%s): begun anew", self._file, error)
                self._file.unlink(missing_ok=True)
                return self._connected(str(self._file))
        except (OSError, *_DAMAGED) as error:
            _logger.warning("%s: %s: vectors are kept in memory alone", self._file, error)
            return self._connected(":memory:")

    @staticmethod
    def _connected(name: str) -> sqlite3.Connection:
        database = sqlite3.connect(name, check_same_thread=False)
        try:
            database.execute(f"pragma page_size = {_PAGE_BYTES}")
            database.execute(_TABLE)
            described = database.execute("select * from readings limit 0").description
            if [name for name, *_ in described] != _COLUMNS:
                raise sqlite3.DatabaseError("it has other columns")
        except sqlite3.OperationalError as error:
            database.close()
            # Not busy or full, but without what is asked of it.
            if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:
                raise sqlite3.DatabaseError("it has other columns") from error
            raise
        return database

    def _say(self, error: Exception) -> None:
        """Log what is wrong once, not for every text, until something is written again."""
        if self._trouble != str(error):
            self._trouble = str(error)
            _logger.warning("%s: %s", self._file, error)

    def _begin_anew(self, error: Exception) -> None:
        """Leave a damaged file for a new one; what it held is computed when it is next wanted."""
        _logger.warning("%s was damaged (%s): begun anew", self._file, error)
        self._database.close()
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.unlink(missing_ok=True)
        self._database = self._opened()


def _sealed(key: bytes, column: str, content: bytes) -> bytes:
    return content + _checksum(key, column, content)


def _unsealed(key: bytes, column: str, value: object) -> bytes | None:
    """Return what was sealed, or none where it is damaged or was sealed for another place.

    SQLite takes any value in any column, and so may have what was damaged; and where its index is,
    it gives one text's row for another's.
    """
    if not isinstance(value, bytes):
        return None
    content, checksum = value[:-_CHECKSUM_BYTES], value[-_CHECKSUM_BYTES:]
    return content if checksum == _checksum(key, column, content) else None


def _checksum(key: bytes, column: str, content: bytes) -> bytes:
    return zlib.crc32(content, zlib.crc32(key + column.encode())).to_bytes(
        _CHECKSUM_BYTES, "little"
    )


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
