"""Text as Telegram treats it: marked up, trimmed, and with what it holds as entities.

The rules are those of https://core.telegram.org/bots/api#formatting-options; the wording of the
errors is what the server answers.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from preview.errors import bad_request
from preview.found import found_entities
from preview.links import WrongLinkError, checked_link
from preview.markup import StartTag, byte_offset, decoded, read_end_tag, read_start_tag, unparsable
from preview.text import clean, utf16_length, utf16_slice

__all__ = ["FormattedText", "parse_html", "plain", "utf16_length", "with_entities"]

Json = dict[str, Any]

_STYLES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "a": "text_link", "span": "spoiler", "tg-emoji": "custom_emoji",
}  # fmt: skip
_CODE = frozenset({"code", "pre"})
_NOTHING_IS_FOUND_IN = _CODE | {"text_link", "text_mention"}
_LANGUAGE = "language-"
_CUSTOM_EMOJI_ID = re.compile("-?0*[1-9][0-9]{0,18}")


@dataclass(frozen=True)
class FormattedText:
    """Plain text, and its entities as the Bot API describes them."""

    text: str
    entities: tuple[Json, ...] = ()


def plain(text: str) -> FormattedText:
    """Return what Telegram makes of a text without a parse mode: addresses and names found."""
    return _finished(clean(text), [])


def with_entities(text: str, entities: Iterable[Json]) -> FormattedText:
    """Return what Telegram makes of a text whose entities are given.

    Raises:
        ApiError: 400, where an entity does not lie within the text.
    """
    moved = []
    for entity in entities:
        try:
            before = utf16_slice(text, 0, entity["offset"])
            end = entity["offset"] + entity["length"]
            marked = utf16_slice(text, entity["offset"], end)
        except ValueError as error:
            raise bad_request(f"can't parse entities: {error}") from error
        start, length = utf16_length(clean(before)), utf16_length(clean(marked))
        moved.append({**entity, "offset": start, "length": length})
    return _finished(clean(text), moved)


def parse_html(source: str) -> FormattedText:
    """Return what Telegram makes of a text with ``parse_mode`` HTML.

    Raises:
        ApiError: 400 'can't parse entities', where the markup is not Telegram's.
    """
    reading = _Reading(source)
    position = 0
    while (bracket := source.find("<", position)) >= 0:
        reading.say(source[position:bracket])
        if source.startswith("/", bracket + 1):
            position = reading.close(bracket)
        else:
            position = reading.open(bracket)
    reading.say(source[position:])
    return _finished("".join(reading.said), reading.finish())


@dataclass
class _Opened:
    """A tag that waits for its end: where its text starts, in UTF-16 units and in pieces."""

    tag: StartTag
    offset: int
    pieces: int


@dataclass
class _Reading:
    """How far a text with markup has been read.

    Attributes:
        said: the text so far, in pieces.
        length: the text's length so far, in UTF-16 units.
    """

    source: str
    said: list[str] = field(default_factory=list)
    length: int = 0
    _opened: list[_Opened] = field(default_factory=list)
    _entities: list[Json] = field(default_factory=list)

    def say(self, source: str) -> None:
        """Add what stands between two tags."""
        if source:
            text = clean(decoded(source))
            self.said.append(text)
            self.length += utf16_length(text)

    def open(self, start: int) -> int:
        """Read a start tag, and return where it ends."""
        tag = read_start_tag(self.source, start)
        if tag.name == "span" and tag.attributes.get("class") != "tg-spoiler":
            at = byte_offset(self.source, start)
            raise unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
        self._opened.append(_Opened(tag, self.length, len(self.said)))
        return tag.end

    def close(self, start: int) -> int:
        """Read an end tag, make an entity of what it ends, and return where it ends itself."""
        if not self._opened:
            at = byte_offset(self.source, start)
            raise unparsable(f"Unexpected end tag at byte offset {at}")
        tag = read_end_tag(self.source, start)
        opened = self._opened.pop()
        if tag.name not in ("", opened.tag.name):
            raise unparsable(
                f"Unmatched end tag at byte offset {byte_offset(self.source, start)}, "
                f'expected "</{opened.tag.name}>", found "</{tag.name}>"'
            )
        if self.length > opened.offset:
            self._mark(opened)
        return tag.end

    def finish(self) -> list[Json]:
        """Return the entities, once all has been read."""
        if self._opened:
            name = self._opened[-1].tag.name
            raise unparsable(f'Can\'t find end tag corresponding to start tag "{name}"')
        return self._entities

    def _mark(self, opened: _Opened) -> None:
        stretch = {"offset": opened.offset, "length": self.length - opened.offset}
        entity: Json = {"type": _STYLES[opened.tag.name], **stretch}
        attributes = opened.tag.attributes
        match opened.tag.name:
            case "a":
                address = attributes.get("href") or "".join(self.said[opened.pieces :])
                try:
                    entity["url"] = checked_link(address)
                except WrongLinkError:
                    return
            case "blockquote" if "expandable" in attributes:
                entity["type"] = "expandable_blockquote"
            case "code" if attributes.get("class", "").startswith(_LANGUAGE):
                entity["language"] = attributes["class"].removeprefix(_LANGUAGE)
            case "pre" if (language := self._language_of(stretch)) is not None:
                entity["language"] = language
            case "tg-emoji":
                identifier = attributes.get("emoji-id", "")
                if not _CUSTOM_EMOJI_ID.fullmatch(identifier):
                    raise unparsable("Invalid custom emoji identifier specified")
                entity["custom_emoji_id"] = identifier
            case _:
                pass
        self._entities.append(entity)

    def _language_of(self, stretch: Json) -> str | None:
        """Return the language that code gives which is all there is in a block."""
        last = self._entities[-1] if self._entities else {}
        is_all = last.get("type") == "code" and stretch.items() <= last.items()
        return last.get("language") if is_all else None


def _finished(text: str, entities: list[Json]) -> FormattedText:
    """Trim a text at both ends, its entities with it, and find what nobody marked."""
    if not entities:
        stripped = text.strip()
        return FormattedText(stripped, tuple(found_entities(stripped)))
    cut = utf16_length(text) - utf16_length(text.lstrip())
    text = text.strip()
    kept = list(_without_marks_in_code(_trimmed(entities, cut, utf16_length(text))))
    kept += [found for found in found_entities(text) if not _covered(found, kept)]
    return FormattedText(text, tuple(sorted(kept, key=lambda one: (one["offset"], -one["length"]))))


def _trimmed(entities: Iterable[Json], cut: int, end: int) -> Iterator[Json]:
    """Yield what of entities lies between ``cut`` and ``end``, counted from ``cut``."""
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        stop = min(entity["offset"] + entity["length"] - cut, end)
        if stop > start:
            yield {**entity, "offset": start, "length": stop - start}


def _without_marks_in_code(entities: Iterable[Json]) -> Iterator[Json]:
    """Yield entities without those inside code; a block takes the place of the code that it is."""
    outermost = sorted(entities, key=_by_place_blocks_first)
    code_ends = 0
    for entity in outermost:
        if entity["offset"] + entity["length"] <= code_ends:
            continue
        if entity["type"] in _CODE:
            code_ends = entity["offset"] + entity["length"]
        if entity["type"] == "code":
            entity.pop("language", None)
        yield entity


def _by_place_blocks_first(entity: Json) -> tuple[int, int, int]:
    order = {"blockquote": 0, "expandable_blockquote": 0, "pre": 1, "code": 2}
    return entity["offset"], -entity["length"], order.get(entity["type"], 3)


def _covered(found: Json, entities: list[Json]) -> bool:
    """Whether a link or code already says what this stretch of text is."""
    return any(
        one["type"] in _NOTHING_IS_FOUND_IN
        and one["offset"] < found["offset"] + found["length"]
        and found["offset"] < one["offset"] + one["length"]
        for one in entities
    )
