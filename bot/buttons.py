"""What the bot's buttons carry: text of at most 64 bytes that old messages hold for ever.

A press may come years after the message, so a form that was once sent goes on being understood.
"""

import hashlib
import re
from dataclasses import dataclass

ANSWER = re.compile(r"a:(?P<reference>[A-Za-z0-9_-]{1,56}):(?P<page>\d{1,3})\Z")
RELATED = re.compile(r"r:(?P<reference>[A-Za-z0-9_-]{1,56})\Z")
QUESTIONS = re.compile(r"q:(?P<page>\d{1,5})\Z")
TOPICS = re.compile(r"t\Z")
TOPIC = re.compile(r"t:(?P<topic>[0-9a-f]{8}):(?P<page>\d{1,5})\Z")


@dataclass(frozen=True)
class Listing:
    """Which list of questions is paged through: all of them, or those of a topic."""

    topic: str | None = None

    def page(self, number: int) -> str:
        """Return what a button carries that leads to a page, counted from 0."""
        return f"q:{number}" if self.topic is None else f"t:{topic_key(self.topic)}:{number}"


def answer(reference: str, page: int = 0) -> str:
    """Return what a button carries that leads to an answer, or to a later part of it."""
    return f"a:{reference}:{page}"


def related(reference: str) -> str:
    """Return what a button carries that offers questions like this one."""
    return f"r:{reference}"


def topic_key(topic: str) -> str:
    """Return eight digits that stand for a topic, whose own name may be too long."""
    return hashlib.sha256(topic.encode()).hexdigest()[:8]
