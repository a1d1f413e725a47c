"""The updates that wait for a bot, which polls for them or has them brought to its webhook."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from typing import Any

from preview.errors import ApiError

Json = dict[str, Any]

# Sent only to bots that ask for them (https://core.telegram.org/bots/api#getupdates).
_ONLY_IF_ASKED_FOR = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
# What comes after so many is lost, as in Telegram's own server.
MOST_WAITING = 100_000


class UpdateQueue:
    """Updates in the order in which they came, each until the bot has confirmed it.

    Attributes:
        allowed: the kinds that the bot wants; ``None`` is all but those that are sent only to bots
            that ask for them.
    """

    def __init__(self) -> None:
        self.allowed: tuple[str, ...] | None = None
        self._waiting: OrderedDict[int, Json] = OrderedDict()
        self._last_id = 0
        self._taker: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def __contains__(self, update_id: int) -> bool:
        return update_id in self._waiting

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Set which kinds the bot wants from now on; none at all means the usual ones.

        ``None`` leaves it as it was.
        """
        if kinds is not None:
            self.allowed = tuple(kinds) or None

    def add(self, kind: str, content: Json) -> None:
        """Put an update at the end, unless the bot wants none of this kind."""
        unwanted = kind in _ONLY_IF_ASKED_FOR if self.allowed is None else kind not in self.allowed
        if unwanted or len(self._waiting) >= MOST_WAITING:
            return
        self._last_id += 1
        self._waiting[self._last_id] = {"update_id": self._last_id, kind: content}
        self.wake()

    def first(self, count: int) -> list[Json]:
        """Return the oldest updates, up to so many."""
        return list(islice(self._waiting.values(), count))

    def confirm(self, update_id: int) -> None:
        """Forget an update."""
        self._waiting.pop(update_id, None)

    def drop(self) -> None:
        """Forget all updates."""
        self._waiting.clear()

    async def poll(self, offset: int, limit: int, wait: float) -> list[Json]:
        """Confirm what lies before ``offset``; wait for updates up to ``wait`` seconds.

        A negative offset confirms all but so many of the newest.

        Raises:
            ApiError: 409, where another taker of the updates takes over while this one waits.
        """
        self.interrupt(
            "Conflict: terminated by other getUpdates request; "
            "make sure that only one bot instance is running"
        )
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popitem(last=False)
        while self._waiting and next(iter(self._waiting)) < offset:
            self._waiting.popitem(last=False)
        if not self._waiting and wait > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self.arrival()
        return self.first(limit)

    async def arrival(self) -> None:
        """Wait until an update arrives, or until woken.

        Raises:
            ApiError: 409, where this is interrupted.
        """
        self._taker = asyncio.get_running_loop().create_future()
        await self._taker

    def wake(self) -> None:
        """Let whoever waits for updates look whether there are any."""
        if self._taker and not self._taker.done():
            self._taker.set_result(None)

    def interrupt(self, reason: str) -> None:
        """Refuse whoever waits for updates, with a 409."""
        if self._taker and not self._taker.done():
            self._taker.set_exception(ApiError(409, reason))
