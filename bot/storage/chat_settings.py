"""What was chosen for a chat, read and written."""

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.database import Database
from bot.storage.tables import ChatSettings


async def bound_interview(database: Database, chat: bytes) -> str | None:
    """Return the reference of the interview that a chat is bound to, if it is.

    Raises:
        UnavailableError: where the database is away.
    """
    async with database.begin() as connection:
        wanted = select(ChatSettings.interview).where(ChatSettings.chat == chat)
        return await connection.scalar(wanted)


async def forget(database: Database, chat: bytes) -> None:
    """Delete what was chosen for a chat.

    Raises:
        UnavailableError: where the database is away.
    """
    async with database.begin() as connection:
        await connection.execute(delete(ChatSettings).where(ChatSettings.chat == chat))


async def bind(database: Database, chat: bytes, interview: str | None) -> None:
    """Bind a chat to an interview, given by its reference, or to none.

    Raises:
        UnavailableError: where the database is away.
    """
    async with database.begin() as connection:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        row = dialect.insert(ChatSettings).values(chat=chat, interview=interview)
        await connection.execute(
            row.on_conflict_do_update(
                index_elements=[ChatSettings.chat], set_={"interview": interview}
            )
        )
