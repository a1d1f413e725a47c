"""A local Telegram for every test, and the real bot on it: nothing of either is replaced."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot import application as bot_application
from bot.context import Bot
from bot.running import receiving
from config import PREFIX, Settings
from knowledge.library import Library
from knowledge.matching.chosen_model import NONE, chosen_model
from knowledge.matching.vector_cache import VectorCache
from preview import Person, PreviewServer, Telegram
from preview.account import BotAccount
from tests.bot_api import BotApi
from tests.second_reader_server import PATIENT

OWN = Path(__file__).parent.parent
SHARED = OWN.parent / "shared"
FEDOROV = OWN / "knowledge" / "interviews" / "fedorov-geo-tv.yaml"
TOKEN = "7000000001:AAE-a_token_that_nobody_must_ever_see"


@pytest.fixture(scope="session")
def bot_api() -> BotApi | None:
    """Telegram's own description of its Bot API, where it is there."""
    path = SHARED / "telegram" / "bot-api-10.1.json"
    return BotApi(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
async def server(telegram: Telegram, bot_api: BotApi | None) -> AsyncIterator[PreviewServer]:
    """The server; whatever a test makes it return is held against Telegram's own description."""
    faults: list[AssertionError] = []

    def watch(method: str, result: Any) -> None:
        try:
            if bot_api is not None:
                bot_api.check_result(method, result)
        except AssertionError as fault:
            faults.append(fault)

    async with PreviewServer(telegram) as serving:
        serving.watch(watch)
        yield serving
    assert faults == []
    for account in telegram.bots.values():
        if bot_api is not None:
            bot_api.check_calls(account.calls)


@pytest.fixture
def account(telegram: Telegram) -> BotAccount:
    return telegram.new_bot("fedorov_bot", "Fedorov, verbatim", token=TOKEN)


@pytest.fixture
def reader(telegram: Telegram) -> Person:
    return Person.joins(telegram, "Reader")


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """A copy of the interview that comes with the project, which a test may change."""
    copy = tmp_path / "knowledge" / FEDOROV.name
    copy.parent.mkdir()
    copy.write_text(FEDOROV.read_text(encoding="utf-8"), encoding="utf-8")
    return copy


RunningBots = AsyncExitStack
StartBot = Callable[..., Awaitable[Bot]]


@pytest.fixture
async def running_bots(server: PreviewServer) -> AsyncIterator[AsyncExitStack]:
    """The bots that run; closing it stops them, as the end of the test does."""
    async with AsyncExitStack() as running:
        yield running


@pytest.fixture
def start_bot(
    server: PreviewServer, account: BotAccount, knowledge: Path, running_bots: AsyncExitStack
) -> StartBot:
    """Start the real bot on the server, with any settings; it is stopped with the test.

    It serves a ``library``, or what the settings name.
    """

    async def start(
        *, patience: float = PATIENT, library: Library | None = None, **settings: Any
    ) -> Bot:
        chosen: dict[str, object] = {
            "token": TOKEN,
            "api_url": server.url,
            "knowledge": knowledge,
            "data": knowledge.parent.parent / "data",
            "model": NONE,
            "watch": False,
            "messages_per_second": 1000,
            "questions_per_minute": 1000,
        } | settings
        made = Settings.model_validate(chosen)
        served = library or Library(made.knowledge, _readings(made.model))
        application = bot_application.build(made, served, patience)
        await running_bots.enter_async_context(_running(application))
        if made.mode == "webhook":
            await server.telegram.until(lambda: account.webhook, within=PATIENT)
        else:
            await account.polled.wait()
        return application

    return start


@cache
def _readings(model: str) -> VectorCache | None:
    """Return what a model reads, in memory: once for all tests. Without the model, skip."""
    chosen = chosen_model(model)
    if chosen is None and model != NONE:
        pytest.skip("no sentence model is installed")
    return VectorCache(chosen) if chosen else None


@pytest.fixture
async def bot(start_bot: StartBot) -> Bot:
    return await start_bot()


@asynccontextmanager
async def _running(application: Bot) -> AsyncIterator[Bot]:
    """Run an application as its process does, inside a loop that runs already."""
    async with application:
        if application.post_init:
            await application.post_init(application)
        async with receiving(application):
            yield application
    if application.post_shutdown:
        await application.post_shutdown(application)


async def stops_listening(bot: Bot) -> None:
    """Wait until a bot that is being stopped takes nothing more on."""
    while bot.running:  # noqa: ASYNC110  (the library tells nobody when it begins to stop)
        await asyncio.sleep(0)


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep the settings, and the caches, of whoever runs the tests out of them."""
    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "caches"))
