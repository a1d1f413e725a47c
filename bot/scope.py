"""What a chat asks about: the interview that it is bound to, or all that are served."""

from dataclasses import dataclass, replace

from telegram import CallbackQuery

from bot.context import Context
from knowledge.interview import Interview
from knowledge.library import Edition


@dataclass(frozen=True)
class Scope:
    """Where the question of a message is looked up.

    Attributes:
        edition: what is served; the answer comes from this one whatever happens meanwhile.
        is_loading: whether more is being loaded than the edition has.
        bound: the interview that is meant where none is named, if there is such a one.
    """

    edition: Edition
    is_loading: bool
    bound: Interview | None = None


def scope_of_all(context: Context) -> Scope:
    """Return what is served now."""
    # In this order: what is loaded meanwhile is not in the edition.
    is_loading, edition = context.is_loading, context.edition
    return Scope(edition, is_loading)


async def bound_interview(chat_id: int, edition: Edition, context: Context) -> Interview | None:
    """Return the interview that a chat is bound to; none where it is free, or there is but one."""
    reference = (await context.services.chats.chosen(chat_id)).interview
    if reference is None or not edition.has_several:
        return None
    return edition.by_reference.get(reference)


async def scope_of_press(query: CallbackQuery, context: Context) -> Scope:
    """Return what the chat in which a button was pressed asks about."""
    scope = scope_of_all(context)
    # What was sent through the bot stands in chats that it knows nothing of.
    if query.message is None:
        return scope
    bound = await bound_interview(query.message.chat.id, scope.edition, context)
    return replace(scope, bound=bound)


async def is_freed(chat_id: int, edition: Edition, context: Context) -> bool:
    """Free a chat whose interview is no longer served; whether that was so."""
    chats = context.services.chats
    reference = (await chats.chosen(chat_id)).interview
    if reference is None or reference in edition.by_reference:
        return False
    await chats.bind(chat_id, None)
    return True
