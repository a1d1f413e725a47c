"""What the buttons of /unanswered carry: at most 64 bytes, understood for ever.

A question that was put is named by digits of its fingerprint, an exchange by digits of a digest.
"""

import hashlib
import re
from functools import lru_cache

UNANSWERED = re.compile(r"u:l:(?P<page>\d{1,4})\Z")
UNANSWERED_GROUP = re.compile(r"u:g:(?P<question>[0-9a-f]{16}):(?P<page>\d{1,4})\Z")
SETTLE = re.compile(r"u:s:(?P<question>[0-9a-f]{16}):(?P<label>[ni])\Z")
UNSETTLE = re.compile(r"u:r:(?P<question>[0-9a-f]{16}):(?P<reference>[A-Za-z0-9_-]{11})\Z")
CHOOSE_EXCHANGE = re.compile(r"u:a:(?P<question>[0-9a-f]{16}):(?P<page>\d{1,6})\Z")
TEACH = re.compile(
    r"u:t:(?P<question>[0-9a-f]{16}):(?P<exchange>[0-9a-f]{16}):(?P<version>[0-9a-f]{8})\Z"
)
UNTEACH = re.compile(
    r"u:u:(?P<question>[0-9a-f]{16}):(?P<interview>[0-9a-f]{12}):(?P<number>\d{1,9})"
    r":(?P<reference>[A-Za-z0-9_-]{11})\Z"
)


@lru_cache(maxsize=10_000)
def exchange_key(reference: str) -> str:
    """Return sixteen digits that stand for an exchange, by its reference."""
    return hashlib.sha256(reference.encode()).hexdigest()[:16]


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
    return f"u:t:{question}:{exchange_key(exchange)}:{version}"


def unteach(question: str, interview: str, number: int, reference: str) -> str:
    """Return what a button carries that takes back what was taught.

    ``interview`` is its key (see ``file_buttons``); ``number`` is of the version of its file that
    came of it, and ``reference`` of what was settled by it.
    """
    return f"u:u:{question}:{interview}:{number}:{reference}"
