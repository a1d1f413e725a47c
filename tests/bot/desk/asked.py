"""Questions of readers that the journal has, as a test would have them."""

from datetime import UTC, datetime

from bot.context import Bot, Services
from bot.storage import entries
from bot.storage.entries import Found, JournalEntry, JudgedEntry, Place, Verdict, new_reference
from knowledge.matching import Decision

READER = b"r" * 16


def services(bot: Bot) -> Services:
    return bot.context_types.context.services


async def asked(
    bot: Bot,
    question: str,
    times: int = 1,
    decision: Decision = Decision.DECLINE,
    at: datetime | None = None,
) -> None:
    """Have the journal note a question; one that was answered is judged wrong."""
    noted = [
        JournalEntry(
            reference=new_reference(),
            asked_at=at or datetime.now(UTC),
            place=Place.PRIVATE,
            language="en",
            reader=READER,
            question=question,
            decision=decision,
            candidates=(Found("harbour", "why", 0.1),),
            matching=0.001,
            answering=0.002,
            version="0a1b2c3d",
        )
        for _ in range(times)
    ]
    judged = [
        JudgedEntry(one.reference, READER, Verdict.WRONG, one.asked_at)
        for one in noted
        if decision is Decision.ANSWER
    ]
    await entries.write(services(bot).database, noted, judged)
