"""What is looked up inline on the page, and picked."""

import asyncio

from preview.account import BotAccount
from tests.preview.calling import Caller, article
from tests.preview.page_api.calling import WITHOUT_BOT, Page


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
