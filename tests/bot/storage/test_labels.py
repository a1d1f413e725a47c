"""What admins have settled of unanswered questions, on SQLite and on PostgreSQL."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.storage import labels
from bot.storage.database import Database, UnavailableError
from bot.storage.labels import Label, Labelled
from config.database_url import database_url

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=1)
BREAD, CHESS = b"b" * 16, b"c" * 16


async def test_what_is_settled_is_found_by_its_question(database: Database) -> None:
    await labels.write(database, [BREAD, CHESS, BREAD], Label.NOT_ASKED, NOON)

    settled = Labelled(Label.NOT_ASKED, NOON)
    assert await labels.read(database) == {BREAD: settled, CHESS: settled}


async def test_what_is_settled_last_holds(database: Database) -> None:
    first = await labels.write(database, [BREAD], Label.IGNORED, NOON)
    await labels.write(database, [BREAD], Label.TAUGHT, LATER)

    assert await labels.read(database) == {BREAD: Labelled(Label.TAUGHT, LATER)}
    await labels.remove(database, first)
    assert await labels.read(database) == {BREAD: Labelled(Label.TAUGHT, LATER)}


async def test_what_was_settled_together_is_opened_together(database: Database) -> None:
    await labels.write(database, [CHESS], Label.IGNORED, NOON)
    together = await labels.write(database, [BREAD, b"d" * 16], Label.NOT_ASKED, NOON)

    await labels.remove(database, together)
    await labels.remove(database, together)

    assert list(await labels.read(database)) == [CHESS]


async def test_nothing_can_be_settled_without_questions(database: Database) -> None:
    assert await labels.write(database, [], Label.IGNORED, NOON)
    assert await labels.read(database) == {}


async def test_a_database_that_is_away_is_told() -> None:
    away = Database(database_url("sqlite:///nowhere.db"))

    with pytest.raises(UnavailableError):
        await labels.read(away)
    with pytest.raises(UnavailableError):
        await labels.write(away, [BREAD], Label.IGNORED, NOON)
    with pytest.raises(UnavailableError):
        await labels.remove(away, "x" * 11)
