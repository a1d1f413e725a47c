"""/unanswered: what readers asked in vain, grouped by likeness, to be taught or settled."""

from datetime import UTC, datetime

from telegram import CallbackQuery, Update

from bot.asking import send
from bot.context import Context
from bot.desk import unanswered_pages
from bot.desk.groups import Group, Put, kept_texts, unanswered_groups
from bot.pressing import answered, carried, press_of, turned_into
from bot.reply import Reply, said
from bot.storage import labels
from bot.storage.database import UnavailableError
from bot.wording import Wording

# Exchanges that a question is said to belong to by one tap.
_LIKELIEST = 3


async def unanswered(update: Update, context: Context) -> None:
    """List what was not answered."""
    if update.message is None:
        raise TypeError("this handler is registered for messages only")
    wording = await context.wording_of(update.effective_user)
    await send(update.message, await _listed(wording, 0, context), context, answers=False)


async def show_unanswered(update: Update, context: Context) -> None:
    """Turn a message into a page of what was not answered."""
    query = press_of(update)
    (page,) = carried(context)
    await answered(query)
    wording = await context.wording_of(query.from_user)
    await turned_into(query, await _listed(wording, int(page), context))


async def show_group(update: Update, context: Context) -> None:
    """Turn a message into a page of a group."""
    query = press_of(update)
    key, page = carried(context)
    if found := await open_group(query, key, context):
        await turned_into(query, await group_reply(query, found, context, int(page)))


async def settle(update: Update, context: Context) -> None:
    """Take a group off the list: it is not in the interview, or not worth anybody's time."""
    query = press_of(update)
    key, name = carried(context)
    found = await open_group(query, key, context)
    if found is None:
        return
    group, chosen = found
    wording = await context.wording_of(query.from_user)
    label = unanswered_pages.LABELS[name]
    fingerprints = [one.fingerprint for one in group.wordings]
    try:
        reference = await labels.write(
            context.services.database, fingerprints, label, datetime.now(UTC)
        )
    except UnavailableError:
        await turned_into(query, journal_away(wording))
        return
    await turned_into(query, unanswered_pages.settled(wording, group, chosen, label, reference))


async def unsettle(update: Update, context: Context) -> None:
    """Put a group on the list again, and show it."""
    query = press_of(update)
    key, reference = carried(context)
    try:
        await labels.remove(context.services.database, reference)
    except UnavailableError:
        wording = await context.wording_of(query.from_user)
        await answered(query, wording.journal_away)
        return
    if found := await open_group(query, key, context):
        await turned_into(query, await group_reply(query, found, context))


async def open_group(query: CallbackQuery, key: str, context: Context) -> tuple[Group, Put] | None:
    """Answer a press, and find the group of the question that it is about, and the question.

    Where it is settled, or its text deleted, or the database away, say so.
    """
    wording = await context.wording_of(query.from_user)
    try:
        groups = await _groups(context)
    except UnavailableError:
        await answered(query, wording.journal_away)
        return None
    for group in groups:
        if put := group.find(key):
            await answered(query)
            return group, put
    await answered(query, wording.unanswered_gone)
    return None


async def group_reply(
    query: CallbackQuery, found: tuple[Group, Put], context: Context, page: int = 0
) -> Reply:
    """Show a group with the exchanges that are likeliest now."""
    group, chosen = found
    edition = context.edition
    wording = await context.wording_of(query.from_user)
    likeliest = await context.services.finder.rank(chosen.text, edition, _LIKELIEST)
    return unanswered_pages.group_page(wording, group, chosen, likeliest, edition, page)


def journal_away(wording: Wording) -> Reply:
    """Say that nothing can be read or settled just now."""
    return said(wording.journal_away)


async def _listed(wording: Wording, page: int, context: Context) -> Reply:
    try:
        groups = await _groups(context)
    except UnavailableError:
        return journal_away(wording)
    days = context.services.settings.keep_questions
    return unanswered_pages.group_list(wording, groups, days, page)


async def _groups(context: Context) -> list[Group]:
    services = context.services
    period = kept_texts(services.settings.keep_questions)
    return await unanswered_groups(services.database, services.fingerprints, period)
