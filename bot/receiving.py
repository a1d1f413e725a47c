"""How updates come in: by long polling, each chat's in order, chats side by side."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.error import Conflict, TelegramError
from telegram.ext import BaseUpdateProcessor

_logger = logging.getLogger(__name__)

# What the handlers of ``application`` handle, and nothing else.
ALLOWED_UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.GUEST_MESSAGE,
    Update.INLINE_QUERY,
    Update.CALLBACK_QUERY,
    Update.CHOSEN_INLINE_RESULT,
]
# How many updates may be under way at once: far more than Telegram lets the bot answer a second,
# so that chats whose answers wait for a limit don't hold up the others.
AT_ONCE = 64
# How many may wait for their turn.
_WAITING = 100_000


# Whether what runs is the handling of an update, which has a place among those under way.
_has_place: ContextVar[bool] = ContextVar("has_place", default=False)


class InOrderWithinAChat(BaseUpdateProcessor):
    """Handles the updates of a chat one after the other, and those of different chats at once."""

    def __init__(self) -> None:
        super().__init__(_WAITING)
        self._under_way = asyncio.Semaphore(AT_ONCE)
        # A lock is kept for as long as an update holds it or waits for it.
        self._chats: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle one update when those before it in its chat are done.

        Only then does it count as under way: what waits for a busy group takes no place from
        other chats. A lock serves those who wait in the order in which they came.
        """
        key = _order_key(update)
        lock = asyncio.Lock() if key is None else self._chats.setdefault(key, asyncio.Lock())
        async with lock, self._under_way:
            _has_place.set(True)
            try:
                await coroutine
            finally:
                _has_place.set(False)

    @asynccontextmanager
    async def give_way(self) -> AsyncIterator[None]:
        """Let another update have the place of the one that is handled here, and waits.

        It goes on when there is a place again.
        """
        if not _has_place.get():
            yield
            return
        _has_place.set(False)
        self._under_way.release()
        try:
            yield
        finally:
            await self._under_way.acquire()
            _has_place.set(True)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to tidy up."""


def _order_key(update: object) -> int | None:
    """Return what an update must keep its order within: its chat, or the person who looks up."""
    if not isinstance(update, Update):
        return None
    place = update.effective_chat or update.effective_user
    return place.id if place else None


def polling_failed(error: TelegramError) -> None:
    """Say in one line that polling failed; the library tries again by itself."""
    if isinstance(error, Conflict):
        _logger.error("Another bot is polling with the same token: stop one of the two.")
    else:
        _logger.warning("Telegram could not be reached (%s); trying again.", error)
