"""What readers think of a reply, and what they could have meant, in both kinds of database."""

from datetime import UTC, datetime

import pytest

from bot.storage import entries
from bot.storage.database import Database, UnavailableError
from bot.storage.entries import Found, JournalEntry, JudgedEntry, Place, Verdict, write
from bot.storage.reports import Period, statistics, unanswered
from knowledge.matching import Decision
from preview import Person
from preview.account import BotAccount
from tests.bot.reading import labels, quotations
from tests.bot.storage.conftest import Opened
from tests.conftest import RunningBots, StartBot

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ALWAYS = Period(datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
FOUND = (Found("lovell", "storm", 0.75), Found("lovell", "money", 0.25), Found("norwood", "oven"))


def entry(reference: str, decision: Decision, found: tuple[Found, ...]) -> JournalEntry:
    return JournalEntry(
        reference, NOON, Place.PRIVATE, "en", b"a" * 16, "why?", decision, found, 0.1, 0.2, "v"
    )


@pytest.mark.parametrize("found", [FOUND, FOUND[:1], ()])
async def test_what_was_found_for_a_question_is_read_again_best_first(
    database: Database, found: tuple[Found, ...]
) -> None:
    await write(database, [entry("one", Decision.ANSWER, found)], [])

    assert await entries.candidates(database, "one") == found
    assert await entries.candidates(database, "another") == ()


async def test_without_the_database_what_was_found_is_not_known(database: Database) -> None:
    await database.close()

    with pytest.raises(UnavailableError):
        await entries.candidates(database, "one")


async def test_what_was_offered_and_is_right_was_answered(database: Database) -> None:
    await write(
        database,
        [entry("one", Decision.SUGGEST, FOUND)],
        [JudgedEntry("one", b"b" * 16, Verdict.RIGHT, NOON, FOUND[1])],
    )

    assert await unanswered(database, ALWAYS) == []


async def test_a_reader_s_last_verdict_is_kept_across_a_restart(
    url: str,
    opened: Opened,
    start_bot: StartBot,
    running_bots: RunningBots,
    account: BotAccount,
    reader: Person,
) -> None:
    await start_bot(database=url)
    chat = reader.chat_with(account)
    reply = await reader.asks(chat, "By how much did trade between them grow?")
    text = reply.text or ""
    await running_bots.aclose()

    await start_bot(database=url)
    await reader.presses(account, reply, "✗")
    await reader.telegram.until(lambda: labels(reply)[-2] == "‹ Back" or None)
    await reader.presses(account, reply, labels(reply)[0])
    await reader.sees_edited(reply, text)
    await running_bots.aclose()

    assert quotations(reply)
    found = await statistics(await opened(url), ALWAYS)
    assert (found.right, found.wrong, found.chosen) == (0, 0, 1)
