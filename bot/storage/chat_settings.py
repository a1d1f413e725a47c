"""What was chosen for a chat, read and written."""

from collections.abc import Collection
from dataclasses import asdict, dataclass

from sqlalchemy import delete, select

from bot.storage.announcing import CHATS, announce
from bot.storage.database import Database
from bot.storage.inserting import replacing
from bot.storage.tables import ChatSettings


@dataclass(frozen=True)
class Chosen:
    """What was chosen for a chat.

    Attributes:
        interview: the reference of the interview that it is bound to, if it is.
        language: the BCP 47 tag of the language in which the bot speaks, if one was chosen.
    """

    interview: str | None = None
    language: str | None = None


async def read(database: Database, chats: Collection[bytes]) -> dict[bytes, Chosen]:
    """Return what was chosen for chats; nothing of those for which nothing was.

    Raises:
        UnavailableError: where the database is away.
    """
    async with database.begin() as connection:
        columns = select(ChatSettings.chat, ChatSettings.interview, ChatSettings.language)
        rows = await connection.execute(columns.where(ChatSettings.chat.in_(chats)))
        return {row.chat: Chosen(row.interview, row.language) for row in rows}


async def write(database: Database, chat: bytes, chosen: Chosen) -> None:
    """Remember what was chosen for a chat; where that is nothing, keep nothing.

    Raises:
        UnavailableError: where the database is away.
    """
    async with database.begin() as connection:
        if connection.dialect.name == "postgresql":
            await announce(connection, CHATS, chat)
        if chosen == Chosen():
            await connection.execute(delete(ChatSettings).where(ChatSettings.chat == chat))
            return
        row = {"chat": chat} | asdict(chosen)
        await connection.execute(replacing(ChatSettings, connection), row)
