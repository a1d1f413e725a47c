"""The buttons of an answer once a reader has said what they think of it."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot import buttons
from bot.keyboard import button
from bot.listing import all_button
from bot.suggesting import offer
from bot.wording import Wording
from knowledge.library import Entry


def thanked(wording: Wording, keyboard: InlineKeyboardMarkup) -> InlineKeyboardMarkup:
    """Put thanks in the place of the two buttons."""
    kept = [row for row in keyboard.inline_keyboard if not any(map(_judges, row))]
    return InlineKeyboardMarkup([*kept, [button(wording.thanks, buttons.THANKS)]])


def offers(
    wording: Wording, entries: Sequence[Entry], noted_as: str, back: str, *, several: bool
) -> InlineKeyboardMarkup:
    """Offer what else was found for a question, and the list; what carries ``back`` leads back."""
    rows = [[offer(entry, noted_as=noted_as)] for entry in entries]
    last = [button(wording.go_back, back), all_button(wording, several=several)]
    return InlineKeyboardMarkup([*rows, last])


def with_link(keyboard: InlineKeyboardMarkup, link: InlineKeyboardButton) -> InlineKeyboardMarkup:
    """Add a link in a row of its own, if it is not there yet."""
    rows = [row for row in keyboard.inline_keyboard if all(one.url != link.url for one in row)]
    return InlineKeyboardMarkup([*rows, [link]])


def _judges(one: InlineKeyboardButton) -> bool:
    carries = one.callback_data
    return isinstance(carries, str) and any(
        pattern.match(carries) for pattern in (buttons.RIGHT, buttons.WRONG)
    )
