"""A fair share for each person: nobody's flood keeps others from being answered."""

from enum import Enum

from aiolimiter import AsyncLimiter
from cachetools import TTLCache

_PERIOD = 60.0
# A person who has been quiet this long has their whole share again, so they can be forgotten.
_FORGET_AFTER = 2 * _PERIOD
_MOST_PEOPLE = 100_000


class Verdict(Enum):
    """What becomes of something that a person sent."""

    FAIR = "fair"
    TELL = "tell"  # too much: tell them, once a minute
    IGNORE = "ignore"  # too much, and they have been told


class FairShare:
    """Lets each person through so many times a minute (a leaky bucket, all of it at once)."""

    def __init__(self, a_minute: float) -> None:
        self._a_minute = a_minute
        self._shares: TTLCache[int, AsyncLimiter] = TTLCache(_MOST_PEOPLE, _FORGET_AFTER)
        self._told: TTLCache[int, bool] = TTLCache(_MOST_PEOPLE, _PERIOD)

    async def take(self, person: int) -> Verdict:
        """Count one more from a person, given by user id."""
        share = self._shares.get(person) or AsyncLimiter(self._a_minute, _PERIOD)
        self._shares[person] = share
        if share.has_capacity():
            await share.acquire()
            return Verdict.FAIR
        if person in self._told:
            return Verdict.IGNORE
        self._told[person] = True
        return Verdict.TELL
