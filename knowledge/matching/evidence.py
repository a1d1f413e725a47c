"""What speaks for each exchange, as numbers that a weighting can be fitted to."""

import sys
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from threading import Lock

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray

from knowledge.interview import Interview
from knowledge.matching.asked import Asked
from knowledge.matching.concordance import HOME
from knowledge.matching.gists import Gists, all_texts_read, gists_of, side_by_side, vectors_of
from knowledge.matching.indexed import IndexedInterview
from knowledge.matching.indexing import Indexing
from knowledge.matching.meaning_evidence import MEANING_SIGNS, MeaningEvidence
from knowledge.matching.model_files import Floats
from knowledge.matching.names import capitals_mark_names, names, words_said
from knowledge.matching.question_parser import QuestionParser
from knowledge.matching.sentence_model import Reading
from knowledge.matching.shortlist import Shortlist
from knowledge.matching.terms import Numbers
from knowledge.matching.vector_cache import Progress, VectorCache, untold
from knowledge.matching.word_evidence import WORD_SIGNS, WordEvidence

# So many exchanges are all looked at closely; of more, those that a fast first look leaves. Where
# they are looked at by meaning too it leaves fewer, for each costs more.
_FEW_EXCHANGES = 64
_SHORTLIST, _SHORTLIST_READ = 40, 20
# Exchanges whose words are remembered, for questions that name somebody.
_REMEMBERED = 2_000
# Questions that are not read again by the model: those that are being looked for.
_QUESTIONS = 64
# Questions that are not taken apart again: one with a name, and the same without it.
_PARSED = 2


class Sort(StrEnum):
    """What evidence there is for a question; each sort is weighed by weights of its own."""

    FULL = "full"  # words and meaning
    WORDS = "words"  # words alone: there is no sentence model, or it has yet to read
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
        by_words: where the sentence model has yet to read some of the exchanges that were
            shortlisted, what words alone say of all of them; the other signs are of the rest.
    """

    sort: Sort
    exchanges: Numbers
    signs: Floats
    sentences: Numbers
    named: Floats
    unknown: float
    length: float
    by_words: "Evidence | None" = None

    def of(self, kept: NDArray[np.bool_]) -> "Evidence":
        """Return what speaks for some of the exchanges, shape (candidates,)."""
        return replace(
            self,
            exchanges=self.exchanges[kept],
            signs=self.signs[kept],
            sentences=self.sentences[kept],
            named=self.named[kept],
        )

    def within(self, exchanges: Numbers | None) -> "Evidence":
        """Return what speaks for those of some places; of all where none are given."""
        return self if exchanges is None else self.of(np.isin(self.exchanges, exchanges))


@dataclass(frozen=True)
class _Candidates:
    """Exchanges to be looked at closely, and which of them the model has read."""

    exchanges: Numbers
    by_words: WordEvidence
    read: NDArray[np.bool_]
    by_meaning: MeaningEvidence | None


class EvidenceFinder:
    """Searches questions, wordings and answers of all exchanges, by words and by meaning.

    Attributes:
        indexed: the interviews, in order; exchanges are counted through all of them.
        indexing: indexes interviews; shared with later editions.
        cache: what the sentence model makes of texts, if there is one.
        gists: of those interviews that the model has read.
        parser: takes questions apart.
        shortlist: the fast first look, where there are many exchanges.
    """

    def __init__(  # noqa: PLR0913, PLR0917  (each says something of its own)
        self,
        interviews: Sequence[Interview],
        cache: VectorCache | None = None,
        before: "EvidenceFinder | None" = None,
        tell: Progress = untold,
        most_texts: int = sys.maxsize,
        indexing: Indexing | None = None,
    ) -> None:
        """Index interviews; ``before`` lends what it has of those that are still the same.

        ``tell`` hears how many texts the model has read, and of how many, where that takes long.
        Where it would have to read more than ``most_texts``, what is new is left unread; with 0,
        whether it would or not.
        """
        self.cache = cache
        self.indexing: Indexing = indexing or (before.indexing if before else Indexing())
        self.indexed: list[IndexedInterview] = [self.indexing.of(one) for one in interviews]
        self._ends = np.cumsum([len(one) for one in self.indexed])
        # Forgotten with the edition: a cache of longer life would keep what is no longer served.
        self._words_said = lru_cache(maxsize=_REMEMBERED)(words_said)
        # A question that names somebody may be looked for twice: among theirs, then among all.
        self._questions_read: LRUCache[str, Reading] = LRUCache(_QUESTIONS)
        self._reading_lock = Lock()
        self._capitals_mark_names = capitals_mark_names(one.language for one in interviews)
        known = (before.indexed, before.parser) if before else None
        self.parser: QuestionParser = QuestionParser(self.indexed, self.indexing.lexicon, known)
        self._parsed = lru_cache(maxsize=_PARSED)(self.parser.parse)
        self.gists: Gists = self._read(before, tell, most_texts)
        self.shortlist: Shortlist | None = before.shortlist if before else None
        self._make_ready()

    @property
    def unread(self) -> list[IndexedInterview]:
        """The interviews that the model has yet to read."""
        return [one for one in self.indexed if one not in self.gists] if self.cache else []

    def having_read(self, gists: Gists) -> "EvidenceFinder":
        """Return a finder of the same interviews that knows the gists of some more of them."""
        again = copy(self)
        again.gists = {**self.gists, **{one: gists[one] for one in self.indexed if one in gists}}
        again._make_ready()  # noqa: SLF001  (one of these)
        return again

    def search(self, question: str, interviews: Sequence[int] | None = None) -> Evidence | None:
        """Return the evidence for a question; none where it has no words.

        Where places of ``interviews`` are given, it is searched for in these alone.

        The words of a long message are looked up part by part too: one of the parts may hold the
        question while the rest is chatter. For each exchange each sign is the greatest of them.
        """
        spaces = self.parser.spaces(question)
        whole, *parts = self._parsed(question, spaces)
        if not whole.words:
            return None
        without_model, sort = _without_model(spaces), self._sort(spaces)
        reading = self._reading(whole) if self._reads(spaces) else None
        within = None
        if interviews is not None:
            within = np.concatenate([self.exchanges_of(one) for one in interviews])
        candidates = self._all or self._candidates(self._look([whole, *parts], reading, within))
        exchanges, read = candidates.exchanges, candidates.read
        found = [candidates.by_words.signs(asked, spaces) for asked in (whole, *parts)]
        signs = np.stack([by_words for by_words, _ in found]).max(axis=0)
        named = self._named(question, candidates, spaces)
        by_words = Evidence(
            without_model,
            exchanges,
            _beside(signs if HOME in spaces else signs[:, _WORDING_COLUMNS], named),
            found[0][1],
            named,
            whole.unknown,
            whole.length,
        )
        if sort is without_model or not read.any():
            return by_words.within(within)
        by_meaning, nearest = self._by_meaning(whole, reading, candidates)
        words = signs[read] if sort is Sort.FULL else signs[read, :0]
        of_read = by_words.of(read)
        signs = _beside(words, by_meaning, of_read.named)
        evidence = replace(of_read, sort=sort, signs=signs, sentences=nearest).within(within)
        by_words = by_words.within(within)
        if len(evidence.exchanges) == len(by_words.exchanges):
            return evidence
        return replace(evidence, by_words=by_words) if len(evidence.exchanges) else by_words

    def read(self, questions: Sequence[str]) -> None:
        """Have the model read questions that will be searched for: at once it takes less time."""
        spaces = {one: self.parser.spaces(one) for one in questions}
        self._readings(
            [self._parsed(one, of)[0].text for one, of in spaces.items() if self._reads(of)]
        )

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
            count = np.count_nonzero(candidates.read)
            return np.zeros((count, len(MEANING_SIGNS)), np.float32), np.zeros(count, np.int64)
        weights, telling = self.parser.word_weights(asked, reading)
        return candidates.by_meaning.signs(reading, weights, telling)

    def _reading(self, asked: Asked) -> Reading | None:
        """Have the model read a question, if it can make sense of it."""
        if self.cache is None:
            return None
        (reading,) = self._readings([asked.text])
        return reading if len(reading.words) else None

    def _readings(self, texts: Sequence[str]) -> list[Reading]:
        """Return how the model reads questions, or has read them just before."""
        if self.cache is None:
            return []
        with self._reading_lock:
            known = self._questions_read
            found = {text: known[text] for text in texts if text in known}
        new = [text for text in dict.fromkeys(texts) if text not in found]
        if new:
            read = dict(zip(new, self.cache.model.read(new), strict=True))
            with self._reading_lock:
                self._questions_read.update(read)
            found |= read
        return [found[text] for text in texts]

    def _look(
        self, asked: Sequence[Asked], reading: Reading | None, within: Numbers | None
    ) -> Numbers:
        vector = reading.vector if reading else None
        most = _SHORTLIST if vector is None else _SHORTLIST_READ
        if within is not None and len(within) <= most:
            return within
        if self.shortlist is None:
            raise TypeError("few exchanges need no shortlist")
        count = most // len(asked)
        return self.shortlist.nearest(asked, vector, count, within)

    def _candidates(self, exchanges: Numbers) -> _Candidates:
        taken = [self.found(exchange) for exchange in exchanges.tolist()]
        read = np.array([one in self.gists for one, _ in taken])
        by_meaning = None
        if self.cache and read.any():
            of_read = [one for one, is_read in zip(taken, read, strict=True) if is_read]
            by_meaning = MeaningEvidence(of_read, self.cache)
        by_words = WordEvidence(taken, (self.parser.stems, self.parser.letters))
        return _Candidates(exchanges, by_words, read, by_meaning)

    def _read(self, before: "EvidenceFinder | None", tell: Progress, most_texts: int) -> Gists:
        """Have the model read what it has not read yet, unless it is too much."""
        if self.cache is None:
            return {}
        cache = self.cache
        lent = before.gists if before and before.cache is cache else {}
        gists = {one: lent[one] for one in self.indexed if one in lent}
        new = [one for one in self.indexed if one not in lent]
        if most_texts <= 0:
            return gists
        missing = cache.missing(all_texts_read(new, cache), most_texts)
        if len(missing) > most_texts:
            return gists
        cache.prepare(missing, tell)
        return gists | {one: gists_of(one, vectors_of(one, cache), cache) for one in new}

    def _make_ready(self) -> None:
        """Take up what the model has read."""
        joined = None
        if self.cache and self.gists:
            dimensions = self.cache.model.dimensions
            joined, self.gists = side_by_side(self.indexed, self.gists, dimensions)
        self._all: _Candidates | None = None
        if self._ends[-1] > _FEW_EXCHANGES:
            self.shortlist = Shortlist(self.indexed, joined, self.parser.stems, self.shortlist)
        else:
            self.shortlist = None
            self._all = self._candidates(np.arange(self._ends[-1]))

    def _sort(self, spaces: frozenset[str]) -> Sort:
        """Return which evidence there is for a question, by the spaces that it is looked up in."""
        if self.cache is None or not self.gists:
            return _without_model(spaces)
        if HOME in spaces:
            return Sort.FULL
        return Sort.MEANING if self.cache.model.knows_many_languages else Sort.WORDINGS

    def _reads(self, spaces: frozenset[str]) -> bool:
        """Whether the model is to read a question."""
        return self._sort(spaces) in {Sort.FULL, Sort.MEANING}


def _without_model(spaces: frozenset[str]) -> Sort:
    return Sort.WORDS if HOME in spaces else Sort.WORDINGS


def _beside(*signs: Floats) -> Floats:
    """Return signs of candidates side by side; one for each makes a column."""
    return np.column_stack(signs)
