"""What a webhook is told of, what it excludes, and what is refused of it.

https://core.telegram.org/bots/api#getwebhookinfo
"""

import asyncio
import socket
from typing import Any

import pytest
from aiohttp import web

from preview import Person
from preview.account import BotAccount
from preview.objects import Chat
from tests.preview.calling import LONG_POLL, Caller
from tests.preview.clocks import StoppedClock
from tests.preview.listening import Listener

Json = dict[str, Any]
SECRET = "Only-we_2"


# getWebhookInfo


async def test_without_a_webhook_there_is_little_to_tell(
    api: Caller, reader: Person, unstarted: Chat
) -> None:
    reader.writes(unstarted, "Hello")

    assert await api.call("getWebhookInfo") == {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": 1,
    }


async def test_a_webhook_is_told_of_with_all_its_settings(api: Caller, listener: Listener) -> None:
    await api.call(
        "setWebhook",
        url=listener.url,
        max_connections=7,
        allowed_updates=["message", "callback_query"],
        secret_token=SECRET,
    )

    assert await api.call("getWebhookInfo") == {
        "url": listener.url,
        "has_custom_certificate": False,
        "pending_update_count": 0,
        "ip_address": "127.0.0.1",
        "max_connections": 7,
        "allowed_updates": ["message", "callback_query"],
    }


@pytest.mark.parametrize(
    ("wanted", "granted"), [({}, 40), ({"max_connections": 0}, 1), ({"max_connections": 500}, 100)]
)
async def test_a_number_of_connections_beyond_the_limits_is_taken_for_the_nearest(
    api: Caller, listener: Listener, wanted: Json, granted: int
) -> None:
    await api.call("setWebhook", url=listener.url, **wanted)

    assert (await api.call("getWebhookInfo"))["max_connections"] == granted


async def test_what_is_not_confirmed_is_counted(
    api: Caller, listener: Listener, reader: Person, unstarted: Chat
) -> None:
    listener.let_through.clear()
    await api.call("setWebhook", url=listener.url)
    reader.writes(unstarted, "first")
    reader.writes(unstarted, "second")
    await listener.texts(1)

    assert (await api.call("getWebhookInfo"))["pending_update_count"] == 2


async def test_the_last_error_is_told_even_when_all_is_well_again(
    api: Caller, listener: Listener, clock: StoppedClock, reader: Person, unstarted: Chat
) -> None:
    listener.answers.append(web.Response(status=503))
    await api.call("setWebhook", url=listener.url)
    reader.writes(unstarted, "first")
    await listener.texts(2)

    info = await api.call("getWebhookInfo")

    assert info["last_error_date"] == clock.time
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"


async def test_a_new_webhook_has_no_error_yet(
    api: Caller, listener: Listener, reader: Person, unstarted: Chat
) -> None:
    listener.answers.append(web.Response(status=503))
    await api.call("setWebhook", url=listener.url)
    reader.writes(unstarted, "first")
    await listener.texts(2)

    await api.call("setWebhook", url=listener.url + "/other")

    assert "last_error_message" not in await api.call("getWebhookInfo")


async def _error(api: Caller) -> str:
    """Wait until something has gone wrong, and return what."""
    async with asyncio.timeout(LONG_POLL):
        while "last_error_message" not in (info := await api.call("getWebhookInfo")):
            pass
    message: str = info["last_error_message"]
    return message


async def test_nobody_listening_is_an_error(
    api: Caller, clock: StoppedClock, listener: Listener, reader: Person, unstarted: Chat
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    await api.call("setWebhook", url=f"http://127.0.0.1:{port}/")
    reader.writes(unstarted, "first")

    assert await _error(api) == "Connection refused"


async def test_a_listener_that_hangs_up_is_an_error(
    api: Caller, clock: StoppedClock, listener: Listener, reader: Person, unstarted: Chat
) -> None:
    async def hang_up(_reading: asyncio.StreamReader, writing: asyncio.StreamWriter) -> None:
        writing.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as deaf:
        port = deaf.sockets[0].getsockname()[1]
        await api.call("setWebhook", url=f"http://127.0.0.1:{port}/")
        reader.writes(unstarted, "first")

        assert await _error(api) in ("Connection closed", "Connection reset by peer")
        await api.call("deleteWebhook")


async def test_a_listener_without_encryption_is_an_error_at_an_https_address(
    api: Caller, clock: StoppedClock, listener: Listener, reader: Person, unstarted: Chat
) -> None:
    await api.call("setWebhook", url=listener.url.replace("http:", "https:"))
    reader.writes(unstarted, "first")

    assert (await _error(api)).startswith("SSL error {")


# Polls and webhooks exclude each other


async def test_a_bot_with_a_webhook_can_not_poll(api: Caller, listener: Listener) -> None:
    await api.call("setWebhook", url=listener.url)

    assert await api.refused("getUpdates") == (
        409,
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first",
    )


async def test_a_poll_that_waits_is_ended_by_set_webhook(
    api: Caller, listener: Listener, account: BotAccount
) -> None:
    poll = asyncio.create_task(api.refused("getUpdates", timeout=50))
    await account.polled.wait()

    await api.call("setWebhook", url=listener.url)

    assert await asyncio.wait_for(poll, LONG_POLL) == (
        409,
        "Conflict: terminated by setWebhook request",
    )


@pytest.mark.parametrize("how", ["deleteWebhook", "setWebhook"])
async def test_without_its_webhook_a_bot_polls_again_for_what_it_has_not_confirmed(
    api: Caller, listener: Listener, reader: Person, unstarted: Chat, how: str
) -> None:
    listener.let_through.clear()
    await api.call("setWebhook", url=listener.url)
    reader.writes(unstarted, "first")
    await listener.texts(1)
    reader.writes(unstarted, "second")

    assert await api.call(how, url="") is True

    assert await api.seen() == ["first", "second"]
    assert (await api.call("getWebhookInfo"))["url"] == ""


async def test_delete_webhook_drops_what_waits_where_it_is_asked_to(
    api: Caller, listener: Listener, reader: Person, unstarted: Chat
) -> None:
    listener.let_through.clear()
    await api.call("setWebhook", url=listener.url)
    reader.writes(unstarted, "first")
    await listener.texts(1)

    await api.call("deleteWebhook", drop_pending_updates=True)

    assert await api.call("getUpdates") == []


async def test_a_new_webhook_takes_the_place_of_the_old(
    api: Caller, listener: Listener, reader: Person, unstarted: Chat
) -> None:
    await api.call("setWebhook", url=listener.url + "/old")
    await api.call("setWebhook", url=listener.url + "/new")
    reader.writes(unstarted, "Hello")

    request, _ = await listener.next_request()

    assert request.path == "/hook/new"
    assert not listener.has_more


async def test_of_two_webhooks_set_at_once_one_remains(
    api: Caller, listener: Listener, reader: Person, unstarted: Chat
) -> None:
    local = listener.url.replace("127.0.0.1", "localhost")
    await asyncio.gather(*(api.call("setWebhook", url=f"{local}/{number}") for number in range(5)))
    for number in range(10):
        reader.writes(unstarted, str(number))

    requests = [await listener.next_request() for _ in range(10)]

    assert len({request.path for request, _ in requests}) == 1
    assert [update["message"]["text"] for _, update in requests] == list(map(str, range(10)))


# What is refused


@pytest.mark.parametrize(
    "url",
    ["ftp://127.0.0.1/", "http://", "https:///path", "http://127.0.0.1:99999/", "http://:80/", "/"],
)
async def test_what_is_no_address_is_refused(api: Caller, url: str) -> None:
    assert await api.refused("setWebhook", url=url) == (
        400,
        "Bad Request: invalid webhook URL specified",
    )


@pytest.mark.parametrize("secret", ["a b", "ключ", "a+b", "a/b=", "a\n"])
async def test_a_secret_token_of_other_characters_is_refused(api: Caller, secret: str) -> None:
    assert await api.refused("setWebhook", url="http://127.0.0.1:9/", secret_token=secret) == (
        400,
        "Bad Request: secret token contains unallowed characters",
    )


async def test_a_secret_token_of_256_characters_is_the_longest(
    api: Caller, listener: Listener
) -> None:
    assert await api.refused("setWebhook", url=listener.url, secret_token="a" * 257) == (
        400,
        "Bad Request: secret token is too long",
    )
    assert await api.call("setWebhook", url=listener.url, secret_token="a" * 256)


async def test_a_host_that_there_is_not_is_refused(api: Caller) -> None:
    # No label of a name is so long, so that nobody need be asked.
    code, description = await api.refused("setWebhook", url=f"https://{'a' * 64}.example/")

    assert code == 400
    assert description.startswith("Bad Request: bad webhook: Failed to resolve host: ")


async def test_what_is_no_ip_address_is_refused(api: Caller) -> None:
    assert await api.refused("setWebhook", url="http://example.org/", ip_address="nowhere") == (
        400,
        "Bad Request: bad webhook: Invalid IP address specified",
    )


async def test_a_webhook_that_is_refused_takes_the_old_one_away(
    api: Caller, listener: Listener
) -> None:
    await api.call("setWebhook", url=listener.url)

    await api.refused("setWebhook", url="ftp://127.0.0.1/")

    assert (await api.call("getWebhookInfo"))["url"] == ""


async def test_an_ip_address_is_used_instead_of_the_hosts_own(
    api: Caller, listener: Listener, reader: Person, unstarted: Chat
) -> None:
    elsewhere = listener.url.replace("127.0.0.1", "bot.example")
    await api.call("setWebhook", url=elsewhere, ip_address="127.0.0.1")
    reader.writes(unstarted, "Hello")

    request, _ = await listener.next_request()

    assert request.host == elsewhere.split("/")[2]
    assert (await api.call("getWebhookInfo"))["ip_address"] == "127.0.0.1"
