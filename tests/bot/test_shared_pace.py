"""Moments that many messages wait for: first come, first served, and none taken far ahead."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import text

from bot.pace import Limit, Limits
from bot.shared_pace import SharedPace
from bot.storage.fingerprints import Fingerprints
from tests.bot.storage.conftest import Opened, opened, postgresql
from tests.postgresql import PostgreSql

__all__ = ["opened", "postgresql"]

BOT = 7_000_000_001
UNLIMITED = Limit(1, 0.0)
# Ten moments in half a second.
LIMITS = Limits(0.05, UNLIMITED, UNLIMITED)
AT_ONCE = 10

Machine = Callable[[], Awaitable[SharedPace]]


@pytest.fixture
async def url(postgresql: PostgreSql) -> str:
    return await postgresql.new_database()


@pytest.fixture
async def machine(url: str, opened: Opened) -> AsyncIterator[Machine]:
    async with AsyncExitStack() as closing:

        async def start() -> SharedPace:
            pace = SharedPace(await opened(url), Fingerprints(b"the same key"), LIMITS)
            pace.open(BOT)
            closing.push_async_callback(pace.close)
            return pace

        yield start


async def test_who_asks_first_is_given_a_moment_first(machine: Machine) -> None:
    pace, told = await machine(), list[int]()

    async def taken(chat: int) -> None:
        assert (await pace.take(chat, is_group=False)).is_taken
        told.append(chat)

    async with asyncio.TaskGroup() as asking:
        for chat in range(3 * AT_ONCE):
            asking.create_task(taken(chat))

    # Those who are asked for together have no order.
    portions = [chat // AT_ONCE for chat in told]
    assert portions == sorted(portions)


async def test_however_many_wait_on_one_machine_another_is_given_a_moment_soon(
    machine: Machine,
) -> None:
    one, other = await machine(), await machine()
    asked = [one.take(chat, is_group=False) for chat in range(100 * AT_ONCE)]
    await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)

    slot = await other.take(-1, is_group=False)

    assert slot.is_taken
    assert slot.wait < 3 * AT_ONCE * LIMITS.in_all
    assert not asked[-1].done()


async def test_who_waits_no_more_is_given_no_moment(
    machine: Machine, url: str, opened: Opened
) -> None:
    pace = await machine()
    gone = pace.take(1, is_group=False)
    gone.cancel()

    await pace.take(2, is_group=False)

    async with (await opened(url)).begin() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM chat_paces")) == 1
