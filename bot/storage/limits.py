"""The moments in which machines that share PostgreSQL send messages, each given to one of them."""

from collections.abc import Mapping

from sqlalchemy import ARRAY, BigInteger, Boolean, Double, LargeBinary, bindparam, text

from bot.pace import Limits, Slot
from bot.storage.database import Database

# Seconds after which what was sent to a chat counts no more.
_IDLE = 3600.0


_NOW = "CAST(extract(epoch FROM clock_timestamp()) AS double precision)"


def _free_from(sent: str, is_group: str) -> str:
    """Return SQL for the first moment at which a chat may have another message."""
    return (
        f"coalesce(greatest({sent}[:chat_most] + :chat_seconds, "
        f"CASE WHEN {is_group} THEN {sent}[:group_most] + :group_seconds END), 0)"
    )


# All who ask lock the bot's row first, so that nobody waits for one who waits for them; the rows of
# chats are locked in the order of their names. A row that another has changed meanwhile is looked
# at again as it is then: so no moment is given twice. A chat's moment is that in which the bot as a
# whole has room for the message, which in a flood is later than now.
_RESERVE = text(f"""
WITH asked AS (
    SELECT chat, is_group FROM unnest(:chats, :groups) AS asked (chat, is_group)
), seen AS (
    SELECT asked.chat, asked.is_group,
        {_free_from("pace.sent", "asked.is_group")} - {_NOW} AS wait
    FROM asked LEFT JOIN chat_paces AS pace ON pace.bot = :bot AND pace.chat = asked.chat
), hopeful AS (
    SELECT chat, is_group, row_number() OVER (ORDER BY chat) - 1 AS place
    FROM seen WHERE wait <= 0
), many AS (
    SELECT count(*) * CAST(:apart AS double precision) AS seconds FROM hopeful
), begun AS (
    INSERT INTO bot_paces AS pace (bot, free_from)
    SELECT :bot, {_NOW} + seconds FROM many WHERE seconds > 0
    ON CONFLICT (bot) DO UPDATE
    SET free_from = greatest(pace.free_from, {_NOW}) + (SELECT seconds FROM many)
    RETURNING free_from - (SELECT seconds FROM many) AS moment
), given AS (
    INSERT INTO chat_paces AS pace (bot, chat, is_group, sent)
    SELECT :bot, hopeful.chat, hopeful.is_group, ARRAY[begun.moment + hopeful.place * :apart]
    FROM hopeful, begun ORDER BY hopeful.chat
    ON CONFLICT (bot, chat) DO UPDATE
    SET sent = (excluded.sent || pace.sent)[1:greatest(:chat_most, :group_most)]
    WHERE {_free_from("pace.sent", "excluded.is_group")} <= excluded.sent[1]
    RETURNING chat, sent[1] AS moment
)
SELECT seen.chat, given.chat IS NOT NULL, coalesce(given.moment - {_NOW}, seen.wait)
FROM seen LEFT JOIN given ON given.chat = seen.chat ORDER BY given.moment
""").bindparams(  # noqa: S608  (put together of what stands here)
    bindparam("bot", type_=BigInteger),
    bindparam("chats", type_=ARRAY(LargeBinary)),
    bindparam("groups", type_=ARRAY(Boolean)),
    bindparam("apart", type_=Double),
    bindparam("chat_seconds", type_=Double),
    bindparam("group_seconds", type_=Double),
)

# What somebody uses just now is not idle.
_DELETE = text(f"""
DELETE FROM chat_paces WHERE (bot, chat) IN (
    SELECT bot, chat FROM chat_paces WHERE sent[1] < {_NOW} - :idle FOR UPDATE SKIP LOCKED
)
""")  # noqa: S608  (put together of what stands here)


async def reserve(
    database: Database, bot: int, chats: Mapping[bytes, bool], limits: Limits
) -> dict[bytes, Slot]:
    """Take a moment for a message to each of some chats, where it may have one now.

    A chat is given by its fingerprint, and by whether it is a group. Those that are taken come
    first, in their order.

    Raises:
        UnavailableError: where the database is away.
    """
    given = {
        "bot": bot,
        "chats": list(chats),
        "groups": list(chats.values()),
        "apart": limits.in_all,
        "chat_most": limits.in_a_chat.most,
        "chat_seconds": limits.in_a_chat.seconds,
        "group_most": limits.in_a_group.most,
        "group_seconds": limits.in_a_group.seconds,
    }
    async with database.begin(at_once=True) as connection:
        rows = await connection.execute(_RESERVE, given)
        return {bytes(chat): Slot(bool(is_taken), float(wait)) for chat, is_taken, wait in rows}


async def delete_idle(database: Database) -> None:
    """Forget the chats to which nothing was sent for long.

    Raises:
        UnavailableError: where the database is away.
    """
    async with database.begin(at_once=True) as connection:
        await connection.execute(_DELETE, {"idle": _IDLE})
