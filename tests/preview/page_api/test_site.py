"""The page as a site: the files that it is made of, and other sites, which are kept off."""

import httpx
import pytest


async def test_the_page_itself_is_served_and_nothing_beside_it(http: httpx.AsyncClient) -> None:
    index = await http.get("/")

    assert index.headers["content-type"].startswith("text/html")
    # After an upgrade old files and new ones must not be mixed.
    assert (await http.get("/page/app.js")).headers["cache-control"] == "no-cache"
    assert (await http.get("/page/nothing.js")).status_code == 404
    assert (await http.get("/page/../view.py")).status_code == 404
    assert (await http.get("/page/%2e%2e/view.py")).status_code == 404


@pytest.mark.parametrize("deed", ["send", "upload", "block"])
async def test_a_page_of_another_site_can_do_nothing(http: httpx.AsyncClient, deed: str) -> None:
    for origin in ("https://elsewhere.example", "http://[", "null"):
        response = await http.post(f"/page/{deed}", headers={"Origin": origin})

        assert response.status_code == 403


async def test_a_site_whose_name_leads_to_this_machine_is_shown_nothing(
    http: httpx.AsyncClient,
) -> None:
    stranger = {"Host": "elsewhere.example:8081", "Origin": "http://elsewhere.example:8081"}
    for address in ("/", "/page/state", "/page/events", "/page/files/1"):
        assert (await http.get(address, headers=stranger)).status_code == 403
    assert (await http.post("/page/send", headers=stranger)).status_code == 403

    for name in ("localhost:8081", "127.0.0.1", "[::1]:8081", "desk", "desk.local"):
        assert (await http.get("/page/state", headers={"Host": name})).status_code == 200
