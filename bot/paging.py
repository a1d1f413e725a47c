"""Lists that are shown a page at a time."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.keyboard import Row, button
from bot.wording import Wording

Listed = TypeVar("Listed")
PAGE = 5


def page_of(listed: Sequence[Listed], page: int) -> tuple[int, list[tuple[int, Listed]]]:
    """Return which page is shown, the last one at most, and what is on it, counted from 1."""
    page = min(page, max(len(listed) - 1, 0) // PAGE)
    first = page * PAGE
    return page, list(enumerate(listed[first : first + PAGE], first + 1))


def turning_of(wording: Wording, page: int, count: int, carries: Callable[[int], str]) -> Row:
    """Return the buttons that lead from a page of a list to those beside it."""
    turning = []
    if page > 0:
        turning.append(button(wording.previous_page, carries(page - 1)))
    if (page + 1) * PAGE < count:
        turning.append(button(wording.next_page, carries(page + 1)))
    return turning
