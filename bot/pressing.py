"""Presses of buttons: what they carry, how they are answered, and what becomes of the message."""

import contextlib
import logging
from collections.abc import Iterator, Sequence

from telegram import CallbackQuery, Message, Update
from telegram.error import NetworkError, RetryAfter

from bot import buttons
from bot.context import Context
from bot.reply import Place, Reply
from bot.wording import Wording
from knowledge.library import Edition, Entry

_logger = logging.getLogger(__name__)


async def answered(query: CallbackQuery, alert: str | None = None) -> None:
    """Answer a press at once; one that came too late can't be answered, but can be acted on."""
    with forgiven():
        await query.answer(alert, show_alert=alert is not None)


async def toasted(query: CallbackQuery, text: str) -> None:
    """Answer a press with a line that shows for a moment, to whoever pressed alone."""
    with forgiven():
        await query.answer(text)


async def turned_into(query: CallbackQuery, reply: Reply) -> None:
    """Put something else in the place of the message whose button was pressed."""
    with forgiven():
        await query.edit_message_text(reply.text, reply_markup=reply.keyboard)


@contextlib.contextmanager
def forgiven() -> Iterator[None]:
    """Pass over what leaves nothing to do: pressed twice, too late, message deleted.

    Or where Telegram could not be told for as long as it would have been of use.
    """
    try:
        yield
    except (NetworkError, RetryAfter) as error:
        _logger.info("A press had no effect: %s", error.message)


async def wording_of_message(query: CallbackQuery, context: Context) -> Wording:
    """Return the wording in which a message is turned: that of whom it answers.

    In a chat of many it is there for all, and keeps the language of whoever asked; where that is
    not known, as in a private chat, it is that of who pressed.
    """
    message = query.message
    asked = message.reply_to_message if isinstance(message, Message) else None
    asker = asked.from_user if asked else None
    known = asker is not None and asker.language_code is not None
    return await context.wording_of(asker if known else query.from_user)


def place_of_press(query: CallbackQuery) -> Place:
    """Say who reads the message whose button was pressed."""
    message = query.message
    private = message is not None and message.chat.type == message.chat.PRIVATE
    return Place.PRIVATE if private else Place.SHARED


def carried(context: Context) -> Sequence[str]:
    """Return what the pressed button carries, in order, '' for what it lacks; see ``buttons``."""
    match = context.matches[0] if context.matches else None
    if match is None:
        raise TypeError("this handler is registered with a pattern")
    return match.groups("")


def entry_of_key(edition: Edition, key: str) -> Entry | None:
    """Return the exchange that a button carries: its reference, or what ``buttons.key`` made."""
    if entry := edition.entries.get(key):
        return entry
    # Few are digested; to look through a large archive for the others would hold everybody up.
    references = edition.entries if buttons.DIGEST.match(key) else {}
    return next((references[one] for one in references if buttons.key(one) == key), None)


def press_of(update: Update) -> CallbackQuery:
    """Return the press that an update is."""
    if update.callback_query is None:
        raise TypeError("this handler is registered for callback queries only")
    return update.callback_query
