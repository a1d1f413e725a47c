"""One bot's account: its settings, and the updates that wait for it."""

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from preview.errors import ApiError
from preview.objects import Message, User

Json = dict[str, Any]

# Sent only to bots that ask for them (https://core.telegram.org/bots/api#getupdates).
_ONLY_IF_ASKED_FOR = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True)
class Call:
    """A call of the Bot API, as it arrived."""

    method: str
    parameters: dict[str, str]


@dataclass(frozen=True)
class Fault:
    """A refusal that waits for the next call of a method."""

    method: str
    error: ApiError


@dataclass
class CallbackAnswer:
    """What somebody sees when the bot has answered a press: a toast, or an alert."""

    text: str | None = None
    show_alert: bool = False


@dataclass
class InlineAnswer:
    """What an inline query found (https://core.telegram.org/bots/api#answerinlinequery)."""

    results: list[Json]
    next_offset: str = ""
    cache_time: int = 300
    is_personal: bool = False
    button: Json | None = None


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
        calls: every call that it has made, but for getUpdates, in order.
        faults: refusals that wait for a call of their method.
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
    calls: list[Call] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    callback_queries: dict[str, asyncio.Future[CallbackAnswer]] = field(default_factory=dict)
    inline_queries: dict[str, asyncio.Future[InlineAnswer]] = field(default_factory=dict)
    guest_queries: dict[str, Message] = field(default_factory=dict)
    polled: asyncio.Event = field(default_factory=asyncio.Event)
    _updates: deque[Json] = field(default_factory=deque)
    _last_update_id: int = 0
    _allowed: frozenset[str] | None = None
    _poll: asyncio.Future[None] | None = None

    def fault(self, method: str) -> ApiError | None:
        """Take the refusal that waits for a call of this method, if one does."""
        for number, waiting in enumerate(self.faults):
            if waiting.method == method:
                return self.faults.pop(number).error
        return None

    def deliver(self, kind: str, content: Json) -> None:
        """Queue an update, unless the bot has said that it wants none of this kind."""
        unwanted = (
            kind in _ONLY_IF_ASKED_FOR if self._allowed is None else kind not in self._allowed
        )
        if unwanted:
            return
        self._last_update_id += 1
        self._updates.append({"update_id": self._last_update_id, kind: content})
        self.end_poll()

    def drop_updates(self) -> None:
        """Forget the updates that wait."""
        self._updates.clear()

    def end_poll(self) -> None:
        """Let a poll that waits for updates wait no longer."""
        if self._poll and not self._poll.done():
            self._poll.set_result(None)

    @property
    def unconfirmed(self) -> int:
        """How many updates the bot has not confirmed yet."""
        return len(self._updates)

    async def get_updates(
        self, offset: int, limit: int, wait: float, allowed: Iterable[str] | None
    ) -> list[Json]:
        """Confirm what lies before ``offset``; wait for updates up to ``wait`` seconds.

        Raises:
            ApiError: 409, where another call for the same bot takes over while this one waits.
        """
        if allowed is not None:
            self._allowed = frozenset(allowed) or None
        self.polled.set()
        if self._poll and not self._poll.done():
            self._poll.set_exception(
                ApiError(
                    409,
                    "Conflict: terminated by other getUpdates request; "
                    "make sure that only one bot instance is running",
                )
            )
        if offset < 0:
            while len(self._updates) > -offset:
                self._updates.popleft()
        while self._updates and self._updates[0]["update_id"] < offset:
            self._updates.popleft()
        if not self._updates and wait > 0:
            poll = self._poll = asyncio.get_running_loop().create_future()
            await asyncio.wait([poll], timeout=wait)
            if poll.done():
                poll.result()
            else:
                poll.cancel()
        return list(self._updates)[:limit]
