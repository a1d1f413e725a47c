"""Messages sent on, with their author's name and without it."""

from typing import Any

import pytest

from preview import Person, Telegram
from preview.account import BotAccount
from preview.objects import Chat, Message
from tests.preview.calling import Caller, article, keyboard
from tests.preview.pictures import png

Json = dict[str, Any]

YES = keyboard({"text": "Yes", "callback_data": "yes"})
LINK = keyboard({"text": "Read", "url": "https://example.org/"})
both_ways = pytest.mark.parametrize("method", ["forwardMessage", "copyMessage"])


@pytest.fixture
def message(reader: Person, chat: Chat) -> Message:
    return reader.writes(chat, "Trade grew, see https://example.org/")


def source(message: Message) -> Json:
    return {"from_chat_id": message.chat.id, "message_id": message.message_id}


async def test_a_forwarded_message_says_who_wrote_it_and_when(
    api: Caller, account: BotAccount, reader: Person, message: Message, forum: Chat
) -> None:
    message.date -= 100

    sent = await api.call("forwardMessage", chat_id=forum.id, **source(message))

    assert (sent["text"], sent["entities"]) == (message.text, list(message.entities))
    assert sent["from"]["id"] == account.user.id
    assert sent["forward_origin"] == {
        "type": "user",
        "date": message.date,
        "sender_user": reader.user.as_json(),
    }


async def test_what_is_forwarded_again_is_still_its_first_authors(
    api: Caller, reader: Person, message: Message, forum: Chat
) -> None:
    once = await api.call("forwardMessage", chat_id=forum.id, **source(message))

    again = await api.call(
        "forwardMessage",
        chat_id=message.chat.id,
        from_chat_id=forum.id,
        message_id=once["message_id"],
    )

    assert again["forward_origin"] == once["forward_origin"]


async def test_a_copied_message_is_the_bots_own(
    api: Caller, account: BotAccount, reader: Person, message: Message, forum: Chat
) -> None:
    trade, _ = forum.topics
    asked = reader.writes(forum, "Well?", thread=trade)

    sent = await api.call(
        "copyMessage",
        chat_id=forum.id,
        reply_parameters={"message_id": asked.message_id},
        reply_markup=YES,
        **source(message),
    )

    copy = forum.messages[sent["message_id"]].as_json()
    assert sent.keys() == {"message_id"}
    assert (copy["text"], copy["reply_markup"]) == (message.text, YES)
    assert copy["from"]["id"] == account.user.id
    assert copy["message_thread_id"] == trade
    assert "forward_origin" not in copy


@both_ways
async def test_a_file_is_sent_on_with_its_caption(
    api: Caller, reader: Person, chat: Chat, forum: Chat, method: str
) -> None:
    photo = reader.uploads(chat, png(9, 9), "a.png", caption="Look")

    sent = await api.call(method, chat_id=forum.id, **source(photo))

    on = forum.messages[sent["message_id"]]
    assert (on.media, on.caption) == (photo.media, "Look")


@pytest.mark.parametrize(
    ("how", "caption"),
    [({"caption": "<b>Here</b>", "parse_mode": "HTML"}, "Here"), ({"caption": ""}, None)],
)
async def test_a_copied_file_may_have_another_caption(
    api: Caller, reader: Person, chat: Chat, forum: Chat, how: Json, caption: str | None
) -> None:
    photo = reader.uploads(chat, png(9, 9), "a.png", caption="Look")

    sent = await api.call(
        "copyMessage", chat_id=forum.id, show_caption_above_media=True, **how, **source(photo)
    )

    on = forum.messages[sent["message_id"]]
    assert on.caption == caption
    assert on.media == photo.media | {"show_caption_above_media": True}
    assert photo.caption == "Look"


async def test_a_caption_for_a_text_is_passed_over(
    api: Caller, message: Message, forum: Chat
) -> None:
    sent = await api.call("copyMessage", chat_id=forum.id, caption="Look", **source(message))

    assert forum.messages[sent["message_id"]].text == message.text
    assert forum.messages[sent["message_id"]].caption is None


@pytest.mark.parametrize(
    ("markup", "kept"),
    [
        (YES, False),
        (LINK, True),
        (keyboard(*YES["inline_keyboard"][0], *LINK["inline_keyboard"][0]), False),
    ],
    ids=["a callback", "a link", "both"],
)
async def test_a_keyboard_of_links_alone_is_forwarded(
    api: Caller, chat: Chat, forum: Chat, markup: Json, kept: bool
) -> None:
    sent = await api.call("sendMessage", chat_id=chat.id, text="Well?", reply_markup=markup)

    on = await api.call(
        "forwardMessage", chat_id=forum.id, from_chat_id=chat.id, message_id=sent["message_id"]
    )

    assert ("reply_markup" in on) is kept


async def test_a_message_that_was_sent_via_a_bot_still_says_so(
    api: Caller, account: BotAccount, reader: Person, chat: Chat, forum: Chat
) -> None:
    picked = reader.picks(account, article(), chat)

    on = await api.call("forwardMessage", chat_id=forum.id, **source(picked))

    assert on["via_bot"]["id"] == account.user.id


@both_ways
async def test_a_message_that_is_gone_is_not_sent_on(
    api: Caller, chat: Chat, forum: Chat, method: str
) -> None:
    verb = method.removesuffix("Message")

    refusal = await api.refused(method, chat_id=forum.id, from_chat_id=chat.id, message_id=999)

    assert refusal == (400, f"Bad Request: message to {verb} not found")


@pytest.mark.parametrize(
    ("method", "done"), [("forwardMessage", "forwarded"), ("copyMessage", "copied")]
)
async def test_a_service_message_is_not_sent_on(
    api: Caller, reader: Person, chat: Chat, forum: Chat, method: str, done: str
) -> None:
    service = reader.sends(forum, {"new_chat_title": "Readers"})

    refusal = await api.refused(method, chat_id=chat.id, **source(service))

    assert refusal == (400, f"Bad Request: the message can't be {done}")


@both_ways
async def test_nothing_is_sent_on_out_of_a_chat_that_the_bot_is_not_in(
    api: Caller, telegram: Telegram, reader: Person, chat: Chat, method: str
) -> None:
    elsewhere = telegram.new_group("Elsewhere", [reader.user])
    theirs = reader.writes(elsewhere, "Among us")

    code, _ = await api.refused(method, chat_id=chat.id, **source(theirs))

    assert code == 403
    assert len(chat.messages) == 1
