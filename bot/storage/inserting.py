"""Inserts that mind the rows that are there already, as each kind of database writes them.

Each is made once: that takes longer than to run it, and SQLAlchemy keeps what it makes of it.
"""

from functools import cache

from sqlalchemy import inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import Table

Insert = postgresql.Insert | sqlite.Insert


def inserting_new(table: type[Table], connection: AsyncConnection) -> Insert:
    """Return what inserts rows, save those of which the key is there."""
    return _inserting_new(table, connection.dialect.name)


def replacing(table: type[Table], connection: AsyncConnection) -> Insert:
    """Return what inserts rows, in the place of those that have the same key."""
    return _replacing(table, connection.dialect.name)


@cache
def _inserting_new(table: type[Table], dialect: str) -> Insert:
    return _insert(table, dialect).on_conflict_do_nothing()


@cache
def _replacing(table: type[Table], dialect: str) -> Insert:
    row, columns = _insert(table, dialect), inspect(table).columns
    return row.on_conflict_do_update(
        index_elements=[one.name for one in columns if one.primary_key],
        set_={one.name: row.excluded[one.name] for one in columns if not one.primary_key},
    )


def _insert(table: type[Table], dialect: str) -> Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
