"""Misspelt words, mended against the interview's own vocabulary."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache, partial
from weakref import proxy

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

    def __init__(
        self,
        added: Iterable[Iterable[str]],
        removed: Iterable[Iterable[str]] = (),
        before: "Speller | None" = None,
    ) -> None:
        """Learn words.

        Args:
            added: the different words of each interview that ``before`` does not know.
            removed: of each that it knows and that is no longer served.
            before: an earlier speller, whose other words this one knows as well.
        """
        # In how many interviews each word stands.
        self._known: Counter[str] = Counter(before._known if before else ())  # noqa: SLF001
        for vocabulary in added:
            self._known.update(vocabulary)
        for vocabulary in removed:
            self._known.subtract(vocabulary)
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(word for word, times in self._known.items() if times > 0):
            self._by_length.setdefault(len(word), []).append(word)
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
        candidates = [known for length in lengths for known in self._by_length.get(length, ())]
        near = process.extractOne(word, candidates, scorer=OSA.distance, score_cutoff=slips)
        if near is None or len(word) == len(near[0]) == _SHORTEST:
            return word
        return str(near[0])
