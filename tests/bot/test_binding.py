"""/interview: a chat that is bound to one interview asks about that one alone."""

import asyncio
import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

import pytest

from bot.context import Bot
from bot.storage.chat_settings import Chosen
from bot.storage.database import Database
from preview import ApiError, Person, Telegram
from preview.account import BotAccount
from preview.faults import Fault
from preview.objects import Chat, Message
from tests.bot.reading import labels, pressed, quotations
from tests.conftest import RunningBots, StartBot
from tests.several import DUNMORE, LOVELL, NORWOOD, SEVERAL, archive, written

COUNCIL = NORWOOD.exchanges[1].answer
LIGHTHOUSE = LOVELL.exchanges[1].answer
GONE = "The interview that this chat was about is no longer served. I look in all of them again."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(SEVERAL, tmp_path / "several")


@pytest.fixture
async def bot(start_bot: StartBot, folder: Path) -> Bot:
    return await start_bot(knowledge=folder)


@pytest.fixture
def chat(bot: Bot, account: BotAccount, reader: Person) -> Chat:
    return reader.chat_with(account)


async def bind(reader: Person, account: BotAccount, chat: Chat, name: str) -> Message:
    """Choose the first interview that a name finds."""
    reply = await reader.asks(chat, f"/interview {name}")
    return await pressed(reader, account, reply, "1")


async def test_interview_says_that_all_are_looked_in_and_lists_them(
    chat: Chat, reader: Person
) -> None:
    reply = await reader.asks(chat, "/interview")

    assert (reply.text or "").startswith(
        "In this chat I look in all 3 interviews. You can choose one of them.\n\n"
        "Interviews 1–3 of 3\n\n1. Bea Norwood\n"
    )
    assert labels(reply) == ["1", "2", "3"]


async def test_questions_in_a_bound_chat_are_answered_from_its_interview(
    chat: Chat, account: BotAccount, reader: Person
) -> None:
    bound = await bind(reader, account, chat, "norwood")
    assert bound.text == (
        "This chat is about one interview: Bea Norwood, Hill.tv, 2 May 2024. "
        "I look in that one alone."
    )

    reply = await reader.asks(chat, "who paid for it?")

    assert quotations(reply) == [COUNCIL]
    assert "Bea Norwood" in (reply.text or "")


async def test_questions_and_topics_in_a_bound_chat_are_those_of_its_interview(
    chat: Chat, account: BotAccount, reader: Person
) -> None:
    await bind(reader, account, chat, "norwood")

    listed = await reader.asks(chat, "/questions")
    topics = await reader.asks(chat, "/topics")
    assert (listed.text or "").startswith("Bea Norwood in Hill.tv\n")
    assert labels(topics) == ["Money"]

    await pressed(reader, account, topics, "Money")

    assert (topics.text or "").startswith("Money: question 1 of 1\n")
    assert "lighthouse" not in (topics.text or "")


async def test_a_greeting_in_a_bound_chat_speaks_of_its_interview(
    chat: Chat, account: BotAccount, reader: Person
) -> None:
    await bind(reader, account, chat, "norwood")

    reply = await reader.asks(chat, "hello")

    assert (reply.text or "").startswith(
        "Hello! Ask me anything about Hill.tv's interview with Bea Norwood"
    )


async def test_who_is_named_is_asked_all_the_same(
    chat: Chat, account: BotAccount, reader: Person
) -> None:
    await bind(reader, account, chat, "norwood")

    reply = await reader.asks(chat, "what did ada lovell say about who paid for the lighthouse?")

    assert quotations(reply) == [LIGHTHOUSE]
    assert "Ada Lovell, Harbour master" in (reply.text or "")


async def test_what_its_interview_does_not_hold_is_looked_for_in_all_by_one_tap(
    chat: Chat, account: BotAccount, reader: Person
) -> None:
    await bind(reader, account, chat, "norwood")

    reply = await reader.asks(chat, "how much honey do the bees make?")

    assert (reply.text or "").startswith(
        "I couldn't find that in the interview with Bea Norwood. It may not have been asked."
    )
    assert labels(reply) == ["Look in all interviews", "All of this interview"]

    await pressed(reader, account, reply, "Look in all")

    assert quotations(reply) == [DUNMORE.exchanges[0].answer]


async def test_an_edited_question_is_looked_for_in_all_as_it_now_reads(
    chat: Chat, account: BotAccount, reader: Person
) -> None:
    await bind(reader, account, chat, "norwood")
    asked = reader.writes(chat, "who paid for it?")
    reply = await reader.hears(chat, after=asked)
    before = reply.text or ""

    reader.edits(asked, "how much honey do the bees make?")
    await reader.sees_edited(reply, before)
    await pressed(reader, account, reply, "Look in all")

    assert quotations(reply) == [DUNMORE.exchanges[0].answer]


@pytest.mark.parametrize("is_private", [True, False])
async def test_what_is_looked_for_in_all_is_in_the_journal_and_can_be_judged(
    bot: Bot,
    account: BotAccount,
    reader: Person,
    running_bots: RunningBots,
    tmp_path: Path,
    is_private: bool,
) -> None:
    group = reader.telegram.new_group("Group", [account.user], owner=reader.user)
    chat = reader.chat_with(account) if is_private else group
    await bind(reader, account, chat, "norwood")
    reply = await reader.asks(chat, "/ask how much honey do the bees make?")

    await pressed(reader, account, reply, "Look in all")
    assert "✓ This answers it" in labels(reply)
    await reader.presses(account, reply, "✓ This answers it")
    await running_bots.aclose()

    wanted = """SELECT place, question, decision, journal.interview, verdict FROM journal
        LEFT JOIN verdicts USING (reference) ORDER BY asked_at"""
    with closing(sqlite3.connect(tmp_path / "data" / "verbatim.sqlite3")) as reading:
        declined, found = reading.execute(wanted).fetchall()
    place, question = "private" if is_private else "group", "how much honey do the bees make?"
    assert declined == (place, question, "decline", NORWOOD.id, None)
    assert found == (place, question, "answer", DUNMORE.id, "right")


async def test_what_was_asked_before_a_restart_is_told_by_the_message_that_it_quotes(
    bot: Bot,
    start_bot: StartBot,
    running_bots: RunningBots,
    account: BotAccount,
    reader: Person,
    folder: Path,
) -> None:
    group = reader.telegram.new_group("Group", [account.user], owner=reader.user)
    private = reader.chat_with(account)
    for chat in (group, private):
        await bind(reader, account, chat, "norwood")
    in_group = await reader.asks(group, "/ask how much honey do the bees make?")
    in_private = await reader.asks(private, "how much honey do the bees make?")
    await running_bots.aclose()
    await start_bot(knowledge=folder)

    await pressed(reader, account, in_group, "Look in all")
    shown = await reader.presses(account, in_private, "Look in all")

    assert quotations(in_group) == [DUNMORE.exchanges[0].answer]
    assert shown.text == "I no longer know what you asked here. Please ask again."


async def test_a_chat_stays_bound_across_restarts_and_other_chats_are_free(
    bot: Bot,
    start_bot: StartBot,
    running_bots: RunningBots,
    account: BotAccount,
    reader: Person,
    folder: Path,
) -> None:
    chat = reader.chat_with(account)
    await bind(reader, account, chat, "norwood")
    await running_bots.aclose()
    await start_bot(knowledge=folder)
    other = Person.joins(reader.telegram, "Other")

    assert quotations(await reader.asks(chat, "who paid")) == [COUNCIL]
    unsure = await other.asks(other.chat_with(account), "who paid")
    assert (unsure.text or "").startswith("I'm not sure")


@pytest.mark.parametrize("how", ["/interview all", "/interview ALL", "Ask about all"])
async def test_a_chat_is_freed_by_a_word_or_a_button(
    how: str, chat: Chat, account: BotAccount, reader: Person
) -> None:
    await bind(reader, account, chat, "norwood")

    if how.startswith("/"):
        reply = await reader.asks(chat, how)
    else:
        shown = await reader.asks(chat, "/interview")
        assert (shown.text or "").startswith("This chat is about one interview: Bea Norwood")
        reply = await pressed(reader, account, shown, how)

    assert (reply.text or "").startswith("In this chat I look in all 3 interviews.")
    unsure = await reader.asks(chat, "who paid")
    assert (unsure.text or "").startswith("I'm not sure")


async def test_a_chat_can_be_bound_to_another_interview(
    chat: Chat, account: BotAccount, reader: Person
) -> None:
    message = await bind(reader, account, chat, "norwood")
    await pressed(reader, account, message, "Choose an interview")
    await pressed(reader, account, message, "2")

    assert quotations(await reader.asks(chat, "who paid?")) == [LIGHTHOUSE]


async def test_choices_are_paged_and_searched_and_every_button_fits(
    start_bot: StartBot, account: BotAccount, reader: Person, tmp_path: Path
) -> None:
    await start_bot(knowledge=written(archive(100), tmp_path / "archive"))
    chat = reader.chat_with(account)

    found = await reader.asks(chat, f"/interview stone weekly {'ж' * 40}")
    assert "Interviews 1–5 of 100" in (found.text or "")
    assert "To find one, add a name: /interview and then" not in (found.text or "")
    await pressed(reader, account, found, "Next")
    assert "Interviews 6–10 of 100" in (found.text or "")
    assert all(len(one["callback_data"].encode()) <= 64 for one in found.buttons)
    everything = await reader.asks(chat, "/interview")
    assert "To find one, add a name: /interview and then the name." in (everything.text or "")
    await pressed(reader, account, found, "7")

    assert "This chat is about one interview: Quill Zo" in (found.text or "")


async def test_a_group_s_administrators_choose_for_it_and_others_are_told(
    bot: Bot, account: BotAccount, reader: Person, telegram: Telegram
) -> None:
    chief = Person.joins(telegram, "Chief")
    people = [reader.user, account.user]
    group = telegram.new_group("Group", people, administrators=[chief.user])
    only = "Only this group's administrators can choose its interview."

    seen = await reader.asks(group, "/interview")
    shown = await reader.presses(account, seen, "1")
    assert (shown.text, shown.show_alert) == (only, True)
    assert (await reader.asks(group, "/interview@fedorov_bot all")).text == only

    await pressed(chief, account, seen, "1")

    assert quotations(await reader.asks(group, "/ask who paid?")) == [COUNCIL]
    freed = await chief.asks(group, "/interview all")
    assert (freed.text or "").startswith("In this chat I look in all 3 interviews.")


async def test_who_writes_in_the_group_s_own_name_frees_it(
    bot: Bot, account: BotAccount, reader: Person, telegram: Telegram
) -> None:
    group = telegram.new_group("Group", [account.user], owner=reader.user)
    await bind(reader, account, group, "norwood")

    asked = reader.writes_anonymously(group, "/interview all")
    reply = await reader.hears(group, after=asked)

    assert (reply.text or "").startswith("In this chat I look in all 3 interviews.")


async def test_where_it_can_not_be_found_out_who_administers_nobody_chooses(
    bot: Bot, account: BotAccount, reader: Person, telegram: Telegram
) -> None:
    group = telegram.new_group("Group", [account.user], owner=reader.user)
    account.faults.append(Fault("getChatAdministrators", ApiError(400, "Bad Request: odd")))
    seen = await reader.asks(group, "/interview norwood")

    shown = await reader.presses(account, seen, "1")

    assert shown.text == "Only this group's administrators can choose its interview."


async def test_an_interview_that_is_gone_is_told_once_and_the_chat_is_free(
    start_bot: StartBot, account: BotAccount, reader: Person, folder: Path
) -> None:
    await start_bot(knowledge=folder, admins=frozenset({reader.user.id}))
    chat = reader.chat_with(account)
    await bind(reader, account, chat, "norwood")
    (folder / "norwood.yaml").unlink()
    await reader.asks(chat, "/reload")

    asked = reader.writes(chat, "who paid for the lighthouse?")
    told = await reader.hears(chat, after=asked)
    reply = await reader.hears(chat, after=told)
    again = await reader.asks(chat, "how much honey do the bees make?")

    assert told.text == GONE
    assert quotations(reply) == [LIGHTHOUSE]
    assert quotations(again) == [DUNMORE.exchanges[0].answer]


async def test_a_button_of_an_interview_that_is_gone_binds_nothing(
    chat: Chat, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(chat, "/interview")

    shown = await reader.sends_callback(account, reply, "b:no-longer-there")

    assert shown.text == "This interview is no longer served."


async def test_with_one_interview_there_is_nothing_to_choose(
    start_bot: StartBot, account: BotAccount, reader: Person
) -> None:
    await start_bot()

    reply = await reader.asks(reader.chat_with(account), "/interview")

    assert (reply.text or "").startswith(
        "There is nothing to choose here: I have Geo.tv's interview with Andrey V. Fedorov."
    )


async def test_the_menus_offer_interview_only_where_there_are_several(
    start_bot: StartBot, running_bots: RunningBots, account: BotAccount, folder: Path
) -> None:
    scopes = ('{"type": "all_private_chats"}', "")
    await start_bot()
    assert "interview" not in {one["command"] for one in account.commands[scopes]}
    await running_bots.aclose()

    await start_bot(knowledge=folder)

    assert "interview" in {one["command"] for one in account.commands[scopes]}


async def test_without_a_database_a_chat_is_bound_for_now_and_told_so(
    start_bot: StartBot, account: BotAccount, reader: Person, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    nowhere = f"sqlite:///{tmp_path / 'file' / 'x.db'}"
    await start_bot(knowledge=folder, database=nowhere)
    chat = reader.chat_with(account)

    bound = await bind(reader, account, chat, "norwood")

    assert (bound.text or "").endswith("I can't write that down just now, so I may forget it.")
    assert quotations(await reader.asks(chat, "who paid?")) == [COUNCIL]


async def test_what_was_chosen_without_a_database_is_written_when_it_is_back(
    start_bot: StartBot,
    running_bots: RunningBots,
    account: BotAccount,
    reader: Person,
    folder: Path,
    tmp_path: Path,
) -> None:
    (tmp_path / "file").touch()
    kept = {"knowledge": folder, "database": f"sqlite:///{tmp_path / 'file' / 'x.db'}"}
    bot = await start_bot(**kept)
    chat = reader.chat_with(account)
    await bind(reader, account, chat, "norwood")
    (tmp_path / "file").unlink()
    await bot.context_types.context.services.database.comes()
    await reader.asks(chat, "who paid?")
    await running_bots.aclose()

    await start_bot(**kept)

    assert quotations(await reader.asks(chat, "who paid?")) == [COUNCIL]


async def test_a_slow_database_holds_up_no_answer(
    bot: Bot,
    start_bot: StartBot,
    running_bots: RunningBots,
    account: BotAccount,
    reader: Person,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chat = reader.chat_with(account)
    await bind(reader, account, chat, "norwood")
    await running_bots.aclose()
    gate = asyncio.Event()

    async def slow(database: Database, chats: Collection[bytes]) -> dict[bytes, Chosen]:
        await gate.wait()
        return dict.fromkeys(chats, Chosen("norwood"))

    monkeypatch.setattr("bot.storage.chat_settings.read", slow)
    await start_bot(knowledge=folder)

    free = await reader.asks(chat, "who paid?")
    gate.set()
    bound = await reader.asks(chat, "who paid?")

    assert (free.text or "").startswith("I'm not sure")
    assert quotations(bound) == [COUNCIL]


async def test_no_id_stands_in_the_database(
    bot: Bot, running_bots: RunningBots, account: BotAccount, reader: Person, tmp_path: Path
) -> None:
    await bind(reader, account, reader.chat_with(account), "norwood")
    await running_bots.aclose()

    kept = b"".join(one.read_bytes() for one in (tmp_path / "data").iterdir())

    assert b"norwood" in kept
    number = reader.user.id
    for shape in (str(number).encode(), number.to_bytes(8), number.to_bytes(8, "little")):
        assert shape not in kept
