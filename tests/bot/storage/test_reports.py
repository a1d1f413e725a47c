"""What the journal says of a period, on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.storage.database import Database
from bot.storage.entries import (
    Found,
    JournalEntry,
    JudgedEntry,
    Place,
    Verdict,
    delete_texts,
    forget,
    new_reference,
    write,
)
from bot.storage.reports import (
    Day,
    MostAsked,
    Period,
    Reason,
    Statistics,
    Unanswered,
    statistics,
    unanswered,
)
from knowledge.matching import Decision

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PERIOD = Period(NOON - timedelta(days=7), NOON + timedelta(days=7))
ADA, BEA = b"a" * 16, b"b" * 16
STORM, MONEY = Found("lovell", "storm", 0.9), Found("lovell", "money", 0.4)


def entry(
    decision: Decision = Decision.ANSWER,
    question: str | None = "why the wall?",
    *found: Found,
    at: datetime = NOON,
    reader: bytes | None = ADA,
    matching: float | None = 0.01,
    answering: float | None = 0.05,
) -> JournalEntry:
    return JournalEntry(
        reference=new_reference(),
        asked_at=at,
        place=Place.PRIVATE,
        language="pt-br",
        reader=reader,
        question=question,
        decision=decision,
        candidates=found or (STORM, MONEY),
        matching=matching,
        answering=answering,
        version="0a1b2c3d",
    )


def judged(one: JournalEntry, verdict: Verdict, reader: bytes = ADA) -> JudgedEntry:
    chosen = MONEY if verdict is Verdict.CHOSEN else None
    return JudgedEntry(one.reference, reader, verdict, NOON, chosen)


async def test_an_empty_journal_says_nothing(database: Database) -> None:
    assert await statistics(database, PERIOD) == Statistics((), 0, 0, 0, 0, None, None, ())
    assert await unanswered(database, PERIOD) == []


async def test_days_decisions_readers_and_exchanges_are_counted(database: Database) -> None:
    midnight = NOON + timedelta(hours=12)
    await write(
        database,
        [
            entry(),
            entry(reader=BEA),
            entry(Decision.ANSWER, "who paid?", MONEY, at=midnight - timedelta(seconds=1)),
            entry(Decision.SUGGEST, at=midnight),
            entry(Decision.DECLINE, reader=None, at=midnight),
        ],
        [],
    )

    found = await statistics(database, PERIOD)

    assert found.days == (Day(date(2026, 3, 1), 3, 0, 0), Day(date(2026, 3, 2), 0, 1, 1))
    assert (found.asked, found.answered, found.suggested, found.declined) == (5, 3, 1, 1)
    assert found.readers == 2
    assert found.most_asked == (MostAsked("lovell", "storm", 2), MostAsked("lovell", "money", 1))
    assert (await statistics(database, PERIOD, most=1)).most_asked == found.most_asked[:1]


async def test_what_was_asked_before_or_after_a_period_is_not_in_it(database: Database) -> None:
    await write(
        database,
        [
            entry(Decision.DECLINE, at=PERIOD.since - timedelta(milliseconds=1)),
            entry(Decision.DECLINE, "first", at=PERIOD.since),
            entry(Decision.DECLINE, at=PERIOD.until),
        ],
        [],
    )

    assert (await statistics(database, PERIOD)).declined == 1
    assert [one.question for one in await unanswered(database, PERIOD)] == ["first"]


@pytest.mark.parametrize(
    ("times", "median"),
    [([0.003], 0.003), ([0.001, 0.002, 0.9], 0.002), ([0.0014, 0.0013], 0.0013), ([None], None)],
)
async def test_the_median_of_times_is_exact_to_a_tenth_of_a_millisecond(
    times: list[float | None], median: float | None, database: Database
) -> None:
    await write(database, [entry(matching=one, answering=one) for one in times], [])

    found = await statistics(database, PERIOD)

    assert found.median_matching == pytest.approx(median) if median else median is None
    assert found.median_answering == found.median_matching


async def test_each_person_has_one_verdict_the_last(database: Database) -> None:
    one, other = entry(), entry()
    await write(database, [one, other], [judged(one, Verdict.WRONG), judged(other, Verdict.WRONG)])
    await write(database, [], [judged(one, Verdict.RIGHT), judged(one, Verdict.RIGHT, BEA)])

    found = await statistics(database, PERIOD)

    assert (found.right, found.wrong, found.chosen) == (2, 1, 0)


async def test_unanswered_is_what_was_declined_not_taken_or_judged_wrong(
    database: Database,
) -> None:
    later = NOON + timedelta(hours=1)
    wrong, right = entry(question="wrong"), entry(question="right")
    taken, not_taken = (
        entry(Decision.SUGGEST, "taken"),
        entry(Decision.SUGGEST, "not taken"),
    )
    declined = [entry(Decision.DECLINE, "declined"), entry(Decision.DECLINE, "declined", at=later)]
    await write(
        database,
        [wrong, right, taken, not_taken, *declined],
        [
            judged(wrong, Verdict.WRONG),
            judged(wrong, Verdict.WRONG, BEA),
            judged(right, Verdict.RIGHT),
            judged(taken, Verdict.CHOSEN),
        ],
    )

    found = await unanswered(database, PERIOD)

    assert found[0] == Unanswered("declined", Reason.DECLINED, 2, later)
    assert set(found[1:]) == {
        Unanswered("not taken", Reason.NOT_TAKEN, 1, NOON),
        Unanswered("wrong", Reason.WRONG, 1, NOON),
    }
    assert await unanswered(database, PERIOD, most=1) == found[:1]


async def test_an_entry_is_written_once_however_often_it_is_tried(database: Database) -> None:
    one = entry()
    await write(database, [one], [])
    await write(database, [one, entry()], [])

    assert (await statistics(database, PERIOD)).asked == 2


async def test_texts_are_deleted_and_all_else_stays(database: Database) -> None:
    old, new = entry(Decision.DECLINE, "old"), entry(Decision.DECLINE, "new", at=NOON)
    old = replace(old, asked_at=NOON - timedelta(days=1))
    await write(database, [old, new], [])

    await delete_texts(database, NOON)

    assert [one.question for one in await unanswered(database, PERIOD)] == ["new"]
    assert (await statistics(database, PERIOD)).declined == 2


async def test_a_person_is_forgotten_and_no_other_is(database: Database) -> None:
    hers, his = entry(reader=ADA), entry(reader=BEA)
    await write(
        database,
        [hers, his],
        [
            judged(hers, Verdict.RIGHT, ADA),
            judged(hers, Verdict.WRONG, BEA),
            judged(his, Verdict.WRONG, ADA),
            judged(his, Verdict.RIGHT, BEA),
        ],
    )

    await forget(database, ADA)

    found = await statistics(database, PERIOD)
    assert (found.asked, found.readers, found.right, found.wrong) == (1, 1, 1, 0)


@pytest.mark.parametrize("text", ["half a \ud83d character", "a NUL \0 within", "🤷 " * 2000])
async def test_any_text_can_be_written(text: str, database: Database) -> None:
    await write(database, [entry(Decision.DECLINE, text)], [])

    (found,) = await unanswered(database, PERIOD)
    assert found.question == text.replace("\ud83d", "?").replace("\0", "")
