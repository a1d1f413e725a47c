"""Long polling that confirms an update only once it is handled.

The library's own confirms what it has put into a queue in memory, which a crash empties.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import NoReturn, TypeVar

from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError, TimedOut

from bot.context import Bot
from bot.ledger import Ledger
from bot.receiving import ALLOWED_UPDATES, polling_failed
from bot.trouble import Cause, Tell, Trouble, untold
from bot.window import Window

_logger = logging.getLogger(__name__)

Answer = TypeVar("Answer")

# https://core.telegram.org/bots/api#getupdates: so many at a time.
AT_A_TIME = 100
# Seconds that Telegram waits for updates before it answers that there are none.
_LONG_POLL = 10
# Of a full hundred, so many may come again, so that the bot doesn't run dry between two.
_MOST_AGAIN = 25
# Seconds to wait for what is under way, before asking for what came meanwhile.
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 0.5
# Seconds after which an update that keeps Telegram from forgetting others is kept here instead.
SLOW = 0.5
# So many may be under way at most, kept ones included: then what comes has to wait at Telegram.
MOST_UNDER_WAY = 5_000
# Seconds between calls that fail: the first, and the longest.
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 30.0
# Seconds at the end to tell Telegram what was handled.
_TO_CONFIRM = 2.0


class Polling:
    """Takes updates from Telegram to an application, each once, and confirms what is handled."""

    def __init__(self, application: Bot, ledger: Ledger) -> None:
        self._application = application
        self._ledger = ledger
        self._window = Window()
        self._under_way: set[asyncio.Task[None]] = set()
        self._handled_before: frozenset[int] | None = None
        self._pause = FIRST_PAUSE
        self._is_risk_said = False

    async def run(self) -> NoReturn:
        """Take updates until cancelled, those first that an earlier run has left.

        Raises:
            InvalidToken: where Telegram doesn't know the bot any more.
        """
        bot = self._application.bot
        for content in await self._ledger.kept():
            update = Update.de_json(json.loads(content), bot)
            self._window.settle(update.update_id)
            self._begin(update)
        while True:
            asked_from = self._window.offset

            async def ask(offset: int | None = asked_from) -> tuple[Update, ...]:
                return await bot.get_updates(
                    offset=offset, timeout=_LONG_POLL, allowed_updates=ALLOWED_UPDATES
                )

            sound = self._application.context_types.context.services.alarms.sound
            received = await until_it_answers(ask, sound)
            new = await self._take(received, asked_from)
            await self._wait(received, new, asked_from)

    async def finish(self, within: float) -> None:
        """Wait for what is under way, so many seconds at most, and confirm what is handled.

        What is not finished comes again in the next run.
        """
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=within)
        if late := list(self._under_way):
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
            _logger.warning("%d updates are left for the next start", len(late))
        if self._window.offset is not None:
            with suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(_TO_CONFIRM):
                    await self._application.bot.get_updates(
                        offset=self._window.offset, limit=1, timeout=0
                    )

    async def _take(self, received: Sequence[Update], asked_from: int | None) -> int:
        """Begin to handle what has not been before; return how many are new."""
        if received and self._handled_before is None:
            self._handled_before = await self._ledger.handled_from(received[0].update_id)
        new = list(self._window.new(received, asked_from))
        for update in new:
            if self._handled_before and update.update_id in self._handled_before:
                self._window.settle(update.update_id)
            else:
                self._begin(update)
        return len(new)

    def _begin(self, update: Update) -> None:
        task = asyncio.create_task(self._handle(update))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _handle(self, update: Update) -> None:
        handling = self._application.process_update(update)
        try:
            await self._application.update_processor.process_update(update, handling)
        finally:
            # One that is given up while it waits for its turn was never begun.
            handling.close()
        self._window.settle(update.update_id)
        self._ledger.note(update.update_id)

    async def _wait(self, received: Sequence[Update], new: int, asked_from: int | None) -> None:
        """Wait until it is worth while to ask again."""
        is_full = len(received) == AT_A_TIME
        # Much that comes again is work for nothing: then ask less often.
        is_mostly_new = 2 * new >= len(received)
        self._pause = FIRST_PAUSE if is_mostly_new else min(2 * self._pause, LONGEST_PAUSE)
        await self._window.shrinks_to(_MOST_AGAIN if is_full else 0, self._pause)
        if self._window.size and not await self._window.moves_from(asked_from, LONGEST_PAUSE):
            await self._settle_slow(is_blocked=is_full and not new)

    async def _settle_slow(self, *, is_blocked: bool) -> None:
        """Keep here what is slow, so that Telegram may forget it, and what it holds back comes.

        Where that can't be done, it stays to be confirmed, unless Telegram has nothing else to
        give because of it.
        """
        if len(self._under_way) >= MOST_UNDER_WAY:
            return
        slow = self._window.unsettled_for(SLOW)
        if not slow:
            return
        is_kept = await self._ledger.keep(slow)
        if not is_kept and not is_blocked:
            return
        if is_kept:
            self._is_risk_said = False
        elif not self._is_risk_said:
            self._is_risk_said = True
            _logger.error(
                "Updates that are slow can't be kept while the database is away: should the bot be "
                "killed now, they are lost"
            )
        for update in slow:
            self._window.settle(update.update_id)


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
            asked_for = error.retry_after
            pause = asked_for if isinstance(asked_for, int) else asked_for.total_seconds()
        except TelegramError as error:
            polling_failed(error)
            if isinstance(error, Conflict):
                tell(Cause(Trouble.CONFLICT))
            pause, wait = wait, min(1.5 * wait, _LONGEST_WAIT)
        await asyncio.sleep(pause)
