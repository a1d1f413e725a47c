"""A load balancer: each connection to it goes to one of several ports, the next that is there."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import count

HOST = "127.0.0.1"
_LARGEST_PIECE = 65_536


@asynccontextmanager
async def balanced(ports: Sequence[int]) -> AsyncIterator[int]:
    """Serve at a port, which is yielded, what is served at some others."""
    turns = count()
    open_now: set[asyncio.Task[None]] = set()

    async def passed_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            open_now.add(task)
            task.add_done_callback(open_now.discard)
        first = next(turns)
        for turn in range(len(ports)):
            with suppress(OSError):
                there = await asyncio.open_connection(HOST, ports[(first + turn) % len(ports)])
                break
        else:
            writer.close()
            return
        async with asyncio.TaskGroup() as both:
            both.create_task(_copied(reader, there[1]))
            both.create_task(_copied(there[0], writer))

    server = await asyncio.start_server(passed_on, HOST, 0)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        server.close()
        for task in list(open_now):
            task.cancel()
        await asyncio.gather(*open_now, return_exceptions=True)


async def _copied(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await reader.read(_LARGEST_PIECE):
            writer.write(piece)
            await writer.drain()
    writer.close()
