"""Finding one's way without a question: commands, and where the buttons of messages lead."""

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update

from bot import buttons, describing, interview_pages, menu, quoting
from bot.asking import place_of, scope_of, send
from bot.context import Context
from bot.inline import START_QUESTIONS
from bot.listing import introduced, question_list, topic_list
from bot.offering import offered_by_link
from bot.pressing import (
    answered,
    carried,
    entry_of_key,
    forgiven,
    place_of_press,
    press_of,
    turned_into,
    wording_of_message,
)
from bot.reply import Place, Reply, said, with_more_coming
from bot.scope import Scope, scope_of_all, scope_of_press
from bot.suggesting import MOST_RELATED, related
from bot.wording import Wording
from knowledge.library import Entry


async def start(update: Update, context: Context) -> None:
    """Welcome a reader, or go straight to the exchange that a link leads to."""
    message = _message(update)
    if message.chat_id in context.services.settings.admins:
        await menu.publish_for_admin(context.bot, message.chat_id, context.edition)
    wording = await context.wording_of(update.effective_user)
    edition = context.edition
    target = context.args[0] if context.args else ""
    if target == START_QUESTIONS:
        await send(message, _all_questions(wording, scope_of_all(context), 0), context)
        return
    if entry := edition.find(target):
        reply = quoting.answered(wording, entry, place=place_of(message), username=context.username)
        await send(message, reply, context)
        return
    if (offers := await offered_by_link(target, wording, context)) is not None:
        await send(message, offers, context)
        return
    if target:
        gone = _missing(wording, wording.exchange_gone, context)
        await send(message, said(gone), context)
    welcome = wording.start(edition.interviews)
    reply = introduced(wording, welcome, several=edition.has_several)
    await send(message, reply, context)


async def interviews(update: Update, context: Context) -> None:
    """List the interviews, or those that a few words find."""
    sought = " ".join(context.args or ())
    wording = await context.wording_of(update.effective_user)
    await send(_message(update), _all_interviews(wording, scope_of_all(context), sought), context)


async def questions(update: Update, context: Context) -> None:
    """List every question, five a page; of several interviews, ask whose first."""
    message = _message(update)
    wording = await context.wording_of(update.effective_user)
    scope = await scope_of(message, context, wording)
    await send(message, _all_questions(wording, scope, 0), context)


async def topics(update: Update, context: Context) -> None:
    """List topics."""
    message = _message(update)
    wording = await context.wording_of(update.effective_user)
    scope = await scope_of(message, context, wording)
    await send(message, topic_list(wording, scope.edition, scope.bound), context)


async def about(update: Update, context: Context) -> None:
    """Describe the interview and the bot."""
    wording = await context.wording_of(update.effective_user)
    services, edition = context.services, context.edition
    how_it_works = wording.how_it_works(
        len(edition.interviews),
        by_meaning=services.library.reads_meaning,
        second_reader=services.settings.llm_url is not None,
    )
    if context.is_loading:
        how_it_works = f"{how_it_works}\n\n{wording.more_is_coming}"
    if edition.has_several:
        reply = interview_pages.about(wording, edition, how_it_works)
        await send(_message(update), reply, context)
        return
    for text in describing.about(wording, edition, how_it_works):
        await send(_message(update), Reply(text), context)


async def privacy(update: Update, context: Context) -> None:
    """Say what is kept."""
    wording = await context.wording_of(update.effective_user)
    settings = context.services.settings
    text = wording.privacy(second_reader=settings.llm_url is not None, days=settings.keep_questions)
    await send(_message(update), said(text), context)


async def help_command(update: Update, context: Context) -> None:
    """Explain how to ask."""
    message = _message(update)
    in_private = place_of(message) is Place.PRIVATE
    wording = await context.wording_of(update.effective_user)
    edition = context.edition
    text = wording.help_text(edition.interviews, context.username, in_private=in_private)
    reply = introduced(wording, text, several=edition.has_several)
    await send(message, reply, context)


async def unknown_command(update: Update, context: Context) -> None:
    """Answer a command that the bot does not have."""
    wording = await context.wording_of(update.effective_user)
    await send(_message(update), said(wording.unknown_command), context)


async def show_answer(update: Update, context: Context) -> None:
    """Turn the message whose button was pressed into an answer, or a later part of it."""
    query = press_of(update)
    key, page, noted_as = carried(context)
    entry = await entry_of_press(query, key, context)
    if entry is not None:
        wording = await wording_of_message(query, context)
        reply = quoting.answered(
            wording,
            entry,
            int(page),
            place=place_of_press(query),
            username=context.username,
            noted_as=noted_as,
        )
        await turned_into(query, reply)


async def show_related(update: Update, context: Context) -> None:
    """Put related questions in the place of an answer's buttons."""
    query = press_of(update)
    key, noted_as = carried(context)
    entry = await entry_of_press(query, key, context)
    if entry is not None:
        ranking = await context.services.finder.rank(
            entry.exchange.question, context.edition, MOST_RELATED + 1
        )
        wording = await wording_of_message(query, context)
        keyboard: InlineKeyboardMarkup = related(wording, entry, ranking, noted_as)
        with forgiven():
            await query.edit_message_reply_markup(keyboard)


async def show_questions(update: Update, context: Context) -> None:
    """Turn a message into a page of the list of questions."""
    query = press_of(update)
    (page,) = carried(context)
    await answered(query)
    wording = await wording_of_message(query, context)
    scope = await scope_of_press(query, context)
    await turned_into(query, _all_questions(wording, scope, int(page)))


async def show_interviews(update: Update, context: Context) -> None:
    """Turn a message into a page of the list of interviews."""
    query = press_of(update)
    page, sought = carried(context)
    await answered(query)
    wording = await wording_of_message(query, context)
    await turned_into(query, _all_interviews(wording, scope_of_all(context), sought, int(page)))


async def show_interview(update: Update, context: Context) -> None:
    """Turn a message into an interview's introduction and a page of its questions."""
    query = press_of(update)
    reference, page = carried(context)
    interview = context.edition.by_reference.get(reference)
    wording = await context.wording_of(query.from_user)
    gone = None if interview else _missing(wording, wording.interview_gone, context)
    await answered(query, gone)
    if interview is not None:
        wording = await wording_of_message(query, context)
        reply = interview_pages.interview_page(wording, interview, context.edition, int(page))
        await turned_into(query, reply)


async def show_topics(update: Update, context: Context) -> None:
    """Turn a message into the list of topics."""
    query = press_of(update)
    await answered(query)
    wording = await wording_of_message(query, context)
    scope = await scope_of_press(query, context)
    await turned_into(query, topic_list(wording, scope.edition, scope.bound))


async def show_topic(update: Update, context: Context) -> None:
    """Turn a message into the list of a topic's questions."""
    query = press_of(update)
    key, page = carried(context)
    scope = await scope_of_press(query, context)
    edition = scope.edition
    topic = next((one for one in edition.topics if buttons.topic_key(one) == key), None)
    if topic is None:
        wording = await context.wording_of(query.from_user)
        await answered(query, _missing(wording, wording.topic_gone, context))
        return
    await answered(query)
    wording = await wording_of_message(query, context)
    listing = buttons.Listing(topic)
    reply = question_list(wording, edition, listing, int(page), scope.bound)
    await turned_into(query, reply)


async def unknown_button(update: Update, context: Context) -> None:
    """Answer a press of a button that no version of the bot has sent."""
    wording = await context.wording_of(update.effective_user)
    await answered(press_of(update), wording.button_gone)


def _all_questions(wording: Wording, scope: Scope, page: int) -> Reply:
    if scope.bound is not None:
        return interview_pages.interview_page(wording, scope.bound, scope.edition, page)
    if scope.edition.has_several:
        return _all_interviews(wording, scope)
    return question_list(wording, scope.edition, buttons.Listing(), page)


def _all_interviews(wording: Wording, scope: Scope, sought: str = "", page: int = 0) -> Reply:
    reply = interview_pages.interview_list(wording, scope.edition, sought, page)
    return with_more_coming(wording, reply) if scope.is_loading else reply


def _missing(wording: Wording, gone: str, context: Context) -> str:
    """Say that what a link or a button leads to is gone, or only not there yet."""
    return wording.more_is_coming if context.is_loading else gone


async def entry_of_press(query: CallbackQuery, key: str, context: Context) -> Entry | None:
    """Answer a press, and find what it leads to; say so where that is gone."""
    entry = entry_of_key(context.edition, key)
    wording = await context.wording_of(query.from_user)
    gone = None if entry else _missing(wording, wording.exchange_gone, context)
    await answered(query, gone)
    return entry


def _message(update: Update) -> Message:
    if update.message is None:
        raise TypeError("this handler is registered for messages only")
    return update.message
