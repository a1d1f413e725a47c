"""Values of things that stand one after the other, a run of them for each candidate."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.matching.terms import Floats, Numbers


@dataclass(frozen=True)
class Runs:
    """Where each candidate's values stand.

    Attributes:
        starts: of each run, shape (candidates,).
        lengths: of each run, shape (candidates,).
    """

    starts: Numbers
    lengths: Numbers

    @classmethod
    def of(cls, lengths: Sequence[int]) -> "Runs":
        """Return runs that follow one another without a gap."""
        counted = np.array(lengths, np.int64)
        return cls(np.cumsum(counted) - counted, counted)

    def table(self, values: Floats, behind: float = 0) -> Floats:
        """Return the values of each run, shape (candidates, longest run).

        ``behind`` stands behind the end of a shorter one.
        """
        longest = max(int(self.lengths.max(initial=0)), 1)
        place = np.arange(longest)
        at = np.minimum(self.starts[:, np.newaxis] + place, max(len(values) - 1, 0))
        there = place < self.lengths[:, np.newaxis]
        if not len(values):
            return np.full(there.shape, behind, np.float32)
        return np.asarray(np.where(there, values[at], np.float32(behind)))

    def best(self, values: Floats) -> Floats:
        """Return the greatest value of each run, 0 where it is empty, shape (candidates,)."""
        return np.asarray(self.table(values).max(axis=1))

    def mean_of_best(self, values: Floats, count: int, sizes: Numbers | None = None) -> Floats:
        """Return the mean of each run's ``count`` greatest values, shape (candidates,).

        Of a shorter run it is the mean of all; ``sizes`` says how many of its values count, where
        that is not all of them.
        """
        table = self.table(values)
        if table.shape[1] > count:
            table = np.partition(table, -count, axis=1)[:, -count:]
        taken = np.clip(self.lengths if sizes is None else sizes, 1, count)
        return np.asarray(table.sum(axis=1) / taken)
