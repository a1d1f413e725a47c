"""The updates that Telegram would send again: all from the first one that can't be confirmed."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from bot.incoming import Incoming


@dataclass(frozen=True)
class _Unsettled:
    incoming: Incoming
    since: float


class Window:
    """Knows each update that may come again, and up to where Telegram may forget.

    An update is *settled* when Telegram may forget it. As getUpdates confirms all that lies before
    its offset (https://core.telegram.org/bots/api#getupdates), the offset stays at the first that
    is not settled, and those that are settled behind it come again.
    """

    def __init__(self) -> None:
        self._unsettled: dict[int, _Unsettled] = {}
        self._settled: set[int] = set()
        self._next: int | None = None
        self._awaited: Callable[[], bool] | None = None
        self._is_reached = asyncio.Event()

    @property
    def offset(self) -> int | None:
        """Where the next getUpdates is to begin; none before the first update."""
        return next(iter(self._unsettled), self._next)

    @property
    def size(self) -> int:
        """How many updates would come again now."""
        if self._next is None or self.offset is None:
            return 0
        return self._next - self.offset

    def new(self, received: Iterable[Incoming], asked_from: int | None) -> Iterator[Incoming]:
        """Yield those that are not known yet, unsettled from now on; the others came again.

        They were received from the offset ``asked_from``: what lies before it is confirmed now.
        """
        if asked_from is not None:
            self._settled = {one for one in self._settled if one >= asked_from}
        for one in received:
            number = one.number
            self._next = number + 1
            if number not in self._unsettled and number not in self._settled:
                self._unsettled[number] = _Unsettled(one, asyncio.get_running_loop().time())
                yield one

    def settle(self, update_id: int) -> None:
        """Let Telegram forget an update as soon as those before it are settled too."""
        self._unsettled.pop(update_id, None)
        self._settled.add(update_id)
        if self._awaited is not None and self._awaited():
            self._is_reached.set()

    def unsettled_for(self, seconds: float) -> list[Incoming]:
        """Return what has not been settled for so long or longer."""
        before = asyncio.get_running_loop().time() - seconds
        return [one.incoming for one in self._unsettled.values() if one.since <= before]

    async def shrinks_to(self, most: int, within: float) -> None:
        """Wait until no more than so many would come again, or until the seconds are over."""
        await self._until(lambda: self.size <= most, within)

    async def moves_from(self, offset: int | None, within: float) -> bool:
        """Wait until the offset is another, or until the seconds are over; return whether it is."""
        await self._until(lambda: self.offset != offset, within)
        return self.offset != offset

    async def _until(self, reached: Callable[[], bool], within: float) -> None:
        if reached():
            return
        self._is_reached.clear()
        self._awaited = reached
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self._is_reached.wait()
        self._awaited = None
