"""Calls to Telegram: within its limits, and again where they fail, until they are taken or final.

A message that can't be sent is tried again for as long as its update is under way, and that is
until it is sent: the update is confirmed only then. So what could not be sent outlives the process
as the question that it answers.
"""

import asyncio
import logging
import random
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import BaseRateLimiter

from bot.insisting import seconds_of
from bot.pace import ANY_MOMENT, Limit, Limits, Pace, Slot

_logger = logging.getLogger(__name__)

# https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: 30 messages a
# second in all (see BOT_MESSAGES_PER_SECOND), 20 a minute in a group, and in any chat one a second,
# with short bursts; it does not say how short. Telegram counts when a message comes to it, which
# may be a little sooner or later for each: hence the slack, in seconds. Where the bot may send more
# in all, to a Bot API server of one's own, it may in a chat too.
_SLACK = 0.1
_ALLOWED_IN_ALL = 30
IN_A_GROUP = Limit(20, 60 + _SLACK)
IN_A_CHAT = Limit(5, 5 + _SLACK)
# What is sent is spread over each second, so that few messages are on their way at once: those
# come twice where the process is killed.
_BURSTS_A_SECOND = 30
# Chats whose pace is known; of more, those are forgotten that are idle.
_KNOWN_CHATS = 1_000
# Seconds between calls that fail: the first, and the longest.
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
# What is only good for a moment is tried for so many seconds: Telegram forgets queries soon.
_MOMENT = 10.0
# Other calls are made so many times at most.
_TRIES = 3
# So many chats that are told to wait, one after the other, mean that all are to.
_ALL_ARE_MEANT = 3
# Seconds at least until a moment is asked for again that another machine has taken.
_SHORT = 0.05
# Seconds of waiting from which on an update gives up its place to others meanwhile.
_LONG = 0.2

Call = Callable[..., Coroutine[Any, Any, Any]]
Place = Callable[[], AbstractAsyncContextManager[object]]


class _Kind(Enum):
    MESSAGE = "message"  # tried until it is taken, or final
    MOMENT = "moment"  # tried for as long as it is of use
    CALLER = "caller"  # whoever makes it tries again
    OTHER = "other"


class Observer(Protocol):
    """Hears what becomes of calls."""

    def retried(self, reason: str) -> None:
        """Note that a call is made again, because of a flood wait, the network, or a time-out."""

    def waited(self, seconds: float) -> None:
        """Note for how long a message waited for Telegram's limits."""


class Shared(Protocol):
    """Gives moments for messages that all machines keep to."""

    def take(self, chat: int | str, *, is_group: bool) -> asyncio.Future[Slot]:
        """Take the next moment for a message to a chat, if it may have one by then.

        Where many wait, it takes a while until that is known.
        """


class _Nobody:
    def retried(self, reason: str) -> None:
        """Note nothing."""

    def waited(self, seconds: float) -> None:
        """Note nothing."""


@dataclass
class _Chat:
    """How fast messages go to a chat.

    Attributes:
        turn: held by the message that is next.
    """

    paces: Sequence[Pace]
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def free_from(self, now: float) -> float:
        return max(pace.free_from(now) for pace in self.paces)

    def is_idle(self, now: float) -> bool:
        return not self.turn.locked() and all(pace.is_idle(now) for pace in self.paces)


class Pacing(BaseRateLimiter[int]):
    """Makes calls when they may be made, and again where that helps.

    What waits for its chat keeps its place in that chat, and no place from others.
    """

    def __init__(
        self,
        messages_per_second: float,
        give_way: Place = nullcontext,
        observer: Observer | None = None,
        shared: Shared | None = None,
    ) -> None:
        """Begin with nothing sent.

        ``give_way`` is entered while an update waits for long, so that others can be handled.
        """
        in_all = _in_all(messages_per_second)
        at_once = max(1, in_all.most // _BURSTS_A_SECOND)
        self._all = [Pace(in_all), Pace(Limit(at_once, at_once / messages_per_second))]
        self._in_a_chat = _in_a_chat(messages_per_second)
        self._chats: dict[int | str, _Chat] = {}
        self._give_way = give_way
        self._observer: Observer = observer or _Nobody()
        self._shared = shared
        self._told_to_wait: set[int | str] = set()

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to tidy up."""

    async def process_request(  # noqa: PLR0913, PLR0917  (the library's signature)
        self,
        callback: Call,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,  # noqa: ARG002
    ) -> Any:
        """Make a call, and again if need be.

        Raises:
            TelegramError: where it is final, or no longer of use.
        """
        kind, chat = _kind(endpoint), _chat(data)
        began, tries, wait = _now(), 0, FIRST_WAIT
        while True:
            if chat is not None and kind is _Kind.MESSAGE:
                await self._turn(chat)
            tries += 1
            try:
                result = await callback(*args, **kwargs)
            except TelegramError as error:
                if not _may_pass(error) or not _is_worth_it(kind, tries, _now() - began):
                    raise
                pause = self._pause(error, chat, wait)
                wait = min(2 * wait, LONGEST_WAIT)
                if kind is _Kind.MOMENT and _now() + pause - began > _MOMENT:
                    raise
                self._observer.retried(_reason(error))
                level = logging.INFO if tries == 1 else logging.DEBUG
                _logger.log(level, "%s failed (%s) and is tried again", endpoint, _reason(error))
                await self._sleep(pause)
            else:
                self._told_to_wait.clear()
                return result

    async def _turn(self, chat: int | str) -> None:
        """Wait until a message may be sent to a chat."""
        asked, there = _now(), self._known(chat)
        async with there.turn:
            slot = await self._slot(chat, there)
            # Of all chats, whoever comes first has the next moment.
            moment = max(pace.free_from(_now() + slot.wait) for pace in self._all)
            for pace in self._all:
                pace.note(moment)
            await self._sleep(moment - _now())
            for pace in there.paces:
                pace.note(_now())
        self._observer.waited(_now() - asked)

    async def _slot(self, chat: int | str, there: _Chat) -> Slot:
        """Wait until a chat may have a message, and take the moment for it."""
        while True:
            while (wait := there.free_from(_now()) - _now()) > 0:
                await self._sleep(wait)
            if self._shared is None:
                return ANY_MOMENT
            slot = await self._given(self._shared.take(chat, is_group=_is_group(chat)))
            if slot.is_taken:
                return slot
            await self._sleep(max(slot.wait, _SHORT))

    async def _given(self, asked: asyncio.Future[Slot]) -> Slot:
        try:
            await asyncio.wait([asked], timeout=_LONG)
            if asked.done():
                return asked.result()
            async with self._give_way():
                return await asked
        finally:
            asked.cancel()

    def _known(self, chat: int | str) -> "_Chat":
        if chat not in self._chats:
            if len(self._chats) >= _KNOWN_CHATS:
                now = _now()
                idle = [one for one, known in self._chats.items() if known.is_idle(now)]
                for one in idle:
                    del self._chats[one]
            held_to = (IN_A_GROUP, self._in_a_chat) if _is_group(chat) else (self._in_a_chat,)
            self._chats[chat] = _Chat([Pace(limit) for limit in held_to])
        return self._chats[chat]

    def _pause(self, error: TelegramError, chat: int | str | None, wait: float) -> float:
        """Return the seconds after which a call is made again; have others wait where they must."""
        if not isinstance(error, RetryAfter):
            return wait * random.uniform(0.75, 1.25)  # noqa: S311  (so that not all come at once)
        pause = seconds_of(error) + _SLACK
        if chat is None:
            return pause
        self._told_to_wait.add(chat)
        if len(self._told_to_wait) >= _ALL_ARE_MEANT:
            self._all[0].hold(_now() + pause)
        self._known(chat).paces[0].hold(_now() + pause)
        return pause

    async def _sleep(self, seconds: float) -> None:
        if seconds <= 0:
            return
        if seconds < _LONG:
            await asyncio.sleep(seconds)
            return
        async with self._give_way():
            await asyncio.sleep(seconds)


def _in_all(messages_per_second: float) -> Limit:
    """Return how many messages may be sent to all chats together."""
    most = max(1, int(messages_per_second))
    return Limit(most, most / messages_per_second + _SLACK)


def _in_a_chat(messages_per_second: float) -> Limit:
    """Return how many messages may be sent to a chat.

    What it may have more than Telegram's own server allows, it may have the sooner: so little has
    to be remembered of each.
    """
    times_as_many = max(1, int(messages_per_second / _ALLOWED_IN_ALL))
    return Limit(IN_A_CHAT.most, IN_A_CHAT.seconds / times_as_many)


def limits(messages_per_second: float) -> Limits:
    """Return the limits that machines keep together; messages to all chats follow one another."""
    all_chats = _in_all(messages_per_second)
    apart = all_chats.seconds / all_chats.most
    return Limits(apart, _in_a_chat(messages_per_second), IN_A_GROUP)


def _is_group(chat: int | str) -> bool:
    # A name in place of a number is that of a group or channel.
    return isinstance(chat, str) or chat < 0


def _kind(endpoint: str) -> _Kind:
    if endpoint in {"getMe", "setWebhook", "deleteWebhook", "getUpdates"}:
        return _Kind.CALLER
    if endpoint == "sendChatAction" or endpoint.startswith("answer"):
        return _Kind.MOMENT
    if endpoint.startswith(("send", "copy", "forward", "edit")):
        return _Kind.MESSAGE
    return _Kind.OTHER


def _chat(data: Mapping[str, object]) -> int | str | None:
    """Return where a call leads, a number wherever it is one."""
    chat = data.get("chat_id")
    if isinstance(chat, str):
        try:
            return int(chat)
        except ValueError:
            return chat
    return chat if isinstance(chat, int) else None


def _may_pass(error: TelegramError) -> bool:
    """Say whether a call may succeed later that failed now.

    An answer that can't be read is an error of no kind of its own.
    """
    if isinstance(error, BadRequest | ChatMigrated | Conflict | Forbidden | InvalidToken):
        return False
    return isinstance(error, NetworkError | RetryAfter) or type(error) is TelegramError


def _is_worth_it(kind: _Kind, tries: int, seconds: float) -> bool:
    match kind:
        case _Kind.MESSAGE:
            return True
        case _Kind.MOMENT:
            return seconds < _MOMENT
        case _Kind.CALLER:
            return False
        case _Kind.OTHER:
            return tries < _TRIES


def _reason(error: TelegramError) -> str:
    if isinstance(error, RetryAfter):
        return "flood wait"
    return "time-out" if isinstance(error, TimedOut) else "network"


def _now() -> float:
    return asyncio.get_running_loop().time()
