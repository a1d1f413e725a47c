"""Fits the weights of one sort of evidence to labelled questions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from knowledge.evaluation import OFF_TOPIC, LabelledQuestion
from knowledge.matching.confidence import CONFIDENCE_TERMS, Weights, confidence_terms, others
from knowledge.matching.evidence import Evidence
from knowledge.matching.model_files import Floats

# A pair's two questions, which share all but a word or two, count as one.
PAIR_WEIGHT = 0.5
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
    scores: dict[int, Doubles] = {}
    for learnt, tested in _inner_folds(examples):
        weights = _fit_rank([examples[at] for at in learnt])
        scores |= {at: examples[at].evidence.signs @ weights for at in tested}
    scored = [_Scored(one, scores[at]) for at, one in enumerate(examples)]
    rank = _fit_rank(examples)
    own, mean, terms = _fit_confidence(scored)
    scale, shift = _fit_calibration(scored)
    related, related_terms = _fit_related(examples)
    return Weights(
        rank=_floats(rank),
        own=_floats(own * scale),
        others=_floats(mean * scale),
        related=_floats(related),
        confidence_terms=_floats(terms * scale + _bias(shift)),
        related_terms=_floats(related_terms),
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


@dataclass(frozen=True)
class _Scored:
    """An example, and the score of each candidate by weights that were not fitted to it."""

    example: Example
    scores: Doubles

    @property
    def shown(self) -> NDArray[np.int64]:
        """The candidates that a reader may see, best first."""
        return np.argsort(-self.scores)[:SHOWN]

    @property
    def rows(self) -> Doubles:
        """What the confidence is computed from, shape (candidates, numbers)."""
        signs = self.example.evidence.signs
        terms = confidence_terms(self.example.evidence, self.scores.astype(np.float32))
        return np.concatenate([signs, others(signs), terms[:, 1:]], axis=1)


def _fit_confidence(scored: Sequence[_Scored]) -> tuple[Doubles, Doubles, Doubles]:
    """Fit what tells candidates that answer from those that don't, pairs among them."""
    found, bias = _logistic(
        np.concatenate([one.rows[one.shown] for one in scored]),
        np.concatenate([one.example.answers[one.shown] for one in scored]),
        np.concatenate([np.full(len(one.shown), one.example.weight) for one in scored]),
        CONFIDENCE_PENALTY,
    )
    count = scored[0].example.evidence.signs.shape[1]
    own, mean, rest = np.split(found, [count, 2 * count])
    return own, mean, np.array([bias, *rest])


def _fit_calibration(scored: Sequence[_Scored]) -> tuple[float, float]:
    """Fit what makes a probability of the confidence's log odds: their scale and shift.

    Platt's method (Probabilistic Outputs for Support Vector Machines, 1999), on the best candidates
    of questions such as readers send. Pairs are none: half of them are made to be unanswered.
    """
    log_odds, answers = [], []
    for learnt, tested in _inner_folds([one.example for one in scored]):
        own, mean, terms = _fit_confidence([scored[at] for at in learnt])
        for one in (scored[at] for at in tested if scored[at].example.question.pair is None):
            best = one.shown[0]
            log_odds.append(one.rows[best] @ np.concatenate([own, mean, terms[1:]]) + terms[0])
            answers.append(one.example.answers[best])
    scale, shift = _logistic(
        np.array(log_odds)[:, np.newaxis], np.array(answers), np.ones(len(answers)), penalty=1e-6
    )
    return float(scale[0]), shift


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


def _inner_folds(examples: Sequence[Example]) -> Iterator[tuple[NDArray[np.int64], ...]]:
    """Yield places of examples to learn from and of those kept apart, each kept apart once."""
    folds: Iterator[tuple[NDArray[np.int64], ...]] = GroupKFold(INNER_FOLDS).split(
        examples, groups=[one.fold for one in examples]
    )
    return folds


def _floats(numbers: Doubles) -> Floats:
    return numbers.astype(np.float32)


def _bias(shift: float) -> Doubles:
    """Return what moves ``CONFIDENCE_TERMS`` by a shift: the first of them is the bias."""
    return np.array([shift, *np.zeros(len(CONFIDENCE_TERMS) - 1)])


def _logistic(
    rows: Doubles, labels: NDArray[np.bool_], weights: Doubles, penalty: float
) -> tuple[Doubles, float]:
    middle, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    model = LogisticRegression(C=1 / penalty, max_iter=5000)
    model.fit((rows - middle) / scale, labels, sample_weight=weights)
    found = model.coef_[0] / scale
    return found, float(model.intercept_[0] - found @ middle)
