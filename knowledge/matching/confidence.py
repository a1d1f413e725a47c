"""Evidence -> the probability that an exchange answers the question, and what to do about it."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from knowledge.matching.evidence import SIGNS, Evidence, Sort
from knowledge.matching.match import Decision
from knowledge.matching.model_files import Floats

FITTED = Path(__file__).with_name("weights.toml")

# What the confidence is computed from besides the signs, and what the relatedness is.
CONFIDENCE_TERMS = ("bias", "lead", "unknown", "length")
RELATED_TERMS = ("bias", "unknown", "length")
# An exchange that is less likely by words alone, and that the sentence model has yet to read, is
# passed over.
_UNLIKELY = 0.02


@dataclass(frozen=True)
class Ranked:
    """A candidate before it is given its words.

    Attributes:
        exchange: its place in the edition.
        confidence: the probability that it answers the question, from 0 to 1.
        sentence: which sentence of its answer is nearest to the question.
    """

    exchange: int
    confidence: float
    sentence: int


@dataclass(frozen=True)
class Ranking:
    """Candidates, likeliest first, and what a reader should be shown of them.

    Attributes:
        candidates: all that evidence speaks for.
        related: the probability that the question is about anything in the interviews at all.
        decision: what to do.
    """

    candidates: Sequence[Ranked]
    related: float
    decision: Decision


@dataclass(frozen=True)
class Weights:
    """What weighs evidence of one sort. Each of the arrays has a number for each sign.

    Candidates are ranked by the weighted sum of their signs (``rank``), fitted so that the softmax
    of the sums gives the exchange that answers. The confidence of each is a logistic regression on
    its ``own`` signs, the mean of the ``others``', and ``CONFIDENCE_TERMS``, of which ``lead`` is
    how far its sum is above the best of the others'. Whether the question is about the interviews
    at all is one on the greatest of each sign (``related``) and ``RELATED_TERMS``.
    """

    rank: Floats
    own: Floats
    others: Floats
    related: Floats
    confidence_terms: Floats
    related_terms: Floats

    def confidences(self, evidence: Evidence, scores: Floats) -> Floats:
        """Return the confidence of each candidate, shape (candidates,)."""
        terms = confidence_terms(evidence, scores) @ self.confidence_terms
        signs = evidence.signs @ self.own + others(evidence.signs) @ self.others
        return logistic(signs + terms)

    def relatedness(self, evidence: Evidence) -> float:
        """Return the probability that the question is about the interviews."""
        terms = np.array([1, evidence.unknown, evidence.length], np.float32)
        found = evidence.signs.max(axis=0) @ self.related + terms @ self.related_terms
        return float(logistic(found))


@dataclass(frozen=True)
class Weighting:
    """What evidence says, and from which probability on it is acted upon.

    Attributes:
        weights: for each sort of evidence.
        answer_from: the least confidence with which an exchange is given as the answer.
        clear_by: how far above the next one's confidence that of an answer must be; where two are
            about as likely, the reader chooses.
        related_from: for each sort of evidence, the least probability that a question is about
            the interviews with which anything is offered.
    """

    weights: Mapping[Sort, Weights]
    answer_from: float
    clear_by: float
    related_from: Mapping[Sort, float]

    @classmethod
    def fitted(cls) -> Self:
        """Return the weighting that ``benches/fit_matcher.py`` found."""
        numbers = tomllib.loads(FITTED.read_text(encoding="utf-8"))
        weights = {}
        for sort in Sort:
            found = numbers[sort]
            signs = np.array([found["signs"][sign] for sign in SIGNS[sort]], np.float32)
            confidence = [found["confidence"][term] for term in CONFIDENCE_TERMS]
            related = [found["related"][term] for term in RELATED_TERMS]
            weights[sort] = Weights(
                rank=signs[:, 0],
                own=signs[:, 1],
                others=signs[:, 2],
                related=signs[:, 3],
                confidence_terms=np.array(confidence, np.float32),
                related_terms=np.array(related, np.float32),
            )
        related_from = {sort: numbers["related_from"][sort] for sort in Sort}
        return cls(weights, numbers["answer_from"], numbers["clear_by"], related_from)

    def rank(self, evidence: Evidence) -> Ranking:
        """Return the candidates that evidence speaks for, and what to do about them.

        Where the sentence model has yet to read some of them, and words alone speak for one of
        these, words alone say how likely each is. To weigh by more what is read, and the others
        beside it by words, gives twice as many wrong answers (of the labelled questions 9 % in
        place of 4 %, where a quarter of the exchanges is read). Where words hardly speak for what
        is unread, the others are weighed in full, which gives fewer wrong answers than words do
        (3.4 % in place of 4.1 %, where three quarters are read) and more right ones.
        """
        if evidence.by_words is not None:
            by_words = self.rank(evidence.by_words)
            if any(
                one.confidence >= _UNLIKELY
                for one in by_words.candidates
                if one.exchange not in evidence.exchanges
            ):
                return by_words
        weights = self.weights[evidence.sort]
        scores = evidence.signs @ weights.rank
        order = np.argsort(-scores, kind="stable")
        # The ranking's order stands: no candidate is surer than one before it.
        confidences = np.minimum.accumulate(weights.confidences(evidence, scores)[order])
        ranked = [
            Ranked(*one)
            for one in zip(
                evidence.exchanges[order].tolist(),
                confidences.tolist(),
                evidence.sentences[order].tolist(),
                strict=True,
            )
        ]
        related = weights.relatedness(evidence)
        decision = Decision.DECLINE
        if related >= self.related_from[evidence.sort]:
            # What says nothing of somebody who is named is not the answer, however near it comes.
            speaks_of_all = evidence.named[order[0]] >= 1
            sure = speaks_of_all and self.is_sure([one.confidence for one in ranked])
            decision = Decision.ANSWER if sure else Decision.SUGGEST
        return Ranking(ranked, related, decision)

    def is_sure(self, confidences: Sequence[float]) -> bool:
        """Say whether confidences, best first, are enough to give the first as the answer."""
        best, second = (*confidences, 0.0, 0.0)[:2]
        return best >= self.answer_from and best - second >= self.clear_by


def confidence_terms(evidence: Evidence, scores: Floats) -> Floats:
    """Return the ``CONFIDENCE_TERMS`` of each candidate, shape (candidates, terms)."""
    found = np.empty((len(scores), len(CONFIDENCE_TERMS)), np.float32)
    found[:, 0] = 1
    found[:, 1] = lead(scores)
    found[:, 2] = evidence.unknown
    found[:, 3] = evidence.length
    return found


def lead(scores: Floats) -> Floats:
    """Return how far each score is above the best of the others; 0 where there are none."""
    if len(scores) == 1:
        return np.zeros(1, np.float32)
    second, best = np.partition(scores, -2)[-2:]
    return np.asarray(scores - np.where(np.arange(len(scores)) == scores.argmax(), second, best))


def others(signs: Floats) -> Floats:
    """Return the mean of each sign over the other candidates, shape as given."""
    return np.asarray((signs.sum(axis=0) - signs) / max(len(signs) - 1, 1))


def logistic(log_odds: Floats) -> Floats:
    """Return the probability that log odds stand for."""
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -30, 30))))
