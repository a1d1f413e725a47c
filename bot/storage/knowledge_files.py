"""Knowledge files' rows: each version of each, the same on all machines that share PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import aliased

from bot.storage.announcing import KNOWLEDGE, announce
from bot.storage.database import Database
from bot.storage.entries import milliseconds
from bot.storage.tables import KnowledgeFileRow
from knowledge.deed import Deed
from knowledge.version_file import digest
from knowledge.versions import KEPT

# The digest of a file that was deleted.
DELETED = ""
# Taken, with the bot's id, by whoever changes its files; any number that nobody else takes.
_LOCK = 0x5AA2E


@dataclass(frozen=True)
class Newest:
    """What a file is now.

    Attributes:
        number: of its newest version.
        digest: of its content, or ``DELETED``.
    """

    number: int
    digest: str


@dataclass(frozen=True)
class State:
    """What a file became.

    Attributes:
        content: none where it was deleted.
        who: published it; empty where it was saved by hand.
        what: was done.
        saved: when it was, in UTC.
    """

    content: bytes | None
    who: str
    what: Deed
    saved: datetime

    @property
    def digest(self) -> str:
        """The SHA-256 of the content, in hexadecimal, or ``DELETED``."""
        return DELETED if self.content is None else digest(self.content)


async def newest(database: Database, bot: int) -> dict[str, Newest]:
    """Return what each file of a bot is now, by name, those that were deleted too.

    Raises:
        UnavailableError: where the database is away.
    """
    columns = select(KnowledgeFileRow.name, KnowledgeFileRow.number, KnowledgeFileRow.digest)
    one = aliased(KnowledgeFileRow)
    last = select(func.max(one.number)).where(one.bot == bot, one.name == KnowledgeFileRow.name)
    its = columns.where(
        KnowledgeFileRow.bot == bot, KnowledgeFileRow.number == last.scalar_subquery()
    )
    async with database.begin() as connection:
        found = await connection.execute(its)
        return {name: Newest(number, digested) for name, number, digested in found}


async def numbers_of(database: Database, bot: int, name: str, its: str) -> list[int]:
    """Return the numbers of the versions of a file that have a digest.

    Raises:
        UnavailableError: where the database is away.
    """
    numbers = select(KnowledgeFileRow.number).where(
        KnowledgeFileRow.bot == bot, KnowledgeFileRow.name == name, KnowledgeFileRow.digest == its
    )
    async with database.begin() as connection:
        return list(await connection.scalars(numbers))


async def after(database: Database, bot: int, name: str, number: int) -> list[tuple[int, State]]:
    """Return the versions of a file after one of a number, in order, but those not kept any more.

    Raises:
        UnavailableError: where the database is away.
    """
    rows = select(KnowledgeFileRow).where(
        KnowledgeFileRow.bot == bot,
        KnowledgeFileRow.name == name,
        KnowledgeFileRow.number > number,
        KnowledgeFileRow.content.is_not(None) | (KnowledgeFileRow.digest == DELETED),
    )
    async with database.begin() as connection:
        found = await connection.execute(rows.order_by(KnowledgeFileRow.number))
        return [
            (
                row.number,
                State(
                    row.content,
                    row.who,
                    Deed.model_validate_json(row.what),
                    datetime.fromtimestamp(row.saved_at / 1000, UTC),
                ),
            )
            for row in found
        ]


async def put(  # noqa: PLR0913, PLR0917  (each says something of its own)
    database: Database,
    bot: int,
    name: str,
    based_on: int,
    states: Sequence[State],
    least: int = 1,
) -> int | None:
    """Make what a file became its newest versions, unless it has moved, and announce that.

    Args:
        database: in PostgreSQL.
        bot: the bot's id.
        name: of the file.
        based_on: the number of the version that is to be the newest so far; 0 of none.
        states: one or several, the last being what the file is now.
        least: the number that the first of them has at least.

    Returns:
        The number of the last; none where the file has moved.

    Raises:
        UnavailableError: where the database is away.
    """
    its = (KnowledgeFileRow.bot == bot, KnowledgeFileRow.name == name)
    async with database.begin() as connection:
        await connection.execute(select(func.pg_advisory_xact_lock(_LOCK, func.hashtext(name))))
        last = await connection.scalar(select(func.max(KnowledgeFileRow.number)).where(*its))
        if (last or 0) != based_on:
            return None
        number = max(based_on + 1, least) - 1
        for state in states:
            number += 1
            await connection.execute(
                insert(KnowledgeFileRow).values(
                    bot=bot,
                    name=name,
                    number=number,
                    digest=state.digest,
                    content=state.content,
                    who=state.who,
                    what=state.what.as_json(),
                    saved_at=milliseconds(state.saved),
                )
            )
        old = update(KnowledgeFileRow).where(*its, KnowledgeFileRow.number <= number - KEPT)
        await connection.execute(
            old.where(KnowledgeFileRow.content.is_not(None)).values(content=None)
        )
        await announce(connection, KNOWLEDGE)
        return number
