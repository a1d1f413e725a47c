"""Pieces of recorded speech, such as cues and segments, put together to what each speaker says."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.importing.document import Paragraph
from knowledge.importing.editorial import announces_a_break
from knowledge.importing.label_marks import Labelled, labelled, reads_as_name
from knowledge.importing.labels import spoken_labels
from knowledge.importing.lines import glued
from knowledge.importing.readable import readable

# '>>', at the beginning of a line or inside it; a dash only at the beginning, and not where a
# sentence goes on after it.
_CHANGE = re.compile(r"(?:>>+|^[-–—‐](?=\s?[^\W\d_a-z]|\s?[\"“«¿¡‘']))\s*")
_CHANGE_INSIDE = re.compile(r"(?<!>)(?=>>)")
_SOUNDS = (
    r"(?:\w+\s){0,3}(?:music|song|theme|jingle|laugh(?:s|ter|ing)?|applause|applauds|cheer(?:s|ing)?|"
    r"chuckl(?:es|ing)|giggl(?:es|ing)|sigh(?:s|ing)?|cough(?:s|ing)?|sneez(?:es|ing)|snorts?|gasps?|"
    r"pauses?|silence|whistl(?:es|ing)|claps?|clapping|clears?\sthroat|clearing\sthroat|inhales?|exhales?|"
    r"breath(?:es|ing)|sniffs?|knock(?:s|ing)?|ring(?:s|ing)|bells?|footsteps|beep(?:s|ing)?|"
    r"crosstalk|noise|static|bark(?:s|ing)|birdsong|chatter|thunder|wind|"
    r"musik|musique|música|musica|музыка|lacht|gelächter|lachen|rires?|risas|risate|risos|смех|смеётся|"
    r"applaus|applaudissements|aplausos|applausi|аплодисменты|موسيقى|ضحك|音楽|笑い?|笑|拍手|音乐|掌声)"
    r"(?:\s\w+){0,3}"
)
_SOUND_INSIDE = re.compile(rf"[\[(（【]\s*{_SOUNDS}\s*[\])）】]", re.IGNORECASE)
_SOUND_ALONE = re.compile(r"[\[(（【][^\[\]()（）]*[\])）】]|[♪♫].*|[*]{1,2}[^*]+[*]{1,2}")
_BRACKETED_NAME = re.compile(
    r"(?P<mark>(?:>>+|-)?\s*)[\[(](?P<name>[^\[\]()]{1,40})[\])]:?\s+(?=\S)"
)
_NOTES = re.compile(r"[♩♪♫♬]")  # that music goes on under the words
_UNKNOWN = "Speaker"


@dataclass(frozen=True)
class Piece:
    """A line of speech.

    Attributes:
        speaker: who says it, where the format names them.
        timed: when it begins.
    """

    text: str
    place: int
    speaker: str = ""
    timed: str = ""


def put_together(pieces: Iterable[Piece]) -> tuple[tuple[Paragraph, ...], tuple[str, ...]]:
    """Return a paragraph for each turn of a speaker's, and the sounds that were left out.

    A turn ends where another speaker is named, by the format or by a label, or where '>>' or a
    dash shows a change. Speakers whom nobody names are numbered: after a change, it is again the
    one before the last who speaks.
    """
    skipped: list[str] = []
    named = _with_colons(list(pieces))
    spoken = [one for piece in named for one in _without_sounds(piece, skipped)]
    parted = [part for piece in spoken for part in _at_changes(piece)]
    turns = _Turns(_labels(parted))
    for piece in parted:
        turns.add(piece)
    return tuple(one for one in turns.paragraphs if one.text), tuple(skipped)


def _with_colons(pieces: list[Piece]) -> list[Piece]:
    """Write names in brackets, '[ADA] So.', as labels, where several stand there several times."""
    found = [_BRACKETED_NAME.match(piece.text) for piece in pieces]
    names = Counter(one["name"] for one in found if one and reads_as_name(one["name"]))
    often = {
        name
        for name, times in names.items()
        if times > 1 and not _SOUND_INSIDE.fullmatch(f"[{name}]")
    }
    if len(often) == 1:
        return pieces
    return [
        replace(piece, text=f"{one['mark']}{one['name']}: {piece.text[one.end() :]}")
        if one and one["name"] in often
        else piece
        for piece, one in zip(pieces, found, strict=True)
    ]


def _without_sounds(piece: Piece, skipped: list[str]) -> Iterator[Piece]:
    def leave_out(found: re.Match[str]) -> str:
        skipped.append(readable(found[0]))
        return " "

    text = readable(piece.text)
    label = labelled(text)
    said = label.words if label else text.lstrip("->–— ")
    if said and _SOUND_ALONE.fullmatch(said):
        skipped.append(said)
        text = text.removesuffix(said).strip("->–— ")
    text = readable(_NOTES.sub(" ", _SOUND_INSIDE.sub(leave_out, text)))
    if text:
        yield replace(piece, text=text)


def _at_changes(piece: Piece) -> Iterator[Piece]:
    for part in _CHANGE_INSIDE.split(piece.text):
        if text := part.strip():
            yield replace(piece, text=text)


def _labels(pieces: Sequence[Piece]) -> frozenset[str]:
    """Return the labels by which speakers are named, told from what each would say."""
    turns: list[str] = []
    for piece in pieces:
        if piece.speaker:
            continue
        text = _CHANGE.sub("", piece.text)
        if labelled(text) or text != piece.text or not turns:
            turns.append(text)
        else:
            turns[-1] = glued(turns[-1], text)
    return spoken_labels(turns)


class _Turns:
    def __init__(self, labels: frozenset[str]) -> None:
        self.paragraphs: list[Paragraph] = []
        self._labels = labels
        self._names: list[str] = []  # who has spoken, the last one last

    def add(self, piece: Piece) -> None:
        """Take up a piece, into the turn that is open or into a new one."""
        text = _CHANGE.sub("", piece.text, count=1)
        changes = text != piece.text
        label = self._label(text)
        if piece.speaker:
            self._say(piece, piece.text, piece.speaker)
        elif label:
            self._say(piece, label.words, label.name)
        elif changes:
            self._say(piece, text, self._other(), opens=True)
        else:
            self._say(piece, text, self._names[-1] if self._names else "")

    def _label(self, text: str) -> Labelled | None:
        found = labelled(text)
        return found if found and found.key in self._labels else None

    def _other(self) -> str:
        """Name who speaks after a change: the other one, or one who has not spoken yet."""
        others = [name for name in self._names[:-1] if name != self._names[-1]]
        if others:
            return others[-1]
        return f"{_UNKNOWN} {len(set(self._names)) + 1}"

    def _say(self, piece: Piece, text: str, speaker: str, *, opens: bool = False) -> None:
        same = bool(self.paragraphs) and speaker == (self._names[-1] if self._names else "")
        if speaker and not same:
            self._names.append(speaker)
        last = self.paragraphs[-1] if self.paragraphs else None
        # What is said around a break is the same speaker's, but part of nothing.
        breaks = announces_a_break(text) or (last and announces_a_break(last.text))
        if same and last and not (opens or breaks):
            words = glued(last.text, text) if last.text and text else last.text or text
            self.paragraphs[-1] = replace(last, text=words)
        else:
            self.paragraphs.append(Paragraph(text, piece.place, speaker=speaker, timed=piece.timed))
