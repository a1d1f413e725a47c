"""What other machines on the same PostgreSQL wrote, heard of at once: LISTEN and NOTIFY.

See https://www.postgresql.org/docs/current/sql-notify.html: it is told when a transaction is
committed, and never carries more than a fingerprint.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress

from sqlalchemy import URL, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

CHATS, KNOWLEDGE = "verbatim_chats", "verbatim_knowledge"
# Seconds before a lost connection is made again, for making it, and between two looks at it.
_WAIT, _CONNECT, _LOOK = 1.0, 5.0, 10.0

# What hears of a change, by its channel; see ``announce`` for what it is given.
Changed = Mapping[str, Callable[[bytes], None]]


def is_shared(url: URL) -> bool:
    """Whether a database can be used by several machines."""
    return url.get_backend_name() == "postgresql"


async def announce(connection: AsyncConnection, channel: str, what: bytes = b"") -> None:
    """Tell all machines, once the transaction is committed, that something changed.

    Of a chat's settings it is said whose, by the chat's fingerprint; of knowledge nothing.
    """
    await connection.execute(select(func.pg_notify(channel, what.hex())))


async def listen(url: URL, changed: Changed, missed: Callable[[], None]) -> None:
    """Hear of what changed, by channels, until cancelled.

    ``missed`` is called whenever listening begins: what was told before that was not heard.
    """
    # Only who uses PostgreSQL needs it.
    import asyncpg  # noqa: PLC0415

    _, options = url.get_dialect()().create_connect_args(url)

    def hear(_connection: object, _pid: int, channel: str, payload: object) -> None:
        with suppress(ValueError):
            changed[channel](bytes.fromhex(str(payload)))

    while True:
        lost = asyncio.Event()

        def note_lost(_connection: object, lost: asyncio.Event = lost) -> None:
            lost.set()

        with suppress(OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            connection = await asyncpg.connect(**options, timeout=_CONNECT)
            try:
                for channel in changed:
                    await connection.add_listener(channel, hear)
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
