"""Captions that are edited, and files that are put in another's place."""

from typing import Any

import pytest

from preview import Person, Telegram
from preview.account import BotAccount
from preview.objects import Chat
from tests.preview.calling import Caller, article, keyboard
from tests.preview.pictures import png
from tests.preview.uploading import download, refused, sent

Json = dict[str, Any]

YES = keyboard({"text": "Yes", "callback_data": "yes"})


@pytest.fixture
def photo(reader: Person) -> dict[str, tuple[str, bytes]]:
    return {"photo": ("a.png", png(9, 9))}


async def test_a_caption_is_edited_with_its_keyboard(
    api: Caller, chat: Chat, photo: dict[str, tuple[str, bytes]]
) -> None:
    message = await sent(api, "sendPhoto", photo, chat_id=chat.id, caption="One")

    edited = await api.call(
        "editMessageCaption",
        chat_id=chat.id,
        message_id=message["message_id"],
        caption="<i>Two</i>",
        parse_mode="HTML",
        reply_markup=YES,
        show_caption_above_media=True,
    )

    assert (edited["caption"], edited["reply_markup"]) == ("Two", YES)
    assert edited["caption_entities"] == [{"type": "italic", "offset": 0, "length": 3}]
    assert edited["show_caption_above_media"] is True
    assert edited["photo"] == message["photo"]
    assert edited["edit_date"] >= message["date"]


async def test_a_caption_is_taken_away(
    api: Caller, chat: Chat, photo: dict[str, tuple[str, bytes]]
) -> None:
    message = await sent(api, "sendPhoto", photo, chat_id=chat.id, caption="One")
    which = {"chat_id": chat.id, "message_id": message["message_id"]}

    edited = await api.call("editMessageCaption", **which)

    assert "caption" not in edited
    code, description = await api.refused("editMessageCaption", **which)
    assert (code, description[:38]) == (400, "Bad Request: message is not modified: ")


async def test_a_text_has_no_caption_and_a_file_no_text(
    api: Caller, chat: Chat, photo: dict[str, tuple[str, bytes]]
) -> None:
    text = await api.call("sendMessage", chat_id=chat.id, text="One")
    file = await sent(api, "sendPhoto", photo, chat_id=chat.id)

    no_caption = await api.refused(
        "editMessageCaption", chat_id=chat.id, message_id=text["message_id"], caption="Two"
    )
    no_text = await api.refused(
        "editMessageText", chat_id=chat.id, message_id=file["message_id"], text="Two"
    )

    assert no_caption == (400, "Bad Request: there is no caption in the message to edit")
    assert no_text == (400, "Bad Request: there is no text in the message to edit")


async def test_another_file_is_put_in_a_files_place(
    api: Caller, chat: Chat, photo: dict[str, tuple[str, bytes]]
) -> None:
    message = await sent(api, "sendPhoto", photo, chat_id=chat.id, caption="One")

    edited = await sent(
        api,
        "editMessageMedia",
        {"new": ("b.txt", b"Two")},
        chat_id=chat.id,
        message_id=message["message_id"],
        media='{"type": "document", "media": "attach://new", "caption": "<b>Two</b>",'
        ' "parse_mode": "HTML"}',
    )

    assert "photo" not in edited
    assert edited["document"]["file_name"] == "b.txt"
    assert edited["caption_entities"] == [{"type": "bold", "offset": 0, "length": 3}]
    assert await download(api, edited["document"]["file_id"]) == b"Two"


async def test_a_text_gives_way_to_a_file(
    api: Caller, chat: Chat, photo: dict[str, tuple[str, bytes]]
) -> None:
    earlier = await sent(api, "sendPhoto", photo, chat_id=chat.id)
    text = await api.call("sendMessage", chat_id=chat.id, text="One")

    edited = await api.call(
        "editMessageMedia",
        chat_id=chat.id,
        message_id=text["message_id"],
        media={"type": "photo", "media": earlier["photo"][0]["file_id"]},
    )

    assert edited["photo"] == earlier["photo"]
    assert "text" not in edited


@pytest.mark.parametrize(
    ("media", "reason"),
    [
        ({"type": "photo", "media": "attach://gone"}, "can't parse InputMedia: media not found"),
        ({"type": "photo"}, "can't parse InputMedia: media not found"),
        ({"type": "photo", "media": "AgAC"}, "wrong file identifier/HTTP URL specified"),
        (
            {"type": "hologram", "media": "a"},
            'can\'t parse InputMedia: type "hologram" is unsupported',
        ),
        ({"media": "a"}, "can't parse media: Can't find field \"type\""),
        (None, "input media is not specified"),
    ],
)
async def test_a_file_that_could_not_be_sent_is_not_edited_in(
    api: Caller, chat: Chat, media: Json | None, reason: str
) -> None:
    text = await api.call("sendMessage", chat_id=chat.id, text="One")

    refusal = await api.refused(
        "editMessageMedia", chat_id=chat.id, message_id=text["message_id"], media=media
    )

    assert refusal == (400, f"Bad Request: {reason}")
    assert chat.messages[text["message_id"]].text == "One"


async def test_into_an_inline_message_only_a_file_that_was_sent_before_is_put(
    api: Caller, telegram: Telegram, reader: Person, account: BotAccount, chat: Chat
) -> None:
    earlier = await sent(api, "sendPhoto", {"photo": ("a.png", png(9, 9))}, chat_id=chat.id)
    elsewhere = telegram.new_group("Elsewhere", [reader.user])
    message = reader.picks(account, article(reply_markup=YES), elsewhere)
    which = {"inline_message_id": message.inline_message_id}

    refusal = await refused(
        api,
        "editMessageMedia",
        {"new": ("b.png", png(9, 9))},
        media='{"type": "photo", "media": "attach://new"}',
        **which,
    )
    done = await api.call(
        "editMessageMedia",
        media={"type": "photo", "media": earlier["photo"][0]["file_id"]},
        **which,
    )

    assert refusal == (400, "Bad Request: invalid message content specified")
    assert done is True
    assert message.media["photo"] == earlier["photo"]


async def test_a_persons_edited_caption_is_shown_to_the_bot(
    api: Caller, reader: Person, unstarted: Chat
) -> None:
    message = reader.uploads(unstarted, b"Here.", "a.txt", caption="One")
    reader.edits(message, "Two")

    edited = await api.next("edited_message")

    assert edited["caption"] == "Two"
    assert edited["document"]["file_name"] == "a.txt"
