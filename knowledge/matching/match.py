"""What was found for a question."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.interview import Exchange, Interview


class Decision(StrEnum):
    """What a reader should be shown."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    DECLINE = "decline"


@dataclass(frozen=True)
class Candidate:
    """An exchange that may answer the question.

    Attributes:
        interview: the interview that it belongs to.
        exchange: the exchange itself.
        number: its place in the interview, counted from 1.
        confidence: the probability that it answers the question, from 0 to 1.
        passage: the part of its answer that bears on the question, a substring of the answer.
    """

    interview: Interview
    exchange: Exchange
    number: int
    confidence: float
    passage: str


@dataclass(frozen=True)
class Match:
    """A decision, and up to three candidates, best first.

    Attributes:
        question: as it was put.
        decision: what a reader should be shown.
        candidates: the likeliest exchanges.
        named: the interviews that the question names, by who answers in them or by who published
            them; empty where it names none, or may mean something else by the name.
    """

    question: str
    decision: Decision
    candidates: tuple[Candidate, ...]
    named: tuple[Interview, ...] = ()

    @property
    def is_elsewhere(self) -> bool:
        """Whether the interviews that are named hold nothing on it: the candidates are others'."""
        named = {one.id for one in self.named}
        found = {one.interview.id for one in self.candidates}
        return bool(named and found) and named.isdisjoint(found)
