"""How fast messages may follow one another: so many in any stretch of so many seconds."""

from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """So many messages at most in any stretch of so many seconds."""

    most: int
    seconds: float


@dataclass(frozen=True)
class Limits:
    """How fast a bot may send.

    Attributes:
        in_all: the seconds between two messages.
        in_a_chat: what holds for each chat.
        in_a_group: what holds for groups besides.
    """

    in_all: float
    in_a_chat: Limit
    in_a_group: Limit


class Pace:
    """Knows when the next message may be sent."""

    def __init__(self, limit: Limit) -> None:
        self._seconds = limit.seconds
        self._sent: deque[float] = deque(maxlen=limit.most)
        self._held_until = 0.0

    def free_from(self, now: float) -> float:
        """Return the first moment from ``now`` on at which a message may be sent."""
        moment = max(now, self._held_until)
        if len(self._sent) == self._sent.maxlen:
            moment = max(moment, self._sent[0] + self._seconds)
        return moment

    def note(self, moment: float) -> None:
        """Note that a message is sent at a moment, not before those noted already."""
        self._sent.append(moment)

    def hold(self, until: float) -> None:
        """Have no message sent before a moment."""
        self._held_until = max(self._held_until, until)

    def is_idle(self, now: float) -> bool:
        """Whether all that is known is so long over that it counts no more."""
        over = self._sent[-1] + self._seconds if self._sent else 0.0
        return max(over, self._held_until) <= now


@dataclass(frozen=True)
class Slot:
    """What was found when a moment was asked for in which a message may be sent.

    Attributes:
        is_taken: whether it is the asker's now; else it can be asked for again after the wait.
        wait: seconds until then.
    """

    is_taken: bool
    wait: float


# Any moment will do, as far as others are concerned.
ANY_MOMENT = Slot(is_taken=True, wait=0.0)
