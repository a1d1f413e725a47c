"""Telegram brings updates: who brings something else is refused, and each is answered once."""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
import pytest

from benches.soak.balancer import balanced
from bot import running, taking, transport, webhook
from bot.receiving import ALLOWED_UPDATES
from preview import Person, PreviewServer, Telegram
from preview.account import BotAccount
from preview.faults import Breakdown, Fault
from preview.objects import Chat
from tests.bot.storage.conftest import postgresql
from tests.bot.test_killed_bot import QUESTION, killed, replies, struck
from tests.bot.test_polling import until
from tests.bot.test_process import PATIENCE, ended, run_bot
from tests.conftest import StartBot
from tests.postgresql import PostgreSql

__all__ = ["postgresql"]

SECRET = "what-Telegram_says"
JSON = {"Content-Type": "application/json"}
TOLD = JSON | {webhook._SECRET_HEADER: SECRET}  # noqa: SLF001
HASH_KEY = "k" * 32
# No number that the local Telegram comes to.
FAR = 1_000_001


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def url(port: int) -> str:
    return f"http://127.0.0.1:{port}/hook"


@pytest.fixture
def chat(account: BotAccount, reader: Person) -> Chat:
    return reader.chat_with(account)


StartWebhook = Callable[..., Any]


@pytest.fixture
def start_webhook(start_bot: StartBot, url: str, port: int) -> StartWebhook:
    async def start(**settings: object) -> None:
        await start_bot(
            **{
                "mode": "webhook",
                "webhook_url": url,
                "webhook_listen": f"127.0.0.1:{port}",
                "webhook_secret": SECRET,
            }
            | settings
        )

    return start


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def asked(chat: Chat, number: int, text: str = "/help") -> dict[str, Any]:
    """Return an update with a message, as Telegram would bring it."""
    user = {"id": chat.id, "is_bot": False, "first_name": "Reader"}
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1_795_000_000,
            "chat": {"id": chat.id, "type": "private", "first_name": "Reader"},
            "from": user,
            "text": text,
            "entities": [{"type": "bot_command", "offset": 0, "length": len(text)}],
        },
    }


async def test_telegram_is_told_where_to_bring_what(
    start_webhook: StartWebhook, account: BotAccount, reader: Person, chat: Chat, url: str
) -> None:
    await start_webhook()
    reply = await reader.asks(chat, "/help")

    assert reply.text
    told = [call for call in account.calls if call.method == "setWebhook"]
    assert len(told) == 1
    assert account.webhook is not None
    assert (account.webhook.address, account.webhook.secret_token) == (url, SECRET)
    assert account.updates.allowed == tuple(ALLOWED_UPDATES)
    await until(lambda: len(account.updates) == 0)


async def test_without_a_secret_one_is_derived_that_others_can_not_know(
    start_webhook: StartWebhook, account: BotAccount, reader: Person, chat: Chat
) -> None:
    await start_webhook(webhook_secret=None)

    await reader.asks(chat, "/help")

    assert account.webhook is not None
    assert len(account.webhook.secret_token) == 64
    assert account.token.partition(":")[2] not in account.webhook.secret_token


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        (JSON, b"{}", 401),
        (TOLD | {webhook._SECRET_HEADER: SECRET + "x"}, b"{}", 401),  # noqa: SLF001
        (TOLD | {"Content-Type": "text/plain"}, b'{"update_id": 1000001}', 415),
        (TOLD, b"{", 400),
        (TOLD, b"[" * 100_000, 400),
        (TOLD, b"\xff\xfe", 400),
        (TOLD, b"[]", 400),
        (TOLD, b'{"update_id": "1"}', 400),
        (TOLD, b'{"update_id": true}', 400),
        (TOLD, b'{"update_id": 99999999999999999999}', 400),
        (TOLD, b" " * (webhook.LARGEST + 1), 413),
        (TOLD, b'{"update_id": 1000001}', 200),
        (TOLD, b'{"update_id": 1000001, "of_the_future": {"id": 1}}', 200),
        (TOLD, b'{"update_id": 1000001, "message": {"text": "without a chat"}}', 200),
    ],
)
async def test_what_is_brought_has_the_right_status_and_one_line_in_the_log_at_most(
    headers: dict[str, str],
    body: bytes,
    status: int,
    start_webhook: StartWebhook,
    url: str,
    http: aiohttp.ClientSession,
    reader: Person,
    chat: Chat,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await start_webhook()
    caplog.clear()
    async with http.post(url, data=body, headers=headers) as response:
        assert response.status == status

    lines = [one for one in caplog.records if one.name.startswith(("bot.webhook", "bot.incoming"))]
    assert len(lines) == (1 if status != 200 or b"without" in body else 0)
    assert SECRET not in caplog.text
    assert (await reader.asks(chat, "/help")).text


async def test_a_body_that_does_not_say_how_long_it_is_is_cut_off(
    start_webhook: StartWebhook, url: str, http: aiohttp.ClientSession
) -> None:
    await start_webhook()

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(64):
            yield b" " * 65_536

    try:
        async with http.post(url, data=endless(), headers=TOLD) as response:
            assert response.status == 413
    except aiohttp.ClientError:
        # It was cut off while it was still sent.
        pass


@pytest.mark.parametrize(("method", "path", "status"), [("POST", "/x", 404), ("GET", "/hook", 405)])
async def test_another_way_leads_nowhere(
    method: str,
    path: str,
    status: int,
    start_webhook: StartWebhook,
    url: str,
    http: aiohttp.ClientSession,
) -> None:
    await start_webhook()
    address = url.replace("/hook", path)
    async with http.request(method, address, data=b"{}", headers=TOLD) as response:
        assert response.status == status
        assert await response.read() == b""


async def test_what_is_brought_again_is_answered_once(
    start_webhook: StartWebhook, url: str, http: aiohttp.ClientSession, reader: Person, chat: Chat
) -> None:
    await start_webhook()
    await reader.asks(chat, "/help")

    async def bring() -> int:
        async with http.post(url, json=asked(chat, FAR), headers=TOLD) as response:
            return response.status

    at_once = await asyncio.gather(*(bring() for _ in range(5)))
    later = await bring()
    await reader.asks(chat, "/help")

    assert {*at_once, later} == {200}
    assert replies(chat) == 3


async def test_what_is_slow_is_confirmed_once_it_is_stored(
    start_webhook: StartWebhook,
    account: BotAccount,
    reader: Person,
    chat: Chat,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(webhook, "HOLD", 0.1)
    monkeypatch.setattr(running, "TO_FINISH", 0.1)
    await start_webhook()
    account.faults.append(Fault("sendMessage", Breakdown.TIMEOUT))
    reader.writes(chat, "/help")

    await until(lambda: len(account.updates) == 0)

    assert replies(chat) == 0


async def test_without_a_database_what_is_under_way_is_not_confirmed_and_answered_once(
    start_webhook: StartWebhook,
    account: BotAccount,
    url: str,
    http: aiohttp.ClientSession,
    reader: Person,
    chat: Chat,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(webhook, "HOLD", 0.1)
    monkeypatch.setattr(transport, "_READ_TIMEOUT", 2.0)
    (tmp_path / "file").touch()
    await start_webhook(database=f"sqlite:///{tmp_path / 'file' / 'x.db'}")
    await reader.asks(chat, "/help")
    account.faults.append(Fault("sendMessage", Breakdown.TIMEOUT))

    async def bring() -> int:
        async with http.post(url, json=asked(chat, FAR), headers=TOLD) as response:
            return response.status

    brought = [asyncio.create_task(bring()) for _ in range(3)]
    await struck(account)
    other = Person.joins(reader.telegram, "Other")
    await other.asks(other.chat_with(account), "/help")
    assert not any(one.done() for one in brought)

    assert set(await asyncio.gather(*brought)) == {200}
    assert await bring() == 200
    await reader.asks(chat, "/help")
    assert replies(chat) == 3


async def test_of_more_than_there_is_room_for_telegram_is_told_to_come_again(
    start_webhook: StartWebhook,
    url: str,
    http: aiohttp.ClientSession,
    chat: Chat,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await start_webhook()
    monkeypatch.setattr(taking, "MOST_UNDER_WAY", 0)
    async with http.post(url, json=asked(chat, FAR), headers=TOLD) as response:
        assert response.status == 503


async def test_where_nothing_can_listen_it_ends_with_a_line(
    server: PreviewServer, account: BotAccount, url: str, port: int
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        async with run_bot(server.url, **process_settings(url, port)) as process:
            status, said = await ended(process)

    assert status == 1
    assert f"Can't listen at 127.0.0.1:{port}" in said
    assert "BOT_WEBHOOK_LISTEN" in said
    assert "Traceback" not in said
    assert account.webhook is None


def process_settings(url: str, port: int, **more: str) -> dict[str, str]:
    return {
        "BOT_MODE": "webhook",
        "BOT_WEBHOOK_URL": url,
        "BOT_WEBHOOK_LISTEN": f"127.0.0.1:{port}",
        "BOT_MESSAGES_PER_SECOND": "1000",
        "BOT_HASH_KEY": HASH_KEY,
        "BOT_STATUS_LISTEN": f"127.0.0.1:{free_port()}",
        **more,
    }


async def test_what_is_under_way_at_a_kill_is_answered_once_after_it(
    server: PreviewServer,
    telegram: Telegram,
    account: BotAccount,
    reader: Person,
    url: str,
    port: int,
    tmp_path: Path,
) -> None:
    settings = process_settings(url, port, BOT_DATA=str(tmp_path / "data"))
    chat = reader.chat_with(account)
    account.faults.append(Fault("sendMessage", Breakdown.TIMEOUT))
    async with run_bot(server.url, **settings) as process:
        reader.writes(chat, QUESTION)
        await struck(account)
        await killed(process)
    assert replies(chat) == 0

    async with run_bot(server.url, **settings) as process:
        await telegram.until(partial(replies, chat), within=PATIENCE)
        other = Person.joins(telegram, "Other")
        there = other.chat_with(account)
        other.writes(there, QUESTION)
        await telegram.until(partial(replies, there), within=PATIENCE)
        process.send_signal(signal.SIGTERM)
        status, said = await ended(process)

    assert (status, replies(chat)) == (0, 1)
    assert "Traceback" not in said


async def test_when_told_to_stop_what_is_under_way_is_finished(
    server: PreviewServer,
    telegram: Telegram,
    account: BotAccount,
    url: str,
    port: int,
    tmp_path: Path,
) -> None:
    settings = process_settings(url, port, BOT_DATA=str(tmp_path / "data"))
    people = [Person.joins(telegram, f"Reader {number}") for number in range(20)]
    chats = [person.chat_with(account) for person in people]
    async with run_bot(server.url, **settings) as process:
        for person, chat in zip(people, chats, strict=True):
            person.writes(chat, QUESTION)
        await telegram.until(lambda: any(map(replies, chats)), within=PATIENCE)
        process.send_signal(signal.SIGTERM)
        status, _ = await ended(process)
    async with run_bot(server.url, **settings):
        await telegram.until(lambda: all(map(replies, chats)), within=PATIENCE)

    assert status == 0
    assert [replies(chat) for chat in chats] == [1] * len(chats)


@pytest.mark.timeout(120)
async def test_of_several_machines_one_may_die_and_all_is_answered(
    server: PreviewServer, telegram: Telegram, account: BotAccount, postgresql: PostgreSql
) -> None:
    chance = Random(3)  # noqa: S311
    database = await postgresql.new_database()
    ports = [free_port(), free_port()]
    people = [Person.joins(telegram, f"Reader {number}") for number in range(100)]
    chats = [person.chat_with(account) for person in people]
    async with AsyncExitStack() as running:
        port = await running.enter_async_context(balanced(ports))
        url = f"http://127.0.0.1:{port}/hook"
        settings = [process_settings(url, one, BOT_DATABASE=database) for one in ports]
        first, _ = [
            await running.enter_async_context(run_bot(server.url, **one)) for one in settings
        ]
        await telegram.until(lambda: account.webhook, within=PATIENCE)
        for number, (person, chat) in enumerate(zip(people, chats, strict=True)):
            person.writes(chat, QUESTION)
            if number == len(people) // 2:
                await telegram.until(
                    lambda: sum(map(bool, map(replies, chats))) > chance.randrange(10, 40),
                    within=PATIENCE,
                )
                await killed(first)
        await telegram.until(lambda: all(map(replies, chats)), within=60)

    # What the dead one had sent and not noted yet may have come twice.
    assert sum(map(replies, chats)) <= len(chats) + 64


@pytest.mark.timeout(120)
async def test_what_a_machine_had_taken_that_died_is_handled_by_another(
    server: PreviewServer,
    telegram: Telegram,
    account: BotAccount,
    reader: Person,
    postgresql: PostgreSql,
) -> None:
    database = await postgresql.new_database()
    ports = [free_port(), free_port()]
    chat = reader.chat_with(account)
    account.faults.append(Fault("sendMessage", Breakdown.TIMEOUT))
    url = f"http://127.0.0.1:{ports[0]}/hook"
    async with run_bot(
        server.url, **process_settings(url, ports[0], BOT_DATABASE=database)
    ) as first:
        reader.writes(chat, QUESTION)
        await struck(account)
        # Stored, and confirmed: Telegram will not bring it again.
        await until(lambda: len(account.updates) == 0)
        await killed(first)
    second = process_settings(url, ports[1], BOT_DATABASE=database)
    async with run_bot(server.url, **second):
        await telegram.until(partial(replies, chat), within=60)

    assert replies(chat) == 1
