"""What the page can not do, and how it is said."""

import httpx
import pytest

from tests.preview.calling import Json
from tests.preview.page_api.calling import Page


@pytest.mark.parametrize(
    ("deed", "fields", "code", "said"),
    [
        ("send", {"text": " \n"}, 400, "Write something first."),
        ("send", {"chat": "g1", "text": "Hello"}, 404, "There is no such chat."),
        ("send", {"text": "Hello", "reply_to": 999}, 404, "That message is no longer there."),
        ("edit", {"message_id": 999, "text": "Hello"}, 404, "That message is no longer there."),
        ("delete", {"message_id": 999}, 404, "That message is no longer there."),
        ("start", {"bot": 1}, 404, "There is no such bot."),
        ("send", {"as": 1, "text": "Hello"}, 404, "There is nobody of that name here."),
        ("send", {"as": "x", "text": "Hello"}, 404, "There is nobody of that name here."),
        ("send", {"as": "9" * 5000, "text": "Hello"}, 404, "There is nobody of that name here."),
        ("send", {"text": "\u200b\u202e"}, 400, "Write something first."),
        ("send", {"text": "🎉" * 2049}, 400, "That is too long: 4096 characters are the most."),
        ("send", {"text": "Hello", "thread": 999}, 404, "There is no such topic."),
        ("start", {"parameter": "a b"}, 400, "No bot can be started with that."),
        ("inline", {"query": "a" * 257}, 400, "That is too long: 256 characters are the most."),
    ],
)
async def test_what_can_not_be_done_is_said_in_a_sentence(
    page: Page, deed: str, fields: Json, code: int, said: str
) -> None:
    chat = await page.chat()
    where = {"chat": chat["key"], "bot": chat["bot_id"]}

    assert await page.refused(deed, **(where | fields)) == (code, said)
    assert (await page.chat())["messages"] == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"5", b"\xff", b"[" * 100_000, b'{"text": "\\ud800"}']
)
async def test_what_is_no_json_object_is_refused(http: httpx.AsyncClient, body: bytes) -> None:
    response = await http.post("/page/send", content=body)

    assert response.status_code == 400
    assert response.json() == {"error": "The page sent what is no JSON object."}
