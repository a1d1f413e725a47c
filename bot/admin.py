"""/reload: an admin has the knowledge files read again."""

from telegram import Update

from bot import menu, reloading, rendering
from bot.asking import send
from bot.context import Context
from knowledge.problem import KnowledgeError


async def reload(update: Update, context: Context) -> None:
    """Read the knowledge files again; say what changed, or why nothing did.

    While they are still being loaded for the first time, say how far that is.
    """
    library = context.services.library
    wording = await context.wording_of(update.effective_user)
    if update.message is not None and (coming := library.coming):
        text = wording.still_loading(coming.done, coming.of)
        await send(update.message, rendering.said(text), context)
        return
    before = library.current
    try:
        reply = rendering.reloaded(wording, await reloading.reload(library))
    except KnowledgeError as error:
        reply = rendering.refused(wording, error.problems, library.current.version)
    context.services.sharing.nudge()
    if update.message is not None:
        await send(update.message, reply, context)
    await menu.keep_up(context.bot, context.services, before)
