"""Going through what a file that waits, or an earlier version, would change."""

import asyncio

from telegram import CallbackQuery, Update

from bot.context import Context
from bot.desk import difference_pages, waiting
from bot.desk.proposals import Proposal, of_arrival, of_version, versions_of
from bot.pressing import answered, carried, press_of, turned_into
from bot.problems import with_problems
from bot.reply import Reply
from bot.wording import Wording
from knowledge.library import Library
from knowledge.problem import KnowledgeError


async def show_differences(update: Update, context: Context) -> None:
    """Turn a message into a page of the list of what would change."""
    query = press_of(update)
    subject, page = carried(context)
    wording = await context.wording_of(query.from_user)
    proposal = await _proposal(query, subject, wording, context)
    if proposal is not None:
        await turned_into(query, difference_pages.differences(wording, proposal, int(page)))


async def show_difference(update: Update, context: Context) -> None:
    """Turn a message into one change, or, where the file has moved, into the list of all."""
    query = press_of(update)
    subject, number, part = carried(context)
    wording = await context.wording_of(query.from_user)
    proposal = await _proposal(query, subject, wording, context)
    if proposal is None:
        return
    if proposal.moved_by:
        reply = difference_pages.differences(wording, proposal)
    else:
        reply = difference_pages.difference(wording, proposal, int(number), int(part))
    await turned_into(query, reply)


async def _proposal(
    query: CallbackQuery, subject: str, wording: Wording, context: Context
) -> Proposal | None:
    """Answer a press, and find what it is about; say so where that is gone, or has problems."""
    library = context.services.library
    if coming := library.coming:
        await answered(query, wording.not_while_loading(coming.done, coming.of))
        return None
    is_waiting = not _is_version(subject)
    if is_waiting:
        await waiting.fetch(subject, context)
    try:
        proposal = await asyncio.to_thread(_found, library, subject)
    except KnowledgeError as error:
        await answered(query)
        await turned_into(query, _problems(wording, subject, error))
        return None
    if is_waiting and proposal and proposal.moved_by:
        await waiting.share(subject, context)
    gone = wording.arrival_gone if is_waiting else wording.interview_gone
    await answered(query, None if proposal else gone)
    return proposal


def _problems(wording: Wording, subject: str, error: KnowledgeError) -> Reply:
    if _is_version(subject):
        return with_problems(wording, wording.nothing_done, error.problems)
    return difference_pages.problems(wording, subject, error.problems[0].path.name, error)


def _found(library: Library, subject: str) -> Proposal | None:
    if not _is_version(subject):
        return of_arrival(library, subject)
    interview, _, number = subject.partition(".")
    versions = versions_of(library, interview)
    return of_version(library, versions, int(number)) if versions else None


def _is_version(subject: str) -> bool:
    """Whether a button's subject is a version, and not a file that waits; see ``file_buttons``."""
    return "." in subject
