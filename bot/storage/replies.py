"""Replies' rows: which message answered which, whichever machine it was that answered."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select

from bot.storage.database import Database
from bot.storage.entries import milliseconds
from bot.storage.inserting import replacing
from bot.storage.tables import ReplyRow


async def write(
    database: Database, bot: int, replies: Mapping[tuple[bytes, int], int], moment: datetime
) -> None:
    """Write the ids of replies, by the chat's fingerprint and the id of what was answered.

    Raises:
        UnavailableError: where the database is away.
    """
    at = milliseconds(moment)
    async with database.begin() as connection:
        await connection.execute(
            replacing(ReplyRow, connection),
            [
                {"bot": bot, "chat": chat, "asked": asked, "reply": reply, "sent_at": at}
                for (chat, asked), reply in replies.items()
            ],
        )


async def read(database: Database, bot: int, chat: bytes, asked: int) -> int | None:
    """Return the id of the reply to a message, if it is kept.

    Raises:
        UnavailableError: where the database is away.
    """
    its = select(ReplyRow.reply).where(
        ReplyRow.bot == bot, ReplyRow.chat == chat, ReplyRow.asked == asked
    )
    async with database.begin() as connection:
        found: int | None = await connection.scalar(its)
        return found


async def delete_of(database: Database, bot: int, chat: bytes) -> None:
    """Delete what is kept of a chat, given by fingerprint.

    Raises:
        UnavailableError: where the database is away.
    """
    its = delete(ReplyRow).where(ReplyRow.bot == bot, ReplyRow.chat == chat)
    async with database.begin() as connection:
        await connection.execute(its)


async def delete_sent(database: Database, before: datetime) -> None:
    """Delete what was sent before a moment.

    Raises:
        UnavailableError: where the database is away.
    """
    async with database.begin() as connection:
        await connection.execute(delete(ReplyRow).where(ReplyRow.sent_at < milliseconds(before)))
