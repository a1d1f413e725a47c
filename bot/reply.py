"""A message of the bot's: its text as Telegram's HTML, and its buttons."""

from dataclasses import dataclass, replace
from enum import Enum

from telegram import InlineKeyboardMarkup

from bot.keyboard import Row, keyboard
from bot.markup import escape
from bot.wording import Wording


class Place(Enum):
    """Where a reply is read: by one reader, or by all in a chat that talks of other things."""

    PRIVATE = "private"
    SHARED = "shared"


@dataclass(frozen=True)
class Reply:
    """A message: Telegram's HTML, and a keyboard or none.

    Attributes:
        looks_further_for: the question that a button of it looks for in all interviews.
    """

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    looks_further_for: str = ""


def said(text: str, *rows: Row) -> Reply:
    """Say something of the bot's own."""
    return Reply(escape(text), keyboard(list(rows)))


def noted(note: str, reply: Reply) -> Reply:
    """Return a reply with a note of the bot's own before it, if there is one."""
    return Reply(f"{escape(note)}\n\n{reply.text}", reply.keyboard) if note else reply


def with_more_coming(wording: Wording, reply: Reply) -> Reply:
    """Say after a short reply that more interviews are still being loaded."""
    return replace(reply, text=f"{reply.text}\n\n{escape(wording.more_is_coming)}")
