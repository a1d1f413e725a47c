"""'This question belongs to that exchange': taught in its file, served, and taken back."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

from telegram import CallbackQuery, Message, Update
from telegram.ext import filters

from bot import buttons, menu, reloading, rendering
from bot.asking import send
from bot.context import Context
from bot.desk import belonging_pages
from bot.desk.belonging_pages import Served
from bot.desk.groups import Group, Put
from bot.desk.unanswered import group_reply, open_group
from bot.pressing import answered, carried, press_of, turned_into
from bot.storage import labels
from bot.storage.database import UnavailableError
from bot.storage.entries import new_reference
from bot.storage.labels import Label
from knowledge.interview import interview_reference
from knowledge.library import Edition, Entry
from knowledge.matching import Decision, Match
from knowledge.problem import KnowledgeError
from knowledge.teaching import Refused, Taught, teach, undo
from knowledge.versions import MovedError, Versions

# Exchanges that a search finds at most.
_MOST_FOUND = 5
# Wordings of a group that are tried after one was taught; others stay on the list.
_MOST_TRIED = 50


class _RepliesToChoice(filters.MessageFilter):
    """Lets through what replies to a message of the bot's that leads to a choice of exchange."""

    __slots__ = ()

    def filter(self, message: Message) -> bool:
        return _question_of(message) is not None


REPLIES_TO_CHOICE = _RepliesToChoice()


async def show_exchanges(update: Update, context: Context) -> None:
    """Turn a message into a page of the exchanges that a question may belong to."""
    query = press_of(update)
    key, page = carried(context)
    if found := await open_group(query, key, context):
        _, chosen = found
        wording = await context.wording_of(query.from_user)
        reply = belonging_pages.exchange_list(wording, chosen, context.edition, int(page))
        await turned_into(query, reply)


async def search_exchanges(update: Update, context: Context) -> None:
    """Offer the exchanges that an admin's words find, in reply to the list of them."""
    message = update.message
    key = _question_of(message) if message else None
    if message is None or key is None:
        raise TypeError("this handler is registered with REPLIES_TO_CHOICE")
    edition, sought = context.edition, message.text or ""
    wording = await context.wording_of(update.effective_user)
    ranked = await context.services.finder.rank(sought, edition, _MOST_FOUND)
    found = [edition.entry_of(one) for one in ranked]
    reply = belonging_pages.found_exchanges(wording, key, sought, found, edition)
    await send(message, reply, context, answers=False)


async def teach_question(update: Update, context: Context) -> None:
    """Teach a question to the exchange of a button, and show how it is answered then.

    Where the knowledge is another by now than what the button was made of, look at it first.
    """
    query = press_of(update)
    key, exchange_key, version = carried(context)
    if context.is_loading:
        wording = await context.wording_of(query.from_user)
        await answered(query, wording.more_is_coming)
        return
    found = await open_group(query, key, context)
    if found is None:
        return
    edition = context.edition
    entry = await asyncio.to_thread(_entry_of, exchange_key, edition)
    if entry is None or edition.version != version:
        await _moved(query, found, context)
        return
    wording = await context.wording_of(query.from_user)
    try:
        done = await _taught(query, found[1], entry, context)
    except MovedError:
        await _moved(query, found, context)
    except KnowledgeError as error:
        await turned_into(query, belonging_pages.failed(wording, key, error.problems))
    else:
        if isinstance(done, Refused):
            reply = belonging_pages.refused(wording, key, done, entry.interview)
            await turned_into(query, reply)
        else:
            await _serve_taught(query, found, entry, done, context)


async def unteach_question(update: Update, context: Context) -> None:
    """Take back what was taught, and put on the list again what was settled by it."""
    query = press_of(update)
    key, interview_key, number, reference = carried(context)
    wording = await context.wording_of(query.from_user)
    versions = _versions(interview_key, context)
    await answered(query, None if versions else wording.interview_gone)
    if versions is None:
        return
    who = query.from_user.full_name
    try:
        version = await asyncio.to_thread(undo, versions, int(number), who=who)
    except KnowledgeError as error:
        await turned_into(query, belonging_pages.failed(wording, key, error.problems))
        return
    # What stays settled for want of the database is on the list again once it is asked again.
    with suppress(UnavailableError):
        await labels.remove(context.services.database, reference)
    served = await _served(versions, version.number, context)
    await turned_into(query, belonging_pages.untaught(wording, key, served))


async def _taught(
    query: CallbackQuery, put: Put, entry: Entry, context: Context
) -> Taught | Refused:
    """Teach a question to an exchange, in its knowledge file alone.

    Raises:
        MovedError, KnowledgeError: as ``teach``; or if the file is served no longer.
    """
    versions = _versions(buttons.desk_key(interview_reference(entry.interview)), context)
    if versions is None:
        raise MovedError(context.services.library.source)
    who, cache = query.from_user.full_name, context.services.library.cache
    return await asyncio.to_thread(
        teach, versions, entry.exchange.id, put.text, who=who, cache=cache
    )


async def _serve_taught(
    query: CallbackQuery,
    found: tuple[Group, Put],
    entry: Entry,
    done: Taught,
    context: Context,
) -> None:
    """Serve what was taught, settle what is answered by it, and show how."""
    group, chosen = found
    versions = _versions(buttons.desk_key(interview_reference(entry.interview)), context)
    if versions is None:
        raise LookupError(f"{entry.interview.id} was taught, and is served from no file")
    served = await _served(versions, done.version.number, context)
    edition = context.edition
    others = [one for one in group.wordings if one is not chosen][:_MOST_TRIED]
    match, *matches = await asyncio.to_thread(_matched, [chosen, *others], edition)
    led = [one for one, its in zip(others, matches, strict=True) if _leads_to(its, entry)]
    settled = [one.fingerprint for one in (chosen, *led)]
    try:
        reference = await labels.write(
            context.services.database, settled, Label.TAUGHT, datetime.now(UTC)
        )
    except UnavailableError:
        # It stays on the list, where it can be settled later; undoing needs a name all the same.
        reference = new_reference()
    wording = await context.wording_of(query.from_user)
    undoing = buttons.unteach(
        chosen.key, interview_reference(entry.interview), done.version.number, reference
    )
    taught = belonging_pages.Shown(entry, done.wording, match, len(settled), len(group.wordings))
    await turned_into(query, belonging_pages.taught(wording, taught, edition, served, undoing))


async def _moved(query: CallbackQuery, found: tuple[Group, Put], context: Context) -> None:
    """Say that the knowledge has moved, and show the group anew, in what it is now."""
    wording = await context.wording_of(query.from_user)
    said = wording.knowledge_moved(context.edition.version)
    await turned_into(query, rendering.noted(said, await group_reply(query, found, context)))


async def _served(versions: Versions, number: int, context: Context) -> Served:
    """Serve the knowledge files as they are now, of which one has a new version."""
    library = context.services.library
    before = library.current
    try:
        problems = (await reloading.reload(library)).problems
    except KnowledgeError as error:
        problems = tuple(error.problems)
    await menu.keep_up(context.bot, context.services, before)
    return Served(versions.path.name, number, library.current.version, problems)


def _matched(put: list[Put], edition: Edition) -> list[Match]:
    return [edition.matcher.match(one.text) for one in put]


def _leads_to(match: Match, entry: Entry) -> bool:
    if match.decision is not Decision.ANSWER:
        return False
    best = match.candidates[0]
    return (best.interview.id, best.exchange.id) == (entry.interview.id, entry.exchange.id)


def _entry_of(exchange_key: str, edition: Edition) -> Entry | None:
    return next(
        (one for name, one in edition.entries.items() if buttons.desk_key(name) == exchange_key),
        None,
    )


def _versions(interview_key: str, context: Context) -> Versions | None:
    """Return the versions of the file of an interview that is served, by the interview's key."""
    for file, one in context.services.library.files.items():
        if buttons.desk_key(interview_reference(one)) == interview_key:
            return Versions(file, one.id)
    return None


def _question_of(message: Message) -> str | None:
    """Return the key of the question that a message answers 'which exchange?' for, if it does."""
    asking = message.reply_to_message
    if asking is None or asking.from_user != message.get_bot().bot or asking.reply_markup is None:
        return None
    for row in asking.reply_markup.inline_keyboard:
        for button in row:
            if isinstance(button.callback_data, str) and (
                found := buttons.CHOOSE_EXCHANGE.match(button.callback_data)
            ):
                return found["question"]
    return None
