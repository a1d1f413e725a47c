"""More and more of the library, while questions are answered from what is there."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence

from knowledge.growth import Growth
from knowledge.library import Edition, Library
from knowledge.problem import Problem


async def grow(
    library: Library,
    published: Edition,
    publish: Callable[[], Awaitable[None]],
    left_out: Callable[[Sequence[Problem]], None],
) -> None:
    """Have the library grow until cancelled.

    ``publish`` is called where what is shown of it before anything is asked, as it was
    ``published``, is no longer so: one interview became several, or all are loaded. ``left_out``
    hears of all problems of files that there are so far.
    """
    loop = asyncio.get_running_loop()
    grown = asyncio.Event()

    def served() -> None:
        # A loop that is closed has nobody left to be told.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(grown.set)

    growth = Growth(library, served)
    growth.start()
    try:
        is_partial = library.coming is not None
        left_out(library.problems)
        while True:
            await grown.wait()
            grown.clear()
            left_out(library.problems)
            is_whole = is_partial and library.coming is None
            if is_whole or library.current.has_several is not published.has_several:
                published, is_partial = library.current, library.coming is not None
                await publish()
    finally:
        await asyncio.to_thread(growth.stop)
