"""What the bot's buttons carry: text of at most 64 bytes that old messages hold for ever.

A press may come years after the message, so a form that was once sent goes on being understood.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

ANSWER = re.compile(r"a:(?P<reference>[A-Za-z0-9_-]{1,56}):(?P<page>\d{1,3})\Z")
RELATED = re.compile(r"r:(?P<reference>[A-Za-z0-9_-]{1,56})\Z")
QUESTIONS = re.compile(r"q:(?P<page>\d{1,5})\Z")
INTERVIEW = re.compile(r"i:(?P<reference>[A-Za-z0-9_-]{1,56}):(?P<page>\d{1,4})\Z")
INTERVIEWS = re.compile(r"l:(?P<page>\d{1,5}):(?P<sought>.{0,54})\Z", re.DOTALL)
CHOICE = re.compile(r"c:(?P<page>\d{1,5}):(?P<sought>.{0,54})\Z", re.DOTALL)
BIND = re.compile(r"b:(?P<reference>[A-Za-z0-9_-]{0,56})\Z")
EVERYWHERE = re.compile(r"e\Z")
TOPICS = re.compile(r"t\Z")
TOPIC = re.compile(r"t:(?P<topic>[0-9a-f]{8}):(?P<page>\d{1,5})\Z")
LANGUAGE = re.compile(r"g:(?P<language>[a-z]{2})\Z")
# Of the desk. A key stands for a question that was put, for an exchange, or for an interview.
UNANSWERED = re.compile(r"u:l:(?P<page>\d{1,4})\Z")
UNANSWERED_GROUP = re.compile(r"u:g:(?P<question>[0-9a-f]{16}):(?P<page>\d{1,4})\Z")
SETTLE = re.compile(r"u:s:(?P<question>[0-9a-f]{16}):(?P<label>[ni])\Z")
UNSETTLE = re.compile(r"u:r:(?P<question>[0-9a-f]{16}):(?P<reference>[A-Za-z0-9_-]{11})\Z")
CHOOSE_EXCHANGE = re.compile(r"u:a:(?P<question>[0-9a-f]{16}):(?P<page>\d{1,6})\Z")
TEACH = re.compile(
    r"u:t:(?P<question>[0-9a-f]{16}):(?P<exchange>[0-9a-f]{16}):(?P<version>[0-9a-f]{8})\Z"
)
UNTEACH = re.compile(
    r"u:u:(?P<question>[0-9a-f]{16}):(?P<interview>[0-9a-f]{16}):(?P<number>\d{1,9})"
    r":(?P<reference>[A-Za-z0-9_-]{11})\Z"
)


# Carried by the button that looks for a question in all interviews.
IN_ALL = "e"
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


def answer(reference: str, page: int = 0) -> str:
    """Return what a button carries that leads to an answer, or to a later part of it."""
    return f"a:{reference}:{page}"


def related(reference: str) -> str:
    """Return what a button carries that offers questions like this one."""
    return f"r:{reference}"


def language(tag: str) -> str:
    """Return what a button carries that chooses a language, given by its two-letter code."""
    return f"g:{tag}"


@lru_cache(maxsize=10_000)
def topic_key(topic: str) -> str:
    """Return eight digits that stand for a topic, whose own name may be too long."""
    return hashlib.sha256(topic.encode()).hexdigest()[:8]


@lru_cache(maxsize=10_000)
def desk_key(name: str) -> str:
    """Return sixteen digits that stand for an exchange or interview, by its reference."""
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def unanswered(page: int = 0) -> str:
    """Return what a button carries that leads to a page of what was not answered."""
    return f"u:l:{page}"


def unanswered_group(question: str, page: int = 0) -> str:
    """Return what a button carries that leads to the group in which a question is.

    The question, given by its key, is the one to be taught; ``page`` is of the group's wordings.
    """
    return f"u:g:{question}:{page}"


def settle(question: str, label: str) -> str:
    """Return what a button carries that settles a group: n, not in the interview; i, ignored."""
    return f"u:s:{question}:{label}"


def unsettle(question: str, reference: str) -> str:
    """Return what a button carries that opens again what was settled together."""
    return f"u:r:{question}:{reference}"


def choose_exchange(question: str, page: int = 0) -> str:
    """Return what a button carries that lists the exchanges to which a question may belong."""
    return f"u:a:{question}:{page}"


def teach(question: str, exchange: str, version: str) -> str:
    """Return what a button carries that teaches a question to an exchange.

    ``exchange`` is its reference, ``version`` that of the knowledge in which it was offered.
    """
    return f"u:t:{question}:{desk_key(exchange)}:{version}"


def unteach(question: str, interview: str, number: int, reference: str) -> str:
    """Return what a button carries that takes back what was taught.

    ``interview`` is a reference; ``number`` is of the version of its file that came of it, and
    ``reference`` of what was settled by it.
    """
    return f"u:u:{question}:{desk_key(interview)}:{number}:{reference}"
