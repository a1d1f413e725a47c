"""The buttons under a message, in rows."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

Row = list[InlineKeyboardButton]


def button(text: str, carries: str) -> InlineKeyboardButton:
    """Return a button that carries something; see ``buttons``."""
    return InlineKeyboardButton(text, callback_data=carries)


def link(text: str, username: str, carries: str) -> InlineKeyboardButton:
    """Return a button that leads into the private chat with the bot, to what it carries."""
    return InlineKeyboardButton(text, url=f"https://t.me/{username}?start={carries}")


def keyboard(rows: Sequence[Row]) -> InlineKeyboardMarkup | None:
    """Return the rows that have buttons; nothing where none has."""
    kept = [row for row in rows if row]
    return InlineKeyboardMarkup(kept) if kept else None
