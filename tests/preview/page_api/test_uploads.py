"""Files that are chosen on the page."""

import httpx
import pytest

from preview.files import LARGEST_UPLOAD
from tests.preview.calling import Caller
from tests.preview.page_api.calling import Page


async def test_a_file_is_uploaded_and_shown_and_the_bot_can_fetch_it(
    page: Page, bot: Caller, http: httpx.AsyncClient
) -> None:
    chat = await page.chat()
    sent = await http.post(
        "/page/upload",
        data={"as": str(page.me), "chat": chat["key"], "caption": "Our page"},
        files={"file": ("page.html", b"<p>Q: Why?</p>", "text/html")},
    )

    message = await bot.next("message")

    assert sent.json() == {"message_id": message["message_id"]}
    assert (message["caption"], message["document"]["file_name"]) == ("Our page", "page.html")
    shown = await http.get(f"/page/files/{message['document']['file_id']}")
    assert shown.content == b"<p>Q: Why?</p>"
    # What somebody uploads must not run as a page of this site.
    assert shown.headers["content-disposition"].startswith("attachment")
    fetched = await bot.call("getFile", file_id=message["document"]["file_id"])
    assert fetched["file_size"] == len(b"<p>Q: Why?</p>")


async def test_an_upload_without_a_file_is_refused(page: Page, http: httpx.AsyncClient) -> None:
    chat = (await page.chat())["key"]
    form = {"as": (None, str(page.me)), "chat": (None, chat)}
    response = await http.post("/page/upload", files=form)

    assert (response.status_code, response.json()) == (
        400,
        {"error": "Choose a file that is not empty."},
    )


@pytest.mark.parametrize("beyond", [1, 1 << 21])
async def test_a_file_that_is_too_large_is_refused(
    page: Page, http: httpx.AsyncClient, beyond: int
) -> None:
    response = await http.post(
        "/page/upload",
        data={"as": str(page.me), "chat": (await page.chat())["key"]},
        files={"file": ("large.bin", bytes(LARGEST_UPLOAD + beyond))},
    )

    assert response.status_code == 413
    assert response.json() == {"error": "That is too large: choose files of up to 50 MB."}
