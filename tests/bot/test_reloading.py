"""A knowledge file that is saved is served, without a word from anybody."""

import asyncio
import logging
from pathlib import Path

import pytest

from bot.reloading import SETTLED, unsettled
from knowledge.knowledge_file import read_interview
from knowledge.library import Library
from preview import Person
from preview.account import BotAccount
from preview.objects import Chat
from tests.bot.reading import quotations
from tests.conftest import FEDOROV, StartBot

TRADE = read_interview(FEDOROV).exchanges[1]
QUESTION = "By how much did trade between them grow?"
PATIENCE = 20
CHANGED = ("Yes, trade volume has grown over 20%", "Yes, trade volume has grown over 21%")


@pytest.fixture
async def chat(start_bot: StartBot, account: BotAccount, reader: Person) -> Chat:
    """The private chat with a bot that watches its file."""
    await start_bot(watch=True)
    return reader.chat_with(account)


async def asks_until(reader: Person, chat: Chat, answer: str) -> None:
    """Ask again and again until this is the answer."""
    async with asyncio.timeout(PATIENCE):
        while quotations(await reader.asks(chat, QUESTION)) != [answer]:
            pass


async def test_a_change_that_is_saved_is_served(
    chat: Chat, reader: Person, knowledge: Path
) -> None:
    text = knowledge.read_text(encoding="utf-8")

    knowledge.write_text(text.replace(*CHANGED), encoding="utf-8")

    await asks_until(reader, chat, TRADE.answer.replace(*CHANGED))


async def test_a_file_that_is_put_in_the_old_ones_place_is_served(
    chat: Chat, reader: Person, knowledge: Path
) -> None:
    new = knowledge.with_name(f".{knowledge.name}.swp")
    new.write_text(knowledge.read_text(encoding="utf-8").replace(*CHANGED), encoding="utf-8")

    new.rename(knowledge)

    await asks_until(reader, chat, TRADE.answer.replace(*CHANGED))


async def test_a_file_that_is_saved_beside_the_others_is_served(
    start_bot: StartBot, account: BotAccount, reader: Person, knowledge: Path
) -> None:
    await start_bot(watch=True, knowledge=knowledge.parent)
    chat = reader.chat_with(account)
    new = "id: harbour\ninterviewee: {name: Ada}\nexchanges:\n- {id: a, question: Who?, answer: I.}"
    other = knowledge.with_name("harbour.yaml")

    other.write_text(new, encoding="utf-8")

    async with asyncio.timeout(PATIENCE):
        while "Ada" not in ((await reader.asks(chat, "/about")).text or ""):
            pass


async def test_a_mistake_that_is_saved_is_logged_and_the_last_good_state_served_on(
    chat: Chat, reader: Person, knowledge: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = knowledge.read_text(encoding="utf-8")
    knowledge.write_text(text.replace("id: trade-growth", "id: trade growth"), encoding="utf-8")

    async with asyncio.timeout(PATIENCE):
        while "exchanges[1].id can't be used" not in caplog.text:
            assert quotations(await reader.asks(chat, QUESTION)) == [TRADE.answer]
    knowledge.write_text(text.replace(*CHANGED), encoding="utf-8")

    await asks_until(reader, chat, TRADE.answer.replace(*CHANGED))


async def test_a_file_that_is_half_written_is_not_read(
    start_bot: StartBot,
    account: BotAccount,
    reader: Person,
    knowledge: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    # So slowly is it written.
    monkeypatch.setattr("bot.reloading.SETTLED", 2.0)
    await start_bot(watch=True)
    chat = reader.chat_with(account)
    text = knowledge.read_text(encoding="utf-8").replace(*CHANGED)
    half = text.index("  - id: alaska-summit")
    knowledge.write_text(text[:half], encoding="utf-8")
    truncated = Library(knowledge).current.version
    async with asyncio.timeout(PATIENCE):
        while "may be half written" not in caplog.text:
            assert quotations(await reader.asks(chat, QUESTION)) == [TRADE.answer]
    with knowledge.open("a", encoding="utf-8") as file:
        file.write(text[half:])

    await asks_until(reader, chat, TRADE.answer.replace(*CHANGED))

    assert f"version {truncated}" not in caplog.text


async def test_a_bot_that_does_not_watch_serves_a_change_after_a_reload_alone(
    start_bot: StartBot, account: BotAccount, reader: Person, knowledge: Path
) -> None:
    await start_bot(watch=False, admins=frozenset({reader.user.id}))
    chat = reader.chat_with(account)
    text = knowledge.read_text(encoding="utf-8")
    knowledge.write_text(text.replace(*CHANGED), encoding="utf-8")

    assert quotations(await reader.asks(chat, QUESTION)) == [TRADE.answer]
    await reader.asks(chat, "/reload")

    assert quotations(await reader.asks(chat, QUESTION)) == [TRADE.answer.replace(*CHANGED)]


def test_a_file_is_left_alone_for_a_while_after_it_was_written_to(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.touch()
    written = file.stat().st_mtime

    assert unsettled([file], written + 0.1) == pytest.approx(SETTLED - 0.1, abs=0.01)
    assert unsettled([file], written + SETTLED) <= 0
    # By a clock that was set back it was written in the future.
    assert unsettled([file], written - 3600) == SETTLED
    assert unsettled([tmp_path / "gone.yaml"], written) <= 0
