"""What speaks for each exchange, as numbers that a weighting can be fitted to."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np

from knowledge.interview import Interview
from knowledge.matching.asked import Asked
from knowledge.matching.concordance import HOME
from knowledge.matching.indexed import IndexedInterview
from knowledge.matching.indexing import Indexing
from knowledge.matching.meaning_evidence import (
    MEANING_SIGNS,
    MeaningEvidence,
    passages_read,
    wordings_read,
)
from knowledge.matching.model_files import Floats
from knowledge.matching.names import capitals_mark_names, names, words_said
from knowledge.matching.question_parser import QuestionParser
from knowledge.matching.sentence_model import Reading
from knowledge.matching.shortlist import Shortlist, gist
from knowledge.matching.terms import Numbers
from knowledge.matching.vector_cache import Progress, VectorCache, untold
from knowledge.matching.word_evidence import WORD_SIGNS, WordEvidence

# So many exchanges are all looked at closely; of more, those that a fast first look leaves.
_FEW_EXCHANGES = 64
_SHORTLIST = 40
# Exchanges whose words are remembered, for questions that name somebody.
_REMEMBERED = 2_000


class Sort(StrEnum):
    """What evidence there is for a question; each sort is weighed by weights of its own."""

    FULL = "full"  # words and meaning
    WORDS = "words"  # words alone: there is no sentence model
    WORDINGS = "wordings"  # the question is in another language, and only wordings are too
    MEANING = "meaning"  # it is in another language, and the model knows many


# How many of the names in the question the exchange speaks of.
NAMED = "named"
_WORDING_SIGNS = ("asked_words", "asked_letters", "whole_words", "whole_letters", "covered")
SIGNS = {
    Sort.FULL: (*WORD_SIGNS, *MEANING_SIGNS, NAMED),
    Sort.WORDS: (*WORD_SIGNS, NAMED),
    Sort.WORDINGS: (*_WORDING_SIGNS, NAMED),
    Sort.MEANING: (*MEANING_SIGNS, NAMED),
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
        named: how many of the names in the question each speaks of, from 0 to 1; shape
            (candidates,).
        unknown: how much of the question's weight, from 0 to 1, stands in no interview.
        length: the logarithm of 1 + the question's number of words.
    """

    sort: Sort
    exchanges: Numbers
    signs: Floats
    sentences: Numbers
    named: Floats
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
        indexing: indexes interviews; shared with later editions.
        cache: what the sentence model makes of texts, if there is one.
        gists: what the exchanges of each interview mean as a whole, shape (exchanges, dimensions).
        parser: takes questions apart.
        shortlist: the fast first look, where there are many exchanges.
    """

    def __init__(
        self,
        interviews: Sequence[Interview],
        cache: VectorCache | None = None,
        before: "EvidenceFinder | None" = None,
        tell: Progress = untold,
        indexing: Indexing | None = None,
    ) -> None:
        """Index interviews; ``before`` lends what it has of those that are still the same.

        ``tell`` hears how many texts the model has read, and of how many, where that takes long.
        """
        self.cache = cache
        self.indexing: Indexing = indexing or (before.indexing if before else Indexing())
        self.indexed: list[IndexedInterview] = [self.indexing.of(one) for one in interviews]
        self._ends = np.cumsum([len(one) for one in self.indexed])
        # Forgotten with the edition: a cache of longer life would keep what is no longer served.
        self._words_said = lru_cache(maxsize=_REMEMBERED)(words_said)
        self._capitals_mark_names = capitals_mark_names(one.language for one in interviews)
        lent = (before.indexed, before.parser) if before else None
        self.parser: QuestionParser = QuestionParser(self.indexed, self.indexing.lexicon, lent)
        self.gists: dict[IndexedInterview, Floats] = {}
        if cache:
            self._read(cache, before, tell)
        self.shortlist: Shortlist | None = None
        self._all: _Candidates | None = None
        if self._ends[-1] > _FEW_EXCHANGES:
            gists = np.concatenate([self.gists[one] for one in self.indexed]) if cache else None
            earlier = before.shortlist if before else None
            self.shortlist = Shortlist(self.indexed, gists, self.parser.stems, earlier)
        else:
            self._all = self._candidates(np.arange(self._ends[-1]))

    def search(self, question: str, interviews: Sequence[int] | None = None) -> Evidence | None:
        """Return the evidence for a question; none where it has no words.

        Where places of ``interviews`` are given, it is searched for in these alone.

        The words of a long message are looked up part by part too: one of the parts may hold the
        question while the rest is chatter. For each exchange each sign is the greatest of them.
        """
        spaces = self.parser.spaces(question)
        whole, *parts = self.parser.parse(question, spaces)
        if not whole.words:
            return None
        many = self.cache is not None and self.cache.model.knows_many_languages
        sort = _sort(home=HOME in spaces, model=self.cache is not None, many=many)
        reading = self._reading(whole, sort)
        within = None
        if interviews is not None:
            within = np.concatenate([self.exchanges_of(one) for one in interviews])
        candidates = self._all or self._candidates(self._look([whole, *parts], reading, within))
        found = [candidates.by_words.signs(asked, spaces) for asked in (whole, *parts)]
        signs = np.stack([by_words for by_words, _ in found]).max(axis=0)
        nearest = found[0][1]
        if sort is Sort.WORDINGS:
            signs = signs[:, _WORDING_COLUMNS]
        elif sort is not Sort.WORDS:
            by_meaning, nearest = self._by_meaning(whole, reading, candidates)
            words = signs if sort is Sort.FULL else signs[:, :0]
            signs = np.concatenate([words, by_meaning], axis=1)
        exchanges, named = candidates.exchanges, self._named(question, candidates, spaces)
        signs = np.concatenate([signs, named[:, np.newaxis]], axis=1)
        if within is not None:
            kept = np.isin(exchanges, within)
            exchanges, signs, nearest = exchanges[kept], signs[kept], nearest[kept]
            named = named[kept]
        return Evidence(sort, exchanges, signs, nearest, named, whole.unknown, whole.length)

    def found(self, exchange: int) -> tuple[IndexedInterview, int]:
        """Return the interview of an exchange, and its place there, counted from 0."""
        place = self.place_of(exchange)
        one = self.indexed[place]
        return one, exchange - int(self._ends[place]) + len(one)

    def place_of(self, exchange: int) -> int:
        """Return the place of an exchange's interview."""
        return int(np.searchsorted(self._ends, exchange, side="right"))

    def exchanges_of(self, interview: int) -> Numbers:
        """Return the exchanges of an interview, given by its place."""
        end = int(self._ends[interview])
        return np.arange(end - len(self.indexed[interview]), end)

    def _named(self, question: str, candidates: _Candidates, spaces: frozenset[str]) -> Floats:
        """Return how many of the names in a question each candidate speaks of."""
        named = names(question, capitals=HOME in spaces and self._capitals_mark_names)
        said = (
            self._words_said(*self.found(exchange)) for exchange in candidates.exchanges.tolist()
        )
        found = (named.spoken_of(one) for one in said) if named.called else (1.0,)
        return np.fromiter(found, np.float32) * np.ones(len(candidates.exchanges), np.float32)

    def _by_meaning(
        self, asked: Asked, reading: Reading | None, candidates: _Candidates
    ) -> tuple[Floats, Numbers]:
        """Return the ``MEANING_SIGNS`` of candidates, and which sentence of each is nearest."""
        if reading is None or candidates.by_meaning is None:
            count = len(candidates.exchanges)
            return np.zeros((count, len(MEANING_SIGNS)), np.float32), np.zeros(count, np.int64)
        weights, telling = self.parser.word_weights(asked, reading)
        return candidates.by_meaning.signs(reading, weights, telling)

    def _reading(self, asked: Asked, sort: Sort) -> Reading | None:
        """Have the model read a question, if it can make sense of it."""
        if self.cache is None or sort is Sort.WORDINGS:
            return None
        (reading,) = self.cache.model.read([asked.text])
        return reading if len(reading.words) else None

    def _look(
        self, asked: Sequence[Asked], reading: Reading | None, within: Numbers | None
    ) -> Numbers:
        if within is not None and len(within) <= _FEW_EXCHANGES:
            return within
        if self.shortlist is None:
            raise TypeError("few exchanges need no shortlist")
        vector = reading.vector if reading else None
        count = _SHORTLIST // len(asked)
        found = [self.shortlist.nearest(one, vector, count, within) for one in asked]
        return np.unique(np.concatenate(found))

    def _candidates(self, exchanges: Numbers) -> _Candidates:
        taken = [self.found(exchange) for exchange in exchanges.tolist()]
        by_meaning = MeaningEvidence(taken, self.cache) if self.cache else None
        return _Candidates(
            exchanges, WordEvidence(taken, (self.parser.stems, self.parser.letters)), by_meaning
        )

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


def _sort(*, home: bool, model: bool, many: bool) -> Sort:
    if home:
        return Sort.FULL if model else Sort.WORDS
    return Sort.MEANING if model and many else Sort.WORDINGS
