"""One bot's account: its settings, what it has done, and what waits for it."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Any, TypeVar

from preview.errors import ApiError
from preview.faults import Breakdown, Fault, Mishaps
from preview.flood import SentCounts
from preview.objects import Message, User
from preview.updates import UpdateQueue
from preview.webhook import Webhook

Json = dict[str, Any]
Answer = TypeVar("Answer")

# How many of its latest calls are kept.
CALLS_KEPT = 10_000


@dataclass(frozen=True)
class Call:
    """A call of the Bot API, as it arrived."""

    method: str
    parameters: dict[str, str]


@dataclass
class CallbackAnswer:
    """What a bot answers to a press: a toast or an alert, and what to open."""

    text: str | None = None
    show_alert: bool = False
    url: str | None = None


@dataclass
class InlineAnswer:
    """What an inline query found (https://core.telegram.org/bots/api#answerinlinequery)."""

    results: list[Json]
    next_offset: str = ""
    cache_time: int = 300
    is_personal: bool = False
    button: Json | None = None


# What waits to be answered, by the query's id.
Queries = dict[str, asyncio.Future[Answer]]


@dataclass(eq=False)
class BotAccount:
    """A bot as @BotFather knows it.

    Attributes:
        privacy: whether group privacy is on: the bot is shown only what is meant for it.
        inline_feedback: whether it is told which of its inline results people pick.
        commands: by scope (as sorted JSON) and language code, '' for any language.
        descriptions: by method's subject ('name', 'description', 'short_description') and
            language code.
        menu_buttons: by id of the private chat, 0 for all others.
        started: when it came to be here, in Unix time.
        blocked_by: ids of the users who have blocked it.
        calls: the latest calls that it has made, but for getUpdates, in order.
        sent: how many messages it has sent.
        faults: what is to go wrong with its next calls, in order.
        mishaps: what goes wrong with its calls by chance; where it is ``None``, the world's.
        updates: what it has not confirmed yet.
        webhook: where it wants its updates brought; ``None`` while it polls.
        polled: set whenever it polls.
    """

    user: User
    token: str
    privacy: bool = True
    inline: bool = True
    inline_feedback: bool = True
    guest: bool = True
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    descriptions: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)
    started: int = 0
    blocked_by: set[int] = field(default_factory=set)
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=CALLS_KEPT))
    sent: SentCounts = field(default_factory=SentCounts)
    faults: list[Fault] = field(default_factory=list)
    mishaps: Mishaps | None = None
    updates: UpdateQueue = field(default_factory=UpdateQueue)
    webhook: Webhook | None = None
    callback_queries: Queries[CallbackAnswer] = field(default_factory=dict)
    inline_queries: Queries[InlineAnswer] = field(default_factory=dict)
    guest_queries: dict[str, Message] = field(default_factory=dict)
    polled: asyncio.Event = field(default_factory=asyncio.Event)

    def fault(self, method: str) -> ApiError | Breakdown | None:
        """Take what is to go wrong with the next call of this method, if anything is."""
        for number, waiting in enumerate(self.faults):
            if waiting.method == method:
                return self.faults.pop(number).trouble
        return None

    def deliver(self, kind: str, content: Json) -> None:
        """Queue an update, unless the bot has said that it wants none of this kind."""
        self.updates.add(kind, content)
