"""Several bots and many chats at once, for a long time."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest_asyncio

from preview import Person, PreviewServer, Telegram
from preview.account import CALLS_KEPT, BotAccount, Call
from preview.objects import Chat
from preview.telegram import MESSAGES_KEPT
from preview.updates import MOST_WAITING
from tests.preview.calling import LONG_POLL, Caller, article

BOTS = 5
READERS = 40
ROUNDS = 3


@pytest_asyncio.fixture(loop_scope="session")
async def echo_bots(
    telegram: Telegram, server: PreviewServer, http: httpx.AsyncClient
) -> AsyncIterator[list[BotAccount]]:
    """Bots that poll, and send back what they are sent, with their own name before it."""
    accounts = [telegram.new_bot(f"echo_{number}_bot") for number in range(BOTS)]
    polling = [
        asyncio.create_task(_echo(Caller(http, server.url, account.token), account))
        for account in accounts
    ]
    yield accounts
    for task in polling:
        task.cancel()
    await asyncio.gather(*polling, return_exceptions=True)
    telegram.end_polls()


async def _echo(api: Caller, account: BotAccount) -> None:
    while True:
        message = await api.next("message")
        await api.call(
            "sendMessage",
            chat_id=message["chat"]["id"],
            text=f"{account.user.username}: {message['text']}",
        )


async def test_every_reader_of_every_bot_is_answered_by_the_right_one(
    telegram: Telegram, echo_bots: list[BotAccount]
) -> None:
    readers = [Person.joins(telegram, f"Reader {number}") for number in range(READERS)]

    async def converse(reader: Person, bot: BotAccount) -> list[str | None]:
        chat = reader.chat_with(bot)
        return [
            (await reader.asks(chat, f"{reader.user.id}-{number}")).text for number in range(ROUNDS)
        ]

    pairs = [(reader, bot) for reader in readers for bot in echo_bots]
    heard = await asyncio.gather(*(converse(*pair) for pair in pairs))

    for (reader, bot), texts in zip(pairs, heard, strict=True):
        said = [f"{bot.user.username}: {reader.user.id}-{number}" for number in range(ROUNDS)]
        assert texts == said
        assert len(reader.chat_with(bot).messages) == 2 * ROUNDS


async def test_in_a_group_each_bot_answers_what_is_meant_for_it(
    telegram: Telegram, echo_bots: list[BotAccount], reader: Person
) -> None:
    group = telegram.new_group("All", [reader.user, *(bot.user for bot in echo_bots)])
    questions = [reader.writes(group, f"/ask@{bot.user.username}") for bot in echo_bots]

    def answers() -> list[str] | None:
        said = [one.text or "" for one in group.messages.values() if one.is_from_bot]
        return said if len(said) == len(questions) else None

    said = await telegram.until(answers, within=LONG_POLL)
    assert sorted(said) == [f"{bot.user.username}: /ask@{bot.user.username}" for bot in echo_bots]


# What is kept is bounded


def test_the_latest_calls_are_kept(account: BotAccount) -> None:
    account.calls.extend(Call("getMe", {"number": str(one)}) for one in range(CALLS_KEPT + 5))

    assert len(account.calls) == CALLS_KEPT
    assert account.calls[0].parameters == {"number": "5"}


def test_a_chat_keeps_its_latest_messages(reader: Person, chat: Chat, account: BotAccount) -> None:
    for _ in range(MESSAGES_KEPT):
        reader.writes(chat, "Hello")
        account.updates.drop()
    last = reader.writes(chat, "Goodbye")

    assert len(chat.messages) == MESSAGES_KEPT
    assert next(iter(chat.messages)) == 3
    assert chat.messages[last.message_id] is last


async def test_a_message_that_is_kept_no_longer_can_not_be_replied_to(
    api: Caller, reader: Person, chat: Chat, account: BotAccount
) -> None:
    for _ in range(MESSAGES_KEPT):
        reader.writes(chat, "Hello")
        account.updates.drop()

    assert await api.refused(
        "sendMessage", chat_id=chat.id, text="Yes?", reply_parameters={"message_id": 1}
    ) == (400, "Bad Request: message to be replied not found")


async def test_an_inline_message_that_is_kept_no_longer_can_not_be_edited(
    api: Caller, reader: Person, chat: Chat, account: BotAccount
) -> None:
    picked = reader.picks(account, article(), chat)
    inline_id = picked.inline_message_id
    for _ in range(MESSAGES_KEPT):
        reader.writes(chat, "Hello")
        account.updates.drop()

    assert await api.refused("editMessageText", inline_message_id=inline_id, text="No.") == (
        400,
        "Bad Request: MESSAGE_ID_INVALID",
    )


async def test_an_inline_message_that_is_deleted_can_not_be_edited(
    api: Caller, telegram: Telegram, reader: Person, chat: Chat, account: BotAccount
) -> None:
    picked = reader.picks(account, article(), chat)
    telegram.delete(picked)

    assert await api.refused(
        "editMessageText", inline_message_id=picked.inline_message_id, text="No."
    ) == (400, "Bad Request: MESSAGE_ID_INVALID")


def test_whoever_comes_has_an_id_of_their_own(telegram: Telegram) -> None:
    bot = telegram.new_bot("a_bot", token=f"{telegram.new_user('Ida').id + 1}:abc").user

    assert telegram.new_user("Ada").id != bot.id


def test_a_token_is_not_to_be_guessed(telegram: Telegram) -> None:
    one, other = (telegram.new_bot("a_bot").token.partition(":")[2] for _ in range(2))

    assert one != other
    assert len(one) == 35


def test_updates_that_nobody_takes_are_lost_beyond_a_hundred_thousand(account: BotAccount) -> None:
    for number in range(MOST_WAITING + 5):
        account.deliver("message", {"text": str(number)})

    assert len(account.updates) == MOST_WAITING
    assert account.updates.first(1)[0]["message"] == {"text": "0"}
