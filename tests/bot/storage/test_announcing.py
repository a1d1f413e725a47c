"""What is chosen on one machine holds on the others, without waiting until it is read again."""

import asyncio

import pytest

from bot.chats import Chats
from bot.storage.announcing import CHATS, listen
from bot.storage.fingerprints import Fingerprints
from config.database_url import database_url
from tests.bot.storage.conftest import Opened
from tests.postgresql import PostgreSql

PATIENCE = 30.0
CHAT = 77


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_what_is_chosen_on_one_machine_holds_on_another(
    postgresql: PostgreSql, opened: Opened, is_restarted: bool
) -> None:
    url = await postgresql.new_database()
    one, other = [
        Chats(await opened(url), Fingerprints(b"the same key"), PATIENCE) for _ in range(2)
    ]
    begun = asyncio.Queue[None]()

    def missed() -> None:
        other.any_may_have_changed()
        begun.put_nowait(None)

    listening = asyncio.create_task(listen(database_url(url), {CHATS: other.changed}, missed))
    async with asyncio.timeout(PATIENCE):
        await begun.get()
        assert (await other.chosen(CHAT)).language is None
        if is_restarted:
            await asyncio.to_thread(postgresql.stop)
            await asyncio.to_thread(postgresql.start)
            await begun.get()

        while not await one.speak(CHAT, "de"):  # noqa: ASYNC110  (the database tells nobody that it is back)
            await asyncio.sleep(0.05)

        while (await other.chosen(CHAT)).language != "de":  # noqa: ASYNC110  (what was heard tells nobody)
            await asyncio.sleep(0.05)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
