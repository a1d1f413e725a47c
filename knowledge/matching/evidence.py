"""What speaks for each exchange, as numbers that a weighting can be fitted to."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from knowledge.interview import Interview
from knowledge.matching.asked import Asked, content_words, weighed
from knowledge.matching.indexed import (
    HOME,
    IndexedInterview,
    Vocabularies,
    space_of,
    stemmed,
)
from knowledge.matching.meaning_evidence import (
    MEANING_SIGNS,
    MeaningEvidence,
    passages_read,
    wordings_read,
)
from knowledge.matching.model_files import Floats
from knowledge.matching.sentence_model import Reading
from knowledge.matching.shortlist import Shortlist, gist
from knowledge.matching.spelling import Speller
from knowledge.matching.terms import Numbers, Rarities, Vocabulary
from knowledge.matching.vector_cache import Progress, VectorCache, untold
from knowledge.matching.word_evidence import WORD_SIGNS, WordEvidence
from knowledge.matching.words import letter_grams, words

# So many exchanges are all looked at closely; of more, those that a fast first look leaves.
_FEW_EXCHANGES = 64
_SHORTLIST = 40
# A message of more words is also searched by its parts, of at least so many words each.
_LONG_MESSAGE = 14
_SHORTEST_PART = 4
# Of many parts those are searched that speak most of what stands in the interviews.
_MOST_PARTS = 2
_BREAK = re.compile(r"[.!?…;:\n।۔؟]+|,\s|\s[-–—]+\s")
# How much a word counts that says nothing of a question's subject, beside one that does.
_FUNCTION_WORD = 0.3


class Sort(StrEnum):
    """What evidence there is for a question; each sort is weighed by weights of its own."""

    FULL = "full"  # words and meaning
    WORDS = "words"  # words alone: there is no sentence model
    WORDINGS = "wordings"  # the question is in another language, and only wordings are too
    MEANING = "meaning"  # it is in another language, and the model knows many


_WORDING_SIGNS = ("asked_words", "asked_letters", "whole_words", "whole_letters", "covered")
SIGNS = {
    Sort.FULL: (*WORD_SIGNS, *MEANING_SIGNS),
    Sort.WORDS: WORD_SIGNS,
    Sort.WORDINGS: _WORDING_SIGNS,
    Sort.MEANING: MEANING_SIGNS,
}
_WORDING_COLUMNS = [WORD_SIGNS.index(sign) for sign in _WORDING_SIGNS]


@dataclass(frozen=True)
class Evidence:
    """The shortlisted exchanges and what speaks for each.

    Attributes:
        sort: which signs there are.
        exchanges: places of the exchanges in the edition, shape (candidates,).
        signs: in the order of ``SIGNS[sort]``, shape (candidates, signs).
        sentences: for each candidate, which sentence of its answer is nearest.
        unknown: how much of the question's weight, from 0 to 1, stands in no interview.
        length: the logarithm of 1 + the question's number of words.
    """

    sort: Sort
    exchanges: Numbers
    signs: Floats
    sentences: Numbers
    unknown: float
    length: float


@dataclass(frozen=True)
class _Candidates:
    exchanges: Numbers
    by_words: WordEvidence
    by_meaning: MeaningEvidence | None


class EvidenceFinder:
    """Searches questions, wordings and answers of all exchanges, by words and by meaning.

    Attributes:
        indexed: the interviews, in order; exchanges are counted through all of them.
        vocabularies: number every term; shared with later editions.
        cache: what the sentence model makes of texts, if there is one.
        gists: what the exchanges of each interview mean as a whole, shape (exchanges, dimensions).
        speller: mends slips in words of the interviews' own languages.
        shortlist: the fast first look, where there are many exchanges.
    """

    def __init__(
        self,
        interviews: Sequence[Interview],
        cache: VectorCache | None = None,
        before: "EvidenceFinder | None" = None,
        tell: Progress = untold,
    ) -> None:
        """Index interviews; ``before`` lends what it has of those that are still the same.

        ``tell`` hears how many texts the model has read, and of how many, where that takes long.
        """
        self.cache = cache
        self.vocabularies: Vocabularies = (
            before.vocabularies if before else Vocabularies(Vocabulary(), Vocabulary())
        )
        made = {id(one.interview): one for one in (before.indexed if before else ())}
        self.indexed: list[IndexedInterview] = [
            made.get(id(one)) or IndexedInterview(one, self.vocabularies) for one in interviews
        ]
        self._ends = np.cumsum([len(one) for one in self.indexed])
        self._homes = sorted({one.language for one in interviews})
        self._stems = Rarities.of((one.by_words for one in self.indexed), self.vocabularies.stems)
        self._letters = Rarities.of(
            (one.by_letters for one in self.indexed), self.vocabularies.letters
        )
        known = set(before.indexed if before else ())
        added = [one for one in self.indexed if one not in known]
        removed = known.difference(self.indexed)
        self.speller: Speller = Speller(
            (one.known for one in added),
            (one.known for one in removed),
            before.speller if before else None,
        )
        self._foreign_speller = Speller(one.foreign for one in self.indexed)
        self._framing = _framing(self.indexed, self.speller)
        self.gists: dict[IndexedInterview, Floats] = {}
        if cache:
            self._read(cache, before, tell)
        self.shortlist: Shortlist | None = None
        self._all: _Candidates | None = None
        if self._ends[-1] > _FEW_EXCHANGES:
            gists = np.concatenate([self.gists[one] for one in self.indexed]) if cache else None
            lent = before.shortlist if before else None
            self.shortlist = Shortlist(self.indexed, gists, self._stems, lent)
        else:
            self._all = self._candidates(np.arange(self._ends[-1]))

    def search(self, question: str) -> Evidence | None:
        """Return the evidence for a question; none where it has no words.

        Of a long message the parts are searched too, each for itself: one of them may hold the
        question while the rest is chatter. For each exchange each sign is the greatest of them.
        """
        spaces = frozenset(space_of(question, home) for home in self._homes)
        asked = [self._asked(part, spaces) for part in self._parts(question)]
        if not asked[0].words:
            return None
        many = self.cache is not None and self.cache.model.knows_many_languages
        sort = _sort(home=HOME in spaces, model=self.cache is not None, many=many)
        readings = self._readings(asked, sort)
        candidates = self._all or self._candidates(self._look(asked, readings))
        signs, nearest = [], []
        for one, reading in zip(asked, readings, strict=True):
            found, sentences = self._signs(one, reading, candidates, sort, spaces)
            signs.append(found)
            nearest.append(sentences)
        every = np.stack(signs)
        best = every.sum(axis=2).argmax(axis=0)
        return Evidence(
            sort,
            candidates.exchanges,
            every.max(axis=0),
            np.stack(nearest)[best, np.arange(len(best))],
            asked[0].unknown,
            asked[0].length,
        )

    def found(self, exchange: int) -> tuple[IndexedInterview, int]:
        """Return the interview of an exchange, and its place there, counted from 0."""
        number = int(np.searchsorted(self._ends, exchange, side="right"))
        one = self.indexed[number]
        return one, exchange - int(self._ends[number]) + len(one)

    def _signs(
        self,
        asked: Asked,
        reading: Reading | None,
        candidates: _Candidates,
        sort: Sort,
        spaces: frozenset[str],
    ) -> tuple[Floats, Numbers]:
        by_words, nearest = candidates.by_words.signs(asked, spaces)
        if sort is Sort.WORDINGS:
            return by_words[:, _WORDING_COLUMNS], nearest
        if sort is Sort.WORDS or candidates.by_meaning is None:
            return by_words, nearest
        by_meaning = np.zeros((len(by_words), len(MEANING_SIGNS)), np.float32)
        if reading is not None:
            weights, telling = self._word_weights(asked, reading)
            by_meaning, nearest = candidates.by_meaning.signs(reading, weights, telling)
        if sort is Sort.MEANING:
            return by_meaning, nearest
        return np.concatenate([by_words, by_meaning], axis=1), nearest

    def _readings(self, asked: Sequence[Asked], sort: Sort) -> Sequence[Reading | None]:
        if self.cache is None or sort is Sort.WORDINGS:
            return [None] * len(asked)
        return [
            reading if len(reading.words) else None
            for reading in self.cache.model.read([one.text for one in asked])
        ]

    def _word_weights(self, asked: Asked, reading: Reading) -> tuple[Floats, Numbers]:
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
        find = self.vocabularies.stems.find
        numbers = [
            find(stem, HOME) for home in self._homes for stem in stemmed(words(word), HOME, home)
        ]
        known = [number for number in numbers if self._stems.stands(number)]
        if known:
            return float(min(self._stems.known[known]))
        return self._stems.unknown[HOME]

    def _parts(self, question: str) -> list[str]:
        if len(words(question)) <= _LONG_MESSAGE:
            return [question]
        parts = [part for part in _BREAK.split(question) if len(words(part)) >= _SHORTEST_PART]
        parts = sorted(parts, key=self._substance, reverse=True)[:_MOST_PARTS]
        return [question, *(part for part in parts if part != question)]

    def _substance(self, part: str) -> float:
        """Return how much of what stands in the interviews a part of a message speaks of."""
        find = self.vocabularies.stems.find
        found = {
            find(stem, HOME) for home in self._homes for stem in stemmed(words(part), HOME, home)
        }
        standing = [number for number in found if self._stems.stands(number)]
        return float(sum(self._stems.known[standing] - 1))

    def _asked(self, text: str, spaces: frozenset[str]) -> Asked:
        typed = words(text)
        speller = self.speller if HOME in spaces else self._foreign_speller
        mended = [self._mended(word, speller) for word in typed]
        meant = [word for word in mended if word not in self._framing]
        stems = [stem for word in meant for stem in self._stems_of(word, spaces)]
        by_words, unknown = weighed(stems, spaces, self.vocabularies.stems, self._stems)
        by_letters, _ = weighed(
            letter_grams(meant), spaces, self.vocabularies.letters, self._letters
        )
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
        find, stands = self.vocabularies.stems.find, self._stems.stands
        standing = [stem for stem in stems if any(stands(find(stem, space)) for space in spaces)]
        return standing or stems[:1]

    def _mended(self, word: str, speller: Speller) -> str:
        if word in speller or any(
            self._stems.stands(self.vocabularies.stems.find(stem, HOME))
            for home in self._homes
            for stem in stemmed((word,), HOME, home)
        ):
            return word
        return speller.mend(word)

    def _look(self, asked: Sequence[Asked], readings: Sequence[Reading | None]) -> Numbers:
        if self.shortlist is None:
            raise TypeError("few exchanges need no shortlist")
        count = _SHORTLIST // len(asked)
        found = [
            self.shortlist.nearest(one, reading.vector if reading else None, count)
            for one, reading in zip(asked, readings, strict=True)
        ]
        return np.unique(np.concatenate(found))

    def _candidates(self, exchanges: Numbers) -> _Candidates:
        taken = [self.found(exchange) for exchange in exchanges.tolist()]
        by_meaning = MeaningEvidence(taken, self.cache) if self.cache else None
        return _Candidates(exchanges, WordEvidence(taken, (self._stems, self._letters)), by_meaning)

    def _read(self, cache: VectorCache, before: "EvidenceFinder | None", tell: Progress) -> None:
        """Have the model read what it has not read yet, and take the gist of each exchange."""
        lent = before.gists if before and before.cache is cache else {}
        new = {one: self._texts_read(one, cache) for one in self.indexed if one not in lent}
        cache.prepare((text for texts in new.values() for group in texts for text in group), tell)
        self.gists = {one: lent[one] for one in self.indexed if one in lent}
        for one, texts in new.items():
            vectors = cache.vectors([text for group in texts for text in group])
            ends = np.cumsum([len(group) for group in texts])[:-1]
            self.gists[one] = np.stack([gist(part) for part in np.split(vectors, ends)])

    @staticmethod
    def _texts_read(one: IndexedInterview, cache: VectorCache) -> list[list[str]]:
        """Return what the model reads of each exchange."""
        many = cache.model.knows_many_languages
        return [
            [*wordings_read(texts, many_languages=many), *passages_read(exchange, texts)]
            for exchange, texts in zip(one.interview.exchanges, one.texts, strict=True)
        ]


def _framing(indexed: Sequence[IndexedInterview], speller: Speller) -> set[str]:
    """Return the words that frame interviews, and are said in none."""
    framing = Counter(word for one in indexed for word in one.framing)
    known = Counter(word for one in indexed for word in one.framing if word in one.known)
    return {word for word in framing if speller.times(word) == known[word]}


def _sort(*, home: bool, model: bool, many: bool) -> Sort:
    if home:
        return Sort.FULL if model else Sort.WORDS
    return Sort.MEANING if model and many else Sort.WORDINGS
