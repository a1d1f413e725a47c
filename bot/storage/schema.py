"""Brings a database's tables up to the newest of ``migrations``."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

MIGRATIONS = Path(__file__).parent / "migrations"
# Alembic's own table, in which it keeps what a database's tables are like.
_VERSION_TABLE = "alembic_version"
# Taken by whoever changes tables in PostgreSQL; any number that nobody else takes.
_LOCK = 0x7E2BA71


class NewerSchemaError(RuntimeError):
    """The tables are those of a version of the bot that came after this one."""

    def __init__(self, version: str) -> None:
        super().__init__(
            f"it has been in use by a newer version of the bot (tables {version}, known are those "
            f"up to {newest()}): update this one, or give it another BOT_DATABASE"
        )


def steps() -> list[str]:
    """Return the numbers of the migrations, of four digits as in their files' names, in order."""
    files = (MIGRATIONS / "versions").glob("step_*.py")
    return sorted(file.name.split("_")[1] for file in files)


def newest() -> str:
    """Return the number of the newest migration."""
    return steps()[-1]


def bring_up_to_date(connection: Connection) -> None:
    """Change the tables where they are older, within the transaction that is under way.

    Raises:
        NewerSchemaError: where they are newer; nothing is changed then.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    version = _version(connection)
    if version == newest():
        return
    if version is not None and version > newest():
        raise NewerSchemaError(version)
    upgrade(connection, newest())


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_VERSION_TABLE):
        return None
    found: str | None = connection.scalar(text(f"SELECT version_num FROM {_VERSION_TABLE}"))  # noqa: S608
    return found


def upgrade(connection: Connection, to: str) -> None:
    """Make the migrations that are still to be made, up to the one of a number."""
    # Seldom needed, and slow to import.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, to)
