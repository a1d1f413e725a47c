"""Group chats: a quick, quiet look-up, and silence otherwise."""

import pytest

from bot.context import Bot
from knowledge.knowledge_file import read_interview
from preview import Person, Telegram
from preview.account import BotAccount
from preview.objects import Chat
from tests.bot.reading import is_verbatim, labels, quotations
from tests.conftest import FEDOROV, StartBot

INTERVIEW = read_interview(FEDOROV)
QUESTION = "By how much did trade between them grow?"
TRADE = INTERVIEW.exchanges[1].answer


@pytest.fixture(params=[True, False], ids=["privacy on", "privacy off"])
def privacy(request: pytest.FixtureRequest, account: BotAccount) -> bool:
    account.privacy = bool(request.param)
    return account.privacy


@pytest.fixture
def group(telegram: Telegram, account: BotAccount, reader: Person, bot: Bot) -> Chat:
    return telegram.new_group("Karachi talks", [reader.user, account.user])


async def is_silent_about(reader: Person, group: Chat, account: BotAccount) -> bool:
    """Ask something that is answered, and say whether that was all that the bot wrote."""
    asked = reader.writes(group, f"/ask@fedorov_bot {QUESTION}")
    reply = await reader.hears(group, after=asked)
    written = [one for one in group.messages.values() if one.sender == account.user]
    return written == [reply] and reply.reply_to == asked


async def test_ask_is_answered_quoting_the_message(
    privacy: bool, group: Chat, reader: Person
) -> None:
    asked = reader.writes(group, f"/ask {QUESTION}")

    reply = await reader.hears(group, after=asked)

    assert reply.reply_to == asked
    assert is_verbatim(reply, INTERVIEW)


async def test_a_reply_in_a_group_is_short_and_opens_to_the_full_answer(
    group: Chat, reader: Person, account: BotAccount
) -> None:
    reply = await reader.asks(group, "/ask When does the New START treaty expire?")

    (passage,) = quotations(reply)
    nuclear = INTERVIEW.exchanges[2].answer
    assert passage in nuclear
    assert "February 2026" in passage
    assert len(passage) < len(nuclear) / 2
    assert reply.text is not None
    assert "\n[…]\n" in reply.text
    assert labels(reply)[:-2] == ["Full answer", "Ask me more"]
    assert reply.buttons[1]["url"] == (
        "https://t.me/fedorov_bot?start=fedorov-geo-tv--remaining-cooperation"
    )

    await reader.presses(account, reply, "Full answer")
    await reader.telegram.until(lambda: quotations(reply) == [nuclear] or None)
    assert labels(reply)[:-2] == ["Ask me more"]


async def test_ask_in_reply_to_somebody_takes_their_message_as_the_question(
    privacy: bool, group: Chat, reader: Person, telegram: Telegram
) -> None:
    other = Person.joins(telegram, "Other")
    group.members.add(other.user.id)
    question = other.writes(group, QUESTION)

    reply = await reader.asks(group, "/ask", reply_to=question)

    assert is_verbatim(reply, INTERVIEW)
    assert INTERVIEW.exchanges[1].question in (reply.text or "")


async def test_ask_in_reply_to_a_part_of_a_message_takes_that_part(
    group: Chat, reader: Person
) -> None:
    long = reader.writes(group, f"I had soup. {QUESTION} And then it rained all day in Karachi.")

    reply = await reader.asks(group, "/ask", reply_to=long, quote=QUESTION)

    assert INTERVIEW.exchanges[1].question in (reply.text or "")


async def test_ask_with_nothing_to_ask_explains_itself(group: Chat, reader: Person) -> None:
    reply = await reader.asks(group, "/ask")

    assert reply.text == ("Write your question as well, after the command or my name.")


@pytest.mark.parametrize(
    "text",
    [f"@fedorov_bot {QUESTION}", f"{QUESTION} @Fedorov_Bot", f"hey @fedorov_bot: {QUESTION}"],
)
async def test_a_mention_is_answered(privacy: bool, group: Chat, reader: Person, text: str) -> None:
    reply = await reader.asks(group, text)

    assert INTERVIEW.exchanges[1].question in (reply.text or "")


async def test_a_mention_in_reply_to_somebody_takes_their_message_as_the_question(
    group: Chat, reader: Person
) -> None:
    question = reader.writes(group, QUESTION)

    reply = await reader.asks(group, "@fedorov_bot", reply_to=question)

    assert INTERVIEW.exchanges[1].question in (reply.text or "")


async def test_a_reply_to_the_bots_own_message_is_a_question(
    privacy: bool, group: Chat, reader: Person
) -> None:
    first = await reader.asks(group, f"/ask {QUESTION}")

    second = await reader.asks(group, "and what about space exploration?", reply_to=first)

    assert INTERVIEW.exchanges[2].question in (second.text or "")


@pytest.mark.parametrize(
    "text",
    [
        QUESTION,
        f"/ask@other_bot {QUESTION}",
        f"/ask@other_bot @fedorov_bot {QUESTION}",
        f"@other_bot {QUESTION}",
        "/help",
        "/start",
        "/questions",
        "/reload",
        "/reload@fedorov_bot",
        "/asking for a friend",
        "fedorov_bot",
        "mail@fedorov_bot.example",
    ],
)
async def test_what_is_not_for_the_bot_is_met_with_silence(
    privacy: bool, group: Chat, reader: Person, account: BotAccount, text: str
) -> None:
    reader.writes(group, text)

    assert await is_silent_about(reader, group, account)


async def test_pictures_and_service_messages_are_met_with_silence(
    privacy: bool, group: Chat, reader: Person, account: BotAccount
) -> None:
    photo = {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]}
    reader.sends(group, photo)
    reader.sends(group, photo, QUESTION)
    reader.sends(group, {"new_chat_members": [account.user.as_json()]})

    assert await is_silent_about(reader, group, account)


async def test_an_answer_sent_through_the_bot_is_met_with_silence(
    group: Chat, reader: Person, account: BotAccount
) -> None:
    found = await reader.looks_up(account, "trade")
    reader.picks(account, found.results[0], group)

    assert await is_silent_about(reader, group, account)


async def test_a_command_that_names_the_bot_is_served(group: Chat, reader: Person) -> None:
    reply = await reader.asks(group, "/questions@fedorov_bot")

    assert (reply.text or "").startswith("Questions 1–5 of 10")


async def test_a_reply_in_a_forum_topic_stays_in_the_topic(
    telegram: Telegram, account: BotAccount, reader: Person, bot: Bot
) -> None:
    forum = telegram.new_group("Forum", [reader.user, account.user], topics=["News", "Talk"])
    news, talk = forum.topics
    for thread in (talk, news):
        asked = reader.writes(forum, f"/ask {QUESTION}", thread=thread)

        reply = await reader.hears(forum, after=asked)

        assert reply.thread_id == thread
        assert reply.reply_to == asked


async def test_a_question_deleted_meanwhile_is_answered_all_the_same(
    telegram: Telegram, account: BotAccount, reader: Person, start_bot: StartBot
) -> None:
    group = telegram.new_group("Group", [reader.user, account.user])
    asked = reader.writes(group, f"/ask {QUESTION}")
    del group.messages[asked.message_id]
    await start_bot()

    reply = await reader.hears(group, after=asked)

    assert reply.reply_to is None
    assert is_verbatim(reply, INTERVIEW)


async def test_an_edited_question_in_a_group_gets_its_answer_edited(
    group: Chat, reader: Person
) -> None:
    asked = reader.writes(group, f"/ask {QUESTION}")
    reply = await reader.hears(group, after=asked)

    reader.edits(asked, "/ask When does the New START treaty expire?")

    await reader.telegram.until(
        lambda: INTERVIEW.exchanges[2].question in (reply.text or "") or None
    )
    assert len(group.messages) == 2


async def test_what_was_not_asked_is_said_in_a_group_too(group: Chat, reader: Person) -> None:
    reply = await reader.asks(group, "/ask how do I bake sourdough bread?")

    assert (reply.text or "").startswith("I couldn't find that in the interview")


async def test_a_basic_group_is_served_as_a_supergroup_is(
    telegram: Telegram, account: BotAccount, reader: Person, bot: Bot
) -> None:
    group = telegram.new_group("Basic", [reader.user, account.user], type="group")

    reply = await reader.asks(group, f"/ask {QUESTION}")

    assert is_verbatim(reply, INTERVIEW)


async def test_a_link_that_is_opened_in_a_group_is_answered_for_a_group(
    group: Chat, reader: Person
) -> None:
    reply = await reader.asks(group, "/start@fedorov_bot alaska-summit")

    assert quotations(reply) == [INTERVIEW.exchanges[3].answer]
    assert labels(reply) == ["Ask me more"]
