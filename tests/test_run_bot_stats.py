"""``run_bot.py stats``, as people run it."""

import asyncio
import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.storage import entries, labels
from bot.storage.database import Database
from bot.storage.entries import JournalEntry
from bot.storage.fingerprints import KEY_FILE, Fingerprints, kept_key
from config.database_url import database_url
from knowledge.matching import Decision
from tests.bot.desk.journal import SUMMIT, entry
from tests.terminal import Terminal
from tests.test_run_bot import Run

SUMMIT_ASKED = "What was the outcome following the Alaska summit between presidents?"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path)


def keep(folder: Path, noted: Sequence[JournalEntry], not_asked: str | None = None) -> None:
    """Put entries into the journal of a bot that runs in a folder; settle a question there."""
    fingerprints = Fingerprints(kept_key(folder / "data"))

    async def write() -> None:
        database = Database(database_url(f"sqlite:///{folder / 'data' / 'verbatim.sqlite3'}"))
        await database.open(10)
        await entries.write(database, noted, [])
        if not_asked:
            settled = labels.fingerprint_of(not_asked, fingerprints)
            await labels.write(database, [settled], labels.Label.NOT_ASKED, datetime.now(UTC))
        await database.close()

    asyncio.run(write())


MADE = [
    entry(found=SUMMIT),
    entry(found=SUMMIT),
    entry(Decision.SUGGEST),
    entry(Decision.DECLINE, days_ago=20),
]


def test_it_prints_plainly_where_nobody_watches(run: Run, tmp_path: Path) -> None:
    keep(tmp_path, MADE)

    status, output, error = run("stats")

    assert (status, error) == (0, "")
    assert output.splitlines()[:4] == [
        "The last 7 days",
        "3 questions from 1 reader",
        "✓ Answered at once: 2 (67%)",
        "≈ The closest was offered: 1 (33%)",
    ]
    assert f"2  {SUMMIT_ASKED}" in output
    day = next(line for line in output.splitlines() if str(MADE[0].asked_at.year) in line)
    assert day.split()[1:] == ["2", "1", "0"]
    assert "█" not in output
    assert "\x1b" not in output


def test_other_days_can_be_chosen(run: Run, tmp_path: Path) -> None:
    keep(tmp_path, MADE)

    assert "4 questions from 1 reader" in run("stats", "30d")[1]
    assert run("stats", "all")[1].startswith("Since the beginning")


@pytest.mark.parametrize("span", ["1d", "7", "ALL!", ""])
def test_days_that_there_are_not_are_refused_with_the_choices(span: str, run: Run) -> None:
    status, output, error = run("stats", span)

    assert (status, output) == (2, "")
    assert all(choice in error for choice in ("7d", "30d", "all"))


def test_in_a_terminal_it_draws_bars(tmp_path: Path) -> None:
    keep(tmp_path, MADE)
    terminal = Terminal(tmp_path, "stats")

    assert terminal.ends() == 0
    assert "█" * 27 in terminal.shown


def test_for_a_spreadsheet_it_writes_a_row_a_day_and_decision_then_questions(
    run: Run, tmp_path: Path
) -> None:
    keep(tmp_path, MADE)

    status, output, error = run("stats", "all", "--csv")

    rows = list(csv.DictReader(io.StringIO(output)))
    assert (status, error) == (0, "")
    assert [(row["decision"], row["times"]) for row in rows] == [
        ("answer", "0"), ("suggest", "0"), ("decline", "1"),
        ("answer", "2"), ("suggest", "1"), ("decline", "0"),
        ("answer", "2"),
    ]  # fmt: skip
    assert rows[-2]["day"] == str(MADE[0].asked_at.date())
    assert (rows[-1]["exchange"], rows[-1]["question"]) == ("alaska-summit", SUMMIT_ASKED)


def test_what_is_settled_as_not_in_the_interview_is_printed_and_in_the_spreadsheet(
    run: Run, tmp_path: Path
) -> None:
    keep(tmp_path, MADE, not_asked=MADE[-1].question)

    lines = run("stats", "all")[1].splitlines()
    rows = list(csv.DictReader(io.StringIO(run("stats", "all", "--csv")[1])))

    assert "Of these, not in the interview, as the desk has settled: 1" in lines
    assert [(row["day"], row["decision"], row["times"]) for row in rows if row["settled"]] == [
        ("", "decline", "1")
    ]
    assert [row["settled"] for row in rows if not row["day"]] == ["not-asked", ""]


def test_to_look_makes_no_key(run: Run, tmp_path: Path) -> None:
    keep(tmp_path, MADE)
    key = tmp_path / "data" / KEY_FILE
    key.unlink()

    assert run("stats")[0] == 0
    assert not key.exists()


def test_where_there_is_no_journal_yet_it_says_so_and_makes_none(run: Run, tmp_path: Path) -> None:
    status, output, error = run("stats")

    assert (status, output) == (1, "")
    assert error.startswith("There is no journal yet: ")
    assert not (tmp_path / "data").exists()


def test_a_database_that_is_away_is_said(run: Run) -> None:
    address = {"BOT_DATABASE": "postgresql://somebody:secret@127.0.0.1:9/none"}

    status, output, error = run("stats", env=address)

    assert (status, output) == (1, "")
    assert "can't be used" in error
    assert error.endswith("The journal can't be read: see the line above.\n")
    assert "secret" not in error
