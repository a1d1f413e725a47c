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
_COURTESY = re.compile(
    rf"\b(?:{_any_of(_PHRASES['courtesies'])})\b|{_any_of(_PHRASES['courtesies_anywhere'])}",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\[[^\[\]]*\][.,]?|\([^()]*\)")
_FEW_WORDS = 4


def is_note(text: str) -> bool:
    """Say whether a paragraph at the end tells how an interview was made, or leads elsewhere."""
    return bool(_NOTE.match(text))


def is_interruption(text: str) -> bool:
    """Say whether a whole paragraph marks a break or leads to another page."""
    return bool(_INTERRUPTION.fullmatch(text))


def is_bracketed(text: str) -> bool:
    """Say whether a whole paragraph stands in brackets, as remarks of the editors' do."""
    return bool(_BRACKETED.fullmatch(text))


def announces_a_break(text: str) -> bool:
    """Say whether an interviewer's turn only leads into or out of advertising."""
    return not asks(text) and bool(_BREAK.search(text) or _RETURN.fullmatch(text))


def is_small_talk(asked: str, answered: str) -> bool:
    """Say whether two turns exchange greetings or thanks, and nothing else.

    'Thank you. And who paid?' asks, and so does 'Welcome. Tell us of the lamp.' where the lamp is
    told of; the same with nothing but thanks for an answer does not.
    """
    thanked = [bool(_COURTESY.search(sentence)) for sentence in sentences(answered)]
    if not _COURTESY.search(asked) or not _is_courteous(answered):
        return False
    return _is_courteous(asked) or (any(thanked) and not asks(asked))


def _is_courteous(text: str) -> bool:
    """Say whether each sentence greets or thanks, or is too short to say more."""
    return all(
        _COURTESY.search(sentence) or (count_words(sentence) <= _FEW_WORDS and not asks(sentence))
        for sentence in sentences(text)
    )
