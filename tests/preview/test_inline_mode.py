"""Inline mode: what is offered again without asking, pages, files, and what was picked."""

import asyncio
from typing import Any

import pytest

from preview import Person, Telegram
from preview.account import BotAccount, InlineAnswer
from preview.objects import Chat
from tests.preview.calling import Caller, article, keyboard
from tests.preview.pictures import png

Json = dict[str, Any]

YES = keyboard({"text": "Yes", "callback_data": "yes"})


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(telegram: Telegram) -> Clock:
    telegram.clock = Clock()
    return telegram.clock


@pytest.fixture
def second(telegram: Telegram) -> Person:
    return Person.joins(telegram, "Second reader")


@pytest.fixture
def group(telegram: Telegram, reader: Person) -> Chat:
    return telegram.new_group("Elsewhere", [reader.user])


async def answered(
    api: Caller, looking: "asyncio.Task[InlineAnswer]", **answer: Any
) -> InlineAnswer:
    """Have the bot answer what is looked up."""
    query = await api.next("inline_query")
    await api.call(
        "answerInlineQuery", inline_query_id=query["id"], **({"results": [article()]} | answer)
    )
    return await looking


async def asks(
    api: Caller, who: Person, account: BotAccount, query: str = "trade", **how: Any
) -> InlineAnswer:
    """Have somebody look something up that the bot is asked."""
    offset, chat = how.pop("offset", ""), how.pop("chat", None)
    looking = asyncio.create_task(who.looks_up(account, query, offset, chat))
    return await answered(api, looking, **how)


async def is_asked(api: Caller) -> bool:
    return any("inline_query" in update for update in await api.call("getUpdates", offset=-1))


# Answers that are kept


async def test_the_same_query_is_answered_again_without_asking_the_bot(
    api: Caller, account: BotAccount, reader: Person, second: Person, clock: Clock
) -> None:
    found = await asks(api, reader, account, cache_time=60)
    calls = len(account.calls)
    clock.now += 59

    assert await reader.looks_up(account, "trade") == found
    assert await second.looks_up(account, " trade ") == found
    assert len(account.calls) == calls


async def test_after_its_time_the_bot_is_asked_again(
    api: Caller, account: BotAccount, reader: Person, clock: Clock
) -> None:
    await asks(api, reader, account, cache_time=60)
    clock.now += 60

    found = await asks(api, reader, account, results=[article("No.")])

    assert found.results == [article("No.")]


async def test_without_a_time_an_answer_is_kept_for_five_minutes(
    api: Caller, account: BotAccount, reader: Person, clock: Clock
) -> None:
    found = await asks(api, reader, account)
    clock.now += 299
    assert await reader.looks_up(account, "trade") == found

    clock.now += 1
    await asks(api, reader, account)


@pytest.mark.parametrize("cache_time", [0, -5])
async def test_an_answer_that_is_not_to_be_kept_is_not(
    api: Caller, account: BotAccount, reader: Person, clock: Clock, cache_time: int
) -> None:
    await asks(api, reader, account, cache_time=cache_time)
    await asks(api, reader, account, cache_time=cache_time)


async def test_a_personal_answer_is_kept_for_one_person(
    api: Caller, account: BotAccount, reader: Person, second: Person, clock: Clock
) -> None:
    mine = await asks(api, reader, account, is_personal=True)
    theirs = await asks(api, second, account, is_personal=True, results=[article("No.")])

    assert await reader.looks_up(account, "trade") == mine
    assert await second.looks_up(account, "trade") == theirs
    assert mine != theirs


async def test_another_query_page_place_or_bot_is_asked_for_itself(
    api: Caller,
    other_api: Caller,
    account: BotAccount,
    other_account: BotAccount,
    reader: Person,
    group: Chat,
    clock: Clock,
) -> None:
    await asks(api, reader, account)

    await asks(api, reader, account, "treaties")
    await asks(api, reader, account, offset="10")
    await asks(api, reader, account, chat=group)
    await asks(other_api, reader, other_account)


async def test_a_page_leads_to_the_next(
    api: Caller, account: BotAccount, reader: Person, clock: Clock
) -> None:
    first = await asks(api, reader, account, next_offset="1")
    last = await asks(
        api, reader, account, offset=first.next_offset, results=[article("No.", id="2")]
    )

    assert last.next_offset == ""
    assert await reader.looks_up(account, "trade", "1") == last


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_a_query_says_what_kind_of_chat_it_is_written_in(
    api: Caller, telegram: Telegram, account: BotAccount, reader: Person, chat: Chat, kind: str
) -> None:
    places = [None, chat, telegram.new_group("Elsewhere", [reader.user], type=kind)]
    said = []
    for number, place in enumerate(places):
        looking = asyncio.create_task(reader.looks_up(account, str(number), chat=place))
        query = await api.next("inline_query")
        said.append(query["chat_type"])
        await api.call("answerInlineQuery", inline_query_id=query["id"], results=[])
        await looking

    assert said == ["sender", "sender", kind]


# What was picked


async def test_the_bot_is_told_what_was_picked_of_which_query(
    api: Caller, account: BotAccount, reader: Person, group: Chat
) -> None:
    message = reader.picks(account, article(id="7", reply_markup=YES), group, "trade")

    chosen = await api.next("chosen_inline_result")

    assert chosen == {
        "result_id": "7",
        "from": reader.user.as_json(),
        "query": "trade",
        "inline_message_id": message.inline_message_id,
    }
    done = await api.call(
        "editMessageText", inline_message_id=chosen["inline_message_id"], text="Two"
    )
    assert done is True
    assert message.text == "Two"


async def test_of_a_message_without_a_keyboard_the_bot_gets_no_id(
    api: Caller, account: BotAccount, reader: Person, group: Chat
) -> None:
    reader.picks(account, article(), group)

    assert "inline_message_id" not in await api.next("chosen_inline_result")


async def test_a_bot_without_feedback_is_not_told_what_was_picked(
    api: Caller, account: BotAccount, reader: Person, group: Chat
) -> None:
    account.inline_feedback = False
    reader.picks(account, article(), group)

    assert await api.call("getUpdates") == []


# Files


@pytest.fixture
def files(telegram: Telegram, account: BotAccount) -> dict[str, str]:
    """Ids of a photo and a document that the bot has sent before."""
    stored = [
        telegram.files.keep_photo(png(9, 9)),
        telegram.files.keep_document(b"Trade grew.", "a.txt"),
    ]
    for file in stored:
        file.shown_to.add(account.user.id)
    return {file.kind: file.file_id for file in stored}


def file_result(files: dict[str, str], kind: str, **fields: Any) -> Json:
    return {"type": kind, "id": "1", "title": "It", f"{kind}_file_id": files[kind]} | fields


@pytest.mark.parametrize("kind", ["photo", "document"])
async def test_a_file_that_was_sent_before_can_be_offered_and_picked(
    api: Caller,
    telegram: Telegram,
    account: BotAccount,
    reader: Person,
    group: Chat,
    files: dict[str, str],
    kind: str,
) -> None:
    result = file_result(files, kind, caption="<b>Trade</b>", parse_mode="HTML")

    found = await asks(api, reader, account, results=[result])
    message = reader.picks(account, found.results[0], group).as_json()

    assert message[kind] == telegram.files[files[kind]].media[kind]
    assert message["caption"] == "Trade"
    assert message["caption_entities"] == [{"type": "bold", "offset": 0, "length": 5}]
    assert message["via_bot"]["id"] == account.user.id


async def test_a_file_may_be_shown_and_a_text_sent(
    api: Caller, account: BotAccount, reader: Person, group: Chat, files: dict[str, str]
) -> None:
    result = file_result(files, "photo", input_message_content={"message_text": "Yes."})

    found = await asks(api, reader, account, results=[result])
    message = reader.picks(account, found.results[0], group)

    assert (message.text, message.media) == ("Yes.", {})


@pytest.mark.parametrize(
    ("kind", "fields", "reason"),
    [
        ("photo", {"photo_file_id": "AgAC"}, "wrong file identifier/HTTP URL specified"),
        (
            "photo",
            {"photo_file_id": None},
            "can't parse results: Can't find field \"photo_file_id\"",
        ),
        (
            "photo",
            {"photo_url": "https://example.org/a.jpg"},
            "can't parse results: a photo at an address is not served here",
        ),
        ("document", {"title": ""}, "can't parse results: Can't find field \"title\""),
        ("photo", {"id": ""}, "can't parse results: Can't find field \"id\""),
        ("photo", {"caption": "a" * 1025}, "message caption is too long"),
        ("photo", {"caption": "<b>", "parse_mode": "HTML"}, "can't parse entities: "),
        (
            "photo",
            {"type": "game"},
            'can\'t parse results: type "game" is unsupported for the inline query result',
        ),
    ],
)
async def test_a_file_that_could_not_be_sent_cannot_be_offered(
    api: Caller,
    account: BotAccount,
    reader: Person,
    files: dict[str, str],
    kind: str,
    fields: Json,
    reason: str,
) -> None:
    looking = asyncio.create_task(reader.looks_up(account, "trade"))
    query = await api.next("inline_query")

    code, description = await api.refused(
        "answerInlineQuery",
        inline_query_id=query["id"],
        results=[file_result(files, kind, **fields)],
    )

    assert code == 400
    assert description.startswith(f"Bad Request: {reason}")
    await api.call("answerInlineQuery", inline_query_id=query["id"], results=[])
    await looking


async def test_another_bots_file_cannot_be_offered(
    other_api: Caller, other_account: BotAccount, reader: Person, files: dict[str, str]
) -> None:
    looking = asyncio.create_task(reader.looks_up(other_account, "trade"))
    query = await other_api.next("inline_query")

    refusal = await other_api.refused(
        "answerInlineQuery", inline_query_id=query["id"], results=[file_result(files, "photo")]
    )

    assert refusal == (400, "Bad Request: wrong file identifier/HTTP URL specified")
    await other_api.call("answerInlineQuery", inline_query_id=query["id"], results=[])
    await looking
