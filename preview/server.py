"""The Bot API over HTTP, as bots reach it."""

import asyncio
import contextlib
import json
import logging
import re
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from preview.account import Call
from preview.errors import ApiError
from preview.methods import METHODS, Request
from preview.parameters import Parameters
from preview.telegram import Telegram

_logger = logging.getLogger(__name__)
Watcher = Callable[[str, Any], None]

_TOKEN = re.compile(r"\d+:[\w-]+")
# When the server stops, seconds for calls that are being served, after which they are cut off;
# and how often to look for polls that have only just begun.
_LAST_CALLS = 1.0
_BETWEEN_LOOKS = 0.05


class PreviewServer:
    """Serves a ``Telegram`` on this machine, for as long as it is entered.

    Attributes:
        telegram: the world that is served.
        url: where it listens, once it is entered: what a bot takes for Telegram's address.
    """

    def __init__(self, telegram: Telegram, port: int = 0) -> None:
        """Prepare to serve; port 0 is any that is free."""
        self.telegram = telegram
        # Without the protocol's name asyncio leaves TCP_NODELAY off, and every call takes 40 ms.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", port))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._watchers: list[Watcher] = []
        config = uvicorn.Config(
            api(telegram, self._watchers),
            log_level="warning",
            lifespan="off",
            access_log=False,
            proxy_headers=False,
            date_header=False,
            server_header=False,
        )
        self._server = _Server(config, telegram.end_polls)

    def watch(self, watcher: Watcher) -> None:
        """Have every result shown to a function, with its method's name, before it is sent."""
        self._watchers.append(watcher)

    async def __aenter__(self) -> Self:
        self._serving = asyncio.create_task(self._server.serve(sockets=[self._socket]))
        await self._server.listening.wait()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.stop()
        await self._serving


class _Server(uvicorn.Server):
    """Uvicorn, saying when it listens, ending at once, and leaving signals to whoever runs it."""

    def __init__(self, config: uvicorn.Config, end_polls: Callable[[], None]) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()
        self._stopping = asyncio.Event()
        self._end_polls = end_polls

    def stop(self) -> None:
        """Have it end."""
        self._stopping.set()

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
            self._end_polls()
            await asyncio.wait(set(self.server_state.tasks), timeout=_BETWEEN_LOOKS)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Do nothing."""
        yield


def api(telegram: Telegram, watchers: Sequence[Watcher] = ()) -> Starlette:
    """Return the web application that answers a bot's calls."""

    async def serve(http: HttpRequest) -> Response:
        try:
            parameters = Parameters.read(
                http.url.query, http.headers.get("content-type", ""), await http.body()
            )
            name = http.path_params["method"]
            result = await call(telegram, http.path_params["token"], name, parameters)
            for watcher in watchers:
                watcher(METHODS[name.lower()].name, result)
        except ApiError as error:
            return _refusal(error)
        except ClientDisconnect:
            return Response()
        except Exception:
            _logger.exception("%s failed", http.path_params["method"])
            return _refusal(ApiError(500, "Internal Server Error"))
        return _response(200, {"ok": True, "result": result})

    async def not_found(_http: HttpRequest, _error: Exception) -> Response:
        return _refusal(ApiError(404, "Not Found"))

    route = Route("/bot{token}/{method}", serve, methods=["GET", "POST"])
    return Starlette(routes=[route], exception_handlers={404: not_found, 405: not_found})


async def call(telegram: Telegram, token: str, name: str, parameters: Parameters) -> Any:
    """Serve one call of the Bot API.

    Raises:
        ApiError: where Telegram would refuse.
    """
    if not _TOKEN.fullmatch(token):
        raise ApiError(404, "Not Found")
    account = telegram.bots.get(token)
    if account is None:
        raise ApiError(401, "Unauthorized")
    method = METHODS.get(name.lower())
    if method is None:
        raise ApiError(404, "Not Found: method not found")
    if method.name != "getUpdates":
        account.calls.append(Call(method.name, parameters.as_dict()))
    if fault := account.fault(method.name):
        telegram.changed()
        raise fault
    return await method.serve(Request(telegram, account, parameters))


def _refusal(error: ApiError) -> Response:
    body: dict[str, object] = {
        "ok": False,
        "error_code": error.code,
        "description": error.description,
    }
    if error.retry_after is not None:
        body["parameters"] = {"retry_after": error.retry_after}
    return _response(error.code, body)


def _response(status: int, body: dict[str, object]) -> Response:
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(content, status, media_type="application/json")
