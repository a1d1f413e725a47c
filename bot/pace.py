"""How fast messages may follow one another: so many in any stretch of so many seconds."""

from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """So many messages at most in any stretch of so many seconds."""

    most: int
    seconds: float


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
