"""The page with bots of any kind, which the tests play themselves."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import expect

from preview import ChatPage, PreviewServer, Scene, Telegram
from preview.account import BotAccount
from preview.objects import Chat
from tests.preview.calling import Caller, article, keyboard
from tests.preview.page.trying import Conversation

YES = keyboard({"text": "Yes", "callback_data": "yes"})


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
def scene(telegram: Telegram, account: BotAccount) -> Scene:
    return Scene.ready_made(telegram, account)


@pytest.fixture
def chat(scene: Scene, account: BotAccount) -> Chat:
    """The first reader's private chat, in which something was said."""
    reader = scene.people[0]
    reader.writes(reader.chat_with(account), "/start")
    return reader.chat_with(account)


@pytest_asyncio.fixture(loop_scope="session")
async def address(telegram: Telegram, scene: Scene) -> AsyncIterator[str]:
    """Where the page is."""
    async with PreviewServer(telegram, pages=ChatPage(scene).routes()) as server:
        yield server.url


@pytest.fixture
def bot(http: httpx.AsyncClient, address: str, account: BotAccount) -> Caller:
    return Caller(http, address, account.token)


async def answers_press(bot: Caller, **how: Any) -> None:
    query = await bot.next("callback_query")
    await bot.call("answerCallbackQuery", callback_query_id=query["id"], **how)


async def test_a_press_is_answered_by_a_toast_or_an_alert(
    bot: Caller, chat: Chat, account: BotAccount, talk: Conversation
) -> None:
    await talk.open(account.user.first_name)
    await bot.call("sendMessage", chat_id=chat.id, text="Well?", reply_markup=YES)

    await asyncio.gather(talk.press("Yes"), answers_press(bot, text="Noted."))
    await expect(talk.page.locator("#toasts")).to_have_text("Noted.")

    await asyncio.gather(talk.press("Yes"), answers_press(bot, text="Really?", show_alert=True))
    alert = talk.page.get_by_role("dialog")
    await expect(alert).to_contain_text("Really?")
    await alert.get_by_role("button", name="OK").click()
    await expect(alert).to_have_count(0)


async def test_an_expandable_quotation_is_unfolded(
    bot: Caller, chat: Chat, account: BotAccount, talk: Conversation
) -> None:
    await talk.open(account.user.first_name)
    said = "\n".join(f"Line {number}" for number in range(9))
    quoted = f"<blockquote expandable>{said}</blockquote>"
    await bot.call("sendMessage", chat_id=chat.id, text=quoted, parse_mode="HTML")
    quotation = talk.bubbles.last.locator("blockquote")
    folded = await quotation.bounding_box()

    await talk.page.get_by_role("button", name="Show the whole quotation").click()

    shown = await quotation.bounding_box()
    assert folded
    assert shown
    assert shown["height"] > 2 * folded["height"]


async def test_what_a_bot_does_is_shown_while_it_does_it(
    bot: Caller, chat: Chat, account: BotAccount, talk: Conversation
) -> None:
    await talk.open(account.user.first_name)
    status = talk.page.locator("#chat-status")

    await bot.call("sendChatAction", chat_id=chat.id, action="upload_document")
    await expect(status).to_have_text("sending a file…")
    await bot.call("sendMessage", chat_id=chat.id, text="There.")

    await expect(status).to_have_text("bot")


async def test_a_command_names_its_bot_where_there_are_several(
    scene: Scene, telegram: Telegram, bot: Caller, talk: Conversation, http: httpx.AsyncClient
) -> None:
    other = telegram.new_bot("other_bot", "Another bot")
    group = scene.groups[0]
    telegram.add_member(group, other.user)
    second = Caller(http, bot.address.rpartition("/bot")[0], other.token)
    for caller, command in ((bot, "ask"), (second, "answer")):
        commands = [{"command": command, "description": "Say it"}]
        await caller.call("setMyCommands", commands=commands)
    await talk.page.reload()
    await talk.open("Reading group")

    await talk.composer.press_sequentially("/an")

    await expect(talk.page.get_by_role("option")).to_have_text(["//answer@other_botSay it"])


async def test_more_is_looked_up_inline_as_one_goes_down_the_list(
    bot: Caller, account: BotAccount, talk: Conversation
) -> None:
    async def offers(first: int, next_offset: str) -> str:
        query = await bot.next("inline_query")
        results = [article(id=str(one), title=f"Number {one}") for one in range(first, first + 20)]
        where = {"inline_query_id": query["id"], "next_offset": next_offset}
        await bot.call("answerInlineQuery", results=results, **where)
        offset: str = query["offset"]
        return offset

    await talk.open("Friends, without the bot")
    await talk.composer.press_sequentially(f"@{account.user.username} a")
    options = talk.page.get_by_role("option")

    assert await offers(0, "20") == ""
    await expect(options).to_have_count(20)
    await options.last.scroll_into_view_if_needed()
    assert await offers(20, "") == "20"

    await expect(options).to_have_count(40)
    await options.nth(39).click()
    await talk.bubbles.last.get_by_role("button", name="Message actions").click()
    menu = talk.page.get_by_role("menu")
    await expect(menu.get_by_role("menuitem", name="Reply")).to_be_visible()
    # As in Telegram, what was sent by way of a bot stays as the bot has it.
    await expect(menu.get_by_role("menuitem", name="Edit")).to_have_count(0)


async def test_an_address_that_names_nobody_leaves_one_who_one_is(
    scene: Scene, talk: Conversation
) -> None:
    me = scene.people[0].user.id
    await talk.open("Reading group")

    await talk.page.evaluate("location.hash = location.hash.replace(/as=[0-9]+/, 'as=5')")

    await talk.page.wait_for_url(f"**/#as={me}&chat=*")
    await talk.write("Still here")
    await expect(talk.bubbles).to_have_count(1)


async def test_what_is_sent_on_or_replied_to_from_elsewhere_says_whose_it_is(
    scene: Scene, bot: Caller, chat: Chat, account: BotAccount, talk: Conversation
) -> None:
    group = scene.groups[0]
    theirs = scene.people[1].writes(group, f"@{account.user.username} trade grew")
    await talk.open(account.user.first_name)
    which = {"message_id": theirs.message_id}

    await bot.call("forwardMessage", chat_id=chat.id, from_chat_id=group.id, **which)
    reply = {"chat_id": group.id, "quote": "trade grew"} | which
    await bot.call("sendMessage", chat_id=chat.id, text="By 20 %.", reply_parameters=reply)

    await expect(talk.bubbles.nth(1)).to_contain_text("Forwarded from Second reader")
    preview = talk.bubbles.nth(2).locator(".reply-preview")
    await expect(preview).to_contain_text("Second reader · Reading group")
    await expect(preview).to_contain_text("trade grew")
