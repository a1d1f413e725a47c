"""Texts as weighted terms: how alike a question is to each of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class TermIndex:
    """Cosine similarity of TF-IDF weights, from an inverted index.

    A term that occurs ``n`` times in a text weighs ``(1 + log n) * idf``, and its idf is
    ``1 + log((1 + N) / (1 + df))`` (Manning, Raghavan and Schütze, *Introduction to Information
    Retrieval*, chapter 6, in the smoothed form): a rare word weighs more than a common one.
    """

    def __init__(self, texts: Sequence[Iterable[str]]) -> None:
        counts = [Counter(terms) for terms in texts]
        frequency = Counter(term for count in counts for term in count)
        self.size = len(texts)
        self._terms = {term: number for number, term in enumerate(frequency)}
        self._idf = [self._rarity(df) for df in frequency.values()]
        self._unknown_idf = self._rarity(0)

        entries = sum(map(len, counts))
        term = np.fromiter((self._terms[t] for c in counts for t in c), np.int64, entries)
        text = np.repeat(np.arange(self.size), [len(count) for count in counts])
        times = np.fromiter((n for c in counts for n in c.values()), np.float32, entries)
        weight = (1 + np.log(times)) * np.array(self._idf, np.float32)[term]
        norm = np.sqrt(np.bincount(text, weight**2, minlength=self.size))
        order = np.argsort(term, kind="stable")
        self._texts = text[order]
        self._weights = (weight / np.maximum(norm, 1e-9)[text])[order]
        self._starts = np.searchsorted(term[order], np.arange(len(self._terms) + 1))

    def similarities(self, terms: Iterable[str]) -> Floats:
        """Return the similarity, from 0 to 1, of each text to the terms of a question."""
        numbers, weights = [], []
        norm = 0.0
        for term, times in Counter(terms).items():
            number = self._terms.get(term)
            weight = (1 + log(times)) * self.weight(term)
            norm += weight * weight
            if number is not None:
                numbers.append(number)
                weights.append(weight)
        if not numbers:
            return np.zeros(self.size, np.float32)
        starts = self._starts[numbers]
        lengths = self._starts[np.add(numbers, 1)] - starts
        # Where the entries of each of these terms stand, one term after the other.
        offsets = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        entries = np.repeat(starts, lengths) + offsets
        sums = np.bincount(
            self._texts[entries],
            self._weights[entries] * np.repeat(weights, lengths),
            minlength=self.size,
        )
        return np.asarray(sums / norm**0.5, np.float32)

    def weight(self, term: str) -> float:
        """Return a term's idf; an unknown term weighs more than any that is known."""
        number = self._terms.get(term)
        return self._unknown_idf if number is None else self._idf[number]

    def _rarity(self, frequency: int) -> float:
        return 1 + log((1 + self.size) / (1 + frequency))
