"""Transcripts as speech recognition writes them: JSON with segments, and often with speakers.

Whisper and WhisperX call them ``segments``; the like of them ``utterances``, ``chunks`` or
``transcription``. Of a segment only the words, the speaker and the beginning are read.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from knowledge.importing.document import Document
from knowledge.importing.readable import readable
from knowledge.importing.refusal import ImportFailedError
from knowledge.importing.spoken import Piece, put_together

_LISTS = """segments utterances transcription monologues chunks paragraphs sentences transcript
results captions cues""".split()
_WORDS = ("text", "body", "transcript", "sentence", "content", "punctuated_text", "value")
_SPEAKERS = ("speaker", "speaker_name", "speakerName", "speaker_label", "speaker_id", "name")
_STARTS = ("start", "startTime", "start_time", "offset", "timestamp", "from")
_BEGINNING = re.compile(r'\s*(?:\[\s*)?\{\s*"[^"\n]*"\s*:')
_DEPTH = 4  # levels at which a list of segments is looked for

_Object = dict[str, object]


def is_json(text: str) -> bool:
    """Say whether a text is JSON, or begins as JSON of objects does."""
    return bool(_BEGINNING.match(text)) or (
        text.lstrip().startswith(("{", "[")) and _loaded(text) is not None
    )


def read_recognised_speech(text: str) -> Document:
    """Read a transcript; consecutive segments of one speaker become a paragraph.

    Raises:
        ImportFailedError: if it is broken, or holds no segments.
    """
    whole = _loaded(text)
    if whole is None:
        raise ImportFailedError(
            "this is JSON, and it is broken or cut off: have it written once more"
        )
    segments = _segments(whole)
    if not segments:
        raise ImportFailedError(
            "this is JSON, and no transcript: looked for a list of segments ("
            f"{', '.join(_LISTS[:4])} …) of which each has a text"
        )
    pieces = [
        Piece(words, place, _speaker(segment), _start(segment))
        for place, segment in enumerate(segments, 1)
        if (words := readable(_words(segment)))
    ]
    paragraphs, skipped = put_together(_continued(pieces))
    fields: _Object = whole if isinstance(whole, dict) else {}
    return Document(
        "a JSON transcript",
        paragraphs,
        skipped,
        title=_field(fields, "title"),
        language=_field(fields, "language"),
    )


def _loaded(text: str) -> object:
    try:
        found: object = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None
    return found


def _segments(found: object, depth: int = _DEPTH) -> list[_Object]:
    """Return the first list of objects with words, at whatever place of a file it is."""
    if isinstance(found, list):
        objects = [one for one in found if isinstance(one, dict)]
        if objects and any(_words(one) for one in objects):
            return objects
        return (
            [segment for one in objects for segment in _segments(one, depth - 1)] if depth else []
        )
    if isinstance(found, dict) and depth:
        named = [found[name] for name in _LISTS if name in found]
        others = [value for name, value in found.items() if name not in _LISTS]
        for value in [*named, *others]:
            if isinstance(value, list | dict) and (segments := _segments(value, depth - 1)):
                return segments
    return []


def _words(segment: _Object) -> str:
    written = next((segment[name] for name in _WORDS if isinstance(segment.get(name), str)), "")
    return str(written)


def _speaker(segment: _Object) -> str:
    """Return who speaks: of the segment, else of most of its words; empty where nobody says."""
    own = _named(segment)
    words = segment.get("words")
    if own or not isinstance(words, list):
        return own
    speakers = Counter(filter(None, (_named(word) for word in words if isinstance(word, dict))))
    return speakers.most_common(1)[0][0] if speakers else ""


def _named(part: _Object) -> str:
    for name in _SPEAKERS:
        value = part.get(name)
        if isinstance(value, dict):
            value = value.get("name", value.get("id"))
        if isinstance(value, str) and readable(value):
            return readable(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""


def _start(segment: _Object) -> str:
    for name in _STARTS:
        value = segment.get(name)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, int | float | str) and not isinstance(value, bool):
            return str(value)
    return ""


def _continued(pieces: list[Piece]) -> Iterator[Piece]:
    """Give a segment without a speaker, among others with one, to who spoke before it.

    Speakers who are told apart by letters or numbers alone are called that: an 'A' is no answer.
    """
    names = {piece.speaker for piece in pieces if piece.speaker}
    lettered = all(len(name) == 1 or name.isdigit() for name in names) and names != {"Q", "A"}
    speaker = ""
    for piece in pieces:
        named = f"Speaker {piece.speaker}" if piece.speaker and lettered else piece.speaker
        speaker = named or speaker
        yield replace(piece, speaker=speaker)


def _field(fields: _Object, name: str) -> str | None:
    value = fields.get(name)
    return (readable(value) or None) if isinstance(value, str) else None
