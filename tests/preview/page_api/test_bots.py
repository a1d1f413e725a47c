"""What the page can do with a bot itself: start it, press its buttons, block it."""

import asyncio

import pytest

from preview.account import BotAccount
from tests.preview.calling import Caller
from tests.preview.page_api.calling import YES, Page


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


async def test_a_bot_is_blocked_and_unblocked(page: Page, bot: Caller, account: BotAccount) -> None:
    await page.does("start", bot=account.user.id)

    await page.does("block", bot=account.user.id, blocked=True)

    assert (await page.chat())["blocked"]
    assert (await bot.refused("sendMessage", chat_id=page.me, text="Hello?"))[0] == 403
    await page.does("block", bot=account.user.id, blocked=False)
    assert not (await page.chat())["blocked"]
    await bot.call("sendMessage", chat_id=page.me, text="Hello again.")
