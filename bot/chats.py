"""What was chosen for each chat, by /interview and /language: remembered across restarts."""

import asyncio
import math
import time
from dataclasses import dataclass, replace

from cachetools import LRUCache

from bot.storage import chat_settings
from bot.storage.chat_settings import Chosen
from bot.storage.database import Database, UnavailableError
from bot.storage.fingerprints import Fingerprints
from bot.storage.reading_together import ReadingTogether

# Seconds for which a reply may wait for the database; then it goes out as if nothing were chosen.
PATIENCE = 0.3
# Seconds after which what is known is read again: another machine may have written it, unheard.
_FRESH = 60.0
_REMEMBERED = 10_000
# Seconds for which the end waits for what is not written yet.
_LAST_PATIENCE = 1.0


@dataclass(frozen=True)
class _Known:
    chosen: Chosen
    read_at: float


class Chats:
    """Knows what was chosen for a chat, whether the database is there or not.

    A private chat has the id of the person in it: what a person chose for themselves is kept there.
    """

    def __init__(
        self, database: Database, fingerprints: Fingerprints, patience: float = PATIENCE
    ) -> None:
        self._database = database
        self._together = ReadingTogether(database)
        self._fingerprints = fingerprints
        self._patience = patience
        self._known: LRUCache[int, _Known] = LRUCache(_REMEMBERED)
        # What was chosen while the database was away; written with the chat's next question.
        self._unwritten: LRUCache[int, Chosen] = LRUCache(_REMEMBERED)
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._chat_ids: LRUCache[bytes, int] = LRUCache(_REMEMBERED)

    async def chosen(self, chat_id: int) -> Chosen:
        """Return what was chosen for a chat.

        Where the database takes too long, or is away, it is what was last known.
        """
        known = self._known.get(chat_id)
        is_fresh = known is not None and time.monotonic() - known.read_at <= _FRESH
        if not is_fresh or chat_id in self._unwritten:
            # A read that takes too long goes on, for the sake of the next question.
            await asyncio.wait([self._refreshing(chat_id)], timeout=self._patience)
            known = self._known.get(chat_id)
        return known.chosen if known else Chosen()

    async def bind(self, chat_id: int, interview: str | None) -> bool:
        """Bind a chat to an interview, given by its reference, or to none.

        Returns:
            whether that is written down; it holds at once in any case.
        """
        return await self._choose(chat_id, replace(await self.chosen(chat_id), interview=interview))

    async def speak(self, person: int, language: str) -> bool:
        """Speak a language, given by its tag, to a person from now on; see ``bind``."""
        return await self._choose(person, replace(await self.chosen(person), language=language))

    async def forget(self, chat_id: int) -> bool:
        """Forget what was chosen for a chat; whether that is done."""
        return await self._choose(chat_id, Chosen())

    def changed(self, chat: bytes) -> None:
        """Read a chat, given by its fingerprint, again before it is next relied on."""
        chat_id = self._chat_ids.get(chat)
        if chat_id is not None and (known := self._known.get(chat_id)):
            self._known[chat_id] = replace(known, read_at=-math.inf)

    def any_may_have_changed(self) -> None:
        """Read each chat again before it is next relied on."""
        for chat_id, known in list(self._known.items()):
            self._known[chat_id] = replace(known, read_at=-math.inf)

    async def close(self) -> None:
        """Write what is not written yet, and let what is under way end, if that is soon."""
        for chat_id in list(self._unwritten):
            self._refreshing(chat_id)
        if self._under_way:
            await asyncio.wait(list(self._under_way.values()), timeout=_LAST_PATIENCE)

    async def _choose(self, chat_id: int, chosen: Chosen) -> bool:
        self._known[chat_id] = _Known(chosen, time.monotonic())
        self._unwritten[chat_id] = chosen
        await asyncio.wait([self._refreshing(chat_id)], timeout=self._patience)
        return chat_id not in self._unwritten

    def _refreshing(self, chat_id: int) -> asyncio.Task[None]:
        task = self._under_way.get(chat_id)
        if task is None:
            task = asyncio.create_task(self._refresh(chat_id))
            self._under_way[chat_id] = task
            task.add_done_callback(lambda _: self._under_way.pop(chat_id))
        return task

    async def _refresh(self, chat_id: int) -> None:
        """Write what is to be written of a chat, else read what there is."""
        chat = self._fingerprints.of_chat(chat_id)
        self._chat_ids[chat] = chat_id
        try:
            if chat_id not in self._unwritten:
                before = self._known.get(chat_id)
                read = await self._together.read(chat)
                # It may have been chosen anew meanwhile.
                if self._known.get(chat_id) is before:
                    self._known[chat_id] = _Known(read, time.monotonic())
            while chat_id in self._unwritten:
                chosen = self._unwritten[chat_id]
                await chat_settings.write(self._database, chat, chosen)
                if self._unwritten.get(chat_id) == chosen:
                    self._unwritten.pop(chat_id)
        except UnavailableError:
            return
