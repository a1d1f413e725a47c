"""Telegram's limits, kept by all machines together: each message has its moment in the database."""

import asyncio
from contextlib import suppress

from bot.pace import Limits, Slot
from bot.storage import limits
from bot.storage.database import Database, UnavailableError
from bot.storage.fingerprints import Fingerprints

# Seconds for which a message waits for the database to answer; then it goes without.
PATIENCE = 1.0
_BETWEEN_DELETIONS = 3600.0
# By this machine's own limits alone.
_FREE = Slot(is_taken=True, wait=0.0)


class SharedPace:
    """Gives moments for messages, where the database is one that several machines share.

    Where it is away, or slow, each machine keeps the limits by itself. What is asked for while the
    database is busy with an earlier question is asked for together.
    """

    def __init__(self, database: Database, fingerprints: Fingerprints, allowed: Limits) -> None:
        """Prepare to ask a database, in which chats stand by their fingerprints."""
        self._database = database
        self._fingerprints = fingerprints
        self._allowed = allowed
        self._bot: int | None = None
        self._waiting: dict[bytes, tuple[bool, asyncio.Future[Slot]]] = {}
        self._asking: asyncio.Task[None] | None = None
        self._is_late = False
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

    async def take(self, chat: int | str, *, is_group: bool) -> Slot:
        """Take the next moment for a message to a chat, if it may have one now.

        Of each chat one message at a time asks.
        """
        if self._bot is None or self._is_late or not self._database.is_there:
            return _FREE
        answer: asyncio.Future[Slot] = asyncio.get_running_loop().create_future()
        self._waiting[self._fingerprints.of_chat(chat)] = is_group, answer
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask_on(self._bot))
        await asyncio.wait([answer], timeout=PATIENCE)
        if answer.done():
            return answer.result()
        self._is_late = True
        answer.cancel()
        return _FREE

    async def _ask_on(self, bot: int) -> None:
        while self._waiting:
            asked, self._waiting = self._waiting, {}
            groups = {chat: is_group for chat, (is_group, _) in asked.items()}
            found: dict[bytes, Slot] = {}
            with suppress(UnavailableError):
                found = await limits.reserve(self._database, bot, groups, self._allowed)
            self._is_late = False
            # In the order of their moments.
            for chat in [*found, *(asked.keys() - found.keys())]:
                _, answer = asked[chat]
                if not answer.done():
                    answer.set_result(found.get(chat, _FREE))
            await self._delete_seldom()

    async def _delete_seldom(self) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._deleted_at < _BETWEEN_DELETIONS:
            return
        self._deleted_at = now
        with suppress(UnavailableError):
            await limits.delete_idle(self._database)
