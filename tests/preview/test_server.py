"""How the Bot API is spoken: addresses, parameters, results and refusals."""

import asyncio
import json
import time
from typing import Any

import httpx
import pytest

from preview import Person, PreviewServer, Telegram
from preview.account import BotAccount
from preview.objects import Chat
from tests.preview.calling import Caller, keyboard


async def test_get_me_says_who_the_bot_is(api: Caller, account: BotAccount) -> None:
    me = await api.call("getMe")

    assert (me["id"], me["is_bot"]) == (account.user.id, True)
    assert (me["username"], me["first_name"]) == ("fedorov_bot", "Fedorov, verbatim")


@pytest.mark.parametrize("privacy", [True, False])
async def test_get_me_says_whether_the_bot_reads_all_that_is_said_in_groups(
    api: Caller,
    account: BotAccount,
    privacy: bool,
) -> None:
    account.privacy = privacy

    assert (await api.call("getMe"))["can_read_all_group_messages"] is not privacy


async def test_a_token_that_no_bot_has_is_unauthorized(
    server: PreviewServer, http: httpx.AsyncClient
) -> None:
    stranger = Caller(http, server.url, f"1234567:{'A' * 35}")

    assert await stranger.refused("getMe") == (401, "Unauthorized")


@pytest.mark.parametrize("token", ["nonsense", "123", "abc:def", ":", "12 34:abc"])
async def test_what_is_no_token_at_all_is_not_found(
    server: PreviewServer, http: httpx.AsyncClient, token: str
) -> None:
    assert await Caller(http, server.url, token).refused("getMe") == (404, "Not Found")


async def test_a_method_that_there_is_not_is_not_found(api: Caller) -> None:
    assert await api.refused("getYou") == (404, "Not Found: method not found")


@pytest.mark.parametrize("path", ["", "/", "/bot", "/robots.txt"])
async def test_an_address_beside_the_bot_api_is_not_found(
    server: PreviewServer, http: httpx.AsyncClient, path: str
) -> None:
    response = await http.get(server.url + path)

    assert response.status_code == 404
    assert response.json() == {"ok": False, "error_code": 404, "description": "Not Found"}


@pytest.mark.parametrize("name", ["getMe", "getme", "GETME", "GetMe"])
async def test_a_methods_name_may_be_written_in_any_case(api: Caller, name: str) -> None:
    assert (await api.call(name))["username"] == "fedorov_bot"


async def test_a_call_is_answered_at_once(api: Caller) -> None:
    took = []
    for _ in range(10):
        began = time.monotonic()
        await api.call("getMe")
        took.append(time.monotonic() - began)

    # Where the two ends wait for each other (Nagle's algorithm), every call takes 40 ms.
    assert min(took[1:]) < 0.03


# Four ways of passing parameters, as https://core.telegram.org/bots/api#making-requests lists them


async def test_parameters_may_come_in_the_query_string(api: Caller, chat: Chat) -> None:
    query = {"chat_id": str(chat.id), "text": "سلام & <b>", "reply_markup": json.dumps(BUTTON)}

    response = await api.http.get(f"{api.address}/sendMessage", params=query)

    assert response.json()["result"]["text"] == "سلام & <b>"
    assert response.json()["result"]["reply_markup"] == BUTTON


async def test_parameters_may_come_as_a_form(api: Caller, chat: Chat) -> None:
    form = {"chat_id": chat.id, "text": "سلام & <b>", "reply_markup": json.dumps(BUTTON)}

    response = await api.http.post(f"{api.address}/sendMessage", data=form)

    assert response.json()["result"]["text"] == "سلام & <b>"
    assert response.json()["result"]["reply_markup"] == BUTTON


async def test_parameters_may_come_as_json(api: Caller, chat: Chat) -> None:
    sent = await api.call("sendMessage", chat_id=chat.id, text="سلام & <b>", reply_markup=BUTTON)

    assert sent["text"] == "سلام & <b>"
    assert sent["reply_markup"] == BUTTON


async def test_parameters_may_come_as_a_multipart_form(api: Caller, chat: Chat) -> None:
    parts = {"chat_id": (None, str(chat.id)), "text": (None, "سلام & <b>")}

    response = await api.http.post(f"{api.address}/sendMessage", files=parts)

    assert response.json()["ok"], response.json()
    assert response.json()["result"]["text"] == "سلام & <b>"


async def test_in_json_a_structure_may_still_be_json_text(api: Caller, chat: Chat) -> None:
    sent = await api.call(
        "sendMessage", chat_id=str(chat.id), text="Hello", reply_markup=json.dumps(BUTTON)
    )

    assert sent["reply_markup"] == BUTTON


async def test_query_string_and_body_are_read_together(api: Caller, chat: Chat) -> None:
    response = await api.http.post(
        f"{api.address}/sendMessage", params={"chat_id": chat.id}, json={"text": "Hello"}
    )

    assert response.json()["result"]["text"] == "Hello"


async def test_a_method_without_parameters_needs_no_body(api: Caller) -> None:
    assert (await api.http.get(f"{api.address}/getMe")).json()["ok"]
    assert (await api.http.post(f"{api.address}/getMe")).json()["ok"]


async def test_a_parameter_that_a_method_does_not_have_is_passed_over(api: Caller) -> None:
    assert (await api.call("getMe", colour="blue"))["username"] == "fedorov_bot"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"chat_id": 1, "text": '),
        ("application/json", b"[1, 2]"),
        ("application/json", b"\xff\xfe"),
        ("application/json", b'{"text": "\\ud83d"}'),
        ("application/json", b"[" * 100_000),
        ("application/json; charset=utf-8", b"nonsense"),
        ("application/x-www-form-urlencoded", b"text=\xff\xfe"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n\xff\r\n--x--\r\n',
        ),
    ],
)
async def test_a_broken_body_is_a_bad_request(api: Caller, kind: str, body: bytes) -> None:
    response = await api.http.post(
        f"{api.address}/sendMessage", content=body, headers={"content-type": kind}
    )

    assert response.status_code == 400
    assert response.json()["description"].startswith("Bad Request: ")


BUTTON = keyboard({"text": "Yes", "callback_data": "yes"})
UNREADABLE: list[tuple[str, dict[str, Any]]] = [
    ("sendMessage", {"reply_markup": "{"}),
    ("sendMessage", {"reply_markup": "null and void"}),
    ("sendMessage", {"reply_markup": 5}),
    ("sendMessage", {"reply_markup": "[" * 100_000}),
    ("sendMessage", {"reply_markup": json.dumps(keyboard({"text": "\ud83d", "url": "a.bc"}))}),
    ("sendMessage", {"reply_parameters": {"message_id": "9" * 5000}}),
    ("sendMessage", {"text": "😀", "entities": [{"type": "bold", "offset": 1, "length": 1}]}),
    ("sendMessage", {"reply_markup": {"inline_keyboard": [["Yes"]]}}),
    ("sendMessage", {"reply_markup": keyboard({"text": "Yes", "copy_text": "a"})}),
    ("sendMessage", {"reply_markup": keyboard({"text": "Yes", "url": 5})}),
    ("sendMessage", {"reply_parameters": 5}),
    ("sendMessage", {"reply_parameters": {"message_id": "first"}}),
    ("sendMessage", {"entities": [{"type": "bold", "offset": 0, "length": 99}]}),
    ("setMyCommands", {"commands": 5}),
    ("setMyCommands", {"commands": ["start"]}),
    ("getMyCommands", {"scope": 5}),
    ("getMyCommands", {"scope": {"chat_id": 5}}),
    ("getMyCommands", {"scope": {"type": "chat"}}),
    ("getMyCommands", {"scope": {"type": "nonsense"}}),
    ("answerInlineQuery", {"inline_query_id": "1", "results": 5}),
    ("answerInlineQuery", {"inline_query_id": "1", "results": [5]}),
    ("answerInlineQuery", {"inline_query_id": "1", "results": [], "button": 5}),
    ("answerGuestQuery", {"guest_query_id": "1", "result": 5}),
    ("answerGuestQuery", {"guest_query_id": "1", "result": {"type": "article"}}),
]


@pytest.mark.parametrize(
    ("method", "parameters"),
    UNREADABLE,
    ids=[f"{method}-{json.dumps(parameters)[:60]}" for method, parameters in UNREADABLE],
)
async def test_a_structure_of_another_shape_is_a_bad_request(
    api: Caller, chat: Chat, method: str, parameters: dict[str, Any]
) -> None:
    code, description = await api.refused(
        method, **({"chat_id": chat.id, "text": "Hello"} | parameters)
    )

    assert code == 400
    assert description.startswith("Bad Request: ")


# Telegram passes some of these over, and takes a number for a text. What counts here is that none
# of them is a fault of the server's.
@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("sendMessage", {"entities": 5}),
        ("sendMessage", {"entities": [5]}),
        ("sendMessage", {"reply_markup": keyboard({"text": "Yes", "callback_data": 5})}),
        ("sendMessage", {"reply_markup": keyboard({"text": 5, "callback_data": "yes"})}),
        ("setMyCommands", {"commands": [{"command": 5, "description": "Five"}]}),
        ("setMyCommands", {"commands": [{"command": "five", "description": 5}]}),
        ("getUpdates", {"allowed_updates": 5}),
    ],
    ids=str,
)
async def test_a_value_of_another_kind_is_no_fault_of_the_servers(
    api: Caller, chat: Chat, method: str, parameters: dict[str, Any]
) -> None:
    response = await api.post(method, **({"chat_id": chat.id, "text": "Hello"} | parameters))

    assert response.status_code in (200, 400)


# Refusals


async def test_a_refusal_names_its_code_and_its_reason_and_nothing_more(api: Caller) -> None:
    response = await api.post("sendMessage", chat_id=5, text="Hello")

    assert response.status_code == 400
    assert response.headers["content-type"].startswith("application/json")
    assert response.json() == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: chat not found",
    }


# The end


@pytest.mark.parametrize("waiting", [True, False])
async def test_the_server_ends_at_once_and_a_poll_with_it(
    http: httpx.AsyncClient, caplog: pytest.LogCaptureFixture, waiting: bool
) -> None:
    telegram = Telegram()
    account = telegram.new_bot("fedorov_bot")
    async with PreviewServer(telegram) as server:
        caller = Caller(http, server.url, account.token)
        poll = asyncio.create_task(caller.call("getUpdates", timeout=50 if waiting else 0))
        await account.polled.wait()
        began = time.monotonic()

    assert time.monotonic() - began < 0.05
    assert await poll == []
    assert caplog.records == []


# Two bots


async def test_each_bot_on_a_server_is_itself(api: Caller, other_api: Caller) -> None:
    assert (await api.call("getMe"))["username"] == "fedorov_bot"
    assert (await other_api.call("getMe"))["username"] == "other_bot"


async def test_what_is_written_to_one_bot_is_not_shown_to_another(
    api: Caller, other_api: Caller, reader: Person, account: BotAccount, other_account: BotAccount
) -> None:
    reader.writes(reader.chat_with(account), "To Fedorov")
    reader.writes(reader.chat_with(other_account), "To the other")

    assert await api.seen() == ["To Fedorov"]
    assert await other_api.seen() == ["To the other"]


async def test_to_start_one_bot_is_not_to_start_another(
    other_api: Caller, reader: Person, chat: Chat
) -> None:
    code, _ = await other_api.refused("sendMessage", chat_id=reader.user.id, text="Hello")

    assert code == 403
