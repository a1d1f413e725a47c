"""Lines of a text, put together to paragraphs."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.importing.label_marks import spoken
from knowledge.importing.questions import ends_a_sentence

DASHES = "—–―‒"
# What stands before questions, or before each turn, where dashes do not.
SIGNS = "■□●○◆◇▶►▪◼★→»"
_BULLET = re.compile(r"(?:[-*•▪◦‣–—]|\d{1,3}[.)])\s+\S")
_SEPARATOR = re.compile(r"[^\w]{1,80}")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef]")
_SHORTEST_WIDTH = 36
_LONGEST_WIDTH = 110
_RUNNING_ON = 0.34


@dataclass(frozen=True)
class Line:
    """A line of a source.

    Attributes:
        text: its words, white space collapsed; empty for an empty line.
        place: its number in the source, from 1.
        width: how wide it stands in the source.
        indent: white space before it.
    """

    text: str
    place: int
    width: int
    indent: int = 0


def is_separator(text: str) -> bool:
    """Say whether a line holds signs alone: '* * *', '---'."""
    return bool(_SEPARATOR.fullmatch(text))


def begins_a_turn(text: str, speakers: frozenset[str]) -> bool:
    """Say whether a line begins with a speaker's label."""
    return spoken(text, speakers) is not None


def blocks(lines: Sequence[Line], speakers: frozenset[str]) -> list[tuple[int, str]]:
    """Join the lines of each paragraph: its first line's place, and its words.

    An empty line parts paragraphs, and so does the beginning of a turn. Other ends of lines do if
    the text is not one that was broken at a column.
    """
    width = _column(lines, speakers)
    in_column = width > 0
    hanging = _hangs(lines, speakers)
    dialogue = _is_dialogue(lines)
    joined: list[tuple[int, str]] = []
    before: Line | None = None
    for line in lines:
        if not line.text:
            before = None
            continue
        opens = (
            before is None
            or begins_a_turn(line.text, speakers)
            or _BULLET.match(line.text)
            or (dialogue and line.text[0] in DASHES)
            or is_separator(line.text)
            or is_separator(before.text)
            or (in_column and not hanging and line.indent > before.indent)
            or not (_goes_on_in_column(before, line, width) if in_column else _is_cut(before, line))
        )
        if opens:
            joined.append((line.place, line.text))
        else:
            start, words = joined[-1]
            joined[-1] = start, glued(words, line.text)
        before = line
    return joined


def glued(one: str, other: str) -> str:
    """Put two lines together; nothing goes between signs that are written without spaces."""
    if _UNSPACED.match(one[-1]) and _UNSPACED.match(other[0]):
        return one + other
    # A word is broken after its own hyphen; a dash between spaces is none.
    hyphen = len(one) > 1 and one[-1] == "-" and one[-2].isalpha() and other[0].isalnum()
    return one + other if hyphen else f"{one} {other}"


def _column(lines: Sequence[Line], speakers: frozenset[str]) -> int:
    """Return the column at which the lines of a text were broken, 0 if they weren't."""
    pairs = _followers(lines, speakers)
    if not pairs:
        return 0
    widest = max(line.width for line in lines)
    running_on = [one for one, _ in pairs if not ends_a_sentence(one.text)]
    if not _SHORTEST_WIDTH <= widest <= _LONGEST_WIDTH:
        return 0
    return widest if len(running_on) >= _RUNNING_ON * len(pairs) else 0


def _followers(lines: Sequence[Line], speakers: frozenset[str]) -> list[tuple[Line, Line]]:
    return [
        (one, other)
        for one, other in pairwise(lines)
        if one.text
        and other.text
        and not begins_a_turn(other.text, speakers)
        and not is_separator(one.text)
        and not is_separator(other.text)
    ]


def _goes_on_in_column(before: Line, line: Line, width: int) -> bool:
    """Say whether a line goes on with the one before: its first word did not fit there."""
    first = line.text.split()[0]
    if before.width + 1 + len(first) > width or _UNSPACED.match(first):
        return True
    if ends_a_sentence(before.text):
        # Broken by hand, lines are of unequal width.
        return before.width > width * 0.8
    return before.width > width * 0.6 or line.text[0].islower()


def _is_cut(before: Line, line: Line) -> bool:
    """Say whether a line was broken in the middle of a sentence."""
    if ends_a_sentence(before.text) or before.text[-1] in ":：":
        return False
    unspaced = _UNSPACED.match(before.text[-1]) and _UNSPACED.match(line.text[0])
    return line.text[0].islower() or bool(unspaced)


def _hangs(lines: Sequence[Line], speakers: frozenset[str]) -> bool:
    """Say whether the lines under a label are set in: then being set in begins no paragraph."""
    following = [
        other.indent > one.indent
        for one, other in pairwise(lines)
        if one.text
        and other.text
        and begins_a_turn(one.text, speakers)
        and not begins_a_turn(other.text, speakers)
    ]
    return sum(following) > len(following) / 2


def _is_dialogue(lines: Iterable[Line]) -> bool:
    return sum(line.text[:1] in DASHES for line in lines if line.text) > 1
