"""What every format is read into: who said what, in order."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Turn:
    """What one speaker says until the next begins.

    Attributes:
        label: how the source names the speaker, without its colon.
        asks: whether this is the interviewer.
        paragraphs: the words, a paragraph each.
    """

    label: str
    asks: bool
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Transcript:
    """A source, taken apart.

    Attributes:
        introduction: the outlet's own paragraphs before the first question.
        turns: everything that was said.
        skipped: lines that are neither (page chrome, headings), in order.
    """

    introduction: tuple[str, ...]
    turns: tuple[Turn, ...]
    skipped: tuple[str, ...]
