"""Which of the bot's messages answered which message, so that an edit finds its answer."""

import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from cachetools import LRUCache

from bot.storage import replies
from bot.storage.database import Database, UnavailableError
from bot.storage.fingerprints import Fingerprints

REMEMBERED = 10_000
# The messages of an album come within seconds of each other.
_REMEMBERED_ALBUMS = 1_000
# How long other machines can find what this one answered.
_KEPT = timedelta(days=1)
# Seconds between two deletions of what is older, and for which an edit waits for the database.
_BETWEEN_DELETIONS, PATIENCE = 3600.0, 1.0
# Seconds in which what is to be written is gathered, so that it is one statement.
_GATHERED = 0.1


class Replies:
    """The last answers, by chat and message: in memory, and in a database that is shared."""

    def __init__(self, database: Database, fingerprints: Fingerprints) -> None:
        self._database = database
        self._fingerprints = fingerprints
        self._bot: int | None = None
        self._replies: LRUCache[tuple[int, int], int] = LRUCache(REMEMBERED)
        self._questions: LRUCache[tuple[int, int], str] = LRUCache(REMEMBERED)
        self._albums: LRUCache[tuple[int, str], bool] = LRUCache(_REMEMBERED_ALBUMS)
        self._unwritten: LRUCache[tuple[int, int], int] = LRUCache(REMEMBERED)
        # Fingerprints of chats of which nothing is to be kept any more.
        self._forgotten: set[bytes] = set()
        self._has_work = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()

    async def share(self, bot: int) -> None:
        """Write the answers of a bot, given by its id, for its other machines, until cancelled."""
        self._bot = bot
        delete_at = time.monotonic()
        try:
            while True:
                await self._has_work.wait()
                await asyncio.sleep(_GATHERED)
                await self._database.comes()
                with suppress(UnavailableError):
                    await self._write(bot)
                    if time.monotonic() >= delete_at:
                        await replies.delete_sent(self._database, datetime.now(UTC) - _KEPT)
                        delete_at = time.monotonic() + _BETWEEN_DELETIONS
        finally:
            # Whoever takes over from here may have to find the last ones too.
            if self._database.is_there:
                with suppress(UnavailableError, TimeoutError):
                    await asyncio.wait_for(self._write(bot), PATIENCE)

    def note(self, chat_id: int, asked: int, reply: int) -> None:
        """Remember that the message ``reply`` answered the message ``asked``."""
        self._replies[chat_id, asked] = reply
        if self._bot is not None:
            self._unwritten[chat_id, asked] = reply
            self._has_work.set()

    def note_question(self, chat_id: int, reply: int, question: str) -> None:
        """Remember what was asked, for a button of the message ``reply`` that looks further."""
        self._questions[chat_id, reply] = question

    def question(self, chat_id: int, reply: int) -> str | None:
        """Return what the message ``reply`` was asked, if it is remembered."""
        return self._questions.get((chat_id, reply))

    async def forget(self, chat_id: int) -> bool:
        """Forget what was asked in a chat, and what answered it; return whether that is done.

        Where the database is away, it is done when that is back. What other machines have in
        memory is gone with their next start.
        """
        for remembered in (self._questions, self._replies, self._unwritten):
            for key in [key for key in remembered if key[0] == chat_id]:
                del remembered[key]
        if self._bot is None:
            return True
        self._forgotten.add(self._fingerprints.of_chat(chat_id))
        try:
            async with asyncio.timeout(PATIENCE):
                await self._write(self._bot)
        except (UnavailableError, TimeoutError):
            self._has_work.set()
            return False
        return True

    def is_new_album(self, chat_id: int, album: str) -> bool:
        """Whether nothing of an album (a media group's id) has been met yet."""
        is_new = (chat_id, album) not in self._albums
        self._albums[chat_id, album] = True
        return is_new

    async def find(self, chat_id: int, asked: int) -> int | None:
        """Return the id of the message that answered, if it is remembered, here or elsewhere."""
        here = self._replies.get((chat_id, asked))
        if here is not None or self._bot is None:
            return here
        chat = self._fingerprints.of_chat(chat_id)
        with suppress(UnavailableError, TimeoutError):
            async with asyncio.timeout(PATIENCE):
                return await replies.read(self._database, self._bot, chat, asked)
        return None

    async def _write(self, bot: int) -> None:
        async with self._one_at_a_time:
            self._has_work.clear()
            try:
                await self._write_deletions(bot)
                await self._write_answers(bot)
            except UnavailableError:
                self._has_work.set()
                raise

    async def _write_deletions(self, bot: int) -> None:
        for chat in tuple(self._forgotten):
            await replies.delete_of(self._database, bot, chat)
            self._forgotten.discard(chat)

    async def _write_answers(self, bot: int) -> None:
        batch = dict(self._unwritten)
        if not batch:
            return
        rows = {
            (self._fingerprints.of_chat(chat_id), asked): reply
            for (chat_id, asked), reply in batch.items()
        }
        await replies.write(self._database, bot, rows, datetime.now(UTC))
        for one, reply in batch.items():
            if self._unwritten.get(one) == reply:
                del self._unwritten[one]
