"""A clock on which no time passes until a test says so."""

import asyncio

from preview import Telegram


class StoppedClock:
    """Waits for nothing, and remembers for how long it should have.

    Attributes:
        time: what it shows, in Unix time.
        slept: the seconds of each wait.
    """

    def __init__(self, telegram: Telegram) -> None:
        """Become the clock of a world."""
        self.time = 1_800_000_000.0
        self.slept: list[float] = []
        telegram.clock, telegram.sleep = self._now, self._sleep

    def _now(self) -> float:
        return self.time

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)
