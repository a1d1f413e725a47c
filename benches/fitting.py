"""Fits the weights of one sort of evidence to labelled questions."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from knowledge.evaluation import OFF_TOPIC, LabelledQuestion
from knowledge.matching.confidence import Weights, confidence_terms, others
from knowledge.matching.evidence import Evidence

# Half of a set of minimal pairs is made to be unanswered, which no reader's mail is: a pair's
# questions count less, or every confidence would come out too low.
PAIR_WEIGHT = 0.15
# Candidates of each question that the confidence is fitted to: those that a reader may see.
SHOWN = 3
INNER_FOLDS = 4
# How strongly weights are held to be small, in units of the (standardized) signs: the inverse of
# scikit-learn's C. Chosen by cross-validation among powers of ten.
RANK_PENALTY = 10.0
CONFIDENCE_PENALTY = 3.0
RELATED_PENALTY = 30.0

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A labelled question and the evidence that was found for it.

    Attributes:
        question: with its label; exchanges are counted from 1.
        evidence: its exchanges are counted from 0.
        fold: the same for questions that must not be in different folds.
        group: the same for questions on one interview.
    """

    question: LabelledQuestion
    evidence: Evidence
    fold: str
    group: str

    @property
    def answers(self) -> NDArray[np.bool_]:
        """Which candidates answer the question, shape (candidates,)."""
        return np.isin(self.evidence.exchanges + 1, list(self.question.relevant))

    @property
    def weight(self) -> float:
        """How much the question counts."""
        return 1.0 if self.question.pair is None else PAIR_WEIGHT


def fit(examples: Sequence[Example]) -> Weights:
    """Fit all weights; the confidence to rankings of questions that were kept apart."""
    kept_apart: dict[int, Doubles] = {}
    folds = GroupKFold(INNER_FOLDS).split(examples, groups=[one.fold for one in examples])
    for learnt, tested in folds:
        weights = _fit_rank([examples[at] for at in learnt])
        kept_apart |= {at: examples[at].evidence.signs @ weights for at in tested}
    rank = _fit_rank(examples)
    own, mean, terms = _fit_confidence(examples, [kept_apart[at] for at in range(len(examples))])
    related, related_terms = _fit_related(examples)
    return Weights(
        *(one.astype(np.float32) for one in (rank, own, mean, related, terms, related_terms))
    )


def _fit_rank(examples: Sequence[Example]) -> Doubles:
    """Maximize the likelihood of the exchanges that answer, given the softmax of the scores."""
    taken = [one for one in examples if one.answers.any()]
    every = np.concatenate([one.evidence.signs for one in taken])
    scale = every.std(axis=0) + 1e-6
    longest = max(len(one.evidence.signs) for one in taken)
    signs = np.zeros((len(taken), longest, every.shape[1]))
    there = np.zeros((len(taken), longest), bool)
    right = np.zeros((len(taken), longest), bool)
    for at, one in enumerate(taken):
        size = len(one.evidence.signs)
        signs[at, :size] = one.evidence.signs / scale
        there[at, :size] = True
        right[at, :size] = one.answers

    def loss(weights: Doubles) -> tuple[float, Doubles]:
        scores = np.where(there, signs @ weights, -np.inf)
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        share = odds / odds.sum(axis=1, keepdims=True)
        hit = (share * right).sum(axis=1)
        change = share - share * right / hit[:, np.newaxis]
        slope = np.einsum("qc,qcs->s", change, signs) + RANK_PENALTY * weights
        return float(-np.log(hit).sum() + RANK_PENALTY * weights @ weights / 2), slope

    found = minimize(loss, np.zeros(every.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(found.x / scale)


def _fit_confidence(
    examples: Sequence[Example], scores: Sequence[Doubles]
) -> tuple[Doubles, Doubles, Doubles]:
    rows, labels, weights = [], [], []
    for one, score in zip(examples, scores, strict=True):
        shown = np.argsort(-score)[:SHOWN]
        signs = one.evidence.signs
        terms = confidence_terms(one.evidence, score.astype(np.float32))
        rows.append(np.concatenate([signs, others(signs), terms[:, 1:]], axis=1)[shown])
        labels.append(one.answers[shown])
        weights.append(np.full(len(shown), one.weight))
    found, bias = _logistic(
        np.concatenate(rows), np.concatenate(labels), np.concatenate(weights), CONFIDENCE_PENALTY
    )
    count = examples[0].evidence.signs.shape[1]
    own, mean, rest = np.split(found, [count, 2 * count])
    return own, mean, np.array([bias, *rest])


def _fit_related(examples: Sequence[Example]) -> tuple[Doubles, Doubles]:
    rows = np.array(
        [
            [*one.evidence.signs.max(axis=0), one.evidence.unknown, one.evidence.length]
            for one in examples
        ]
    )
    labels = np.array([one.question.kind != OFF_TOPIC for one in examples])
    # Both sides count the same, however many questions of each there are.
    weights = np.where(labels, 0.5 / labels.mean(), 0.5 / (1 - labels.mean()))
    found, bias = _logistic(rows, labels, weights, RELATED_PENALTY)
    return found[:-2], np.array([bias, *found[-2:]])


def _logistic(
    rows: Doubles, labels: NDArray[np.bool_], weights: Doubles, penalty: float
) -> tuple[Doubles, float]:
    middle, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    model = LogisticRegression(C=1 / penalty, max_iter=5000)
    model.fit((rows - middle) / scale, labels, sample_weight=weights)
    found = model.coef_[0] / scale
    return found, float(model.intercept_[0] - found @ middle)
