"""The journal's rows: written, deleted in time, and forgotten on a person's word."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.inserting import inserting_new, replacing
from bot.storage.tables import LONGEST_TAG, JournalRow, VerdictRow
from knowledge.matching import Decision


class Place(StrEnum):
    """What kind of chat a question was asked in."""

    PRIVATE = "private"
    GROUP = "group"
    INLINE = "inline"
    GUEST = "guest"


class Verdict(StrEnum):
    """What a person thought of a reply."""

    RIGHT = "right"
    WRONG = "wrong"
    CHOSEN = "chosen"  # one of the suggestions


@dataclass(frozen=True)
class Found:
    """An exchange that was found, by the ids of its interview and of its own.

    ``confidence`` is none where the reader chose it.
    """

    interview: str
    exchange: str
    confidence: float | None = None


@dataclass(frozen=True)
class JournalEntry:
    """A question that was asked, and how it went; see ``tables.JournalRow``.

    Times are in seconds; candidates come best first.
    """

    reference: str
    asked_at: datetime
    place: Place
    language: str | None
    reader: bytes | None
    question: str | None
    decision: Decision
    candidates: tuple[Found, ...]
    matching: float | None
    answering: float | None
    version: str


@dataclass(frozen=True)
class JudgedEntry:
    """What a person thought of a reply.

    ``chosen`` is the suggestion that they took, or what they said is the answer.
    """

    reference: str
    reader: bytes
    verdict: Verdict
    judged_at: datetime
    chosen: Found | None = None


def new_reference() -> str:
    """Return a name for a row that is still to be written: 64 bits of chance, eleven letters."""
    return secrets.token_urlsafe(8)


def milliseconds(moment: datetime) -> int:
    """Return a moment as the tables have it."""
    return round(moment.timestamp() * 1000)


async def write(
    database: Database, entries: Sequence[JournalEntry], verdicts: Sequence[JudgedEntry]
) -> None:
    """Write entries that are not there yet, and verdicts in the place of earlier ones.

    Raises:
        UnavailableError: where the database is away.
    """
    async with database.begin() as connection:
        if entries:
            await connection.execute(
                inserting_new(JournalRow, connection), [_entry_values(one) for one in entries]
            )
        if verdicts:
            await connection.execute(
                replacing(VerdictRow, connection), [_verdict_values(one) for one in verdicts]
            )


async def candidates(database: Database, reference: str) -> tuple[Found, ...]:
    """Return what was found for a question, best first; nothing where there is no such row.

    Raises:
        UnavailableError: where the database is away.
    """
    wanted = select(
        JournalRow.interview, JournalRow.exchange, JournalRow.confidence, JournalRow.others
    ).where(JournalRow.reference == reference)
    async with database.begin() as connection:
        row = (await connection.execute(wanted)).one_or_none()
    if row is None or row.interview is None or row.exchange is None:
        return ()
    others = (Found(*other) for other in json.loads(row.others))
    return Found(row.interview, row.exchange, row.confidence), *others


async def delete_texts(database: Database, before: datetime) -> None:
    """Delete the texts of questions that were asked before a moment.

    Raises:
        UnavailableError: where the database is away.
    """
    old = JournalRow.asked_at < milliseconds(before)
    async with database.begin() as connection:
        await connection.execute(
            update(JournalRow).where(old, JournalRow.question.is_not(None)).values(question=None)
        )


async def forget(database: Database, reader: bytes) -> None:
    """Delete what a person asked and thought, and what others thought of the replies to it.

    Raises:
        UnavailableError: where the database is away.
    """
    async with database.begin() as connection:
        await _forget(connection, reader)


async def _forget(connection: AsyncConnection, reader: bytes) -> None:
    theirs = select(JournalRow.reference).where(JournalRow.reader == reader)
    await connection.execute(
        delete(VerdictRow).where(or_(VerdictRow.reader == reader, VerdictRow.reference.in_(theirs)))
    )
    await connection.execute(delete(JournalRow).where(JournalRow.reader == reader))


def _entry_values(entry: JournalEntry) -> dict[str, object]:
    best = entry.candidates[0] if entry.candidates else None
    others = [[one.interview, one.exchange, one.confidence] for one in entry.candidates[1:]]
    return {
        "reference": entry.reference,
        "asked_at": milliseconds(entry.asked_at),
        "place": entry.place.value,
        "language": entry.language[:LONGEST_TAG] if entry.language else None,
        "reader": entry.reader,
        "question": _storable(entry.question) if entry.question else None,
        "decision": entry.decision.value,
        "interview": best.interview if best else None,
        "exchange": best.exchange if best else None,
        "confidence": best.confidence if best else None,
        "others": json.dumps(others),
        "matching": _microseconds(entry.matching),
        "answering": _microseconds(entry.answering),
        "version": entry.version,
    }


def _verdict_values(judged: JudgedEntry) -> dict[str, object]:
    chosen = judged.chosen
    return {
        "reference": judged.reference,
        "reader": judged.reader,
        "verdict": judged.verdict.value,
        "judged_at": milliseconds(judged.judged_at),
        "interview": chosen.interview if chosen else None,
        "exchange": chosen.exchange if chosen else None,
    }


def _microseconds(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds * 1e6)


def _storable(text: str) -> str:
    """Return a text without what no database takes: halves of characters, and NUL."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")
