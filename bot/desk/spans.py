"""For how long back statistics look."""

from enum import Enum


class Span(Enum):
    """Some days up to today."""

    WEEK = "week"
    MONTH = "month"
    ALL = "all"

    @property
    def typed(self) -> str:
        """How people write it, and buttons carry it."""
        return _TYPED[self]

    @property
    def days(self) -> int | None:
        """How many days it has; none where there is no bound."""
        return _DAYS[self]


_TYPED = {Span.WEEK: "7d", Span.MONTH: "30d", Span.ALL: "all"}
_DAYS = {Span.WEEK: 7, Span.MONTH: 30, Span.ALL: None}


def span_of(typed: str) -> Span | None:
    """Return what somebody wrote, if it is one; a week where they wrote nothing."""
    text = typed.strip().lower()
    if not text:
        return Span.WEEK
    return next((span for span in Span if span.typed == text), None)
