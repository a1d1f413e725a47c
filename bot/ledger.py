"""Which updates were handled: noted in the database behind the replies, read at the start."""

import asyncio
from collections import deque
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from bot.incoming import Incoming
from bot.storage import updates
from bot.storage.database import Database, UnavailableError

Answer = TypeVar("Answer")

# Seconds between two writings at least, so that a flood is written in batches.
PACE = 0.005
# Ids that wait while the database is away, at most; those before them have long been confirmed.
_MOST_WAITING = 100_000
# Seconds at the end for what is unwritten: longer than the database waits for a lock.
_PATIENCE = 3.0
_BETWEEN_DELETIONS = timedelta(hours=1)


class Ledger:
    """Remembers across runs which updates were handled, and keeps those that are still to be.

    Where the database is away, what was handled waits to be written, and nothing else is held up.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._bot = 0
        self._handled: deque[int] = deque(maxlen=_MOST_WAITING)
        self._has_work = asyncio.Event()
        self._is_closing = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._reading: set[asyncio.Task[Any]] = set()

    def open(self, bot: int) -> None:
        """Begin to write what a bot, given by its id, has handled, and to delete what is old."""
        self._bot = bot
        self._tasks = [
            asyncio.create_task(self._write_on()),
            asyncio.create_task(self._delete_hourly()),
        ]

    async def close(self) -> None:
        """Write what waits, if that can be done soon."""
        self._is_closing.set()
        self._has_work.set()
        tasks = [*self._tasks, *self._reading]
        if tasks and self._database.is_there:
            await asyncio.wait(tasks, timeout=_PATIENCE)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def note(self, update_id: int) -> None:
        """Have it written soon that an update was handled; return at once."""
        self._handled.append(update_id)
        self._has_work.set()

    async def keep(self, taken: Sequence[Incoming]) -> bool:
        """Keep updates until they are noted; return whether that could be done."""
        contents = {one.number: one.as_json() for one in taken}
        try:
            await self._undisturbed(
                updates.keep(self._database, self._bot, contents, datetime.now(UTC))
            )
        except UnavailableError:
            return False
        return True

    async def kept(self) -> list[str]:
        """Return, as JSON and in their order, the updates that are kept and still to be handled."""
        try:
            return await self._undisturbed(updates.kept(self._database, self._bot, _too_old()))
        except UnavailableError:
            return []

    async def handled_from(self, lowest: int) -> frozenset[int]:
        """Return which updates are known to be handled, from an id on."""
        try:
            return await self._undisturbed(updates.handled_from(self._database, self._bot, lowest))
        except UnavailableError:
            return frozenset()

    async def _undisturbed(self, reading: Coroutine[Any, Any, Answer]) -> Answer:
        """Do something with the database to its end, even where nobody waits for it any more."""
        task = asyncio.create_task(reading)
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)
        return await asyncio.shield(task)

    async def _write_on(self) -> None:
        while True:
            await self._has_work.wait()
            if self._handled:
                await self._database.comes()
                with suppress(UnavailableError):
                    await self._write()
            elif self._is_closing.is_set():
                return
            else:
                self._has_work.clear()
                continue
            await self._closes_within(PACE)

    async def _write(self) -> None:
        batch = list(self._handled)
        await updates.note_handled(self._database, self._bot, batch, datetime.now(UTC))
        for _ in batch:
            self._handled.popleft()

    async def _delete_hourly(self) -> None:
        while not self._is_closing.is_set():
            await self._database.comes()
            with suppress(UnavailableError):
                await updates.delete_noted(self._database, _too_old())
                await self._closes_within(_BETWEEN_DELETIONS.total_seconds())

    async def _closes_within(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._is_closing.wait()


def _too_old() -> datetime:
    return datetime.now(UTC) - updates.REDELIVERED_WITHIN
