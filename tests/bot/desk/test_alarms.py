"""Alarms, as admins receive them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from telegram.error import Conflict, NetworkError

from bot.context import Bot, Services
from bot.desk import alarms
from bot.desk.alarms import Alarms
from bot.insisting import until_it_answers
from bot.storage.database import UnavailableError
from bot.trouble import Cause, Trouble
from preview import Person, Telegram
from preview.account import BotAccount
from preview.objects import Chat, Message
from tests.bot.test_journal import until
from tests.conftest import TOKEN, RunningBots, StartBot

SECRET = "what only the reader knows"


@dataclass
class Clock:
    """Seconds that pass when a test says so."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of all alarms."""
    clock = Clock()
    monkeypatch.setattr("bot.application.Alarms", lambda: Alarms(clock=clock))
    return clock


@pytest.fixture
def other(telegram: Telegram, account: BotAccount) -> Person:
    """Another admin, who has started the bot."""
    other = Person.joins(telegram, "Other")
    other.writes(other.chat_with(account), "/start")
    return other


@pytest.fixture
async def watched(
    clock: Clock, start_bot: StartBot, account: BotAccount, reader: Person, other: Person
) -> Bot:
    """The running bot with two admins, who have both started it."""
    reader.writes(reader.chat_with(account), "/start")
    bot = await start_bot(admins=frozenset({reader.user.id, other.user.id, 999}))
    await reader.hears(reader.chat_with(account), after=first_of(reader.chat_with(account)))
    await other.hears(other.chat_with(account), after=first_of(other.chat_with(account)))
    return bot


def first_of(chat: Chat) -> Message:
    return next(iter(chat.messages.values()))


def services(bot: Bot) -> Services:
    return bot.context_types.context.services


def alarms_in(chat: Chat) -> list[str]:
    """Return the alarms that a chat has seen, in order."""
    texts = (message.text or "" for message in chat.messages.values())
    return [text for text in texts if text.startswith("⚠️")]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every question fail, with the question's text in the error."""

    def fails(text: str) -> Iterator[object]:
        raise LookupError(text)

    monkeypatch.setattr("bot.asking.small_talk", fails)


async def test_an_error_reaches_every_admin_in_a_line_without_anybody_s_words(
    watched: Bot,
    broken: None,
    account: BotAccount,
    telegram: Telegram,
    reader: Person,
    other: Person,
) -> None:
    asker = Person.joins(telegram, "Asker")
    await asker.asks(asker.chat_with(account), SECRET)

    desks = [admin.chat_with(account) for admin in (reader, other)]
    await until(lambda: all(alarms_in(desk) for desk in desks))
    for desk in desks:
        (alarm,) = alarms_in(desk)
        assert alarm.startswith("⚠️ Something went wrong (LookupError, tests/bot/desk/")
        assert "\n" not in alarm
        assert SECRET not in alarm
        assert TOKEN not in alarm
    assert alarms_in(asker.chat_with(account)) == []


async def test_the_same_error_is_said_again_after_ten_minutes_with_how_often(
    watched: Bot,
    broken: None,
    clock: Clock,
    account: BotAccount,
    telegram: Telegram,
    reader: Person,
) -> None:
    asker, desk = Person.joins(telegram, "Asker"), reader.chat_with(account)
    for _ in range(4):
        await asker.asks(asker.chat_with(account), SECRET)
    await until(lambda: alarms_in(desk))
    clock.now += 599
    services(watched).alarms.sound(Cause(Trouble.LOST))
    await until(lambda: len(alarms_in(desk)) == 2)
    assert "LookupError" not in alarms_in(desk)[1]

    clock.now += 1
    await asker.asks(asker.chat_with(account), SECRET)

    await until(lambda: len(alarms_in(desk)) == 3)
    assert alarms_in(desk)[2].endswith(" 4 times more in the last 10 min.")


async def test_what_happened_again_is_said_without_waiting_for_the_next_time(
    start_bot: StartBot,
    account: BotAccount,
    reader: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.application.Alarms", lambda: Alarms(quiet=0.05))
    desk = reader.chat_with(account)
    reader.writes(desk, "/start")
    bot = await start_bot(admins=frozenset({reader.user.id}))
    services(bot).alarms.sound(Cause(Trouble.LOST))
    await until(lambda: alarms_in(desk))

    services(bot).alarms.sound(Cause(Trouble.LOST))

    await until(lambda: len(alarms_in(desk)) == 2)


async def test_an_admin_who_has_blocked_the_bot_is_passed_over(
    watched: Bot, account: BotAccount, reader: Person, other: Person
) -> None:
    reader.blocks(account)

    services(watched).alarms.sound(Cause(Trouble.LOST))
    await until(lambda: alarms_in(other.chat_with(account)))
    services(watched).alarms.sound(Cause(Trouble.CONFLICT))
    await until(lambda: len(alarms_in(other.chat_with(account))) == 2)

    assert alarms_in(reader.chat_with(account)) == []


async def test_an_admin_is_told_in_their_language(
    watched: Bot, account: BotAccount, reader: Person
) -> None:
    desk = reader.chat_with(account)
    await reader.sends_callback(account, await reader.asks(desk, "/language"), "g:ru")

    services(watched).alarms.sound(Cause(Trouble.LOST))

    await until(lambda: alarms_in(desk))
    assert alarms_in(desk)[0].startswith("⚠️ Записи журнала потеряны")


async def test_without_admins_all_is_quiet_and_goes_on(
    start_bot: StartBot, broken: None, account: BotAccount, reader: Person
) -> None:
    await start_bot()

    reply = await reader.asks(reader.chat_with(account), SECRET)

    assert (reply.text or "").startswith("Sorry, something went wrong")
    assert alarms_in(reader.chat_with(account)) == []


async def test_another_bot_with_the_same_token_is_told(
    watched: Bot, account: BotAccount, reader: Person
) -> None:
    desk = reader.chat_with(account)

    refusals = [NetworkError("no way"), Conflict("terminated by other getUpdates request")]

    async def polled() -> bool:
        if refusals:
            raise refusals.pop(0)
        return True

    assert await until_it_answers(polled, services(watched).alarms.sound)

    await until(lambda: alarms_in(desk))
    assert alarms_in(desk) == ["⚠️ Another bot is polling with the same token: stop one of the two."]


async def test_a_database_that_goes_away_is_told_once(
    watched: Bot, account: BotAccount, reader: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, desk = services(watched).database, reader.chat_with(account)
    for _ in range(2):
        with pytest.raises(UnavailableError):
            async with database.begin():
                raise OSError("no space left")
        await database.comes()

    await until(lambda: alarms_in(desk))
    assert alarms_in(desk) == [
        "⚠️ The database can't be used, and the log says why. Answering goes on without it."
    ]


async def test_a_file_that_is_saved_with_a_mistake_is_told_with_its_line(
    clock: Clock, start_bot: StartBot, account: BotAccount, reader: Person, knowledge: Path
) -> None:
    desk = reader.chat_with(account)
    reader.writes(desk, "/start")
    await start_bot(admins=frozenset({reader.user.id}), watch=True)
    text = knowledge.read_text(encoding="utf-8").replace("id: trade-growth", "id: trade growth")
    line = text[: text.index("trade growth")].count("\n") + 1

    knowledge.write_text(text, encoding="utf-8")

    await until(lambda: alarms_in(desk))
    assert alarms_in(desk) == [
        f"⚠️ A file that was saved is not served, because of {knowledge.name}:{line}. "
        "What was good before is served on."
    ]


async def test_files_that_are_left_out_at_the_start_are_told_each_once(
    clock: Clock,
    start_bot: StartBot,
    running_bots: RunningBots,
    account: BotAccount,
    reader: Person,
    knowledge: Path,
) -> None:
    desk = reader.chat_with(account)
    reader.writes(desk, "/start")
    knowledge.with_name("harbour.yaml").write_text("id: harbour\nexchanges:\n", encoding="utf-8")
    bot = await start_bot(admins=frozenset({reader.user.id}), knowledge=knowledge.parent)
    await until(lambda: alarms_in(desk))

    clock.now += 1000
    services(bot).alarms.left_out(services(bot).library.problems)
    services(bot).alarms.sound(Cause(Trouble.CONFLICT))

    await until(lambda: len(alarms_in(desk)) == 2)
    assert alarms_in(desk)[0].startswith(
        "⚠️ A knowledge file is not served as it stands, because of harbour.yaml:"
    )
    assert alarms_in(desk)[1].startswith("⚠️ Another bot is polling")


def test_an_error_from_elsewhere_is_named_by_its_kind() -> None:
    assert alarms._origin(KeyError("secret")) == "KeyError"  # noqa: SLF001
