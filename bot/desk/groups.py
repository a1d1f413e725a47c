"""The questions that were not answered, as the journal has them: grouped by likeness."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from bot.storage import labels, reports
from bot.storage.database import Database
from bot.storage.fingerprints import Fingerprints
from bot.storage.labels import Label, Labelled
from bot.storage.reports import Period, Reason, Unanswered
from knowledge.knowledge_file import folded
from knowledge.likeness import grouped

# Different texts, the most frequent ones.
MOST = 2000
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Put:
    """A question as readers put it, with small and capital letters and signs left aside.

    Attributes:
        text: as it was put most often.
        fingerprint: of its words.
        times: how often it was asked and not answered, by what the bot had replied.
        last_asked: when.
    """

    text: str
    fingerprint: bytes
    times: Mapping[Reason, int]
    last_asked: datetime

    @property
    def key(self) -> str:
        """What buttons carry for it."""
        return self.fingerprint.hex()[:16]

    @property
    def asked(self) -> int:
        """How often it was asked and not answered."""
        return sum(self.times.values())


@dataclass(frozen=True)
class Group:
    """Questions that are alike, the one that was put most often first."""

    wordings: tuple[Put, ...]

    @property
    def times(self) -> Counter[Reason]:
        """How often they were asked and not answered, by what the bot had replied."""
        counted: Counter[Reason] = Counter()
        for one in self.wordings:
            counted.update(one.times)
        return counted

    @property
    def last_asked(self) -> datetime:
        """When one of them was asked the last time."""
        return max(one.last_asked for one in self.wordings)

    def find(self, key: str) -> Put | None:
        """Return the wording of a key, if it is one of these."""
        return next((one for one in self.wordings if one.key == key), None)


def kept_texts(keep_questions: int) -> Period:
    """Return the period of which texts of questions are there, where they are kept so many days.

    They are deleted once a day, and the clocks of several machines differ.
    """
    now = datetime.now(UTC)
    return Period(now - timedelta(days=keep_questions) - _DAY, now + _DAY)


async def unanswered_groups(
    database: Database, fingerprints: Fingerprints, period: Period
) -> list[Group]:
    """Return what was not answered in a period and is not settled, what was asked most first.

    Raises:
        UnavailableError: where the database is away.
    """
    found = await reports.unanswered(database, period, MOST)
    settled = await labels.read(database)
    return await asyncio.to_thread(_open_groups, found, settled, fingerprints)


def _open_groups(
    found: Sequence[Unanswered], settled: Mapping[bytes, Labelled], fingerprints: Fingerprints
) -> list[Group]:
    put = [one for one in _put(found, fingerprints) if _is_open(one, settled)]
    places = _grouped(tuple(one.text for one in put), tuple(one.asked for one in put))
    return [Group(tuple(put[place] for place in group)) for group in places]


@lru_cache(maxsize=4)
def _grouped(texts: tuple[str, ...], times: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Group questions; who turns a page does not wait for that again."""
    return grouped(texts, times)


def _put(found: Sequence[Unanswered], fingerprints: Fingerprints) -> list[Put]:
    """Return questions, each once; the rows that are found come with the most frequent first."""
    same: dict[str, list[Unanswered]] = {}
    for one in found:
        same.setdefault(folded(one.question) or one.question, []).append(one)
    return [
        Put(
            rows[0].question,
            labels.fingerprint_of(words, fingerprints),
            _times(rows),
            max(one.last_asked for one in rows),
        )
        for words, rows in same.items()
    ]


def _times(rows: Sequence[Unanswered]) -> Counter[Reason]:
    counted: Counter[Reason] = Counter()
    for one in rows:
        counted[one.reason] += one.times
    return counted


def _is_open(put: Put, settled: Mapping[bytes, Labelled]) -> bool:
    """Whether nothing is settled; what was taught, and was not answered since, is open again."""
    found = settled.get(put.fingerprint)
    if found is None:
        return True
    return found.label is Label.TAUGHT and put.last_asked > found.labelled_at
