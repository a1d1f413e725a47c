"""The journal as a CSV file, for spreadsheets; readers stay the codes that they are in it."""

import asyncio
import csv
from collections.abc import Sequence
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path

from sqlalchemy import ColumnElement, Executable, case, func, select

from bot.storage import labels
from bot.storage.database import Database
from bot.storage.entries import Verdict
from bot.storage.fingerprints import Fingerprints
from bot.storage.tables import JournalRow, VerdictRow

COLUMNS = (
    "asked_at", "place", "language", "reader", "question", "decision", "interview", "exchange",
    "confidence", "others", "matching_seconds", "answering_seconds", "version",
    "right", "wrong", "chosen", "settled",
)  # fmt: skip
_QUESTION = COLUMNS.index("question")
# Rows that are in memory at once.
_PORTION = 500
# What spreadsheets would take for a formula (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


async def write_journal(database: Database, fingerprints: Fingerprints, path: Path) -> None:
    """Write every row, the oldest first, with how many verdicts of each kind it was given.

    And with what admins have settled of it, where it was not answered.

    Raises:
        UnavailableError: where the database is away; what has been written is not whole then.
        OSError: where the file can't be written.
    """
    # With its mark, spreadsheets read it as UTF-8.
    settled = await labels.read(database)

    def cells(row: Sequence[object]) -> list[object]:
        question = row[_QUESTION]
        found = None
        if settled and isinstance(question, str):
            found = settled.get(labels.fingerprint_of(question, fingerprints))
        return _cells((*row, found.label.value if found else None))

    with path.open("w", encoding="utf-8-sig", newline="") as file:
        _write(file, [COLUMNS])
        async with database.begin() as connection:
            rows = await connection.stream(_wanted(), execution_options={"yield_per": _PORTION})
            async for portion in rows.partitions():
                await asyncio.to_thread(_write, file, [*map(cells, portion)])


def _wanted() -> Executable:
    given = (
        select(
            VerdictRow.reference.label("reference"),
            *(_times(verdict).label(verdict.value) for verdict in Verdict),
        )
        .group_by(VerdictRow.reference)
        .subquery()
    )
    return (
        select(
            JournalRow.asked_at,
            JournalRow.place,
            JournalRow.language,
            JournalRow.reader,
            JournalRow.question,
            JournalRow.decision,
            JournalRow.interview,
            JournalRow.exchange,
            JournalRow.confidence,
            JournalRow.others,
            JournalRow.matching,
            JournalRow.answering,
            JournalRow.version,
            *(func.coalesce(given.c[verdict.value], 0) for verdict in Verdict),
        )
        .outerjoin(given, given.c.reference == JournalRow.reference)
        .order_by(JournalRow.asked_at, JournalRow.reference)
    )


def _times(verdict: Verdict) -> ColumnElement[int]:
    return func.sum(case((VerdictRow.verdict == verdict.value, 1), else_=0))


def _cells(row: Sequence[object]) -> list[object]:
    return [_cell(name, value) for name, value in zip(COLUMNS, row, strict=True)]


def _cell(name: str, value: object) -> object:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, int) and name == "asked_at":
        return datetime.fromtimestamp(value / 1000, UTC).isoformat(timespec="milliseconds")
    if isinstance(value, int) and name.endswith("_seconds"):
        return value / 1e6
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def _write(file: TextIOWrapper, rows: Sequence[Sequence[object]]) -> None:
    csv.writer(file).writerows(rows)
