"""Long polling that confirms an update only once it is handled.

The library's own confirms what it has put into a queue in memory, which a crash empties.
"""

import asyncio
import json
import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn, TypeVar
from urllib.parse import urlencode

from telegram.error import TelegramError

from bot.context import Bot
from bot.handling import MOST_UNDER_WAY, Handling
from bot.incoming import Incoming, from_json, incoming
from bot.insisting import until_it_answers
from bot.ledger import Ledger
from bot.receiving import ALLOWED_UPDATES
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
# Seconds at the end to tell Telegram what was handled.
_TO_CONFIRM = 2.0


class Polling:
    """Takes updates from Telegram to an application, each once, and confirms what is handled."""

    def __init__(self, application: Bot, ledger: Ledger) -> None:
        self._application = application
        self._ledger = ledger
        self._window = Window()
        self._handling = Handling(application, ledger)
        self._handled_before: frozenset[int] | None = None
        self._pause = FIRST_PAUSE
        self._is_risk_said = False

    async def run(self) -> NoReturn:
        """Take updates until cancelled, those first that an earlier run has left.

        Raises:
            InvalidToken: where Telegram doesn't know the bot any more.
        """
        for content in await self._ledger.kept():
            if one := from_json(content):
                self._window.settle(one.number)
                self._begin(one)
        while True:
            asked_from = self._window.offset

            async def ask(offset: int | None = asked_from) -> list[Incoming]:
                return await self._ask(offset, wait=_LONG_POLL)

            sound = self._application.context_types.context.services.alarms.sound
            received = await until_it_answers(ask, sound)
            new = await self._take(received, asked_from)
            await self._wait(received, new, asked_from)

    async def finish(self, within: float) -> None:
        """Wait for what is under way, so many seconds at most, and confirm what is handled.

        What is not finished comes again in the next run.
        """
        await self._handling.finish(within)
        if self._window.offset is not None:
            with suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(_TO_CONFIRM):
                    await self._ask(self._window.offset, wait=0, most=1)

    async def _ask(self, offset: int | None, *, wait: int, most: int = AT_A_TIME) -> list[Incoming]:
        """Ask for updates (https://core.telegram.org/bots/api#getupdates).

        The library's own call fails where it can't read one of them, and says nothing of which.

        Raises:
            TelegramError: where Telegram does not give them.
        """
        bot = self._application.bot
        wanted = {"timeout": wait, "limit": most, "allowed_updates": json.dumps(ALLOWED_UPDATES)}
        if offset is not None:
            wanted["offset"] = offset
        transport = bot.request
        given = await transport.post(
            f"{bot.base_url}/getUpdates?{urlencode(wanted)}",
            read_timeout=wait + (transport.read_timeout or 0),
        )
        found = [incoming(one) for one in given] if isinstance(given, list) else []
        return [one for one in found if one is not None]

    async def _take(self, received: Sequence[Incoming], asked_from: int | None) -> int:
        """Begin to handle what has not been before; return how many are new."""
        if received and self._handled_before is None:
            self._handled_before = await self._ledger.handled_from(received[0].number)
        new = list(self._window.new(received, asked_from))
        for one in new:
            if self._handled_before and one.number in self._handled_before:
                self._window.settle(one.number)
            else:
                self._begin(one)
        return len(new)

    def _begin(self, one: Incoming) -> None:
        self._handling.begin(one, lambda: self._window.settle(one.number))

    async def _wait(self, received: Sequence[Incoming], new: int, asked_from: int | None) -> None:
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
        if self._handling.count >= MOST_UNDER_WAY:
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
        for one in slow:
            self._window.settle(one.number)
