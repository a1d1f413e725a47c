"""What the bot's buttons carry: text of at most 64 bytes that old messages hold for ever.

A press may come years after the message, so a form that was once sent goes on being understood.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

from bot.desk.spans import Span
from bot.storage.tables import REFERENCE

# What a question that is answered is called in the journal.
_NOTED_AS = rf"(?P<noted_as>[A-Za-z0-9_-]{{{REFERENCE}}})"
# Of a key that stands beside it: what such buttons have room for.
_LONGEST_KEY = 46
_KEY = rf"(?P<key>[A-Za-z0-9_-]{{1,{_LONGEST_KEY}}})"

ANSWER = re.compile(rf"a:(?P<key>[A-Za-z0-9_-]{{1,56}}):(?P<page>\d{{1,3}})(?::{_NOTED_AS})?\Z")
RELATED = re.compile(rf"r:(?P<key>[A-Za-z0-9_-]{{1,56}})(?::{_NOTED_AS})?\Z")
RIGHT = re.compile(rf"y:{_NOTED_AS}:{_KEY}\Z")
WRONG = re.compile(rf"n:{_NOTED_AS}:{_KEY}\Z")
SUGGESTED = re.compile(rf"s:{_NOTED_AS}:{_KEY}\Z")
THANKED = re.compile(r"k\Z")
QUESTIONS = re.compile(r"q:(?P<page>\d{1,5})\Z")
INTERVIEW = re.compile(r"i:(?P<reference>[A-Za-z0-9_-]{1,56}):(?P<page>\d{1,4})\Z")
INTERVIEWS = re.compile(r"l:(?P<page>\d{1,5}):(?P<sought>.{0,54})\Z", re.DOTALL)
CHOICE = re.compile(r"c:(?P<page>\d{1,5}):(?P<sought>.{0,54})\Z", re.DOTALL)
BIND = re.compile(r"b:(?P<reference>[A-Za-z0-9_-]{0,56})\Z")
EVERYWHERE = re.compile(r"e\Z")
TOPICS = re.compile(r"t\Z")
TOPIC = re.compile(r"t:(?P<topic>[0-9a-f]{8}):(?P<page>\d{1,5})\Z")
LANGUAGE = re.compile(r"g:(?P<language>[a-z]{2})\Z")
STATISTICS = re.compile(r"st:(?P<span>7d|30d|all)\Z")

# A key that is not the reference itself.
DIGEST = re.compile(r"x[0-9a-f]{32}\Z")
# What a link into the private chat carries that leads to what else a question may have meant.
NOT_THAT = re.compile(rf"not-{_NOTED_AS}-{_KEY}\Z")

# Carried by the button that looks for a question in all interviews.
IN_ALL = "e"
# Carried by the button that verdicts have become.
THANKS = "k"
# Bytes of a search that the buttons of what it found carry, beside the form and the page.
_LONGEST_SEARCH = 54


@dataclass(frozen=True)
class Listing:
    """Which list of questions is paged through: all of them, or those of a topic."""

    topic: str | None = None

    def page(self, number: int) -> str:
        """Return what a button carries that leads to a page, counted from 0."""
        return f"q:{number}" if self.topic is None else f"t:{topic_key(self.topic)}:{number}"


def interview(reference: str, page: int = 0) -> str:
    """Return what a button carries that leads to a page of an interview, counted from 0."""
    return f"i:{reference}:{page}"


def interviews(sought: str = "", page: int = 0) -> str:
    """Return what a button carries that leads to a page of the interviews that a search finds."""
    return f"l:{page}:{searchable(sought)}"


def choice(sought: str = "", page: int = 0) -> str:
    """Return what a button carries that leads to a page of what a chat can be bound to."""
    return f"c:{page}:{searchable(sought)}"


def bind(reference: str = "") -> str:
    """Return what a button carries that binds the chat to an interview; without one, frees it."""
    return f"b:{reference}"


def searchable(text: str) -> str:
    """Return as much of a search as a button can carry, cut at a word where it is too long."""
    text = " ".join(text.split())
    cut = text.encode("utf-8", "ignore")[: _LONGEST_SEARCH + 1].decode("utf-8", "ignore")
    if cut == text and len(cut.encode()) <= _LONGEST_SEARCH:
        return text
    head, _, _ = cut.rpartition(" ")
    return head or cut.encode()[:_LONGEST_SEARCH].decode("utf-8", "ignore")


@lru_cache(maxsize=10_000)
def key(reference: str) -> str:
    """Return what stands for an exchange beside the name of a question: its reference, if short."""
    if len(reference) <= _LONGEST_KEY:
        return reference
    return f"x{hashlib.sha256(reference.encode()).hexdigest()[:32]}"


def answer(reference: str, page: int = 0, noted_as: str = "") -> str:
    """Return what a button carries that leads to an answer, or to a later part of it."""
    return f"a:{key(reference)}:{page}:{noted_as}" if noted_as else f"a:{reference}:{page}"


def related(reference: str, noted_as: str = "") -> str:
    """Return what a button carries that offers questions like this one."""
    return f"r:{key(reference)}:{noted_as}" if noted_as else f"r:{reference}"


def right(noted_as: str, reference: str) -> str:
    """Return what a button carries that says that an exchange answers a question."""
    return f"y:{noted_as}:{key(reference)}"


def wrong(noted_as: str, reference: str) -> str:
    """Return what a button carries that says that another exchange was asked about."""
    return f"n:{noted_as}:{key(reference)}"


def suggested(noted_as: str, reference: str) -> str:
    """Return what a button carries that takes one of the exchanges that are offered."""
    return f"s:{noted_as}:{key(reference)}"


def not_that(noted_as: str, reference: str) -> str:
    """Return what a link carries that leads to what else a question may have meant."""
    return f"not-{noted_as}-{key(reference)}"


def language(tag: str) -> str:
    """Return what a button carries that chooses a language, given by its two-letter code."""
    return f"g:{tag}"


def statistics(span: Span) -> str:
    """Return what a button carries that shows the statistics of a span."""
    return f"st:{span.typed}"


@lru_cache(maxsize=10_000)
def topic_key(topic: str) -> str:
    """Return eight digits that stand for a topic, whose own name may be too long."""
    return hashlib.sha256(topic.encode()).hexdigest()[:8]
