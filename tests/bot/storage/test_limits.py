"""Moments for messages, each given once, however many machines ask."""

import asyncio
from itertools import pairwise

import pytest
from sqlalchemy import text

from bot.pace import Limit, Limits, Slot
from bot.storage.database import Database, UnavailableError
from bot.storage.limits import delete_idle, reserve
from tests.bot.storage.conftest import Opened
from tests.postgresql import PostgreSql

BOT, OTHER = 7_000_000_001, 7_000_000_002
CHAT, GROUP = b"c" * 16, b"g" * 16
# No test takes so long.
LONG = 1000.0
LIMITS = Limits(0.001, Limit(2, LONG), Limit(3, 2 * LONG))
UNLIMITED = Limits(0.01, Limit(1, 0.0), Limit(1, 0.0))


@pytest.fixture
async def url(postgresql: PostgreSql) -> str:
    return await postgresql.new_database()


async def take(database: Database, chat: bytes = CHAT, bot: int = BOT) -> Slot:
    return (await reserve(database, bot, {chat: chat == GROUP}, LIMITS))[chat]


async def sent(database: Database) -> list[float]:
    """Return all moments that were given."""
    async with database.begin() as connection:
        rows = await connection.scalars(text("SELECT unnest(sent) AS at FROM chat_paces"))
        return sorted(rows)


async def test_a_chat_has_no_more_than_its_limit_and_others_have_theirs(
    database: Database,
) -> None:
    taken = [await take(database) for _ in range(3)]

    assert [one.is_taken for one in taken] == [True, True, False]
    assert LONG - 60 < taken[2].wait <= LONG
    assert (await take(database, b"o" * 16)).is_taken
    assert (await take(database, bot=OTHER)).is_taken


async def test_a_group_is_held_to_its_own_limit_besides(database: Database) -> None:
    limits = Limits(0.001, Limit(1, 0.0), Limit(3, LONG))

    taken = [(await reserve(database, BOT, {GROUP: True}, limits))[GROUP] for _ in range(4)]
    other = [(await reserve(database, BOT, {CHAT: False}, limits))[CHAT] for _ in range(4)]

    assert [one.is_taken for one in taken] == [True, True, True, False]
    assert all(one.is_taken for one in other)


async def test_of_what_several_machines_ask_at_once_no_moment_is_given_twice(
    url: str, opened: Opened
) -> None:
    machines = [await opened(url) for _ in range(3)]
    chats = {bytes([number] * 16): False for number in range(20)}
    turned = dict(reversed(chats.items()))

    for _ in range(5):
        await asyncio.gather(*(reserve(one, BOT, chats, UNLIMITED) for one in machines[:2]))
        await asyncio.gather(*(reserve(one, BOT, turned, UNLIMITED) for one in machines))

    moments = await sent(machines[0])
    assert len(moments) >= len(chats)
    apart = [later - earlier for earlier, later in pairwise(moments)]
    # Seconds since 1970 have no finer steps.
    assert min(apart) > UNLIMITED.in_all - 1e-5


async def test_of_what_several_machines_ask_for_a_chat_no_more_is_given_than_it_may_have(
    url: str, opened: Opened
) -> None:
    machines = [await opened(url) for _ in range(4)]
    await take(machines[0])
    async with machines[0].begin() as connection:
        await connection.execute(text("SELECT FROM bot_paces FOR UPDATE"))
        asking = [asyncio.create_task(take(one)) for one in machines[1:]]
        # All have seen that there is room for one.
        waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        while await connection.scalar(waiting) < len(asking):
            # A transaction sees the activity of others as it was when it first looked.
            await connection.execute(text("SELECT pg_stat_clear_snapshot()"))

    taken = await asyncio.gather(*asking)

    assert sum(one.is_taken for one in taken) == 1
    assert len(await sent(machines[0])) == 2


async def test_those_that_are_given_come_in_the_order_of_their_moments(database: Database) -> None:
    chats = {bytes([number] * 16): False for number in reversed(range(20))}

    slots = list((await reserve(database, BOT, chats, UNLIMITED)).values())

    assert slots == sorted(slots, key=lambda slot: slot.wait)
    assert slots[-1].wait > 18 * UNLIMITED.in_all


async def test_what_is_long_over_is_forgotten(database: Database) -> None:
    await take(database)
    await take(database, GROUP)
    async with database.begin() as connection:
        await connection.execute(
            text("UPDATE chat_paces SET sent = ARRAY[sent[1] - 4000] WHERE is_group")
        )

    await delete_idle(database)

    assert len(await sent(database)) == 1


async def test_nothing_is_given_while_the_database_is_away(
    database: Database, postgresql: PostgreSql
) -> None:
    await asyncio.to_thread(postgresql.stop)
    try:
        with pytest.raises(UnavailableError):
            await take(database)
    finally:
        await asyncio.to_thread(postgresql.start)
