"""The newsroom's desk: what only those named in ``BOT_ADMINS`` may do."""

from telegram import Message, Update
from telegram.ext import filters

from bot import menu, reloading, rendering
from bot.asking import send
from bot.context import Context
from knowledge.problem import KnowledgeError


class Admins(filters.MessageFilter):
    """Lets through messages of admins who show who they are.

    A group's anonymous administrators all write as the same user of Telegram's; they are nobody.
    """

    def __init__(self, user_ids: frozenset[int]) -> None:
        super().__init__()
        self._user_ids = user_ids

    def filter(self, message: Message) -> bool:
        """Whether the sender is an admin, in their own name."""
        sender = message.from_user
        return sender is not None and message.sender_chat is None and sender.id in self._user_ids


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
    if update.message is not None:
        await send(update.message, reply, context)
    await menu.keep_up(context.bot, context.services, before)
