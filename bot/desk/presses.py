"""Presses of the desk's buttons: an admin's, in their own chat with the bot, or nobody's."""

import re
from collections.abc import Callable, Coroutine

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.context import Context

Handling = Callable[[Update, Context], Coroutine[object, object, None]]


class DeskPressHandler(CallbackQueryHandler[Context, None]):
    """Handles a press where whoever presses is an admin now, in the private chat with the bot.

    Any other is left to the handlers that come after it.
    """

    __slots__ = ("_admins",)

    def __init__(
        self,
        callback: Handling,
        pattern: re.Pattern[str],
        admins: frozenset[int],
    ) -> None:
        super().__init__(callback, pattern)
        self._admins = admins

    def check_update(self, update: object) -> bool | object | None:
        """Return what the pattern finds in a press, as the library asks it; none to pass it on."""
        query = update.callback_query if isinstance(update, Update) else None
        if query is None or query.message is None or query.from_user.id not in self._admins:
            return None
        # The id of a private chat is that of the person in it.
        return super().check_update(update) if query.message.chat.id == query.from_user.id else None
