"""/healthz, /readyz and /metrics: how the bot is, for those who run it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from telegram.error import TelegramError

from bot.context import Bot
from bot.http_server import ListeningError, serving

_logger = logging.getLogger(__name__)

# Seconds for which Telegram may be silent: three long polls, of ten seconds each.
SILENT = 30.0
# Seconds to wait for Telegram where it is asked because of a page.
_TO_ASK = 2.0


class StatusPages:
    """Pages about one application."""

    def __init__(self, application: Bot) -> None:
        self._application = application
        self._services = application.context_types.context.services

    def app(self) -> Starlette:
        """Return what serves them."""
        return Starlette(
            routes=[
                Route("/healthz", self._health),
                Route("/readyz", self._readiness),
                Route("/metrics", self._metrics),
            ]
        )

    async def _health(self, _request: Request) -> Response:
        """Say that the event loop turns."""
        return PlainTextResponse("ok\n")

    async def _readiness(self, _request: Request) -> Response:
        """Say whether questions are answered now.

        That they are without the database too: it is said, but is no reason to send none.
        """
        edition = self._services.library.current
        telegram = await self._telegram()
        is_ready = bool(edition.interviews) and telegram == "ok"
        state = {
            "knowledge": edition.version if edition.interviews else "none",
            "database": "ok" if self._services.database.is_there else "degraded",
            "telegram": telegram,
        }
        return JSONResponse(state, 200 if is_ready else 503)

    async def _metrics(self, _request: Request) -> Response:
        """Return every measure in Prometheus' text format."""
        measures = generate_latest(self._services.metrics.registry)
        return Response(measures, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _telegram(self) -> str:
        """Return ``ok`` where Telegram has answered lately, else what is so."""
        metrics, is_polling = self._services.metrics, self._services.settings.mode == "polling"
        silent = metrics.silent_for
        if silent is not None and silent > SILENT and not is_polling:
            # With a webhook, the bot calls nobody as long as nobody asks.
            with suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(_TO_ASK):
                    await self._application.bot.get_me()
            silent = metrics.silent_for
        if silent is None:
            return "not reached yet"
        return "ok" if silent <= SILENT else f"silent for {silent:.0f} s"


@asynccontextmanager
async def showing(application: Bot) -> AsyncIterator[int | None]:
    """Serve the pages about an application at BOT_STATUS_LISTEN.

    Yields:
        the port; none where nothing can listen there, which keeps nobody from being answered.
    """
    address = application.context_types.context.services.settings.status_listen
    pages = serving(StatusPages(application).app(), address)
    try:
        port = await pages.__aenter__()
    except ListeningError as error:
        _logger.warning(
            "%s, so /healthz, /readyz and /metrics are not served. Choose another "
            "BOT_STATUS_LISTEN.",
            error,
        )
        yield None
        return
    _logger.info("/healthz, /readyz and /metrics at %s:%d", address.rpartition(":")[0], port)
    try:
        yield port
    finally:
        await pages.__aexit__(None, None, None)
