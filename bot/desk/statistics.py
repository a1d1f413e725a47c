"""/stats: what was asked, and how it went, as a picture with text under it."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from telegram import InlineKeyboardMarkup, InputMediaPhoto, Update

from bot.asking import send
from bot.browsing import unknown_button
from bot.context import Context
from bot.desk import statistics_page
from bot.desk.chart import drawn
from bot.desk.spans import Span, span_of
from bot.pressing import answered, carried, forgiven, press_of
from bot.reply import said
from bot.storage import labels, reports
from bot.storage.database import UnavailableError
from bot.storage.reports import Period
from bot.wording import Wording


@dataclass(frozen=True)
class Shown:
    """A picture as PNG, and what stands under it."""

    picture: bytes
    caption: str
    keyboard: InlineKeyboardMarkup


async def stats(update: Update, context: Context) -> None:
    """Show the statistics of some days: a week, where nothing else is wanted."""
    message = update.message
    if message is None:
        raise TypeError("this handler is registered for messages only")
    wording = await context.wording_of(update.effective_user)
    span = span_of(" ".join(context.args or ()))
    if span is None:
        await send(message, said(wording.stats_choices), context)
        return
    try:
        shown = await _shown(wording, span, context)
    except UnavailableError:
        await send(message, said(wording.journal_away), context)
        return
    await message.reply_photo(shown.picture, shown.caption, reply_markup=shown.keyboard)


async def show_stats(update: Update, context: Context) -> None:
    """Turn statistics into those of another span."""
    query = press_of(update)
    (typed,) = carried(context)
    span = span_of(typed)
    if span is None:
        await unknown_button(update, context)
        return
    wording = await context.wording_of(query.from_user)
    try:
        shown = await _shown(wording, span, context)
    except UnavailableError:
        await answered(query, wording.journal_away)
        return
    await answered(query)
    with forgiven():
        await query.edit_message_media(
            InputMediaPhoto(shown.picture, shown.caption), reply_markup=shown.keyboard
        )


async def _shown(wording: Wording, span: Span, context: Context) -> Shown:
    period = Period.of_days(span.days, datetime.now(UTC))
    services = context.services
    found, rightly = await asyncio.gather(
        reports.statistics(services.database, period),
        labels.rightly_declined(services.database, services.fingerprints, period),
    )
    found = replace(found, rightly_declined=rightly)
    questions = statistics_page.top_questions(found, context.edition.interviews)
    picture = statistics_page.picture(wording, period, found, questions)
    return Shown(
        await asyncio.to_thread(drawn, picture),
        statistics_page.caption(wording, span, found, questions),
        statistics_page.keyboard(wording, span),
    )
