"""What was chosen for many chats at once: read together, each getting its own."""

import asyncio
from collections.abc import Collection

import pytest

from bot.storage import chat_settings
from bot.storage.chat_settings import Chosen
from bot.storage.database import Database, UnavailableError
from bot.storage.reading_together import ReadingTogether

CHATS = [number.to_bytes(16, "big") for number in range(100)]


async def test_many_that_ask_at_once_get_their_own_from_one_reading(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await chat_settings.write(database, CHATS[7], Chosen(language="ur"))
    readings: list[Collection[bytes]] = []
    really_read = chat_settings.read

    async def read(of: Database, chats: Collection[bytes]) -> dict[bytes, Chosen]:
        readings.append(tuple(chats))
        return await really_read(of, chats)

    monkeypatch.setattr(chat_settings, "read", read)
    together = ReadingTogether(database)

    found = await asyncio.gather(*map(together.read, CHATS))

    assert found == [Chosen(language="ur" if chat == CHATS[7] else None) for chat in CHATS]
    assert len(readings) == 1


async def test_who_asks_while_others_are_read_for_is_read_for_next(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await chat_settings.write(database, CHATS[1], Chosen("lovell"))
    goes_on, is_reading = asyncio.Event(), asyncio.Event()
    really_read = chat_settings.read

    async def read(of: Database, chats: Collection[bytes]) -> dict[bytes, Chosen]:
        is_reading.set()
        await goes_on.wait()
        return await really_read(of, chats)

    monkeypatch.setattr(chat_settings, "read", read)
    together = ReadingTogether(database)
    first = asyncio.create_task(together.read(CHATS[0]))
    await is_reading.wait()
    second = asyncio.create_task(together.read(CHATS[1]))
    await asyncio.sleep(0)
    goes_on.set()

    assert (await first, await second) == (Chosen(), Chosen("lovell"))


async def test_where_the_database_is_away_all_are_told(database: Database) -> None:
    await database.close()
    together = ReadingTogether(database)

    found = await asyncio.gather(*map(together.read, CHATS), return_exceptions=True)

    assert all(isinstance(one, UnavailableError) for one in found)
