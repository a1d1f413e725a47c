"""Which updates are new, and which Telegram may forget."""

from bot.incoming import Incoming
from bot.window import Window


def taken(window: Window, *update_ids: int, asked_from: int | None = None) -> list[int]:
    """Return which of the updates that came are new."""
    new = window.new([Incoming(one, {}) for one in update_ids], asked_from)
    return [one.number for one in new]


async def test_the_offset_stays_at_the_first_that_is_not_settled() -> None:
    window = Window()
    taken(window, 5, 6, 7)
    window.settle(6)
    assert (window.offset, window.size) == (5, 3)
    window.settle(5)
    assert (window.offset, window.size) == (7, 1)
    window.settle(7)
    assert (window.offset, window.size) == (8, 0)


async def test_what_comes_again_is_not_new_whether_it_is_settled_or_not() -> None:
    window = Window()
    taken(window, 5, 6)
    window.settle(6)

    assert taken(window, 5, 6, 7, asked_from=5) == [7]


async def test_what_is_settled_while_it_is_on_its_way_again_is_not_new() -> None:
    window = Window()
    taken(window, 5)
    window.settle(5)

    assert taken(window, 5, asked_from=5) == []
    assert window.offset == 6


async def test_after_a_quiet_week_numbers_may_begin_lower() -> None:
    window = Window()
    taken(window, 1000)
    window.settle(1000)

    assert taken(window, 3, 4, asked_from=1001) == [3, 4]
    assert window.offset == 3
    window.settle(3)
    window.settle(4)
    assert window.offset == 5
    assert taken(window, 5, asked_from=5) == [5]
