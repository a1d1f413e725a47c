"""Finding one's way without a question: commands, and where the buttons of messages lead."""

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update

from bot import buttons, interview_pages, menu, rendering, wording
from bot.asking import interview_asked, place_of, send
from bot.context import Context
from bot.inline import START_QUESTIONS
from bot.presses import answered, carried, forgiven, place_of_press, query_of, turn_into
from bot.rendering import Place, Reply
from bot.scope import of_press
from knowledge.interview import Interview
from knowledge.library import Edition, Entry


async def start(update: Update, context: Context) -> None:
    """Welcome a reader, or go straight to the exchange that a link leads to."""
    message = _message(update)
    if message.chat_id in context.services.settings.admins:
        await menu.publish_for_admin(context.bot, message.chat_id, context.edition)
    edition = context.edition
    target = context.args[0] if context.args else ""
    if target == START_QUESTIONS:
        await send(message, _all_questions(edition, 0), context)
        return
    if entry := edition.find(target):
        reply = rendering.answered(entry, place=place_of(message), username=context.username)
        await send(message, reply, context)
        return
    if target:
        await send(message, rendering.said(wording.EXCHANGE_GONE), context)
    welcome = wording.start(edition.interviews)
    await send(message, rendering.introduced(welcome, several=edition.has_several), context)


async def interviews(update: Update, context: Context) -> None:
    """List the interviews, or those that a few words find."""
    sought = " ".join(context.args or ())
    await send(_message(update), interview_pages.interview_list(context.edition, sought), context)


async def questions(update: Update, context: Context) -> None:
    """List every question, five a page; of several interviews, ask whose first."""
    message = _message(update)
    edition = context.edition
    bound = await interview_asked(message, edition, context)
    await send(message, _all_questions(edition, 0, bound), context)


async def topics(update: Update, context: Context) -> None:
    """List topics."""
    message = _message(update)
    edition = context.edition
    bound = await interview_asked(message, edition, context)
    await send(message, rendering.topic_list(edition, bound), context)


async def about(update: Update, context: Context) -> None:
    """Describe the interview and the bot."""
    services = context.services
    how_it_works = wording.how_it_works(
        by_meaning=services.library.reads_meaning,
        second_reader=services.settings.llm_url is not None,
        several=context.edition.has_several,
    )
    if context.edition.has_several:
        reply = interview_pages.about(context.edition, how_it_works)
        await send(_message(update), reply, context)
        return
    for text in rendering.about(context.edition, how_it_works):
        await send(_message(update), Reply(text), context)


async def privacy(update: Update, context: Context) -> None:
    """Say what is kept."""
    settings = context.services.settings
    text = wording.privacy(second_reader=settings.llm_url is not None, days=settings.keep_questions)
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
    query = query_of(update)
    reference, page = carried(context)
    entry = await _entry(query, reference, context)
    if entry is not None:
        reply = rendering.answered(
            entry, int(page), place=place_of_press(query), username=context.username
        )
        await turn_into(query, reply)


async def show_related(update: Update, context: Context) -> None:
    """Put related questions in the place of an answer's buttons."""
    query = query_of(update)
    (reference,) = carried(context)
    entry = await _entry(query, reference, context)
    if entry is not None:
        ranking = await context.services.finder.rank(
            entry.exchange.question, context.edition, rendering.MOST_RELATED + 1
        )
        keyboard: InlineKeyboardMarkup = rendering.related(entry, ranking)
        with forgiven():
            await query.edit_message_reply_markup(keyboard)


async def show_questions(update: Update, context: Context) -> None:
    """Turn a message into a page of the list of questions."""
    query = query_of(update)
    (page,) = carried(context)
    edition = context.edition
    await answered(query)
    bound = await of_press(query, edition, context)
    await turn_into(query, _all_questions(edition, int(page), bound))


async def show_interviews(update: Update, context: Context) -> None:
    """Turn a message into a page of the list of interviews."""
    query = query_of(update)
    page, sought = carried(context)
    await answered(query)
    reply = interview_pages.interview_list(context.edition, sought, int(page))
    await turn_into(query, reply)


async def show_interview(update: Update, context: Context) -> None:
    """Turn a message into an interview's introduction and a page of its questions."""
    query = query_of(update)
    reference, page = carried(context)
    interview = context.edition.by_reference.get(reference)
    await answered(query, None if interview else wording.INTERVIEW_GONE)
    if interview is not None:
        reply = interview_pages.interview_page(interview, context.edition, int(page))
        await turn_into(query, reply)


async def show_topics(update: Update, context: Context) -> None:
    """Turn a message into the list of topics."""
    query = query_of(update)
    edition = context.edition
    await answered(query)
    bound = await of_press(query, edition, context)
    await turn_into(query, rendering.topic_list(edition, bound))


async def show_topic(update: Update, context: Context) -> None:
    """Turn a message into the list of a topic's questions."""
    query = query_of(update)
    key, page = carried(context)
    edition = context.edition
    topic = next((one for one in edition.topics if buttons.topic_key(one) == key), None)
    if topic is None:
        await answered(query, wording.TOPIC_GONE)
        return
    await answered(query)
    bound = await of_press(query, edition, context)
    listing = buttons.Listing(topic)
    await turn_into(query, rendering.question_list(edition, listing, int(page), bound))


async def unknown_button(update: Update, _context: Context) -> None:
    """Answer a press of a button that no version of the bot has sent."""
    await answered(query_of(update), wording.BUTTON_GONE)


def _all_questions(edition: Edition, page: int, bound: Interview | None = None) -> Reply:
    if bound is not None:
        return interview_pages.interview_page(bound, edition, page)
    if edition.has_several:
        return interview_pages.interview_list(edition)
    return rendering.question_list(edition, buttons.Listing(), page)


async def _entry(query: CallbackQuery, reference: str, context: Context) -> Entry | None:
    """Answer a press, and find what it leads to; say so where that is gone."""
    entry = context.edition.entries.get(reference)
    await answered(query, None if entry else wording.EXCHANGE_GONE)
    return entry


def _message(update: Update) -> Message:
    if update.message is None:
        raise TypeError("this handler is registered for messages only")
    return update.message
