"""The button beside the field that one writes in (https://core.telegram.org/bots/features#menu-button)."""

from typing import Any

from preview.account import BotAccount
from preview.commands import commands_shown
from preview.objects import Chat, User

Json = dict[str, Any]

# Under this instead of a chat's id stands what holds in every chat that has none of its own.
EVERYWHERE = 0


def kept_button(account: BotAccount, chat_id: int) -> Json:
    """Return what was set for a private chat, or for all of them."""
    return account.menu_buttons.get(chat_id, {"type": "default"})


def shown_button(account: BotAccount, chat: Chat, user: User) -> Json | None:
    """Return the button that a person sees in their chat with a bot, if they see one."""
    own, general = kept_button(account, chat.id), kept_button(account, EVERYWHERE)
    button = general if own["type"] == "default" else own
    if button["type"] == "web_app":
        return button
    return {"type": "commands"} if commands_shown(account, chat, user) else None
