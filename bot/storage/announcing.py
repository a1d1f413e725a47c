"""What other machines on the same PostgreSQL wrote, heard of at once: LISTEN and NOTIFY.

See https://www.postgresql.org/docs/current/sql-notify.html: it is told when a transaction is
committed, and never carries more than a fingerprint.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import URL, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

CHATS = "verbatim_chats"
# Seconds before a lost connection is made again, for making it, and between two looks at it.
_WAIT, _CONNECT, _LOOK = 1.0, 5.0, 10.0


def is_shared(url: URL) -> bool:
    """Whether a database can be used by several machines."""
    return url.get_backend_name() == "postgresql"


async def announce_chat(connection: AsyncConnection, chat: bytes) -> None:
    """Tell all machines, once the transaction is committed, that a chat's settings changed."""
    await connection.execute(select(func.pg_notify(CHATS, chat.hex())))


async def listen_for_chats(
    url: URL, changed: Callable[[bytes], None], missed: Callable[[], None]
) -> None:
    """Hear of changed chats, by their fingerprints, until cancelled.

    ``missed`` is called whenever listening begins: what was told before that was not heard.
    """
    # Only who uses PostgreSQL needs it.
    import asyncpg  # noqa: PLC0415

    _, options = url.get_dialect()().create_connect_args(url)

    def hear(_connection: object, _pid: int, _channel: str, payload: object) -> None:
        with suppress(ValueError):
            changed(bytes.fromhex(str(payload)))

    while True:
        lost = asyncio.Event()

        def note_lost(_connection: object, lost: asyncio.Event = lost) -> None:
            lost.set()

        with suppress(OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            connection = await asyncpg.connect(**options, timeout=_CONNECT)
            try:
                await connection.add_listener(CHATS, hear)
                missed()
                # A connection that was cut off without a word is noticed by this alone.
                connection.add_termination_listener(note_lost)
                while not lost.is_set():
                    await connection.execute("SELECT 1", timeout=_CONNECT)
                    with suppress(TimeoutError):
                        await asyncio.wait_for(lost.wait(), _LOOK)
            finally:
                connection.terminate()
        await asyncio.sleep(_WAIT)
