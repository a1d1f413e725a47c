"""Calls that the bot can't do without: made until Telegram answers."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError, TimedOut

from bot.receiving import polling_failed
from bot.trouble import Cause, Tell, Trouble, untold

Answer = TypeVar("Answer")

# Seconds between calls that fail: the first, and the longest.
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 30.0


async def until_it_answers(call: Callable[[], Awaitable[Answer]], tell: Tell = untold) -> Answer:
    """Make a call to Telegram until it succeeds, and return what it returns.

    ``tell`` hears of another bot that polls with the same token.

    Raises:
        InvalidToken: where Telegram doesn't know the bot.
    """
    wait = _FIRST_WAIT
    while True:
        try:
            return await call()
        except InvalidToken:
            raise
        except TimedOut:
            # It has taken its time already.
            continue
        except RetryAfter as error:
            pause = seconds_of(error)
        except TelegramError as error:
            polling_failed(error)
            if isinstance(error, Conflict):
                tell(Cause(Trouble.CONFLICT))
            pause, wait = wait, min(1.5 * wait, _LONGEST_WAIT)
        await asyncio.sleep(pause)


def seconds_of(error: RetryAfter) -> float:
    """Return for how many seconds Telegram wants to be left alone."""
    asked_for = error.retry_after
    return asked_for if isinstance(asked_for, int) else asked_for.total_seconds()
