"""Days, gathered into columns that fit a phone."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.desk.timeline import MOST_COLUMNS, Column, columns
from bot.storage.reports import Day

TODAY = date(2026, 11, 26)


def test_days_on_which_nothing_was_asked_are_there_too() -> None:
    found = columns([Day(TODAY, 3, 2, 1)], TODAY - timedelta(days=6), TODAY)

    assert len(found) == 7
    assert found[-1] == Column(TODAY, 3, 2, 1)
    assert not any(one.asked for one in found[:-1])


def test_without_a_bound_it_begins_with_the_first_question() -> None:
    first = TODAY - timedelta(days=2)

    assert [one.begins for one in columns([Day(first, 1)], None, TODAY)] == [
        first,
        first + timedelta(days=1),
        TODAY,
    ]
    assert columns([], None, TODAY) == [Column(TODAY)]


def test_many_days_become_weeks_and_very_many_months() -> None:
    weeks = columns([Day(TODAY - timedelta(days=100), 1), Day(TODAY, 2)], None, TODAY)
    months = columns([Day(TODAY - timedelta(days=400), 1), Day(TODAY, 2)], None, TODAY)

    assert {one.begins.weekday() for one in weeks} == {0}
    assert not any(one.is_month for one in weeks)
    assert {one.begins.day for one in months} == {1}
    assert all(one.is_month for one in months)


@given(st.dictionaries(st.integers(0, 12_000), st.integers(1, 9), min_size=1, max_size=50))
def test_nothing_is_lost_and_all_fits_whatever_the_days(asked: dict[int, int]) -> None:
    days = sorted(
        (Day(TODAY - timedelta(days=ago), times, 1, 2) for ago, times in asked.items()),
        key=lambda one: one.day,
    )

    found = columns(days, None, TODAY)

    assert len(found) <= MOST_COLUMNS
    assert sum(one.answered for one in found) == sum(asked.values())
    assert sum(one.asked for one in found) == sum(asked.values()) + 3 * len(asked)
    assert found[0].answered
    assert [one.begins for one in found] == sorted({one.begins for one in found})
