"""What was chosen for chats, read for many of them in one go."""

import asyncio

from bot.storage import chat_settings
from bot.storage.chat_settings import Chosen
from bot.storage.database import Database


class ReadingTogether:
    """Reads for all chats together that are asked for while the database is busy with others.

    A bot that starts may have a hundred questions at once, each from another chat. A transaction
    for each of them would keep what was answered from being noted meanwhile.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: dict[bytes, asyncio.Future[Chosen]] = {}
        self._reading: asyncio.Task[None] | None = None

    async def read(self, chat: bytes) -> Chosen:
        """Return what was chosen for a chat, given by its fingerprint.

        Of each chat one at a time asks.

        Raises:
            UnavailableError: where the database is away.
        """
        answer: asyncio.Future[Chosen] = asyncio.get_running_loop().create_future()
        self._waiting[chat] = answer
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._read_on())
        return await answer

    async def _read_on(self) -> None:
        while self._waiting:
            asked, self._waiting = self._waiting, {}
            try:
                found = await chat_settings.read(self._database, asked.keys())
            # Whatever it is, those who asked are to hear of it, and none is to wait for ever.
            except Exception as error:  # noqa: BLE001
                for answer in asked.values():
                    if not answer.done():
                        answer.set_exception(error)
            else:
                for chat, answer in asked.items():
                    if not answer.done():
                        answer.set_result(found.get(chat, Chosen()))
