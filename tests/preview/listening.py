"""A bot's end of a webhook: an address that updates are brought to."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from tests.preview.calling import LONG_POLL

Json = dict[str, Any]


class Listener:
    """Takes updates, and answers each as it is told to; with 200 where it is told nothing.

    Attributes:
        answers: the next answers, in order.
        let_through: what an answer waits for; set unless a test holds it.
        most_at_once: how many updates have been in its hands at one time.
    """

    def __init__(self) -> None:
        self.url = ""
        self.answers: deque[web.Response] = deque()
        self.let_through = asyncio.Event()
        self.let_through.set()
        self.most_at_once = 0
        self._at_once = 0
        self._requests: asyncio.Queue[tuple[web.Request, Json]] = asyncio.Queue()

    async def next(self) -> Json:
        """Return the next update that is brought, as often as it is."""
        return (await self.next_request())[1]

    async def next_request(self) -> tuple[web.Request, Json]:
        """Return the next request, and the update in it."""
        return await asyncio.wait_for(self._requests.get(), LONG_POLL)

    def says(self, method: str, **parameters: Any) -> None:
        """Have a call in the next answer."""
        self.answers.append(web.json_response({"method": method} | parameters))

    async def texts(self, count: int) -> list[str]:
        """Return what the next messages say."""
        return [(await self.next())["message"]["text"] for _ in range(count)]

    @property
    def has_more(self) -> bool:
        """Whether more has been brought than was looked at."""
        return not self._requests.empty()

    async def take(self, request: web.Request) -> web.Response:
        """Take an update and answer."""
        update = await request.json() if request.can_read_body else {}
        self._requests.put_nowait((request, update))
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        await self.let_through.wait()
        self._at_once -= 1
        return self.answers.popleft() if self.answers else web.Response()


@asynccontextmanager
async def listening() -> AsyncIterator[Listener]:
    """Listen on this machine."""
    listener = Listener()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", listener.take)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    listener.url = f"http://127.0.0.1:{port}/hook"
    yield listener
    listener.let_through.set()
    await runner.cleanup()
