"""What admins have settled of questions that were not answered, by the questions' fingerprints."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import delete, func, select

from bot.storage.database import Database
from bot.storage.entries import milliseconds, new_reference
from bot.storage.fingerprints import Fingerprints
from bot.storage.inserting import replacing
from bot.storage.reports import Period
from bot.storage.tables import JournalRow, LabelRow
from knowledge.knowledge_file import folded
from knowledge.matching import Decision


class Label(StrEnum):
    """What became of a question."""

    NOT_ASKED = "not-asked"  # no interview holds an answer: it was rightly declined
    IGNORED = "ignored"
    TAUGHT = "taught"  # to the exchange that answers it from then on


@dataclass(frozen=True)
class Labelled:
    """What was settled of a question, and when."""

    label: Label
    labelled_at: datetime


async def read(database: Database) -> dict[bytes, Labelled]:
    """Return what is settled, by the questions' fingerprints; see ``Fingerprints.of_question``.

    Raises:
        UnavailableError: where the database is away.
    """
    wanted = select(LabelRow.question, LabelRow.label, LabelRow.labelled_at)
    async with database.begin() as connection:
        rows = (await connection.execute(wanted)).all()
    return {
        question: Labelled(Label(label), datetime.fromtimestamp(at / 1000, UTC))
        for question, label, at in rows
    }


async def write(database: Database, questions: Iterable[bytes], label: Label, at: datetime) -> str:
    """Settle questions, in the place of what was settled of them before.

    Returns:
        a reference to what was settled together, by which ``remove`` knows it.

    Raises:
        UnavailableError: where the database is away.
    """
    settled = {"label": label.value, "labelled_at": milliseconds(at), "reference": new_reference()}
    rows = [{"question": one} | settled for one in dict.fromkeys(questions)]
    async with database.begin() as connection:
        if rows:
            await connection.execute(replacing(LabelRow, connection), rows)
    return str(settled["reference"])


async def remove(database: Database, reference: str) -> None:
    """Open again what was settled together, if it is still settled so.

    Raises:
        UnavailableError: where the database is away.
    """
    unwanted = delete(LabelRow).where(LabelRow.reference == reference)
    async with database.begin() as connection:
        await connection.execute(unwanted)


async def rightly_declined(database: Database, fingerprints: Fingerprints, period: Period) -> int:
    """Return how many questions of a period were declined that are settled as not asked.

    Those whose texts are deleted are not among them.

    Raises:
        UnavailableError: where the database is away.
    """
    settled = {one for one, its in (await read(database)).items() if its.label is Label.NOT_ASKED}
    if not settled:
        return 0
    declined = (
        select(JournalRow.question, func.count())
        .where(
            period.asked,
            JournalRow.decision == Decision.DECLINE.value,
            JournalRow.question.is_not(None),
        )
        .group_by(JournalRow.question)
    )
    async with database.begin() as connection:
        rows = (await connection.execute(declined)).all()
    return sum(
        times
        for question, times in rows
        if question and fingerprint_of(question, fingerprints) in settled
    )


def fingerprint_of(question: str, fingerprints: Fingerprints) -> bytes:
    """Return what stands for a question here: for its words, however they are written."""
    return fingerprints.of_question(folded(question) or question)
