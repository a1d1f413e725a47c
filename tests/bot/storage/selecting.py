"""What stands in a database, whichever kind it is."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from config.database_url import database_url


async def selected(url: str, query: str) -> list[tuple[object, ...]]:
    """Return what a query finds in the database of a URL."""
    engine = create_async_engine(database_url(url))
    try:
        async with engine.connect() as connection:
            return [tuple(row) for row in await connection.execute(text(query))]
    finally:
        await engine.dispose()
