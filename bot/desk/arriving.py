"""Files that admins send: checked, held against what is served, and published or discarded."""

import asyncio
from functools import partial

from telegram import CallbackQuery, Document, Update
from telegram.error import TelegramError

from bot.asking import send
from bot.context import Context
from bot.desk import difference_pages, version_pages, waiting
from bot.desk.admins import named
from bot.desk.proposals import Proposal, key_of, of_arrival, proposed, read_arrival
from bot.desk.publishing import NotServedError, served
from bot.pressing import answered, carried, press_of, turned_into
from bot.problems import with_problems
from bot.reply import Reply, said
from bot.wording import Wording
from knowledge.arriving import LARGEST_ARRIVAL, Arrivals, shown_name
from knowledge.library import Library
from knowledge.problem import KnowledgeError
from knowledge.version_file import digest
from knowledge.versions import MovedError, UnchangedError, Versions
from knowledge.waiting import WaitingFiles

# Seconds for which a file may be on its way from Telegram.
PATIENCE = 60.0


async def arrive(update: Update, context: Context) -> None:
    """Show what a file that an admin sent would change; nothing changes yet."""
    message = update.message
    if message is None or message.document is None:
        raise TypeError("this handler is registered for documents only")
    wording = await context.wording_of(message.from_user)
    await send(message, await _arrived(message.document, wording, context), context, answers=False)


async def publish(update: Update, context: Context) -> None:
    """Put a file that waits in its place, if that is still what it was compared with."""
    query = press_of(update)
    (key,) = carried(context)
    library = context.services.library
    wording = await context.wording_of(query.from_user)
    if coming := library.coming:
        await answered(query, wording.not_while_loading(coming.done, coming.of))
        return
    name = await _waiting_name(query, key, wording, context)
    if name is None:
        return
    await answered(query)
    try:
        reply = await _published(key, query, wording, context)
    except UnchangedError:
        reply = said(wording.same_file(name))
    except MovedError:
        await _show_what_moved(query, key, name, wording, context)
        return
    except NotServedError as error:
        text = wording.not_served(is_taken_back=error.is_taken_back)
        row = difference_pages.deciding(wording, key)
        await turned_into(query, with_problems(wording, text, error.problems, row))
        return
    except KnowledgeError as error:
        await turned_into(query, difference_pages.problems(wording, key, name, error))
        return
    await waiting.discard(key, context)
    await turned_into(query, reply)


async def discard(update: Update, context: Context) -> None:
    """Let a file that waits go."""
    query = press_of(update)
    (key,) = carried(context)
    wording = await context.wording_of(query.from_user)
    name = await _waiting_name(query, key, wording, context)
    if name is None:
        return
    await answered(query)
    await waiting.discard(key, context)
    await turned_into(query, said(wording.discarded(name)))


async def _arrived(document: Document, wording: Wording, context: Context) -> Reply:
    library = context.services.library
    name = shown_name(document.file_name or "")
    if coming := library.coming:
        return said(wording.not_while_loading(coming.done, coming.of))
    if (size := document.file_size or 0) > LARGEST_ARRIVAL:
        return said(wording.file_too_large(name, size, LARGEST_ARRIVAL))
    try:
        async with asyncio.timeout(PATIENCE):
            file = await document.get_file()
            content = bytes(await file.download_as_bytearray())
    except (TelegramError, TimeoutError):
        return said(wording.file_not_fetched(name))
    try:
        proposal = await asyncio.to_thread(_kept, library, document.file_name or "", content)
    except UnchangedError:
        return said(wording.same_file(name))
    except KnowledgeError as error:
        text = wording.file_refused(name, len(error.problems))
        return with_problems(wording, text, error.problems)
    await waiting.share(proposal.subject, context)
    return difference_pages.differences(wording, proposal)


def _kept(library: Library, name: str, content: bytes) -> Proposal:
    """Check a file, and let it wait.

    Raises:
        UnchangedError: if it is what stands there.
        KnowledgeError: with every problem, if it can't be published.
    """
    arrival = Arrivals(library.source, library.files).arrive(name, content)
    if digest(arrival.text.encode()) == arrival.based_on:
        raise UnchangedError(arrival.path)
    if not arrival.is_new:
        # So that whoever changes the file meanwhile can be told from what was there before.
        Versions(arrival.path, arrival.interview.id).meet()
    kept = WaitingFiles(library.source).keep(name, content, arrival.based_on)
    return proposed(kept, arrival)


async def _published(key: str, query: CallbackQuery, wording: Wording, context: Context) -> Reply:
    """Publish a file, and say so.

    Raises:
        MovedError: if the knowledge file is not what it was compared with.
        UnchangedError: if it is what stands there.
        NotServedError: if it can't be served.
        KnowledgeError: with every problem, if it can't be published.
    """
    library = context.services.library
    found = await asyncio.to_thread(read_arrival, library, key)
    if found is None:
        return said(wording.arrival_gone)
    kept, arrival = found
    if digest(arrival.text.encode()) == arrival.based_on:
        raise UnchangedError(arrival.path)
    if arrival.based_on != kept.based_on:
        raise MovedError(arrival.path)
    who = named(query.from_user)
    versions = Versions(arrival.path, arrival.interview.id)
    done = await served(versions, partial(arrival.publish, who), who, context)
    file, subject = arrival.path.name, key_of(arrival.interview)
    return version_pages.published(wording, file, done, subject, arrival.differences)


async def _show_what_moved(
    query: CallbackQuery, key: str, name: str, wording: Wording, context: Context
) -> None:
    """Show anew what a file would change, now that the knowledge file is another."""
    library = context.services.library
    try:
        proposal = await asyncio.to_thread(of_arrival, library, key)
    except KnowledgeError as error:
        await turned_into(query, difference_pages.problems(wording, key, name, error))
        return
    await waiting.share(key, context)
    if proposal is not None:
        await turned_into(query, difference_pages.differences(wording, proposal))


async def _waiting_name(
    query: CallbackQuery, key: str, wording: Wording, context: Context
) -> str | None:
    """Return the name of the file that a button is of; where it doesn't wait any more, say so."""
    await waiting.fetch(key, context)
    files = WaitingFiles(context.services.library.source)
    found = await asyncio.to_thread(files.find, key)
    if found is None:
        await answered(query, wording.arrival_gone)
        return None
    return shown_name(found.name)
