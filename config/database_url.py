"""What ``BOT_DATABASE`` may be, and what SQLAlchemy makes of it."""

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

POSTGRESQL = "postgresql+asyncpg"
SQLITE = "sqlite+aiosqlite"
# By what people write; both drivers are asynchronous.
_DRIVERS = {
    "postgresql": POSTGRESQL,
    "postgres": POSTGRESQL,
    POSTGRESQL: POSTGRESQL,
    "sqlite": SQLITE,
    SQLITE: SQLITE,
}
# libpq's name for what asyncpg calls ssl; both know the same values
# (https://magicstack.github.io/asyncpg/current/api/index.html#connection).
_OPTIONS = {"host": "host", "port": "port", "ssl": "ssl", "sslmode": "ssl"}


def database_url(text: str) -> URL:
    """Return the URL of a database with the driver that it is reached by.

    Raises:
        ValueError: where it is no address of a SQLite file or of a PostgreSQL database.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        # Their own text has the address in it, and so the password.
        raise ValueError("not an address of a database") from None
    driver = _DRIVERS.get(url.drivername)
    if driver is None or not url.database:
        raise ValueError("not an address of SQLite or PostgreSQL")
    if driver == SQLITE:
        if url.host or url.query or url.database == ":memory:":
            raise ValueError("not an address of a file")
        return url.set(drivername=driver)
    if url.query.keys() - _OPTIONS.keys():
        raise ValueError("an option that is not known")
    options = {_OPTIONS[name]: value for name, value in url.query.items()}
    return url.set(drivername=driver, query=options)
