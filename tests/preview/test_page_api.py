"""What the chat page asks of the server, asked as a browser asks it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import httpx
import pytest
import pytest_asyncio

from preview import ChatPage, Person, PreviewServer, Scene, Telegram
from preview.account import BotAccount
from preview.files import LARGEST_UPLOAD
from preview.live import MOST_UNTOLD, Live
from tests.preview.calling import Caller, article, keyboard

Json = dict[str, Any]

GROUP, FORUM, WITHOUT_BOT = range(1, 4)
YES = keyboard(
    {"text": "Yes", "callback_data": "yes"}, {"text": "Site", "url": "https://a.example"}
)


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
def scene(telegram: Telegram, account: BotAccount) -> Scene:
    return Scene.ready_made(telegram, account)


@pytest_asyncio.fixture(loop_scope="session")
async def server(telegram: Telegram, scene: Scene) -> AsyncIterator[PreviewServer]:
    async with PreviewServer(telegram, pages=ChatPage(scene).routes()) as serving:
        yield serving


@pytest.fixture
def reader(scene: Scene) -> Person:
    return scene.people[0]


@pytest.fixture
def second(scene: Scene) -> Person:
    return scene.people[1]


@pytest_asyncio.fixture(loop_scope="session")
async def bot(server: PreviewServer, account: BotAccount) -> AsyncIterator[Caller]:
    """The bot's end of the line."""
    async with httpx.AsyncClient(trust_env=False, timeout=20) as http:
        yield Caller(http, server.url, account.token)


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


@pytest_asyncio.fixture(loop_scope="session")
async def http(server: PreviewServer) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server.url, trust_env=False, timeout=20) as client:
        yield client


@pytest.fixture
def page(http: httpx.AsyncClient, reader: Person) -> Page:
    return Page(http, reader)


@pytest.fixture
def seconds_page(http: httpx.AsyncClient, second: Person) -> Page:
    return Page(http, second)


# What one sees


async def test_one_is_the_first_of_three_people_and_may_be_any(
    page: Page, http: httpx.AsyncClient
) -> None:
    state = (await http.get("/page/state")).json()

    assert state["me"] == page.me
    assert [one["admin"] for one in state["people"]] == [False, False, True]
    other = (await http.get("/page/state", params={"as": state["people"][2]["id"]})).json()
    assert other["me"] == state["people"][2]["id"]


async def test_there_is_a_chat_of_every_kind(page: Page, account: BotAccount) -> None:
    private, group, forum, without_bot = (await page.state())["chats"]

    assert (private["type"], private["bot_id"], private["started"]) == (
        "private",
        account.user.id,
        False,
    )
    assert account.user.id in group["members"]
    assert group["note"].startswith("Group privacy is on")
    assert forum["is_forum"]
    assert [one["name"] for one in forum["topics"]] == ["General talk", "Sources"]
    assert account.user.id not in without_bot["members"]
    assert without_bot["note"].startswith("The bot is not in this chat")


async def test_a_bot_that_is_shown_everything_needs_no_note(
    page: Page, account: BotAccount
) -> None:
    account.privacy = False

    assert (await page.chat(GROUP))["note"] == ""


async def test_a_bot_describes_itself_in_the_language_of_who_looks(
    page: Page, seconds_page: Page, bot: Caller
) -> None:
    await bot.call("setMyDescription", description="Ask me.")
    await bot.call("setMyDescription", description="مجھ سے پوچھیں۔", language_code="ur")

    assert (await page.state())["bots"][0]["description"] == "Ask me."
    assert (await seconds_page.state())["bots"][0]["description"] == "مجھ سے پوچھیں۔"


async def test_commands_are_those_of_the_chat_and_say_whose_they_are(
    page: Page, bot: Caller, account: BotAccount
) -> None:
    ask = {"command": "ask", "description": "Ask"}
    await bot.call("setMyCommands", commands=[ask], scope={"type": "all_group_chats"})

    assert (await page.chat())["commands"] == []
    assert (await page.chat(GROUP))["commands"] == [ask | {"bot_id": account.user.id}]
    assert (await page.chat(WITHOUT_BOT))["commands"] == []


# What one does, and is told


async def test_what_is_sent_reaches_the_bot_and_its_reply_the_page(page: Page, bot: Caller) -> None:
    chat = await page.chat()
    async with page.watching() as told:
        sent = await page.does("send", chat=chat["key"], text="Hello")
        asked = await bot.next("message")
        await bot.call(
            "sendMessage", chat_id=asked["chat"]["id"], text="<b>Hi</b>", parse_mode="HTML"
        )

        _, mine = await told.next("message")
        _, reply = await told.next("message")

    assert asked["text"] == "Hello"
    assert mine["chat"] == reply["chat"] == chat["key"]
    assert mine["message"]["message_id"] == sent["message_id"]
    assert mine["message"]["mine"]
    assert not reply["message"]["mine"]
    assert reply["message"]["entities"] == [{"type": "bold", "offset": 0, "length": 2}]
    assert [one["text"] for one in (await page.chat())["messages"]] == ["Hello", "Hi"]


async def test_a_group_is_told_what_one_of_it_writes_and_nobody_what_others_write_in_private(
    page: Page, seconds_page: Page
) -> None:
    group = await page.chat(GROUP)
    async with seconds_page.watching() as told:
        await page.does("send", chat=(await page.chat())["key"], text="In private")
        await page.does("send", chat=group["key"], text="To all")

        _, heard = await told.next("message")

    assert heard["message"]["text"] == "To all"
    assert not heard["message"]["mine"]


async def test_a_reply_quotes_and_stays_in_its_topic(page: Page, bot: Caller) -> None:
    forum = await page.chat(FORUM)
    thread = forum["topics"][1]["id"]
    first = await page.does("send", chat=forum["key"], text="Trade grew by 20 %.", thread=thread)
    await page.does(
        "send",
        chat=forum["key"],
        text="/ask Is that so?",
        reply_to=first["message_id"],
        quote="20 %",
        thread=thread,
    )

    message = await bot.next("message")

    assert message["message_thread_id"] == thread
    assert message["quote"]["text"] == "20 %"


async def test_a_quote_must_stand_in_the_message(page: Page) -> None:
    chat = (await page.chat())["key"]
    first = await page.does("send", chat=chat, text="Trade grew by 20 %.")

    refused = await page.refused(
        "send", chat=chat, text="So?", reply_to=first["message_id"], quote="30 %"
    )

    assert refused == (400, "That is not what the message says.")


async def test_an_edit_and_a_deletion_are_seen(page: Page, bot: Caller) -> None:
    chat = await page.chat()
    sent = await page.does("send", chat=chat["key"], text="Helo")
    async with page.watching() as told:
        await page.does("edit", chat=chat["key"], text="Hello", **sent)
        edited = await bot.next("edited_message")
        _, changed = await told.next("changed")
        await page.does("delete", chat=chat["key"], **sent)
        _, deleted = await told.next("deleted")

    assert edited["text"] == changed["message"]["text"] == "Hello"
    assert changed["message"]["edit_date"]
    assert deleted == {"chat": chat["key"], **sent}
    assert (await page.chat())["messages"] == []


async def test_typing_is_seen(page: Page, bot: Caller, account: BotAccount) -> None:
    chat = await page.chat()
    await page.does("start", bot=account.user.id)
    async with page.watching() as told:
        await bot.call("sendChatAction", chat_id=page.me, action="typing")

        _, acting = await told.next("acting")

    assert (acting["chat"], acting["action"]) == (chat["key"], "typing")
    assert acting["name"] == account.user.first_name


async def test_a_link_starts_a_bot_with_its_parameter(
    page: Page, bot: Caller, account: BotAccount
) -> None:
    await page.does("start", bot=account.user.id, parameter="trade")

    assert (await bot.next("message"))["text"] == "/start trade"
    assert (await page.chat())["started"]


async def test_a_pressed_button_shows_what_the_bot_answers(
    page: Page, bot: Caller, account: BotAccount
) -> None:
    chat = await page.chat()
    await page.does("start", bot=account.user.id)
    message = await bot.call("sendMessage", chat_id=page.me, text="Well?", reply_markup=YES)
    press = {"chat": chat["key"], "message_id": message["message_id"], "row": 0, "column": 0}

    async with asyncio.TaskGroup() as acts:
        pressing = acts.create_task(page.does("press", **press))
        query = await bot.next("callback_query")
        await bot.call(
            "answerCallbackQuery", callback_query_id=query["id"], text="Good.", show_alert=True
        )

    assert query["data"] == "yes"
    assert pressing.result() == {"text": "Good.", "show_alert": True, "url": None}


@pytest.mark.parametrize(("row", "column"), [(0, 1), (0, 2), (1, 0), (-1, 0), (0, -1)])
async def test_a_button_that_asks_the_bot_nothing_can_not_be_pressed(
    page: Page, bot: Caller, account: BotAccount, row: int, column: int
) -> None:
    chat = await page.chat()
    await page.does("start", bot=account.user.id)
    message = await bot.call("sendMessage", chat_id=page.me, text="Well?", reply_markup=YES)

    code, said = await page.refused(
        "press", chat=chat["key"], message_id=message["message_id"], row=row, column=column
    )

    assert (code, said) == (404, "That button is no longer there.")


async def test_a_bot_that_does_not_answer_a_press_is_said_to(
    page: Page, bot: Caller, account: BotAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("preview.people.PATIENCE", 0.01)
    chat = await page.chat()
    await page.does("start", bot=account.user.id)
    message = await bot.call("sendMessage", chat_id=page.me, text="Well?", reply_markup=YES)

    code, said = await page.refused(
        "press", chat=chat["key"], message_id=message["message_id"], row=0, column=0
    )

    assert (code, said) == (504, "The bot has not answered in time.")


async def test_what_is_looked_up_inline_can_be_picked(
    page: Page, bot: Caller, account: BotAccount
) -> None:
    look_up = {"bot": account.user.id, "chat": (await page.chat(WITHOUT_BOT))["key"]}
    async with asyncio.TaskGroup() as acts:
        looking = acts.create_task(page.does("inline", query="trade", offset="", **look_up))
        query = await bot.next("inline_query")
        await bot.call(
            "answerInlineQuery",
            inline_query_id=query["id"],
            results=[article("It grew.", id="7")],
            next_offset="1",
        )
    await page.does("pick", query="trade", result_id="7", **look_up)

    assert query["query"] == "trade"
    assert [one["id"] for one in looking.result()["results"]] == ["7"]
    assert looking.result()["next_offset"] == "1"
    (posted,) = (await page.chat(WITHOUT_BOT))["messages"]
    assert (posted["text"], posted["mine"]) == ("It grew.", True)
    assert posted["via_bot"]["id"] == account.user.id


async def test_what_is_shown_can_be_picked_though_an_older_query_is_answered_after_it(
    page: Page, bot: Caller, account: BotAccount
) -> None:
    look_up = {"bot": account.user.id, "chat": (await page.chat(WITHOUT_BOT))["key"]}
    async with asyncio.TaskGroup() as acts:
        asked = []
        for text in ("tr", "trade"):
            acts.create_task(page.does("inline", query=text, **look_up))
            asked.append(await bot.next("inline_query"))
        for query in reversed(asked):
            found = [article(f"Of {query['query']}.")]
            await bot.call("answerInlineQuery", inline_query_id=query["id"], results=found)

    await page.does("pick", query="trade", result_id="1", **look_up)

    (posted,) = (await page.chat(WITHOUT_BOT))["messages"]
    assert posted["text"] == "Of trade."
    sent = {"chat": look_up["chat"], "message_id": posted["message_id"]}
    # As on Telegram, what was sent by way of a bot stays as the bot has it.
    assert await page.refused("edit", text="Mine.", **sent) == (
        400,
        "That message can't be edited.",
    )


async def test_a_bot_without_inline_mode_is_not_asked(page: Page, account: BotAccount) -> None:
    account.inline = False

    refused = await page.refused(
        "inline", bot=account.user.id, chat=(await page.chat())["key"], query="trade"
    )

    assert refused == (404, "That bot has no inline mode.")


async def test_what_was_not_offered_can_not_be_picked(page: Page, account: BotAccount) -> None:
    chat = await page.chat(WITHOUT_BOT)

    refused = await page.refused(
        "pick", bot=account.user.id, chat=chat["key"], query="trade", result_id="7"
    )

    assert refused == (404, "That is no longer offered.")


async def test_a_mention_calls_a_bot_into_a_chat_that_it_is_not_in(
    page: Page, bot: Caller, account: BotAccount
) -> None:
    chat = await page.chat(WITHOUT_BOT)
    async with page.watching() as told:
        await page.does("send", chat=chat["key"], text="no bot is named")
        await page.does("send", chat=chat["key"], text=f"@{account.user.username} trade?")
        asked = await bot.next("guest_message")
        await bot.call(
            "answerGuestQuery", guest_query_id=asked["guest_query_id"], result=article("It grew.")
        )
        heard = [(await told.next("message"))[1]["message"]["text"] for _ in range(3)]

    assert heard == ["no bot is named", f"@{account.user.username} trade?", "It grew."]


async def test_a_bot_is_blocked_and_unblocked(page: Page, bot: Caller, account: BotAccount) -> None:
    await page.does("start", bot=account.user.id)

    await page.does("block", bot=account.user.id, blocked=True)

    assert (await page.chat())["blocked"]
    assert (await bot.refused("sendMessage", chat_id=page.me, text="Hello?"))[0] == 403
    await page.does("block", bot=account.user.id, blocked=False)
    assert not (await page.chat())["blocked"]
    await bot.call("sendMessage", chat_id=page.me, text="Hello again.")


async def test_a_reaction_is_counted_under_its_message(page: Page, seconds_page: Page) -> None:
    group = await page.chat(GROUP)
    sent = await page.does("send", chat=group["key"], text="Well!")
    where = {"chat": group["key"], **sent}

    await page.does("react", emoji="👍", **where)
    await seconds_page.does("react", emoji="👍", **where)

    (message,) = (await page.chat(GROUP))["messages"]
    assert message["reactions"] == [{"emoji": "👍", "count": 2, "mine": True}]
    await page.does("react", emoji=None, **where)
    (message,) = (await page.chat(GROUP))["messages"]
    assert message["reactions"] == [{"emoji": "👍", "count": 1, "mine": False}]


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


async def test_every_call_of_the_bots_is_told_but_for_its_polls(page: Page, bot: Caller) -> None:
    async with page.watching() as told:
        await bot.call("getUpdates")
        await bot.call("setMyDescription", description="Ask me.")
        await bot.refused("sendMessage", chat_id=1, text="To whom?", reply_markup=YES)

        _, first = await told.next("call")
        _, second = await told.next("call")

    assert (first["method"], first["answer"]) == ("setMyDescription", {"ok": True, "result": True})
    assert second["parameters"]["reply_markup"] == YES
    assert second["answer"]["error_code"] == 400
    assert [one["id"] for one in (await page.state())["calls"]] == [first["id"], second["id"]]


@pytest.mark.parametrize(
    "text", ["[NaN]", "[1e999]", '["\\ud800"]', "[" * 3000, "[no JSON]", "{"], ids=range(6)
)
async def test_a_call_whose_text_only_looks_like_a_structure_is_shown_as_it_is(
    page: Page, bot: Caller, reader: Person, account: BotAccount, text: str
) -> None:
    reader.writes(reader.chat_with(account), "/start")

    await bot.call("sendMessage", chat_id=reader.user.id, text=text)

    assert (await page.state())["calls"][-1]["parameters"]["text"] == text


async def test_a_keyboard_with_a_number_that_is_too_large_is_refused(
    page: Page, bot: Caller, reader: Person, account: BotAccount
) -> None:
    reader.writes(reader.chat_with(account), "/start")
    markup = '{"inline_keyboard": [[{"text": "Yes", "callback_data": "yes", "row": 1e999}]]}'

    refused = await bot.refused(
        "sendMessage", chat_id=reader.user.id, text="?", reply_markup=markup
    )

    assert refused == (400, "Bad Request: can't parse reply markup JSON object")
    assert len((await page.chat())["messages"]) == 1


async def test_a_call_of_what_is_not_served_is_told_too(page: Page, bot: Caller) -> None:
    async with page.watching() as told:
        await bot.refused("sendDice", chat_id=1)

        _, call = await told.next("call")

    assert (call["method"], call["answer"]["error_code"]) == ("sendDice", 404)


async def test_a_bot_that_describes_itself_anew_is_seen_to(page: Page, bot: Caller) -> None:
    chat = await page.chat()
    async with page.watching() as told:
        await bot.call("setMyCommands", commands=[{"command": "ask", "description": "Ask"}])

        _, described = await told.next("bot")

    assert described["commands"][chat["key"]] == [
        {"command": "ask", "description": "Ask", "bot_id": chat["bot_id"]}
    ]


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


# What is refused


async def test_one_can_not_change_what_somebody_else_wrote(page: Page, seconds_page: Page) -> None:
    group = await page.chat(GROUP)
    sent = await page.does("send", chat=group["key"], text="Mine")
    where = {"chat": group["key"], **sent}

    refused = (403, "That message is somebody else's.")
    assert await seconds_page.refused("edit", text="Yours", **where) == refused
    assert await seconds_page.refused("delete", **where) == refused


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


async def test_the_page_itself_is_served_and_nothing_beside_it(http: httpx.AsyncClient) -> None:
    index = await http.get("/")

    assert index.headers["content-type"].startswith("text/html")
    # After an upgrade old files and new ones must not be mixed.
    assert (await http.get("/page/app.js")).headers["cache-control"] == "no-cache"
    assert (await http.get("/page/nothing.js")).status_code == 404
    assert (await http.get("/page/../view.py")).status_code == 404
    assert (await http.get("/page/%2e%2e/view.py")).status_code == 404
