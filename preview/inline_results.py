"""Inline results: checked when they are offered, and messages once they are picked."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from preview.account import BotAccount
from preview.content import LONGEST_TEXT, read_caption, read_content
from preview.errors import bad_request
from preview.files import Kind
from preview.formatted_text import FormattedText
from preview.keyboard import checked_keyboard
from preview.objects import Chat, Message
from preview.parameters import Fields
from preview.telegram import Telegram
from preview.text import utf16_length

Json = dict[str, Any]

LONGEST_ID = 64
# Files that were sent before; those at addresses would have to be fetched from outside.
_FILES: dict[str, Kind] = {"photo": "photo", "document": "document"}


@dataclass(frozen=True)
class _Content:
    """What a picked result says: a text, or a file with a caption that may be empty."""

    said: FormattedText
    media: Json | None = None


def check_result(telegram: Telegram, account: BotAccount, result: Fields) -> None:
    """Pass a result that could be shown, and sent when it is picked.

    Raises:
        ApiError: 400, where it could not.
    """
    kind = result.text("type")
    required = {"article": ("id", "title"), "photo": ("id",), "document": ("id", "title")}
    if kind not in required:
        raise result.refusal(f'type "{kind}" is unsupported for the inline query result')
    for name in required[kind]:
        if not result.text(name):
            raise result.refusal(f'Can\'t find field "{name}"')
    if len(result.text("id").encode()) > LONGEST_ID:
        raise bad_request("RESULT_ID_INVALID")
    if utf16_length(_content(telegram, account, result).said.text) > LONGEST_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    checked_keyboard(result.structure("reply_markup"))


def posted_result(telegram: Telegram, account: BotAccount, result: Fields, chat: Chat) -> Message:
    """Return the message that an inline result becomes; it is not in its chat yet."""
    content = _content(telegram, account, result)
    inline_message_id = f"inline-{telegram.new_query_id()}"
    message = Message(
        chat.next_message_id(),
        telegram.now(),
        chat,
        entities=content.said.entities,
        via_bot=account.user,
        reply_markup=checked_keyboard(result.structure("reply_markup")),
        inline_message_id=inline_message_id,
    )
    if content.media is None:
        message.text = content.said.text
    else:
        message.media, message.caption = content.media, content.said.text or None
    telegram.inline_messages[inline_message_id] = message
    return message


def _content(telegram: Telegram, account: BotAccount, result: Fields) -> _Content:
    kind = _FILES.get(result.text("type"))
    text = result.structure("input_message_content")
    media = _media(telegram, account, result, kind) if kind else None
    known = partial(telegram.acquaintance, account)
    if text is not None:
        return _Content(read_content(text, "message_text", "entities", known))
    if media is None:
        raise result.refusal('Can\'t find field "input_message_content"')
    return _Content(read_caption(result, known), media)


def _media(telegram: Telegram, account: BotAccount, result: Fields, kind: Kind) -> Json:
    if result.has(f"{kind}_url"):
        raise result.refusal(f"a {kind} at an address is not served here")
    file_id = result.text(f"{kind}_file_id", None)
    media = telegram.files.named(kind, file_id, account.user.id).media
    if kind == "photo" and result.flag("show_caption_above_media"):
        return media | {"show_caption_above_media": True}
    return media
