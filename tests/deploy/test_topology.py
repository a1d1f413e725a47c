"""Several replicas behind the proxy with one PostgreSQL, as they are deployed, as processes."""

import asyncio
import json
import secrets
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from bot.receiving import AT_ONCE
from preview import Person, PreviewServer, Telegram
from preview.account import BotAccount
from preview.objects import Chat
from tests.bot.storage.conftest import postgresql
from tests.bot.test_killed_bot import QUESTION, killed, replies
from tests.bot.test_polling import until
from tests.bot.test_process import PATIENCE, run_bot
from tests.conftest import FEDOROV
from tests.deploy.proxy import CONFIGURATION, in_folder, proxy, with_replicas, without_certificate
from tests.deploy.test_proxy import free_port, until_it_listens
from tests.postgresql import PostgreSql

__all__ = ["postgresql"]

REPLICAS = 3


@dataclass(frozen=True)
class Replica:
    """One of the bot's processes.

    Attributes:
        status: where its status pages are.
    """

    process: asyncio.subprocess.Process
    status: str
    knowledge: Path

    async def is_ready(self) -> bool:
        try:
            async with aiohttp.ClientSession() as http, http.get(f"{self.status}/readyz") as page:
                return page.status == 200
        except aiohttp.ClientError:
            return False

    async def serves(self) -> str:
        """Return the version of the knowledge that it serves."""
        async with aiohttp.ClientSession() as http, http.get(f"{self.status}/readyz") as page:
            return str(json.loads(await page.text())["knowledge"])


@pytest.fixture
async def replicas(
    server: PreviewServer, account: BotAccount, postgresql: PostgreSql, tmp_path: Path
) -> AsyncIterator[Sequence[Replica]]:
    """Replicas that are ready, each with its own folders, behind the proxy."""
    ports = [free_port() for _ in range(2 * REPLICAS + 2)]
    webhooks, pages, (port, own_port) = ports[:REPLICAS], ports[REPLICAS:-2], ports[-2:]
    shared = {
        "BOT_MODE": "webhook",
        "BOT_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
        "BOT_WEBHOOK_SECRET": secrets.token_hex(16),
        "BOT_HASH_KEY": secrets.token_hex(32),
        "BOT_DATABASE": await postgresql.new_database(),
        "BOT_MESSAGES_PER_SECOND": "1000",
    }
    text = CONFIGURATION.read_text(encoding="utf-8")
    text = with_replicas(without_certificate(text, port, own_port), webhooks)
    folder = tmp_path / "proxy"
    folder.mkdir()
    async with AsyncExitStack() as running:
        running.enter_context(proxy(in_folder(text, folder), folder))
        await until_it_listens(port)
        there = []
        for number, (webhook, page) in enumerate(zip(webhooks, pages, strict=True)):
            knowledge = tmp_path / f"knowledge-{number}"
            knowledge.mkdir()
            shutil.copy(FEDOROV, knowledge)
            own = {
                "BOT_WEBHOOK_LISTEN": f"127.0.0.1:{webhook}",
                "BOT_STATUS_LISTEN": f"127.0.0.1:{page}",
                "BOT_DATA": str(tmp_path / f"data-{number}"),
                "BOT_KNOWLEDGE": str(knowledge),
            }
            process = await running.enter_async_context(run_bot(server.url, **shared, **own))
            there.append(Replica(process, f"http://127.0.0.1:{page}", knowledge))
        async with asyncio.timeout(PATIENCE):
            for one in there:
                while not await one.is_ready():  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
        yield there


def ask(telegram: Telegram, account: BotAccount, count: int) -> list[Chat]:
    """Have so many readers ask at once; return their chats."""
    people = [Person.joins(telegram, f"Reader {number}") for number in range(count)]
    chats = [person.chat_with(account) for person in people]
    for person, chat in zip(people, chats, strict=True):
        person.writes(chat, QUESTION)
    return chats


def answered(chats: Sequence[Chat]) -> int:
    return sum(map(bool, map(replies, chats)))


@pytest.mark.usefixtures("replicas")
async def test_each_question_is_answered_once(telegram: Telegram, account: BotAccount) -> None:
    chats = ask(telegram, account, 60)
    await telegram.until(lambda: answered(chats) == len(chats), within=PATIENCE)
    await until(lambda: len(account.updates) == 0)

    assert [replies(chat) for chat in chats] == [1] * len(chats)


async def test_of_a_replica_that_is_killed_no_question_is_lost(
    replicas: Sequence[Replica], telegram: Telegram, account: BotAccount
) -> None:
    chats = ask(telegram, account, 100)
    await telegram.until(lambda: answered(chats) > 10, within=PATIENCE)
    await killed(replicas[0].process)
    await telegram.until(lambda: answered(chats) == len(chats), within=2 * PATIENCE)
    await until(lambda: len(account.updates) == 0)

    assert sum(map(replies, chats)) <= len(chats) + AT_ONCE


@pytest.mark.usefixtures("replicas")
async def test_while_postgresql_starts_anew_all_is_answered(
    postgresql: PostgreSql, telegram: Telegram, account: BotAccount
) -> None:
    before = ask(telegram, account, 20)
    await asyncio.to_thread(postgresql.stop)
    meanwhile = ask(telegram, account, 20)
    await telegram.until(lambda: answered(meanwhile) == len(meanwhile), within=PATIENCE)
    await asyncio.to_thread(postgresql.start)
    after = ask(telegram, account, 20)

    chats = [*before, *meanwhile, *after]
    await telegram.until(lambda: answered(chats) == len(chats), within=2 * PATIENCE)


async def test_what_is_saved_on_one_replica_is_served_by_all(
    replicas: Sequence[Replica], telegram: Telegram, account: BotAccount
) -> None:
    first = replicas[0].knowledge / FEDOROV.name
    before = await replicas[0].serves()
    text = first.read_text(encoding="utf-8")
    first.write_text(text.replace("How would you assess", "How do you assess", 1), "utf-8")

    async with asyncio.timeout(PATIENCE):
        while before in (served := {await one.serves() for one in replicas}) or len(served) > 1:  # noqa: ASYNC110
            await asyncio.sleep(0.05)

    for one in replicas:
        assert "How do you assess" in (one.knowledge / FEDOROV.name).read_text(encoding="utf-8")
    chats = ask(telegram, account, 10)
    await telegram.until(lambda: answered(chats) == len(chats), within=PATIENCE)
