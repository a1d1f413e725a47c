"""/versions: the last states of a knowledge file, to be looked at and brought back."""

import asyncio
import io
from collections.abc import Callable
from contextlib import suppress

from telegram import CallbackQuery, InputFile, Update

from bot.asking import send
from bot.context import Context
from bot.desk import file_buttons, version_pages
from bot.desk.admins import named
from bot.desk.proposals import key_of, of_version, versions_of
from bot.desk.publishing import NotServedError, serve
from bot.keyboard import button
from bot.markup import escape
from bot.pressing import answered, carried, press_of, turned_into
from bot.problems import with_problems
from bot.reply import Reply, said
from bot.wording import Wording
from knowledge.problem import KnowledgeError
from knowledge.version_file import Version
from knowledge.versions import Kept, MovedError, UnchangedError, Versions


async def versions(update: Update, context: Context) -> None:
    """List the versions of the interview; of several, ask whose first, or search."""
    if update.message is None:
        raise TypeError("this handler is registered for messages only")
    wording = await context.wording_of(update.effective_user)
    edition = context.edition
    if coming := context.services.library.coming:
        reply = said(wording.not_while_loading(coming.done, coming.of))
    elif edition.has_several:
        sought = " ".join(context.args or ())
        reply = version_pages.interviews(wording, edition, sought)
    else:
        (interview,) = edition.interviews
        reply = await _listed(key_of(interview), 0, wording, context)
    await send(update.message, reply, context, answers=False)


async def show_interviews(update: Update, context: Context) -> None:
    """Turn a message into a page of the interviews that have versions."""
    query = press_of(update)
    page, sought = carried(context)
    await answered(query)
    wording = await context.wording_of(query.from_user)
    reply = version_pages.interviews(wording, context.edition, sought, int(page))
    await turned_into(query, reply)


async def show_versions(update: Update, context: Context) -> None:
    """Turn a message into a page of an interview's versions."""
    query = press_of(update)
    key, page = carried(context)
    await answered(query)
    wording = await context.wording_of(query.from_user)
    await turned_into(query, await _listed(key, int(page), wording, context))


async def show_version(update: Update, context: Context) -> None:
    """Turn a message into one version."""
    query = press_of(update)
    key, number = carried(context)
    wording = await context.wording_of(query.from_user)

    def page(kept_of: Versions) -> Reply:
        one, based_on = kept_of.version(int(number)), kept_of.based_on()
        return version_pages.version(wording, kept_of.path.name, one, key, based_on)

    await _turned(query, key, page, wording, context)


async def send_version(update: Update, context: Context) -> None:
    """Send a version as a file."""
    query = press_of(update)
    key, number = carried(context)
    wording = await context.wording_of(query.from_user)
    kept_of = await _versions(query, key, wording, context)
    if kept_of is None:
        return
    try:
        one = await asyncio.to_thread(kept_of.version, int(number))
    except KnowledgeError as error:
        await answered(query)
        await turned_into(query, _refused(wording, error))
        return
    await answered(query)
    file = kept_of.path.name
    await context.bot.send_document(
        query.from_user.id,
        InputFile(io.BytesIO(one.content), filename=file),
        caption=escape(wording.version_of(one.number, file)),
    )


async def ask_back(update: Update, context: Context) -> None:
    """Ask once whether a version is to be brought back."""
    query = press_of(update)
    key, number = carried(context)
    wording = await context.wording_of(query.from_user)
    library = context.services.library

    def page(kept_of: Versions) -> Reply:
        based_on = kept_of.based_on()
        proposal = of_version(library, kept_of, int(number))
        return version_pages.asks_back(wording, proposal, int(number), based_on)

    await _turned(query, key, page, wording, context)


async def bring_back(update: Update, context: Context) -> None:
    """Put an earlier version in the file's place, unless that has changed since."""
    query = press_of(update)
    key, number, seen = carried(context)
    who = named(query.from_user)

    def change(kept_of: Versions) -> Version:
        based_on = kept_of.based_on()
        is_as_seen = file_buttons.based_on_key(based_on) == seen
        if not is_as_seen and kept_of.version(int(number)).digest != based_on:
            raise MovedError(kept_of.path)
        return kept_of.bring_back(int(number), based_on=based_on, who=who)

    await _changed(query, key, change, context)


async def undo(update: Update, context: Context) -> None:
    """Put back what a version took the place of, unless the file has changed since."""
    query = press_of(update)
    key, number = carried(context)
    who = named(query.from_user)
    await _changed(query, key, lambda kept_of: kept_of.take_back(int(number), who=who), context)


async def _changed(
    query: CallbackQuery,
    key: str,
    change: Callable[[Versions], Version | None],
    context: Context,
) -> None:
    """Change a knowledge file, and say what is served now, or why nothing has changed."""
    wording = await context.wording_of(query.from_user)
    kept_of = await _versions(query, key, wording, context)
    if kept_of is None:
        return
    file, who = kept_of.path.name, named(query.from_user)
    try:
        made = await asyncio.to_thread(change, kept_of)
    except UnchangedError:
        # Pressed twice: what the first press has made of the message stays.
        await answered(query, wording.done_already(file))
        return
    except KnowledgeError as error:
        await answered(query)
        await turned_into(query, await _not_done(error, kept_of, key, wording))
        return
    await answered(query)
    try:
        done = await serve(kept_of, made, who, context)
    except NotServedError as error:
        text = wording.not_served(is_taken_back=error.is_taken_back)
        await turned_into(query, with_problems(wording, text, error.problems))
    except KnowledgeError as error:
        # Another machine has changed it meanwhile.
        await turned_into(query, await _not_done(error, kept_of, key, wording))
    else:
        await turned_into(query, version_pages.brought_back(wording, file, done, key))


async def _not_done(error: KnowledgeError, kept_of: Versions, key: str, wording: Wording) -> Reply:
    """Say why a knowledge file was left as it is."""
    if isinstance(error, MovedError):
        newest = (await asyncio.to_thread(_met, kept_of)).versions
        text = wording.has_moved_on(newest[0]) if newest else wording.interview_gone
        listed = [button(wording.all_versions, file_buttons.versions(key))]
        return said(text, listed)
    return _refused(wording, error)


async def _listed(key: str, page: int, wording: Wording, context: Context) -> Reply:
    kept_of = versions_of(context.services.library, key)
    if kept_of is None:
        return said(wording.interview_gone)

    def list_them() -> Reply:
        kept, based_on = _met(kept_of), kept_of.based_on()
        return version_pages.versions(wording, kept_of.path.name, kept, key, based_on, page)

    try:
        return await asyncio.to_thread(list_them)
    except KnowledgeError as error:
        return _refused(wording, error)


def _met(kept_of: Versions) -> Kept:
    """Return what is kept, with what was saved by hand since, where that can be written."""
    with suppress(KnowledgeError):
        kept_of.meet()
    return kept_of.kept()


async def _turned(
    query: CallbackQuery,
    key: str,
    page: Callable[[Versions], Reply],
    wording: Wording,
    context: Context,
) -> None:
    """Turn a message into a page about an interview's versions, or into what is wrong with them."""
    kept_of = await _versions(query, key, wording, context)
    if kept_of is None:
        return
    await answered(query)
    try:
        reply = await asyncio.to_thread(page, kept_of)
    except KnowledgeError as error:
        reply = _refused(wording, error)
    await turned_into(query, reply)


async def _versions(
    query: CallbackQuery, key: str, wording: Wording, context: Context
) -> Versions | None:
    """Return the versions that a button is of; where there are none any more, say so."""
    library = context.services.library
    if coming := library.coming:
        await answered(query, wording.not_while_loading(coming.done, coming.of))
        return None
    found = versions_of(library, key)
    if found is None:
        await answered(query, wording.interview_gone)
    return found


def _refused(wording: Wording, error: KnowledgeError) -> Reply:
    return with_problems(wording, wording.nothing_done, error.problems)
