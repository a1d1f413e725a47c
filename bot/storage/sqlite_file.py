"""SQLite's file: how connections to it behave, and what becomes of a damaged one."""

import logging
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine
from sqlalchemy.engine.interfaces import DBAPIConnection

_logger = logging.getLogger(__name__)

# What SQLite keeps beside a database (https://www.sqlite.org/wal.html).
_BESIDE = ("-wal", "-shm")
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
# What a transaction begins with, where a plain one would not do.
BEGIN = "sqlite_begin"


def behave(engine: Engine) -> None:
    """Have every transaction begin where it does, tables' changes included.

    Python's own module would begin it late (https://docs.python.org/3/library/sqlite3.html).
    Readers and a writer don't wait for each other.
    """

    def connected(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        # What is deleted is not to be read off the file.
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.close()

    def begins(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get(BEGIN, "BEGIN"))

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begins)


def means_damage(error: BaseException | None) -> bool:
    """Whether an error says that the file is no database, or one that is damaged."""
    # The lowest byte tells the kind (https://www.sqlite.org/rescode.html).
    return isinstance(error, sqlite3.Error) and (
        getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED
    )


def put_aside(file: Path) -> None:
    """Give a damaged file another name, so that a new one is begun.

    One that is sound stays: another process may have begun it anew.

    Raises:
        OSError: where it can't be renamed.
    """
    if not _is_damaged(file):
        return
    aside = file.with_name(f"{file.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S}")
    file.rename(aside)
    for ending in _BESIDE:
        beside = file.with_name(file.name + ending)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + ending))
    _logger.error("The database %s is damaged: it is now %s, and begun anew", file, aside.name)


def _is_damaged(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)) as found:
            told: object = found.execute("PRAGMA integrity_check(1)").fetchone()
            return told != ("ok",)
    except sqlite3.Error as error:
        return means_damage(error)
