"""A clock on which no time passes until a test says so."""

import asyncio

from preview.clock import Clock


class StoppedClock(Clock):
    """Waits for nothing, and remembers for how long it should have.

    Attributes:
        time: what it shows, in Unix time.
        slept: the seconds of each wait.
    """

    def __init__(self, time: float = 1_800_000_000.0) -> None:
        self.time = time
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)
