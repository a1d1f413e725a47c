"""A journal with something in it, for tests of the desk."""

from datetime import UTC, datetime, timedelta

from bot.storage.entries import Found, JournalEntry, Place, new_reference
from knowledge.matching import Decision

INTERVIEW = "fedorov-geo-tv"
TRADE = Found(INTERVIEW, "trade-growth", 0.9)
SUMMIT = Found(INTERVIEW, "alaska-summit", 0.8)


def entry(
    decision: Decision = Decision.ANSWER,
    found: Found = TRADE,
    *,
    days_ago: int = 0,
    reader: bytes | None = b"a" * 16,
    question: str | None = "how much trade?",
) -> JournalEntry:
    return JournalEntry(
        reference=new_reference(),
        asked_at=datetime.now(UTC).replace(microsecond=0) - timedelta(days=days_ago),
        place=Place.PRIVATE,
        language="en",
        reader=reader,
        question=question,
        decision=decision,
        candidates=(found,),
        matching=0.008,
        answering=0.1234,
        version="0a1b2c3d",
    )
