"""Waiting files' rows: what an admin sent to one machine can be published on another."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from bot.storage.database import Database
from bot.storage.entries import milliseconds
from bot.storage.tables import WaitingFileRow
from knowledge.waiting import MOST, Waiting


async def write(database: Database, bot: int, waiting: Waiting, moment: datetime) -> None:
    """Write a file that waits, in the place of what it was; the oldest go where there are many.

    Raises:
        UnavailableError: where the database is away.
    """
    mine = WaitingFileRow.bot == bot
    # PostgreSQL's text has no NUL, and no half characters.
    name = waiting.name.encode("utf-8", "replace").decode().replace("\0", "?")
    row = insert(WaitingFileRow).values(
        bot=bot,
        key=waiting.key,
        name=name,
        content=waiting.content,
        based_on=waiting.based_on,
        kept_at=milliseconds(moment),
    )
    newest = select(WaitingFileRow.key).where(mine).order_by(WaitingFileRow.kept_at.desc())
    async with database.begin() as connection:
        await connection.execute(
            row.on_conflict_do_update(
                index_elements=[WaitingFileRow.bot, WaitingFileRow.key],
                set_={"based_on": row.excluded.based_on},
            )
        )
        await connection.execute(
            delete(WaitingFileRow).where(mine, WaitingFileRow.key.not_in(newest.limit(MOST)))
        )


async def read(database: Database, bot: int, key: str) -> Waiting | None:
    """Return the file that waits under a key; none where it doesn't any more.

    Raises:
        UnavailableError: where the database is away.
    """
    columns = select(WaitingFileRow.name, WaitingFileRow.content, WaitingFileRow.based_on)
    its = columns.where(WaitingFileRow.bot == bot, WaitingFileRow.key == key)
    async with database.begin() as connection:
        row = (await connection.execute(its)).first()
        return Waiting(key, row.name, row.content, row.based_on) if row else None


async def remove(database: Database, bot: int, key: str) -> None:
    """Let a file wait no longer.

    Raises:
        UnavailableError: where the database is away.
    """
    its = delete(WaitingFileRow).where(WaitingFileRow.bot == bot, WaitingFileRow.key == key)
    async with database.begin() as connection:
        await connection.execute(its)
