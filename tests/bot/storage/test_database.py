"""The database: opened, brought up to date, away, back; on SQLite and on PostgreSQL."""

import asyncio
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.storage.chat_settings import Chosen, read, write
from bot.storage.database import Database, UnavailableError
from bot.storage.schema import newest, steps, upgrade
from bot.storage.tables import Table
from config.database_url import database_url
from tests.bot.storage.conftest import PATIENT, Opened
from tests.postgresql import PostgreSql

CHAT = b"sixteen bytes it"
FULL = "database or disk is full"


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what has been said of databases."""
    return [one.getMessage() for one in caplog.records if one.name.startswith("bot.storage")]


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold a SQLite file as a program does that is writing to it."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


async def remembers(database: Database) -> str | None:
    async with asyncio.timeout(PATIENT):
        await database.comes()
    return (await read(database, [CHAT])).get(CHAT, Chosen()).interview


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "verbatim.db"


async def test_what_was_written_is_read_by_another_process(url: str, opened: Opened) -> None:
    first = await opened(url)
    await write(first, CHAT, Chosen("lovell"))
    await write(first, CHAT, Chosen("norwood"))
    await first.close()

    assert await remembers(await opened(url)) == "norwood"


async def test_a_chat_can_be_freed_again(database: Database) -> None:
    await write(database, CHAT, Chosen("lovell"))
    await write(database, CHAT, Chosen())

    assert await read(database, [CHAT]) == {}


async def test_migrations_leave_the_tables_that_the_code_knows(database: Database) -> None:
    await has_the_tables_that_the_code_knows(database)


async def has_the_tables_that_the_code_knows(database: Database) -> None:
    def found(connection: object) -> dict[str, set[tuple[str, bool]]]:
        looking = inspect(connection)
        return {
            name: {(one["name"], one["nullable"]) for one in looking.get_columns(name)}
            for name in looking.get_table_names()
            if name != "alembic_version"
        }

    async with database.begin() as connection:
        columns = await connection.run_sync(found)

    assert columns == {
        table.name: {(one.name, bool(one.nullable)) for one in table.columns}
        for table in Table.metadata.sorted_tables
    }


@pytest.mark.parametrize("step", steps()[:-1])
async def test_tables_of_an_older_version_are_brought_up_to_date_with_what_is_in_them(
    step: str, url: str, opened: Opened
) -> None:
    await made_by(step, url)

    database = await opened(url)

    assert await remembers(database) == "lovell"
    await has_the_tables_that_the_code_knows(database)


async def made_by(step: str, url: str) -> None:
    """Make the tables as they were after a step, and choose an interview for the chat."""
    address = database_url(url)
    if address.get_backend_name() == "sqlite":
        Path(address.database or "").parent.mkdir()
    engine = create_async_engine(address)
    async with engine.begin() as connection:
        await connection.run_sync(upgrade, step)
        row = {"chat": CHAT, "interview": "lovell"}
        choose = text("INSERT INTO chat_settings (chat, interview) VALUES (:chat, :interview)")
        await connection.execute(choose, row)
    await engine.dispose()


async def test_two_that_start_at_once_make_the_tables_once(
    url: str, opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    both = await asyncio.gather(opened(url), opened(url))

    assert all(one.is_there for one in both)
    assert lines(caplog) == []


async def test_tables_of_a_newer_version_are_neither_read_nor_written(
    url: str, opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    first = await opened(url)
    async with first.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await first.close()

    newer = await opened(url)
    with pytest.raises(UnavailableError):
        await write(newer, CHAT, Chosen("lovell"))

    await said(caplog, "newer version of the bot (tables 9999")
    assert f"those up to {newest()}" in lines(caplog)[0]


async def said(caplog: pytest.LogCaptureFixture, words: str) -> None:
    """Wait until a line with these words is logged."""
    async with asyncio.timeout(PATIENT):
        while not any(words in line for line in lines(caplog)):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    async def fails(connection: AsyncConnection) -> None:
        await connection.execute(text("INSERT INTO chat_settings (chat) VALUES ('one')"))
        raise LookupError

    with pytest.raises(LookupError):
        async with database.begin() as connection:
            await fails(connection)

    async with database.begin() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM chat_settings")) == 0


async def test_a_mistake_of_ours_is_not_taken_for_an_absence(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Exception, match=r"(?i)null"):
        async with database.begin() as connection:
            await connection.execute(text("INSERT INTO chat_settings (chat) VALUES (NULL)"))

    assert database.is_there
    assert lines(caplog) == []


async def test_a_file_that_is_no_database_is_put_aside_and_begun_anew(
    file: Path, opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    file.write_bytes(b"no database at all " * 400)

    database = await opened(f"sqlite:///{file}")

    assert await remembers(database) is None
    (aside,) = file.parent.glob("verbatim.db.damaged-*")
    assert aside.read_bytes().startswith(b"no database at all ")
    assert lines(caplog) == [
        f"The database {file} is damaged: it is now {aside.name}, and begun anew"
    ]


async def test_a_file_that_is_found_damaged_while_running_is_put_aside(
    file: Path, opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    first = await opened(f"sqlite:///{file}")
    await write(first, CHAT, Chosen("lovell"))
    await first.close()
    with closing(sqlite3.connect(file)) as whole:
        (page,) = whole.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'chat_settings'"
        ).fetchone()
        (size,) = whole.execute("PRAGMA page_size").fetchone()
    with file.open("r+b") as damaged:
        damaged.seek((page - 1) * size)
        damaged.write(b"\xff" * size)

    database = await opened(f"sqlite:///{file}")
    with pytest.raises(UnavailableError):
        await read(database, [CHAT])

    assert await remembers(database) is None
    assert len(list(file.parent.glob("verbatim.db.damaged-*"))) == 1
    assert len(lines(caplog)) == 1


async def test_a_locked_file_is_said_once_and_waited_for(
    file: Path, opened: Opened, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.database._BUSY", 0.01)
    database = await opened(f"sqlite:///{file}")
    with locked(file):
        for _ in range(3):
            with pytest.raises(UnavailableError):
                await write(database, CHAT, Chosen("lovell"))
        await said(caplog, "database is locked")

    assert await remembers(database) is None
    assert lines(caplog) == [
        f"The database sqlite+aiosqlite:///{file} can't be used: database is locked. "
        "Answering goes on without it.",
        "The database is back",
    ]


async def test_a_full_disk_is_said_once_and_what_was_there_stays(
    file: Path, opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    database = await opened(f"sqlite:///{file}")
    await write(database, CHAT, Chosen("lovell"))
    async with database.begin() as connection:
        await connection.execute(text("PRAGMA max_page_count = 1"))

    async def fill() -> None:
        async with database.begin() as connection:
            filler = text("INSERT INTO chat_settings (chat) VALUES (zeroblob(1000000))")
            await connection.execute(filler)

    with pytest.raises(UnavailableError):
        await fill()

    # A connection of its own is not held to the limit: the disk has room again.
    assert await remembers(database) == "lovell"
    assert [FULL in lines(caplog)[0], *lines(caplog)[1:]] == [True, "The database is back"]


@pytest.mark.parametrize("what", ["a folder", "under a file"])
async def test_a_place_where_no_file_can_be_is_said_and_looked_at_again(
    what: str, tmp_path: Path, opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    place = tmp_path / "place"
    file = place if what == "a folder" else place / "verbatim.db"
    place.mkdir() if what == "a folder" else place.touch()
    database = await opened(f"sqlite:///{file}")
    await said(caplog, f"The database sqlite+aiosqlite:///{file} can't be used: ")
    assert not database.is_there

    place.rmdir() if what == "a folder" else place.unlink()

    assert await remembers(database) is None
    assert lines(caplog)[1:] == ["The database is back"]


async def test_a_server_that_goes_away_is_said_once_and_found_again(
    postgresql: PostgreSql, opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    database = await opened(await postgresql.new_database())
    await write(database, CHAT, Chosen("lovell"))
    postgresql.stop()
    try:
        for _ in range(3):
            with pytest.raises(UnavailableError):
                await read(database, [CHAT])
    finally:
        postgresql.start()

    assert await remembers(database) == "lovell"
    assert lines(caplog)[-1] == "The database is back"
    assert sum("can't be used" in line for line in lines(caplog)) <= 2
    assert postgresql.password not in caplog.text


async def test_a_wrong_password_is_said_and_no_password_is_shown(
    postgresql: PostgreSql, opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    database = await opened(postgresql.url("postgres", "a-wrong-secret"))
    await said(caplog, "password authentication failed")

    assert not database.is_there
    assert "a-wrong-secret" not in caplog.text
    assert postgresql.password not in caplog.text


async def test_a_database_that_there_is_not_is_named(
    postgresql: PostgreSql, opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    await opened(postgresql.url("nowhere"))

    await said(caplog, 'database "nowhere" does not exist')


async def test_what_was_to_be_written_stands_in_no_error(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    wrong = text("INSERT INTO no_such_table VALUES (:secret)")
    with pytest.raises(UnavailableError):
        async with database.begin() as connection:
            await connection.execute(wrong, {"secret": "what somebody asked"})
    await said(caplog, "no_such_table")

    assert "what somebody asked" not in caplog.text
