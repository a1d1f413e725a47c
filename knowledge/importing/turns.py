"""Who says what: the paragraphs of a source as turns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from knowledge.importing.document import Document, Style
from knowledge.importing.editorial import (
    announces_a_break,
    is_bracketed,
    is_interruption,
    is_note,
)
from knowledge.importing.label_marks import key_of
from knowledge.importing.label_words import BREAKS
from knowledge.importing.lines import is_separator
from knowledge.importing.marking import LONGEST_HEADING, Marked, Marks, markings
from knowledge.importing.questions import count_words, ends_a_sentence

_BULLET = re.compile(r"(?:[-*•▪◦‣]|\d{1,3}[.)])\s")
_SHORTEST_HEADING = 4
_SHORTEST_LEAD = 3


@dataclass(frozen=True)
class Words:
    """Words of a paragraph.

    Attributes:
        at: which paragraph of the document that is.
        text: what is said.
        label: what was taken off before it, such as 'Q:'.
    """

    at: int
    text: str
    label: str = ""

    @property
    def labelled(self) -> str:
        """The words with their label, as the source has them."""
        return f"{self.label} {self.text}".strip()


@dataclass(frozen=True)
class Turn:
    """What one speaker says until the next begins.

    Attributes:
        speaker: how the source names the speaker, without its colon; empty where it does not.
        asks: whether this is the interviewer; ``None`` where only the speaker's name can tell.
        paragraphs: the words.
    """

    speaker: str
    asks: bool | None
    paragraphs: tuple[Words, ...]

    @property
    def text(self) -> str:
        """All that is said, in one line."""
        return " ".join(words.text for words in self.paragraphs)


@dataclass(frozen=True)
class Conversation:
    """A document, taken apart.

    Attributes:
        introduction: the outlet's own paragraphs before the first turn.
        turns: everything that is said.
        skipped: what is neither, such as headings and notes.
    """

    introduction: tuple[str, ...]
    turns: tuple[Turn, ...]
    skipped: tuple[Words, ...]


def conversations(document: Document) -> Iterator[Conversation]:
    """Yield what a document may be, the likeliest way of telling its turns first."""
    for marks in markings(document):
        yield _assembled(marks, document.title)


def _assembled(marks: Marks, title: str | None) -> Conversation:
    assembly = _Assembly()
    end = _end_of_the_last_turn(marks)
    for number, one in enumerate(marks):
        if one.speaker is not None:
            assembly.begin(one)
        elif is_separator(one.text):
            continue
        elif assembly.waiting or (
            assembly.turns and number < end and not _interrupts(marks, number)
        ):
            assembly.go_on(one)
        elif not assembly.turns and _introduces(one, title):
            assembly.introduction.append(one.text)
        else:
            assembly.skipped.append(Words(one.at, one.text))
    return assembly.conversation()


class _Assembly:
    """Puts paragraphs together to turns, one after the other."""

    def __init__(self) -> None:
        self.introduction: list[str] = []
        self.turns: list[Turn] = []
        self.skipped: list[Words] = []
        # A label that stands alone: its words are in the next paragraph.
        self.waiting: Marked | None = None
        self._advertises = False

    def begin(self, one: Marked) -> None:
        """Take the first paragraph of a turn."""
        self._give_up_waiting()
        is_break = bool(one.speaker and key_of(one.speaker) in BREAKS)
        # What follows the words of an advertisement is part of it.
        self._advertises = is_break and bool(one.text)
        if is_break:
            self.skipped.append(Words(one.at, one.text, one.label or f"{one.speaker}:"))
        elif one.text:
            self._add(one, one)
        else:
            self.waiting = one

    def go_on(self, one: Marked) -> None:
        """Take a paragraph that belongs to the turn before it, or to the label before it."""
        if self.waiting:
            self._add(self.waiting, one)
            self.waiting = None
        elif self._advertises:
            self.skipped.append(Words(one.at, one.text))
        else:
            last = self.turns[-1]
            paragraphs = (*last.paragraphs, Words(one.at, one.text))
            self.turns[-1] = replace(last, paragraphs=paragraphs)

    def conversation(self) -> Conversation:
        """Return what was taken."""
        self._give_up_waiting()
        turns = _merged(self.turns)
        return Conversation(tuple(self.introduction), turns, tuple(self.skipped))

    def _add(self, label: Marked, words: Marked) -> None:
        said = (Words(words.at, words.text, label.label),)
        self.turns.append(Turn(label.speaker or "", label.asks, said))

    def _give_up_waiting(self) -> None:
        if self.waiting:
            self.skipped.append(Words(self.waiting.at, "", self.waiting.label))
        self.waiting = None


def _introduces(one: Marked, title: str | None) -> bool:
    if one.style is Style.HEADING or one.text == title or is_interruption(one.text):
        return False
    # 'Here is what she told us:' leads to the interview.
    leads = one.text[-1] in ":：" and count_words(one.text) > _SHORTEST_LEAD
    return leads or ends_a_sentence(one.text)


def _interrupts(marks: Marks, number: int) -> bool:
    """Say whether a paragraph without a label stands between turns, and is said by nobody."""
    one = marks[number]
    if one.style is Style.HEADING or is_interruption(one.text) or is_bracketed(one.text):
        return True
    if announces_a_break(one.text):
        return True
    if ends_a_sentence(one.text) or _BULLET.match(one.text):
        return False
    if count_words(one.text) > LONGEST_HEADING + 2:
        return False
    if one.style is Style.STRONG or (one.text.isupper() and len(one.text) >= _SHORTEST_HEADING):
        return True
    following = marks[number + 1] if number + 1 < len(marks) else None
    return (
        following is not None
        and following.speaker is not None
        and one.text[0].isupper()
        and count_words(one.text) <= LONGEST_HEADING
        and one.text[-1] not in ",;:–—-"
    )


def _end_of_the_last_turn(marks: Marks) -> int:
    """Return where, after the last turn has begun, the outlet's own words go on."""
    last = max((at for at, one in enumerate(marks) if one.speaker is not None), default=0)
    first = last + 1 if marks and marks[last].text else last + 2
    for at in range(first, len(marks)):
        if _ends(marks[at]) or (
            marks[at].style is Style.EMPHASIS
            and all(
                later.style is Style.EMPHASIS
                for later in takewhile(lambda one: not _ends(one), marks[at:])
            )
        ):
            return at
    end = len(marks)
    while end > first and _is_chrome(marks[end - 1]):
        end -= 1
    return end


def _ends(one: Marked) -> bool:
    return one.style is Style.HEADING or is_separator(one.text) or is_note(one.text)


def _is_chrome(one: Marked) -> bool:
    return (
        not ends_a_sentence(one.text)
        and not _BULLET.match(one.text)
        and (count_words(one.text) <= LONGEST_HEADING)
    )


def _advertises(turn: Turn) -> bool:
    return announces_a_break(turn.text, unanswered=True)


def _merged(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Join turns of one speaker that follow one another."""
    merged: list[Turn] = []
    for turn in turns:
        last = merged[-1] if merged else None
        same = last and (last.speaker, last.asks) == (turn.speaker, turn.asks)
        if last and same and not (_advertises(last) or _advertises(turn)):
            merged[-1] = replace(last, paragraphs=(*last.paragraphs, *turn.paragraphs))
        else:
            merged.append(turn)
    return tuple(merged)
