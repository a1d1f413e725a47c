"""When something is said of what goes wrong, on a clock of the tests' own."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.desk.tally import QUIET, Alarm, Tally
from bot.trouble import Cause, Trouble

DATABASE, LOST = Cause(Trouble.DATABASE), Cause(Trouble.LOST)


def test_what_is_new_is_said_at_once_and_alone() -> None:
    tally = Tally()
    tally.add(DATABASE)
    tally.add(LOST)
    tally.add(LOST)

    assert tally.wait(5.0) == 0
    assert tally.take(5.0) == [Alarm(DATABASE, 1), Alarm(LOST, 2)]
    assert tally.take(5.0) == []
    assert tally.wait(5.0) is None


def test_what_comes_again_waits_and_is_said_with_how_often() -> None:
    tally = Tally()
    tally.add(DATABASE)
    tally.take(0.0)
    for _ in range(50):
        tally.add(DATABASE)

    assert tally.take(QUIET - 1) == []
    assert tally.wait(QUIET - 1) == 1
    assert tally.take(QUIET) == [Alarm(DATABASE, 50, QUIET)]
    assert tally.take(2 * QUIET) == []


def test_what_comes_again_after_a_long_time_is_new() -> None:
    tally = Tally()
    tally.add(DATABASE)
    tally.take(0.0)
    assert tally.take(QUIET) == []
    tally.add(DATABASE)

    assert tally.take(10 * QUIET) == [Alarm(DATABASE, 1)]


def test_one_cause_does_not_hold_up_another() -> None:
    tally = Tally()
    tally.add(DATABASE)
    tally.take(0.0)
    tally.add(DATABASE)
    tally.add(LOST)

    assert tally.take(1.0) == [Alarm(LOST, 1)]


@given(st.lists(st.tuples(st.sampled_from([DATABASE, LOST]), st.integers(0, 900)), max_size=60))
def test_nothing_is_lost_and_nothing_is_said_twice_within_the_quiet_time(
    met: list[tuple[Cause, int]],
) -> None:
    tally, now = Tally(), 0
    said: list[tuple[float, Alarm]] = []
    for cause, later in met:
        now += later
        tally.add(cause)
        said += [(now, alarm) for alarm in tally.take(now)]
    said += [(now + QUIET, alarm) for alarm in tally.take(now + QUIET)]

    for one in (DATABASE, LOST):
        moments = [at for at, alarm in said if alarm.cause == one]
        assert all(after - before >= QUIET for before, after in pairwise(moments))
        times = sum(alarm.times for _, alarm in said if alarm.cause == one)
        assert times == sum(cause == one for cause, _ in met)
