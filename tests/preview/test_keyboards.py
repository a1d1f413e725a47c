"""Keyboards beneath messages (https://core.telegram.org/bots/api#inlinekeyboardmarkup)."""

from typing import Any

import pytest

from preview.objects import Chat
from tests.preview.calling import Caller, keyboard

Json = dict[str, Any]


@pytest.mark.parametrize(
    "button",
    [
        {"callback_data": "a" * 64},
        {"callback_data": "ا" * 32},
        {"copy_text": {"text": "a" * 256}},
        {"url": "https://example.org/a?b=c#d"},
        {"url": "http://example.org"},
        {"url": "tg://user?id=5"},
        {"switch_inline_query": ""},
        {"switch_inline_query_current_chat": "trade"},
        {"switch_inline_query_chosen_chat": {"query": "trade", "allow_user_chats": True}},
    ],
    ids=str,
)
async def test_a_button_may_do_any_one_thing(api: Caller, chat: Chat, button: Json) -> None:
    sent = await api.call(
        "sendMessage", chat_id=chat.id, text="Well?", reply_markup=keyboard({"text": "A"} | button)
    )

    ((shown,),) = sent["reply_markup"]["inline_keyboard"]
    assert shown["text"] == "A"
    assert shown.keys() == {"text"} | button.keys()


async def test_a_buttons_address_may_leave_out_its_scheme(api: Caller, chat: Chat) -> None:
    sent = await api.call(
        "sendMessage",
        chat_id=chat.id,
        text="Well?",
        reply_markup=keyboard({"text": "A", "url": "example.org"}),
    )

    assert sent["reply_markup"]["inline_keyboard"][0][0]["url"] == "http://example.org/"


@pytest.mark.parametrize(
    "button",
    [
        {"text": "No action"},
        {"text": "Two actions", "callback_data": "yes", "url": "https://example.org"},
        {"text": "65 bytes", "callback_data": "a" * 65},
        {"text": "66 bytes", "callback_data": "ا" * 33},
        {"text": "No bytes", "callback_data": ""},
        {"text": "257 signs to copy", "copy_text": {"text": "a" * 257}},
        {"text": "Nothing to copy", "copy_text": {"text": ""}},
        {"text": "", "callback_data": "no text"},
        {"callback_data": "no text at all"},
        {"text": "No address", "url": "not an address"},
        {"text": "No host", "url": "https://"},
        {"text": "No dot in the host", "url": "http://localhost:8080/"},
        {"text": "Another scheme", "url": "ftp://example.org/"},
        {"text": "Another scheme", "url": "javascript:alert(1)"},
    ],
    ids=lambda button: str(button)[:60],
)
async def test_a_button_that_could_not_be_is_refused(api: Caller, chat: Chat, button: Json) -> None:
    before = len(chat.messages)

    code, _ = await api.refused(
        "sendMessage", chat_id=chat.id, text="Well?", reply_markup=keyboard(button)
    )

    assert code == 400
    assert len(chat.messages) == before


@pytest.mark.parametrize(
    ("button", "description"),
    [
        ({"text": "A", "callback_data": "a" * 65}, "Bad Request: BUTTON_DATA_INVALID"),
        (
            {"text": "A"},
            "Bad Request: can't parse inline keyboard button: "
            "Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "A", "url": "nowhere"},
            "Bad Request: inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
        ),
    ],
)
async def test_a_refused_button_is_explained(
    api: Caller, chat: Chat, button: Json, description: str
) -> None:
    refusal = await api.refused(
        "sendMessage", chat_id=chat.id, text="Well?", reply_markup=keyboard(button)
    )

    assert refusal == (400, description)


async def test_a_hundred_buttons_are_a_keyboard_and_one_more_is_too_many(
    api: Caller, chat: Chat
) -> None:
    def of(number: int) -> Json:
        buttons = [{"text": str(one), "callback_data": str(one)} for one in range(number)]
        return {"inline_keyboard": [[button] for button in buttons]}

    assert await api.call("sendMessage", chat_id=chat.id, text="A", reply_markup=of(100))
    assert (await api.refused("sendMessage", chat_id=chat.id, text="A", reply_markup=of(101)))[
        0
    ] == 400


@pytest.mark.parametrize("rows", [[], [[]]])
async def test_a_keyboard_without_buttons_is_none(
    api: Caller, chat: Chat, rows: list[list[Json]]
) -> None:
    sent = await api.call(
        "sendMessage", chat_id=chat.id, text="A", reply_markup={"inline_keyboard": rows}
    )

    assert "reply_markup" not in sent
