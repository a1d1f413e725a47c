"""Updates that were handled, and those that are still to be; on SQLite and on PostgreSQL."""

from datetime import UTC, datetime, timedelta

from bot.storage.database import Database
from bot.storage.updates import delete_noted, handled_from, keep, kept, note_handled

BOT, OTHER = 7_000_000_001, 7_000_000_002
NOW = datetime.now(UTC)
A_DAY_AGO = NOW - timedelta(hours=24)


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
