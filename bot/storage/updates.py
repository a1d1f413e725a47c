"""Updates' rows: which were handled, and what was taken and is still to be."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.database import Database
from bot.storage.entries import milliseconds
from bot.storage.tables import UpdateRow


async def note_handled(
    database: Database, bot: int, update_ids: Sequence[int], moment: datetime
) -> None:
    """Note that updates of a bot were handled, and delete what was kept of them.

    Raises:
        UnavailableError: where the database is away.
    """
    async with database.begin() as connection:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        row = dialect.insert(UpdateRow)
        handled = row.on_conflict_do_update(
            index_elements=[UpdateRow.bot, UpdateRow.update_id],
            set_={"noted_at": row.excluded.noted_at, "content": None},
        )
        at = milliseconds(moment)
        await connection.execute(
            handled,
            [{"bot": bot, "update_id": one, "noted_at": at, "content": None} for one in update_ids],
        )


async def keep(database: Database, bot: int, contents: Mapping[int, str], moment: datetime) -> None:
    """Keep updates of a bot, as JSON by their ids, until they are handled.

    Raises:
        UnavailableError: where the database is away.
    """
    async with database.begin() as connection:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        at = milliseconds(moment)
        # What was handled meanwhile stays so.
        await connection.execute(
            dialect.insert(UpdateRow).on_conflict_do_nothing(),
            [
                {"bot": bot, "update_id": one, "noted_at": at, "content": content}
                for one, content in contents.items()
            ],
        )


async def kept(database: Database, bot: int, since: datetime) -> list[str]:
    """Return the updates of a bot that are still to be handled, as JSON, in their order.

    Those that were taken before a moment are too old for that.

    Raises:
        UnavailableError: where the database is away.
    """
    contents = select(UpdateRow.content).where(
        UpdateRow.bot == bot,
        UpdateRow.content.is_not(None),
        UpdateRow.noted_at >= milliseconds(since),
    )
    async with database.begin() as connection:
        found = await connection.scalars(contents.order_by(UpdateRow.update_id))
        return [one for one in found if one is not None]


async def handled_from(database: Database, bot: int, lowest: int) -> frozenset[int]:
    """Return which updates of a bot were handled, of those with this id or a higher one.

    Raises:
        UnavailableError: where the database is away.
    """
    handled = select(UpdateRow.update_id).where(
        UpdateRow.bot == bot, UpdateRow.update_id >= lowest, UpdateRow.content.is_(None)
    )
    async with database.begin() as connection:
        return frozenset(await connection.scalars(handled))


async def delete_noted(database: Database, before: datetime) -> None:
    """Delete what was noted before a moment.

    Raises:
        UnavailableError: where the database is away.
    """
    async with database.begin() as connection:
        await connection.execute(delete(UpdateRow).where(UpdateRow.noted_at < milliseconds(before)))
