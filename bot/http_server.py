"""Serving HTTP beside everything else that the bot does, in its event loop."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp

# Seconds that the end waits for requests that are being answered.
_TO_FINISH = 5
# Seconds for which an idle connection is kept: longer than reverse proxies keep theirs, so that
# none of them sends a request into one that is just being closed.
_KEEP_ALIVE = 75
# Connections that wait to be accepted.
_BACKLOG = 1024


class ListeningError(RuntimeError):
    """Nothing can listen at an address; its text says why."""


class _Server(uvicorn.Server):
    """Leaves signals to whoever runs it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


@asynccontextmanager
async def serving(app: ASGIApp, address: str) -> AsyncIterator[int]:
    """Serve an app at ``host:port`` until the end, and finish then what is being answered.

    Yields:
        the port; with 0 given, it is a free one.

    Raises:
        ListeningError: where nothing can listen there.
    """
    host, _, port = address.rpartition(":")
    try:
        listening = _listening(host.strip("[]"), int(port))
    except OSError as error:
        raise ListeningError(f"Can't listen at {address}: {error.strerror}") from None
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        date_header=False,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_TO_FINISH,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        while not server.started and not task.done():  # noqa: ASYNC110  (it tells nobody)
            await asyncio.sleep(0)
        yield int(listening.getsockname()[1])
    finally:
        server.should_exit = True
        await asyncio.wait([task])
        listening.close()


def _listening(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, where = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(where)
        listening.listen(_BACKLOG)
        listening.settimeout(0)
    except OSError:
        listening.close()
        raise
    return listening
