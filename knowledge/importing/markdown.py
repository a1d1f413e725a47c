"""Markdown in which each turn begins with its speaker's name in bold: ``**Name:** …``."""

import re
from html import unescape

from knowledge.importing.transcript import Transcript, Turn

_BOLD_NAME = r"(?:\*\*|__)[^*_:\n]{1,80}(?::(?:\*\*|__)|(?:\*\*|__):)"
_LABEL = re.compile(rf"(?P<label>{_BOLD_NAME})\s*")
# When it was said, as transcripts note it: [04:21], [01:04:21.10], its brackets escaped or not.
_TIMESTAMP = re.compile(r"\\?\[(?:\d{1,2}:)?\d{1,2}:\d{2}(?:\.\d+)?\\?\]\s*")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
# Where there is no empty line between two speakers, the words of one are still not the other's.
_PARAGRAPH_BREAK = re.compile(rf"\n[^\S\n]*\n\s*|\n[^\S\n]*(?={_BOLD_NAME})")


def is_markdown(text: str) -> bool:
    """Say whether at least two speakers are named in bold at the beginning of lines."""
    return len({label for label, _ in _paragraphs(text) if label}) > 1


def read_markdown(text: str) -> Transcript:
    """Take a transcript apart; a paragraph without a label goes on with the last speaker's turn.

    The interviewer is who speaks first. Turns without a word, such as advertising breaks that
    hold a time stamp alone, are skipped.
    """
    introduction: list[str] = []
    skipped: list[str] = []
    turns: list[Turn] = []
    for label, words in _paragraphs(text):
        if not words:
            skipped.append(f"{label}:" if label else "")
        elif label:
            asks = label == (turns[0].label if turns else label)
            turns.append(Turn(label, asks, (words,)))
        elif turns:
            last = turns[-1]
            turns[-1] = Turn(last.label, last.asks, (*last.paragraphs, words))
        else:
            introduction.append(words)
    return Transcript(tuple(introduction), tuple(turns), tuple(filter(None, skipped)))


def _paragraphs(text: str) -> list[tuple[str, str]]:
    """Return each paragraph as its label, empty where it has none, and its words.

    A label with nothing behind it, not even a time stamp, is that of the next paragraph.
    """
    found: list[tuple[str, str]] = []
    waiting = ""
    for paragraph in _PARAGRAPH_BREAK.split(text.strip()):
        label = _LABEL.match(paragraph)
        name = _plain(label["label"].strip("*_:")) if label else waiting
        if label and waiting:
            found.append((waiting, ""))
        waiting = name if label and label.end() == len(paragraph) else ""
        if not waiting:
            found.append((name, _plain(paragraph[label.end() :] if label else paragraph)))
    return [*found, (waiting, "")] if waiting else found


def _plain(markdown: str) -> str:
    """Return the words of a paragraph as they are read: no time stamps, no escapes, no entities."""
    words = unescape(_ESCAPE.sub(r"\1", _TIMESTAMP.sub("", markdown)))
    return " ".join(words.split())
