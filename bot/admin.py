"""/reload: an admin has the knowledge files read again."""

from collections.abc import Sequence

from telegram import Update

from bot import menu, reloading
from bot.asking import send
from bot.context import Context
from bot.fitting import as_many_as_fit, shortened
from bot.listing import LONGEST_LISTED_QUESTION
from bot.problems import listed_problems, with_problems
from bot.reply import Reply, said
from bot.wording import Wording
from knowledge.library import Changes
from knowledge.problem import KnowledgeError, Problem


async def reload(update: Update, context: Context) -> None:
    """Read the knowledge files again; say what changed, or why nothing did.

    While they are still being loaded for the first time, say how far that is.
    """
    library = context.services.library
    wording = await context.wording_of(update.effective_user)
    if update.message is not None and (coming := library.coming):
        text = wording.still_loading(coming.done, coming.of)
        await send(update.message, said(text), context)
        return
    before = library.current
    try:
        reply = _reloaded(wording, await reloading.reload(library))
    except KnowledgeError as error:
        reply = _refused(wording, error.problems, library.current.version)
    context.services.sharing.nudge()
    if update.message is not None:
        await send(update.message, reply, context)
    await menu.keep_up(context.bot, context.services, before)


def _reloaded(wording: Wording, changes: Changes) -> Reply:
    """Tell an admin what a reload changed."""
    if not changes.any:
        return said(wording.unchanged(changes.version))
    lines = [wording.reloaded(changes.version)]
    for label, entries in (
        (wording.added, changes.added),
        (wording.changed, changes.changed),
        (wording.removed, changes.removed),
    ):
        lines += [
            f"{label}: {entry.exchange.id}: "
            f"{shortened(entry.exchange.question, LONGEST_LISTED_QUESTION)}"
            for entry in entries
        ]
    if changes.interviews_changed:
        lines.append(wording.metadata_changed)
    if changes.problems:
        lines.append(wording.not_taken(len(changes.problems)))
        lines += listed_problems(changes.problems)
    return said(as_many_as_fit(wording, lines))


def _refused(wording: Wording, problems: Sequence[Problem], version: str) -> Reply:
    """Tell an admin why a reload was refused; files by name, not by their place on the machine."""
    return with_problems(wording, wording.refused(len(problems), version), problems)
