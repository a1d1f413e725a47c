"""Questions that are put alike, together: by the words that they share, and the letters in them."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from knowledge.language import language_of
from knowledge.matching.asked import FUNCTION_WORDS
from knowledge.matching.words import letter_grams, stems, words

# From this likeness to the commonest of a group on, a question belongs to it; see
# ``tests/knowledge/test_likeness.py`` for how well that tells the wordings of exchanges apart.
ALIKE = 0.4
# How much words say of likeness; letters, which stand misspelling and inflection, say the rest.
_WORDS = 0.3
# Characters of a question that are looked at.
_LONGEST = 300
# A language of which no stems are known; its words are compared whole.
_UNKNOWN = "und"

Weights = dict[int, float]


def grouped(texts: Sequence[str], times: Sequence[int]) -> list[tuple[int, ...]]:
    """Return groups of questions that are alike, as places in ``texts``; each is in one.

    The commonest question that is in no group yet begins one, and takes in all that are alike to
    it. The same questions make the same groups, in whatever order they come. What has no words is
    alike to nothing.

    Args:
        texts: the questions, all different.
        times: how often each was asked.

    Returns:
        the groups, the one that was asked most often first; and so within each.
    """
    order = sorted(range(len(texts)), key=lambda place: (-times[place], texts[place]))
    found = _Likenesses([texts[place] for place in order])
    is_free = np.ones(len(order), bool)
    groups = []
    for leader in range(len(order)):
        if is_free[leader]:
            alike = is_free & (found.to(leader) >= ALIKE)
            alike[leader] = True
            is_free &= ~alike
            groups.append(tuple(order[place] for place in np.flatnonzero(alike)))
    return sorted(groups, key=lambda group: -sum(times[place] for place in group))


class _Likenesses:
    """How alike texts are: the cosine of their TF-IDF vectors, of words and of letters together."""

    def __init__(self, texts: Sequence[str]) -> None:
        found = [words(text[:_LONGEST]) for text in texts]
        kinds: tuple[tuple[float, Callable[[int], Iterable[str]]], ...] = (
            (_WORDS, lambda place: _stems(texts[place], found[place])),
            (1 - _WORDS, lambda place: letter_grams(_telling(found[place]))),
        )
        self._vectors: list[Weights] = [{} for _ in texts]
        entries: dict[int, list[tuple[int, float]]] = {}
        for share, terms_of in kinds:
            offset = len(entries)
            for place, vector in enumerate(_weighted(map(terms_of, range(len(texts))))):
                for term, weight in vector.items():
                    self._vectors[place][offset + term] = sqrt(share) * weight
                    entries.setdefault(offset + term, []).append((place, sqrt(share) * weight))
        self._standing = {
            term: (np.array([place for place, _ in its]), np.array([one for _, one in its]))
            for term, its in entries.items()
        }

    def to(self, place: int) -> NDArray[np.float64]:
        """Return how alike each text is to one of them, from 0 to 1, shape (texts,)."""
        likeness = np.zeros(len(self._vectors))
        for term, weight in self._vectors[place].items():
            places, weights = self._standing[term]
            likeness[places] += weight * weights
        return likeness


def _stems(text: str, found: Sequence[str]) -> list[str]:
    return stems(_telling(found), language_of(text) or _UNKNOWN)


def _telling(found: Sequence[str]) -> Sequence[str]:
    """Return the words that say something of a question's subject; all, where none does."""
    return [word for word in found if word not in FUNCTION_WORDS] or found


def _weighted(texts: Iterable[Iterable[str]]) -> list[Weights]:
    """Return the TF-IDF weights of each text, of length 1, by the numbers of the terms."""
    counted = [Counter(text) for text in texts]
    within = Counter(term for one in counted for term in one)
    numbers = {term: number for number, term in enumerate(within)}
    vectors = []
    for one in counted:
        weights = {
            numbers[term]: (1 + log(times)) * (1 + log((1 + len(counted)) / (1 + within[term])))
            for term, times in one.items()
        }
        length = sqrt(sum(weight**2 for weight in weights.values())) or 1
        vectors.append({term: weight / length for term, weight in weights.items()})
    return vectors
