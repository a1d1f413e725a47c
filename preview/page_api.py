"""What the chat page asks of the server: to see what somebody sees, and to do what they do."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from preview.account import BotAccount
from preview.errors import ApiError
from preview.live import Live
from preview.multipart import Form, Upload, read_form
from preview.objects import Chat, Message
from preview.parameters import Fields
from preview.people import Person
from preview.scene import Scene
from preview.view import chat_key, state_view

Json = dict[str, Any]

FILES = Path(__file__).with_name("page")
_NO_CACHE = {"Cache-Control": "no-cache"}
# What somebody has sent is shown as what it is said to be, or not at all; to a browser any picture
# is as good as the JPEG that Telegram makes of it.
_AS_TOLD = {"X-Content-Type-Options": "nosniff"}
_BYTES = "application/octet-stream"


@dataclass(frozen=True)
class _Deed:
    """What somebody does on the page: who, and with which particulars."""

    page: "ChatPage"
    person: Person
    fields: Fields

    def chat(self) -> Chat:
        """Return the chat in which it is done.

        Raises:
            ApiError: 404, where that person has no such chat.
        """
        key = self.fields.text("chat", None)
        scene = self.page.scene
        for chat in scene.chats_of(self.person):
            if chat_key(chat, scene.telegram) == key:
                return chat
        raise _not_found("There is no such chat.")

    def message(self, name: str = "message_id") -> Message:
        """Return the message that it is done to.

        Raises:
            ApiError: 404, where it is gone.
        """
        found = self.chat().messages.get(self.fields.integer(name, None))
        if found is None:
            raise _not_found("That message is no longer there.")
        return found

    def own_message(self) -> Message:
        """Return the message that it is done to, which must be the person's.

        Raises:
            ApiError: 403, where it is somebody else's.
        """
        message = self.message()
        if message.sender != self.person.user:
            raise ApiError(HTTPStatus.FORBIDDEN, "That message is somebody else's.")
        return message

    def reply(self) -> Json:
        """Return what a new message answers, and in which topic it stands."""
        fields = self.fields
        return {
            "reply_to": self.message("reply_to") if fields.has("reply_to") else None,
            "thread": fields.integer("thread") or None,
        }

    def upload(self, file: Upload | None) -> Message:
        """Send a file.

        Raises:
            ApiError: 400, where there is none in it.
        """
        if file is None or not file.content:
            raise ApiError(HTTPStatus.BAD_REQUEST, "Choose a file that is not empty.")
        caption = self.fields.text("caption") or None
        chat = self.chat()
        return self.person.uploads(chat, file.content, file.name, caption=caption, **self.reply())

    def bot(self) -> BotAccount:
        """Return the bot that it is done with.

        Raises:
            ApiError: 404, where there is no such bot.
        """
        return self.page.bot(self.fields.integer("bot", None))


Do = Callable[[_Deed], Awaitable[Json]]


class ChatPage:
    """The chat page of a scene.

    Attributes:
        scene: whose chats it shows.
        live: what keeps the open pages up to date.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.live = Live(scene)
        # What was offered to a person by a bot in inline mode, by the result's id.
        self.offered: dict[tuple[int, int], dict[str, Json]] = {}

    def routes(self) -> list[BaseRoute]:
        """Return what serves the page."""
        return [
            Route("/", self._index),
            Route("/page/state", self._state),
            Route("/page/events", self._events),
            Route("/page/files/{file_id}", self._file),
            Route("/page/upload", self._upload, methods=["POST"]),
            *(
                Route(f"/page/{name}", self._doing(do), methods=["POST"])
                for name, do in _DEEDS.items()
            ),
            Mount("/page", StaticFiles(directory=FILES)),
        ]

    def bot(self, user_id: int) -> BotAccount:
        """Return a bot by its id.

        Raises:
            ApiError: 404, where there is none.
        """
        for account in self.scene.telegram.bots.values():
            if account.user.id == user_id:
                return account
        raise _not_found("There is no such bot.")

    async def _index(self, _request: Request) -> Response:
        return FileResponse(FILES / "index.html", headers=_NO_CACHE)

    async def _state(self, request: Request) -> Response:
        try:
            viewer = self._person(request.query_params.get("as"))
        except ApiError as error:
            return _refusal(error)
        return JSONResponse(state_view(self.scene, viewer, list(self.live.calls)))

    async def _events(self, request: Request) -> Response:
        try:
            viewer = self._person(request.query_params.get("as"))
        except ApiError as error:
            return _refusal(error)
        return StreamingResponse(
            self.live.open(viewer), media_type="text/event-stream", headers=_NO_CACHE
        )

    async def _file(self, request: Request) -> Response:
        try:
            stored = self.scene.telegram.files[request.path_params["file_id"]]
        except KeyError:
            return _refusal(_not_found("That file is no longer there."))
        if stored.kind == "photo":
            return Response(stored.content, media_type="image/jpeg", headers=_AS_TOLD)
        # Of any other kind it might run as a page of this site.
        name = quote(stored.media[stored.kind]["file_name"])
        attached = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        return Response(stored.content, media_type=_BYTES, headers=_AS_TOLD | attached)

    async def _upload(self, request: Request) -> Response:
        try:
            _refuse_other_sites(request)
            form = await _form(request)
            fields = Fields(form.texts, "the form")
            deed = _Deed(self, self._person(fields.text("as")), fields)
            message = deed.upload(form.uploads.get("file"))
        except ApiError as error:
            return _refusal(error)
        return JSONResponse({"message_id": message.message_id})

    def _doing(self, do: Do) -> Callable[[Request], Awaitable[Response]]:
        async def serve(request: Request) -> Response:
            try:
                _refuse_other_sites(request)
                fields = await _body(request)
                person = self._person(fields.text("as"))
                return JSONResponse(await do(_Deed(self, person, fields)))
            except ApiError as error:
                return _refusal(error)
            except TimeoutError:
                return _refusal(
                    ApiError(HTTPStatus.GATEWAY_TIMEOUT, "The bot has not answered in time.")
                )

        return serve

    def _person(self, given: str | None) -> Person:
        """Return who one is on the page; at first, the first of the people."""
        if not given:
            return self.scene.people[0]
        person = self.scene.person(int(given)) if given.isascii() and given.isdigit() else None
        if person is None:
            raise _not_found("There is nobody of that name here.")
        return person


async def _send(deed: _Deed) -> Json:
    chat, text, where = deed.chat(), deed.fields.text("text", None), deed.reply()
    if not text.strip():
        raise ApiError(HTTPStatus.BAD_REQUEST, "Write something first.")
    quoted = deed.fields.text("quote") or None
    try:
        message = deed.person.writes(chat, text, quote=quoted, **where)
    except LookupError as error:
        raise ApiError(HTTPStatus.BAD_REQUEST, "That is not what the message says.") from error
    deed.person.summons_guests(message)
    return {"message_id": message.message_id}


async def _edit(deed: _Deed) -> Json:
    message, text = deed.own_message(), deed.fields.text("text", None)
    if not text.strip():
        raise ApiError(HTTPStatus.BAD_REQUEST, "Write something first.")
    deed.person.edits(message, text)
    return {}


async def _delete(deed: _Deed) -> Json:
    # In a private chat, and to an administrator, every message is theirs to delete.
    chat = deed.chat()
    everything = chat.type == "private" or deed.person.user.id in chat.administrators
    deed.page.scene.telegram.delete(deed.message() if everything else deed.own_message())
    return {}


async def _press(deed: _Deed) -> Json:
    message = deed.message()
    place = (deed.fields.integer("row", None), deed.fields.integer("column", None))
    rows = (message.reply_markup or {}).get("inline_keyboard", [])
    buttons = {(r, c): button for r, row in enumerate(rows) for c, button in enumerate(row)}
    carried = buttons.get(place, {}).get("callback_data")
    if carried is None:
        raise _not_found("That button is no longer there.")
    author = message.via_bot or message.sender
    if author is None:
        raise _not_found("Nobody is behind that button.")
    answer = await deed.person.sends_callback(deed.page.bot(author.id), message, carried)
    return {"text": answer.text, "show_alert": answer.show_alert, "url": answer.url}


async def _look_up(deed: _Deed) -> Json:
    bot, offset = deed.bot(), deed.fields.text("offset")
    answer = await deed.person.looks_up(bot, deed.fields.text("query"), offset, deed.chat())
    offered = deed.page.offered.setdefault((deed.person.user.id, bot.user.id), {})
    if not offset:
        offered.clear()
    offered.update({result["id"]: result for result in answer.results})
    return {
        "results": answer.results,
        "next_offset": answer.next_offset,
        "button": answer.button,
    }


async def _pick(deed: _Deed) -> Json:
    bot = deed.bot()
    offered = deed.page.offered.get((deed.person.user.id, bot.user.id), {})
    result = offered.get(deed.fields.text("result_id", None))
    if result is None:
        raise _not_found("That is no longer offered.")
    message = deed.person.picks(
        bot, result, deed.chat(), query=deed.fields.text("query"), **deed.reply()
    )
    return {"message_id": message.message_id}


async def _start(deed: _Deed) -> Json:
    chat = deed.person.chat_with(deed.bot())
    parameter = deed.fields.text("parameter")
    message = deed.person.writes(chat, f"/start {parameter}".strip())
    return {"message_id": message.message_id}


async def _react(deed: _Deed) -> Json:
    deed.person.reacts(deed.message(), deed.fields.text("emoji") or None)
    return {}


async def _block(deed: _Deed) -> Json:
    bot, blocked = deed.bot(), deed.fields.flag("blocked")
    if blocked:
        deed.person.blocks(bot)
    else:
        deed.person.unblocks(bot)
    key = chat_key(deed.person.chat_with(bot), deed.page.scene.telegram)
    deed.page.live.tell(deed.person, "blocked", {"chat": key, "blocked": blocked})
    return {}


_DEEDS: dict[str, Do] = {
    "send": _send,
    "edit": _edit,
    "delete": _delete,
    "press": _press,
    "inline": _look_up,
    "pick": _pick,
    "start": _start,
    "react": _react,
    "block": _block,
}


async def _body(request: Request) -> Fields:
    try:
        values = json.loads(await request.body())
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        raise ApiError(HTTPStatus.BAD_REQUEST, "The page sent what is no JSON object.")
    return Fields(values, "what the page sent")


async def _form(request: Request) -> Form:
    try:
        return read_form(request.headers.get("content-type", ""), await request.body())
    except ValueError as error:
        raise ApiError(HTTPStatus.BAD_REQUEST, "The page sent what is no form.") from error


def _refuse_other_sites(request: Request) -> None:
    """Do nothing for a page of another site that is open in the same browser.

    Raises:
        ApiError: 403, where it is one.
    """
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise ApiError(HTTPStatus.FORBIDDEN, "That page is not served here.")


def _not_found(reason: str) -> ApiError:
    return ApiError(HTTPStatus.NOT_FOUND, reason)


def _refusal(error: ApiError) -> Response:
    return JSONResponse({"error": error.description}, error.code)
