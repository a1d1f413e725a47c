"""Messages: sending, replying, editing, and deleting."""

import pytest

from preview import Person, Telegram
from preview.account import BotAccount
from preview.objects import Chat
from tests.preview.calling import Caller, keyboard

YES = keyboard({"text": "Yes", "callback_data": "yes"})
NO = keyboard({"text": "No", "callback_data": "no"})
ABSENT = 999


# Sending


async def test_a_message_is_returned_as_it_stands_in_the_chat(
    api: Caller, chat: Chat, account: BotAccount
) -> None:
    sent = await api.call("sendMessage", chat_id=chat.id, text="Hello")

    assert sent["text"] == "Hello"
    assert sent["chat"] == {"id": chat.id, "type": "private", "first_name": "Reader"}
    assert sent["from"]["id"] == account.user.id
    assert chat.messages[sent["message_id"]].text == "Hello"


async def test_message_ids_grow(api: Caller, chat: Chat) -> None:
    first = await api.call("sendMessage", chat_id=chat.id, text="One")
    second = await api.call("sendMessage", chat_id=chat.id, text="Two")

    assert second["message_id"] > first["message_id"]


async def test_a_bot_cannot_write_to_somebody_who_has_not_written_to_it(
    api: Caller, unstarted: Chat
) -> None:
    refusal = await api.refused("sendMessage", chat_id=unstarted.id, text="Hello")

    assert refusal == (403, "Forbidden: bot can't initiate conversation with a user")


async def test_a_bot_cannot_write_to_somebody_who_has_blocked_it(
    api: Caller, reader: Person, account: BotAccount, chat: Chat
) -> None:
    reader.blocks(account)

    refusal = await api.refused("sendMessage", chat_id=chat.id, text="Hello")

    assert refusal == (403, "Forbidden: bot was blocked by the user")


@pytest.mark.parametrize("chat_id", [5, -5, -1001234567890, "@nobody", "", "nonsense"])
async def test_a_chat_that_there_is_not_is_not_found(api: Caller, chat_id: int | str) -> None:
    code, _ = await api.refused("sendMessage", chat_id=chat_id, text="Hello")

    assert code == 400


async def test_a_bot_cannot_write_to_a_group_that_it_is_not_in(
    api: Caller, telegram: Telegram, reader: Person
) -> None:
    group = telegram.new_group("Readers", [reader.user])

    refusal = await api.refused("sendMessage", chat_id=group.id, text="Hello")

    assert refusal == (403, "Forbidden: bot is not a member of the supergroup chat")


@pytest.mark.parametrize("text", ["", " ", "\n \n", "\t", "\r"])
async def test_a_message_without_text_is_refused(api: Caller, chat: Chat, text: str) -> None:
    refusal = await api.refused("sendMessage", chat_id=chat.id, text=text)

    assert refusal == (400, "Bad Request: message text is empty")


async def test_a_message_that_is_markup_alone_is_refused(api: Caller, chat: Chat) -> None:
    refusal = await api.refused("sendMessage", chat_id=chat.id, text="<b> </b>", parse_mode="HTML")

    assert refusal == (400, "Bad Request: message text is empty")


@pytest.mark.parametrize(
    "text", ["a" * 4096, "😀" * 2048, "ا" * 4096, f"  {'a' * 4096}\n"], ids=len
)
async def test_4096_utf16_units_are_a_message(api: Caller, chat: Chat, text: str) -> None:
    sent = await api.call("sendMessage", chat_id=chat.id, text=text)

    assert sent["text"] == text.strip()


@pytest.mark.parametrize("text", ["a" * 4097, "😀" * 2048 + "a", "ا" * 4097], ids=len)
async def test_4097_utf16_units_are_too_many(api: Caller, chat: Chat, text: str) -> None:
    refusal = await api.refused("sendMessage", chat_id=chat.id, text=text)

    assert refusal == (400, "Bad Request: message is too long")


async def test_markup_does_not_count_towards_a_messages_length(api: Caller, chat: Chat) -> None:
    text = f"<b>{'&lt;' * 4096}</b>"

    sent = await api.call("sendMessage", chat_id=chat.id, text=text, parse_mode="HTML")

    assert sent["text"] == "<" * 4096
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 4096}]


@pytest.mark.parametrize("mode", ["HTML", "html", "Html"])
async def test_a_parse_mode_may_be_written_in_any_case(api: Caller, chat: Chat, mode: str) -> None:
    sent = await api.call("sendMessage", chat_id=chat.id, text="<b>Yes</b>", parse_mode=mode)

    assert sent["text"] == "Yes"


async def test_a_parse_mode_that_there_is_not_is_refused(api: Caller, chat: Chat) -> None:
    code, _ = await api.refused("sendMessage", chat_id=chat.id, text="Hello", parse_mode="BBCode")

    assert code == 400


async def test_broken_markup_is_refused_with_its_place(api: Caller, chat: Chat) -> None:
    refusal = await api.refused("sendMessage", chat_id=chat.id, text="سلام <x>", parse_mode="HTML")

    assert refusal == (
        400,
        'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 9',
    )


async def test_entities_may_be_given_instead_of_markup(api: Caller, chat: Chat) -> None:
    bold = {"type": "bold", "offset": 0, "length": 5}

    sent = await api.call("sendMessage", chat_id=chat.id, text="Hello there", entities=[bold])

    assert sent["entities"] == [bold]


async def test_given_entities_move_with_the_white_space_that_is_trimmed(
    api: Caller, chat: Chat
) -> None:
    bold = {"type": "bold", "offset": 2, "length": 5}

    sent = await api.call("sendMessage", chat_id=chat.id, text="\n\nHello", entities=[bold])

    assert sent["text"] == "Hello"
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 5}]


async def test_beside_given_entities_addresses_are_still_found(api: Caller, chat: Chat) -> None:
    bold = {"type": "bold", "offset": 0, "length": 5}

    sent = await api.call("sendMessage", chat_id=chat.id, text="Hello @reader", entities=[bold])

    assert [entity["type"] for entity in sent["entities"]] == ["bold", "mention"]


# Replying


async def test_a_reply_shows_what_it_replies_to(api: Caller, reader: Person, chat: Chat) -> None:
    question = reader.writes(chat, "Why?")

    sent = await api.call(
        "sendMessage",
        chat_id=chat.id,
        text="Because.",
        reply_parameters={"message_id": question.message_id},
    )

    assert sent["reply_to_message"]["message_id"] == question.message_id
    assert sent["reply_to_message"]["text"] == "Why?"


async def test_a_reply_to_a_message_that_is_gone_is_refused(api: Caller, chat: Chat) -> None:
    refusal = await api.refused(
        "sendMessage", chat_id=chat.id, text="Because.", reply_parameters={"message_id": ABSENT}
    )

    assert refusal == (400, "Bad Request: message to be replied not found")


async def test_a_reply_to_a_message_that_is_gone_may_be_sent_without_it(
    api: Caller, chat: Chat
) -> None:
    sent = await api.call(
        "sendMessage",
        chat_id=chat.id,
        text="Because.",
        reply_parameters={"message_id": ABSENT, "allow_sending_without_reply": True},
    )

    assert "reply_to_message" not in sent


# Topics


async def test_a_message_goes_into_the_topic_that_it_names(api: Caller, forum: Chat) -> None:
    trade, _ = forum.topics

    sent = await api.call(
        "sendMessage", chat_id=forum.id, text="Yes, trade.", message_thread_id=trade
    )

    assert sent["message_thread_id"] == trade
    assert sent["is_topic_message"] is True
    assert sent["chat"]["is_forum"] is True


async def test_a_message_without_a_topic_is_in_none(api: Caller, forum: Chat) -> None:
    sent = await api.call("sendMessage", chat_id=forum.id, text="Yes, trade.")

    assert "message_thread_id" not in sent
    assert "is_topic_message" not in sent


async def test_a_reply_in_a_topic_stays_in_it(api: Caller, reader: Person, forum: Chat) -> None:
    _, space = forum.topics
    question = reader.writes(forum, "Why?", thread=space)

    sent = await api.call(
        "sendMessage",
        chat_id=forum.id,
        text="Because.",
        reply_parameters={"message_id": question.message_id},
    )

    assert sent["message_thread_id"] == space


async def test_a_topic_that_there_is_not_is_not_found(api: Caller, forum: Chat) -> None:
    refusal = await api.refused(
        "sendMessage", chat_id=forum.id, text="Yes.", message_thread_id=ABSENT
    )

    assert refusal == (400, "Bad Request: message thread not found")


# Editing


async def test_an_edited_message_has_its_new_text_and_keyboard_and_says_when(
    api: Caller, chat: Chat
) -> None:
    sent = await api.call("sendMessage", chat_id=chat.id, text="One", reply_markup=YES)

    edited = await api.call(
        "editMessageText",
        chat_id=chat.id,
        message_id=sent["message_id"],
        text="<b>Two</b>",
        parse_mode="HTML",
        reply_markup=NO,
    )

    assert edited["message_id"] == sent["message_id"]
    assert edited["text"] == "Two"
    assert edited["entities"] == [{"type": "bold", "offset": 0, "length": 3}]
    assert edited["reply_markup"] == NO
    assert edited["edit_date"] >= sent["date"]


async def test_a_text_that_is_edited_without_its_keyboard_loses_it(api: Caller, chat: Chat) -> None:
    sent = await api.call("sendMessage", chat_id=chat.id, text="One", reply_markup=YES)

    edited = await api.call(
        "editMessageText", chat_id=chat.id, message_id=sent["message_id"], text="Two"
    )

    assert "reply_markup" not in edited


async def test_an_edit_that_changes_nothing_is_refused(api: Caller, chat: Chat) -> None:
    sent = await api.call("sendMessage", chat_id=chat.id, text="One", reply_markup=YES)
    place = {"chat_id": chat.id, "message_id": sent["message_id"]}
    unmodified = (
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are "
        "exactly the same as a current content and reply markup of the message",
    )

    assert await api.refused("editMessageText", **place, text="One", reply_markup=YES) == unmodified
    assert await api.refused("editMessageReplyMarkup", **place, reply_markup=YES) == unmodified
    assert await api.call("editMessageText", **place, text="One", reply_markup=NO)


async def test_a_keyboard_can_be_changed_and_taken_away_without_the_text(
    api: Caller, chat: Chat
) -> None:
    sent = await api.call("sendMessage", chat_id=chat.id, text="One", reply_markup=YES)
    place = {"chat_id": chat.id, "message_id": sent["message_id"]}

    changed = await api.call("editMessageReplyMarkup", **place, reply_markup=NO)
    bare = await api.call("editMessageReplyMarkup", **place)

    assert (changed["text"], changed["reply_markup"]) == ("One", NO)
    assert bare["text"] == "One"
    assert "reply_markup" not in bare


@pytest.mark.parametrize("method", ["editMessageText", "editMessageReplyMarkup"])
async def test_a_message_that_is_gone_cannot_be_edited(
    api: Caller, chat: Chat, method: str
) -> None:
    refusal = await api.refused(method, chat_id=chat.id, message_id=ABSENT, text="Two")

    assert refusal == (400, "Bad Request: message to edit not found")


@pytest.mark.parametrize("method", ["editMessageText", "editMessageReplyMarkup"])
async def test_somebody_elses_message_cannot_be_edited(
    api: Caller, reader: Person, chat: Chat, method: str
) -> None:
    theirs = reader.writes(chat, "One")

    refusal = await api.refused(
        method, chat_id=chat.id, message_id=theirs.message_id, text="Two", reply_markup=YES
    )

    assert refusal == (400, "Bad Request: message can't be edited")
    assert theirs.text == "One"


async def test_another_bots_message_cannot_be_edited(
    api: Caller, other_api: Caller, other_account: BotAccount, group: Chat
) -> None:
    group.members.add(other_account.user.id)
    theirs = await other_api.call("sendMessage", chat_id=group.id, text="One")

    code, _ = await api.refused(
        "editMessageText", chat_id=group.id, message_id=theirs["message_id"], text="Two"
    )

    assert code == 400


@pytest.mark.parametrize("text", ["", "a" * 4097], ids=len)
async def test_a_text_that_cannot_be_sent_cannot_be_edited_in(
    api: Caller, chat: Chat, text: str
) -> None:
    sent = await api.call("sendMessage", chat_id=chat.id, text="One")

    code, _ = await api.refused(
        "editMessageText", chat_id=chat.id, message_id=sent["message_id"], text=text
    )

    assert code == 400
    assert chat.messages[sent["message_id"]].text == "One"


# Deleting


async def test_a_deleted_message_is_gone(api: Caller, chat: Chat) -> None:
    sent = await api.call("sendMessage", chat_id=chat.id, text="One")
    place = {"chat_id": chat.id, "message_id": sent["message_id"]}

    assert await api.call("deleteMessage", **place) is True
    assert sent["message_id"] not in chat.messages
    assert await api.refused("deleteMessage", **place) == (
        400,
        "Bad Request: message to delete not found",
    )


# The three rules are https://core.telegram.org/bots/api#deletemessage's.


async def test_in_a_group_somebody_elses_message_cannot_be_deleted(
    api: Caller, reader: Person, group: Chat
) -> None:
    theirs = reader.writes(group, "One")

    refusal = await api.refused("deleteMessage", chat_id=group.id, message_id=theirs.message_id)

    assert refusal == (400, "Bad Request: message can't be deleted")


async def test_in_a_private_chat_a_bot_can_delete_what_was_written_to_it(
    api: Caller, reader: Person, chat: Chat
) -> None:
    theirs = reader.writes(chat, "One")

    assert await api.call("deleteMessage", chat_id=chat.id, message_id=theirs.message_id) is True
    assert theirs.message_id not in chat.messages


async def test_an_administrator_can_delete_anybodys_message(
    api: Caller, account: BotAccount, reader: Person, group: Chat
) -> None:
    group.administrators.add(account.user.id)
    theirs = reader.writes(group, "One")

    assert await api.call("deleteMessage", chat_id=group.id, message_id=theirs.message_id) is True


async def test_several_messages_are_deleted_and_those_that_are_gone_passed_over(
    api: Caller, reader: Person, chat: Chat
) -> None:
    theirs = reader.writes(chat, "One")
    mine = await api.call("sendMessage", chat_id=chat.id, text="Two")
    kept = reader.writes(chat, "Three")
    message_ids = [theirs.message_id, ABSENT, mine["message_id"], theirs.message_id]

    assert await api.call("deleteMessages", chat_id=chat.id, message_ids=message_ids) is True

    assert theirs.message_id not in chat.messages
    assert mine["message_id"] not in chat.messages
    assert kept.message_id in chat.messages


async def test_of_several_messages_all_are_deleted_or_none(
    api: Caller, reader: Person, group: Chat
) -> None:
    mine = await api.call("sendMessage", chat_id=group.id, text="One")
    theirs = reader.writes(group, "Two")
    message_ids = [mine["message_id"], theirs.message_id]

    refusal = await api.refused("deleteMessages", chat_id=group.id, message_ids=message_ids)

    assert refusal == (400, "Bad Request: message can't be deleted")
    assert group.messages.keys() >= set(message_ids)


@pytest.mark.parametrize(
    ("message_ids", "reason"),
    [
        ([], "message identifiers are not specified"),
        (None, "message identifiers are not specified"),
        (list(range(1, 102)), "too many message identifiers specified"),
        ([1, 0], "invalid message identifier specified"),
        (["first"], 'can\'t parse parameters: Field "message_ids" must be of type Number'),
        (5, 'can\'t parse parameters: Field "message_ids" must be of type Array'),
    ],
    ids=lambda value: str(value)[:20],
)
async def test_messages_that_cannot_be_are_not_deleted(
    api: Caller, chat: Chat, message_ids: object, reason: str
) -> None:
    refusal = await api.refused("deleteMessages", chat_id=chat.id, message_ids=message_ids)

    assert refusal == (400, f"Bad Request: {reason}")
    assert await api.call("deleteMessages", chat_id=chat.id, message_ids=list(range(2, 102)))
