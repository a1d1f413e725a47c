"""The streams by which pages are told what happens."""

from contextlib import AsyncExitStack

import httpx
import pytest

from preview import ChatPage, Person, PreviewServer, Scene, Telegram
from preview.live import MOST_UNTOLD, Live
from tests.preview.page_api.calling import Page


async def test_a_stream_ends_with_the_server(
    telegram: Telegram, scene: Scene, reader: Person
) -> None:
    async with httpx.AsyncClient(trust_env=False, timeout=20) as http, AsyncExitStack() as watched:
        async with PreviewServer(telegram, pages=ChatPage(scene).routes()) as server:
            http.base_url = httpx.URL(server.url)
            told = await watched.enter_async_context(Page(http, reader).watching())

        with pytest.raises(StopAsyncIteration):
            await told.next()


async def test_a_page_that_takes_nothing_in_begins_anew(scene: Scene, reader: Person) -> None:
    live = Live(scene)
    told = live.open(reader)

    for number in range(MOST_UNTOLD + 5):
        live.tell(reader, "call", {"id": number})

    # What it is told first is that the line stands.
    assert len([event async for event in told]) == MOST_UNTOLD + 1
