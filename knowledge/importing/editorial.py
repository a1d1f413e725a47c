"""What an outlet or a recording says around an interview, in its own name."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from knowledge.importing.questions import asks, count_words, sentences

_PHRASES = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8"))


def _any_of(phrases: Iterable[str]) -> str:
    return "|".join(phrase.replace(" ", r"\s+").replace(r"\s+?", r"\s*") for phrase in phrases)


_NOTE = re.compile(rf"[\[(*_—–\s-]*(?:{_any_of(_PHRASES['notes'])})", re.IGNORECASE)
_INTERRUPTION = re.compile(
    rf"[\[(*_—–\s-]*(?:{_any_of(_PHRASES['interruptions'])})[\])*_.:\s—–-]*", re.IGNORECASE
)
_BREAK = re.compile(rf"\b(?:{_any_of(_PHRASES['breaks'])})\b", re.IGNORECASE)
_RETURN = re.compile(rf"(?:{_any_of(_PHRASES['returns'])})\b[^.!?…]*[.!…]*", re.IGNORECASE)
_ANYWHERE = _any_of(_PHRASES["courtesies_anywhere"])
_COURTESY = re.compile(rf"\b(?:{_any_of(_PHRASES['courtesies'])})\b|{_ANYWHERE}", re.IGNORECASE)
_REPLY = re.compile(rf"\b(?:{_any_of(_PHRASES['replies'])})\b", re.IGNORECASE)
_GREETING_QUESTION = re.compile(rf"\b(?:{_any_of(_PHRASES['questions'])})\b", re.IGNORECASE)
_HELP_PAGE = re.compile(rf"(?<!\w)(?:{_any_of(_PHRASES['help_pages'])})(?!\w)", re.IGNORECASE)
_BRACKETED = re.compile(r"\[[^\[\]]*\][.,]?|\([^()]*\)")
_FEW_WORDS = 4


def is_note(text: str) -> bool:
    """Say whether a paragraph at the end tells how an interview was made, or leads elsewhere."""
    return bool(_NOTE.match(text))


def heads_a_help_page(title: str) -> bool:
    """Say whether a title is that of frequently asked questions, which nobody is interviewed on."""
    return bool(_HELP_PAGE.search(title))


def is_interruption(text: str) -> bool:
    """Say whether a whole paragraph marks a break or leads to another page."""
    return bool(_INTERRUPTION.fullmatch(text))


def is_bracketed(text: str) -> bool:
    """Say whether a whole paragraph stands in brackets, as remarks of the editors' do."""
    return bool(_BRACKETED.fullmatch(text))


def announces_a_break(text: str, *, unanswered: bool = False) -> bool:
    """Say whether words only lead into or out of advertising.

    Args:
        text: what is said.
        unanswered: whether nobody answers it, so that what it asks is part of the advertisement.
    """
    if _RETURN.fullmatch(text):
        return True
    return bool(_BREAK.search(text)) and (unanswered or not asks(text))


def is_small_talk(asked: str, answered: str) -> bool:
    """Say whether two turns exchange greetings or thanks, and nothing else.

    'Thank you. And who paid?' asks, and so does 'Welcome. Tell us of the lamp.' where the lamp is
    told of; the same with nothing but thanks for an answer does not.
    """
    if not all(_greets(one) or _REPLY.search(one) for one in _telling(answered)):
        return False
    if all(_greets(one) for one in _telling(asked)):
        return bool(_telling(asked))
    return bool(_telling(answered)) and bool(_COURTESY.search(asked)) and not asks(asked)


def _telling(text: str) -> list[str]:
    """Return the sentences that are long enough to say something, or greet, or ask."""
    return [
        one
        for one in sentences(text)
        if count_words(one) > _FEW_WORDS or asks(one) or _greets(one) or _REPLY.search(one)
    ]


def _greets(sentence: str) -> bool:
    return bool((_GREETING_QUESTION if asks(sentence) else _COURTESY).search(sentence))
