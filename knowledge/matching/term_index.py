"""Texts as weighted terms: how alike a question is to each of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
        # The last is that of a term that stands in none of the texts: number -1.
        self._idf = np.array(
            [self._rarity(df) for df in (*frequency.values(), 0)], dtype=np.float32
        )

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

    def look_up(self, terms: Iterable[str]) -> "LookUp":
        """Look up the terms of a question."""
        count = Counter(terms)
        numbers = np.array([self._terms.get(term, -1) for term in count], np.int64)
        times = np.fromiter(count.values(), np.float32, len(count))
        weights = (1 + np.log(times)) * self._idf[numbers]
        known = numbers >= 0
        starts = self._starts[numbers[known]]
        lengths = self._starts[numbers[known] + 1] - starts
        # Where the entries of each of these terms stand, one term after the other.
        offsets = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        entries = np.repeat(starts, lengths) + offsets
        return LookUp(
            size=self.size,
            weights=weights,
            known=known,
            texts=self._texts[entries],
            stored=self._weights[entries],
            asked=np.repeat(weights[known], lengths),
        )

    def weight(self, term: str) -> float:
        """Return a term's idf; an unknown term weighs more than any that is known."""
        return float(self._idf[self._terms.get(term, -1)])

    def _rarity(self, frequency: int) -> float:
        return 1 + log((1 + self.size) / (1 + frequency))


@dataclass(frozen=True)
class LookUp:
    """The terms of a question, and every entry of an index that has one of them.

    Attributes:
        size: how many texts the index has.
        weights: of each different term, shape (terms,).
        known: whether each of them stands in any text.
        texts: which text each entry belongs to, shape (entries,).
        stored: the normalized weight of the entry's term in its text.
        asked: the weight of the entry's term in the question.
    """

    size: int
    weights: Floats
    known: NDArray[np.bool_]
    texts: NDArray[np.int64]
    stored: Floats
    asked: Floats

    def similarities(self) -> Floats:
        """Return the cosine similarity, from 0 to 1, of each text to the question."""
        sums = np.bincount(self.texts, self.stored * self.asked, minlength=self.size)
        return np.asarray(sums / max(float(np.sqrt(self.weights @ self.weights)), 1e-9), np.float32)

    def covered(self) -> Floats:
        """Return how much of the question's weight, from 0 to 1, each text's terms make up."""
        sums = np.bincount(self.texts, self.asked, minlength=self.size)
        return np.asarray(sums / max(float(self.weights.sum()), 1e-9), np.float32)

    def unknown(self) -> float:
        """Return how much of the question's weight, from 0 to 1, stands in no text."""
        return float(self.weights[~self.known].sum() / max(float(self.weights.sum()), 1e-9))
