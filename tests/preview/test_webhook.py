"""Webhooks (https://core.telegram.org/bots/api#setwebhook)."""

import asyncio
import itertools
import json

import httpx
import pytest
from aiohttp import MultipartWriter, web

from preview import Person, PreviewServer, Telegram
from preview.account import BotAccount
from preview.delivery import back_off
from preview.objects import Chat
from tests.preview.calling import LONG_POLL, Caller
from tests.preview.clocks import StoppedClock
from tests.preview.listening import Listener, listening

SECRET = "Only-we_2"


# What is brought


async def test_an_update_is_posted_as_json(
    api: Caller, listener: Listener, reader: Person, unstarted: Chat
) -> None:
    assert await api.call("setWebhook", url=listener.url) is True
    reader.writes(unstarted, "سلام")

    request, update = await listener.next_request()

    assert (request.method, request.path) == ("POST", "/hook")
    assert request.content_type == "application/json"
    assert request.host == listener.url.split("/")[2]
    assert update["update_id"] > 0
    assert update["message"]["text"] == "سلام"


async def test_the_secret_token_comes_with_every_update(
    api: Caller, listener: Listener, reader: Person, unstarted: Chat
) -> None:
    await api.call("setWebhook", url=listener.url, secret_token=SECRET)
    reader.writes(unstarted, "Hello")

    request, _ = await listener.next_request()

    assert request.headers["X-Telegram-Bot-Api-Secret-Token"] == SECRET


async def test_without_a_secret_token_there_is_no_header(
    api: Caller, listener: Listener, reader: Person, unstarted: Chat
) -> None:
    await api.call("setWebhook", url=listener.url)
    reader.writes(unstarted, "Hello")

    request, _ = await listener.next_request()

    assert "X-Telegram-Bot-Api-Secret-Token" not in request.headers


async def test_a_name_and_password_in_the_address_are_sent_along(
    api: Caller, listener: Listener, reader: Person, unstarted: Chat
) -> None:
    await api.call("setWebhook", url=listener.url.replace("://", "://me:secret@") + "?a=b")
    reader.writes(unstarted, "Hello")

    request, _ = await listener.next_request()

    assert request.headers["Authorization"] == "Basic bWU6c2VjcmV0"
    assert request.query["a"] == "b"


async def test_what_waited_before_the_webhook_was_set_is_brought(
    api: Caller, listener: Listener, reader: Person, unstarted: Chat
) -> None:
    reader.writes(unstarted, "first")
    await api.call("setWebhook", url=listener.url)
    reader.writes(unstarted, "second")

    assert await listener.texts(2) == ["first", "second"]


async def test_what_waited_is_dropped_where_the_bot_asks_to(
    api: Caller, listener: Listener, reader: Person, unstarted: Chat
) -> None:
    reader.writes(unstarted, "first")
    await api.call("setWebhook", url=listener.url, drop_pending_updates=True)
    reader.writes(unstarted, "second")

    assert await listener.texts(1) == ["second"]


async def test_only_the_kinds_that_the_bot_allows_are_brought(
    api: Caller, listener: Listener, reader: Person, unstarted: Chat
) -> None:
    await api.call("setWebhook", url=listener.url, allowed_updates=["edited_message"])
    message = reader.writes(unstarted, "first")
    reader.edits(message, "second")

    assert (await listener.next())["edited_message"]["text"] == "second"


# In which order


async def test_a_chats_updates_come_one_after_the_other(
    api: Caller, listener: Listener, reader: Person, unstarted: Chat
) -> None:
    await api.call("setWebhook", url=listener.url)
    texts = [str(number) for number in range(30)]
    for text in texts:
        reader.writes(unstarted, text)

    assert await listener.texts(30) == texts
    assert listener.most_at_once == 1


async def test_a_chats_next_update_waits_until_the_one_before_is_confirmed(
    api: Caller, listener: Listener, reader: Person, unstarted: Chat
) -> None:
    listener.answers.append(web.Response(status=500))
    await api.call("setWebhook", url=listener.url)
    reader.writes(unstarted, "first")
    reader.writes(unstarted, "second")

    assert await listener.texts(3) == ["first", "first", "second"]


async def test_one_chat_does_not_wait_for_another(
    api: Caller, listener: Listener, telegram: Telegram, account: BotAccount
) -> None:
    listener.let_through.clear()
    await api.call("setWebhook", url=listener.url)
    for name in ("Ann", "Ben", "Cem"):
        person = Person.joins(telegram, name)
        person.writes(person.chat_with(account), name)

    assert sorted(await listener.texts(3)) == ["Ann", "Ben", "Cem"]
    assert listener.most_at_once == 3


async def test_no_more_updates_come_at_once_than_the_bot_allows(
    api: Caller, listener: Listener, telegram: Telegram, account: BotAccount
) -> None:
    listener.let_through.clear()
    await api.call("setWebhook", url=listener.url, max_connections=2)
    for number in range(20):
        person = Person.joins(telegram, str(number))
        person.writes(person.chat_with(account), str(number))
    first = await listener.texts(2)
    await api.call("getMe")
    listener.let_through.set()

    assert sorted(map(int, first + await listener.texts(18))) == list(range(20))
    assert listener.most_at_once == 2


async def test_a_press_does_not_wait_for_the_message_before_it(
    api: Caller, listener: Listener, account: BotAccount, reader: Person, chat: Chat
) -> None:
    message = reader.writes(chat, "Well?")
    listener.let_through.clear()
    await api.call("setWebhook", url=listener.url)
    press = asyncio.create_task(reader.sends_callback(account, message, "yes"))

    updates = [await listener.next(), await listener.next()]

    (query,) = [update["callback_query"] for update in updates if "callback_query" in update]
    await api.call("answerCallbackQuery", callback_query_id=query["id"], text="So it is.")
    assert (await press).text == "So it is."


# Until it is confirmed


async def _all_confirmed(api: Caller) -> bool:
    """Wait until nothing waits."""
    async with asyncio.timeout(LONG_POLL):
        while (await api.call("getWebhookInfo"))["pending_update_count"]:
            pass
    return True


@pytest.mark.parametrize("status", [200, 201, 204, 299])
async def test_any_answer_of_2xx_confirms_an_update(
    api: Caller, listener: Listener, reader: Person, unstarted: Chat, status: int
) -> None:
    listener.answers.append(web.Response(status=status))
    await api.call("setWebhook", url=listener.url)
    reader.writes(unstarted, "first")

    assert await listener.texts(1) == ["first"]
    assert await _all_confirmed(api)
    assert not listener.has_more


@pytest.mark.parametrize("status", [301, 302, 400, 401, 404, 429, 500, 502])
async def test_an_update_comes_again_until_it_is_confirmed(
    api: Caller,
    listener: Listener,
    clock: StoppedClock,
    reader: Person,
    unstarted: Chat,
    status: int,
) -> None:
    elsewhere = {"Location": "/elsewhere"}
    listener.answers += [web.Response(status=status, headers=elsewhere) for _ in range(8)]
    await api.call("setWebhook", url=listener.url)
    reader.writes(unstarted, "first")

    requests = [await listener.next_request() for _ in range(9)]

    assert {request.path for request, _ in requests} == {"/hook"}
    assert len({update["update_id"] for _, update in requests}) == 1
    assert clock.slept == [0, 2, 4, 8, 16, 32, 60, 60]


async def test_the_back_off_begins_anew_with_each_update(
    api: Caller, listener: Listener, clock: StoppedClock, reader: Person, unstarted: Chat
) -> None:
    listener.answers += [web.Response(status=status) for status in (500, 500, 200, 500, 500)]
    await api.call("setWebhook", url=listener.url)
    reader.writes(unstarted, "first")
    reader.writes(unstarted, "second")

    assert await listener.texts(6) == ["first"] * 3 + ["second"] * 3
    assert clock.slept == [0, 2, 0, 2]


def test_the_back_off_grows_to_a_minute() -> None:
    assert list(itertools.islice(back_off(), 9)) == [0, 2, 4, 8, 16, 32, 60, 60, 60]


@pytest.mark.parametrize(
    ("header", "waits"), [("7", 7), ("100000", 3600), ("0", 0), ("tomorrow", 0), ("-5", 0)]
)
async def test_a_bot_may_say_how_long_it_wants_to_be_left_alone(
    api: Caller,
    listener: Listener,
    clock: StoppedClock,
    reader: Person,
    unstarted: Chat,
    header: str,
    waits: int,
) -> None:
    listener.answers.append(web.Response(status=429, headers={"Retry-After": header}))
    await api.call("setWebhook", url=listener.url)
    reader.writes(unstarted, "first")

    await listener.texts(2)

    assert clock.slept == [waits]


async def test_a_dropped_update_comes_no_more(
    api: Caller, listener: Listener, account: BotAccount, reader: Person, unstarted: Chat
) -> None:
    listener.let_through.clear()
    listener.answers.append(web.Response(status=500))
    await api.call("setWebhook", url=listener.url)
    reader.writes(unstarted, "first")
    await listener.texts(1)
    account.updates.drop()
    listener.let_through.set()
    reader.writes(unstarted, "second")

    assert await listener.texts(1) == ["second"]


# A method in the answer (https://core.telegram.org/bots/api#making-requests-when-getting-updates)


async def test_a_method_in_an_answer_is_carried_out(
    api: Caller, listener: Listener, reader: Person, unstarted: Chat, account: BotAccount
) -> None:
    said = {"method": "sendMessage", "chat_id": unstarted.id, "text": "<b>Hello</b>"}
    listener.answers.append(web.json_response(said | {"parse_mode": "HTML"}))
    await api.call("setWebhook", url=listener.url)

    reply = await reader.asks(unstarted, "Anybody?")

    assert reply.text == "Hello"
    assert reply.entities[0]["type"] == "bold"
    assert "method" not in account.calls[-1].parameters


async def test_a_method_in_an_answer_may_come_as_a_form(
    api: Caller, listener: Listener, reader: Person, unstarted: Chat
) -> None:
    listener.answers.append(
        web.Response(
            text=f"method=SendMessage&chat_id={unstarted.id}&text=Hello%20there",
            content_type="application/x-www-form-urlencoded",
        )
    )
    await api.call("setWebhook", url=listener.url)

    assert (await reader.asks(unstarted, "Anybody?")).text == "Hello there"


async def test_a_method_in_an_answer_may_come_as_a_multipart_form(
    api: Caller, listener: Listener, reader: Person, unstarted: Chat
) -> None:
    parts = MultipartWriter("form-data")
    for name, value in {"method": "sendMessage", "chat_id": unstarted.id, "text": "Hi"}.items():
        part = parts.append(str(value))
        part.set_content_disposition("form-data", name=name)
    listener.answers.append(web.Response(body=parts))
    await api.call("setWebhook", url=listener.url)

    assert (await reader.asks(unstarted, "Anybody?")).text == "Hi"


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "SETWEBHOOK", "logOut", "close"])
async def test_an_answer_can_not_ask_for_something_or_change_the_webhook(
    api: Caller,
    listener: Listener,
    account: BotAccount,
    reader: Person,
    unstarted: Chat,
    method: str,
) -> None:
    listener.answers.append(web.json_response({"method": method}))
    await api.call("setWebhook", url=listener.url)
    reader.writes(unstarted, "first")
    reader.writes(unstarted, "second")

    assert await listener.texts(2) == ["first", "second"]
    assert [call.method for call in account.calls] == ["setWebhook"]


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", "{"),
        ("application/json", "[]"),
        ("application/json", '{"method": 5}'),
        ("application/json", '{"method": "jump"}'),
        ("application/json", '{"method": "sendMessage", "chat_id": 5, "text": "Hello"}'),
        ("application/json", '{"text": "Hello"}'),
        ("text/html", "<p>ok</p>"),
        ("multipart/form-data", "nonsense"),
    ],
)
async def test_an_answer_that_asks_for_nothing_sensible_confirms_all_the_same(
    api: Caller,
    listener: Listener,
    reader: Person,
    unstarted: Chat,
    content_type: str,
    body: str,
) -> None:
    listener.answers.append(web.Response(text=body, content_type=content_type))
    await api.call("setWebhook", url=listener.url)
    reader.writes(unstarted, "first")
    reader.writes(unstarted, "second")

    assert await listener.texts(2) == ["first", "second"]


async def test_a_method_in_a_refusal_is_not_carried_out(
    api: Caller, listener: Listener, account: BotAccount, reader: Person, unstarted: Chat
) -> None:
    said = {"method": "sendMessage", "chat_id": unstarted.id, "text": "Hello"}
    listener.answers.append(web.json_response(said, status=500))
    await api.call("setWebhook", url=listener.url)
    reader.writes(unstarted, "first")

    await listener.texts(2)

    assert [call.method for call in account.calls] == ["setWebhook"]


# With the server


async def test_webhooks_end_with_the_server_and_go_on_with_the_next(
    http: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    telegram = Telegram()
    account, reader = telegram.new_bot("fedorov_bot"), Person.joins(telegram, "Reader")
    async with listening() as listener:
        listener.let_through.clear()
        async with PreviewServer(telegram) as server:
            await Caller(http, server.url, account.token).call("setWebhook", url=listener.url)
            reader.writes(reader.chat_with(account), "first")
            await listener.texts(1)
        listener.let_through.set()
        reader.writes(reader.chat_with(account), "second")
        assert not listener.has_more

        async with PreviewServer(telegram):
            assert await listener.texts(2) == ["first", "second"]
    assert caplog.records == []


async def test_a_server_ends_at_once_while_a_bot_that_fails_is_left_alone(
    http: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    telegram = Telegram()
    account, reader = telegram.new_bot("fedorov_bot"), Person.joins(telegram, "Reader")
    async with listening() as listener:
        listener.answers += [web.Response(status=429, headers={"Retry-After": "3600"})]
        async with PreviewServer(telegram) as server, asyncio.timeout(LONG_POLL):
            await Caller(http, server.url, account.token).call("setWebhook", url=listener.url)
            reader.writes(reader.chat_with(account), "first")
            await listener.texts(1)
    assert caplog.records == []


async def test_each_bot_has_its_own_webhook(
    api: Caller,
    other_api: Caller,
    listener: Listener,
    account: BotAccount,
    other_account: BotAccount,
    reader: Person,
) -> None:
    await api.call("setWebhook", url=listener.url + "/one")
    await other_api.call("setWebhook", url=listener.url + "/other")
    reader.writes(reader.chat_with(account), "To one")
    reader.writes(reader.chat_with(other_account), "To the other")

    brought = [await listener.next_request() for _ in range(2)]

    assert sorted((request.path, update["message"]["text"]) for request, update in brought) == [
        ("/hook/one", "To one"),
        ("/hook/other", "To the other"),
    ]
    await other_api.call("deleteWebhook")


async def test_parameters_of_set_webhook_may_come_as_text(
    api: Caller, listener: Listener, reader: Person, unstarted: Chat
) -> None:
    form = {"url": listener.url, "allowed_updates": json.dumps(["message"]), "max_connections": "3"}
    await api.http.post(f"{api.address}/setWebhook", data=form)
    reader.writes(unstarted, "Hello")

    assert await listener.texts(1) == ["Hello"]
    assert (await api.call("getWebhookInfo"))["max_connections"] == 3
