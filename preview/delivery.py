"""Bringing updates to webhooks, as Telegram's own server does.

Updates about one chat come one after the other, each when the one before it is confirmed by an
answer of 2xx; those about several chats come at once, as many as the bot allows.
"""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from typing import Any

import aiohttp

from preview.account import BotAccount
from preview.errors import ApiError
from preview.parameters import Parameters
from preview.telegram import Telegram
from preview.webhook import DeliveryError, Webhook

Json = dict[str, Any]
# Carries out a call: the bot's token, the method's name, its parameters.
CarryOut = Callable[[str, str, Parameters], Awaitable[object]]

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  (its name)
_CONFIRMED = range(200, 300)
# Seconds for a bot to answer in, and the longest that it may ask to be left alone for.
_PATIENCE = aiohttp.ClientTimeout(total=60)
_LONGEST_PAUSE = 60
_LONGEST_RETRY_AFTER = 3600
# What an answer may not ask for: its result would reach nobody, or it is about the webhook itself.
_NOT_IN_AN_ANSWER = ("get", "setwebhook", "deletewebhook", "close", "logout")


class Deliveries:
    """Brings updates to every bot that has a webhook."""

    def __init__(self, telegram: Telegram, carry_out: CarryOut) -> None:
        self._telegram = telegram
        self._carry_out = carry_out
        self._running: dict[BotAccount, asyncio.Task[None]] = {}

    def begin(self) -> None:
        """Bring bots their updates from now on."""
        self._http = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=_PATIENCE,
        )
        for account in self._telegram.bots.values():
            self.start(account)

    async def end(self) -> None:
        """Bring no more; what bots have not confirmed waits."""
        for account in list(self._running):
            await self.stop(account)
        await self._http.close()

    def start(self, account: BotAccount) -> None:
        """Begin to bring a bot its updates, if it has a webhook; an older one gets no more."""
        if account in self._running:
            self._running.pop(account).cancel()
        if account.webhook is not None:
            delivery = _Delivery(
                account, account.webhook, self._http, self._telegram, self._carry_out
            )
            self._running[account] = asyncio.create_task(delivery.run())

    async def stop(self, account: BotAccount) -> None:
        """Bring a bot no more updates; what it has not confirmed waits."""
        running = self._running.pop(account, None)
        if running is not None:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running


class _Delivery:
    """Brings one bot its updates."""

    def __init__(
        self,
        account: BotAccount,
        webhook: Webhook,
        http: aiohttp.ClientSession,
        telegram: Telegram,
        carry_out: CarryOut,
    ) -> None:
        self._account = account
        self._updates = account.updates
        self._webhook = webhook
        self._http = http
        self._telegram = telegram
        self._carry_out = carry_out
        self._busy: set[tuple[str, int]] = set()
        self._url = webhook.url.with_host(webhook.ip_address)
        host = webhook.url.host_subcomponent or ""
        self._server_name = webhook.url.raw_host or ""
        self._headers = {"Content-Type": "application/json", "Host": host}
        if not webhook.url.is_default_port():
            self._headers["Host"] += f":{webhook.url.port}"
        if webhook.secret_token:
            self._headers[SECRET_HEADER] = webhook.secret_token

    async def run(self) -> None:
        """Bring what waits and what comes, until cancelled."""
        async with asyncio.TaskGroup() as bringing:
            while True:
                for update in self._ready():
                    bringing.create_task(self._bring(update))
                await self._updates.arrival()

    def _ready(self) -> Iterator[Json]:
        """Yield the updates that can be brought now, the first one about each chat.

        Only the oldest are looked at, so that a bot that is behind is not slowed down further.
        """
        for update in self._updates.first(2 * self._webhook.max_connections):
            if len(self._busy) >= self._webhook.max_connections:
                return
            about = subject(update)
            if about not in self._busy:
                self._busy.add(about)
                yield update

    async def _bring(self, update: Json) -> None:
        """Post an update until the bot confirms it, or until it is dropped."""
        pauses = back_off()
        while update["update_id"] in self._updates:
            error = await self._post(update)
            if error is None:
                self._updates.confirm(update["update_id"])
            else:
                self._webhook.last_error = error
                pause = next(pauses)
                await self._telegram.sleep(error.retry_after or pause)
        self._busy.remove(subject(update))
        self._updates.wake()

    async def _post(self, update: Json) -> DeliveryError | None:
        """Post an update once; return what went wrong."""
        try:
            async with self._http.post(
                self._url,
                data=json.dumps(update, ensure_ascii=False).encode(),
                headers=self._headers,
                server_hostname=self._server_name,
                allow_redirects=False,
            ) as response:
                body = await response.read()
        except TimeoutError:
            return self._error("Read timeout expired")
        except aiohttp.ClientError as error:
            return self._error(_reason(error))
        if response.status in _CONFIRMED:
            await self._do_what_it_says(response.headers.get("Content-Type", ""), body)
            return None
        return self._error(
            f"Wrong response from the webhook: {response.status} {response.reason}",
            _retry_after(response.headers.get("Retry-After", "")),
        )

    async def _do_what_it_says(self, content_type: str, body: bytes) -> None:
        """Make the call that an answer may hold; nobody is told how that went.

        See https://core.telegram.org/bots/api#making-requests-when-getting-updates.
        """
        with suppress(ApiError):
            parameters = Parameters.read("", content_type, body)
            method = parameters.text("method")
            if method and not method.lower().startswith(_NOT_IN_AN_ANSWER):
                await self._carry_out(self._account.token, method, parameters)

    def _error(self, message: str, retry_after: int = 0) -> DeliveryError:
        return DeliveryError(self._telegram.now(), message, retry_after)


def back_off() -> Iterator[int]:
    """Yield the seconds to wait after each failure: none at first, then ever longer."""
    yield 0
    pause = 2
    while True:
        yield min(pause, _LONGEST_PAUSE)
        pause *= 2


def subject(update: Json) -> tuple[str, int]:
    """Return what an update is about: a chat, or somebody who presses buttons or looks up."""
    kind, content = next((kind, content) for kind, content in update.items() if kind != "update_id")
    if "chat" in content:
        return "chat", content["chat"]["id"]
    return kind, content.get("from", {}).get("id", 0)


def _reason(error: aiohttp.ClientError) -> str:
    if isinstance(error, aiohttp.ClientSSLError):
        return f"SSL error {{{error}}}"
    if isinstance(error, aiohttp.ClientOSError) and error.errno:
        return os.strerror(error.errno)
    return "Connection closed"


def _retry_after(header: str) -> int:
    return min(int(header), _LONGEST_RETRY_AFTER) if header.isdecimal() else 0
