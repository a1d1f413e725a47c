"""``run_bot.py stats``: what was asked, and how it went."""

import argparse
import asyncio
import csv
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.desk import chart, statistics_page
from bot.desk.spans import Span
from bot.desk.statistics_page import TopQuestion
from bot.storage import labels, reports
from bot.storage.database import Database
from bot.storage.fingerprints import Fingerprints
from bot.storage.places import has_hash_key, hash_key, storage_url
from bot.storage.reports import Day, Period, Statistics
from bot.wording import ENGLISH
from config import Settings
from knowledge.interview import Interview
from knowledge.loading import read_all
from knowledge.matching import Decision
from knowledge.problem import KnowledgeError

# Seconds to wait for the database.
_PATIENCE = 10.0
_IN_TERMINAL, _IN_CSV = 10, 10_000
_STYLES = (chart.ANSWERED, chart.SUGGESTED, chart.DECLINED)
_LONGEST_BAR = 40
_COLUMNS = ("day", "decision", "times", "interview", "exchange", "question", "settled")


class _NoJournalError(RuntimeError):
    """There is no journal to look at; its text says why."""


def print_stats(options: argparse.Namespace, settings: Settings) -> int:
    """Print statistics, with bars in a terminal; with ``--csv`` for a spreadsheet."""
    span = next(one for one in Span if one.typed == options.span)
    period = Period.of_days(span.days, datetime.now(UTC))
    most = _IN_CSV if options.csv else _IN_TERMINAL
    try:
        found = asyncio.run(_found(settings, period, most))
    except _NoJournalError as error:
        print(error, file=sys.stderr)
        return 1
    questions = statistics_page.top_questions(found, _interviews(settings.knowledge))
    if options.csv:
        _write_csv(found, questions)
    else:
        _print(span, found, questions)
    return 0


def _interviews(knowledge: Path) -> list[Interview]:
    """Return the interviews; where they can't be read, ids must say which questions are meant."""
    try:
        return read_all(knowledge)
    except KnowledgeError:
        return []


async def _found(settings: Settings, period: Period, most: int) -> Statistics:
    url = storage_url(settings)
    file = url.database or ""
    # To open it would make it.
    if url.get_backend_name() == "sqlite" and not Path(file).exists():  # noqa: ASYNC240
        raise _NoJournalError(f"There is no journal yet: {file} is made when the bot first runs.")
    database = Database(url)
    await database.open(_PATIENCE)
    try:
        if not database.is_there:
            raise _NoJournalError("The journal can't be read: see the line above.")
        found = await reports.statistics(database, period, most)
        # Nothing can be told by a key that was never used; and to look is not to make one.
        if not has_hash_key(settings):
            return found
        fingerprints = Fingerprints(hash_key(settings))
        rightly = await labels.rightly_declined(database, fingerprints, period)
        return replace(found, rightly_declined=rightly)
    finally:
        await database.close()


def _print(span: Span, found: Statistics, questions: Sequence[TopQuestion]) -> None:
    console = Console(highlight=False, markup=False, emoji=False)
    console.print(ENGLISH.stats_heading(span), style="bold")
    for line in statistics_page.figures(ENGLISH, found):
        console.print(line)
    if found.days:
        console.print()
        console.print(_days(found.days, bars=console.is_terminal))
    if questions:
        console.print()
        console.print(ENGLISH.stats_most_asked, style="bold")
    for one in questions:
        console.print(Padding(f"{ENGLISH.counted(one.times):>7}  {one.text}", 0))


def _days(days: Sequence[Day], *, bars: bool) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for sign, style in zip(statistics_page.SIGNS, _STYLES, strict=True):
        table.add_column(sign, justify="right", style=style)
    if bars:
        table.add_column("", no_wrap=True)
    most = max(sum(_counts(day)) for day in days)
    for day in days:
        cells: list[str | Text] = [str(day.day), *map(ENGLISH.counted, _counts(day))]
        if bars:
            cells.append(_bar(day, most))
        table.add_row(*cells)
    return table


def _bar(day: Day, most: int) -> Text:
    bar, done, drawn = Text(), 0, 0
    for count, style in zip(_counts(day), _STYLES, strict=True):
        done += count
        # By where each part ends, so that the whole is as long as it should be.
        end = -(-done * _LONGEST_BAR // most)
        bar.append("█" * (end - drawn), style)
        drawn = end
    return bar


def _counts(day: Day) -> tuple[int, int, int]:
    return day.answered, day.suggested, day.declined


def _write_csv(found: Statistics, questions: Sequence[TopQuestion]) -> None:
    """Write a row for each decision of a day, for what was rightly declined, for each question.

    Only rows with a day add up to all that was asked: the others say of what.
    """
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for day in found.days:
        decisions = (Decision.ANSWER, Decision.SUGGEST, Decision.DECLINE)
        for decision, count in zip(decisions, _counts(day), strict=True):
            writer.writerow([day.day, decision.value, count, "", "", "", ""])
    if rightly := found.rightly_declined:
        settled = labels.Label.NOT_ASKED.value
        writer.writerow(["", Decision.DECLINE.value, rightly, "", "", "", settled])
    for asked, question in zip(found.most_asked, questions, strict=True):
        which = [asked.interview, asked.exchange, question.text]
        writer.writerow(["", Decision.ANSWER.value, asked.times, *which, ""])
