"""Texts as counted terms: how rare each term is, and how alike texts are by them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.integer]


class Vocabulary:
    """Numbers terms; it only ever grows, so that what was numbered before stays so.

    A term belongs to a space: those of other languages are counted apart, or their commonest
    words would pass for rare ones.
    """

    def __init__(self) -> None:
        # Number 0 stands for no term, and belongs to no space that has any.
        self._numbers: dict[str, dict[str, int]] = {"": {}}
        self._spaces = [0]

    def __len__(self) -> int:
        return len(self._spaces)

    def number(self, term: str, space: str) -> int:
        """Return the number of a term, a new one where it has none yet."""
        numbers = self._numbers.setdefault(space, {})
        found = numbers.get(term)
        if found is None:
            found = numbers[term] = len(self._spaces)
            self._spaces.append(self.space(space))
        return found

    def find(self, term: str, space: str) -> int:
        """Return the number of a term, 0 where it has none."""
        return self._numbers.get(space, {}).get(term, 0)

    def space(self, name: str) -> int:
        """Return the number of a space."""
        self._numbers.setdefault(name, {})
        return list(self._numbers).index(name)

    def space_names(self) -> list[str]:
        """Return the names of the spaces, in the order of their numbers."""
        return list(self._numbers)

    def spaces(self) -> Numbers:
        """Return the number of each term's space, shape (terms,)."""
        return np.array(self._spaces)


@dataclass(frozen=True)
class Rows:
    """Texts, one after the other, each as its different terms and how often they occur.

    Attributes:
        terms: numbers of a vocabulary, shape (entries,).
        counts: how often the term occurs in the text, shape (entries,).
        ends: where the entries of each text end, shape (texts,).
    """

    terms: NDArray[np.int32]
    counts: Floats
    ends: Numbers

    @classmethod
    def of(cls, texts: Iterable[Sequence[int]]) -> "Rows":
        """Count the terms of texts; one without any is given number 0."""
        counted = [Counter(text) or Counter((0,)) for text in texts]
        entries = sum(map(len, counted))
        return cls(
            np.fromiter((term for one in counted for term in one), np.int32, entries),
            np.fromiter((times for one in counted for times in one.values()), np.float32, entries),
            np.cumsum([len(one) for one in counted]),
        )

    @classmethod
    def joined(cls, parts: Sequence["Rows"]) -> "Rows":
        """Put rows one after the other."""
        offsets = np.cumsum([0, *(len(part.terms) for part in parts[:-1])])
        return cls(
            np.concatenate([part.terms for part in parts]),
            np.concatenate([part.counts for part in parts]),
            np.concatenate([part.ends + at for part, at in zip(parts, offsets, strict=True)]),
        )

    def part(self, first: int, last: int) -> "Rows":
        """Return the rows from ``first`` up to, and without, ``last``."""
        start = int(self.ends[first - 1]) if first else 0
        stop = int(self.ends[last - 1])
        return Rows(self.terms[start:stop], self.counts[start:stop], self.ends[first:last] - start)

    @property
    def starts(self) -> Numbers:
        """Where the entries of each text begin, shape (texts,)."""
        return np.concatenate([[0], self.ends[:-1]])

    @cached_property
    def frequencies(self) -> tuple[Numbers, Numbers]:
        """The different terms, and in how many of the texts each of them stands."""
        numbers, times = np.unique(self.terms, return_counts=True)
        return numbers, times


@dataclass(frozen=True)
class Rarities:
    """How rare terms are: their inverse document frequency.

    It is ``1 + log((1 + N) / (1 + df))``, where ``df`` of ``N`` texts have the term (Manning,
    Raghavan and Schütze, *Introduction to Information Retrieval*, chapter 6, in the smoothed
    form); ``N`` counts the texts of the term's own space.

    Attributes:
        known: of each term, shape (terms,); 0 of one that stands in no text.
        unknown: of one that stands in no text, by its space.
    """

    known: Floats
    unknown: Mapping[str, float]

    @classmethod
    def of(cls, rows: Iterable[Rows], vocabulary: Vocabulary) -> "Rarities":
        """Count in how many texts each term stands."""
        spaces = vocabulary.spaces()
        found = np.zeros(len(spaces))
        texts = np.zeros(len(vocabulary.space_names()))
        for one in rows:
            numbers, times = one.frequencies
            found[numbers] += times
            texts += np.bincount(spaces[one.terms[one.starts]], minlength=len(texts))
        # What an earlier edition had and this one has not is as good as never numbered.
        known = np.where(found > 0, 1 + np.log((1 + texts[spaces]) / (1 + found)), 0)
        unknown = 1 + np.log(1 + texts)
        names = vocabulary.space_names()
        return cls(known.astype(np.float32), dict(zip(names, unknown.tolist(), strict=True)))

    def stands(self, number: int) -> bool:
        """Say whether a term, given by its number, stands in any of the texts."""
        # What was numbered for a later edition has no place in this one.
        return 0 < number < len(self.known) and bool(self.known[number])


class Weighted:
    """Rows with TF-IDF weights, a vector of length 1 for each text.

    A term that occurs ``n`` times weighs ``(1 + log n) * rarity``.
    """

    def __init__(self, rows: Rows, rarities: Floats) -> None:
        self.terms = rows.terms.astype(np.int64)
        self._starts = rows.starts
        weights = (1 + np.log(rows.counts)) * rarities[self.terms]
        lengths = np.sqrt(np.add.reduceat(weights * weights, self._starts))
        self._weights = weights / np.repeat(lengths, np.diff(rows.ends, prepend=0))

    def similarities(self, asked: Floats) -> Floats:
        """Return the cosine of each text's vector and a question's, shape (texts,).

        ``asked`` has the question's weight of each term, shape (terms,).
        """
        return np.asarray(np.add.reduceat(self._weights * asked[self.terms], self._starts))

    def covered(self, asked: Floats) -> Floats:
        """Return how much of a question's weight stands in each text, shape (texts,)."""
        return np.asarray(np.add.reduceat(asked[self.terms], self._starts))
