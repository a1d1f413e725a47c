"""Updates that Telegram brings over HTTP: confirmed when they are handled, or safely stored."""

import asyncio
import hmac
import logging
from http import HTTPStatus
from typing import NoReturn
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.context import Bot
from bot.handling import Handling
from bot.http_server import serving
from bot.incoming import Incoming, from_json
from bot.insisting import until_it_answers
from bot.ledger import Ledger
from bot.receiving import ALLOWED_UPDATES
from bot.taking import Taking, TooManyError
from config import Settings

_logger = logging.getLogger(__name__)

# https://core.telegram.org/bots/api#setwebhook: as many as Telegram brings at once.
_MOST_CONNECTIONS = 100
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  (its name)
# What Telegram sends is far smaller.
LARGEST = 1_000_000
# Seconds for which an answer waits for the handling of what is stored: until then Telegram brings
# nothing more of that chat, to no other machine either.
HOLD = 5.0


class _RefusedError(Exception):
    """What is brought is not taken; its text says why, in the log alone."""

    def __init__(self, status: HTTPStatus, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Webhook:
    """Has Telegram bring updates, and takes them to an application."""

    def __init__(self, application: Bot, ledger: Ledger) -> None:
        services = application.context_types.context.services
        self._application = application
        self._settings = services.settings
        self._database = services.database
        self._secret = secret_of(services.settings)
        self._handling = Handling(application, ledger)
        self._taking = Taking(application, self._handling, services.database)

    async def run(self) -> NoReturn:
        """Take what is brought until cancelled.

        Raises:
            InvalidToken: where Telegram doesn't know the bot any more.
            ListeningError: where nothing can listen at BOT_WEBHOOK_LISTEN.
        """
        url = self._settings.webhook_url
        if url is None:
            raise ValueError("BOT_WEBHOOK_URL is not set")
        path = urlsplit(url).path or "/"
        app = Starlette(
            routes=[Route(path, self._bring, methods=["POST"])],
            exception_handlers={404: _wrong, 405: _wrong},
        )
        async with serving(app, self._settings.webhook_listen):
            _logger.info("Listening at %s for %s", self._settings.webhook_listen, path)
            taking = asyncio.create_task(self._taking.run(is_alone=not self._database.is_shared))
            try:
                await until_it_answers(self._tell_telegram)
                await taking
            finally:
                taking.cancel()
                await asyncio.wait([taking])
        raise AssertionError("what takes goes on until it is cancelled")

    async def finish(self, within: float) -> None:
        """Wait for what is under way, so many seconds at most; others have what is left."""
        await self._handling.finish(within)
        await self._taking.let_go()

    async def _tell_telegram(self) -> bool:
        return await self._application.bot.set_webhook(
            self._settings.webhook_url or "",
            max_connections=_MOST_CONNECTIONS,
            allowed_updates=ALLOWED_UPDATES,
            secret_token=self._secret,
        )

    async def _bring(self, request: Request) -> Response:
        """Take an update, and say when it need not come again."""
        try:
            one = await self._read(request)
            taken = await self._taking.take(one)
        except _RefusedError as refused:
            return _refused(refused.status, str(refused))
        except TooManyError:
            return _refused(HTTPStatus.SERVICE_UNAVAILABLE, "too many updates are under way")
        if taken.handling is not None:
            await asyncio.wait([taken.handling], timeout=HOLD if taken.is_stored else None)
            if taken.handling.done() and taken.handling.cancelled() and not taken.is_stored:
                return _refused(HTTPStatus.SERVICE_UNAVAILABLE, "stopping")
        return Response()

    async def _read(self, request: Request) -> Incoming:
        """Return what is brought, if it is Telegram that brings it.

        Raises:
            _RefusedError: if it isn't, or what comes is nothing that Telegram would bring.
        """
        told = request.headers.get(_SECRET_HEADER, "")
        if not hmac.compare_digest(told.encode(), self._secret.encode()):
            raise _RefusedError(HTTPStatus.UNAUTHORIZED, "another secret, or none")
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise _RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "no JSON")
        try:
            one = from_json(await _body(request))
        except ValueError:
            raise _RefusedError(HTTPStatus.BAD_REQUEST, "broken JSON") from None
        if one is None:
            raise _RefusedError(HTTPStatus.BAD_REQUEST, "no update")
        return one


def secret_of(settings: Settings) -> str:
    """Return what Telegram is to say; where none is set, the same for all that have the token.

    Raises:
        ValueError: if the settings have no token.
    """
    if settings.webhook_secret is not None:
        return settings.webhook_secret.get_secret_value()
    if settings.token is None:
        raise ValueError("BOT_TOKEN is not set")
    return hmac.digest(settings.token.get_secret_value().encode(), b"webhook", "sha256").hex()


async def _body(request: Request) -> bytes:
    """Read a body, no more of it than may come.

    Raises:
        _RefusedError: if there is more.
    """
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > LARGEST:
        raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too large")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too large")
    return bytes(body)


async def _wrong(_request: Request, error: Exception) -> Response:
    """Answer what is no way of bringing updates."""
    status = HTTPStatus(getattr(error, "status_code", HTTPStatus.NOT_FOUND))
    return _refused(status, status.phrase.lower())


def _refused(status: HTTPStatus, reason: str) -> Response:
    _logger.warning("What was brought is refused with %d: %s", status, reason)
    return Response(status_code=status)
