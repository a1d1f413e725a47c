"""Labelled questions -> figures that say how well they are matched."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean, median, quantiles
from time import perf_counter

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.interview import Interview
from knowledge.matching import Decision, Match

OFF_TOPIC = "offtopic"
NEAR_MISS = "nearmiss"
BINS = 10
# As much of a quote as tells it from the others of its line.
_SHOWN_OF_A_QUOTE = 60


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
        faults: what its label names and the interview has not, each with file, line and what would
            be right. It counts for nothing: a label of which nothing is left says that the
            interview does not answer the question.
    """

    question: str
    kind: str
    relevant: frozenset[int]
    pair: int | None = None
    faults: tuple[str, ...] = ()


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
    the same), ``offtopic_declined``, and ``declined`` (of any kind). Of all:
    ``calibration_error``, the expected calibration error of the best candidate's confidence over
    ten bins (Guo et al., https://arxiv.org/abs/1706.04599), and the time of a match in
    milliseconds.
    """

    questions: int
    right: float | None
    one_tap: float | None
    wrong: float | None
    top1: float | None
    top3: float | None
    offtopic_said: float | None
    offtopic_declined: float | None
    nearmiss_said: float | None
    declined: float | None
    calibration_error: float | None
    ms_median: float | None
    ms_p99: float | None


@dataclass(frozen=True)
class Bin:
    """The questions whose best candidate's confidence lies in the same tenth.

    Attributes:
        position: 0 for the tenth that begins at 0, 9 for the one that ends at 1.
        questions: how many they are, at least one.
        confidence: the mean confidence, from 0 to 1.
        right: the share whose best candidate answers the question, from 0 to 1.
    """

    position: int
    questions: int
    confidence: float
    right: float


@dataclass(frozen=True)
class Asked:
    """What the interviewer asked; ``number`` counts the interview's exchanges from 1."""

    number: int
    id: str
    question: str


@dataclass(frozen=True)
class WrongAnswer:
    """An answer that was given and should not have been.

    Attributes:
        question: as the reader put it.
        kind: the labelled question's.
        confidence: with which it was given, from 0 to 1.
        given: what it answers instead.
        right: what would have been right, by number; empty: the interview does not answer it.
    """

    question: str
    kind: str
    confidence: float
    given: Asked
    right: tuple[Asked, ...]


def read_questions(path: Path, interview: Interview) -> list[LabelledQuestion]:
    """Read labelled questions, one JSON object a line.

    An object has ``question``, ``kind``, and either ``relevant`` (exchange numbers) or ``quotes``
    (texts, each of which stands in an answer that is right). What a label names and the interview
    has not is noted in the question's ``faults``.

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
        relevant, faults = _resolve(line, answers)
        placed = tuple(f"{path}:{number}: {fault}" for fault in faults)
        labelled.append(LabelledQuestion(line.question, line.kind, relevant, line.pair, placed))
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
    off_topic = [one for one in unanswered if one.labelled.kind == OFF_TOPIC]
    near_misses = [one for one in unanswered if one.labelled.kind == NEAR_MISS]
    times = [one.ms for one in outcomes if one.ms is not None]

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
        offtopic_said=_mean(one.said for one in off_topic),
        offtopic_declined=_mean(one.decision is Decision.DECLINE for one in off_topic),
        nearmiss_said=_mean(one.said for one in near_misses),
        declined=_mean(one.decision is Decision.DECLINE for one in unanswered),
        calibration_error=_calibration_error(outcomes),
        ms_median=median(times) if times else None,
        ms_p99=quantiles(times, n=100)[98] if len(times) > 1 else None,
    )


def reliability(outcomes: Iterable[Outcome]) -> list[Bin]:
    """Hold the confidences against how often they were right, in ten bins; empty ones left out."""
    groups: dict[int, list[Outcome]] = {}
    for one in outcomes:
        groups.setdefault(min(int(one.confidence * BINS), BINS - 1), []).append(one)
    return [
        Bin(
            position,
            len(group),
            fmean(one.confidence for one in group),
            fmean(float(one.hit) for one in group),
        )
        for position, group in sorted(groups.items())
    ]


def wrong_answers(outcomes: Iterable[Outcome], interview: Interview) -> list[WrongAnswer]:
    """Return every answer that was given and should not have been, the surest first."""

    def asked(number: int) -> Asked:
        exchange = interview.exchanges[number - 1]
        return Asked(number, exchange.id, exchange.question)

    return [
        WrongAnswer(
            one.labelled.question,
            one.labelled.kind,
            one.confidence,
            asked(one.numbers[0]),
            tuple(asked(number) for number in sorted(one.labelled.relevant)),
        )
        for one in sorted(outcomes, key=lambda one: -one.confidence)
        if one.said and not one.hit
    ]


def as_json(found: Figures, wrong: Iterable[WrongAnswer] | None = None) -> str:
    """Return figures as one JSON object, shares and milliseconds with four decimals.

    Where wrong answers are given, they are listed in its field ``wrong_answers``.
    """
    fields: dict[str, object] = {
        name: round(value, 4) if isinstance(value, float) else value
        for name, value in vars(found).items()
    }
    if wrong is not None:
        fields["wrong_answers"] = [
            asdict(one) | {"confidence": round(one.confidence, 4)} for one in wrong
        ]
    return json.dumps(fields, ensure_ascii=False)


def _resolve(line: _Line, answers: Sequence[str]) -> tuple[frozenset[int], list[str]]:
    """Return the numbers of the exchanges that a label names, and what it names in vain."""
    relevant: set[int] = set()
    faults = []
    for number in line.relevant or ():
        if 1 <= number <= len(answers):
            relevant.add(number)
        else:
            faults.append(
                f"relevant names exchange {number}: the interview has 1 to {len(answers)}"
            )
    for quote in line.quotes or ():
        wanted = " ".join(quote.split())
        found = [number for number, answer in enumerate(answers, 1) if wanted in answer]
        relevant.update(found)
        if not found:
            cut = " …" if len(wanted) > _SHOWN_OF_A_QUOTE else ""
            shown = wanted[:_SHOWN_OF_A_QUOTE] + cut
            faults.append(
                f"the quote “{shown}” stands in no answer: give words as they stand there"
            )
    if faults and not relevant:
        faults[-1] += " (the question counts as one that the interview does not answer)"
    return frozenset(relevant), faults


def _mean(values: Iterable[bool]) -> float | None:
    listed = [float(value) for value in values]
    return fmean(listed) if listed else None


def _calibration_error(outcomes: Sequence[Outcome]) -> float | None:
    if not outcomes:
        return None
    gaps = (abs(one.confidence - one.right) * one.questions for one in reliability(outcomes))
    return sum(gaps) / len(outcomes)
