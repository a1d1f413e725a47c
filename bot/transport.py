"""How calls reach the Bot API: over aiohttp, at less than half the work of the library's own way.

python-telegram-bot lets a bot bring its own transport
(https://docs.python-telegram-bot.org/en/stable/telegram.request.baserequest.html); sending is
most of what answering a question costs.
"""

import io
import os
import re
import ssl
from collections.abc import Callable
from typing import IO

import aiohttp
import certifi
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

_CONNECT_TIMEOUT = 10.0
_READ_TIMEOUT = 10.0
_JSON = "application/json"
# They would end the line of the form that a file's name stands in.
_CONTROL = re.compile("[\x00-\x1f\x7f]")


class AiohttpRequest(BaseRequest):
    """Makes calls over a pool of connections kept open; proxies as the environment says."""

    def __init__(
        self, connections: int, answered: Callable[[int], object] = lambda _status: None
    ) -> None:
        """Prepare a pool of at most so many connections; it opens with ``initialize``.

        ``answered`` is called with the HTTP status of each answer.
        """
        self._connections = connections
        self._answered = answered
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer, beside what a long poll takes."""
        return _READ_TIMEOUT

    async def initialize(self) -> None:
        """Open the pool."""
        if self._session is None:
            trusted = ssl.create_default_context(cafile=certifi.where())
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, ssl=trusted),
                headers={"User-Agent": BaseRequest.USER_AGENT},
                trust_env=True,
            )

    async def shutdown(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(  # noqa: PLR0913, PLR0917  (the library's signature)
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """Make one call; return HTTP status and body.

        Raises:
            TimedOut: where no answer came in time.
            NetworkError: where the server could not be reached, or broke off.
        """
        if self._session is None:
            raise RuntimeError("the transport is not initialized")
        timeout = aiohttp.ClientTimeout(
            sock_connect=_seconds(connect_timeout, _CONNECT_TIMEOUT),
            sock_read=_seconds(read_timeout, _READ_TIMEOUT),
        )
        body = _body(request_data)
        try:
            async with self._session.request(method, url, data=body, timeout=timeout) as response:
                content = await response.read()
                self._answered(response.status)
                return response.status, content
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            # Only the kind: its text may hold the address, and with it the token.
            raise NetworkError(f"aiohttp.{type(error).__name__}") from error


def _body(sent: RequestData | None) -> aiohttp.Payload | aiohttp.FormData | None:
    if sent is None:
        return None
    if not sent.contains_files:
        # As JSON, a call is put together and taken apart faster than as a form.
        return aiohttp.BytesPayload(sent.json_payload, content_type=_JSON)
    # File names go as they are, in UTF-8: so Telegram reads them.
    form = aiohttp.FormData(quote_fields=False)
    for name, text in sent.json_parameters.items():
        form.add_field(name, text)
    for name, (file_name, content, kind) in sent.multipart_data.items():
        # As a stream: aiohttp warns of large bytes, which it would write in one go.
        stream = io.BytesIO(content) if isinstance(content, bytes) else _from_its_start(content)
        on_one_line = _CONTROL.sub(" ", file_name)
        form.add_field(name, stream, filename=on_one_line, content_type=kind)
    return form


def _from_its_start(file: IO[bytes]) -> IO[bytes]:
    """Open a file once more: aiohttp closes what it has sent, and the call may be made again."""
    again = os.fdopen(os.dup(file.fileno()), "rb")
    again.seek(0)
    return again


def _seconds(given: object, default: float) -> float:
    return float(given) if isinstance(given, int | float) else default
