"""Texts as counted terms: how rare each term is, and how alike texts are by them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.integer]
Integers = NDArray[np.int32]
Narrow = NDArray[np.uint16] | Integers


def narrowed(numbers: Numbers) -> Narrow:
    """Return numbers from 0 on in two bytes each where they fit, else in four."""
    fit = not len(numbers) or int(numbers.max()) <= np.iinfo(np.uint16).max
    return numbers.astype(np.uint16) if fit else numbers.astype(np.int32)


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

    def numbers(self, terms: Iterable[str], space: str) -> list[int]:
        """Return the number of each term of a space, new ones where they have none yet."""
        numbers, place = self._numbers.setdefault(space, {}), self.space(space)
        found = []
        for term in terms:
            number = numbers.get(term)
            if number is None:
                number = numbers[term] = len(self._spaces)
                self._spaces.append(place)
            found.append(number)
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
    def counted(cls, texts: Numbers, terms: Numbers, times: Numbers, size: int) -> "Rows":
        """Count the terms of ``size`` texts; one without any is given number 0.

        Args:
            texts: in which text each entry stands, shape (entries,).
            terms: its term, of which a text may have several entries.
            times: how often it stands there in that entry.
            size: how many texts there are.
        """
        empty = np.flatnonzero(np.bincount(texts, minlength=size) == 0)
        texts = np.concatenate([texts, empty]).astype(np.int32)
        terms = np.concatenate([terms, np.zeros(len(empty), np.int32)]).astype(np.int32)
        times = np.concatenate([times, np.ones(len(empty), np.int32)]).astype(np.int32)
        # Numbers of two bytes are sorted many times as fast as longer ones.
        order = np.lexsort([half for one in (terms, texts) for half in _halves(one)])
        texts, terms, times = texts[order], terms[order], times[order]
        differs = (texts[1:] != texts[:-1]) | (terms[1:] != terms[:-1])
        first = np.flatnonzero(np.concatenate([[True], differs]))
        ends = np.searchsorted(texts[first], np.arange(size), side="right")
        return cls(
            terms[first].astype(np.int32), np.add.reduceat(times, first).astype(np.float32), ends
        )

    @property
    def starts(self) -> Numbers:
        """Where the entries of each text begin, shape (texts,)."""
        return np.concatenate([[0], self.ends[:-1]])

    @property
    def texts(self) -> Numbers:
        """In which text each entry stands, shape (entries,)."""
        return np.repeat(np.arange(len(self.ends)), np.diff(self.ends, prepend=0))


def _halves(numbers: Numbers) -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
    """Return the lower and the upper two bytes of numbers."""
    return (numbers & 0xFFFF).astype(np.uint16), (numbers >> 16).astype(np.uint16)


@dataclass(frozen=True)
class Frequencies:
    """In how many of some texts each term stands.

    Attributes:
        terms: the different terms, shape (terms,).
        times: how many of the texts have each, shape (terms,).
        texts: how many texts with words there are of each space, by its name.
    """

    terms: Numbers
    times: Numbers
    texts: Mapping[str, int]


@dataclass(frozen=True)
class Rarities:
    """How rare terms are: their inverse document frequency.

    It is ``1 + log((1 + N) / (1 + df))``, where ``df`` of ``N`` texts have the term (Manning,
    Raghavan and Schütze, *Introduction to Information Retrieval*, chapter 6, in the smoothed
    form); ``N`` counts the texts of the term's own space.

    Attributes:
        known: of each term, shape (terms,); 0 of one that stands in no text.
        unknown: of one that stands in no text, by its space.
        found: in how many texts each term stands, shape (terms,).
        texts: how many texts there are of each space, shape (spaces,).
    """

    known: Floats
    unknown: Mapping[str, float]
    found: Numbers
    texts: Numbers

    @classmethod
    def of(
        cls,
        vocabulary: Vocabulary,
        added: Iterable[Frequencies],
        removed: Iterable[Frequencies] = (),
        before: "Rarities | None" = None,
    ) -> "Rarities":
        """Count in how many texts each term stands.

        Args:
            vocabulary: numbers the terms.
            added: of each interview that ``before`` has not counted.
            removed: of each that it has, and that is no longer served.
            before: earlier rarities, of which the others are taken over.
        """
        spaces, names = vocabulary.spaces(), vocabulary.space_names()
        found = np.zeros(len(spaces), np.int64)
        texts = np.zeros(len(names), np.int64)
        if before:
            found[: len(before.found)] = before.found
            texts[: len(before.texts)] = before.texts
        for sign, counted in ((1, added), (-1, removed)):
            for one in counted:
                found[one.terms] += sign * one.times.astype(np.int64)
                for name, count in one.texts.items():
                    # A space of which nothing has words is unknown to the vocabulary.
                    if count:
                        texts[names.index(name)] += sign * count
        # What an earlier edition had and this one has not is as good as never numbered.
        known = np.where(found > 0, 1 + np.log((1 + texts[spaces]) / (1 + found)), 0)
        # What stands in texts without terms has a weight as well, or it could have no length.
        known[0] = 1
        unknown = 1 + np.log(1 + texts)
        return cls(
            known.astype(np.float32),
            dict(zip(names, unknown.tolist(), strict=True)),
            found,
            texts,
        )

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
        logarithms = 1 + np.log(np.arange(1, rows.counts.max(initial=1) + 1))
        # Exact enough for the order of terms, which is chance, to tell in no result.
        weights = logarithms[rows.counts.astype(np.int64) - 1] * rarities[self.terms]
        lengths = np.sqrt(np.add.reduceat(weights * weights, self._starts))
        self._weights = weights / np.repeat(lengths, np.diff(rows.ends, prepend=0))

    def similarities(self, asked: Floats) -> Floats:
        """Return the cosine of each text's vector and a question's, shape (texts,).

        ``asked`` has the question's weight of each term, shape (terms,).
        """
        found = np.add.reduceat(self._weights * asked[self.terms], self._starts)
        return found.astype(np.float32)

    def covered(self, asked: Floats) -> Floats:
        """Return how much of a question's weight stands in each text, shape (texts,)."""
        found = np.add.reduceat(asked[self.terms].astype(np.float64), self._starts)
        return found.astype(np.float32)
