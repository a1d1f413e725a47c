"""A reader's end of the line: what the chat page asks of the server, as a browser asks it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from preview import Person
from tests.preview.calling import Json, keyboard

GROUP, FORUM, WITHOUT_BOT = range(1, 4)
YES = keyboard(
    {"text": "Yes", "callback_data": "yes"}, {"text": "Site", "url": "https://a.example"}
)


class Page:
    """The page on which one is somebody."""

    def __init__(self, http: httpx.AsyncClient, person: Person) -> None:
        self.http = http
        self.me = person.user.id

    async def state(self) -> Json:
        response = await self.http.get("/page/state", params={"as": self.me})
        response.raise_for_status()
        found: Json = response.json()
        return found

    async def chat(self, position: int = 0) -> Json:
        """Return the chat at a place in the list."""
        found: Json = (await self.state())["chats"][position]
        return found

    async def post(self, deed: str, **fields: Any) -> httpx.Response:
        return await self.http.post(f"/page/{deed}", json={"as": self.me} | fields)

    async def does(self, deed: str, **fields: Any) -> Json:
        response = await self.post(deed, **fields)
        assert response.status_code == httpx.codes.OK, response.text
        found: Json = response.json()
        return found

    async def refused(self, deed: str, **fields: Any) -> tuple[int, str]:
        response = await self.post(deed, **fields)
        return response.status_code, response.json()["error"]

    @asynccontextmanager
    async def watching(self) -> AsyncIterator["Watching"]:
        async with self.http.stream("GET", "/page/events", params={"as": self.me}) as response:
            assert response.headers["content-type"].startswith("text/event-stream")
            lines = response.aiter_lines()
            # The first line says that from now on everything is told.
            await anext(lines)
            yield Watching(lines)


class Watching:
    """What a page is told while it is open."""

    def __init__(self, lines: AsyncIterator[str]) -> None:
        self._lines = lines

    async def next(self, *kinds: str) -> tuple[str, Json]:
        """Return the next event of these kinds, or of any."""
        async with asyncio.timeout(10):
            while True:
                line = await anext(self._lines)
                if line.startswith("event: "):
                    kind = line.removeprefix("event: ")
                    told = json.loads((await anext(self._lines)).removeprefix("data: "))
                    if not kinds or kind in kinds:
                        return kind, told
