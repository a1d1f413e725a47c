"""Addresses of databases, as people write them."""

import pytest

from config.database_url import database_url


@pytest.mark.parametrize(
    ("written", "used"),
    [
        ("sqlite:///kept/x.db", "sqlite+aiosqlite:///kept/x.db"),
        ("sqlite:////srv/x.db", "sqlite+aiosqlite:////srv/x.db"),
        ("sqlite+aiosqlite:///x.db", "sqlite+aiosqlite:///x.db"),
        ("postgresql://u:p@h/x", "postgresql+asyncpg://u:p@h/x"),
        ("postgres://u:p@h:5433/x", "postgresql+asyncpg://u:p@h:5433/x"),
        ("postgresql+asyncpg://u:p@h/x", "postgresql+asyncpg://u:p@h/x"),
        (
            "postgres://u:p%40%2F@h/x?sslmode=require",
            "postgresql+asyncpg://u:p%40%2F@h/x?ssl=require",
        ),
        ("postgresql:///x?host=/run/pg", "postgresql+asyncpg:///x?host=%2Frun%2Fpg"),
    ],
)
def test_the_driver_is_filled_in(written: str, used: str) -> None:
    assert database_url(written).render_as_string(hide_password=False) == used
