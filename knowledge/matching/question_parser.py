"""Takes a question apart: its parts, its words as they were meant, and what they weigh."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from knowledge.matching.asked import Asked, content_words, weighed
from knowledge.matching.concordance import HOME, space_of, stemmed
from knowledge.matching.counted_texts import frequencies
from knowledge.matching.indexed import IndexedInterview
from knowledge.matching.lexicon import Lexicon
from knowledge.matching.model_files import Floats
from knowledge.matching.sentence_model import Reading
from knowledge.matching.spelling import Speller
from knowledge.matching.terms import Numbers, Rarities
from knowledge.matching.words import letter_grams, words

# A message of more words is also searched by its parts, of at least so many words each.
_LONG_MESSAGE = 14
_SHORTEST_PART = 4
# Of many parts those are searched that speak most of what stands in the interviews.
_MOST_PARTS = 2
_BREAK = re.compile(r"[.!?…;:\n।۔؟]+|,\s|\s[-–—]+\s")
# How much a word counts that says nothing of a question's subject, beside one that does.
_FUNCTION_WORD = 0.3


class QuestionParser:
    """Takes questions apart as the interviews that are served make sense of them.

    Attributes:
        stems: how rare each stem is in the interviews.
        letters: the same of each group of letters.
        speller: mends slips in words of the interviews' own languages.
    """

    def __init__(
        self,
        indexed: Sequence[IndexedInterview],
        lexicon: Lexicon,
        before: "tuple[Sequence[IndexedInterview], QuestionParser] | None" = None,
    ) -> None:
        """Learn the words of interviews; ``before`` are earlier ones, and who learnt theirs."""
        self._lexicon = lexicon
        self._homes = sorted({one.interview.language for one in indexed})
        known, parser = before or ((), None)
        added, removed = set(indexed).difference(known), set(known).difference(indexed)
        new, gone = [frequencies(one) for one in added], [frequencies(one) for one in removed]
        self.stems: Rarities = Rarities.of(
            lexicon.stems,
            (stems for stems, _ in new),
            (stems for stems, _ in gone),
            parser.stems if parser else None,
        )
        self.letters: Rarities = Rarities.of(
            lexicon.letters,
            (letters for _, letters in new),
            (letters for _, letters in gone),
            parser.letters if parser else None,
        )
        self.speller: Speller = Speller(
            lexicon.times([one.known for one in added]),
            lexicon.times([one.known for one in removed]),
            parser.speller if parser else None,
        )
        self._foreign_speller = Speller(lexicon.times([one.foreign for one in indexed]))
        self._framing = _framing(indexed, self.speller)

    def spaces(self, question: str) -> frozenset[str]:
        """Return the spaces in which a question's words are looked up; see ``indexed``."""
        return frozenset(space_of(question, home) for home in self._homes)

    def parse(self, question: str, spaces: frozenset[str]) -> list[Asked]:
        """Return a question as it is looked up: the whole, and, of a long message, its parts."""
        return [self._asked(part, spaces) for part in self._parts(question)]

    def knows(self, word: str) -> bool:
        """Say whether a word is said in an interview, in this form or another."""
        return word in self.speller or self._stands(word)

    def word_weights(self, asked: Asked, reading: Reading) -> tuple[Floats, Numbers]:
        """Return weights of a reading's words, which sum to 1, and the places of telling ones."""
        weights, telling = [], []
        for place, (start, end) in enumerate(reading.spans.tolist()):
            word = asked.text[start:end]
            if content_words(word):
                telling.append(place)
                weights.append(self._rarity(word))
            else:
                weights.append(_FUNCTION_WORD * self._rarity(word))
        found = np.array(weights, np.float32)
        return found / found.sum(), np.array(telling or range(len(weights)))

    def _rarity(self, word: str) -> float:
        find = self._lexicon.stems.find
        numbers = [
            find(stem, HOME) for home in self._homes for stem in stemmed(words(word), HOME, home)
        ]
        known = [number for number in numbers if self.stems.stands(number)]
        if known:
            return float(min(self.stems.known[known]))
        return self.stems.unknown[HOME]

    def _parts(self, question: str) -> list[str]:
        if len(words(question)) <= _LONG_MESSAGE:
            return [question]
        parts = [part for part in _BREAK.split(question) if len(words(part)) >= _SHORTEST_PART]
        parts = sorted(parts, key=self._substance, reverse=True)[:_MOST_PARTS]
        return [question, *(part for part in parts if part != question)]

    def _substance(self, part: str) -> float:
        """Return how much of what stands in the interviews a part of a message speaks of."""
        find = self._lexicon.stems.find
        found = {
            find(stem, HOME) for home in self._homes for stem in stemmed(words(part), HOME, home)
        }
        standing = [number for number in found if self.stems.stands(number)]
        return float(sum(self.stems.known[standing] - 1))

    def _asked(self, text: str, spaces: frozenset[str]) -> Asked:
        typed = words(text)
        speller = self.speller if HOME in spaces else self._foreign_speller
        mended = [self._mended(word, speller) for word in typed]
        meant = [word for word in mended if word not in self._framing]
        stems = [stem for word in meant for stem in self._stems_of(word, spaces)]
        by_words, unknown = weighed(stems, spaces, self._lexicon.stems, self.stems)
        by_letters, _ = weighed(letter_grams(meant), spaces, self._lexicon.letters, self.letters)
        readable = text if meant == typed else " ".join(meant)
        return Asked(readable, tuple(meant), by_words, by_letters, unknown)

    def _stems_of(self, word: str, spaces: frozenset[str]) -> list[str]:
        """Return a word's stems by the interviews' languages: those that stand somewhere, or one.

        A word is not unknown for having, in one of the languages, a stem that nobody uses.
        """
        stems = list(
            dict.fromkeys(
                stem
                for space in sorted(spaces)
                for home in self._homes
                for stem in stemmed((word,), space, home)
            )
        )
        find, stands = self._lexicon.stems.find, self.stems.stands
        standing = [stem for stem in stems if any(stands(find(stem, space)) for space in spaces)]
        return standing or stems[:1]

    def _mended(self, word: str, speller: Speller) -> str:
        return word if word in speller or self._stands(word) else speller.mend(word)

    def _stands(self, word: str) -> bool:
        """Say whether a word, or another form of it, stands in an interview."""
        return any(
            self.stems.stands(self._lexicon.stems.find(stem, HOME))
            for home in self._homes
            for stem in stemmed((word,), HOME, home)
        )


def _framing(indexed: Sequence[IndexedInterview], speller: Speller) -> set[str]:
    """Return the words that frame interviews, and are said in none."""
    framing = Counter(word for one in indexed for word in one.framing)
    known = Counter(word for one in indexed for word in one.framing if one.knows(word))
    return {word for word in framing if speller.times(word) == known[word]}
