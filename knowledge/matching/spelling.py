"""Misspelt words, mended against the interview's own vocabulary."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import groupby
from types import MappingProxyType
from typing import TypeVar
from weakref import proxy

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.matching.terms import Numbers

# Words of fewer letters are too easily mistaken for one another, and of words of just so many
# another than the one that is typed is often a real word too ('helo' is not 'held').
_SHORTEST = 4
# One slip (a letter wrong, missing, too many, or two swapped) in a word of four to seven letters,
# two in a longer one: Damerau's four kinds of slip are most of what people mistype
# (https://doi.org/10.1145/363958.363994).
_LONG = 8
# As many as letters are told apart; those of most alphabets stand in one run of so many codes.
_BITS = 32

_NONE: Mapping[str, int] = MappingProxyType({})

_Bits = TypeVar("_Bits", int, Numbers)


class Speller:
    """Knows the words of the interviews, and finds the one that a misspelt word was meant to be."""

    def __init__(
        self,
        added: Mapping[str, int],
        removed: Mapping[str, int] = _NONE,
        before: "Speller | None" = None,
    ) -> None:
        """Learn words.

        Args:
            added: words, and in how many interviews that ``before`` does not know each stands.
            removed: the same of those that it knows and that are no longer served.
            before: an earlier speller, whose other words this one knows as well.
        """
        # In how many interviews each word stands.
        self._known: Counter[str] = Counter(before._known if before else ())  # noqa: SLF001
        self._known.update(added)
        self._known.subtract(removed)
        words = sorted((word for word, times in self._known.items() if times > 0), key=_by_length)
        self._by_length = {
            length: _WordsOfALength(list(some), length) for length, some in groupby(words, len)
        }
        # The same slips come again and again, and looking one up takes longest of all.
        self._nearest = lru_cache(maxsize=20_000)(partial(Speller._find_nearest, proxy(self)))

    def __contains__(self, word: str) -> bool:
        return self._known[word] > 0

    def times(self, word: str) -> int:
        """Return in how many interviews a word stands."""
        return max(self._known[word], 0)

    def mend(self, word: str) -> str:
        """Return the known word that is a slip or two away from this one, or the word itself."""
        if word in self or len(word) < _SHORTEST or not word.isalpha():
            return word
        return self._nearest(word)

    def _find_nearest(self, word: str) -> str:
        slips = 1 if len(word) < _LONG else 2
        # Each slip makes a word longer or shorter by one letter at most.
        lengths = range(max(_SHORTEST, len(word) - slips), len(word) + slips + 1)
        marks = _marks((1 << ord(letter) % _BITS for letter in word), 0)
        candidates = [
            known
            for length in lengths
            if length in self._by_length
            # Each slip marks one letter more, one less, or both; of words of another length, some
            # of the slips do but one of these.
            for known in self._by_length[length].near(marks, 2 * slips - abs(length - len(word)))
        ]
        near = process.extractOne(word, candidates, scorer=OSA.distance, score_cutoff=slips)
        if near is None or len(word) == len(near[0]) == _SHORTEST:
            return word
        return str(near[0])


class _WordsOfALength:
    """Words, and which letters each has: few have nearly the same letters as another word."""

    def __init__(self, words: Sequence[str], length: int) -> None:
        self._words = words
        letters = np.frombuffer("".join(words).encode("utf-32-le"), np.uint32)
        bits = np.uint64(1) << letters.reshape(-1, length).T.astype(np.uint64) % np.uint64(_BITS)
        self._marks = _marks(bits, np.zeros(len(words), np.uint64))

    def near(self, marks: int, most: int) -> list[str]:
        """Return the words whose marks differ from others in ``most`` places at most."""
        differing = np.bitwise_count(self._marks ^ np.uint64(marks))
        return [self._words[place] for place in np.flatnonzero(differing <= most).tolist()]


def _marks(letters: Iterable[_Bits], none: _Bits) -> _Bits:
    """Return which letters there are, as the bits of a number: of a word, or of each of some.

    Each letter is given as one of the lower bits. That one says that it is there, one of the upper
    bits that it is there twice. A letter shares its bit with others, hardly ever with those of its
    own alphabet.
    """
    once = twice = none
    for letter in letters:
        twice = twice | (once & letter)
        once = once | letter
    return once | twice << _BITS


def _by_length(word: str) -> tuple[int, str]:
    return len(word), word
