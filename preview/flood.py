"""How many messages a bot may send, and how many it has sent."""

import math
from collections import Counter, deque

from preview.errors import too_many_requests
from preview.objects import GROUP_TYPES, Chat

# https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: so many messages
# in so many seconds. Of a single chat Telegram says that one message a second is allowed, and short
# bursts besides; it does not say how short. Here five may come at once, if five seconds have no
# more.
IN_ALL = (30, 1.0)
IN_A_CHAT = (5, 5.0)
IN_A_GROUP = (20, 60.0)
# Seconds for which is known how many messages were sent in each.
SECONDS_KEPT = 600


def sends_message(method: str) -> bool:
    """Return whether a call of a method is a message for the limits; an edit is none."""
    return method.startswith(("send", "forward", "copy")) and method != "sendChatAction"


class FloodLimits:
    """Telegram's limits, held against each bot by itself.

    Only a message that is sent counts: a refusal does not make the wait longer.
    """

    def __init__(self) -> None:
        self._windows: dict[tuple[int, int | None], list[_Window]] = {}

    def check(self, bot_id: int, chat: Chat, now: float) -> None:
        """Check that a bot may send a message into a chat at a time, in seconds.

        Raises:
            ApiError: 429, where it may not.
        """
        wait = max(window.wait(now) for window in self._of(bot_id, chat))
        if wait > 0:
            raise too_many_requests(math.ceil(wait))

    def count(self, bot_id: int, chat: Chat, now: float) -> None:
        """Note that a bot has sent a message into a chat."""
        for window in self._of(bot_id, chat):
            window.sent.append(now)

    def _of(self, bot_id: int, chat: Chat) -> list["_Window"]:
        in_all = self._windows.setdefault((bot_id, None), [_Window(*IN_ALL)])
        limits = [IN_A_CHAT, IN_A_GROUP] if chat.type in GROUP_TYPES else [IN_A_CHAT]
        here = self._windows.setdefault((bot_id, chat.id), [_Window(*limit) for limit in limits])
        return in_all + here


class _Window:
    """So many messages at most in any stretch of so many seconds."""

    def __init__(self, most: int, seconds: float) -> None:
        self.sent: deque[float] = deque(maxlen=most)
        self._seconds = seconds

    def wait(self, now: float) -> float:
        """Return for how many seconds no message may be sent."""
        if len(self.sent) < (self.sent.maxlen or 0):
            return 0
        return max(0.0, self.sent[0] + self._seconds - now)


class SentCounts:
    """How many messages a bot has sent in which second, for the latest ten minutes.

    Attributes:
        by_second: by Unix time, in whole seconds, and by the chat's id.
    """

    def __init__(self) -> None:
        self.by_second: dict[int, Counter[int]] = {}

    def count(self, chat: Chat, now: float) -> None:
        """Note that a message has been sent."""
        second = int(now)
        self.by_second.setdefault(second, Counter())[chat.id] += 1
        while (oldest := next(iter(self.by_second))) <= second - SECONDS_KEPT:
            del self.by_second[oldest]

    def in_second(self, second: int) -> int:
        """Return how many messages were sent in a second, in all chats."""
        return self.by_second.get(second, Counter[int]()).total()
