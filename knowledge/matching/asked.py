"""A reader's question as it is looked up."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum, log, sqrt

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.terms import Floats, Rarities, Vocabulary
from knowledge.matching.words import words

# What carries a sentence and says nothing of its subject. Others are told by being common; but in
# a short interview a word such as 'whom' may not occur at all, and would pass for a rare one.
FUNCTION_WORDS = frozenset(
    """a about after all also am an and any are as at be because been before being but by can could
    did do does doing for from get got had has have he her here hers him his how i if in into is it
    its just like me might more most much my no not of off on one only or other our out over please
    said same say says shall she should so some such tell than that the their them then there these
    they this those to too up us very was we well were what when where which while who whom whose
    why will with would you your""".split()
)


@dataclass(frozen=True)
class Asked:
    """A question, or a part of a long message.

    Attributes:
        text: as it was typed; where there were slips, or words that only frame an interview, its
            other words as they were meant.
        words: of it, without those that only frame an interview.
        by_words: the weight of each stem in it, shape (stems,).
        by_letters: the same of each group of letters.
        unknown: how much of its weight, from 0 to 1, lies in words that stand nowhere.
    """

    text: str
    words: tuple[str, ...]
    by_words: Floats
    by_letters: Floats
    unknown: float

    @property
    def length(self) -> float:
        """The logarithm of 1 + the number of its words."""
        return log(1 + len(self.words))

    @property
    def weight(self) -> float:
        """The weight of its stems together."""
        return fsum(_present(self.by_words))


def weighed(
    terms: Iterable[str], spaces: Iterable[str], vocabulary: Vocabulary, rarities: Rarities
) -> tuple[Floats, float]:
    """Return a question's TF-IDF weights, shape (terms,), of length 1, and the unknown share."""
    weights = np.zeros(len(rarities.known), np.float32)
    unknown = []
    for term, times in Counter(terms).items():
        numbers = [vocabulary.find(term, space) for space in spaces]
        numbers = [number for number in numbers if rarities.stands(number)]
        for number in numbers:
            weights[number] = (1 + log(times)) * rarities.known[number]
        if not numbers:
            unknown.append((1 + log(times)) * max(rarities.unknown.get(s, 1) for s in spaces))
    missing = sum(unknown)
    present = _present(weights)
    length = sqrt(fsum(present * present) + sum(weight**2 for weight in unknown))
    return weights / np.float32(length or 1), missing / (fsum(present) + missing or 1)


def content_words(text: str) -> list[str]:
    """Return the words of a text that say something of its subject."""
    return [word for word in words(text) if word not in FUNCTION_WORDS]


def _present(weights: Floats) -> NDArray[np.float64]:
    """Return the weights that are not 0; exact sums of them do not depend on their order."""
    # The order is that in which terms came to be numbered, of which a match must know nothing.
    return weights[weights.nonzero()].astype(np.float64)
