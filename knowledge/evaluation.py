"""Labelled questions -> figures that say how well they are matched."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median, quantiles
from time import perf_counter

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.interview import Interview
from knowledge.matching import Decision, Match

OFF_TOPIC = "offtopic"
NEAR_MISS = "nearmiss"
_BINS = 10


class QuestionsError(ValueError):
    """Labelled questions that can't be read; its text has file, line and what would be right."""


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True)

    question: str
    kind: str
    lang: str = "en"
    relevant: tuple[int, ...] | None = None
    quotes: tuple[str, ...] | None = None
    pair: int | None = None


@dataclass(frozen=True)
class LabelledQuestion:
    """A question, and the numbers of the exchanges that answer it.

    Attributes:
        question: as a reader would put it.
        kind: such as ``paraphrase``, ``typo``, ``offtopic`` (nothing to do with the interview) or
            ``nearmiss`` (the same people and themes, but not answered).
        relevant: numbers of the exchanges that answer it, counted from 1; empty where none does.
        pair: joins two questions that look alike, of which only one is answered.
    """

    question: str
    kind: str
    relevant: frozenset[int]
    pair: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What a matcher made of a labelled question.

    Attributes:
        labelled: the question and its label.
        decision: what the reader would see.
        numbers: the candidates' numbers, best first.
        confidence: the best candidate's, 0 where there is none.
        ms: how long the match took, in milliseconds, where it was timed.
    """

    labelled: LabelledQuestion
    decision: Decision
    numbers: tuple[int, ...]
    confidence: float
    ms: float | None = None

    @property
    def hit(self) -> bool:
        """Whether the best candidate answers the question."""
        return self.numbers[:1] != () and self.numbers[0] in self.labelled.relevant

    @property
    def offered(self) -> bool:
        """Whether the answer is among the candidates."""
        return not self.labelled.relevant.isdisjoint(self.numbers)

    @property
    def said(self) -> bool:
        """Whether the best candidate was given as the answer."""
        return self.decision is Decision.ANSWER


@dataclass(frozen=True)
class Figures:
    """Shares from 0 to 1, ``None`` where there was no question to take them on.

    Of the questions that the interview answers: ``right`` (answered, rightly), ``one_tap`` (that,
    or the answer among what was offered), ``wrong`` (answered, wrongly), ``top1`` and ``top3``
    (whatever the decision). Of the others: ``offtopic_said`` and ``nearmiss_said`` (answered all
    the same), ``declined``. Of all: ``calibration_error``, the expected calibration error of the
    best candidate's confidence over ten bins (Guo et al., https://arxiv.org/abs/1706.04599), and
    the time of a match in milliseconds.
    """

    questions: int
    right: float | None
    one_tap: float | None
    wrong: float | None
    top1: float | None
    top3: float | None
    offtopic_said: float | None
    nearmiss_said: float | None
    declined: float | None
    calibration_error: float | None
    ms_median: float | None
    ms_p99: float | None


def read_questions(path: Path, interview: Interview) -> list[LabelledQuestion]:
    """Read labelled questions, one JSON object a line.

    An object has ``question``, ``kind``, and either ``relevant`` (exchange numbers) or ``quotes``
    (texts, each of which stands in an answer that is right).

    Raises:
        QuestionsError: if the file can't be read, or a line is no such object.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsError(f"{path}: can't be read: {error}") from error
    answers = [" ".join(exchange.answer.split()) for exchange in interview.exchanges]
    labelled = []
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            line = _Line.model_validate_json(text)
        except ValidationError as error:
            reason = error.errors()[0]["msg"]
            raise QuestionsError(
                f"{path}:{number}: not a labelled question ({reason}): give question, kind, and "
                "relevant or quotes"
            ) from error
        if line.relevant is None and line.quotes is None:
            raise QuestionsError(
                f"{path}:{number}: not a labelled question (no label): give question, kind, "
                "and relevant or quotes"
            )
        relevant = set(line.relevant or ())
        for quote in line.quotes or ():
            wanted = " ".join(quote.split())
            relevant.update(at for at, answer in enumerate(answers, 1) if wanted in answer)
        labelled.append(LabelledQuestion(line.question, line.kind, frozenset(relevant), line.pair))
    if not labelled:
        raise QuestionsError(f"{path}: has no questions: give one JSON object a line")
    return labelled


def evaluate(match: Callable[[str], Match], questions: Iterable[LabelledQuestion]) -> list[Outcome]:
    """Put every question to a matcher and note what it makes of it."""
    outcomes = []
    for labelled in questions:
        start = perf_counter()
        found = match(labelled.question)
        ms = (perf_counter() - start) * 1000
        numbers = tuple(candidate.number for candidate in found.candidates)
        confidence = found.candidates[0].confidence if found.candidates else 0.0
        outcomes.append(Outcome(labelled, found.decision, numbers, confidence, ms))
    return outcomes


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """Sum up outcomes."""
    answered = [one for one in outcomes if one.labelled.relevant]
    unanswered = [one for one in outcomes if not one.labelled.relevant]
    times = [one.ms for one in outcomes if one.ms is not None]

    def share(kind: str) -> float | None:
        return _mean(one.said for one in unanswered if one.labelled.kind == kind)

    return Figures(
        questions=len(outcomes),
        right=_mean(one.said and one.hit for one in answered),
        one_tap=_mean(
            one.hit if one.said else one.offered and one.decision is Decision.SUGGEST
            for one in answered
        ),
        wrong=_mean(one.said and not one.hit for one in answered),
        top1=_mean(one.hit for one in answered),
        top3=_mean(one.offered for one in answered),
        offtopic_said=share(OFF_TOPIC),
        nearmiss_said=share(NEAR_MISS),
        declined=_mean(one.decision is Decision.DECLINE for one in unanswered),
        calibration_error=_calibration_error(outcomes),
        ms_median=median(times) if times else None,
        ms_p99=quantiles(times, n=100)[98] if len(times) > 1 else None,
    )


def as_json(found: Figures) -> str:
    """Return figures as one JSON object, shares and milliseconds with four decimals."""
    return json.dumps(
        {
            name: round(value, 4) if isinstance(value, float) else value
            for name, value in vars(found).items()
        }
    )


def _mean(values: Iterable[bool]) -> float | None:
    listed = [float(value) for value in values]
    return fmean(listed) if listed else None


def _calibration_error(outcomes: Sequence[Outcome]) -> float | None:
    bins: dict[int, list[Outcome]] = {}
    for one in outcomes:
        bins.setdefault(min(int(one.confidence * _BINS), _BINS - 1), []).append(one)
    if not bins:
        return None
    gaps = (
        abs(fmean(one.confidence for one in group) - fmean(float(one.hit) for one in group))
        * len(group)
        for group in bins.values()
    )
    return sum(gaps) / len(outcomes)
