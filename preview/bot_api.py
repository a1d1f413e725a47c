"""The Bot API over HTTP (https://core.telegram.org/bots/api#making-requests)."""

import asyncio
import json
import logging
import re
from collections.abc import Callable
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from preview.account import BotAccount, Call
from preview.delivery import Deliveries
from preview.errors import ApiError
from preview.events import Called, Closing
from preview.faults import HANGS_FOR, Breakdown
from preview.flood import sends_message
from preview.methods import METHODS, Method, Request
from preview.objects import Chat
from preview.parameters import Parameters
from preview.telegram import Telegram

_logger = logging.getLogger(__name__)
Watcher = Callable[[str, Any], None]
Json = dict[str, Any]

_TOKEN = re.compile(r"\d+:[\w-]+")


class BotApi:
    """Answers bots' calls.

    Attributes:
        deliveries: what brings updates to webhooks.
        watchers: are shown each result, with its method's name, before it is sent.
    """

    def __init__(self, telegram: Telegram, hang_up: Callable[[tuple[str, int]], None]) -> None:
        """Prepare to answer; ``hang_up`` closes the connection to an address and port."""
        self.deliveries = Deliveries(telegram, self._carry_out)
        self.watchers: list[Watcher] = []
        self._telegram = telegram
        self._hang_up = hang_up
        self._hanging: set[asyncio.Future[None]] = set()

    def routes(self) -> list[BaseRoute]:
        """Return what answers calls over HTTP."""
        return [Route("/bot{token}/{method}", self._serve, methods=["GET", "POST"])]

    def end_waiting(self) -> None:
        """Answer every bot that is polling, with nothing, and let nobody wait any longer."""
        self._telegram.end_polls()
        self._telegram.tell(Closing())
        for call in self._hanging:
            call.cancel()

    async def _serve(self, http: HttpRequest) -> Response:
        try:
            parameters = Parameters.read(
                http.url.query, http.headers.get("content-type", ""), await http.body()
            )
            request, method = self._called(
                http.path_params["token"], http.path_params["method"], parameters
            )
        except ApiError as error:
            return refusal(error)
        except ClientDisconnect:
            return Response()
        response = await self._met(request, method, self._trouble(request, method))
        return response or await self._no_answer(http)

    async def _carry_out(self, token: str, name: str, parameters: Parameters) -> None:
        """Make a call whose result nobody is told.

        Raises:
            ApiError: 404, where there is no such method.
        """
        await self._answer(*self._called(token, name, parameters), refused=None)

    def _called(self, token: str, name: str, parameters: Parameters) -> tuple[Request, Method]:
        """Return what is asked for.

        Raises:
            ApiError: 401 or 404, where there is no such bot or method.
        """
        if not _TOKEN.fullmatch(token):
            raise ApiError(404, "Not Found")
        account = self._telegram.bots.get(token)
        if account is None:
            raise ApiError(401, "Unauthorized")
        method = METHODS.get(name.lower())
        if method is None:
            raise self._unserved(account, Call(name, parameters.as_dict()))
        return Request(self._telegram, account, parameters, self.deliveries), method

    def _unserved(self, account: BotAccount, made: Call) -> ApiError:
        """Return the refusal of a method that there is not; a bot's author must see which."""
        refusing = ApiError(404, "Not Found: method not found")
        _logger.warning("%s is not served here", made.method)
        self._telegram.tell(Called(account, made, _refused(refusing)))
        return refusing

    def _trouble(self, request: Request, method: Method) -> ApiError | Breakdown | None:
        """Return what is to go wrong with a call."""
        account = request.account
        if waiting := account.fault(method.name):
            return waiting
        mishaps = account.mishaps or self._telegram.mishaps
        return mishaps.strike(account.user.id, method.name) if mishaps else None

    async def _met(
        self, request: Request, method: Method, trouble: ApiError | Breakdown | None
    ) -> Response | None:
        """Return the response to a call that meets with this trouble; ``None`` is none at all."""
        if trouble is Breakdown.TIMEOUT:
            await self._hang()
        if trouble in (Breakdown.TIMEOUT, Breakdown.DROPPED_BEFORE):
            return None
        refused = trouble if isinstance(trouble, ApiError) else None
        answer = await self._answer(request, method, refused)
        if trouble is Breakdown.DROPPED_AFTER:
            return None
        return _response(answer, whole=trouble is not Breakdown.BAD_JSON)

    async def _answer(self, request: Request, method: Method, refused: ApiError | None) -> Json:
        """Carry a call out, unless it is refused; return the whole answer."""
        if method.name == "getUpdates":
            return await self._carried_out(request, method, refused)
        made = Call(method.name, request.parameters.as_dict())
        # In a webhook's answer, it names the method.
        made.parameters.pop("method", None)
        request.account.calls.append(made)
        answer = await self._carried_out(request, method, refused)
        self._telegram.tell(Called(request.account, made, answer))
        return answer

    async def _carried_out(
        self, request: Request, method: Method, refused: ApiError | None
    ) -> Json:
        if refused:
            return _refused(refused)
        try:
            result = await self._within_limits(request, method)
            for watcher in self.watchers:
                watcher(method.name, result)
        except ApiError as error:
            return _refused(error)
        except Exception:
            _logger.exception("%s failed", method.name)
            return _refused(ApiError(500, "Internal Server Error"))
        return {"ok": True, "result": result}

    async def _within_limits(self, request: Request, method: Method) -> Any:
        """Carry a call out, counting it if it is a message."""
        chat = _chat_written_to(request, method)
        if chat is None:
            return await method.serve(request)
        account, limits = request.account, self._telegram.flood_limits
        now = self._telegram.clock()
        if limits:
            limits.check(account.user.id, chat, now)
        result = await method.serve(request)
        account.sent.count(chat, now)
        if limits:
            limits.count(account.user.id, chat, now)
        return result

    async def _hang(self) -> None:
        """Wait as long as a call hangs, or until the server ends."""
        hanging = asyncio.ensure_future(self._telegram.sleep(HANGS_FOR))
        self._hanging.add(hanging)
        await asyncio.wait([hanging])
        self._hanging.remove(hanging)

    async def _no_answer(self, http: HttpRequest) -> Response:
        """Close the connection; what is returned goes nowhere."""
        if http.client:
            self._hang_up(http.client)
        while (await http.receive())["type"] != "http.disconnect":
            pass
        return Response()


def refusal(error: ApiError) -> Response:
    """Return what a client reads where its call is refused."""
    return _response(_refused(error))


def _chat_written_to(request: Request, method: Method) -> Chat | None:
    """Return the chat that a call would send a message to, if there is one."""
    if not sends_message(method.name):
        return None
    try:
        return request.chat()
    except ApiError:
        return None


def _refused(error: ApiError) -> Json:
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.retry_after is not None:
        body["parameters"] = {"retry_after": error.retry_after}
    return body


def _response(answer: Json, *, whole: bool = True) -> Response:
    """Return an answer as it is sent, or the first half of it."""
    content = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    if not whole:
        content = content[: len(content) // 2]
    return Response(content, answer.get("error_code", 200), media_type="application/json")
