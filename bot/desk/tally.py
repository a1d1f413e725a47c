"""How often what went wrong, and when to say so: seldom enough to be read."""

from dataclasses import dataclass

from bot.trouble import Cause

# Seconds between two messages about the same cause.
QUIET = 600.0


@dataclass(frozen=True)
class Alarm:
    """What is to be said of a cause.

    Attributes:
        times: how often it was met since the last time that something was said of it.
        since: how many seconds ago that was; none where nothing was said lately.
    """

    cause: Cause
    times: int
    since: float | None = None


class Tally:
    """Counts causes; moments are seconds of any one clock that does not go back."""

    def __init__(self, quiet: float = QUIET) -> None:
        self._quiet = quiet
        self._met: dict[Cause, int] = {}
        self._said_at: dict[Cause, float] = {}

    def add(self, cause: Cause) -> None:
        """Count a cause that was met."""
        self._met[cause] = self._met.get(cause, 0) + 1

    def take(self, now: float) -> list[Alarm]:
        """Return what is to be said now; it counts as said."""
        due = [cause for cause in self._met if self._left(cause, now) <= 0]
        # What was last met long ago is new when it is met again.
        self._said_at = {
            cause: at
            for cause, at in self._said_at.items()
            if cause in self._met or now - at < self._quiet
        }
        alarms = []
        for cause in due:
            said_at = self._said_at.get(cause)
            since = None if said_at is None else now - said_at
            alarms.append(Alarm(cause, self._met.pop(cause), since))
            self._said_at[cause] = now
        return alarms

    def wait(self, now: float) -> float | None:
        """Return in how many seconds something will be to be said; none where nothing was met."""
        return min((self._left(cause, now) for cause in self._met), default=None)

    def _left(self, cause: Cause, now: float) -> float:
        said_at = self._said_at.get(cause)
        return 0.0 if said_at is None else max(0.0, said_at + self._quiet - now)
