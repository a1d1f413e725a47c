"""What one sees who opens the page: people, chats, and the bots in them."""

import httpx

from preview.account import BotAccount
from tests.preview.calling import Caller
from tests.preview.page_api.calling import GROUP, WITHOUT_BOT, Page


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


async def test_a_bot_that_describes_itself_anew_is_seen_to(page: Page, bot: Caller) -> None:
    chat = await page.chat()
    async with page.watching() as told:
        await bot.call("setMyCommands", commands=[{"command": "ask", "description": "Ask"}])

        _, described = await told.next("bot")

    assert described["commands"][chat["key"]] == [
        {"command": "ask", "description": "Ask", "bot_id": chat["bot_id"]}
    ]
