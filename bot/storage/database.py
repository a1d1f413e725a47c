"""The database: looked for again for as long as it is away, and never waited for."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.storage import sqlite_file
from bot.storage.schema import NewerSchemaError, bring_up_to_date
from bot.trouble import Cause, Tell, Trouble, untold

_logger = logging.getLogger(__name__)

# Seconds for which SQLite waits for another process to let go of the file.
_BUSY = 2.0
# Seconds for reaching PostgreSQL, and for a statement of it.
_CONNECT, _STATEMENT = 5.0, 30.0
# Seconds between looking for a database that is away: the first, and the longest.
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0


class UnavailableError(RuntimeError):
    """The database is away; it has been said, and it is being looked for."""


class Database:
    """A database that may be away at any time.

    What goes wrong with it is logged in one line, once, and so is its return.
    """

    def __init__(self, url: URL, tell: Tell = untold) -> None:
        """Prepare to use the database of a URL; see ``config.database_url``.

        ``tell`` hears of what is logged as an error.
        """
        self._url = url
        self._tell = tell
        self._engine: AsyncEngine | None = None
        self._is_there = asyncio.Event()
        self._is_away = asyncio.Event()
        self._is_tried = asyncio.Event()
        self._is_closing = asyncio.Event()
        self._under_way = 0
        self._is_idle = asyncio.Event()
        self._is_idle.set()
        self._said: str | None = None
        self._is_damaged = False
        self._keeper: asyncio.Task[None] | None = None

    async def open(self, patience: float) -> None:
        """Begin to keep the database open.

        It returns when that is so, or can't be just now; after ``patience`` seconds in any case.
        """
        self._is_away.set()
        self._keeper = asyncio.create_task(self._keep_open())
        with suppress(TimeoutError):
            await asyncio.wait_for(self._is_tried.wait(), patience)

    async def close(self) -> None:
        """Let go of the database."""
        self._is_closing.set()
        self._is_away.set()
        if self._keeper is not None:
            # What is cancelled in the middle of its work would be heard of in the log.
            await asyncio.wait([self._keeper], timeout=_BUSY + 0.5)
            self._keeper.cancel()
        self._is_there.clear()
        await self._let_go()

    @property
    def is_there(self) -> bool:
        """Whether it can be used, as far as is known."""
        return self._is_there.is_set()

    @property
    def is_shared(self) -> bool:
        """Whether several machines may use it."""
        return self._url.get_backend_name() != "sqlite"

    async def comes(self) -> None:
        """Wait until it can be used."""
        await self._is_there.wait()

    @asynccontextmanager
    async def begin(self, *, at_once: bool = False) -> AsyncIterator[AsyncConnection]:
        """Give a connection for one transaction, which is committed at the end.

        With ``at_once`` each statement is a transaction of its own, over before its answer comes:
        nobody waits for a lock of it until this process finds the time to commit.

        Raises:
            UnavailableError: where the database is away, or goes away meanwhile; nothing of the
                transaction has been done then, as far as the database can tell.
        """
        engine = self._engine
        if engine is None or not self._is_there.is_set():
            raise UnavailableError
        self._under_way += 1
        self._is_idle.clear()
        used = engine.execution_options(isolation_level="AUTOCOMMIT") if at_once else engine
        try:
            async with used.begin() as connection:
                yield connection
        except _troubles(self._url) as error:
            if isinstance(error, _MISTAKES):
                raise
            self._lost(error, engine)
            raise UnavailableError from None
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._is_idle.set()

    def _lost(self, error: Exception, engine: AsyncEngine) -> None:
        if engine is self._engine:
            self._is_there.clear()
            self._note(error)
            self._is_away.set()

    async def _keep_open(self) -> None:
        wait = FIRST_WAIT
        await self._is_away.wait()
        while not self._is_closing.is_set():
            self._is_away.clear()
            was_damaged = self._is_damaged
            try:
                await self._open()
            except _troubles(self._url) as error:
                self._note(error)
                if self._is_damaged and not was_damaged:
                    continue
                self._is_tried.set()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._is_closing.wait(), wait)
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                wait = FIRST_WAIT
                self._came_back()
                await self._is_away.wait()

    async def _open(self) -> None:
        await self._let_go()
        if file := self._file:
            file.parent.mkdir(parents=True, exist_ok=True)
            if self._is_damaged:
                await asyncio.to_thread(sqlite_file.put_aside, file)
        self._engine = _engine(self._url)
        alone = self._engine.execution_options(**{sqlite_file.BEGIN: "BEGIN IMMEDIATE"})
        async with alone.begin() as connection:
            await connection.run_sync(bring_up_to_date)

    def _came_back(self) -> None:
        self._is_damaged = False
        self._is_there.set()
        self._is_tried.set()
        if self._said is not None:
            _logger.warning("The database is back")
        self._said = None

    async def _let_go(self) -> None:
        engine, self._engine = self._engine, None
        if engine is not None:
            # A connection that is in use then would be closed by nobody.
            with suppress(TimeoutError):
                await asyncio.wait_for(self._is_idle.wait(), _BUSY + 0.5)
            with suppress(*_troubles(self._url)):
                await engine.dispose()

    @property
    def _file(self) -> Path | None:
        if self._url.get_backend_name() != "sqlite":
            return None
        return Path(self._url.database or "")

    def _note(self, error: Exception) -> None:
        """Say what the trouble is, once; of a damaged file it is said what became of it."""
        # The text of SQLAlchemy's error would have the statement in it.
        cause = getattr(error, "orig", None) or error
        was_damaged, self._is_damaged = self._is_damaged, sqlite_file.means_damage(cause)
        reason = next(iter(str(cause).splitlines()), "") or type(cause).__name__
        if reason == self._said or (self._is_damaged and not was_damaged):
            return
        self._said = reason
        _logger.error(
            "The database %s can't be used: %s. Answering goes on without it.",
            self._url.render_as_string(hide_password=True),
            reason,
        )
        self._tell(Cause(Trouble.DATABASE))


# What a database refuses because of what it was given: it is there.
_MISTAKES = (IntegrityError, DataError)


def _engine(url: URL) -> AsyncEngine:
    """Return an engine that never shows, in an error, what was to be written."""
    if url.get_backend_name() == "sqlite":
        engine = create_async_engine(url, hide_parameters=True, connect_args={"timeout": _BUSY})
        sqlite_file.behave(engine.sync_engine)
        return engine
    patience = {"timeout": _CONNECT, "command_timeout": _STATEMENT}
    return create_async_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=patience)


def _troubles(url: URL) -> tuple[type[Exception], ...]:
    """Return the errors that come of a database that is away."""
    common = (DBAPIError, PoolTimeoutError, OSError, TimeoutError, NewerSchemaError)
    if url.get_backend_name() == "sqlite":
        return common
    # Only who uses PostgreSQL needs it.
    import asyncpg  # noqa: PLC0415

    return (*common, asyncpg.PostgresError, asyncpg.InterfaceError)
