"""Updates that were handled, and those that are still to be; on SQLite and on PostgreSQL."""

from datetime import UTC, datetime, timedelta

from bot.storage.database import Database
from bot.storage.updates import (
    Lease,
    delete_noted,
    handled_from,
    hold_on,
    keep,
    kept,
    let_go,
    note_handled,
    take,
    take_over,
)

BOT, OTHER = 7_000_000_001, 7_000_000_002
NOW = datetime.now(UTC)
A_DAY_AGO = NOW - timedelta(hours=24)
LONG, OTHERS, OVER = Lease("one", 60), Lease("other", 60), Lease("one", -1)


async def test_what_was_handled_is_known_by_its_bot(database: Database) -> None:
    await note_handled(database, BOT, [3, 5], NOW)
    await note_handled(database, BOT, [5, 7], NOW)

    assert await handled_from(database, BOT, 1) == {3, 5, 7}
    assert await handled_from(database, BOT, 5) == {5, 7}
    assert await handled_from(database, OTHER, 1) == frozenset()


async def test_what_is_kept_comes_back_in_order_until_it_is_handled(database: Database) -> None:
    await keep(database, BOT, {9: "nine", 8: "eight", 7: "seven"}, NOW)
    await note_handled(database, BOT, [8], NOW)

    assert await kept(database, BOT, A_DAY_AGO) == ["seven", "nine"]
    assert await kept(database, OTHER, A_DAY_AGO) == []
    assert await handled_from(database, BOT, 1) == {8}


async def test_what_is_handled_before_it_is_kept_stays_handled(database: Database) -> None:
    await note_handled(database, BOT, [8], NOW)
    await keep(database, BOT, {8: "eight"}, NOW)

    assert await kept(database, BOT, A_DAY_AGO) == []
    assert await handled_from(database, BOT, 1) == {8}


async def test_what_telegram_would_not_send_again_is_deleted(database: Database) -> None:
    old = A_DAY_AGO - timedelta(seconds=1)
    await note_handled(database, BOT, [1], old)
    await keep(database, BOT, {2: "two"}, old)
    assert await kept(database, BOT, A_DAY_AGO) == []
    await note_handled(database, BOT, [3], NOW)

    await delete_noted(database, A_DAY_AGO)

    assert await handled_from(database, BOT, 1) == {3}
    assert await kept(database, BOT, old) == []


async def test_what_is_taken_is_taken_once(database: Database) -> None:
    await note_handled(database, BOT, [1], NOW)

    assert await take(database, BOT, {1: "one", 2: "two", 3: "three"}, LONG) == {2, 3}
    assert await take(database, BOT, {3: "three", 4: "four"}, OTHERS) == {4}
    assert await take(database, OTHER, {3: "three"}, OTHERS) == {3}


async def test_what_nobody_holds_any_more_is_taken_over_in_order_and_once(
    database: Database,
) -> None:
    await take(database, BOT, {5: "five", 3: "three", 4: "four"}, OVER)
    await take(database, BOT, {6: "six"}, LONG)
    await note_handled(database, BOT, [4], NOW)

    assert await take_over(database, BOT, OTHERS, at_once=False) == ["three", "five"]
    assert await take_over(database, BOT, LONG, at_once=False) == []


async def test_what_is_held_on_to_is_not_taken_over_until_it_is_let_go(database: Database) -> None:
    await take(database, BOT, {1: "one", 2: "two"}, OVER)
    await hold_on(database, BOT, LONG)
    assert await take_over(database, BOT, OTHERS, at_once=False) == []

    await let_go(database, BOT, [2])

    assert await take_over(database, BOT, OTHERS, at_once=False) == ["two"]


async def test_who_is_alone_takes_over_at_once_what_another_has_left(database: Database) -> None:
    await keep(database, BOT, {1: "one"}, NOW)
    await take(database, BOT, {2: "two"}, LONG)
    await keep(database, BOT, {3: "three"}, A_DAY_AGO - timedelta(minutes=1))

    assert await take_over(database, BOT, OTHERS, at_once=True) == ["one", "two"]
    assert await take_over(database, BOT, OTHERS, at_once=True) == []
