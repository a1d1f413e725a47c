"""Reactions to messages (https://core.telegram.org/bots/api#reactiontypeemoji)."""

from typing import Any

from preview.errors import bad_request
from preview.events import Changed
from preview.objects import Message, User
from preview.telegram import Telegram

Json = dict[str, Any]

EMOJI = tuple(
    (
        "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 "
        "🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 "
        "🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 "
        "🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ "
        "😡"
    ).split()
)
# Neither a bot nor somebody without a subscription has more on one message.
MOST_REACTIONS = 1
_COLOURED = "\ufe0f"


def set_reactions(telegram: Telegram, message: Message, user: User, emoji: list[str]) -> None:
    """Have somebody react to a message so, and in no other way; with none, no more.

    Raises:
        ApiError: 400, where one is no reaction of Telegram's, or there are too many.
    """
    new = [one.replace(_COLOURED, "") for one in emoji]
    if message.is_service or not set(new) <= set(EMOJI):
        raise bad_request("REACTION_INVALID")
    if len(new) > MOST_REACTIONS:
        raise bad_request("REACTIONS_TOO_MANY")
    old = message.reactions.pop(user.id, [])
    if new:
        message.reactions[user.id] = new
    if old == new:
        return
    telegram.tell(Changed(message))
    if not user.is_bot:
        _show(telegram, message, user, old, new)


def _show(telegram: Telegram, message: Message, user: User, old: list[str], new: list[str]) -> None:
    """Tell the bots that are told of reactions: in groups, only administrators."""
    chat = message.chat
    update = {
        "chat": chat.as_json(),
        "message_id": message.message_id,
        "user": user.as_json(),
        "date": telegram.now(),
        "old_reaction": _as_json(old),
        "new_reaction": _as_json(new),
    }
    for account in telegram.bots.values():
        told = chat.members if chat.type == "private" else chat.members & chat.administrators
        if account.user.id in told:
            account.deliver("message_reaction", update)


def _as_json(emoji: list[str]) -> list[Json]:
    return [{"type": "emoji", "emoji": one} for one in emoji]
