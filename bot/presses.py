"""Presses of buttons: what one carries, its answer, and what becomes of its message."""

import contextlib
import logging
from collections.abc import Iterator, Sequence

from telegram import CallbackQuery, Update
from telegram.error import BadRequest

from bot.context import Context
from bot.rendering import Place, Reply

_logger = logging.getLogger(__name__)


async def answered(query: CallbackQuery, alert: str | None = None) -> None:
    """Answer a press at once; one that came too late can't be answered, but can be acted on."""
    with forgiven():
        await query.answer(alert, show_alert=alert is not None)


async def turn_into(query: CallbackQuery, reply: Reply) -> None:
    """Put a reply in the place of the message whose button was pressed."""
    with forgiven():
        await query.edit_message_text(reply.text, reply_markup=reply.keyboard)


@contextlib.contextmanager
def forgiven() -> Iterator[None]:
    """Pass over refusals that leave nothing to do: pressed twice, too late, message deleted."""
    try:
        yield
    except BadRequest as error:
        _logger.info("A press had no effect: %s", error.message)


def place_of_press(query: CallbackQuery) -> Place:
    """Say who reads the message whose button was pressed."""
    message = query.message
    private = message is not None and message.chat.type == message.chat.PRIVATE
    return Place.PRIVATE if private else Place.SHARED


def carried(context: Context) -> Sequence[str]:
    """Return what the pressed button carries, in order; see ``buttons``."""
    match = context.matches[0] if context.matches else None
    if match is None:
        raise TypeError("this handler is registered with a pattern")
    return match.groups()


def query_of(update: Update) -> CallbackQuery:
    """Return the press that an update is."""
    if update.callback_query is None:
        raise TypeError("this handler is registered for callback queries only")
    return update.callback_query
