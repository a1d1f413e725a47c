"""What every format is read into: the words of a source, a paragraph each, in order."""

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """How a whole paragraph is set apart from those around it."""

    PLAIN = "plain"
    HEADING = "heading"
    STRONG = "strong"  # all of it is bold, or it is a term of a list of definitions
    EMPHASIS = "emphasis"  # all of it is in italics


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a source.

    Attributes:
        text: its words as they are read, without markup; white space is collapsed.
        place: the line of the source (or the cue, the paragraph of a document) at which it begins,
            counted from 1.
        style: how it is set apart.
        speaker: who says it, where the format itself names them (a voice tag, a field), else empty:
            a name that stands in the text is found later.
        timed: when it is said, as the source writes it, where it does; else empty.
    """

    text: str
    place: int
    style: Style = Style.PLAIN
    speaker: str = ""
    timed: str = ""


@dataclass(frozen=True)
class Document:
    """A source, read.

    Attributes:
        format: what it was taken for, in words for people: 'Markdown', 'a web page'.
        paragraphs: everything that may be part of the interview, in order.
        skipped: what the format's reader left out (navigation, captions), in order.
        title: the interview's, where the source says so; the same for the fields that follow.
        outlet: who published it.
        author: who wrote it, or asked the questions.
        published: a year, a month or a day: 2025, 2025-12, 2025-12-31.
        url: where it was published.
        language: a language code, such as en.
        set_apart: labels that the source sets in bold at the beginnings of paragraphs, without
            colons: a speaker who is named once is told by being written as the others are.
    """

    format: str
    paragraphs: tuple[Paragraph, ...]
    skipped: tuple[str, ...] = ()
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    set_apart: frozenset[str] = frozenset()
