"""Evidence -> the probability that an exchange answers the question."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import Self

import numpy as np

from knowledge.matching.evidence import FEATURES, Evidence
from knowledge.matching.match import Decision
from knowledge.matching.term_index import Floats

FITTED = Path(__file__).with_name("weights.toml")


@dataclass(frozen=True)
class Ranked:
    """A candidate before it is given its words.

    Attributes:
        position: of its exchange, among those that the evidence was found in.
        log_odds: that it answers the question.
        sentence: which sentence of its answer is nearest to the question.
    """

    position: int
    log_odds: float
    sentence: int

    @property
    def confidence(self) -> float:
        """The probability, from 0 to 1."""
        return 1 / (1 + exp(-self.log_odds))


@dataclass(frozen=True)
class Weighting:
    """A logistic regression on the evidence, and what its probabilities decide.

    Attributes:
        weights: one for each of ``FEATURES``, shape (features,).
        bias: what is added to their weighted sum.
        answer_from: the least confidence with which an exchange is given as the answer.
        clear_by: how far above the next one's confidence that of an answer must be; where two
            are about as likely, the reader chooses.
        suggest_from: the least with which an exchange is offered as one of the closest.
    """

    weights: Floats
    bias: float
    answer_from: float
    clear_by: float
    suggest_from: float

    @classmethod
    def fitted(cls) -> Self:
        """Return the weighting that ``benches/fit_matcher.py`` found."""
        numbers = tomllib.loads(FITTED.read_text(encoding="utf-8"))
        weights = np.array([numbers["weights"][name] for name in FEATURES], np.float32)
        return cls(
            weights,
            numbers["bias"],
            numbers["answer_from"],
            numbers["clear_by"],
            numbers["suggest_from"],
        )

    def rank(self, evidence: Sequence[Evidence]) -> list[Ranked]:
        """Return the candidates that evidence speaks for, likeliest first.

        The first evidence is that of the whole message, the others that of its parts. A part may
        hold the question while the rest is chatter, or take words out of their context: the log
        odds are the mean of the whole's and of the part's that speaks most for the candidate.
        """
        whole: dict[int, Ranked] = {}
        parts: dict[int, Ranked] = {}
        for number, found in enumerate(evidence):
            best = parts if number else whole
            odds = found.features @ self.weights + np.float32(self.bias)
            for position, value, sentence in zip(
                found.exchanges.tolist(), odds.tolist(), found.sentences, strict=True
            ):
                if position not in best or value > best[position].log_odds:
                    best[position] = Ranked(position, value, sentence)
        ranked = [
            Ranked(
                position, (one.log_odds + parts[position].log_odds) / 2, parts[position].sentence
            )
            if position in parts
            else one
            for position, one in whole.items()
        ]
        return sorted(ranked, key=lambda one: (-one.log_odds, one.position))

    def decide(self, confidences: Sequence[float]) -> Decision:
        """Return what a reader should be shown, given the confidences of a ranking."""
        best, second = (*confidences, 0.0, 0.0)[:2]
        if best >= self.answer_from and best - second >= self.clear_by:
            return Decision.ANSWER
        return Decision.SUGGEST if best >= self.suggest_from else Decision.DECLINE
