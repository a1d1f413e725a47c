"""'This question belongs to that exchange': taught in its file, served, and taken back."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from telegram import CallbackQuery, Message, Update
from telegram.ext import filters

from bot.asking import send
from bot.context import Context
from bot.desk import belonging_pages, unanswered_buttons
from bot.desk.admins import named
from bot.desk.groups import Group, Put
from bot.desk.proposals import key_of, versions_of
from bot.desk.publishing import Served, serve, served
from bot.desk.unanswered import group_reply, open_group
from bot.pressing import answered, carried, press_of, turned_into
from bot.reply import noted
from bot.storage import labels
from bot.storage.database import UnavailableError
from bot.storage.entries import new_reference
from bot.storage.labels import Label
from knowledge.library import Edition, Entry
from knowledge.matching import Decision, Match
from knowledge.problem import KnowledgeError
from knowledge.teaching import Refused, Taught, teach, undo
from knowledge.versions import MovedError

# Exchanges that a search finds at most.
_MOST_FOUND = 5
# Wordings of a group that are tried after one was taught; others stay on the list.
_MOST_TRIED = 50


@dataclass(frozen=True)
class _Lesson:
    """What was taught to which exchange, in which file, and what is served then."""

    entry: Entry
    taught: Taught
    file: str
    served: Served


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
    who, cache = named(query.from_user), context.services.library.cache
    versions = versions_of(context.services.library, key_of(entry.interview))
    if versions is None:
        await _moved(query, found, context)
        return
    try:
        done = await asyncio.to_thread(
            teach, versions, entry.exchange.id, found[1].text, who=who, cache=cache
        )
        if isinstance(done, Refused):
            reply = belonging_pages.refused(wording, key, done, entry.interview)
            await turned_into(query, reply)
            return
        now = await serve(versions, done.version, who, context)
    except MovedError:
        await _moved(query, found, context)
    except KnowledgeError as error:
        await turned_into(query, belonging_pages.failed(wording, key, error.problems))
    else:
        await _show_taught(query, found, _Lesson(entry, done, versions.path.name, now), context)


async def unteach_question(update: Update, context: Context) -> None:
    """Take back what was taught, and put on the list again what was settled by it."""
    query = press_of(update)
    key, interview_key, number, reference = carried(context)
    wording = await context.wording_of(query.from_user)
    versions = versions_of(context.services.library, interview_key)
    await answered(query, None if versions else wording.interview_gone)
    if versions is None:
        return
    who = named(query.from_user)
    try:
        now = await served(versions, lambda: undo(versions, int(number), who=who), who, context)
    except KnowledgeError as error:
        await turned_into(query, belonging_pages.failed(wording, key, error.problems))
        return
    # What stays settled for want of the database is on the list again once it is asked again.
    with suppress(UnavailableError):
        await labels.remove(context.services.database, reference)
    await turned_into(query, belonging_pages.untaught(wording, key, versions.path.name, now))


async def _show_taught(
    query: CallbackQuery, found: tuple[Group, Put], lesson: "_Lesson", context: Context
) -> None:
    """Settle what is answered by what was taught, and show how."""
    group, chosen = found
    entry, done = lesson.entry, lesson.taught
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
    made = lesson.served.made or done.version
    undoing = unanswered_buttons.unteach(
        chosen.key, key_of(entry.interview), made.number, reference
    )
    taught = belonging_pages.Shown(entry, done.wording, match, len(settled), len(group.wordings))
    state = belonging_pages.state(wording, lesson.file, lesson.served)
    await turned_into(query, belonging_pages.taught(wording, taught, edition, state, undoing))


async def _moved(query: CallbackQuery, found: tuple[Group, Put], context: Context) -> None:
    """Say that the knowledge has moved, and show the group anew, in what it is now."""
    wording = await context.wording_of(query.from_user)
    said = wording.knowledge_moved(context.edition.version)
    await turned_into(query, noted(said, await group_reply(query, found, context)))


def _matched(put: list[Put], edition: Edition) -> list[Match]:
    return [edition.matcher.match(one.text) for one in put]


def _leads_to(match: Match, entry: Entry) -> bool:
    if match.decision is not Decision.ANSWER:
        return False
    best = match.candidates[0]
    return (best.interview.id, best.exchange.id) == (entry.interview.id, entry.exchange.id)


def _entry_of(exchange_key: str, edition: Edition) -> Entry | None:
    return next(
        (
            one
            for name, one in edition.entries.items()
            if unanswered_buttons.exchange_key(name) == exchange_key
        ),
        None,
    )


def _question_of(message: Message) -> str | None:
    """Return the key of the question that a message answers 'which exchange?' for, if it does."""
    asking = message.reply_to_message
    if asking is None or asking.from_user != message.get_bot().bot or asking.reply_markup is None:
        return None
    for row in asking.reply_markup.inline_keyboard:
        for button in row:
            if isinstance(button.callback_data, str) and (
                found := unanswered_buttons.CHOOSE_EXCHANGE.match(button.callback_data)
            ):
                return found["question"]
    return None
