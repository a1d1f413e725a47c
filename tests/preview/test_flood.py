"""Flood limits (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this)."""

import math

import pytest

from preview import Person, Telegram
from preview.account import BotAccount
from preview.flood import SECONDS_KEPT, FloodLimits, SentCounts
from preview.objects import Chat
from tests.preview.calling import Caller
from tests.preview.clocks import StoppedClock


@pytest.fixture
def clock(telegram: Telegram) -> StoppedClock:
    """The clock of a world with limits."""
    telegram.flood_limits = FloodLimits()
    return StoppedClock(telegram)


@pytest.fixture
def chats(telegram: Telegram, account: BotAccount) -> list[Chat]:
    """Private chats, more than a bot may write to in a second."""
    people = [Person.joins(telegram, f"Reader {number}") for number in range(40)]
    for person in people:
        person.writes(person.chat_with(account), "/start")
    return [person.chat_with(account) for person in people]


async def _send(api: Caller, chat: Chat) -> int:
    """Send a message; return the seconds to wait if it is refused, else 0."""
    answer = (await api.post("sendMessage", chat_id=chat.id, text="Hello")).json()
    if answer["ok"]:
        return 0
    wait: int = answer["parameters"]["retry_after"]
    assert answer["error_code"] == 429
    assert answer["description"] == f"Too Many Requests: retry after {wait}"
    return wait


async def test_limits_are_off_unless_they_are_switched_on(api: Caller, chat: Chat) -> None:
    assert [await _send(api, chat) for _ in range(50)] == [0] * 50


async def test_thirty_messages_a_second_may_be_sent_in_all(
    api: Caller, clock: StoppedClock, chats: list[Chat]
) -> None:
    assert [await _send(api, chat) for chat in chats[:31]] == [0] * 30 + [1]

    clock.time += 1
    assert await _send(api, chats[31]) == 0


async def test_the_second_in_which_thirty_are_sent_may_begin_at_any_time(
    api: Caller, clock: StoppedClock, chats: list[Chat]
) -> None:
    clock.time += 0.75
    for chat in chats[:30]:
        await _send(api, chat)
    clock.time += 0.5

    assert await _send(api, chats[30]) == 1

    clock.time += 0.5
    assert await _send(api, chats[30]) == 0


async def test_a_short_burst_in_a_chat_is_tolerated_and_then_a_message_a_second(
    api: Caller, clock: StoppedClock, chat: Chat
) -> None:
    assert [await _send(api, chat) for _ in range(6)] == [0] * 5 + [5]

    clock.time += 3
    assert await _send(api, chat) == 2

    clock.time += 2
    for _ in range(60):
        assert await _send(api, chat) == 0
        clock.time += 1


async def test_one_chats_burst_does_not_hold_up_another(
    api: Caller, clock: StoppedClock, chats: list[Chat]
) -> None:
    for _ in range(6):
        await _send(api, chats[0])

    assert await _send(api, chats[1]) == 0


async def test_twenty_messages_a_minute_may_be_sent_in_a_group(
    api: Caller, clock: StoppedClock, group: Chat
) -> None:
    for _ in range(20):
        assert await _send(api, group) == 0
        clock.time += 1

    assert await _send(api, group) == 40

    clock.time += 40
    assert await _send(api, group) == 0


async def test_a_private_chat_has_no_limit_by_the_minute(
    api: Caller, clock: StoppedClock, chat: Chat
) -> None:
    for _ in range(50):
        assert await _send(api, chat) == 0
        clock.time += 1


async def test_who_waits_as_long_as_is_asked_may_send(
    api: Caller, clock: StoppedClock, group: Chat
) -> None:
    sent = 0
    while sent < 50:
        wait = await _send(api, group)
        clock.time += wait
        sent += not wait

    assert sent == 50


async def test_what_is_refused_does_not_count(api: Caller, clock: StoppedClock, chat: Chat) -> None:
    for _ in range(5):
        await _send(api, chat)
    for _ in range(20):
        await _send(api, chat)
        await api.refused("sendMessage", chat_id=chat.id, text="")
    clock.time += 5

    assert [await _send(api, chat) for _ in range(5)] == [0] * 5


async def test_a_message_that_telegram_refuses_does_not_count(
    api: Caller, clock: StoppedClock, chat: Chat
) -> None:
    for _ in range(20):
        assert (await api.refused("sendMessage", chat_id=chat.id, text=""))[0] == 400

    assert await _send(api, chat) == 0


async def test_a_chat_that_there_is_not_is_no_flood(api: Caller, clock: StoppedClock) -> None:
    for _ in range(40):
        assert await api.refused("sendMessage", chat_id=5, text="Hello") == (
            400,
            "Bad Request: chat not found",
        )


async def test_edits_actions_and_questions_are_no_messages(
    api: Caller, clock: StoppedClock, chat: Chat
) -> None:
    sent = await api.call("sendMessage", chat_id=chat.id, text="0")
    for number in range(1, 40):
        await api.call("sendChatAction", chat_id=chat.id, action="typing")
        await api.call("getChat", chat_id=chat.id)
        await api.call(
            "editMessageText", chat_id=chat.id, message_id=sent["message_id"], text=str(number)
        )

    assert await _send(api, chat) == 0


async def test_each_bot_has_limits_of_its_own(
    api: Caller,
    other_api: Caller,
    clock: StoppedClock,
    telegram: Telegram,
    account: BotAccount,
    other_account: BotAccount,
    reader: Person,
) -> None:
    group = telegram.new_group("Readers", [reader.user, account.user, other_account.user])
    for _ in range(6):
        await _send(api, group)

    assert await _send(other_api, group) == 0


# Counts


async def test_it_is_known_how_many_messages_were_sent_in_which_second(
    api: Caller, clock: StoppedClock, account: BotAccount, chats: list[Chat]
) -> None:
    second = math.floor(clock.time)
    for chat in (chats[0], chats[0], chats[1]):
        await _send(api, chat)
    clock.time += 2.5
    await _send(api, chats[1])

    assert [account.sent.in_second(second + later) for later in range(4)] == [3, 0, 1, 0]
    assert account.sent.by_second[second] == {chats[0].id: 2, chats[1].id: 1}


async def test_only_what_was_sent_is_counted(
    api: Caller, clock: StoppedClock, account: BotAccount, chat: Chat
) -> None:
    for _ in range(20):
        await _send(api, chat)
    await api.refused("sendMessage", chat_id=5, text="Hello")

    assert account.sent.in_second(math.floor(clock.time)) == 5


def test_counts_are_kept_for_ten_minutes() -> None:
    sent, chat = SentCounts(), Chat(1, "private")
    for second in range(2 * SECONDS_KEPT):
        sent.count(chat, second)

    assert list(sent.by_second) == list(range(SECONDS_KEPT, 2 * SECONDS_KEPT))


def test_a_pause_of_any_length_leaves_no_old_counts() -> None:
    sent, chat = SentCounts(), Chat(1, "private")
    for second in (1, 2, 3, 10_000_000):
        sent.count(chat, second)

    assert list(sent.by_second) == [10_000_000]
