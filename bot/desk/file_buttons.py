"""What the buttons of files and versions carry: at most 64 bytes, understood for ever.

A file that waits is named by its key, an interview by twelve digits of a digest (its own name may
fill a button), a version by that and its number.
"""

import hashlib
import re
from functools import lru_cache

_ARRIVAL = "[0-9a-f]{8}"
_INTERVIEW = "[0-9a-f]{12}"
_NUMBER = r"\d{1,9}"
_VERSION = rf"{_INTERVIEW}\.{_NUMBER}"
_SUBJECT = rf"(?P<subject>{_ARRIVAL}|{_VERSION})"
_OF_VERSION = rf"(?P<interview>{_INTERVIEW})\.(?P<number>{_NUMBER})"

DIFFERENCES = re.compile(rf"fd:{_SUBJECT}:(?P<page>\d{{1,4}})\Z")
DIFFERENCE = re.compile(rf"fe:{_SUBJECT}:(?P<number>\d{{1,5}}):(?P<part>\d{{1,4}})\Z")
PUBLISH = re.compile(rf"fp:(?P<arrival>{_ARRIVAL})\Z")
DISCARD = re.compile(rf"fx:(?P<arrival>{_ARRIVAL})\Z")
INTERVIEWS = re.compile(r"fi:(?P<page>\d{1,5}):(?P<sought>.{0,54})\Z", re.DOTALL)
VERSIONS = re.compile(rf"fv:(?P<interview>{_INTERVIEW}):(?P<page>\d{{1,4}})\Z")
VERSION = re.compile(rf"fo:{_OF_VERSION}\Z")
SEND = re.compile(rf"fs:{_OF_VERSION}\Z")
ASK_BACK = re.compile(rf"fa:{_OF_VERSION}\Z")
BRING_BACK = re.compile(rf"fb:{_OF_VERSION}:(?P<based_on>[0-9a-f]{{16}}|-)\Z")
UNDO = re.compile(rf"fu:{_OF_VERSION}\Z")

# Digits of a digest that tell whether a file has changed.
_BASED_ON = 16
_NO_FILE = "-"


def differences(subject: str, page: int = 0) -> str:
    """Return what a button carries that leads to a page of what differs, counted from 0.

    Its subject is the key of a file that waits, or what ``version`` returns.
    """
    return f"fd:{subject}:{page}"


def difference(subject: str, number: int, part: int = 0) -> str:
    """Return what a button carries that opens one difference; both counted from 0."""
    return f"fe:{subject}:{number}:{part}"


def publish(arrival: str) -> str:
    """Return what a button carries that publishes a file."""
    return f"fp:{arrival}"


def discard(arrival: str) -> str:
    """Return what a button carries that discards a file."""
    return f"fx:{arrival}"


def interviews(sought: str = "", page: int = 0) -> str:
    """Return what a button carries that leads to a page of interviews that have versions."""
    return f"fi:{page}:{sought}"


def versions(interview: str, page: int = 0) -> str:
    """Return what a button carries that leads to a page of an interview's versions."""
    return f"fv:{interview}:{page}"


def version(interview: str, number: int) -> str:
    """Name a version of an interview; see ``interview_key``."""
    return f"{interview}.{number}"


def open_version(name: str) -> str:
    """Return what a button carries that leads to a version, by its name."""
    return f"fo:{name}"


def send(name: str) -> str:
    """Return what a button carries that sends a version as a file."""
    return f"fs:{name}"


def ask_back(name: str) -> str:
    """Return what a button carries that asks whether to bring a version back."""
    return f"fa:{name}"


def bring_back(name: str, based_on: str | None) -> str:
    """Return what a button carries that brings a version back, unless the file has changed."""
    return f"fb:{name}:{based_on_key(based_on)}"


def undo(name: str) -> str:
    """Return what a button carries that takes a version back."""
    return f"fu:{name}"


def based_on_key(digest: str | None) -> str:
    """Return as much of a file's digest as a button carries."""
    return _NO_FILE if digest is None else digest[:_BASED_ON]


@lru_cache(maxsize=10_000)
def interview_key(reference: str) -> str:
    """Return twelve digits that stand for an interview, given by its reference."""
    return hashlib.sha256(reference.encode()).hexdigest()[:12]
