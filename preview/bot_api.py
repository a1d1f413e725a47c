"""The Bot API over HTTP (https://core.telegram.org/bots/api#making-requests)."""

import json
import logging
import re
from collections.abc import Callable, Sequence
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from preview.account import BotAccount, Call
from preview.errors import ApiError
from preview.events import Called
from preview.methods import METHODS, Method, Request
from preview.parameters import Parameters
from preview.telegram import Telegram

_logger = logging.getLogger(__name__)
Watcher = Callable[[str, Any], None]
Json = dict[str, Any]

_TOKEN = re.compile(r"\d+:[\w-]+")


def routes(telegram: Telegram, watchers: Sequence[Watcher] = ()) -> list[BaseRoute]:
    """Return what answers bots' calls; ``watchers`` are shown each result before it is sent."""

    async def serve(http: HttpRequest) -> Response:
        try:
            parameters = Parameters.read(
                http.url.query, http.headers.get("content-type", ""), await http.body()
            )
            token, name = http.path_params["token"], http.path_params["method"]
            result = await call(telegram, token, name, parameters)
            for watcher in watchers:
                watcher(METHODS[name.lower()].name, result)
        except ApiError as error:
            return refusal(error)
        except ClientDisconnect:
            return Response()
        except Exception:
            _logger.exception("%s failed", http.path_params["method"])
            return refusal(ApiError(500, "Internal Server Error"))
        return _response(200, {"ok": True, "result": result})

    return [Route("/bot{token}/{method}", serve, methods=["GET", "POST"])]


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
    request = Request(telegram, account, parameters)
    if method.name == "getUpdates":
        return await method.serve(request)
    made = Call(method.name, parameters.as_dict())
    account.calls.append(made)
    try:
        result = await _served(account, method, request)
    except ApiError as error:
        telegram.tell(Called(account, made, _refused(error)))
        raise
    telegram.tell(Called(account, made, {"ok": True, "result": result}))
    return result


async def _served(account: BotAccount, method: Method, request: Request) -> Any:
    if fault := account.fault(method.name):
        raise fault
    return await method.serve(request)


def refusal(error: ApiError) -> Response:
    """Return what a client reads where its call is refused."""
    return _response(error.code, _refused(error))


def _refused(error: ApiError) -> Json:
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.retry_after is not None:
        body["parameters"] = {"retry_after": error.retry_after}
    return body


def _response(status: int, body: Json) -> Response:
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(content, status, media_type="application/json")
