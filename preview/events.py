"""What happens in the world, for whoever watches it, such as the chat page."""

from dataclasses import dataclass
from typing import Any

from preview.account import BotAccount, Call
from preview.objects import Chat, Message, User

Json = dict[str, Any]


@dataclass(frozen=True)
class Posted:
    """A message has come into its chat."""

    message: Message


@dataclass(frozen=True)
class Changed:
    """A message reads, or looks, otherwise than before: text, keyboard or reactions."""

    message: Message


@dataclass(frozen=True)
class Deleted:
    """A message is gone from its chat."""

    message: Message


@dataclass(frozen=True)
class Acting:
    """Somebody does something in a chat, such as typing, for some five seconds."""

    chat: Chat
    user: User
    action: str
    thread_id: int | None = None


@dataclass(frozen=True)
class Described:
    """A bot says something else of itself: commands, menu button, descriptions or name."""

    account: BotAccount


@dataclass(frozen=True)
class Called:
    """A bot has made a call and was answered; ``answer`` is the whole body of the response."""

    account: BotAccount
    call: Call
    answer: Json


@dataclass(frozen=True)
class Closing:
    """The server is about to stop: who waits for news waits in vain."""


Event = Posted | Changed | Deleted | Acting | Described | Called | Closing
