"""What the model makes of the texts that are served: computed once, kept on disk."""

import contextlib
import hashlib
import logging
import sqlite3
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from threading import Lock

import numpy as np

from knowledge.matching.model_files import Floats
from knowledge.matching.sentence_model import Reading, SentenceModel

_logger = logging.getLogger(__name__)

# Words whose vectors are held in memory: about 80 MB of a model with 384 dimensions.
_HELD_WORDS = 50_000
# Texts that are computed, and written, at a time: what is lost where the process is stopped.
_BATCH = 256
_FLOAT_BYTES = np.dtype(np.float16).itemsize
_NEARLY = 0.01
# What a damaged file makes SQLite raise: its own errors, and, where one of them quotes what is no
# text, that.
_DAMAGED = (sqlite3.Error, UnicodeDecodeError)
_TABLE = """
    create table if not exists readings (
        text blob primary key,
        vector blob not null,
        words blob not null,
        spans blob not null,
        checksum blob not null
    )
"""


# Hears how many texts the model has read, and of how many, where that takes long.
Progress = Callable[[int, int], None]


def untold(_done: int, _of: int) -> None:
    """Tell nobody of progress."""


class VectorCache:
    """Readings of texts by one model: from memory, from a file, or else from the model.

    The file is named for the model and keyed by digests of the texts, so that what changes is
    computed anew and nothing else is. A file that is damaged is begun anew, and without one that
    can be written all is kept in memory: that costs time, never an answer. Several threads may
    use it.

    Attributes:
        model: reads what is not there yet.
    """

    def __init__(self, model: SentenceModel, folder: Path | None = None) -> None:
        """Keep readings in a folder, or, without one, in memory alone."""
        self.model = model
        self._lock = Lock()
        self._held: OrderedDict[str, Reading] = OrderedDict()
        self._held_words = 0
        self._file = folder / f"readings-{model.identity}.sqlite" if folder else None
        self._database = self._opened()

    def prepare(self, texts: Iterable[str], tell: Progress) -> int:
        """Compute and keep the readings that are not kept yet; return how many.

        ``tell`` is called before each batch of them with how many are done, and of how many.
        """
        wanted = list(dict.fromkeys(texts))
        with self._lock:
            known = {text for text, _ in self._rows("checksum", wanted)}
        missing = [text for text in wanted if text not in known]
        for start in range(0, len(missing), _BATCH):
            tell(start, len(missing))
            self._compute(missing[start : start + _BATCH])
        return len(missing)

    def readings(self, texts: Sequence[str]) -> list[Reading]:
        """Return the reading of each text."""
        with self._lock:
            found = {text: self._held[text] for text in texts if text in self._held}
            for text in found:
                self._held.move_to_end(text)
            kept = dict(self._kept([text for text in texts if text not in found]))
            self._hold(kept)
        found |= kept
        found |= self._compute([text for text in dict.fromkeys(texts) if text not in found])
        return [found[text] for text in texts]

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Return the vector of each text, shape (texts, dimensions)."""
        with self._lock:
            found = {
                text: self._floats(blob)[0]
                for text, (blob,) in self._rows("vector", texts)
                if len(blob) == self.model.dimensions * _FLOAT_BYTES
            }
        # Vectors have length 1: what has another is damaged.
        found = {text: one for text, one in found.items() if abs(float(one @ one) - 1) < _NEARLY}
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        for start in range(0, len(missing), _BATCH):
            computed = self._compute(missing[start : start + _BATCH])
            found |= {text: reading.vector for text, reading in computed.items()}
        vectors = [found[text] for text in texts]
        return np.array(vectors, np.float32).reshape(-1, self.model.dimensions)

    def _compute(self, texts: Sequence[str]) -> dict[str, Reading]:
        computed = dict(zip(texts, self.model.read(texts), strict=True)) if texts else {}
        with self._lock:
            self._hold(computed)
            self._keep(computed)
        return computed

    def _hold(self, readings: Mapping[str, Reading]) -> None:
        for text, reading in readings.items():
            if text not in self._held:
                self._held[text] = reading
                self._held_words += len(reading.words)
        while self._held_words > _HELD_WORDS and len(self._held) > 1:
            _, dropped = self._held.popitem(last=False)
            self._held_words -= len(dropped.words)

    def _kept(self, texts: Sequence[str]) -> Iterator[tuple[str, Reading]]:
        for text, (vector, words, spans, checksum) in self._rows(
            "vector, words, spans, checksum", texts
        ):
            if _checksum(vector + words + spans) == checksum:
                places = np.frombuffer(spans, np.int32).reshape(-1, 2)
                yield text, Reading(self._floats(vector)[0], self._floats(words), places)

    def _keep(self, readings: Mapping[str, Reading]) -> None:
        rows = []
        for text, reading in readings.items():
            vector = reading.vector.astype(np.float16).tobytes()
            words = reading.words.astype(np.float16).tobytes()
            spans = reading.spans.tobytes()
            checksum = _checksum(vector + words + spans)
            rows.append((_key(text), vector, words, spans, checksum))
        try:
            with self._database:
                self._database.executemany(
                    "insert or replace into readings values (?, ?, ?, ?, ?)", rows
                )
        except sqlite3.OperationalError as error:
            # Locked by another process, or the disk is full: it is computed again next time.
            _logger.warning("%s: %s", self._file, error)
        except _DAMAGED as error:
            self._begin_anew(error)

    def _rows(self, columns: str, texts: Sequence[str]) -> list[tuple[str, tuple[bytes, ...]]]:
        """Return the texts that are kept, each with its columns."""
        query = f"select {columns} from readings where text = ?"  # noqa: S608  (our own columns)
        found = []
        try:
            for text in dict.fromkeys(texts):
                row = self._database.execute(query, (_key(text),)).fetchone()
                # SQLite takes any value in any column, and so may have what was damaged.
                if row is not None and all(isinstance(value, bytes) for value in row):
                    found.append((text, row))
        except sqlite3.OperationalError as error:
            # Locked by another process: it is computed this time.
            _logger.warning("%s: %s", self._file, error)
        except _DAMAGED as error:
            self._begin_anew(error)
            return []
        return found

    def _floats(self, blob: bytes) -> Floats:
        vectors = np.frombuffer(blob, np.float16).reshape(-1, self.model.dimensions)
        return vectors.astype(np.float32)

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
            database.execute(_TABLE)
            database.execute("select text, vector, words, spans, checksum from readings limit 0")
        except sqlite3.OperationalError as error:
            database.close()
            # Not busy or full, but without what is asked of it.
            if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:
                raise sqlite3.DatabaseError("it has other columns") from error
            raise
        return database

    def _begin_anew(self, error: Exception) -> None:
        """Leave a damaged file for a new one; what it held is computed when it is next wanted."""
        _logger.warning("%s was damaged (%s): begun anew", self._file, error)
        self._database.close()
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.unlink(missing_ok=True)
        self._database = self._opened()


def _checksum(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(4, "little")


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
