"""Where bots download files from (https://core.telegram.org/bots/api#getfile)."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from preview.bot_api import refusal
from preview.errors import ApiError
from preview.files import StoredFile
from preview.telegram import Telegram


def routes(telegram: Telegram) -> list[BaseRoute]:
    """Return what answers downloads."""

    async def serve(http: Request) -> Response:
        token, _, path = http.path_params["rest"].partition("/")
        try:
            stored = _file(telegram, token, path)
        except ApiError as error:
            return refusal(error)
        return Response(stored.content, media_type="application/octet-stream")

    return [Route("/file/bot{rest:path}", serve, methods=["GET"])]


def _file(telegram: Telegram, token: str, path: str) -> StoredFile:
    account = telegram.bots.get(token)
    if account is None:
        raise ApiError(404, "Not Found")
    return telegram.files.at(path, account.user.id)
