"""What speaks for each exchange, as numbers that a weighting can be fitted to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from knowledge.interview import Exchange, Interview
from knowledge.matching.passages import sentences
from knowledge.matching.spelling import Speller
from knowledge.matching.term_index import Floats, TermIndex
from knowledge.matching.words import letter_grams, stems, words

# What is measured of each candidate, each from 0 to 1:
SIGNS = (
    "asked_words",  # likeness to the three nearest wordings of its question, by words
    "asked_letters",  # the same by letters
    "whole_words",  # likeness to question, wordings and answer taken together, by words
    "whole_letters",  # the same by letters
    "sentence_words",  # likeness to the nearest sentence of the answer, by words
    "sentence_letters",  # the same by letters
    "covered",  # how much of the question's weight, rare words first, stands in it
    "fuzzy",  # rapidfuzz's token set ratio with the nearest wording
)
# For each sign there is its 'lead' as well, what it is above the best of the others; and of the
# question itself:
QUESTION_SIGNS = (
    "unknown",  # how much of its weight lies in words that stand in no interview
    "brevity",  # 1 / (1 + its number of words)
)
FEATURES = (*SIGNS, *(f"{sign}_lead" for sign in SIGNS), *QUESTION_SIGNS)

# Exchanges that a fast first look leaves for a closer one.
_SHORTLIST = 40
_NEAREST_WORDINGS = 3
# A message of more words is also searched by its parts, of at least so many words each.
_LONG_MESSAGE = 14
_SHORTEST_PART = 4
# Of many parts those are searched that speak most of what stands in the interviews.
_MOST_PARTS = 2
_BREAK = re.compile(r"[.!?…;:\n।۔؟]+|,\s|\s[-–—]+\s")


@dataclass(frozen=True)
class Evidence:
    """The shortlisted exchanges and what speaks for each.

    Attributes:
        exchanges: positions of the exchanges, shape (candidates,).
        features: in the order of ``FEATURES``, shape (candidates, features).
        sentences: for each candidate, which sentence of its answer is nearest.
    """

    exchanges: NDArray[np.int64]
    features: Floats
    sentences: tuple[int, ...]


class _Runs:
    """Texts that stand one after the other in an index, a run of them for each exchange."""

    def __init__(self, start: int, groups: Sequence[Sequence[str]]) -> None:
        self.lengths = np.array([len(group) for group in groups])
        self.starts = start + np.cumsum(self.lengths) - self.lengths
        self.end = int(start + self.lengths.sum())

    def of(self, similarities: Floats, exchanges: NDArray[np.int64]) -> Floats:
        """Return the similarities of exchanges' texts, 0 behind the end of the shorter runs.

        From shape (kinds, texts) to shape (kinds, exchanges, longest run, but at least three).
        """
        lengths = self.lengths[exchanges, np.newaxis]
        place = np.arange(max(int(lengths.max()), _NEAREST_WORDINGS))
        text = np.minimum(self.starts[exchanges, np.newaxis] + place, self.end - 1)
        return np.asarray(np.where(place < lengths, similarities[:, text], 0))

    def mean_of_best(self, found: Floats, exchanges: NDArray[np.int64]) -> Floats:
        """Return the mean of the three best of what ``of`` returned, shape (kinds, exchanges)."""
        best = np.partition(found, -_NEAREST_WORDINGS, axis=2)[:, :, -_NEAREST_WORDINGS:]
        counts = np.minimum(self.lengths[exchanges], _NEAREST_WORDINGS)
        return np.asarray(best.sum(axis=2) / counts)


class EvidenceFinder:
    """Searches questions, wordings and answers of all exchanges, by words and by letters."""

    def __init__(self, exchanges: Sequence[tuple[Interview, Exchange]]) -> None:
        """Index exchanges, each with the interview that it stands in."""
        self.spans = [sentences(exchange.answer) for _, exchange in exchanges]
        self._languages = sorted({interview.language for interview, _ in exchanges})
        self._size = len(exchanges)

        wordings = [(one.question, *one.also_asked) for _, one in exchanges]
        spoken = [
            tuple(one.answer[start:end] for start, end in spans)
            for (_, one), spans in zip(exchanges, self.spans, strict=True)
        ]
        # The indexed texts: every exchange as a whole, then wordings, then sentences.
        self._wordings = _Runs(self._size, wordings)
        self._sentences = _Runs(self._wordings.end, spoken)
        texts = [
            *(" ".join((*asked, *said)) for asked, said in zip(wordings, spoken, strict=True)),
            *(text for group in wordings for text in group),
            *(text for group in spoken for text in group),
        ]
        languages = [interview.language for interview, _ in exchanges]
        text_languages = [
            *languages,
            *(one for one, group in zip(languages, wordings, strict=True) for _ in group),
            *(one for one, group in zip(languages, spoken, strict=True) for _ in group),
        ]
        found = [words(text) for text in texts]
        self._folded = [" ".join(one) for one in found]
        by_stem = [stems(one, tag) for one, tag in zip(found, text_languages, strict=True)]
        self._by_words = TermIndex(by_stem)
        self._by_letters = TermIndex([list(letter_grams(one)) for one in found])
        self._terms = [frozenset(one) for one in by_stem[: self._size]]
        self._known = frozenset().union(*self._terms)
        self._speller = Speller(word for one in found[: self._size] for word in one)
        self._framing = _framing(exchanges)

    def search(self, question: str) -> list[Evidence]:
        """Return the evidence for a question: for the whole message, and for each part of it."""
        whole, *parts = (
            [word for word in part if word not in self._framing] for part in _parts(question)
        )
        parts = sorted(filter(None, parts), key=self._substance, reverse=True)[:_MOST_PARTS]
        return [self._evidence(part) for part in (whole, *parts) if part]

    def _substance(self, asked: list[str]) -> float:
        """Return how much of what stands in the interviews a part of a message speaks of."""
        found = {stem for tag in self._languages for stem in stems(asked, tag)} & self._known
        return sum(self._by_words.weight(stem) - 1 for stem in found)

    def _evidence(self, asked: list[str]) -> Evidence:
        mended = [self._mended(word) for word in asked]
        terms = [term for tag in self._languages for term in stems(mended, tag)]
        found = self._by_words.look_up(terms)
        by_letters = self._by_letters.look_up(letter_grams(mended))
        similarities = np.stack([found.similarities(), by_letters.similarities()])
        shortlist = self._shortlist(similarities.sum(axis=0))
        wordings = self._wordings.of(similarities, shortlist)
        spoken = self._sentences.of(similarities, shortlist)
        nearest = self._wordings.starts[shortlist] + wordings.sum(axis=0).argmax(axis=1)

        folded = " ".join(mended)
        fuzzy = [
            fuzz.token_set_ratio(folded, self._folded[text]) / 100 for text in nearest.tolist()
        ]
        features = np.empty((len(shortlist), len(FEATURES)), np.float32)
        signs = features[:, : len(SIGNS)]
        signs[:, 0:2] = self._wordings.mean_of_best(wordings, shortlist).T
        signs[:, 2:4] = similarities[:, shortlist].T
        signs[:, 4:6] = spoken.max(axis=2).T
        signs[:, 6] = found.covered()[shortlist]
        signs[:, 7] = fuzzy
        features[:, len(SIGNS) : 2 * len(SIGNS)] = _leads(signs)
        features[:, -2] = found.unknown()
        features[:, -1] = 1 / (1 + len(asked))
        return Evidence(shortlist, features, tuple(spoken.sum(axis=0).argmax(axis=1).tolist()))

    def _mended(self, word: str) -> str:
        if word in self._speller or any(
            stem in self._known for tag in self._languages for stem in stems((word,), tag)
        ):
            return word
        return self._speller.mend(word)

    def _shortlist(self, similarity: Floats) -> NDArray[np.int64]:
        if self._size <= _SHORTLIST:
            return np.arange(self._size)
        nearest_wording = np.maximum.reduceat(
            similarity[: self._wordings.end], self._wordings.starts
        )
        best = np.maximum(similarity[: self._size], nearest_wording)
        return np.argpartition(best, -_SHORTLIST)[-_SHORTLIST:]


def _framing(exchanges: Sequence[tuple[Interview, Exchange]]) -> frozenset[str]:
    """Return the words of names, roles and outlets that nobody says in an interview.

    They tell which interview a question is about, and nothing of what it asks: whoever writes
    'what is the weather in Karachi' to a consul in Karachi has not asked about his office.
    """
    named = {
        word
        for interview in {interview.id: interview for interview, _ in exchanges}.values()
        for text in (interview.interviewee.name, interview.interviewee.role, interview.outlet)
        for word in words(text or "")
    }
    return frozenset(named).difference(
        *(words(text) for _, one in exchanges for text in (one.question, one.answer))
    )


def _parts(question: str) -> list[list[str]]:
    whole = words(question)
    if len(whole) <= _LONG_MESSAGE:
        return [whole]
    parts = [words(part) for part in _BREAK.split(question)]
    return [whole, *(part for part in parts if _SHORTEST_PART <= len(part) < len(whole))]


def _leads(signs: Floats) -> Floats:
    """Return how far each value is above the best of its column's others, shape as given."""
    if len(signs) == 1:
        return signs
    second, best = np.partition(signs, -2, axis=0)[-2:]
    return np.asarray(signs - np.where(signs == best, second, best), np.float32)
