"""Updates are confirmed when they are handled, each is handled once, and none waits for another."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot import polling, running
from knowledge.knowledge_file import read_interview
from preview import ApiError, Person, Telegram
from preview.account import BotAccount
from preview.errors import too_many_requests
from preview.faults import Breakdown, Fault
from preview.objects import Chat
from tests.bot.holding import HARD, Held, held_matcher
from tests.bot.reading import quotations
from tests.conftest import FEDOROV, RunningBots, StartBot

ANSWER = read_interview(FEDOROV).exchanges[1].answer
WITHIN = 20.0
# More than Telegram gives at a time.
MANY = 130


@pytest.fixture
def held(running_bots: RunningBots, monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    """Hold the matcher up; it is let go before bots are stopped."""
    with held_matcher(monkeypatch) as held:
        yield held


@pytest.fixture
def chat(account: BotAccount, reader: Person) -> Chat:
    return reader.chat_with(account)


def replies(chat: Chat) -> int:
    return sum(one.is_from_bot for one in chat.messages.values())


async def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so that nobody tells of."""
    async with asyncio.timeout(WITHIN):
        while not is_so():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def holds_up(reader: Person, chat: Chat, held: Held) -> None:
    """Ask what keeps the bot busy until it is let go."""
    reader.writes(chat, HARD)
    await held.is_reached()


def ask_for_help(telegram: Telegram, account: BotAccount, count: int) -> list[Chat]:
    people = [Person.joins(telegram, f"Reader {number}") for number in range(count)]
    chats = [person.chat_with(account) for person in people]
    for person, chat in zip(people, chats, strict=True):
        person.writes(chat, "/help")
    return chats


async def test_what_is_handled_is_confirmed(
    start_bot: StartBot, account: BotAccount, reader: Person, chat: Chat
) -> None:
    await start_bot()
    await reader.asks(chat, "/help")

    await until(lambda: len(account.updates) == 0)


async def test_what_fails_is_confirmed_once_the_reader_is_told(
    start_bot: StartBot, account: BotAccount, reader: Person, chat: Chat
) -> None:
    account.faults.append(Fault("sendMessage", ApiError(400, "Bad Request: odd")))
    await start_bot()

    reply = await reader.asks(chat, "/help")

    assert (reply.text or "").startswith("Sorry, something went wrong")
    await until(lambda: len(account.updates) == 0)


async def test_what_is_under_way_is_not_confirmed(
    start_bot: StartBot,
    account: BotAccount,
    reader: Person,
    chat: Chat,
    held: Held,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(polling, "SLOW", WITHIN)
    await start_bot()
    await holds_up(reader, chat, held)
    other = Person.joins(reader.telegram, "Other")
    await other.asks(other.chat_with(account), "/help")
    await other.asks(other.chat_with(account), "/help")

    assert len(account.updates) == 3

    held.let_go.set()
    await until(lambda: len(account.updates) == 0)


async def test_behind_a_slow_one_any_number_is_answered(
    start_bot: StartBot,
    telegram: Telegram,
    account: BotAccount,
    reader: Person,
    chat: Chat,
    held: Held,
) -> None:
    await start_bot()
    await holds_up(reader, chat, held)

    others = ask_for_help(telegram, account, MANY)
    await until(lambda: all(replies(one) == 1 for one in others))

    assert replies(chat) == 0
    await until(lambda: len(account.updates) == 0)


async def test_without_a_database_too_any_number_is_answered_and_the_risk_is_said_once(
    start_bot: StartBot,
    telegram: Telegram,
    account: BotAccount,
    reader: Person,
    chat: Chat,
    held: Held,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
) -> None:
    (tmp_path / "file").touch()
    await start_bot(database=f"sqlite:///{tmp_path / 'file' / 'verbatim.db'}")
    await holds_up(reader, chat, held)

    others = ask_for_help(telegram, account, 2 * MANY)
    await until(lambda: all(replies(one) == 1 for one in others))

    assert caplog.text.count("can't be kept while the database is away") == 1


@pytest.mark.parametrize("slow", [polling.SLOW, WITHIN], ids=["kept here", "kept by Telegram"])
async def test_what_was_not_finished_is_answered_after_the_next_start_and_nothing_twice(
    start_bot: StartBot,
    running_bots: RunningBots,
    telegram: Telegram,
    account: BotAccount,
    reader: Person,
    chat: Chat,
    held: Held,
    monkeypatch: pytest.MonkeyPatch,
    slow: float,
) -> None:
    monkeypatch.setattr(polling, "SLOW", slow)
    monkeypatch.setattr(running, "TO_FINISH", 0.0)
    await start_bot()
    await holds_up(reader, chat, held)
    others = ask_for_help(telegram, account, 10)
    await until(lambda: all(replies(one) == 1 for one in others))
    await until(lambda: len(account.updates) == (11 if slow == WITHIN else 0))
    await running_bots.aclose()
    assert replies(chat) == 0
    held.let_go.set()

    await start_bot()
    await until(lambda: replies(chat) == 1)
    latest = ask_for_help(telegram, account, 1)
    await until(lambda: replies(latest[0]) == 1)
    await until(lambda: len(account.updates) == 0)

    assert quotations(next(one for one in chat.messages.values() if one.is_from_bot)) == [ANSWER]
    assert [replies(one) for one in others] == [1] * 10
    await running_bots.aclose()
    await start_bot()
    await reader.asks(chat, "/help")
    assert replies(chat) == 2


async def test_of_several_thousand_under_way_no_more_are_taken(
    start_bot: StartBot,
    telegram: Telegram,
    account: BotAccount,
    reader: Person,
    chat: Chat,
    held: Held,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(polling, "MOST_UNDER_WAY", 0)
    await start_bot()
    await holds_up(reader, chat, held)

    others = ask_for_help(telegram, account, MANY)
    await until(lambda: sum(replies(one) for one in others) == polling.AT_A_TIME - 1)
    assert len(account.updates) == MANY + 1

    held.let_go.set()
    await until(lambda: all(replies(one) == 1 for one in others))


async def test_polling_that_fails_goes_on_and_says_so(
    start_bot: StartBot,
    account: BotAccount,
    reader: Person,
    chat: Chat,
    caplog: pytest.LogCaptureFixture,
) -> None:
    account.faults += [
        Fault("getUpdates", ApiError(502, "Bad Gateway")),
        Fault("getUpdates", too_many_requests(1)),
        Fault("getUpdates", Breakdown.BAD_JSON),
    ]
    await start_bot()

    await reader.asks(chat, "/help")

    assert "Telegram could not be reached (Bad Gateway); trying again." in caplog.text
