"""The server in a thread of its own, for a process whose main thread runs a bot."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager

from preview.server import PreviewServer


@contextmanager
def in_background(server: PreviewServer) -> Iterator[None]:
    """Serve while the context lasts; what keeps the server from starting is raised."""
    loop = asyncio.new_event_loop()
    begun: Future[None] = Future()
    over = asyncio.Event()

    async def serve() -> None:
        async with server:
            begun.set_result(None)
            await over.wait()

    def run() -> None:
        try:
            with asyncio.Runner(loop_factory=lambda: loop) as runner:
                runner.run(serve())
        except Exception as error:
            if begun.done():
                raise
            begun.set_exception(error)

    thread = threading.Thread(target=run, name="preview")
    thread.start()
    begun.result()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
