"""The calls of the bots, which the page shows."""

import pytest

from preview import Person
from preview.account import BotAccount
from tests.preview.calling import Caller
from tests.preview.page_api.calling import YES, Page


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
