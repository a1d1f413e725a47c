"""The bot's process is killed at any moment, or told to stop: what was asked is answered."""

import asyncio
import signal
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from random import Random

import pytest

from bot.receiving import AT_ONCE
from preview import Person, PreviewServer, Telegram
from preview.account import BotAccount
from preview.errors import too_many_requests
from preview.faults import Breakdown, Fault
from preview.objects import Chat
from tests.bot.test_process import PATIENCE, asks, ended, run_bot

QUESTIONS = 200
KILLS = 5
QUESTION = "By how much did trade between them grow?"


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    return {"BOT_DATA": str(tmp_path / "data"), "BOT_MESSAGES_PER_SECOND": "1000"}


def crowd(telegram: Telegram, account: BotAccount) -> tuple[list[Person], list[Chat]]:
    """Return as many people as there are questions, and the chat of each with the bot."""
    people = [Person.joins(telegram, f"Reader {number}") for number in range(QUESTIONS)]
    return people, [person.chat_with(account) for person in people]


def replies(chat: Chat) -> int:
    return sum(one.is_from_bot for one in chat.messages.values())


def has_answered(chats: Sequence[Chat], more_than: int) -> bool:
    return sum(map(bool, map(replies, chats))) > more_than


async def killed(process: asyncio.subprocess.Process) -> None:
    process.kill()
    await process.communicate()


async def confirmed(account: BotAccount) -> None:
    async with asyncio.timeout(PATIENCE):
        while len(account.updates):  # noqa: ASYNC110  (Telegram tells nobody)
            await asyncio.sleep(0.01)


async def struck(account: BotAccount) -> None:
    """Wait until what is to go wrong has gone wrong: the bot is in the middle of its reply."""
    async with asyncio.timeout(PATIENCE):
        while account.faults:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@pytest.mark.timeout(120)
async def test_of_questions_asked_in_turn_each_is_answered_and_a_kill_costs_one_repeat_at_most(
    server: PreviewServer, telegram: Telegram, account: BotAccount, settings: dict[str, str]
) -> None:
    chance = Random(5)  # noqa: S311
    people, chats = crowd(telegram, account)
    waiting = iter(zip(people, chats, strict=True))
    between = sorted(chance.sample(range(QUESTIONS), KILLS))
    begin = 0
    for end in [*between, QUESTIONS - 1]:
        async with run_bot(server.url, **settings) as process:
            for number in range(begin, end + 1):
                person, chat = next(waiting)
                person.writes(chat, QUESTION)
                if number == end and end != QUESTIONS - 1:
                    # The moment may be any, from before it is taken until after it is noted.
                    await asyncio.sleep(chance.uniform(0, 0.03))
                    await killed(process)
                    break
                await telegram.until(partial(replies, chat), within=PATIENCE)
        begin = end + 1
    async with run_bot(server.url, **settings):
        await telegram.until(lambda: all(map(replies, chats)), within=PATIENCE)
        await confirmed(account)

    assert sum(map(replies, chats)) <= QUESTIONS + KILLS


@pytest.mark.timeout(120)
async def test_of_a_crowds_questions_each_is_answered_whenever_the_bot_is_killed(
    server: PreviewServer, telegram: Telegram, account: BotAccount, settings: dict[str, str]
) -> None:
    chance = Random(7)  # noqa: S311
    people, chats = crowd(telegram, account)
    for person, chat in zip(people, chats, strict=True):
        person.writes(chat, QUESTION)
    for answered in sorted(chance.sample(range(QUESTIONS), KILLS)):
        async with run_bot(server.url, **settings) as process:
            await telegram.until(partial(has_answered, chats, more_than=answered), within=PATIENCE)
            await killed(process)
    async with run_bot(server.url, **settings):
        await telegram.until(lambda: all(map(replies, chats)), within=PATIENCE)
        await confirmed(account)

    assert sum(map(replies, chats)) <= QUESTIONS + KILLS * AT_ONCE


@pytest.mark.parametrize("is_kept", [False, True], ids=["at once", "when it is kept here"])
async def test_what_is_under_way_at_a_kill_is_answered_once_after_it(
    server: PreviewServer,
    telegram: Telegram,
    account: BotAccount,
    reader: Person,
    settings: dict[str, str],
    *,
    is_kept: bool,
) -> None:
    chat = reader.chat_with(account)
    account.faults.append(Fault("sendMessage", Breakdown.TIMEOUT))
    async with run_bot(server.url, **settings) as process:
        reader.writes(chat, QUESTION)
        await struck(account)
        if is_kept:
            await confirmed(account)
        await killed(process)
    assert replies(chat) == 0

    async with run_bot(server.url, **settings):
        await telegram.until(partial(replies, chat), within=PATIENCE)
        await asks(Person.joins(telegram, "Next"), account)

    assert replies(chat) == 1


async def test_without_a_database_too_what_is_under_way_at_a_kill_is_answered_after_it(
    server: PreviewServer, telegram: Telegram, account: BotAccount, reader: Person, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    nowhere = {"BOT_DATABASE": f"sqlite:///{tmp_path / 'file' / 'verbatim.db'}"}
    chat = reader.chat_with(account)
    account.faults.append(Fault("sendMessage", Breakdown.TIMEOUT))
    async with run_bot(server.url, **nowhere) as process:
        reader.writes(chat, QUESTION)
        await struck(account)
        await killed(process)

    async with run_bot(server.url, **nowhere):
        await telegram.until(partial(replies, chat), within=PATIENCE)


async def test_a_bot_that_is_told_to_stop_finishes_what_is_under_way_and_confirms_it(
    server: PreviewServer,
    telegram: Telegram,
    account: BotAccount,
    reader: Person,
    settings: dict[str, str],
) -> None:
    chat = reader.chat_with(account)
    account.faults.append(Fault("sendMessage", too_many_requests(1)))
    async with run_bot(server.url, **settings) as process:
        reader.writes(chat, QUESTION)
        await struck(account)
        process.terminate()
        status, said = await ended(process)

    assert replies(chat) == 1
    assert status == 0
    assert "Traceback" not in said
    assert len(account.updates) == 0


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_a_second_signal_ends_it_at_once_and_what_was_under_way_comes_again(
    server: PreviewServer,
    telegram: Telegram,
    account: BotAccount,
    reader: Person,
    settings: dict[str, str],
    how: signal.Signals,
) -> None:
    chat = reader.chat_with(account)
    account.faults.append(Fault("sendMessage", Breakdown.TIMEOUT))
    async with run_bot(server.url, **settings) as process:
        reader.writes(chat, QUESTION)
        await struck(account)
        process.send_signal(how)
        assert process.stderr is not None
        said = b""
        while b"Stopping" not in said:
            said += await asyncio.wait_for(process.stderr.readline(), PATIENCE)
        process.send_signal(how)
        status, rest = await ended(process)

    assert status == 128 + how
    assert "Traceback" not in said.decode() + rest
    assert replies(chat) == 0

    async with run_bot(server.url, **settings):
        await telegram.until(partial(replies, chat), within=PATIENCE)
