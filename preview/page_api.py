"""What the chat page asks of the server: to see what somebody sees, and to do what they do."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from preview.deeds import DEEDS, Deed, Do, Offered, not_found, too_large
from preview.errors import ApiError
from preview.files import LARGEST_UPLOAD
from preview.live import Live
from preview.multipart import Form, read_form
from preview.parameters import Fields
from preview.people import Person
from preview.scene import Scene
from preview.strict_json import read_json
from preview.view import state_view

Serve = Callable[[Request], Awaitable[Response]]

FILES = Path(__file__).with_name("page")
_NO_CACHE = {"Cache-Control": "no-cache"}
# Shown in a frame of another site's page, a button there could be pressed unawares.
_ALONE = {"Content-Security-Policy": "frame-ancestors 'none'"}
# What somebody has sent is shown as what it is said to be, or not at all; to a browser any picture
# is as good as the JPEG that Telegram makes of it.
_AS_TOLD = {"X-Content-Type-Options": "nosniff"}
_BYTES = "application/octet-stream"
# A file, and what is said beside it.
_LARGEST_REQUEST = LARGEST_UPLOAD + (1 << 20)
# Names that only this machine or its own network gives.
_LOCAL_DOMAINS = (".localhost", ".local")


class _Files(StaticFiles):
    """The page's own files: a browser asks each time whether it has them as they are now."""

    def file_response(self, *how: Any, **further: Any) -> Response:
        response = super().file_response(*how, **further)
        response.headers.update(_NO_CACHE)
        return response


class ChatPage:
    """The chat page of a scene.

    Attributes:
        scene: whose chats it shows.
        live: what keeps the open pages up to date.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.live = Live(scene)
        self._offered = Offered()

    def routes(self) -> list[BaseRoute]:
        """Return what serves the page."""
        return [
            Route("/", _guarded(self._index)),
            Route("/page/state", _guarded(self._state)),
            Route("/page/events", _guarded(self._events)),
            Route("/page/files/{file_id}", _guarded(self._file)),
            Route("/page/upload", _guarded(self._upload), methods=["POST"]),
            *(
                Route(f"/page/{name}", _guarded(self._doing(do)), methods=["POST"])
                for name, do in DEEDS.items()
            ),
            Mount("/page", _Files(directory=FILES)),
        ]

    async def _index(self, _request: Request) -> Response:
        return FileResponse(FILES / "index.html", headers=_NO_CACHE | _ALONE)

    async def _state(self, request: Request) -> Response:
        viewer = self._person(request.query_params.get("as"))
        return JSONResponse(state_view(self.scene, viewer, list(self.live.calls)))

    async def _events(self, request: Request) -> Response:
        viewer = self._person(request.query_params.get("as"))
        return StreamingResponse(
            self.live.open(viewer), media_type="text/event-stream", headers=_NO_CACHE
        )

    async def _file(self, request: Request) -> Response:
        try:
            stored = self.scene.telegram.files[request.path_params["file_id"]]
        except KeyError:
            raise not_found("That file is no longer there.") from None
        if stored.kind == "photo":
            return Response(stored.content, media_type="image/jpeg", headers=_AS_TOLD)
        # Of any other kind it might run as a page of this site.
        name = quote(stored.media[stored.kind]["file_name"])
        attached = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        return Response(stored.content, media_type=_BYTES, headers=_AS_TOLD | attached)

    async def _upload(self, request: Request) -> Response:
        form = await _form(request)
        message = self._deed(Fields(form.texts, "the form")).upload(form.uploads.get("file"))
        return JSONResponse({"message_id": message.message_id})

    def _doing(self, do: Do) -> Serve:
        async def serve(request: Request) -> Response:
            return JSONResponse(await do(self._deed(await _fields(request))))

        return serve

    def _deed(self, fields: Fields) -> Deed:
        person = self._person(fields.text("as"))
        return Deed(self.scene, self.live, self._offered, person, fields)

    def _person(self, given: str | None) -> Person:
        """Return who one is on the page; at first, the first of the people."""
        if not given:
            return self.scene.people[0]
        for person in self.scene.people:
            if str(person.user.id) == given:
                return person
        raise not_found("There is nobody of that name here.")


def _guarded(serve: Serve) -> Serve:
    """Return what serves the page alone, and says in a sentence what can't be done."""

    async def guard(request: Request) -> Response:
        try:
            _refuse_other_sites(request)
            return await serve(request)
        except ApiError as error:
            return JSONResponse({"error": error.description}, error.code)
        except TimeoutError:
            reason = "The bot has not answered in time."
            return JSONResponse({"error": reason}, HTTPStatus.GATEWAY_TIMEOUT)
        except ClientDisconnect:
            return Response()

    return guard


async def _fields(request: Request) -> Fields:
    try:
        values = read_json((await _body(request)).decode())
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise ApiError(HTTPStatus.BAD_REQUEST, "The page sent what is no JSON object.")
    return Fields(values, "what the page sent")


async def _form(request: Request) -> Form:
    try:
        return read_form(request.headers.get("content-type", ""), await _body(request))
    except ValueError as error:
        raise ApiError(HTTPStatus.BAD_REQUEST, "The page sent what is no form.") from error


async def _body(request: Request) -> bytes:
    """Return what a request holds.

    Raises:
        ApiError: 413, where that is too much; it is taken to its end all the same, for a browser
            reads no answer before.
    """
    body, size = bytearray(), 0
    async for piece in request.stream():
        size += len(piece)
        if size <= _LARGEST_REQUEST:
            body += piece
    if size > _LARGEST_REQUEST:
        raise too_large()
    return bytes(body)


def _refuse_other_sites(request: Request) -> None:
    """Do nothing for a page of another site that is open in the same browser.

    Such a page may also have had its own site's name lead to this machine; an address and a local
    name are nobody else's.

    Raises:
        ApiError: 403, where it is one.
    """
    host, origin = request.headers.get("host", ""), request.headers.get("origin")
    if not _is_local(request.url.hostname or "") or (
        origin is not None and origin.partition("://")[2] != host
    ):
        raise ApiError(HTTPStatus.FORBIDDEN, "That page is not served here.")


def _is_local(name: str) -> bool:
    if "." not in name or name.endswith(_LOCAL_DOMAINS):
        return True
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
