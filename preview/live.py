"""What happens, told to those who watch as one of the people: server-sent events of the page."""

import asyncio
import itertools
import json
from collections import deque
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

from preview.events import Acting, Called, Changed, Closing, Deleted, Described, Event, Posted
from preview.objects import Chat, Message
from preview.people import Person
from preview.scene import Scene
from preview.strict_json import read_json
from preview.view import bot_view, chat_key, commands_in, message_view

Json = dict[str, Any]
# What is told: the kind of event, and what there is to say of it.
Told = tuple[str, Json]

MOST_CALLS = 200
# A page that has not taken in so many events has to begin anew.
MOST_UNTOLD = 10_000
# Seconds after which a stream without news says that it is still there.
HEARTBEAT = 15.0
_STILL_THERE = ": still there\n\n"


@dataclass(eq=False)
class _Stream:
    """One page that is open, and what it has not been told yet; ``None`` ends it."""

    viewer: Person
    untold: asyncio.Queue[Told | None] = field(default_factory=asyncio.Queue)


class Live:
    """Watches a scene for as long as it is served.

    Attributes:
        calls: the last calls of bots, oldest first, as the page shows them.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._streams: set[_Stream] = set()
        self._numbers = itertools.count(1)
        self.calls: deque[Json] = deque(maxlen=MOST_CALLS)
        scene.telegram.watch(self._happened)

    def open(self, viewer: Person) -> AsyncIterator[str]:
        """Return what somebody is told from now on, as ``text/event-stream``."""
        stream = _Stream(viewer)
        self._streams.add(stream)
        return self._told(stream)

    def tell(self, person: Person, kind: str, content: Json) -> None:
        """Tell every page on which one is this person."""
        for stream in tuple(self._streams):
            if stream.viewer != person:
                continue
            if stream.untold.qsize() < MOST_UNTOLD:
                stream.untold.put_nowait((kind, content))
            else:
                self._streams.discard(stream)
                stream.untold.put_nowait(None)

    async def _told(self, stream: _Stream) -> AsyncIterator[str]:
        try:
            # Said at once, so that a page knows from when on it is told everything.
            yield _STILL_THERE
            while True:
                try:
                    told = await asyncio.wait_for(stream.untold.get(), HEARTBEAT)
                except TimeoutError:
                    yield _STILL_THERE
                    continue
                if told is None:
                    return
                kind, content = told
                yield f"event: {kind}\ndata: {json.dumps(content, ensure_ascii=False)}\n\n"
        finally:
            self._streams.discard(stream)

    def _happened(self, event: Event) -> None:
        if isinstance(event, Closing):
            for stream in self._streams:
                stream.untold.put_nowait(None)
            return
        if isinstance(event, Called):
            call = _call_view(event, next(self._numbers), self._scene.telegram.now())
            self.calls.append(call)
            for person in self._viewers():
                self.tell(person, "call", call)
            return
        for person in self._viewers():
            for kind, content in self._seen(event, person):
                self.tell(person, kind, content)

    def _viewers(self) -> set[Person]:
        return {stream.viewer for stream in self._streams}

    def _seen(self, event: Event, viewer: Person) -> Iterator[Told]:
        """Yield what somebody sees of an event."""
        match event:
            case Described(account):
                chats = {
                    chat_key(chat, self._scene.telegram): commands_in(chat, viewer)
                    for chat in self._scene.chats_of(viewer)
                }
                bot = bot_view(account, viewer.user.language_code)
                yield "bot", {"bot": bot, "commands": chats}
            case Posted(message) if self._is_there(viewer, message.chat):
                yield "message", self._said(message, viewer)
            case Changed(message) if self._is_there(viewer, message.chat):
                yield "changed", self._said(message, viewer)
            case Deleted(message) if self._is_there(viewer, message.chat):
                yield "deleted", self._placed(message.chat) | {"message_id": message.message_id}
            case Acting(chat, user, action, thread) if self._is_there(viewer, chat):
                acting = {"user": user.id, "name": user.first_name, "action": action}
                yield "acting", self._placed(chat) | acting | {"thread_id": thread}

    def _said(self, message: Message, viewer: Person) -> Json:
        return self._placed(message.chat) | {"message": message_view(message, viewer)}

    def _placed(self, chat: Chat) -> Json:
        return {"chat": chat_key(chat, self._scene.telegram)}

    @staticmethod
    def _is_there(viewer: Person, chat: Chat) -> bool:
        return viewer.user.id in chat.members


def _call_view(event: Called, number: int, date: int) -> Json:
    return {
        "id": number,
        "bot_id": event.account.user.id,
        "method": event.call.method,
        "parameters": {name: _readable(text) for name, text in event.call.parameters.items()},
        "answer": event.answer,
        "date": date,
    }


def _readable(text: str) -> object:
    """Return a parameter that is a structure as one: over HTTP it is text."""
    if not text.startswith(("{", "[")):
        return text
    try:
        return read_json(text)
    except ValueError:
        return text
