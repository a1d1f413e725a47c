"""The pages about the bot, as those who run it fetch them."""

import asyncio
import time
from collections.abc import Mapping

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot import running
from bot.context import Bot
from bot.seeing import status_pages
from bot.seeing.status_pages import showing
from preview import ApiError, Person
from preview.account import BotAccount
from preview.faults import Breakdown, Fault
from tests.bot.test_polling import until
from tests.bot.test_webhook import free_port
from tests.conftest import RunningBots, StartBot

QUESTION = "By how much did trade between them grow?"


async def page(port: int | None, path: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}{path}") as response,
    ):
        return response.status, await response.text()


async def measures(port: int | None) -> Mapping[tuple[str, frozenset[tuple[str, str]]], float]:
    _, text = await page(port, "/metrics")
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def named(name: str, **labels: str) -> tuple[str, frozenset[tuple[str, str]]]:
    return name, frozenset(labels.items())


async def start(start_bot: StartBot, **settings: object) -> Bot:
    return await start_bot(status_listen="127.0.0.1:0", **settings)


async def handled(bot: Bot, kind: str, outcome: str) -> None:
    labels = {"kind": kind, "outcome": outcome}
    registry = bot.context_types.context.services.metrics.registry
    await until(lambda: registry.get_sample_value("verbatim_updates_total", labels) == 1)


async def test_a_bot_that_answers_is_alive_and_ready(start_bot: StartBot) -> None:
    bot = await start(start_bot)
    services = bot.context_types.context.services
    await services.database.comes()

    async with showing(bot) as port:
        alive, ready = await page(port, "/healthz"), await page(port, "/readyz")

    version = services.library.current.version
    assert alive == (200, "ok\n")
    assert ready == (200, f'{{"knowledge":"{version}","database":"ok","telegram":"ok"}}')


async def test_a_question_is_counted_and_timed(
    start_bot: StartBot, account: BotAccount, reader: Person
) -> None:
    bot = await start(start_bot)
    await reader.asks(reader.chat_with(account), QUESTION)
    await handled(bot, "message", "answered")

    async with showing(bot) as port:
        found = await measures(port)

    assert found[named("verbatim_decisions_total", decision="answer", place="private")] == 1
    assert found[named("verbatim_matching_seconds_count")] == 1
    assert found[named("verbatim_answering_seconds_count")] == 1
    assert found[named("verbatim_update_seconds_count", kind="message")] == 1
    assert found[named("verbatim_updates_under_way")] == 0
    assert found[named("verbatim_limit_wait_seconds_count")] >= 1
    version = bot.context_types.context.services.library.current.version
    assert found[named("verbatim_knowledge_info", version=version)] == 1


async def test_what_fails_is_counted_as_failed(
    start_bot: StartBot, account: BotAccount, reader: Person
) -> None:
    account.faults.append(Fault("sendMessage", ApiError(400, "Bad Request: odd")))
    bot = await start(start_bot)

    await reader.asks(reader.chat_with(account), "/help")

    await handled(bot, "message", "failed")


async def test_what_the_bot_may_not_answer_is_counted_as_refused(
    start_bot: StartBot, account: BotAccount, reader: Person
) -> None:
    reader.writes(reader.chat_with(account), "/help")
    reader.blocks(account)

    bot = await start(start_bot)

    await handled(bot, "message", "refused")


async def test_what_is_given_up_at_the_end_is_counted_as_left(
    start_bot: StartBot,
    running_bots: RunningBots,
    account: BotAccount,
    reader: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(running, "TO_FINISH", 0.0)
    account.faults.append(Fault("sendMessage", Breakdown.TIMEOUT))
    bot = await start(start_bot)
    reader.writes(reader.chat_with(account), "/help")
    registry = bot.context_types.context.services.metrics.registry
    await until(lambda: registry.get_sample_value("verbatim_updates_under_way") == 1)

    await running_bots.aclose()

    await handled(bot, "message", "left")


async def test_what_is_more_than_a_fair_share_is_counted_as_held_back(
    start_bot: StartBot, account: BotAccount, reader: Person
) -> None:
    bot = await start(start_bot, questions_per_minute=1)
    chat = reader.chat_with(account)
    await reader.asks(chat, "/help")

    await reader.asks(chat, "/help")

    await handled(bot, "message", "held_back")


async def test_a_call_that_is_made_again_is_counted(
    start_bot: StartBot, account: BotAccount, reader: Person
) -> None:
    account.faults.append(Fault("sendMessage", ApiError(500, "Internal Server Error")))
    bot = await start(start_bot)
    await reader.asks(reader.chat_with(account), "/help")

    async with showing(bot) as port:
        found = await measures(port)

    assert found[named("verbatim_call_retries_total", reason="network")] == 1


async def test_a_database_that_is_away_is_said_and_leaves_the_bot_ready(
    start_bot: StartBot,
) -> None:
    bot = await start(start_bot)
    await bot.context_types.context.services.database.close()

    async with showing(bot) as port:
        status, text = await page(port, "/readyz")

    assert status == 200
    assert '"database":"degraded"' in text


async def test_a_bot_to_which_telegram_is_silent_is_not_ready(
    start_bot: StartBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = await start(start_bot)
    monkeypatch.setattr(status_pages, "SILENT", -1.0)

    async with showing(bot) as port:
        status, text = await page(port, "/readyz")

    assert status == 503
    assert '"telegram":"silent for ' in text


async def test_with_a_webhook_telegram_is_asked_where_it_was_silent(start_bot: StartBot) -> None:
    port = free_port()
    bot = await start(
        start_bot,
        mode="webhook",
        webhook_url=f"http://127.0.0.1:{port}/hook",
        webhook_listen=f"127.0.0.1:{port}",
    )
    metrics = bot.context_types.context.services.metrics
    metrics.last_answer = time.monotonic() - 2 * status_pages.SILENT

    async with showing(bot) as shown:
        status, _ = await page(shown, "/readyz")

    assert status == 200


async def test_a_port_in_use_is_one_warning_that_names_the_setting(
    start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    taken = await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", 0)
    port = taken.sockets[0].getsockname()[1]
    bot = await start_bot(status_listen=f"127.0.0.1:{port}")

    async with taken, showing(bot) as shown:
        assert shown is None

    warnings = [one.message for one in caplog.records if one.levelname == "WARNING"]
    assert len(warnings) == 1
    assert "BOT_STATUS_LISTEN" in warnings[0]
