"""How fast the journal's reports are on a million rows, on SQLite and on PostgreSQL."""

import argparse
import asyncio
import shutil
import statistics as figures
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from bot.desk.groups import MOST
from bot.storage import reports
from bot.storage.database import Database
from bot.storage.entries import Found, JournalEntry, JudgedEntry, Place, Verdict, write
from bot.storage.reports import Period
from config.database_url import database_url
from knowledge.likeness import grouped
from knowledge.matching import Decision
from tests.postgresql import PostgreSql, programs

ROWS = 1_000_000
BATCH = 10_000
READERS = 60_000
DAYS = 365
EXCHANGES = 20_000
END = datetime(2026, 1, 1, tzinfo=UTC)
PERIOD = Period(END - timedelta(days=DAYS), END)
ROUNDS = 3
Entries = tuple[list[JournalEntry], list[JudgedEntry]]


def main() -> None:
    """Fill both kinds of database, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS, help="%(default)s by default")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="verbatim-bench-"))
    folder.chmod(0o755)
    try:
        asyncio.run(measure(folder, options.rows))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def measure(folder: Path, rows: int) -> None:
    """Measure one database after the other."""
    table = Table(title=f"{rows:,} rows of the journal: seconds", title_justify="left")
    columns = [await measured(f"sqlite:///{folder / 'journal.db'}", rows)]
    table.add_column()
    table.add_column("SQLite", justify="right")
    if found := programs():
        server = PostgreSql(found, folder / "server")
        server.make()
        columns.append(await measured(await server.new_database(), rows))
        table.add_column("PostgreSQL", justify="right")
        server.stop()
    for name in columns[0]:
        table.add_row(name, *(f"{column[name]:.2f}" for column in columns))
    Console().print(table)


async def measured(url: str, rows: int) -> dict[str, float]:
    """Return seconds, by what they were spent on: writing once, each report at its median."""
    database = Database(database_url(url))
    await database.open(10)
    begin = time.perf_counter()
    for entries, verdicts in made(rows):
        await write(database, entries, verdicts)
    took = {"writing them, in batches": time.perf_counter() - begin}
    async with database.begin() as connection:
        await connection.execute(text("ANALYZE"))
    for name, report in reported(database).items():
        rounds = [await seconds(report) for _ in range(ROUNDS)]
        took[name] = figures.median(rounds)
    await database.close()
    return took


def reported(database: Database) -> dict[str, Callable[[], Awaitable[object]]]:
    """Return what is measured, each by a name."""
    week = Period(END - timedelta(days=7), END)
    return {
        "statistics of the year": lambda: reports.statistics(database, PERIOD),
        "unanswered questions of the year": lambda: reports.unanswered(database, PERIOD),
        "the same, grouped by likeness": lambda: groups_of(database, PERIOD),
        "statistics of a week": lambda: reports.statistics(database, week),
        "unanswered questions of a week": lambda: reports.unanswered(database, week),
    }


async def groups_of(database: Database, period: Period) -> object:
    """Read what was not answered, and group it, as /unanswered does it the first time."""
    found = await reports.unanswered(database, period, MOST)
    times = {one.question: one.times for one in found}
    return await asyncio.to_thread(grouped, list(times), list(times.values()))


async def seconds(report: Callable[[], Awaitable[object]]) -> float:
    """Return how long a report takes."""
    begin = time.perf_counter()
    await report()
    return time.perf_counter() - begin


def made(rows: int) -> Iterator[Entries]:
    """Yield batches of entries, and of verdicts on some of them; always the same."""
    chance = Random(7)  # noqa: S311  (nothing secret)
    for first in range(0, rows, BATCH):
        entries = [entry(number, rows, chance) for number in range(first, min(first + BATCH, rows))]
        verdicts = [
            JudgedEntry(
                one.reference,
                one.reader or b"",
                Verdict.CHOSEN if one.decision is Decision.SUGGEST else chance.choice(OF_ANSWERS),
                one.asked_at,
            )
            for one in entries
            if one.decision is not Decision.DECLINE and chance.random() < 0.1  # noqa: PLR2004
        ]
        yield entries, verdicts


OF_ANSWERS = (Verdict.RIGHT, Verdict.RIGHT, Verdict.RIGHT, Verdict.WRONG)
DECISIONS = (Decision.ANSWER,) * 14 + (Decision.SUGGEST,) * 4 + (Decision.DECLINE,) * 2


def entry(number: int, rows: int, chance: Random) -> JournalEntry:
    """Make an entry; few exchanges and few texts are asked for often, most seldom."""
    exchange = min(int(chance.paretovariate(0.6)), EXCHANGES)
    return JournalEntry(
        reference=f"{number:011}",
        asked_at=PERIOD.since + timedelta(seconds=DAYS * 86_400 * number / rows),
        place=Place.PRIVATE,
        language="en",
        reader=chance.randrange(READERS).to_bytes(16),
        question=f"what was said about matter number {min(int(chance.paretovariate(0.4)), rows)}?",
        decision=chance.choice(DECISIONS),
        candidates=tuple(
            Found(f"interview-{one % 2000}", f"exchange-{one}", chance.random())
            for one in range(exchange, exchange + 3)
        ),
        matching=chance.lognormvariate(-5, 0.4),
        answering=chance.lognormvariate(-3, 0.5),
        version="0a1b2c3d",
    )


if __name__ == "__main__":
    main()
