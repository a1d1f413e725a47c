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
        self._idf = np.array([self._rarity(df) for df in frequency.values()], dtype=np.float32)
        self._unknown_idf = self._rarity(0)

        entries = sum(map(len, counts))
        term = np.fromiter((self._terms[t] for c in counts for t in c), np.int64, entries)
        text = np.repeat(np.arange(self.size), [len(count) for count in counts])
        times = np.fromiter((n for c in counts for n in c.values()), np.float32, entries)
        weight = (1 + np.log(times)) * self._idf[term]
        norm = np.sqrt(np.bincount(text, weight**2, minlength=self.size))
        order = np.argsort(term, kind="stable")
        self._texts = text[order]
        self._weights = (weight / np.maximum(norm, 1e-9)[text])[order]
        self._starts = np.searchsorted(term[order], np.arange(len(self._terms) + 1))

    def similarities(self, terms: Iterable[str]) -> Floats:
        """Return the similarity, from 0 to 1, of each text to the terms of a question."""
        count = Counter(terms)
        norm = 0.0
        texts, weights = [], []
        for term, times in count.items():
            number = self._terms.get(term)
            idf = self._unknown_idf if number is None else float(self._idf[number])
            weight = (1 + log(times)) * idf
            norm += weight * weight
            if number is not None:
                start, end = self._starts[number], self._starts[number + 1]
                texts.append(self._texts[start:end])
                weights.append(self._weights[start:end] * weight)
        if not texts:
            return np.zeros(self.size, np.float32)
        sums = np.bincount(np.concatenate(texts), np.concatenate(weights), minlength=self.size)
        return np.asarray(sums / norm**0.5, np.float32)

    def weight(self, term: str) -> float:
        """Return a term's idf; an unknown term weighs more than any that is known."""
        number = self._terms.get(term)
        return self._unknown_idf if number is None else float(self._idf[number])

    def _rarity(self, frequency: int) -> float:
        return 1 + log((1 + self.size) / (1 + frequency))
