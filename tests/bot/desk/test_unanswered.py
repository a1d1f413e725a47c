"""/unanswered: what readers asked in vain is listed by likeness, looked at, and settled."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.context import Bot
from bot.desk import unanswered_buttons
from knowledge.matching import Decision
from preview import Person, Telegram
from preview.account import BotAccount
from preview.objects import Chat, Message
from tests.bot.desk.asked import asked, services
from tests.bot.reading import labels
from tests.conftest import RunningBots, StartBot

BREAD = "How do I bake sourdough bread?"
BREAD_AGAIN = (
    "how do i bake sourdough bread",
    "bake sourdough bread",
    "how to bake sourdough bred",
)
CHESS = "Is she fond of chess?"
EMPTY = "Nothing is left unanswered of the last 30 days."


async def turned(reader: Person, account: BotAccount, message: Message, button: str) -> Message:
    """Press a button, and return the message as it is then."""
    before = message.text or ""
    await reader.presses(account, message, button)
    return await reader.sees_edited(message, before)


async def test_what_was_not_answered_is_listed_by_likeness_most_asked_first(
    served: Bot, desk_chat: Chat, reader: Person
) -> None:
    await asked(served, CHESS, 4)
    await asked(served, BREAD, 2)
    for one in BREAD_AGAIN:
        await asked(served, one)

    reply = await reader.asks(desk_chat, "/unanswered")

    heading, first, second = (reply.text or "").split("\n\n")
    assert heading == "Not answered in the last 30 days, what is alike together: 1–2 of 2"
    assert first == f"1. {BREAD}\nasked 5 times, in 3 wordings"
    assert second == f"2. {CHESS}\nasked 4 times"
    assert labels(reply) == ["1", "2"]


async def test_a_question_that_a_reader_asks_in_vain_is_on_the_list(
    desk_chat: Chat, reader: Person, telegram: Telegram, account: BotAccount
) -> None:
    other = Person.joins(telegram, "Other")
    await other.asks(other.chat_with(account), CHESS)

    # The journal is written behind the reply.
    reply = await reader.asks(desk_chat, "/unanswered")
    while reply.text == EMPTY:
        reply = await reader.asks(desk_chat, "/unanswered")

    assert f"1. {CHESS}\nasked once" in (reply.text or "")


async def test_where_all_is_answered_it_is_said(desk_chat: Chat, reader: Person) -> None:
    assert (await reader.asks(desk_chat, "/unanswered")).text == EMPTY


async def test_a_long_list_has_pages(
    served: Bot, desk_chat: Chat, reader: Person, account: BotAccount
) -> None:
    nouns = "chess borscht violins plumbing comets giraffes opera".split()
    for number, noun in enumerate(nouns):
        await asked(served, noun, len(nouns) - number)

    reply = await reader.asks(desk_chat, "/unanswered")
    assert labels(reply) == ["1", "2", "3", "4", "5", "Next ›"]
    reply = await turned(reader, account, reply, "Next")

    assert "6. giraffes" in (reply.text or "")
    assert labels(reply) == ["6", "7", "‹ Previous"]


async def test_a_group_shows_its_wordings_how_it_went_and_what_can_be_done(
    served: Bot, desk_chat: Chat, reader: Person, account: BotAccount
) -> None:
    day = datetime.now(UTC) - timedelta(days=2)
    await asked(served, BREAD, 2, at=day)
    await asked(served, BREAD_AGAIN[1], 1, Decision.SUGGEST, at=day - timedelta(days=1))
    await asked(served, BREAD_AGAIN[2], 1, Decision.ANSWER, at=day - timedelta(days=1))

    reply = await turned(reader, account, await reader.asks(desk_chat, "/unanswered"), "1")

    heading, went, _, *wordings = (reply.text or "").split("\n\n")
    assert heading == BREAD
    assert went.splitlines() == [
        f"Asked 4 times, the last time on {day.day} {day:%B %Y}.",
        "Told that it was not asked: 2",
        "Offered the closest, none taken: 1",
        "Answered, and judged wrong: 1",
    ]
    assert wordings == [
        f"1. ▸ {BREAD}\nasked 2 times",
        f"2. {BREAD_AGAIN[1]}\nasked once",
        f"3. {BREAD_AGAIN[2]}\nasked once",
    ]
    named = labels(reply)
    assert named[:3] == ["1", "2", "3"]
    assert [one.startswith("Belongs to: ") for one in named[3:6]] == [True] * 3
    assert named[6:] == ["To another question …", "Not in the interview", "Ignore", "‹ The list"]


async def test_a_group_of_very_many_wordings_has_pages(
    served: Bot, desk_chat: Chat, reader: Person, account: BotAccount
) -> None:
    for number in range(7):
        await asked(served, f"{BREAD} {'x' * number}")

    reply = await turned(reader, account, await reader.asks(desk_chat, "/unanswered"), "1")
    reply = await turned(reader, account, reply, "Next")
    reply = await turned(reader, account, reply, "7")

    assert (reply.text or "").startswith(f"{BREAD} x")
    assert "7. ▸ " in (reply.text or "")


@pytest.mark.parametrize(
    ("button", "said"),
    [
        ("Not in the interview", f"Noted as not in the interview: “{BREAD}”"),
        ("Ignore", f"Ignored from now on: “{BREAD}”"),
    ],
)
async def test_a_group_that_is_settled_is_off_the_list_until_that_is_undone(
    button: str, said: str, served: Bot, desk_chat: Chat, reader: Person, account: BotAccount
) -> None:
    await asked(served, BREAD, 2)
    for one in BREAD_AGAIN:
        await asked(served, one)
    page = await turned(reader, account, await reader.asks(desk_chat, "/unanswered"), "1")

    settled = await turned(reader, account, page, button)

    assert settled.text == f"{said} and its other wordings, 3 in all. Off the list."
    await asked(served, BREAD)
    assert (await reader.asks(desk_chat, "/unanswered")).text == EMPTY

    again = await turned(reader, account, settled, "Undo")
    assert (again.text or "").startswith(BREAD)
    assert "asked 6 times, in 3 wordings" in (
        (await reader.asks(desk_chat, "/unanswered")).text or ""
    )


async def test_what_is_settled_stays_so_and_its_buttons_work_after_a_restart(
    start_bot: StartBot,
    running_bots: RunningBots,
    served: Bot,
    desk_chat: Chat,
    reader: Person,
    account: BotAccount,
    harbour: Path,
    url: str,
) -> None:
    await asked(served, BREAD)
    page = await turned(reader, account, await reader.asks(desk_chat, "/unanswered"), "1")
    settled = await turned(reader, account, page, "Ignore")
    await running_bots.aclose()

    await start_bot(admins=frozenset({reader.user.id}), knowledge=harbour, database=url)

    assert (await reader.asks(desk_chat, "/unanswered")).text == EMPTY
    assert ((await turned(reader, account, settled, "Undo")).text or "").startswith(BREAD)


async def test_an_old_button_of_a_question_that_is_gone_says_so(
    served: Bot, desk_chat: Chat, reader: Person, account: BotAccount
) -> None:
    await asked(served, BREAD)
    page = await turned(reader, account, await reader.asks(desk_chat, "/unanswered"), "1")
    await turned(reader, account, page, "Ignore")

    for carried in (
        unanswered_buttons.unanswered_group("0" * 16),
        unanswered_buttons.settle("0" * 16, "i"),
        unanswered_buttons.choose_exchange("0" * 16),
        unanswered_buttons.teach("0" * 16, "harbour--why", "0a1b2c3d"),
        unanswered_buttons.unsettle("0" * 16, "x" * 11),
    ):
        said = await reader.sends_callback(account, page, carried)
        assert (said.text or "").startswith("This question is no longer on the list")


async def test_for_everyone_else_the_command_is_unknown_and_the_buttons_do_nothing(
    served: Bot, desk_chat: Chat, reader: Person, telegram: Telegram, account: BotAccount
) -> None:
    await asked(served, BREAD)
    await reader.asks(desk_chat, "/unanswered")
    other = Person.joins(telegram, "Other")
    chat = other.chat_with(account)
    unknown = await other.asks(chat, "/frobnicate")

    refused = await other.asks(chat, "/unanswered")
    key = services(served).fingerprints.of_question("how do i bake sourdough bread").hex()[:16]
    for carried in (
        unanswered_buttons.unanswered(),
        unanswered_buttons.unanswered_group(key),
        unanswered_buttons.settle(key, "i"),
    ):
        said = await other.sends_callback(account, refused, carried)
        assert (said.text or "").startswith("This button no longer works.")

    assert refused.text == unknown.text
    assert BREAD in ((await reader.asks(desk_chat, "/unanswered")).text or "")


async def test_in_a_group_an_admin_s_command_and_buttons_show_nothing_of_the_desk(
    served: Bot, desk_chat: Chat, reader: Person, telegram: Telegram, account: BotAccount
) -> None:
    await asked(served, BREAD)
    group = telegram.new_group("Group", [reader.user, account.user])
    reader.writes(group, "/unanswered@fedorov_bot")

    reply = await reader.asks(group, "/questions@fedorov_bot")
    said = await reader.sends_callback(account, reply, unanswered_buttons.unanswered())

    assert (said.text or "").startswith("This button no longer works.")
    texts = [one.text or "" for one in group.messages.values()]
    assert not any("sourdough" in one for one in texts)


async def test_who_is_an_admin_no_longer_loses_the_buttons(
    start_bot: StartBot,
    running_bots: RunningBots,
    served: Bot,
    desk_chat: Chat,
    reader: Person,
    account: BotAccount,
    harbour: Path,
) -> None:
    await asked(served, BREAD)
    listed = await reader.asks(desk_chat, "/unanswered")
    await running_bots.aclose()
    await start_bot(admins=frozenset(), knowledge=harbour)

    said = await reader.presses(account, listed, "1")

    assert (said.text or "").startswith("This button no longer works.")


async def test_a_question_of_any_text_is_quoted_as_it_is_and_shortened(
    served: Bot, desk_chat: Chat, reader: Person, account: BotAccount
) -> None:
    await asked(served, "what of <b>bread</b> & *butter*?", 2)
    await asked(served, "?!")
    await asked(served, "🍞" * 2000)
    await asked(served, "word " * 800)

    listed = await reader.asks(desk_chat, "/unanswered")

    assert "1. what of <b>bread</b> & *butter*?\n" in (listed.text or "")
    for number in ("1", "2", "3", "4"):
        page = await turned(reader, account, listed, number)
        assert number != "1" or (page.text or "").startswith("what of <b>bread</b> & *butter*?\n")
        listed = await turned(reader, account, page, "‹ The list")
    assert len(listed.text or "") < 1000


async def test_without_texts_or_without_a_database_it_is_said(
    start_bot: StartBot,
    running_bots: RunningBots,
    reader: Person,
    account: BotAccount,
    harbour: Path,
    tmp_path: Path,
) -> None:
    admins, desk_chat = frozenset({reader.user.id}), reader.chat_with(account)
    await start_bot(admins=admins, knowledge=harbour, keep_questions=0)
    reply = await reader.asks(desk_chat, "/unanswered")
    assert (reply.text or "").startswith("There is nothing to show: the texts of questions are not")
    await running_bots.aclose()

    (tmp_path / "file").touch()
    away = f"sqlite:///{tmp_path / 'file' / 'x.db'}"
    await start_bot(admins=admins, knowledge=harbour, database=away)
    reply = await reader.asks(desk_chat, "/unanswered")
    assert (reply.text or "").startswith("I can't get at the journal just now.")
    said = await reader.sends_callback(account, reply, unanswered_buttons.settle("0" * 16, "i"))
    assert (said.text or "").startswith("I can't get at the journal just now.")


async def test_an_admin_is_spoken_to_in_their_language(
    start_bot: StartBot, telegram: Telegram, account: BotAccount, harbour: Path
) -> None:
    admin = Person.joins(telegram, "Admin", language="ru")
    bot = await start_bot(admins=frozenset({admin.user.id}), knowledge=harbour)
    await asked(bot, BREAD, 2)

    reply = await admin.asks(admin.chat_with(account), "/unanswered")

    assert (reply.text or "").startswith("Без ответа за последние 30 дней")
    assert f"1. {BREAD}\n2 раза" in (reply.text or "")
