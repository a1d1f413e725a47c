"""Who may use the desk, and by what name it knows them."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import CallbackQuery, Message, Update, User
from telegram.ext import filters

from bot.browsing import unknown_button
from bot.context import Context
from bot.pressing import press_of

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]


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


def for_admins(handler: Handler) -> Handler:
    """Have presses of desk buttons handled only where an admin made them, in their own chat.

    Everybody else's are answered as buttons that don't work; so are those of a former admin.
    """

    async def handle(update: Update, context: Context) -> None:
        if _is_at_desk(press_of(update), context):
            await handler(update, context)
        else:
            await unknown_button(update, context)

    return handle


def _is_at_desk(query: CallbackQuery, context: Context) -> bool:
    person, message = query.from_user.id, query.message
    is_own_chat = message is not None and message.chat.id == person
    return is_own_chat and person in context.services.settings.admins


def named(admin: User) -> str:
    """Return how versions name an admin: by full name, and by username where there is one."""
    name = " ".join(admin.full_name.split())
    return f"{name} (@{admin.username})" if admin.username else name
