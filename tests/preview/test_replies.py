"""Replies: what they quote, and what they answer in other chats and topics."""

from typing import Any

import pytest
import pytest_asyncio

from preview import Person, Telegram
from preview.account import BotAccount
from preview.objects import Chat, Message
from tests.bot_api import BotApi
from tests.preview.calling import Caller
from tests.preview.pictures import png

Json = dict[str, Any]

TEXT = "Trade 📈 grew by 20 %, trade will grow."


@pytest.fixture
def message(reader: Person, chat: Chat) -> Message:
    return reader.writes(chat, TEXT)


@pytest.fixture
def group(group: Chat, account: BotAccount) -> Chat:
    group.administrators.add(account.user.id)
    return group


@pytest.fixture
def forum(forum: Chat, account: BotAccount) -> Chat:
    account.privacy = False
    return forum


async def reply(api: Caller, chat: Chat, message: Message, **how: Any) -> Json:
    parameters = {"message_id": message.message_id} | how
    sent: Json = await api.call(
        "sendMessage", chat_id=chat.id, text="So?", reply_parameters=parameters
    )
    return sent


async def refused(api: Caller, chat: Chat, message: Message, **how: Any) -> tuple[int, str]:
    """Return why the same is refused."""
    parameters = {"message_id": message.message_id} | how
    return await api.refused(
        "sendMessage", chat_id=chat.id, text="So?", reply_parameters=parameters
    )


# Quotes of a bot's


@pytest.mark.parametrize(
    ("quote", "position"),
    [("Trade 📈", 0), ("grew by 20 %", 9), ("📈", 6), ("grow.", 34), (TEXT, 0)],
)
async def test_a_quote_says_where_it_stands_in_utf16_units(
    api: Caller, chat: Chat, message: Message, quote: str, position: int
) -> None:
    sent = await reply(api, chat, message, quote=quote)

    assert sent["quote"] == {"text": quote, "position": position, "is_manual": True}
    assert sent["reply_to_message"]["text"] == TEXT


@pytest.mark.parametrize(("near", "position"), [(0, 3), (14, 3), (16, 26), (99, 26)])
async def test_of_several_places_the_nearest_is_quoted(
    api: Caller, chat: Chat, message: Message, near: int, position: int
) -> None:
    sent = await reply(api, chat, message, quote="de ", quote_position=near)

    # White space at its end is not part of a quote.
    assert sent["quote"] == {"text": "de", "position": position, "is_manual": True}


@pytest.mark.parametrize(
    "quote",
    ["trade grew", "TRADE", "20%", f"{TEXT} And more.", "a" * 4096],
    ids=lambda quote: quote[:20],
)
async def test_what_the_message_does_not_say_cannot_be_quoted(
    api: Caller, chat: Chat, message: Message, quote: str
) -> None:
    refusal = await refused(api, chat, message, quote=quote)

    assert refusal == (400, "Bad Request: QUOTE_TEXT_INVALID")


async def test_a_quote_has_at_most_1024_units(api: Caller, reader: Person, chat: Chat) -> None:
    message = reader.writes(chat, "a" * 2000)

    sent = await reply(api, chat, message, quote="a" * 1024)
    refusal = await refused(api, chat, message, quote="a" * 1025)

    assert sent["quote"]["text"] == "a" * 1024
    assert refusal == (400, "Bad Request: QUOTE_TEXT_INVALID")


async def test_an_empty_quote_is_none(api: Caller, chat: Chat, message: Message) -> None:
    assert "quote" not in await reply(api, chat, message, quote=" ")


async def test_a_caption_can_be_quoted(api: Caller, reader: Person, chat: Chat) -> None:
    photo = reader.uploads(chat, png(9, 9), "a.png", caption="Trade grew.")

    assert (await reply(api, chat, photo, quote="grew"))["quote"]["position"] == 6


@pytest_asyncio.fixture(loop_scope="session")
async def marked(api: Caller, chat: Chat) -> Message:
    sent = await api.call(
        "sendMessage",
        chat_id=chat.id,
        text='<b>Trade grew</b> by <a href="https://example.org/">20 %</a>, trade fell.',
        parse_mode="HTML",
    )
    return chat.messages[sent["message_id"]]


BOLD = {"type": "bold", "offset": 0, "length": 4}


@pytest.mark.parametrize(
    "how",
    [
        {"quote": "<b>grew</b> by 20 %", "quote_parse_mode": "HTML"},
        {"quote": "grew by 20 %", "quote_entities": [BOLD]},
        {
            "quote": '<b>grew</b> by <a href="https://example.org/">20 %</a>',
            "quote_parse_mode": "html",
        },
    ],
)
async def test_a_quote_is_marked_as_the_message_is_but_for_links(
    api: Caller, chat: Chat, marked: Message, how: Json
) -> None:
    sent = await reply(api, chat, marked, **how)

    assert sent["quote"] == {
        "text": "grew by 20 %",
        "entities": [BOLD],
        "position": 6,
        "is_manual": True,
    }


async def test_a_style_that_a_link_cuts_is_whole_in_a_quote(api: Caller, chat: Chat) -> None:
    sent = await api.call(
        "sendMessage",
        chat_id=chat.id,
        text='<b>Trade <a href="https://example.org/">grew</a> again.</b>',
        parse_mode="HTML",
    )
    message = chat.messages[sent["message_id"]]
    assert len(message.entities) > 2

    quoting = await reply(api, chat, message, quote="<b>grew again</b>", quote_parse_mode="HTML")

    bold = {"type": "bold", "offset": 0, "length": 10}
    assert quoting["quote"] == {
        "text": "grew again",
        "entities": [bold],
        "position": 6,
        "is_manual": True,
    }


@pytest.mark.parametrize(
    "how",
    [
        {"quote": "grew by 20 %"},
        {"quote": "<i>grew</i> by", "quote_parse_mode": "HTML"},
        {"quote": "<b>grew by</b>", "quote_parse_mode": "HTML"},
        {"quote": "trade <b>fell</b>", "quote_parse_mode": "HTML"},
    ],
)
async def test_a_quote_that_is_marked_otherwise_is_refused(
    api: Caller, chat: Chat, marked: Message, how: Json
) -> None:
    refusal = await refused(api, chat, marked, **how)

    assert refusal == (400, "Bad Request: QUOTE_TEXT_INVALID")


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ({"quote": "<b>Trade", "quote_parse_mode": "HTML"}, "can't parse entities: "),
        ({"quote": "Trade", "quote_parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"quote": ["Trade"]}, "can't parse reply parameters: "),
        ({"quote": "Trade", "quote_position": "first"}, "can't parse reply parameters: "),
        ({"quote": "Trade", "quote_entities": [{"type": "bold"}]}, "can't parse quote entities: "),
    ],
)
async def test_a_quote_that_cannot_be_read_is_refused(
    api: Caller, chat: Chat, message: Message, how: Json, reason: str
) -> None:
    code, description = await refused(api, chat, message, **how)

    assert code == 400
    assert description.startswith(f"Bad Request: {reason}")


# Quotes of a person's


async def test_what_a_person_quotes_keeps_its_marks_and_its_place(
    api: Caller, reader: Person, chat: Chat, marked: Message
) -> None:
    reader.writes(chat, "Why?", reply_to=marked, quote="grew by 20")

    *_, update = await api.call("getUpdates")

    assert update["message"]["quote"] == {
        "text": "grew by 20",
        "entities": [BOLD],
        "position": 6,
        "is_manual": True,
    }


async def test_a_person_can_quote_only_what_is_there(
    reader: Person, chat: Chat, message: Message
) -> None:
    with pytest.raises(LookupError, match="fell"):
        reader.writes(chat, "Why?", reply_to=message, quote="fell")


# Replies to messages elsewhere


async def test_a_reply_to_a_group_from_elsewhere_names_the_message_its_author_and_its_chat(
    api: Caller, reader: Person, chat: Chat, group: Chat
) -> None:
    theirs = reader.writes(group, TEXT)

    sent = await reply(api, chat, theirs, chat_id=group.id)

    assert sent["external_reply"]["origin"]["sender_user"]["id"] == reader.user.id
    assert sent["external_reply"]["chat"]["id"] == group.id
    assert sent["external_reply"]["message_id"] == theirs.message_id
    assert sent["quote"] == {"text": TEXT, "position": 0}
    assert "reply_to_message" not in sent


async def test_a_reply_to_a_private_chat_from_elsewhere_keeps_its_place_to_itself(
    api: Caller, message: Message, chat: Chat, group: Chat
) -> None:
    sent = await reply(api, group, message, chat_id=chat.id, quote="grew")

    assert sent["external_reply"].keys() == {"origin"}
    assert sent["quote"] == {"text": "grew", "position": 9, "is_manual": True}


async def test_a_reply_from_elsewhere_shows_the_file_but_not_its_caption(
    api: Caller, reader: Person, chat: Chat, group: Chat
) -> None:
    photo = reader.uploads(group, png(9, 9), "a.png", caption="Look")

    sent = await reply(api, chat, photo, chat_id=group.id)

    assert sent["external_reply"]["photo"] == photo.media["photo"]
    assert sent["quote"]["text"] == "Look"


async def test_of_a_long_message_elsewhere_the_beginning_is_quoted(
    api: Caller, reader: Person, chat: Chat, group: Chat
) -> None:
    theirs = reader.writes(group, "a" + "📈" * 1000)

    sent = await reply(api, chat, theirs, chat_id=group.id)

    assert sent["quote"]["text"] == "a" + "📈" * 511


async def test_the_same_chat_may_be_named_too(api: Caller, chat: Chat, message: Message) -> None:
    sent = await reply(api, chat, message, chat_id=chat.id)

    assert sent["reply_to_message"]["message_id"] == message.message_id
    assert "external_reply" not in sent
    assert "quote" not in sent


async def test_a_reply_to_another_topic_is_a_reply_from_elsewhere(
    api: Caller, reader: Person, forum: Chat
) -> None:
    trade, space = forum.topics
    theirs = reader.writes(forum, TEXT, thread=trade)

    sent = await api.call(
        "sendMessage",
        chat_id=forum.id,
        text="So?",
        message_thread_id=space,
        reply_parameters={"message_id": theirs.message_id},
    )

    assert sent["message_thread_id"] == space
    assert sent["external_reply"]["message_id"] == theirs.message_id
    assert "reply_to_message" not in sent


async def test_a_service_message_elsewhere_is_not_replied_to(
    api: Caller, reader: Person, chat: Chat, group: Chat
) -> None:
    service = reader.sends(group, {"new_chat_title": "Readers"})

    sent = await reply(api, chat, service, chat_id=group.id)

    assert sent.keys().isdisjoint({"external_reply", "reply_to_message", "quote"})


@pytest.mark.parametrize("flag", [True, False])
async def test_a_message_that_is_gone_elsewhere_is_never_passed_over(
    api: Caller, chat: Chat, group: Chat, flag: bool
) -> None:
    refusal = await api.refused(
        "sendMessage",
        chat_id=chat.id,
        text="So?",
        reply_parameters={
            "message_id": 999,
            "chat_id": group.id,
            "allow_sending_without_reply": flag,
        },
    )

    assert refusal == (400, "Bad Request: message to be replied not found")


async def test_a_message_in_a_chat_that_the_bot_is_not_in_cannot_be_replied_to(
    api: Caller, telegram: Telegram, reader: Person, chat: Chat
) -> None:
    elsewhere = telegram.new_group("Elsewhere", [reader.user])
    theirs = reader.writes(elsewhere, TEXT)

    code, _ = await refused(api, chat, theirs, chat_id=elsewhere.id)

    assert code == 403


@pytest.mark.parametrize("message_id", [0, -1])
async def test_a_reply_to_no_message_is_none(api: Caller, chat: Chat, message_id: int) -> None:
    sent = await api.call(
        "sendMessage", chat_id=chat.id, text="So?", reply_parameters={"message_id": message_id}
    )

    assert "reply_to_message" not in sent


async def test_a_person_replies_to_a_message_of_another_chat(
    api: Caller, official: BotApi, reader: Person, chat: Chat, group: Chat
) -> None:
    theirs = reader.writes(group, TEXT)
    reader.writes(chat, "Did it?", reply_to=theirs)

    *_, update = await api.call("getUpdates")

    assert official.faults(update, "Update") == []
    assert update["message"]["external_reply"]["message_id"] == theirs.message_id
    assert update["message"]["quote"] == {"text": TEXT, "position": 0}


async def test_an_anonymous_administrators_message_is_the_groups_elsewhere_too(
    api: Caller, reader: Person, chat: Chat, group: Chat
) -> None:
    theirs = reader.writes_anonymously(group, TEXT)

    sent = await reply(api, chat, theirs, chat_id=group.id)

    assert sent["external_reply"]["origin"]["sender_chat"]["id"] == group.id
