"""What readers think of an answer: that it answers them, that it doesn't, or another one offered.

Of each person the last verdict on a reply counts, whoever asked. In private what was pressed gives
way to thanks, or to what else was found; in a chat of many the buttons stay, for the others.
"""

from datetime import UTC, datetime

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update

from bot import buttons, quoting, verdict_buttons
from bot.browsing import entry_of_press
from bot.context import Context
from bot.keyboard import link
from bot.offering import others
from bot.pressing import (
    carried,
    entry_of_key,
    forgiven,
    place_of_press,
    press_of,
    toasted,
    turned_into,
    wording_of_message,
)
from bot.reply import Place
from bot.storage.entries import Found, JudgedEntry, Verdict
from knowledge.library import Entry


async def answers_it(update: Update, context: Context) -> None:
    """Note that an answer is right; give thanks."""
    query = press_of(update)
    noted_as, key = carried(context)
    _note(query, noted_as, Verdict.RIGHT, entry_of_key(context.edition, key), context)
    wording = await context.wording_of(query.from_user)
    await toasted(query, wording.thanks)
    if place_of_press(query) is Place.PRIVATE and (keyboard := _keyboard(query)):
        wording = await wording_of_message(query, context)
        await _show(query, verdict_buttons.thanked(wording, keyboard))


async def not_what_i_asked(update: Update, context: Context) -> None:
    """Note that an answer is wrong; offer what else was found: in private, whoever pressed."""
    query = press_of(update)
    noted_as, key = carried(context)
    _note(query, noted_as, Verdict.WRONG, None, context)
    entries = await others(noted_as, key, context)
    wording = await context.wording_of(query.from_user)
    keyboard = _keyboard(query)
    if place_of_press(query) is Place.PRIVATE:
        await toasted(query, wording.perhaps_one_of_these if entries else wording.thanks)
        several = context.edition.has_several
        wording = await wording_of_message(query, context)
        back = buttons.answer(key, noted_as=noted_as)
        offers = verdict_buttons.offers(wording, entries, noted_as, back, several=several)
        await _show(query, offers)
    elif entries and keyboard:
        await toasted(query, wording.others_in_private)
        wording = await wording_of_message(query, context)
        to_private = link(
            wording.other_questions, context.username, buttons.not_that(noted_as, key)
        )
        await _show(query, verdict_buttons.with_link(keyboard, to_private))
    else:
        await toasted(query, wording.thanks)


async def take_suggestion(update: Update, context: Context) -> None:
    """Turn the message into the exchange that was chosen of those offered; note which it was."""
    query = press_of(update)
    noted_as, key = carried(context)
    entry = await entry_of_press(query, key, context)
    if entry is not None:
        _note(query, noted_as, Verdict.CHOSEN, entry, context)
        wording = await wording_of_message(query, context)
        place, username = place_of_press(query), context.username
        reply = quoting.answered(wording, entry, place=place, username=username, noted_as=noted_as)
        await turned_into(query, reply)


async def thanked(update: Update, context: Context) -> None:
    """Give thanks again."""
    query = press_of(update)
    wording = await context.wording_of(query.from_user)
    await toasted(query, wording.thanks)


def _note(
    query: CallbackQuery, noted_as: str, verdict: Verdict, entry: Entry | None, context: Context
) -> None:
    services = context.services
    services.journal.note(
        JudgedEntry(
            reference=noted_as,
            reader=services.fingerprints.of_reader(query.from_user.id),
            verdict=verdict,
            judged_at=datetime.now(UTC),
            chosen=Found(entry.interview.id, entry.exchange.id) if entry else None,
        )
    )


def _keyboard(query: CallbackQuery) -> InlineKeyboardMarkup | None:
    """Return the buttons of the message that was pressed, where Telegram shows it to the bot."""
    message = query.message
    return message.reply_markup if isinstance(message, Message) else None


async def _show(query: CallbackQuery, keyboard: InlineKeyboardMarkup) -> None:
    with forgiven():
        await query.edit_message_reply_markup(keyboard)
