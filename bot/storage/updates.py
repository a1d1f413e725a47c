"""Updates' rows: which were handled, and what was taken and is still to be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.entries import milliseconds
from bot.storage.inserting import inserting_new, replacing
from bot.storage.tables import UpdateRow

# For so long Telegram keeps updates (https://core.telegram.org/bots/api#getting-updates).
REDELIVERED_WITHIN = timedelta(hours=24)
# Updates that are taken over at a time.
_PORTION = 200


@dataclass(frozen=True)
class Lease:
    """Who takes updates, and for how many seconds, unless that is put off."""

    holder: str
    seconds: float


async def note_handled(
    database: Database, bot: int, update_ids: Sequence[int], moment: datetime
) -> None:
    """Note that updates of a bot were handled, and delete what was kept of them.

    Raises:
        UnavailableError: where the database is away.
    """
    async with database.begin() as connection:
        noted = {
            "bot": bot,
            "noted_at": milliseconds(moment),
            "content": None,
            "holder": None,
            "held_until": None,
        }
        await connection.execute(
            replacing(UpdateRow, connection), [noted | {"update_id": one} for one in update_ids]
        )


async def keep(database: Database, bot: int, contents: Mapping[int, str], moment: datetime) -> None:
    """Keep updates of a bot, as JSON by their ids, until they are handled.

    Raises:
        UnavailableError: where the database is away.
    """
    async with database.begin() as connection:
        at = milliseconds(moment)
        # What was handled meanwhile stays so.
        await connection.execute(
            inserting_new(UpdateRow, connection),
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


async def take(
    database: Database, bot: int, contents: Mapping[int, str], lease: Lease
) -> frozenset[int]:
    """Take updates of a bot, as JSON by their ids; return those that are the holder's now.

    The others are known: handled, or held by somebody.

    Raises:
        UnavailableError: where the database is away.
    """
    async with database.begin() as connection:
        now = await _now(connection)
        rows = [
            {
                "bot": bot,
                "update_id": one,
                "noted_at": now,
                "content": content,
                "holder": lease.holder,
                "held_until": now + int(lease.seconds * 1000),
            }
            for one, content in contents.items()
        ]
        taken = inserting_new(UpdateRow, connection).returning(UpdateRow.update_id)
        return frozenset(await connection.scalars(taken, rows))


async def hold_on(database: Database, bot: int, lease: Lease) -> None:
    """Hold on to what is still to be handled.

    Raises:
        UnavailableError: where the database is away.
    """
    async with database.begin() as connection:
        until = await _now(connection) + int(lease.seconds * 1000)
        held = UpdateRow.bot == bot, UpdateRow.holder == lease.holder
        await connection.execute(update(UpdateRow).where(*held).values(held_until=until))


async def let_go(database: Database, bot: int, update_ids: Sequence[int]) -> None:
    """Let others take updates at once that are not handled.

    Raises:
        UnavailableError: where the database is away.
    """
    async with database.begin() as connection:
        held = UpdateRow.bot == bot, UpdateRow.update_id.in_(update_ids)
        await connection.execute(update(UpdateRow).where(*held).values(held_until=None))


async def take_over(database: Database, bot: int, lease: Lease, *, at_once: bool) -> list[str]:
    """Take updates that nobody holds any more, as JSON, in their order, some at a time.

    ``at_once`` takes those too that are still held: whoever holds them can't be there any more.
    What was taken more than a day ago is too old for that.

    Raises:
        UnavailableError: where the database is away.
    """
    async with database.begin() as connection:
        now = await _now(connection)
        is_free: ColumnElement[bool] = or_(
            UpdateRow.held_until.is_(None), UpdateRow.held_until < now
        )
        if at_once:
            is_free = UpdateRow.holder.is_distinct_from(lease.holder)
        free = (
            select(UpdateRow.update_id)
            .where(
                UpdateRow.bot == bot,
                UpdateRow.content.is_not(None),
                UpdateRow.noted_at >= now - REDELIVERED_WITHIN // timedelta(milliseconds=1),
                is_free,
            )
            .order_by(UpdateRow.update_id)
            .limit(_PORTION)
        )
        if connection.dialect.name == "postgresql":
            free = free.with_for_update(skip_locked=True)
        taken = (
            update(UpdateRow)
            .where(UpdateRow.bot == bot, UpdateRow.update_id.in_(free))
            .values(holder=lease.holder, held_until=now + int(lease.seconds * 1000))
            .returning(UpdateRow.update_id, UpdateRow.content)
        )
        rows = (await connection.execute(taken)).all()
        return [content for _, content in sorted(rows) if content is not None]


async def _now(connection: AsyncConnection) -> int:
    """Return the time of the database, which is the same for all: milliseconds since 1970, UTC."""
    if connection.dialect.name == "postgresql":
        seconds = await connection.scalar(select(func.extract("epoch", func.clock_timestamp())))
        return int(1000 * float(seconds or 0))
    return milliseconds(datetime.now(UTC))
