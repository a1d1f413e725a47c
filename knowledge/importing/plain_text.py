"""Plain text: lines put together to paragraphs, times taken off."""

import re
from collections import Counter
from html import unescape

from knowledge.importing.document import Document, Paragraph
from knowledge.importing.encoding import decoded
from knowledge.importing.label_marks import reads_as_name
from knowledge.importing.labels import entries, names_alone, spoken_labels
from knowledge.importing.lines import Line, blocks
from knowledge.importing.readable import readable
from knowledge.importing.timestamps import (
    bare_time_of_a_label,
    begins_with_a_time,
    is_time,
    named_and_timed,
    without_bare_time_of_a_label,
    without_leading_time,
    without_times_of_a_label,
    without_timestamps,
)

FORMAT = "plain text"
_COLUMN = re.compile(r"\s*([^\t]{1,40}?)[ ]*\t+\s*(\S.*)")
_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_ENTITY = re.compile(
    r"&(?:#\d{2,5}|#x[\da-f]{2,4}|amp|quot|apos|lt|gt|nbsp|[lr][sd]quo|[lr]aquo|hellip|[mn]dash);",
    re.I,
)
_TAB = 8
# One line may begin with the time of day; that many are noted by a machine.
_MANY_TIMES = 3


def read_plain_text(source: bytes | str) -> Document:
    """Read plain text.

    Raises:
        UnreadableTextError: if it is no text.
    """
    text = decoded(source) if isinstance(source, bytes) else source.removeprefix("\ufeff")
    # Text that was taken out of a page may have kept some of its entities.
    raw = _BREAK.split(_ENTITY.sub(lambda found: unescape(found.group()), text))
    speakers = _in_columns(raw)
    if speakers:
        return Document(FORMAT, tuple(_column_paragraphs(raw, speakers)))
    lines = _lines(raw)
    written = [line.text for line in lines if line.text]
    labels = spoken_labels(written) | entries(written)
    paragraphs = (Paragraph(words, place) for place, words in blocks(lines, labels))
    return Document(FORMAT, tuple(paragraphs))


def _lines(raw: list[str]) -> list[Line]:
    read = [readable(line) for line in raw]
    named = _named_and_timed(read)
    timed = sum(begins_with_a_time(line) for line in read)
    takes_off = timed >= _MANY_TIMES or any(is_time(line) for line in read)
    # In 'At 10:30: …' it is somebody's word; a machine notes a later time each time.
    labels_timed = len({bare_time_of_a_label(line) for line in read}) > _MANY_TIMES
    lines = []
    for place, (line, written) in enumerate(zip(read, raw, strict=True), 1):
        name = named_and_timed(line) or line
        if name in named:
            text = f"{name}:"
        else:
            text = without_times_of_a_label(without_timestamps(line))
            text = without_leading_time(text) if takes_off else text
            text = without_bare_time_of_a_label(text) if labels_timed else text
        # Where all there was is a time, what stands around it goes on.
        if text or not line:
            expanded = written.expandtabs(_TAB).replace("\u00a0", " ").rstrip()
            indent = len(expanded) - len(expanded.lstrip())
            lines.append(Line(text, place, len(expanded), indent))
    return lines


def _named_and_timed(read: list[str]) -> frozenset[str]:
    """Return the names on lines that hold a name, or a name and a time, where they are speakers."""
    timed = Counter(name for line in read if (name := named_and_timed(line)))
    found = {name for name in timed if reads_as_name(name)}
    if len(found) > 1 and sum(timed.values()) >= _MANY_TIMES:
        return frozenset(found)
    return names_alone([line for line in read if line and line[-1] not in ":："])


def _in_columns(raw: list[str]) -> frozenset[str]:
    """Return the names in the first column of lines that a tab parts, where they are speakers."""
    names = Counter(
        readable(found[1]) for line in raw if (found := _COLUMN.match(line)) and ":" not in found[1]
    )
    speakers = {name for name, times in names.items() if times > 1 and reads_as_name(name)}
    return frozenset(speakers) if len(speakers) > 1 else frozenset()


def _column_paragraphs(raw: list[str], speakers: frozenset[str]) -> list[Paragraph]:
    paragraphs = []
    for at, line in enumerate(raw, 1):
        found = _COLUMN.match(line)
        name = readable(found[1]) if found else ""
        if found and name in speakers:
            paragraphs.append(Paragraph(without_timestamps(readable(found[2])), at, speaker=name))
        elif text := without_timestamps(readable(line)):
            paragraphs.append(Paragraph(text, at))
    return paragraphs
