"""Pressed buttons, inline and guest queries."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio

from preview import Person, Telegram
from preview.account import BotAccount, CallbackAnswer, InlineAnswer
from preview.objects import Chat, Message
from tests.preview.calling import Caller, article, keyboard

Json = dict[str, Any]

YES = keyboard({"text": "Yes", "callback_data": "yes"})
TOO_OLD = (
    400,
    "Bad Request: query is too old and response timeout expired or query ID is invalid",
)


# Pressed buttons


@pytest_asyncio.fixture(loop_scope="session")
async def asked(api: Caller, chat: Chat) -> Message:
    """A message with a button, which the bot has sent."""
    sent = await api.call("sendMessage", chat_id=chat.id, text="Well?", reply_markup=YES)
    return chat.messages[sent["message_id"]]


async def test_a_pressed_button_tells_who_pressed_what_and_where(
    api: Caller, account: BotAccount, reader: Person, asked: Message
) -> None:
    press = asyncio.create_task(reader.presses(account, asked, "Yes"))
    query = await api.next("callback_query")
    await api.call("answerCallbackQuery", callback_query_id=query["id"])
    await press

    assert query["data"] == "yes"
    assert query["from"]["id"] == reader.user.id
    assert query["message"]["message_id"] == asked.message_id


async def test_the_answer_to_a_press_is_what_is_seen(
    api: Caller, account: BotAccount, reader: Person, asked: Message
) -> None:
    press = asyncio.create_task(reader.presses(account, asked, "Yes"))
    query = await api.next("callback_query")

    done = await api.call(
        "answerCallbackQuery", callback_query_id=query["id"], text="Noted.", show_alert=True
    )

    assert done is True
    assert await press == CallbackAnswer("Noted.", show_alert=True)


async def test_a_press_is_answered_once(
    api: Caller, account: BotAccount, reader: Person, asked: Message
) -> None:
    press = asyncio.create_task(reader.presses(account, asked, "Yes"))
    query = await api.next("callback_query")
    await api.call("answerCallbackQuery", callback_query_id=query["id"])

    second = await api.refused("answerCallbackQuery", callback_query_id=query["id"])

    assert second == TOO_OLD
    assert await press == CallbackAnswer()


async def test_a_press_that_there_was_not_cannot_be_answered(api: Caller) -> None:
    assert await api.refused("answerCallbackQuery", callback_query_id="999") == TOO_OLD


async def test_one_bot_cannot_answer_a_press_for_another(
    api: Caller, other_api: Caller, account: BotAccount, reader: Person, asked: Message
) -> None:
    press = asyncio.create_task(reader.presses(account, asked, "Yes"))
    query = await api.next("callback_query")

    assert await other_api.refused("answerCallbackQuery", callback_query_id=query["id"]) == TOO_OLD
    assert await api.call("answerCallbackQuery", callback_query_id=query["id"])
    await press


async def test_a_toast_of_200_units_is_shown_and_a_longer_one_refused(
    api: Caller, account: BotAccount, reader: Person, asked: Message
) -> None:
    press = asyncio.create_task(reader.presses(account, asked, "Yes"))
    query = await api.next("callback_query")

    code, _ = await api.refused(
        "answerCallbackQuery", callback_query_id=query["id"], text="a" * 201
    )
    await api.call("answerCallbackQuery", callback_query_id=query["id"], text="a" * 200)

    assert code == 400
    assert (await press).text == "a" * 200


async def test_a_button_that_is_not_there_cannot_be_pressed(
    account: BotAccount, reader: Person, asked: Message
) -> None:
    with pytest.raises(LookupError, match="Perhaps"):
        await reader.presses(account, asked, "Perhaps")


# Inline queries

Look = Callable[..., Awaitable[tuple[str, "asyncio.Task[InlineAnswer]"]]]


@pytest.fixture
def looks(api: Caller, account: BotAccount, reader: Person) -> Look:
    """Have the reader look something up; returns the query's id and what will be offered."""

    async def look(text: str = "trade", offset: str = "") -> tuple[str, asyncio.Task[InlineAnswer]]:
        offered = asyncio.create_task(reader.looks_up(account, text, offset))
        query = await api.next("inline_query")
        assert (query["query"], query["offset"]) == (text, offset)
        assert query["from"]["id"] == reader.user.id
        return query["id"], offered

    return look


async def _give_up(offered: "asyncio.Task[InlineAnswer]") -> None:
    offered.cancel()
    await asyncio.gather(offered, return_exceptions=True)


async def test_an_inline_query_offers_what_the_bot_answers(api: Caller, looks: Look) -> None:
    query_id, offered = await looks("trade", "20")

    done = await api.call(
        "answerInlineQuery",
        inline_query_id=query_id,
        results=[article()],
        next_offset="40",
        cache_time=0,
        is_personal=True,
        button={"text": "More", "start_parameter": "more-of_It1"},
    )

    assert done is True
    assert await offered == InlineAnswer(
        [article()],
        next_offset="40",
        cache_time=0,
        is_personal=True,
        button={"text": "More", "start_parameter": "more-of_It1"},
    )


async def test_an_inline_query_may_find_nothing(api: Caller, looks: Look) -> None:
    query_id, offered = await looks()
    await api.call("answerInlineQuery", inline_query_id=query_id, results=[])

    assert await offered == InlineAnswer([])


async def test_an_inline_query_is_answered_once(api: Caller, looks: Look) -> None:
    query_id, offered = await looks()
    await api.call("answerInlineQuery", inline_query_id=query_id, results=[])

    second = await api.refused("answerInlineQuery", inline_query_id=query_id, results=[])

    assert second == TOO_OLD
    await offered


async def test_fifty_results_are_offered(api: Caller, looks: Look) -> None:
    query_id, offered = await looks()
    results = [article(id=str(number)) for number in range(50)]
    await api.call("answerInlineQuery", inline_query_id=query_id, results=results)

    assert len((await offered).results) == 50


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"results": [article(id=str(number)) for number in range(51)]}, "RESULTS_TOO_MUCH"),
        ({"results": [article(), article()]}, "RESULT_ID_DUPLICATE"),
        ({"results": [article(id="a" * 65)]}, "RESULT_ID_INVALID"),
        ({"results": [article("a" * 4097)]}, "MESSAGE_TOO_LONG"),
        ({"results": [article(" ")]}, ""),
        ({"results": [article(title="")]}, ""),
        ({"results": [{"type": "article", "title": "No id"}]}, ""),
        ({"results": [article(reply_markup=keyboard({"text": "No action"}))]}, ""),
        ({"results": [], "next_offset": "a" * 65}, "NEXT_OFFSET_INVALID"),
        (
            {"results": [], "button": {"text": "A", "start_parameter": "a b"}},
            "START_PARAM_INVALID",
        ),
        (
            {"results": [], "button": {"text": "A", "start_parameter": "a" * 65}},
            "START_PARAM_INVALID",
        ),
        ({"results": [], "button": {"text": "A", "start_parameter": ""}}, ""),
        ({"results": [], "button": {"text": "No action"}}, ""),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_an_answer_that_could_not_be_shown_is_refused(
    api: Caller, looks: Look, answer: Json, reason: str
) -> None:
    query_id, offered = await looks()

    code, description = await api.refused("answerInlineQuery", inline_query_id=query_id, **answer)

    assert code == 400
    assert description.endswith(reason)
    await api.call("answerInlineQuery", inline_query_id=query_id, results=[])
    await offered


async def test_a_picked_result_is_posted_by_the_person_via_the_bot(
    reader: Person, account: BotAccount, telegram: Telegram
) -> None:
    group = telegram.new_group("Readers", [reader.user])
    result = article(
        input_message_content={"message_text": "<b>Yes.</b>", "parse_mode": "HTML"},
        reply_markup=YES,
    )

    message = reader.picks(account, result, group)

    posted = group.messages[message.message_id].as_json()
    assert posted["from"]["id"] == reader.user.id
    assert posted["via_bot"]["id"] == account.user.id
    assert (posted["text"], posted["reply_markup"]) == ("Yes.", YES)
    assert posted["entities"] == [{"type": "bold", "offset": 0, "length": 4}]


async def test_in_a_result_a_parse_mode_may_be_written_in_any_case(
    reader: Person, account: BotAccount, telegram: Telegram
) -> None:
    group = telegram.new_group("Readers", [reader.user])
    content = {"message_text": "<b>Yes.</b>", "parse_mode": "html"}

    assert reader.picks(account, article(input_message_content=content), group).text == "Yes."


async def test_in_a_result_a_parse_mode_that_there_is_not_is_refused(
    api: Caller, looks: Look
) -> None:
    query_id, offered = await looks()
    content = {"message_text": "Yes.", "parse_mode": "BBCode"}

    response = await api.post(
        "answerInlineQuery",
        inline_query_id=query_id,
        results=[article(input_message_content=content)],
    )

    await _give_up(offered)
    assert response.status_code == 400


async def test_a_button_under_a_picked_result_names_the_message_to_the_bot(
    api: Caller, account: BotAccount, reader: Person, telegram: Telegram
) -> None:
    group = telegram.new_group("Readers", [reader.user])
    message = reader.picks(account, article(reply_markup=YES), group)
    press = asyncio.create_task(reader.presses(account, message, "Yes"))
    query = await api.next("callback_query")

    edited = await api.call(
        "editMessageText", inline_message_id=query["inline_message_id"], text="No."
    )
    await api.call("answerCallbackQuery", callback_query_id=query["id"])
    await press

    assert "message" not in query
    assert edited is True
    assert (message.text, message.reply_markup) == ("No.", None)


# Guest queries


@pytest.fixture
def elsewhere(telegram: Telegram, reader: Person) -> Chat:
    """A group that the bot is not in."""
    return telegram.new_group("Elsewhere", [reader.user])


Summoned = tuple[Json, "asyncio.Task[Message]"]


@pytest_asyncio.fixture(loop_scope="session")
async def summoned(api: Caller, account: BotAccount, reader: Person, elsewhere: Chat) -> Summoned:
    """What the bot is shown when it is called there, and what it will have posted."""
    posted = asyncio.create_task(reader.summons(account, elsewhere, "@fedorov_bot why?"))
    return await api.next("guest_message"), posted


async def _answered(api: Caller, summoned: Summoned, **fields: Any) -> tuple[str, Message]:
    call, posted = summoned
    sent = await api.call(
        "answerGuestQuery", guest_query_id=call["guest_query_id"], result=article(**fields)
    )
    return sent["inline_message_id"], await posted


async def test_a_guest_bot_is_shown_the_message_that_calls_it(
    api: Caller, reader: Person, elsewhere: Chat, summoned: Summoned
) -> None:
    call, _ = summoned

    assert call["text"] == "@fedorov_bot why?"
    assert call["from"]["id"] == reader.user.id
    assert call["chat"]["id"] == elsewhere.id
    await _answered(api, summoned)


async def test_a_guest_bots_answer_is_posted_where_it_was_called(
    api: Caller, account: BotAccount, elsewhere: Chat, summoned: Summoned
) -> None:
    _, posted = await _answered(api, summoned)

    assert elsewhere.messages[posted.message_id].text == "Yes."
    assert posted.sender == account.user
    assert posted.reply_to is not None
    assert posted.reply_to.message_id == summoned[0]["message_id"]


async def test_a_guest_query_is_answered_once(api: Caller, summoned: Summoned) -> None:
    await _answered(api, summoned)

    second = await api.refused(
        "answerGuestQuery", guest_query_id=summoned[0]["guest_query_id"], result=article()
    )

    assert second == TOO_OLD


async def test_a_guest_query_that_there_was_not_cannot_be_answered(api: Caller) -> None:
    refusal = await api.refused("answerGuestQuery", guest_query_id="999", result=article())

    assert refusal == TOO_OLD


async def test_a_guest_bot_that_was_refused_may_try_again(api: Caller, summoned: Summoned) -> None:
    code, _ = await api.refused(
        "answerGuestQuery", guest_query_id=summoned[0]["guest_query_id"], result=article(" ")
    )

    assert code == 400
    await _answered(api, summoned)


async def test_a_guest_bot_cannot_otherwise_write_where_it_was_called(
    api: Caller, elsewhere: Chat, summoned: Summoned
) -> None:
    code, _ = await api.refused("sendMessage", chat_id=elsewhere.id, text="Hello")

    assert code == 403
    await _answered(api, summoned)


async def test_a_guest_bots_message_can_be_edited_by_its_inline_message_id(
    api: Caller, summoned: Summoned
) -> None:
    inline_message_id, posted = await _answered(api, summoned, reply_markup=YES)

    assert await api.call(
        "editMessageText", inline_message_id=inline_message_id, text="No.", reply_markup=YES
    )
    assert (posted.text, posted.reply_markup) == ("No.", YES)
    assert await api.call("editMessageReplyMarkup", inline_message_id=inline_message_id)
    assert (posted.text, posted.reply_markup) == ("No.", None)


async def test_a_button_of_a_guest_bots_message_names_the_message_to_the_bot(
    api: Caller, account: BotAccount, reader: Person, summoned: Summoned
) -> None:
    inline_message_id, posted = await _answered(api, summoned, reply_markup=YES)
    press = asyncio.create_task(reader.presses(account, posted, "Yes"))

    query = await api.next("callback_query")
    await api.call("answerCallbackQuery", callback_query_id=query["id"])
    await press

    assert query["inline_message_id"] == inline_message_id


async def test_an_inline_message_that_there_is_not_cannot_be_edited(api: Caller) -> None:
    refusal = await api.refused("editMessageText", inline_message_id="nonsense", text="No.")

    assert refusal == (400, "Bad Request: MESSAGE_ID_INVALID")


async def test_one_bots_inline_message_cannot_be_edited_by_another(
    api: Caller, other_api: Caller, summoned: Summoned
) -> None:
    inline_message_id, posted = await _answered(api, summoned)

    response = await other_api.post(
        "editMessageText", inline_message_id=inline_message_id, text="No."
    )

    assert response.status_code == 400
    assert posted.text == "Yes."
