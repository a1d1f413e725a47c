"""The server held against Telegram's own description of its Bot API."""

import asyncio
from typing import Any

import pytest

from preview import Person, Telegram
from preview.account import BotAccount
from preview.methods import METHODS, Method
from preview.objects import Chat
from tests.bot_api import BotApi
from tests.preview.calling import Caller, article, keyboard

Json = dict[str, Any]

FILE = {"file_id": "AgAC", "file_unique_id": "AQAD"}
PHOTO: Json = {"photo": [FILE | {"width": 90, "height": 60}, FILE | {"width": 900, "height": 600}]}
STICKER: Json = {
    "sticker": FILE
    | {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
}
VOICE: Json = {"voice": FILE | {"duration": 3}}
YES = keyboard({"text": "Yes", "callback_data": "yes"})

every_method = pytest.mark.parametrize(
    "method", METHODS.values(), ids=[method.name for method in METHODS.values()]
)


# Methods


@every_method
def test_a_method_is_one_of_telegrams(official: BotApi, method: Method) -> None:
    assert method.name in official.methods


@every_method
def test_a_method_accepts_parameters_of_telegrams_alone(official: BotApi, method: Method) -> None:
    fields = official.methods[method.name].get("fields", [])

    assert method.accepts <= {field["name"] for field in fields}


@every_method
def test_a_method_accepts_every_required_parameter(official: BotApi, method: Method) -> None:
    fields = official.methods[method.name].get("fields", [])

    assert {field["name"] for field in fields if field["required"]} <= method.accepts


def test_a_method_is_found_by_its_name_in_small_letters() -> None:
    assert all(name == method.name.lower() for name, method in METHODS.items())


# Updates


@pytest.fixture
def group(group: Chat, account: BotAccount) -> Chat:
    group.administrators.add(account.user.id)
    return group


@pytest.fixture
def forum(forum: Chat, account: BotAccount) -> Chat:
    account.privacy = False
    return forum


async def updates(api: Caller, official: BotApi, *kinds: str) -> list[Json]:
    """Return what waits for the bot, which is of these kinds, and as Telegram describes it."""
    waiting = await api.call("getUpdates")
    for update in waiting:
        assert official.faults(update, "Update") == []
    assert [sorted(update) for update in waiting] == [sorted(["update_id", kind]) for kind in kinds]
    return [update[kind] for update, kind in zip(waiting, kinds, strict=True)]


async def test_a_message_is_as_telegram_describes_it(
    api: Caller, official: BotApi, telegram: Telegram, account: BotAccount
) -> None:
    reader = Person.joins(telegram, "Reader", "reader", "ur")
    reader.writes(reader.chat_with(account), "/start@fedorov_bot see https://example.org/")

    (message,) = await updates(api, official, "message")

    assert message["from"]["language_code"] == "ur"
    assert message["chat"]["username"] == "reader"
    assert [entity["type"] for entity in message["entities"]] == ["bot_command", "url"]


async def test_an_edited_message_is_as_telegram_describes_it(
    api: Caller, official: BotApi, reader: Person, unstarted: Chat
) -> None:
    message = reader.writes(unstarted, "One")
    reader.edits(message, "/two")

    one, two = await updates(api, official, "message", "edited_message")

    assert "edit_date" not in one
    assert two["edit_date"] >= two["date"]
    assert two["entities"] == [{"type": "bot_command", "offset": 0, "length": 4}]


@pytest.mark.parametrize("media", [PHOTO, STICKER, VOICE], ids=lambda media: str(*media))
async def test_a_message_with_media_is_as_telegram_describes_it(
    api: Caller, official: BotApi, reader: Person, unstarted: Chat, media: Json
) -> None:
    reader.sends(unstarted, media)

    (message,) = await updates(api, official, "message")

    assert media.items() <= message.items()
    assert message.keys().isdisjoint({"text", "entities", "caption"})


async def test_a_caption_is_as_telegram_describes_it(
    api: Caller, official: BotApi, reader: Person, unstarted: Chat
) -> None:
    reader.sends(unstarted, PHOTO, "@fedorov_bot who is this?", media_group_id="1")

    (message,) = await updates(api, official, "message")

    assert message["caption"] == "@fedorov_bot who is this?"
    assert message["caption_entities"] == [{"type": "mention", "offset": 0, "length": 12}]
    assert message["media_group_id"] == "1"
    assert message.keys().isdisjoint({"text", "entities"})


async def test_a_reply_with_a_quote_is_as_telegram_describes_it(
    api: Caller, official: BotApi, reader: Person, unstarted: Chat
) -> None:
    first = reader.writes(unstarted, "Trade grew by 20 %.")
    second = reader.writes(unstarted, "And before?", reply_to=first, quote="20 %")
    reader.writes(unstarted, "Well?", reply_to=second)

    _, reply, later = await updates(api, official, "message", "message", "message")

    assert reply["reply_to_message"]["text"] == "Trade grew by 20 %."
    assert reply["quote"]["text"] == "20 %"
    assert reply["quote"]["position"] == len("Trade grew by ")
    assert later["reply_to_message"].keys().isdisjoint({"reply_to_message", "quote"})


async def test_a_message_in_a_topic_is_as_telegram_describes_it(
    api: Caller, official: BotApi, reader: Person, forum: Chat
) -> None:
    trade, _ = forum.topics
    reader.writes(forum, "Why?", thread=trade)

    (message,) = await updates(api, official, "message")

    assert (message["message_thread_id"], message["is_topic_message"]) == (trade, True)
    assert message["chat"]["is_forum"] is True


async def test_an_anonymous_administrators_message_is_as_telegram_describes_it(
    api: Caller, official: BotApi, reader: Person, forum: Chat
) -> None:
    reader.writes_anonymously(forum, "Why?")

    (message,) = await updates(api, official, "message")

    assert message["sender_chat"]["id"] == forum.id


async def test_a_message_via_the_bot_is_as_telegram_describes_it(
    api: Caller, official: BotApi, account: BotAccount, reader: Person, forum: Chat
) -> None:
    reader.picks(account, article(reply_markup=YES), forum, "trade")

    message, chosen = await updates(api, official, "message", "chosen_inline_result")

    assert chosen["query"] == "trade"
    assert message["via_bot"]["username"] == "fedorov_bot"
    assert message["reply_markup"] == YES


async def test_a_press_is_as_telegram_describes_it(
    api: Caller, official: BotApi, account: BotAccount, reader: Person, chat: Chat
) -> None:
    sent = await api.call("sendMessage", chat_id=chat.id, text="Well?", reply_markup=YES)
    press = asyncio.create_task(reader.presses(account, chat.messages[sent["message_id"]], "Yes"))

    _, query = await updates(api, official, "message", "callback_query")

    assert query["message"]["reply_markup"] == YES
    await api.call("answerCallbackQuery", callback_query_id=query["id"])
    await press


async def test_a_press_under_an_inline_message_is_as_telegram_describes_it(
    api: Caller, official: BotApi, account: BotAccount, reader: Person, telegram: Telegram
) -> None:
    elsewhere = telegram.new_group("Elsewhere", [reader.user])
    message = reader.picks(account, article(reply_markup=YES), elsewhere)
    press = asyncio.create_task(reader.presses(account, message, "Yes"))

    _, query = await updates(api, official, "chosen_inline_result", "callback_query")

    assert query["inline_message_id"] == message.inline_message_id
    await api.call("answerCallbackQuery", callback_query_id=query["id"])
    await press


async def test_an_inline_query_is_as_telegram_describes_it(
    api: Caller, official: BotApi, account: BotAccount, reader: Person
) -> None:
    looked_up = asyncio.create_task(reader.looks_up(account, "trade", "20"))

    (query,) = await updates(api, official, "inline_query")

    assert (query["query"], query["offset"]) == ("trade", "20")
    await api.call("answerInlineQuery", inline_query_id=query["id"], results=[article()])
    await looked_up


async def test_a_guest_message_is_as_telegram_describes_it(
    api: Caller, official: BotApi, account: BotAccount, reader: Person, telegram: Telegram
) -> None:
    elsewhere = telegram.new_group("Elsewhere", [reader.user])
    theirs = reader.writes(elsewhere, "Trade grew.")
    summoned = asyncio.create_task(
        reader.summons(account, elsewhere, "@fedorov_bot did it?", reply_to=theirs)
    )

    (message,) = await updates(api, official, "guest_message")

    assert message["guest_query_id"]
    assert message["reply_to_message"]["text"] == "Trade grew."
    await api.call("answerGuestQuery", guest_query_id=message["guest_query_id"], result=article())
    assert official.faults((await summoned).as_json(), "Message") == []
