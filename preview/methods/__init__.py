"""The methods of the Bot API that are served (https://core.telegram.org/bots/api#available-methods)."""

from preview.methods import (
    bot_commands,
    bot_itself,
    bot_profile,
    chats,
    edits,
    forwards,
    media,
    menu_button,
    messages,
    pins,
    queries,
    reactions,
    updates,
)
from preview.methods.table import METHODS, Method, Request

__all__ = [
    "METHODS",
    "Method",
    "Request",
    "bot_commands",
    "bot_itself",
    "bot_profile",
    "chats",
    "edits",
    "forwards",
    "media",
    "menu_button",
    "messages",
    "pins",
    "queries",
    "reactions",
    "updates",
]
