"""Vectors sketched in a bit for each number, to find the nearest of very many in no time."""

import numpy as np

from knowledge.matching.model_files import Floats
from knowledge.matching.terms import Numbers

# So many bytes of bits are compared at once.
_BYTES = 8


class Sketches:
    """The signs of vectors' numbers, by which near ones are found without multiplying.

    The share of signs in which two vectors differ tells the angle between them
    (Charikar, https://doi.org/10.1145/509907.509965, with the vectors' own axes for random ones).
    """

    def __init__(self, vectors: Floats) -> None:
        """Sketch vectors, shape (vectors, dimensions)."""
        # Eight bytes of each stand side by side, so that one pass compares those of all vectors.
        self._bits = np.ascontiguousarray(_packed(vectors).T)

    def nearest(self, vector: Floats, count: int) -> Numbers:
        """Return the places of the ``count`` vectors that differ from one in the fewest signs.

        They are in order, and include all that differ in as many as the last of these.
        """
        different = np.zeros(self._bits.shape[1], np.uint16)
        for bits, own in zip(self._bits, _packed(vector[np.newaxis])[0], strict=True):
            different += np.bitwise_count(bits ^ own)
        so_near = np.cumsum(np.bincount(different))
        return np.flatnonzero(different <= np.searchsorted(so_near, count))


def _packed(vectors: Floats) -> np.ndarray[tuple[int, int], np.dtype[np.uint64]]:
    """Return the signs of vectors, shape (vectors, dimensions in groups of 64)."""
    signs = np.packbits(vectors > 0, axis=1)
    return np.pad(signs, ((0, 0), (0, -signs.shape[1] % _BYTES))).view(np.uint64)
