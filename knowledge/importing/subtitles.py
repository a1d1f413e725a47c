"""Subtitles: WebVTT (https://www.w3.org/TR/webvtt1/) and SRT.

Numbers, names, times and positions of cues are no words of the interview and are dropped; notes
of those who made the file are listed as skipped.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import pairwise

from knowledge.importing.document import Document
from knowledge.importing.readable import readable
from knowledge.importing.spoken import Piece, put_together

_CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_TIMING = re.compile(rf"\s*(?P<start>{_CLOCK})\s*-->\s*{_CLOCK}(?:\s.*)?")
_NOT_SPOKEN = re.compile(r"(?P<kind>NOTE|STYLE|REGION)(?=\s|$)")
_TAG = re.compile(
    r"<(?=[/A-Za-z]|\d+:)(?P<end>/?)(?P<name>[A-Za-z]*)(?P<classes>[^\s<>]*)(?P<rest>[^<>]*)>|\{\\[^}]*\}"
)
_SIGNATURE = re.compile(r"WEBVTT(?=\s|$)[^\S\n]*-?[^\S\n]*(?P<title>.*)")
_HEADER_FIELD = re.compile(r"(?P<name>[A-Za-z-]+):\s*(?P<value>.*)|X-TIMESTAMP-MAP=.*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_ROLLING = 0.4  # of the cues repeat what was shown before them


@dataclass(frozen=True)
class _Cue:
    pieces: tuple[Piece, ...]

    @property
    def words(self) -> list[str]:
        return [word for piece in self.pieces for word in piece.text.split()]


def is_subtitles(text: str) -> bool:
    """Say whether a text is WebVTT, or begins as SRT does."""
    if _SIGNATURE.match(text.lstrip("\ufeff")):
        return True
    first = [line for line in text.splitlines()[:20] if line.strip()][:3]
    return any(map(_TIMING.fullmatch, first))


def read_subtitles(text: str) -> Document:
    """Read subtitles; each turn of a speaker's becomes a paragraph."""
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    signature = _SIGNATURE.match(lines[0])
    timings = [at for at, line in enumerate(lines) if _TIMING.fullmatch(line)]
    header, skipped = _header(lines, timings, signature)
    cues: list[_Cue] = []
    for at, end in pairwise([*timings, len(lines)]):
        shown, notes = _shown(lines[at + 1 : _without_name(lines, at + 1, end)])
        skipped += notes
        start = _TIMING.fullmatch(lines[at])
        pieces = _spoken(shown, at + 1, start["start"] if start else "")
        if pieces:
            cues.append(_Cue(tuple(pieces)))
    paragraphs, sounds = put_together(
        piece for cue in _without_repetitions(cues) for piece in cue.pieces
    )
    language = header.get("language", "").strip()
    return Document(
        "WebVTT subtitles" if signature else "SRT subtitles",
        paragraphs,
        (*skipped, *sounds),
        title=header.get("title") or None,
        language=language if _LANGUAGE.fullmatch(language) else None,
    )


def _header(
    lines: Sequence[str], timings: Sequence[int], signature: re.Match[str] | None
) -> tuple[dict[str, str], list[str]]:
    """Return the fields before the first cue, and the other words there."""
    end = _without_name(lines, 0, timings[0]) if timings else len(lines)
    fields: dict[str, str] = {}
    skipped = [readable(signature["title"])] if signature else []
    shown, notes = _shown(lines[1 if signature else 0 : end])
    for line in shown:
        field = _HEADER_FIELD.fullmatch(line.strip()) if signature else None
        if field and field["name"]:
            fields[field["name"].lower()] = readable(field["value"])
        elif not field and not line.strip().isdigit():
            skipped.append(readable(line))
    return fields, [line for line in skipped + notes if line]


def _without_name(lines: Sequence[str], start: int, timing: int) -> int:
    """Return where the lines before a timing end, without the number or the name of its cue."""
    if timing <= start or timing >= len(lines) or not lines[timing - 1].strip():
        return timing
    stands_alone = timing - 1 == start or not lines[timing - 2].strip()
    return timing - 1 if stands_alone or lines[timing - 1].strip().isdigit() else timing


def _shown(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part what is shown from notes and styles, which end at an empty line."""
    shown: list[str] = []
    notes: list[str] = []
    kind = ""
    before = ""
    for line in lines:
        opening = _NOT_SPOKEN.match(line) if not before.strip() or kind else None
        if opening:
            kind = opening["kind"]
        elif not line.strip():
            kind = ""
        if kind == "NOTE":
            notes.append(readable(line[opening.end() :] if opening else line))
        elif not kind:
            shown.append(line)
        before = line or " "
        if not line.strip() and not opening:
            before = ""
    return shown, [note for note in notes if note]


def _spoken(lines: Sequence[str], place: int, timed: str) -> list[Piece]:
    """Return the lines of a cue without their tags; one that holds two voices becomes two."""
    pieces: list[Piece] = []
    speaker = ""
    for line in lines:
        start = 0
        text = ""
        for tag in _TAG.finditer(line):
            text += line[start : tag.start()]
            start = tag.end()
            if (tag["name"] or "").lower() == "v":
                pieces.append(Piece(text, place, speaker, timed))
                text = ""
                speaker = "" if tag["end"] else readable(unescape(tag["rest"]))
        pieces.append(Piece(text + line[start:], place, speaker, timed))
    read = [replace(piece, text=readable(unescape(piece.text))) for piece in pieces]
    return [piece for piece in read if piece.text]


def _without_repetitions(cues: Sequence[_Cue]) -> Iterator[_Cue]:
    """Drop what captions that roll up show again of the cue before.

    Where they don't roll, what is said twice was said twice.
    """
    again = [0, *(_repeated(one, other) for one, other in pairwise(cues))]
    rolled = sum(bool(count) for count in again)
    if len(cues) < 3 or rolled < _ROLLING * (len(cues) - 1):  # noqa: PLR2004
        yield from cues
        return
    for cue, count in zip(cues, again, strict=True):
        left = count
        pieces: list[Piece] = []
        for piece in cue.pieces:
            words = piece.text.split()
            if words[left:]:
                pieces.append(replace(piece, text=" ".join(words[left:])))
            left = max(0, left - len(words))
        yield _Cue(tuple(pieces))


def _repeated(before: _Cue, cue: _Cue) -> int:
    """Return how many words of a cue, its first line or all before it, were shown before."""
    shown, words = before.words, cue.words
    for count in range(min(len(shown), len(words)), 0, -1):
        if shown[-count:] == words[:count]:
            ends = {len(shown)}
            lines = 0
            for piece in cue.pieces:
                lines += len(piece.text.split())
                ends.add(lines)
            return count if count in ends else 0
    return 0
