"""What was asked and how it went: noted behind the reply, and never waited for."""

import asyncio
import logging
from collections import deque
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import chain

from sqlalchemy.exc import SQLAlchemyError

from bot.storage import entries
from bot.storage.database import Database, UnavailableError
from bot.storage.entries import Found, JournalEntry, JudgedEntry
from bot.trouble import Cause, Tell, Trouble, untold

_logger = logging.getLogger(__name__)

# What waits to be written, at most.
MOST_WAITING = 20_000
_BATCH = 500
# Seconds for which entries are gathered before they are written together.
GATHERED = 1.0
# Seconds that somebody waits to hear that they are forgotten, and the end for what is unwritten.
_PATIENCE = 2.0
# Seconds for which a reply may wait for what the journal has of an earlier one.
_READING = 0.3
_DAY = timedelta(days=1)


class Journal:
    """Keeps entries until they are written, in the order in which they came.

    Where the database is away they wait; of more than there is room for the oldest go, and it is
    said how many.
    """

    def __init__(
        self,
        database: Database,
        keep_questions: int,
        most_waiting: int = MOST_WAITING,
        tell: Tell = untold,
    ) -> None:
        """Begin an empty queue; questions are kept so many days, or not at all where it is 0.

        ``tell`` hears of entries that are lost.
        """
        self._tell = tell
        self._database = database
        self._keep = timedelta(days=keep_questions)
        self._most_waiting = most_waiting
        self._waiting: deque[JournalEntry | JudgedEntry] = deque()
        self._being_written: list[JournalEntry | JudgedEntry] = []
        self._to_forget: dict[bytes, asyncio.Future[None]] = {}
        self._dropped = 0
        self._has_work = asyncio.Event()
        self._is_urgent = asyncio.Event()
        self._is_closing = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def keeps_questions(self) -> bool:
        """Whether the texts of questions are kept at all."""
        return self._keep > timedelta()

    @property
    def waiting(self) -> int:
        """How many entries are not written yet."""
        return len(self._waiting) + len(self._being_written)

    def open(self) -> None:
        """Begin to write, and to delete texts that are old."""
        self._tasks = [
            asyncio.create_task(self._write_on()),
            asyncio.create_task(self._delete_daily()),
        ]

    async def close(self) -> None:
        """Write what waits, if that can be done soon; say what could not be."""
        self._is_closing.set()
        self._is_urgent.set()
        self._has_work.set()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=_PATIENCE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        if lost := self._dropped + len(self._waiting):
            _logger.error("%d entries of the journal could not be written", lost)

    def note(self, entry: JournalEntry | JudgedEntry) -> None:
        """Have an entry written soon; return at once."""
        self._waiting.append(entry)
        self._make_room()
        self._has_work.set()

    async def candidates(self, reference: str) -> tuple[Found, ...]:
        """Return what was found for a question, best first, whether it is written yet or not.

        Nothing where it isn't known, or where the database is away or takes too long.
        """
        for one in chain(self._waiting, self._being_written):
            if isinstance(one, JournalEntry) and one.reference == reference:
                return one.candidates
        with suppress(UnavailableError, TimeoutError):
            async with asyncio.timeout(_READING):
                return await entries.candidates(self._database, reference)
        return ()

    async def forget(self, reader: bytes) -> bool:
        """Delete what belongs to a person, given by fingerprint, written or not.

        Returns:
            whether it is done; else it is done when the database is back, in this run.
        """
        self._strike_out(reader)
        done = self._to_forget.setdefault(reader, asyncio.get_running_loop().create_future())
        self._is_urgent.set()
        self._has_work.set()
        await asyncio.wait([done], timeout=_PATIENCE)
        return done.done()

    async def _write_on(self) -> None:
        while True:
            await self._has_work.wait()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._is_urgent.wait(), GATHERED)
            if self._waiting or self._to_forget:
                await self._database.comes()
                with suppress(UnavailableError):
                    await self._write_all()
            elif self._is_closing.is_set():
                return

    async def _write_all(self) -> None:
        """Forget whom there is to forget, and write what waits.

        Raises:
            UnavailableError: where the database is away; what is not done yet stays to be done.
        """
        while self._waiting or self._to_forget:
            for reader, done in list(self._to_forget.items()):
                # What could not be written has come back to the queue.
                self._strike_out(reader)
                await entries.forget(self._database, reader)
                del self._to_forget[reader]
                done.set_result(None)
            await self._write_batch()
        if self._dropped:
            _logger.error("%d entries of the journal had no room, and are lost", self._dropped)
            self._dropped = 0
        if not self._is_closing.is_set():
            self._has_work.clear()
            self._is_urgent.clear()

    async def _write_batch(self) -> None:
        batch = [self._waiting.popleft() for _ in range(min(_BATCH, len(self._waiting)))]
        self._being_written = batch
        try:
            await entries.write(
                self._database,
                [one for one in batch if isinstance(one, JournalEntry)],
                [one for one in batch if isinstance(one, JudgedEntry)],
            )
        except (UnavailableError, asyncio.CancelledError):
            self._waiting.extendleft(reversed(batch))
            self._make_room()
            raise
        except SQLAlchemyError:
            # To try them again would keep all others from being written.
            _logger.exception("%d entries of the journal are refused, and are lost", len(batch))
            self._tell(Cause(Trouble.LOST))
        finally:
            self._being_written = []

    def _make_room(self) -> None:
        while len(self._waiting) > self._most_waiting:
            self._waiting.popleft()
            if not self._dropped:
                _logger.error("The journal has no room for more: the oldest entries go, unwritten")
                self._tell(Cause(Trouble.LOST))
            self._dropped += 1

    def _strike_out(self, reader: bytes) -> None:
        kept = [one for one in self._waiting if one.reader != reader]
        self._waiting.clear()
        self._waiting.extend(kept)

    async def _delete_daily(self) -> None:
        while not self._is_closing.is_set():
            await self._database.comes()
            with suppress(UnavailableError):
                await entries.delete_texts(self._database, datetime.now(UTC) - self._keep)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._is_closing.wait(), _DAY.total_seconds())
