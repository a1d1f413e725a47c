"""Alarms: what goes wrong is said to the admins, in a line, by cause and not too often."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from traceback import extract_tb

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.chats import Chats
from bot.desk.tally import QUIET, Alarm, Tally
from bot.markup import escape
from bot.trouble import Cause, Trouble
from bot.wording import wording_for
from knowledge.problem import Problem

_logger = logging.getLogger(__name__)

_PROJECT = Path(__file__).parent.parent.parent
_MINUTE = 60


class Alarms:
    """Gathers what goes wrong until it is told; only for use within one event loop."""

    def __init__(self, quiet: float = QUIET, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin without any; ``quiet`` seconds are between two messages about the same cause."""
        self._tally = Tally(quiet)
        self._clock = clock
        self._sounded = asyncio.Event()
        self._left_out: frozenset[Problem] = frozenset()

    def sound(self, cause: Cause) -> None:
        """Have something told, soon or when there is something to be said of it again."""
        self._tally.add(cause)
        self._sounded.set()

    def failed(self, error: BaseException) -> None:
        """Have an error told that nobody caught: its kind, and where it comes from."""
        self.sound(Cause(Trouble.FAILED, _origin(error)))

    def refused(self, problems: Iterable[Problem]) -> None:
        """Have told which files that were saved are not served for their problems."""
        for place in _places(problems):
            self.sound(Cause(Trouble.REFUSED, place))

    def left_out(self, problems: Iterable[Problem]) -> None:
        """Have told which files are not served, or as they were before; each problem once."""
        found = frozenset(problems)
        for place in _places(found - self._left_out):
            self.sound(Cause(Trouble.LEFT_OUT, place))
        self._left_out = found

    async def tell_on(self, tell: Callable[[Alarm], Awaitable[None]]) -> None:
        """Tell what there is to be told, until cancelled."""
        while True:
            self._sounded.clear()
            for alarm in self._tally.take(self._clock()):
                await tell(alarm)
            with suppress(TimeoutError):
                wait = self._tally.wait(self._clock())
                await asyncio.wait_for(self._sounded.wait(), wait)


async def tell_admins(bot: ExtBot[int], admins: Iterable[int], chats: Chats, alarm: Alarm) -> None:
    """Say an alarm to every admin; those who can't be written to are passed over.

    Whatever goes wrong with it is no alarm.
    """
    for admin in sorted(admins):
        wording = wording_for((await chats.chosen(admin)).language)
        text = wording.alarm(alarm.cause)
        if alarm.since is not None:
            text = f"{text} {wording.alarm_again(alarm.times, round(alarm.since / _MINUTE))}"
        elif alarm.times > 1:
            text = f"{text} {wording.alarm_times(alarm.times)}"
        try:
            await bot.send_message(admin, escape(text))
        except TelegramError as error:
            _logger.info("An admin could not be told: %s", error.message)


def _origin(error: BaseException) -> str:
    """Return an error's kind, and the last line of our own that it went through."""
    kind = type(error).__name__
    for frame in reversed(extract_tb(error.__traceback__)):
        file = Path(frame.filename)
        # Packages that are installed within the project are others' code.
        if file.is_relative_to(_PROJECT) and "site-packages" not in file.parts:
            return f"{kind}, {file.relative_to(_PROJECT).as_posix()}:{frame.lineno}"
    return kind


def _places(problems: Iterable[Problem]) -> list[str]:
    """Return the place of each file's first problem."""
    first = [next(its) for _, its in groupby(sorted(problems), key=lambda one: one.path)]
    return [f"{one.path.name}:{one.line}" if one.line else one.path.name for one in first]
