"""What one person sees, as JSON for the page: their chats, the messages in them, the bots."""

from collections import Counter
from typing import Any

from preview.account import BotAccount
from preview.commands import commands_shown
from preview.objects import Chat, Message
from preview.people import Person
from preview.scene import Scene
from preview.telegram import Telegram

Json = dict[str, Any]

# Of older messages and calls the page knows nothing.
MOST_MESSAGES = 200

_PRIVACY = (
    "Group privacy is on: the bot sees only what is meant for it, such as a command or a mention."
)
_NOT_THERE = "The bot is not in this chat. Mention it, and it answers as a guest."


def chat_key(chat: Chat, telegram: Telegram) -> str:
    """Return what the page calls a chat: 'b' and the bot's id, or 'g' and the group's."""
    if chat.type == "private":
        return f"b{_bots_in(chat, telegram)[0].user.id}"
    return f"g{chat.id}"


def bot_view(account: BotAccount, language: str | None) -> Json:
    """Describe a bot, in a language where it describes itself in that."""

    def described(subject: str) -> str:
        said = account.descriptions
        return said.get((subject, language or "")) or said.get((subject, ""), "")

    return {
        "id": account.user.id,
        "username": account.user.username,
        "first_name": account.user.first_name,
        "inline": account.inline,
        "guest": account.guest,
        "description": described("description"),
        "short_description": described("short_description"),
        "inline_placeholder": "Search…",
    }


def chat_view(chat: Chat, viewer: Person) -> Json:
    """Describe a chat with its last messages."""
    telegram, bots = viewer.telegram, _bots_in(chat, viewer.telegram)
    private = chat.type == "private"
    return {
        "key": chat_key(chat, telegram),
        "id": chat.id,
        "type": chat.type,
        "title": bots[0].user.first_name if private else chat.title,
        "bot_id": bots[0].user.id if private else None,
        "members": sorted(chat.members),
        "is_forum": chat.is_forum,
        "topics": [{"id": one, "name": name} for one, name in chat.topics.items()],
        "started": not private or telegram.has_started(viewer.user, bots[0].user),
        "blocked": private and viewer.user.id in bots[0].blocked_by,
        "commands": commands_in(chat, viewer),
        "note": _note(chat, bots),
        "messages": [
            message_view(one, viewer) for one in list(chat.messages.values())[-MOST_MESSAGES:]
        ],
    }


def commands_in(chat: Chat, viewer: Person) -> list[Json]:
    """Return the commands that somebody is shown in a chat, each with the bot whose it is."""
    return [
        command | {"bot_id": account.user.id}
        for account in _bots_in(chat, viewer.telegram)
        for command in commands_shown(account, chat, viewer.user)
    ]


def message_view(message: Message, viewer: Person) -> Json:
    """Describe a message as Telegram does, and what it is to the viewer."""
    mine = message.sender == viewer.user and message.sender_chat is None
    counted = Counter(emoji for given in message.reactions.values() for emoji in given)
    own = message.reactions.get(viewer.user.id, [])
    reactions = [
        {"emoji": emoji, "count": count, "mine": emoji in own} for emoji, count in counted.items()
    ]
    return message.as_json() | {"mine": mine, "reactions": reactions}


def state_view(scene: Scene, viewer: Person, calls: list[Json]) -> Json:
    """Describe all that the page draws."""
    language = viewer.user.language_code
    return {
        "me": viewer.user.id,
        "people": [
            one.user.as_json() | {"admin": one.user == scene.admin.user} for one in scene.people
        ],
        "bots": [bot_view(one, language) for one in scene.telegram.bots.values()],
        "chats": [chat_view(one, viewer) for one in scene.chats_of(viewer)],
        "calls": calls,
    }


def _bots_in(chat: Chat, telegram: Telegram) -> list[BotAccount]:
    return [one for one in telegram.bots.values() if one.user.id in chat.members]


def _note(chat: Chat, bots: list[BotAccount]) -> str:
    if chat.type == "private":
        return ""
    if not bots:
        return _NOT_THERE
    watched = any(not one.privacy or one.user.id in chat.administrators for one in bots)
    return "" if watched else _PRIVACY
