"""Bots written with other libraries than this project's own work here as they do on Telegram.

aiogram speaks HTTP with aiohttp and sends multipart forms; pyTelegramBotAPI uses requests, threads
and urlencoded forms. Of each there is one bot: it sends texts back, its button shows a toast and
edits the message, and it answers inline queries.
"""

import asyncio
import html
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
import pytest_asyncio
import telebot
from aiogram import Bot, Dispatcher
from aiogram import types as aiogram_types
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import SendMessage
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web
from telebot import types as telebot_types

from preview import Person, PreviewServer, Telegram
from preview.account import BotAccount
from preview.objects import Chat

LONG_POLL = 5
PATH = "/hook"
SECRET = "Only-we_2"

StartBot = Callable[[PreviewServer, str], AbstractAsyncContextManager[None]]


# aiogram


def aiogram_bot(url: str, token: str) -> tuple[Bot, Dispatcher]:
    async def send_back(message: aiogram_types.Message) -> SendMessage:
        button = aiogram_types.InlineKeyboardButton(text="Again", callback_data="again")
        return message.reply(
            f"<b>You said:</b> {html.escape(message.text or '')}",
            parse_mode="HTML",
            reply_markup=aiogram_types.InlineKeyboardMarkup(inline_keyboard=[[button]]),
        )

    async def pressed(query: aiogram_types.CallbackQuery) -> None:
        await query.answer("So it is.", show_alert=True)
        assert isinstance(query.message, aiogram_types.Message)
        await query.message.edit_text("And <i>again</i>.", parse_mode="HTML")

    async def look_up(query: aiogram_types.InlineQuery) -> None:
        content = aiogram_types.InputTextMessageContent(message_text=f"Found {query.query}")
        result = aiogram_types.InlineQueryResultArticle(
            id="1", title=query.query, input_message_content=content
        )
        await query.answer([result], cache_time=7, is_personal=True)

    server = TelegramAPIServer.from_base(url)
    dispatcher = Dispatcher()
    dispatcher.message.register(send_back)
    dispatcher.callback_query.register(pressed)
    dispatcher.inline_query.register(look_up)
    return Bot(token, session=AiohttpSession(api=server)), dispatcher


@asynccontextmanager
async def aiogram_polls(server: PreviewServer, token: str) -> AsyncIterator[None]:
    bot, dispatcher = aiogram_bot(server.url, token)
    polling = asyncio.create_task(
        dispatcher.start_polling(bot, polling_timeout=LONG_POLL, handle_signals=False)
    )
    yield
    await dispatcher.stop_polling()
    await polling
    server.telegram.end_polls()


@asynccontextmanager
async def aiogram_listens(server: PreviewServer, token: str) -> AsyncIterator[None]:
    """Handle each update before it is confirmed, so that the answer holds the reply."""
    bot, dispatcher = aiogram_bot(server.url, token)
    application = web.Application()
    SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token=SECRET).register(
        application, PATH
    )
    async with served(application) as address:
        await bot.set_webhook(
            address, secret_token=SECRET, allowed_updates=dispatcher.resolve_used_update_types()
        )
        yield
        await bot.delete_webhook()
    await bot.session.close()


# pyTelegramBotAPI


def telebot_bot(token: str) -> telebot.TeleBot:
    bot = telebot.TeleBot(token, threaded=False)

    def send_back(message: telebot_types.Message) -> None:
        button = telebot_types.InlineKeyboardButton("Again", callback_data="again")
        bot.reply_to(
            message,
            f"<b>You said:</b> {html.escape(message.text or '')}",
            parse_mode="HTML",
            reply_markup=telebot_types.InlineKeyboardMarkup([[button]]),
        )

    def pressed(query: telebot_types.CallbackQuery) -> None:
        bot.answer_callback_query(query.id, "So it is.", show_alert=True)
        assert query.message
        bot.edit_message_text(
            "And <i>again</i>.", query.message.chat.id, query.message.message_id, parse_mode="HTML"
        )

    def look_up(query: telebot_types.InlineQuery) -> None:
        content = telebot_types.InputTextMessageContent(f"Found {query.query}")
        result = telebot_types.InlineQueryResultArticle("1", query.query, content)
        bot.answer_inline_query(query.id, [result], cache_time=7, is_personal=True)

    bot.register_message_handler(send_back)
    bot.register_callback_query_handler(pressed, func=bool)
    bot.register_inline_handler(look_up, func=bool)
    return bot


@asynccontextmanager
async def telebot_polls(server: PreviewServer, token: str) -> AsyncIterator[None]:
    bot = telebot_bot(token)
    polling = asyncio.create_task(
        asyncio.to_thread(bot.polling, long_polling_timeout=LONG_POLL, none_stop=False)
    )
    yield
    bot.stop_polling()
    while not polling.done():
        server.telegram.end_polls()
        await asyncio.wait([polling], timeout=0.05)
    await polling


@asynccontextmanager
async def telebot_listens(_server: PreviewServer, token: str) -> AsyncIterator[None]:
    bot = telebot_bot(token)

    async def take(request: web.Request) -> web.Response:
        assert request.headers["X-Telegram-Bot-Api-Secret-Token"] == SECRET
        update = telebot_types.Update.de_json(await request.json())
        await asyncio.to_thread(bot.process_new_updates, [update])
        return web.Response()

    application = web.Application()
    application.router.add_post(PATH, take)
    async with served(application) as address:
        await asyncio.to_thread(bot.set_webhook, address, secret_token=SECRET)
        yield
        await asyncio.to_thread(bot.delete_webhook)


@asynccontextmanager
async def served(application: web.Application) -> AsyncIterator[str]:
    """Listen on this machine; yield where."""
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}"
    await runner.cleanup()


# What both do


@pytest_asyncio.fixture(
    params=[aiogram_polls, aiogram_listens, telebot_polls, telebot_listens],
    ids=lambda start: start.__name__,
    loop_scope="session",
    autouse=True,
)
async def echo_bot(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    server: PreviewServer,
    telegram: Telegram,
    account: BotAccount,
) -> AsyncIterator[None]:
    """A bot of either library, by either way of receiving updates."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(telebot.apihelper, "API_URL", server.url + "/bot{0}/{1}")
    start: StartBot = request.param
    async with start(server, account.token):
        yield


@pytest.mark.parametrize("text", ["Hello", "a < b & <b>", "سلام 👩‍👩‍👧", "two\nlines"])
async def test_a_text_comes_back_formatted_and_as_a_reply(
    reader: Person, unstarted: Chat, text: str
) -> None:
    asked = reader.writes(unstarted, text)

    reply = await reader.hears(unstarted, after=asked)

    assert reply.text == f"You said: {text}"
    assert list(reply.entity_texts("bold")) == ["You said:"]
    assert reply.reply_to is asked


async def test_a_press_is_answered_with_an_alert_and_the_message_edited(
    reader: Person, account: BotAccount, unstarted: Chat
) -> None:
    reply = await reader.asks(unstarted, "Hello")

    answer = await reader.presses(account, reply, "Again")
    edited = await reader.sees_edited(reply, "You said: Hello")

    assert (answer.text, answer.show_alert) == ("So it is.", True)
    assert edited.text == "And again."
    assert list(edited.entity_texts("italic")) == ["again"]


async def test_an_inline_query_is_answered_and_its_result_sent(
    reader: Person, account: BotAccount, telegram: Telegram
) -> None:
    elsewhere = telegram.new_group("Elsewhere", [reader.user])

    answer = await reader.looks_up(account, "trade")
    message = reader.picks(account, answer.results[0], elsewhere)

    assert (answer.cache_time, answer.is_personal) == (7, True)
    assert message.text == "Found trade"
    assert message.via_bot == account.user
