"""Readings in few bytes, as they are kept, and many of them unpacked side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from knowledge.matching.model_files import Floats
from knowledge.matching.sentence_model import Reading, Spans
from knowledge.matching.terms import Numbers

# A word's vector is kept as whole numbers up to this, and what they are to be multiplied by.
_STEPS = 127
_SPAN_BYTES, _SCALE_BYTES = 8, 2


@dataclass(frozen=True)
class PackedReading:
    """What a model makes of a text, in bytes.

    Attributes:
        vector: of the text, in half precision.
        words: where each word begins and ends; what each one's steps are to be multiplied by, in
            half precision; and the steps, a byte for each number.
    """

    vector: bytes
    words: bytes

    @classmethod
    def of(cls, reading: Reading) -> Self:
        """Pack a reading."""
        scales = (np.abs(reading.words).max(axis=1) / _STEPS).astype(np.float16)
        steps = np.rint(reading.words / np.where(scales > 0, scales, 1)[:, np.newaxis])
        within = steps.clip(-_STEPS, _STEPS).astype(np.int8)
        words = b"".join(part.tobytes() for part in (reading.spans, scales, within))
        return cls(reading.vector.astype(np.float16).tobytes(), words)

    def count(self, dimensions: int) -> int:
        """Return how many words it has, by the dimensions of their vectors."""
        return len(self.words) // (_SPAN_BYTES + _SCALE_BYTES + dimensions)


@dataclass(frozen=True)
class Readings:
    """What a model makes of texts, side by side.

    Attributes:
        vectors: of the texts, shape (texts, dimensions).
        words: of their words, those of each text after those of the one before, shape (words,
            dimensions).
        spans: where each word begins and ends in its text, shape (words, 2).
        lengths: how many words each text has, shape (texts,).
    """

    vectors: Floats
    words: Floats
    spans: Spans
    lengths: Numbers

    @classmethod
    def unpacked(cls, packed: Sequence[PackedReading], dimensions: int) -> Self:
        """Unpack readings."""
        lengths = np.array([one.count(dimensions) for one in packed], np.int64)
        words = np.empty((int(lengths.sum()), dimensions), np.float32)
        spans = np.empty((len(words), 2), np.int32)
        end = 0
        for one, count in zip(packed, lengths.tolist(), strict=True):
            begin, end = end, end + count
            spans[begin:end] = np.frombuffer(one.words, np.int32, 2 * count).reshape(-1, 2)
            scales = np.frombuffer(one.words, np.float16, count, _SPAN_BYTES * count)
            steps = np.frombuffer(one.words, np.int8, offset=(_SPAN_BYTES + _SCALE_BYTES) * count)
            # Faster text by text than for all at once: they are still in the processor's cache.
            own = words[begin:end]
            own[:] = steps.reshape(count, dimensions)
            own *= scales.astype(np.float32)[:, np.newaxis]
        return cls(vectors_of([one.vector for one in packed], dimensions), words, spans, lengths)


def vectors_of(packed: Sequence[bytes], dimensions: int) -> Floats:
    """Unpack the vectors of texts, shape (texts, dimensions)."""
    halves = np.frombuffer(b"".join(packed), np.float16)
    return halves.astype(np.float32).reshape(-1, dimensions)
