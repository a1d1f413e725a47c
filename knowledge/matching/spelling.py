"""Misspelt words, mended against the interview's own vocabulary."""

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

# Words of fewer letters are too easily mistaken for one another, and of words of just so many
# another than the one that is typed is often a real word too ('helo' is not 'held').
_SHORTEST = 4
# One slip (a letter wrong, missing, too many, or two swapped) in a word of four to seven letters,
# two in a longer one: Damerau's four kinds of slip are most of what people mistype
# (https://doi.org/10.1145/363958.363994).
_LONG = 8


class Speller:
    """Knows the words of the interviews, and finds the one that a misspelt word was meant to be."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._known = frozenset(vocabulary)
        self._candidates = sorted(word for word in self._known if len(word) >= _SHORTEST)
        # The same slips come again and again, and looking one up takes longest of all.
        self._nearest = lru_cache(maxsize=20_000)(self._find_nearest)

    def __contains__(self, word: str) -> bool:
        return word in self._known

    def mend(self, word: str) -> str:
        """Return the known word that is a slip or two away from this one, or the word itself."""
        if word in self._known or len(word) < _SHORTEST or not word.isalpha():
            return word
        return self._nearest(word)

    def _find_nearest(self, word: str) -> str:
        slips = 1 if len(word) < _LONG else 2
        near = process.extractOne(word, self._candidates, scorer=OSA.distance, score_cutoff=slips)
        if near is None or len(word) == len(near[0]) == _SHORTEST:
            return word
        return str(near[0])
