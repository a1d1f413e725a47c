"""Messages that are written on the page: what becomes of them, and who is told."""

from preview.account import BotAccount
from tests.preview.calling import Caller, article
from tests.preview.page_api.calling import FORUM, GROUP, WITHOUT_BOT, Page


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


async def test_one_can_not_change_what_somebody_else_wrote(page: Page, seconds_page: Page) -> None:
    group = await page.chat(GROUP)
    sent = await page.does("send", chat=group["key"], text="Mine")
    where = {"chat": group["key"], **sent}

    refused = (403, "That message is somebody else's.")
    assert await seconds_page.refused("edit", text="Yours", **where) == refused
    assert await seconds_page.refused("delete", **where) == refused


async def test_typing_is_seen(page: Page, bot: Caller, account: BotAccount) -> None:
    chat = await page.chat()
    await page.does("start", bot=account.user.id)
    async with page.watching() as told:
        await bot.call("sendChatAction", chat_id=page.me, action="typing")

        _, acting = await told.next("acting")

    assert (acting["chat"], acting["action"]) == (chat["key"], "typing")
    assert acting["name"] == account.user.first_name


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
