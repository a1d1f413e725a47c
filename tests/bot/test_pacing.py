"""Replies that can't be sent are sent again, in order and within Telegram's limits."""

import asyncio
from collections.abc import Awaitable, Callable

import asyncpg
import pytest

from benches.soak.balancer import balanced
from bot import pacing, running, shared_pace, transport
from bot.pace import Limit
from preview import ApiError, Person, Telegram
from preview.account import BotAccount
from preview.errors import too_many_requests
from preview.faults import KINDS, Breakdown, Fault, Mishaps
from preview.flood import FloodLimits
from preview.objects import Chat
from tests.bot.storage.conftest import postgresql
from tests.bot.test_webhook import HASH_KEY, SECRET, free_port
from tests.conftest import RunningBots, StartBot
from tests.postgresql import PostgreSql

__all__ = ["postgresql"]

WITHIN = 60.0
# More than updates that are under way at once.
GROUPS = 80


@pytest.fixture
def chat(account: BotAccount, reader: Person) -> Chat:
    return reader.chat_with(account)


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait long between two tries, nor the end for what will not be sent."""
    monkeypatch.setattr(running, "TO_FINISH", 0.1)
    monkeypatch.setattr(pacing, "FIRST_WAIT", 0.02)
    monkeypatch.setattr(pacing, "LONGEST_WAIT", 0.1)


def replies(chat: Chat) -> list[str]:
    return [one.text or "" for one in chat.messages.values() if one.is_from_bot]


def quoted(chat: Chat) -> list[int]:
    """Return which messages of a group were answered, in the order of the answers."""
    return [
        one.reply_to.message_id
        for one in chat.messages.values()
        if one.is_from_bot and one.reply_to
    ]


@pytest.mark.parametrize(
    "trouble",
    [
        too_many_requests(1),
        ApiError(502, "Bad Gateway"),
        ApiError(500, "Internal Server Error"),
        Breakdown.DROPPED_BEFORE,
    ],
    ids=["429", "502", "500", "dropped"],
)
async def test_a_reply_is_sent_again_until_telegram_takes_it(
    trouble: ApiError | Breakdown,
    start_bot: StartBot,
    account: BotAccount,
    reader: Person,
    chat: Chat,
) -> None:
    await start_bot()
    account.faults += [Fault("sendMessage", trouble)] * 3

    await reader.asks(chat, "/help")
    await reader.asks(chat, "/topics")

    assert len(replies(chat)) == 2
    assert account.faults == []


async def test_what_is_final_is_not_tried_again(
    start_bot: StartBot, account: BotAccount, reader: Person, chat: Chat
) -> None:
    await start_bot()
    account.faults.append(Fault("sendMessage", ApiError(403, "Forbidden: bot was blocked")))

    reader.writes(chat, "/help")
    await reader.asks(chat, "/topics")

    assert len(replies(chat)) == 1


async def test_an_answer_to_a_press_is_given_up_once_it_is_of_no_use(
    start_bot: StartBot,
    account: BotAccount,
    reader: Person,
    chat: Chat,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pacing, "_MOMENT", 0.1)
    await start_bot()
    listed = await reader.asks(chat, "/questions")
    account.faults += [Fault("answerCallbackQuery", ApiError(502, "Bad Gateway"))] * 100

    press = asyncio.create_task(reader.presses(account, listed, "1"))
    await reader.telegram.until(lambda: len(account.faults) < 100, within=WITHIN)
    await reader.asks(chat, "/help")
    press.cancel()

    assert account.faults


async def test_a_chat_that_has_to_wait_holds_up_no_other(
    start_bot: StartBot, telegram: Telegram, account: BotAccount, reader: Person, chat: Chat
) -> None:
    await start_bot()
    account.faults.append(Fault("sendMessage", too_many_requests(30)))
    reader.writes(chat, "/help")
    await telegram.until(lambda: not account.faults, within=WITHIN)
    other = Person.joins(telegram, "Other")

    await other.asks(other.chat_with(account), "/help")

    assert replies(chat) == []


async def test_more_groups_at_their_limit_than_are_handled_at_once_hold_up_nobody(
    start_bot: StartBot,
    telegram: Telegram,
    account: BotAccount,
    reader: Person,
    chat: Chat,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pacing, "IN_A_GROUP", Limit(1, WITHIN))
    await start_bot()
    members = [reader.user, account.user]
    groups = [telegram.new_group(f"Group {number}", members) for number in range(GROUPS)]
    for group in groups:
        reader.writes(group, "/ask Who?")
        reader.writes(group, "/ask Who?")
    await telegram.until(lambda: all(map(replies, groups)), within=WITHIN)

    await reader.asks(chat, "/help")

    assert sum(len(replies(group)) for group in groups) == GROUPS


class Counting(FloodLimits):
    """Telegram's limits, and how often they were hit."""

    def __init__(self) -> None:
        super().__init__()
        self.refused = 0

    def check(self, bot_id: int, chat: Chat, now: float) -> None:
        try:
            super().check(bot_id, chat, now)
        except ApiError:
            self.refused += 1
            raise


async def test_where_a_fifth_of_calls_fails_all_is_answered_in_order_and_within_limits(
    start_bot: StartBot,
    telegram: Telegram,
    account: BotAccount,
    reader: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(transport, "_READ_TIMEOUT", 0.2)
    # A busy machine may bring a message later than it was sent, and the next one sooner.
    monkeypatch.setattr(pacing, "_SLACK", 1.0)
    monkeypatch.setattr(pacing, "IN_A_CHAT", Limit(4, 6))
    await start_bot(messages_per_second=30)
    telegram.mishaps, limits = Mishaps(0.2, KINDS, seed=3), Counting()
    telegram.flood_limits = limits
    people = [Person.joins(telegram, f"Reader {number}") for number in range(20)]
    chats = [person.chat_with(account) for person in people]
    members = [*(person.user for person in people), account.user]
    groups = [telegram.new_group(f"Group {number}", members) for number in range(4)]
    asked: dict[int, list[int]] = {group.id: [] for group in groups}
    for turn in range(5):
        for person, chat in zip(people, chats, strict=True):
            person.writes(chat, "/help")
        for group in groups:
            asked[group.id].append(people[turn].writes(group, "/ask Who?").message_id)

    await telegram.until(
        lambda: (
            all(len(replies(chat)) >= 5 for chat in chats)
            and all(set(quoted(group)) == set(asked[group.id]) for group in groups)
        ),
        within=WITHIN,
    )

    for group in groups:
        # What Telegram took without saying so was sent again.
        assert list(dict.fromkeys(quoted(group))) == asked[group.id]
    assert telegram.mishaps.happened.total() > 0
    assert limits.refused == 0


StartSeveral = Callable[[str], Awaitable[None]]


@pytest.fixture
def start_several(start_bot: StartBot, running_bots: RunningBots) -> StartSeveral:
    """Start two machines of a bot that share a database, behind a load balancer."""

    async def start(database: str) -> None:
        ports = [free_port(), free_port()]
        port = await running_bots.enter_async_context(balanced(ports))
        for one in ports:
            await start_bot(
                mode="webhook",
                webhook_url=f"http://127.0.0.1:{port}/hook",
                webhook_listen=f"127.0.0.1:{one}",
                webhook_secret=SECRET,
                database=database,
                hash_key=HASH_KEY,
                messages_per_second=30,
            )

    return start


async def test_several_machines_keep_the_limits_together(
    start_several: StartSeveral,
    telegram: Telegram,
    account: BotAccount,
    reader: Person,
    postgresql: PostgreSql,
) -> None:
    await start_several(await postgresql.new_database())
    # What is loaded for the first question holds up this process, and all machines are in it.
    await reader.asks(reader.chat_with(account), "Who?")
    telegram.flood_limits = limits = Counting()
    people = [Person.joins(telegram, f"Reader {number}") for number in range(60)]
    group = telegram.new_group("Group", [*(person.user for person in people), account.user])
    chats = [person.chat_with(account) for person in people]

    asked = [person.writes(group, "/ask Who?").message_id for person in people[:8]]
    for person, chat in zip(people, chats, strict=True):
        person.writes(chat, "/help")
    await telegram.until(
        lambda: all(map(replies, chats)) and len(quoted(group)) >= len(asked), within=WITHIN
    )

    assert quoted(group) == asked
    assert [len(replies(chat)) for chat in chats] == [1] * len(chats)
    assert limits.refused == 0


async def test_without_their_database_machines_go_on_sending(
    start_several: StartSeveral,
    telegram: Telegram,
    account: BotAccount,
    postgresql: PostgreSql,
) -> None:
    await start_several(await postgresql.new_database())
    people = [Person.joins(telegram, f"Reader {number}") for number in range(10)]

    await asyncio.to_thread(postgresql.stop)
    try:
        for person in people:
            await person.asks(person.chat_with(account), "/help")
    finally:
        await asyncio.to_thread(postgresql.start)


async def test_a_database_that_is_slow_holds_up_no_reply(
    start_several: StartSeveral,
    account: BotAccount,
    reader: Person,
    chat: Chat,
    postgresql: PostgreSql,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shared_pace, "PATIENCE", 0.1)
    url = await postgresql.new_database()
    await start_several(url)
    await reader.asks(chat, "/help")

    locking = await asyncpg.connect(url)
    async with locking.transaction():
        await locking.execute("LOCK TABLE bot_paces")
        for _ in range(3):
            await reader.asks(chat, "/help")
    await locking.close()
    await reader.asks(chat, "/help")

    assert len(replies(chat)) == 5
