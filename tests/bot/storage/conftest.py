"""Both kinds of database, for tests that hold for either."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.storage.database import Database
from config.database_url import database_url
from tests.postgresql import PostgreSql, programs

PATIENT = 10.0


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSql]:
    """A server for the whole run; skip where PostgreSQL isn't there, but not where it must be."""
    found = programs()
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("PostgreSQL is not installed")
        pytest.skip("PostgreSQL is not installed")
    # Not in pytest's own folder, which nobody else may enter.
    folder = Path(tempfile.mkdtemp(prefix="verbatim-postgresql-"))
    folder.chmod(0o755)
    server = PostgreSql(found, folder / "server")
    try:
        server.make()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["SQLite", "PostgreSQL"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database that is empty."""
    if request.param == "SQLite":
        return f"sqlite:///{tmp_path / 'kept' / 'verbatim.db'}"
    server: PostgreSql = request.getfixturevalue("postgresql")
    return await server.new_database()


class Opened:
    """Databases that were opened in a test; each is closed at its end."""

    def __init__(self, closing: AsyncExitStack) -> None:
        self._closing = closing

    async def __call__(self, url: str, patience: float = PATIENT) -> Database:
        """Open the database of a URL; it need not be there."""
        database = Database(database_url(url))
        self._closing.push_async_callback(database.close)
        await database.open(patience)
        return database


@pytest.fixture
async def opened() -> AsyncIterator[Opened]:
    async with AsyncExitStack() as closing:
        yield Opened(closing)


@pytest.fixture
async def database(url: str, opened: Opened) -> Database:
    return await opened(url)
