"""What a chat asks about: the interview that it is bound to, or all that are served."""

from telegram import CallbackQuery

from bot.context import Context
from knowledge.interview import Interview
from knowledge.library import Edition


async def bound_interview(chat_id: int, edition: Edition, context: Context) -> Interview | None:
    """Return the interview that a chat is bound to; none where it is free, or there is but one."""
    reference = await context.services.chats.bound_interview(chat_id)
    if reference is None or not edition.has_several:
        return None
    return edition.by_reference.get(reference)


async def of_press(query: CallbackQuery, edition: Edition, context: Context) -> Interview | None:
    """Return the interview that the chat in which a button was pressed is bound to."""
    # What was sent through the bot stands in chats that it knows nothing of.
    if query.message is None:
        return None
    return await bound_interview(query.message.chat.id, edition, context)


async def is_freed(chat_id: int, edition: Edition, context: Context) -> bool:
    """Free a chat whose interview is no longer served; whether that was so."""
    chats = context.services.chats
    reference = await chats.bound_interview(chat_id)
    if reference is None or reference in edition.by_reference:
        return False
    await chats.bind(chat_id, None)
    return True
