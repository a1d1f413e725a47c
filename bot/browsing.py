"""Finding one's way without a question: commands, and where the buttons of messages lead."""

import contextlib
import logging
from collections.abc import Iterator, Sequence

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest

from bot import buttons, interview_pages, menu, rendering, wording
from bot.asking import place_of, send
from bot.context import Context
from bot.inline import START_QUESTIONS
from bot.rendering import Place, Reply
from knowledge.library import Entry

_logger = logging.getLogger(__name__)


async def start(update: Update, context: Context) -> None:
    """Welcome a reader, or go straight to the exchange that a link leads to."""
    message = _message(update)
    if message.chat_id in context.services.settings.admins:
        await menu.publish_for_admin(context.bot, message.chat_id, context.edition)
    edition = context.edition
    target = context.args[0] if context.args else ""
    if target == START_QUESTIONS:
        await send(message, _all_questions(context, 0), context)
        return
    if entry := edition.find(target):
        reply = rendering.answered(entry, place=place_of(message), username=context.username)
        await send(message, reply, context)
        return
    if target:
        await send(message, rendering.said(_missing(wording.EXCHANGE_GONE, context)), context)
    welcome = wording.start(edition.interviews)
    await send(message, rendering.introduced(welcome, several=edition.has_several), context)


async def interviews(update: Update, context: Context) -> None:
    """List the interviews, or those that a few words find."""
    sought = " ".join(context.args or ())
    await send(_message(update), _all_interviews(context, sought), context)


async def questions(update: Update, context: Context) -> None:
    """List every question, five a page; of several interviews, ask whose first."""
    await send(_message(update), _all_questions(context, 0), context)


async def topics(update: Update, context: Context) -> None:
    """List topics."""
    await send(_message(update), rendering.topic_list(context.edition), context)


async def about(update: Update, context: Context) -> None:
    """Describe the interview and the bot."""
    services = context.services
    how_it_works = wording.how_it_works(
        by_meaning=services.library.reads_meaning,
        second_reader=services.settings.llm_url is not None,
        several=context.edition.has_several,
    )
    if context.is_loading:
        how_it_works = f"{how_it_works}\n\n{wording.MORE_IS_COMING}"
    if context.edition.has_several:
        reply = interview_pages.about(context.edition, how_it_works)
        await send(_message(update), reply, context)
        return
    for text in rendering.about(context.edition, how_it_works):
        await send(_message(update), Reply(text), context)


async def privacy(update: Update, context: Context) -> None:
    """Say what is kept."""
    text = wording.privacy(second_reader=context.services.settings.llm_url is not None)
    await send(_message(update), rendering.said(text), context)


async def help_command(update: Update, context: Context) -> None:
    """Explain how to ask."""
    message = _message(update)
    in_private = place_of(message) is Place.PRIVATE
    text = wording.help_text(context.edition.interviews, context.username, in_private=in_private)
    several = context.edition.has_several
    await send(message, rendering.introduced(text, several=several), context)


async def unknown_command(update: Update, context: Context) -> None:
    """Answer a command that the bot does not have."""
    await send(_message(update), rendering.said(wording.UNKNOWN_COMMAND), context)


async def show_answer(update: Update, context: Context) -> None:
    """Turn the message whose button was pressed into an answer, or a later part of it."""
    query = _query(update)
    reference, page = _carried(context)
    entry = await _entry(query, reference, context)
    if entry is not None:
        reply = rendering.answered(
            entry, int(page), place=_place_of(query), username=context.username
        )
        await _turn_into(query, reply)


async def show_related(update: Update, context: Context) -> None:
    """Put related questions in the place of an answer's buttons."""
    query = _query(update)
    (reference,) = _carried(context)
    entry = await _entry(query, reference, context)
    if entry is not None:
        ranking = await context.services.finder.rank(
            entry.exchange.question, context.edition, rendering.MOST_RELATED + 1
        )
        keyboard: InlineKeyboardMarkup = rendering.related(entry, ranking)
        with _forgiven():
            await query.edit_message_reply_markup(keyboard)


async def show_questions(update: Update, context: Context) -> None:
    """Turn a message into a page of the list of questions."""
    query = _query(update)
    (page,) = _carried(context)
    await _answered(query)
    await _turn_into(query, _all_questions(context, int(page)))


async def show_interviews(update: Update, context: Context) -> None:
    """Turn a message into a page of the list of interviews."""
    query = _query(update)
    page, sought = _carried(context)
    await _answered(query)
    await _turn_into(query, _all_interviews(context, sought, int(page)))


async def show_interview(update: Update, context: Context) -> None:
    """Turn a message into an interview's introduction and a page of its questions."""
    query = _query(update)
    reference, page = _carried(context)
    interview = context.edition.by_reference.get(reference)
    await _answered(query, None if interview else _missing(wording.INTERVIEW_GONE, context))
    if interview is not None:
        reply = interview_pages.interview_page(interview, context.edition, int(page))
        await _turn_into(query, reply)


async def show_topics(update: Update, context: Context) -> None:
    """Turn a message into the list of topics."""
    query = _query(update)
    await _answered(query)
    await _turn_into(query, rendering.topic_list(context.edition))


async def show_topic(update: Update, context: Context) -> None:
    """Turn a message into the list of a topic's questions."""
    query = _query(update)
    key, page = _carried(context)
    edition = context.edition
    topic = next((one for one in edition.topics if buttons.topic_key(one) == key), None)
    if topic is None:
        await _answered(query, _missing(wording.TOPIC_GONE, context))
        return
    await _answered(query)
    await _turn_into(query, rendering.question_list(edition, buttons.Listing(topic), int(page)))


async def unknown_button(update: Update, _context: Context) -> None:
    """Answer a press of a button that no version of the bot has sent."""
    await _answered(_query(update), wording.BUTTON_GONE)


def _all_questions(context: Context, page: int) -> Reply:
    edition = context.edition
    if edition.has_several:
        return _all_interviews(context)
    return rendering.question_list(edition, buttons.Listing(), page)


def _all_interviews(context: Context, sought: str = "", page: int = 0) -> Reply:
    is_loading = context.is_loading
    reply = interview_pages.interview_list(context.edition, sought, page)
    return rendering.with_more_coming(reply) if is_loading else reply


def _missing(gone: str, context: Context) -> str:
    """Say that what a link or a button leads to is gone, or only not there yet."""
    return wording.MORE_IS_COMING if context.is_loading else gone


async def _entry(query: CallbackQuery, reference: str, context: Context) -> Entry | None:
    """Answer a press, and find what it leads to; say so where that is gone."""
    entry = context.edition.entries.get(reference)
    await _answered(query, None if entry else _missing(wording.EXCHANGE_GONE, context))
    return entry


async def _answered(query: CallbackQuery, alert: str | None = None) -> None:
    """Answer a press at once; one that came too late can't be answered, but can be acted on."""
    with _forgiven():
        await query.answer(alert, show_alert=alert is not None)


async def _turn_into(query: CallbackQuery, reply: Reply) -> None:
    with _forgiven():
        await query.edit_message_text(reply.text, reply_markup=reply.keyboard)


@contextlib.contextmanager
def _forgiven() -> Iterator[None]:
    """Pass over refusals that leave nothing to do: pressed twice, too late, message deleted."""
    try:
        yield
    except BadRequest as error:
        _logger.info("A press had no effect: %s", error.message)


def _place_of(query: CallbackQuery) -> Place:
    message = query.message
    private = message is not None and message.chat.type == message.chat.PRIVATE
    return Place.PRIVATE if private else Place.SHARED


def _carried(context: Context) -> Sequence[str]:
    """Return what the pressed button carries, in order; see ``buttons``."""
    match = context.matches[0] if context.matches else None
    if match is None:
        raise TypeError("this handler is registered with a pattern")
    return match.groups()


def _message(update: Update) -> Message:
    if update.message is None:
        raise TypeError("this handler is registered for messages only")
    return update.message


def _query(update: Update) -> CallbackQuery:
    if update.callback_query is None:
        raise TypeError("this handler is registered for callback queries only")
    return update.callback_query
