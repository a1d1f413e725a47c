"""Inline results: checked when they are offered, and messages once they are picked."""

from functools import partial
from typing import Any

from preview.account import BotAccount
from preview.content import LONGEST_TEXT, read_content
from preview.errors import bad_request
from preview.formatted_text import Acquaintances, FormattedText, nobody
from preview.keyboard import checked_keyboard
from preview.objects import Chat, Message
from preview.parameters import Fields
from preview.telegram import Telegram
from preview.text import utf16_length

Json = dict[str, Any]

LONGEST_ID = 64


def check_result(result: Fields) -> None:
    """Pass a result that could be shown, and sent when it is picked.

    Raises:
        ApiError: 400, where it could not.
    """
    for name in ("type", "id", "title"):
        if not result.text(name):
            raise result.refusal(f'Can\'t find field "{name}"')
    if result.text("type") != "article":
        raise result.refusal("only articles are served here")
    if len(result.text("id").encode()) > LONGEST_ID:
        raise bad_request("RESULT_ID_INVALID")
    if utf16_length(_content(result).text) > LONGEST_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    checked_keyboard(result.structure("reply_markup"))


def posted_result(telegram: Telegram, account: BotAccount, result: Fields, chat: Chat) -> Message:
    """Return the message that an inline result becomes; it is not in its chat yet."""
    content = _content(result, partial(telegram.acquaintance, account))
    inline_message_id = f"inline-{telegram.new_query_id()}"
    message = Message(
        chat.next_message_id(),
        telegram.now(),
        chat,
        text=content.text,
        entities=content.entities,
        via_bot=account.user,
        reply_markup=checked_keyboard(result.structure("reply_markup")),
        inline_message_id=inline_message_id,
    )
    telegram.inline_messages[inline_message_id] = message
    return message


def _content(result: Fields, acquaintances: Acquaintances = nobody) -> FormattedText:
    content = result.structure("input_message_content")
    if content is None:
        raise result.refusal('Can\'t find field "input_message_content"')
    return read_content(content, "message_text", "entities", acquaintances)
