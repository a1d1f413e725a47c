"""A bot that calls the server by hand, rightly or wrongly.

All tests here share one running server, which is faster than one for each; the world that it serves
begins anew with each test.
"""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from preview import Person, PreviewServer, Telegram
from preview.account import BotAccount
from preview.objects import Chat
from tests.bot_api import BotApi
from tests.preview.calling import Caller
from tests.preview.clocks import StoppedClock
from tests.preview.listening import Listener, listening

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Run these tests in one event loop, that of the server."""
    for item in items:
        if item.path.is_relative_to(HERE) and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server(bot_api: BotApi | None) -> AsyncIterator[PreviewServer]:
    """The server; its results are held against Telegram's description, calls are not.

    Some of the calls here are wrong on purpose.
    """
    async with PreviewServer(Telegram()) as serving:
        if bot_api is not None:
            serving.watch(bot_api.check_result)
        yield serving


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
        yield client


@pytest.fixture
def telegram(server: PreviewServer) -> Telegram:
    """The world that the server serves, with nobody in it."""
    vars(server.telegram).update(vars(Telegram()))
    return server.telegram


@pytest.fixture
def official(bot_api: BotApi | None) -> BotApi:
    if bot_api is None:
        pytest.skip("Telegram's description of its Bot API is not on this machine")
    return bot_api


@pytest.fixture
def api(server: PreviewServer, http: httpx.AsyncClient, account: BotAccount) -> Caller:
    return Caller(http, server.url, account.token)


@pytest.fixture
def other_account(telegram: Telegram) -> BotAccount:
    return telegram.new_bot("other_bot", "Another bot")


@pytest.fixture
def other_api(server: PreviewServer, http: httpx.AsyncClient, other_account: BotAccount) -> Caller:
    return Caller(http, server.url, other_account.token)


@pytest.fixture
def unstarted(reader: Person, account: BotAccount) -> Chat:
    """The private chat of reader and bot, where nothing has been written yet."""
    return reader.chat_with(account)


@pytest.fixture
def chat(reader: Person, unstarted: Chat) -> Chat:
    """The private chat of reader and bot, where the reader has pressed 'Start'."""
    reader.writes(unstarted, "/start")
    return unstarted


@pytest.fixture
def group(telegram: Telegram, reader: Person, account: BotAccount) -> Chat:
    return telegram.new_group("Readers", [reader.user, account.user])


@pytest.fixture
def forum(telegram: Telegram, reader: Person, account: BotAccount) -> Chat:
    return telegram.new_group("Forum", [reader.user, account.user], topics=["Trade", "Space"])


@pytest_asyncio.fixture(loop_scope="session")
async def listener(api: Caller) -> AsyncIterator[Listener]:
    """Where the bot listens; its webhook is removed with the test."""
    async with listening() as listener:
        yield listener
        await api.call("deleteWebhook")


@pytest.fixture
def clock(telegram: Telegram) -> StoppedClock:
    return StoppedClock(telegram)
