"""The server in a thread of its own, for a process whose main thread runs a bot."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from preview.server import PreviewServer


@contextmanager
def in_background(server: PreviewServer) -> Iterator[None]:
    """Serve while the context lasts."""
    loop = asyncio.new_event_loop()
    begun, over = threading.Event(), asyncio.Event()

    async def serve() -> None:
        async with server:
            begun.set()
            await over.wait()

    def run() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(serve())

    thread = threading.Thread(target=run, name="preview")
    thread.start()
    begun.wait()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
