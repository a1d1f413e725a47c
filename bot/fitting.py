"""Texts within the room that there is for them: in a message, in a line, on a button."""

import re
from collections.abc import Sequence

from telegram.constants import MessageLimit

from bot.wording import Wording, closed

# Marks where a quotation leaves out what was said.
CUT = "[…]"
_BETWEEN = "\n\n"
# Where a long text is best cut: between paragraphs, else sentences, else words.
_CUTS = (re.compile(r"\n\s*\n"), re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+"), re.compile(r"\s+"))


def length(text: str) -> int:
    """Return a text's length as Telegram counts it: in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, limit: int) -> str:
    """Return a text in one line, cut at a word with '…' where it is longer than ``limit``."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return closed(f"{cut.rsplit(' ', 1)[0] or cut}…")


def cut(text: str, room: int) -> list[str]:
    """Cut a text into substrings of at most ``room`` UTF-16 units, at the best place for each."""
    parts = []
    while length(text) > room:
        head = text.encode("utf-16-le", "surrogatepass")[: room * 2].decode("utf-16-le", "ignore")
        ends = ([found.start() for found in cut.finditer(head)] for cut in _CUTS)
        # A cut that leaves less than a third of a message would make readers turn for little.
        end = next((last[-1] for last in ends if last and last[-1] > len(head) // 3), len(head))
        parts.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [*parts, text]


def as_many_as_fit(wording: Wording, lines: Sequence[str]) -> str:
    """Return as many paragraphs as fit a message, and how many more there are."""
    shown: list[str] = []
    left = MessageLimit.MAX_TEXT_LENGTH + len(_BETWEEN)
    for line in lines:
        left -= length(line) + len(_BETWEEN)
        if left < 0:
            break
        shown.append(line)
    text = _BETWEEN.join(shown)
    while len(shown) < len(lines):
        text = _BETWEEN.join([*shown, wording.more_lines(len(lines) - len(shown))])
        if length(text) <= MessageLimit.MAX_TEXT_LENGTH:
            break
        shown.pop()
    return text
