"""Every word that was ever indexed, with its stem and its groups of letters."""

from collections import Counter
from collections.abc import Sequence
from itertools import chain, repeat
from threading import Lock

import numpy as np

from knowledge.matching.concordance import Concordance, stemming_language
from knowledge.matching.terms import Integers, Vocabulary
from knowledge.matching.words import letter_grams

_ROOM = 1024


class Lexicon:
    """Numbers words; it only ever grows, so that what was numbered before stays so.

    A word of a space, stemmed as one language's, has one number in all interviews. Several threads
    may use it.

    Attributes:
        stems: numbers the stems.
        letters: numbers the groups of letters.
    """

    def __init__(self) -> None:
        self.stems = Vocabulary()
        self.letters = Vocabulary()
        self._lock = Lock()
        self._numbers: dict[tuple[str, str], dict[str, int]] = {}
        # Number 0 stands for no word.
        self._words = [""]
        self._stems = _Growing([0])
        self._letters = _Growing([])
        self._letter_ends = _Growing([0])

    def take(self, concordance: Concordance, home: str) -> Integers:
        """Return the number of each word of an interview whose language is ``home``."""
        with self._lock:
            found = [
                self._numbered(space, home, words, stems)
                for space, words, stems in zip(
                    concordance.spaces, concordance.words, concordance.stems, strict=True
                )
            ]
        return np.concatenate(found)

    def word(self, number: int) -> str:
        """Return the word that has a number."""
        return self._words[number]

    def times(self, texts: Sequence[Integers]) -> Counter[str]:
        """Return in how many texts each word stands, given the numbers of the words of each."""
        counts = np.bincount(np.concatenate(texts)) if texts else np.zeros(0, np.int64)
        numbers = np.flatnonzero(counts)
        found: Counter[str] = Counter()
        for number, times in zip(numbers.tolist(), counts[numbers].tolist(), strict=True):
            found[self._words[number]] += times
        return found

    def find(self, word: str, space: str, home: str) -> int | None:
        """Return the number of a word of a space in interviews whose language is ``home``."""
        return self._numbers.get((space, stemming_language(space, home)), {}).get(word)

    def stems_of(self, words: Integers) -> Integers:
        """Return the number of each word's stem."""
        return np.asarray(self._stems.values[words])

    def letters_of(self, words: Integers) -> tuple[Integers, Integers]:
        """Return the numbers of the groups of letters of words, and how many each word has."""
        ends = self._letter_ends.values
        last = ends[words]
        first = np.where(words > 0, ends[words - 1], 0)
        lengths = last - first
        # Each run of places counts on from its first.
        starts = np.repeat(first - (np.cumsum(lengths) - lengths), lengths)
        return self._letters.values[starts + np.arange(len(starts))], lengths

    def _numbered(
        self, space: str, home: str, words: Sequence[str], stems: Sequence[str]
    ) -> Integers:
        numbers = self._numbers.setdefault((space, stemming_language(space, home)), {})
        found = np.fromiter(map(numbers.get, words, repeat(0)), np.int32, len(words))
        new = np.flatnonzero(found == 0).tolist()
        if new:
            groups = [list(letter_grams([words[at]])) for at in new]
            self._letters.extend(self.letters.numbers(chain.from_iterable(groups), space))
            begin = int(self._letter_ends.values[-1])
            self._letter_ends.extend((begin + np.cumsum([len(one) for one in groups])).tolist())
            self._stems.extend(self.stems.numbers((stems[at] for at in new), space))
            for at in new:
                found[at] = numbers[words[at]] = len(self._words)
                self._words.append(words[at])
        return found


class _Growing:
    """An array to which numbers are added; what was taken of it before stays as it was."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self._room: Integers = np.empty(_ROOM, np.int32)
        self._length = 0
        self.extend(numbers)

    @property
    def values(self) -> Integers:
        return self._room[: self._length]

    def extend(self, numbers: Sequence[int]) -> None:
        length = self._length + len(numbers)
        if length > len(self._room):
            wider = np.empty(max(length, 2 * len(self._room)), np.int32)
            wider[: self._length] = self.values
            self._room = wider
        self._room[self._length : length] = numbers
        self._length = length
