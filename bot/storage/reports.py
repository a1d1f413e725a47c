"""What the journal says of a period: how well it went, and what was not answered."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from bot.storage.database import Database
from bot.storage.entries import Verdict, milliseconds
from bot.storage.tables import JournalRow, VerdictRow
from knowledge.matching import Decision

_DAY = 24 * 60 * 60 * 1000
# A tenth of a millisecond, in microseconds: medians are as exact as that.
_STEP = 100
# Before any journal.
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Period:
    """From a moment on, until before another."""

    since: datetime
    until: datetime

    @classmethod
    def of_days(cls, days: int | None, now: datetime) -> "Period":
        """Return so many whole days, in UTC, of which the last is that of a moment.

        Without a number, all days up to it.
        """
        today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        since = _BEGINNING if days is None else today - timedelta(days=days - 1)
        return cls(since, today + timedelta(days=1))

    @property
    def asked(self) -> ColumnElement[bool]:
        """Whether a row's question was asked in it."""
        return self._holds(JournalRow.asked_at)

    @property
    def judged(self) -> ColumnElement[bool]:
        """Whether a verdict was given in it."""
        return self._holds(VerdictRow.judged_at)

    def _holds(self, moment: InstrumentedAttribute[int]) -> ColumnElement[bool]:
        return and_(moment >= milliseconds(self.since), moment < milliseconds(self.until))


@dataclass(frozen=True)
class Day:
    """How often which decision was taken on a day, which begins at midnight UTC."""

    day: date
    answered: int = 0
    suggested: int = 0
    declined: int = 0


@dataclass(frozen=True)
class MostAsked:
    """An exchange, by the ids of its interview and of its own, and how often it was the answer."""

    interview: str
    exchange: str
    times: int


@dataclass(frozen=True)
class Statistics:
    """What happened in a period.

    Attributes:
        days: those on which anything was asked, in order.
        readers: how many different people asked.
        right: how often a reader said that the answer was right.
        wrong: how often one said that it was wrong.
        chosen: how often one took a suggestion.
        median_matching: seconds; none where nothing was asked.
        median_answering: seconds from the update to the reply that was sent.
        most_asked: the exchanges that were most often the answer.
        rightly_declined: how many of those declined are settled as not asked, where that is known.
    """

    days: tuple[Day, ...]
    readers: int
    right: int
    wrong: int
    chosen: int
    median_matching: float | None
    median_answering: float | None
    most_asked: tuple[MostAsked, ...]
    rightly_declined: int = 0

    @property
    def asked(self) -> int:
        """How many questions were asked."""
        return self.answered + self.suggested + self.declined

    @property
    def answered(self) -> int:
        """How many were answered at once."""
        return sum(day.answered for day in self.days)

    @property
    def suggested(self) -> int:
        """For how many the closest was offered."""
        return sum(day.suggested for day in self.days)

    @property
    def declined(self) -> int:
        """Of how many it was said that they were not asked."""
        return sum(day.declined for day in self.days)


class Reason(StrEnum):
    """Why a question counts as unanswered."""

    DECLINED = "declined"
    NOT_TAKEN = "not taken"  # none of the suggestions was
    WRONG = "wrong"  # as a reader said


@dataclass(frozen=True)
class Unanswered:
    """A question without an answer, as it was put, how often, and when the last time."""

    question: str
    reason: Reason
    times: int
    last_asked: datetime


async def statistics(database: Database, period: Period, most: int = 10) -> Statistics:
    """Return what happened in a period, with so many of the exchanges that were asked most.

    Each part is counted on a connection of its own, at the same time as the others.

    Raises:
        UnavailableError: where the database is away.
    """
    days, readers, verdicts, matching, answering, most_asked = await asyncio.gather(
        _days(database, period),
        _readers(database, period),
        _verdicts(database, period),
        _median(database, period, JournalRow.matching),
        _median(database, period, JournalRow.answering),
        _most_asked(database, period, most),
    )
    return Statistics(
        days=days,
        readers=readers,
        right=verdicts.get(Verdict.RIGHT, 0),
        wrong=verdicts.get(Verdict.WRONG, 0),
        chosen=verdicts.get(Verdict.CHOSEN, 0),
        median_matching=matching,
        median_answering=answering,
        most_asked=most_asked,
    )


async def unanswered(database: Database, period: Period, most: int = 100) -> list[Unanswered]:
    """Return the questions of a period that were left unanswered, the most frequent first.

    Those whose texts are deleted are not among them.

    Raises:
        UnavailableError: where the database is away.
    """
    mine = VerdictRow.reference == JournalRow.reference
    is_wrong = exists().where(mine, VerdictRow.verdict == Verdict.WRONG.value)
    taken = (Verdict.CHOSEN.value, Verdict.RIGHT.value)
    is_taken = exists().where(mine, VerdictRow.verdict.in_(taken))
    declined = JournalRow.decision == Decision.DECLINE.value
    not_taken = and_(JournalRow.decision == Decision.SUGGEST.value, ~is_taken)
    reason = case(
        (declined, Reason.DECLINED.value),
        (not_taken, Reason.NOT_TAKEN.value),
        else_=Reason.WRONG.value,
    ).label("reason")
    times, last = func.count().label("times"), func.max(JournalRow.asked_at).label("last")
    wanted = (
        select(JournalRow.question, reason, times, last)
        .where(period.asked, JournalRow.question.is_not(None), or_(declined, not_taken, is_wrong))
        .group_by(JournalRow.question, reason)
        .order_by(times.desc(), last.desc())
        .limit(most)
    )
    async with database.begin() as connection:
        rows = await connection.execute(wanted)
        return [
            Unanswered(question, Reason(why), count, datetime.fromtimestamp(at / 1000, UTC))
            for question, why, count, at in rows
            if question is not None
        ]


async def _days(database: Database, period: Period) -> tuple[Day, ...]:
    day = (JournalRow.asked_at // _DAY).label("day")
    counted: dict[int, dict[str, int]] = {}
    wanted = (
        select(day, JournalRow.decision, func.count())
        .where(period.asked)
        .group_by(day, JournalRow.decision)
    )
    async with database.begin() as connection:
        rows = (await connection.execute(wanted)).all()
    for number, decision, count in rows:
        counted.setdefault(number, {})[decision] = count
    return tuple(
        Day(
            _BEGINNING.date() + timedelta(days=number),
            counts.get(Decision.ANSWER, 0),
            counts.get(Decision.SUGGEST, 0),
            counts.get(Decision.DECLINE, 0),
        )
        for number, counts in sorted(counted.items())
    )


async def _readers(database: Database, period: Period) -> int:
    known = and_(period.asked, JournalRow.reader.is_not(None))
    different = select(JournalRow.reader).where(known).distinct().subquery()
    async with database.begin() as connection:
        return await connection.scalar(select(func.count()).select_from(different)) or 0


async def _verdicts(database: Database, period: Period) -> dict[str, int]:
    wanted = (
        select(VerdictRow.verdict, func.count()).where(period.judged).group_by(VerdictRow.verdict)
    )
    async with database.begin() as connection:
        return dict((await connection.execute(wanted)).all())


async def _median(
    database: Database, period: Period, time: InstrumentedAttribute[int | None]
) -> float | None:
    """Return the median of a time in seconds; neither database need sort the rows for it."""
    step = (time // _STEP).label("step")
    wanted = select(step, func.count()).where(period.asked, time.is_not(None)).group_by(step)
    async with database.begin() as connection:
        rows = (await connection.execute(wanted)).all()
    return _middle([(number, count) for number, count in rows if number is not None])


def _middle(counted: Sequence[tuple[int, int]]) -> float | None:
    left = (sum(count for _, count in counted) + 1) // 2
    for step, count in sorted(counted):
        left -= count
        if left <= 0:
            return step * _STEP / 1e6
    return None


async def _most_asked(database: Database, period: Period, most: int) -> tuple[MostAsked, ...]:
    times = func.count().label("times")
    which = (JournalRow.interview, JournalRow.exchange)
    wanted = (
        select(*which, times)
        .where(period.asked, JournalRow.decision == Decision.ANSWER.value)
        .group_by(*which)
        .order_by(times.desc(), *which)
        .limit(most)
    )
    async with database.begin() as connection:
        rows = (await connection.execute(wanted)).all()
    return tuple(
        MostAsked(interview, exchange, count)
        for interview, exchange, count in rows
        if interview is not None and exchange is not None
    )
