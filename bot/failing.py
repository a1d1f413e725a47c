"""When answering goes wrong: an honest line to the reader, the whole story to the log.

Admins are told that there is one.
"""

import contextlib
import logging

from telegram import Update
from telegram.error import Forbidden, TelegramError

from bot.addressing import is_for_bot
from bot.context import Context
from bot.seeing import seen
from bot.seeing.seen import Outcome
from bot.wording import wording_for

_logger = logging.getLogger(__name__)


async def failed(update: object, context: Context) -> None:
    """Note an error that a handler did not catch."""
    error = context.error
    if isinstance(error, Forbidden):
        seen.comes_to(Outcome.REFUSED)
        _logger.info("Not allowed to write there any more: %s", error.message)
        return
    seen.comes_to(Outcome.FAILED)
    number = update.update_id if isinstance(update, Update) else None
    _logger.error("Update %s could not be answered", number, exc_info=error)
    if error is not None:
        context.services.alarms.failed(error)
    if isinstance(update, Update):
        with contextlib.suppress(TelegramError):
            await _apologize(update)


async def _apologize(update: Update) -> None:
    # What went wrong may be the keeping of the languages that people chose.
    reader = update.effective_user
    wording = wording_for(reader.language_code if reader else None)
    if update.callback_query:
        await update.callback_query.answer(wording.something_broke, show_alert=True)
        return
    message = update.message or update.edited_message
    if message and is_for_bot(message):
        await message.reply_text(wording.something_broke)
