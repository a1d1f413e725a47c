"""What time it is, and letting time pass: one clock for the whole world."""

import asyncio
import time


class Clock:
    """The real time. A test may put another in its place, which need not wait."""

    def now(self) -> float:
        """Return the Unix time."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)
