"""Telegram's limits, kept by all machines together: each message has its moment in the database."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from bot.pace import ANY_MOMENT, Limits, Slot
from bot.storage import limits
from bot.storage.database import Database, UnavailableError
from bot.storage.fingerprints import Fingerprints

# Seconds for which the database may take to answer; then messages go without.
PATIENCE = 1.0
# While a moment that this machine has is further ahead than so many seconds, it asks for no more,
# and then for as many as fill that time. Moments die with the machine that has them: were they
# taken for all that waits, the others, or this one when it starts again, would have to let them
# pass first.
_AHEAD = 0.5
_BETWEEN_DELETIONS = 3600.0


@dataclass(frozen=True)
class _Asker:
    is_group: bool
    answer: asyncio.Future[Slot]

    def tell(self, slot: Slot) -> None:
        """Answer, unless it waits no more."""
        if not self.answer.done():
            self.answer.set_result(slot)


class SharedPace:
    """Gives moments for messages, where the database is one that several machines share.

    Whoever asks first is given one first. Where the database is away, or slow, each machine keeps
    the limits by itself.
    """

    def __init__(self, database: Database, fingerprints: Fingerprints, allowed: Limits) -> None:
        """Prepare to ask a database, in which chats stand by their fingerprints."""
        self._database = database
        self._fingerprints = fingerprints
        self._allowed = allowed
        self._at_once = max(1, int(_AHEAD / allowed.in_all))
        self._bot: int | None = None
        self._waiting: dict[bytes, _Asker] = {}
        self._asking: asyncio.Task[None] | None = None
        self._is_late = False
        # The last of the moments that this machine has, by its loop's clock.
        self._last = float("-inf")
        self._deleted_at = float("-inf")

    def open(self, bot: int) -> None:
        """Begin to ask, for a bot that is given by its id."""
        if self._database.is_shared:
            self._bot = bot

    async def close(self) -> None:
        """Ask no more."""
        self._bot = None
        if self._asking is not None:
            await asyncio.wait([self._asking], timeout=PATIENCE)
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)

    def take(self, chat: int | str, *, is_group: bool) -> asyncio.Future[Slot]:
        """Take the next moment for a message to a chat, if it may have one by then.

        Of each chat one message at a time asks.
        """
        asker = _Asker(is_group, asyncio.get_running_loop().create_future())
        if self._bot is None or self._is_late or not self._database.is_there:
            asker.tell(ANY_MOMENT)
            return asker.answer
        self._waiting[self._fingerprints.of_chat(chat)] = asker
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask_on(self._bot))
        return asker.answer

    async def _ask_on(self, bot: int) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            await asyncio.sleep(self._last - _AHEAD - loop.time())
            askers = self._next_askers()
            if not askers:
                return
            late = loop.call_later(PATIENCE, self._go_without, askers.values())
            found: dict[bytes, Slot] = {}
            with suppress(UnavailableError):
                groups = {chat: asker.is_group for chat, asker in askers.items()}
                found = await limits.reserve(self._database, bot, groups, self._allowed)
            late.cancel()
            self._is_late = False
            # In the order of their moments.
            for chat, slot in found.items():
                askers[chat].tell(slot)
                if slot.is_taken:
                    self._last = loop.time() + slot.wait
            for asker in askers.values():
                asker.tell(ANY_MOMENT)
            await self._delete_seldom()

    def _next_askers(self) -> dict[bytes, _Asker]:
        """Return those who have waited longest, and still do."""
        waiting = {chat: one for chat, one in self._waiting.items() if not one.answer.done()}
        askers = dict(islice(waiting.items(), self._at_once))
        self._waiting = {chat: one for chat, one in waiting.items() if chat not in askers}
        return askers

    def _go_without(self, askers: Iterable[_Asker]) -> None:
        """Let all who wait have any moment, until the database answers."""
        self._is_late = True
        for asker in (*askers, *self._waiting.values()):
            asker.tell(ANY_MOMENT)

    async def _delete_seldom(self) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._deleted_at < _BETWEEN_DELETIONS:
            return
        self._deleted_at = now
        with suppress(UnavailableError):
            await limits.delete_idle(self._database)
