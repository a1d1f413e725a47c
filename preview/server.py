"""The local Telegram as a server: the Bot API, and whatever pages are served beside it."""

import asyncio
import contextlib
import errno
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from preview import file_downloads
from preview.bot_api import BotApi, Watcher, refusal
from preview.errors import ApiError
from preview.telegram import Telegram

LOOPBACK = "127.0.0.1"
HIGHEST_PORT = 65_535
# When the server stops, seconds for calls that are being served, after which they are cut off;
# and how often to look for polls that have only just begun.
_LAST_CALLS = 1.0
_BETWEEN_LOOKS = 0.05
_PORTS_TRIED = 100


class PreviewServer:
    """Serves a ``Telegram`` on this machine, for as long as it is entered.

    Attributes:
        telegram: the world that is served.
        port: where it listens.
        url: its address, once it is entered: what a bot takes for Telegram's.
    """

    def __init__(
        self,
        telegram: Telegram,
        port: int = 0,
        *,
        host: str = LOOPBACK,
        pages: Sequence[BaseRoute] = (),
    ) -> None:
        """Prepare to serve; port 0 is any that is free.

        Raises:
            OSError: where the port is in use.
            OverflowError: where there is no such port.
        """
        self.telegram = telegram
        # Without the protocol's name asyncio leaves TCP_NODELAY off, and every call takes 40 ms.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((host, port))
        except (OSError, OverflowError):
            self._socket.close()
            raise
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://{host}:{self.port}"
        self._api = BotApi(telegram, self._hang_up)
        config = uvicorn.Config(
            Starlette(
                routes=[*self._api.routes(), *file_downloads.routes(telegram), *pages],
                exception_handlers={404: _not_found, 405: _not_found},
            ),
            log_level="warning",
            lifespan="off",
            access_log=False,
            proxy_headers=False,
            date_header=False,
            server_header=False,
        )
        self._server = _Server(config, self._api.end_waiting)

    @classmethod
    def at_free_port(
        cls,
        telegram: Telegram,
        port: int,
        *,
        host: str = LOOPBACK,
        pages: Sequence[BaseRoute] = (),
    ) -> Self:
        """Prepare to serve at a port or, where that is in use, at the next one that is free.

        Raises:
            OSError: where none is near, or the host is not this machine.
            OverflowError: where there is no such port.
        """
        last = max(port, min(port + _PORTS_TRIED - 1, HIGHEST_PORT))
        for candidate in range(port, last + 1):
            try:
                return cls(telegram, candidate, host=host, pages=pages)
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
        raise OSError(errno.EADDRINUSE, f"ports {port} to {last} are in use")

    def watch(self, watcher: Watcher) -> None:
        """Have every result shown to a function, with its method's name, before it is sent."""
        self._api.watchers.append(watcher)

    def _hang_up(self, client: tuple[str, int]) -> None:
        self._server.hang_up(client)

    async def __aenter__(self) -> Self:
        self._serving = asyncio.create_task(self._server.serve(sockets=[self._socket]))
        await self._server.listening.wait()
        self._api.deliveries.begin()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._api.deliveries.end()
        self._server.stop()
        await self._serving


class _Server(uvicorn.Server):
    """Uvicorn, saying when it listens, ending at once, and leaving signals to whoever runs it."""

    def __init__(self, config: uvicorn.Config, end_waiting: Callable[[], None]) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()
        self._stopping = asyncio.Event()
        self._end_waiting = end_waiting

    def stop(self) -> None:
        """Have it end."""
        self._stopping.set()

    def hang_up(self, client: tuple[str, int]) -> None:
        """Close the connection to a client's address and port."""
        for connection in self.server_state.connections:
            if connection.transport.get_extra_info("peername") == client:
                connection.transport.abort()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    async def main_loop(self) -> None:
        """Wait to be stopped; uvicorn's own looks ten times a second whether it was."""
        await self._stopping.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more calls, and answer those that are being served.

        Uvicorn's own sleeps first, and would then wait for every poll's time to run out.
        """
        for server in self.servers:
            server.close()
        for listening in sockets or ():
            listening.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        await self._finish_calls(time.monotonic() + _LAST_CALLS)
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await self._finish_calls(time.monotonic() + _LAST_CALLS)

    async def _finish_calls(self, until: float) -> None:
        while self.server_state.tasks and time.monotonic() < until:
            self._end_waiting()
            await asyncio.wait(set(self.server_state.tasks), timeout=_BETWEEN_LOOKS)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Do nothing."""
        yield


async def _not_found(_request: Request, _error: Exception) -> Response:
    return refusal(ApiError(404, "Not Found"))
