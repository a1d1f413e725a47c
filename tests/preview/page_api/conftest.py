"""A server with the page's ready-made scene, its bot, and two people at their pages."""

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from preview import ChatPage, Person, PreviewServer, Scene, Telegram
from preview.account import BotAccount
from tests.preview.calling import Caller
from tests.preview.page_api.calling import Page


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
def scene(telegram: Telegram, account: BotAccount) -> Scene:
    return Scene.ready_made(telegram, account)


@pytest_asyncio.fixture(loop_scope="session")
async def server(telegram: Telegram, scene: Scene) -> AsyncIterator[PreviewServer]:
    async with PreviewServer(telegram, pages=ChatPage(scene).routes()) as serving:
        yield serving


@pytest_asyncio.fixture(loop_scope="session")
async def http(server: PreviewServer) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server.url, trust_env=False, timeout=20) as client:
        yield client


@pytest.fixture
def reader(scene: Scene) -> Person:
    return scene.people[0]


@pytest.fixture
def second(scene: Scene) -> Person:
    return scene.people[1]


@pytest_asyncio.fixture(loop_scope="session")
async def bot(server: PreviewServer, account: BotAccount) -> AsyncIterator[Caller]:
    """The bot's end of the line."""
    async with httpx.AsyncClient(trust_env=False, timeout=20) as http:
        yield Caller(http, server.url, account.token)


@pytest.fixture
def page(http: httpx.AsyncClient, reader: Person) -> Page:
    return Page(http, reader)


@pytest.fixture
def seconds_page(http: httpx.AsyncClient, second: Person) -> Page:
    return Page(http, second)
