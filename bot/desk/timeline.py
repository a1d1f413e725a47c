"""Days -> the columns of a chart: no more of them than a phone can show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.storage.reports import Day

# Columns of a chart, at most.
MOST_COLUMNS = 32
_WEEK = 7


@dataclass(frozen=True)
class Column:
    """How often which decision was taken from a day on, until the next column begins.

    Attributes:
        is_month: whether it stands for a month, or for several; else for a day or a week.
    """

    begins: date
    answered: int = 0
    suggested: int = 0
    declined: int = 0
    is_month: bool = False

    @property
    def asked(self) -> int:
        """How many questions were asked."""
        return self.answered + self.suggested + self.declined


def columns(days: Sequence[Day], first: date | None, last: date) -> list[Column]:
    """Return columns from a day, or the first on which anything was asked, to the ``last``.

    Each is a day; where these are too many a week, else a month, else as many months as it takes.
    Those of days on which nothing was asked are there too.
    """
    first = first or (days[0].day if days else last)
    span = (last - first).days + 1
    if span <= MOST_COLUMNS:
        return _gathered(days, first, last, lambda day: day, is_month=False)
    if span <= MOST_COLUMNS * _WEEK - _WEEK:
        return _gathered(days, first, last, _monday, is_month=False)
    months = -(-(_month_number(last) - _month_number(first) + 1) // MOST_COLUMNS)
    origin = _month_number(first)

    def begin(day: date) -> date:
        number = _month_number(day)
        return _month(number - (number - origin) % months)

    return _gathered(days, first, last, begin, is_month=True)


def _gathered(
    days: Sequence[Day], first: date, last: date, begin: Callable[[date], date], *, is_month: bool
) -> list[Column]:
    sums: dict[date, tuple[int, int, int]] = {}
    for number in range((last - first).days + 1):
        sums.setdefault(begin(first + timedelta(days=number)), (0, 0, 0))
    for day in days:
        answered, suggested, declined = sums.get(begin(day.day), (0, 0, 0))
        sums[begin(day.day)] = (
            answered + day.answered,
            suggested + day.suggested,
            declined + day.declined,
        )
    return [Column(begins, *counts, is_month) for begins, counts in sorted(sums.items())]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)
