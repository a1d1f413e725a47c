"""Text with tags in it: https://core.telegram.org/bots/api#html-style."""

import re
from dataclasses import dataclass, field
from typing import Any

from preview.date_time import WrongFormatError, date_time_fields, is_date
from preview.formatted_text import Acquaintances, Draft, FormattedText, nobody
from preview.links import is_custom_emoji_id
from preview.markup import StartTag, decoded, read_end_tag, read_start_tag, unparsable
from preview.text import byte_offset

Json = dict[str, Any]

_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler", "blockquote": "blockquote", "pre": "pre",
    "code": "code",
}  # fmt: skip
_LANGUAGE = "language-"
_NUMBER = re.compile("[0-9]+")


def parse_html(source: str, acquaintances: Acquaintances = nobody) -> FormattedText:
    """Return what Telegram makes of a text with ``parse_mode`` HTML.

    Raises:
        ApiError: 400 'can't parse entities', where the markup is not Telegram's.
    """
    reading = _Reading(source, Draft(acquaintances))
    position = 0
    while (bracket := source.find("<", position)) >= 0:
        reading.draft.say(decoded(source[position:bracket]))
        if source.startswith("/", bracket + 1):
            position = reading.close(bracket)
        else:
            position = reading.open(bracket)
    reading.draft.say(decoded(source[position:]))
    return reading.finish()


@dataclass
class _Opened:
    """A tag that waits for its end: where its text starts, in UTF-16 units and in pieces."""

    tag: StartTag
    offset: int
    pieces: int


@dataclass
class _Reading:
    """How far a text with tags has been read.

    Attributes:
        language: of the code that ended last, which counts if a block is all of that code.
    """

    source: str
    draft: Draft
    opened: list[_Opened] = field(default_factory=list)
    language: str = ""

    def open(self, start: int) -> int:
        """Read a start tag, and return where it ends."""
        tag = read_start_tag(self.source, start)
        if tag.name == "span" and tag.attributes.get("class") != "tg-spoiler":
            at = byte_offset(self.source, start)
            raise unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
        self.opened.append(_Opened(tag, self.draft.length, len(self.draft.said)))
        return tag.end

    def close(self, start: int) -> int:
        """Read an end tag, make an entity of what it ends, and return where it ends itself."""
        if not self.opened:
            at = byte_offset(self.source, start)
            raise unparsable(f"Unexpected end tag at byte offset {at}")
        tag = read_end_tag(self.source, start)
        opened = self.opened.pop()
        if tag.name not in ("", opened.tag.name):
            raise unparsable(
                f"Unmatched end tag at byte offset {byte_offset(self.source, start)}, "
                f'expected "</{opened.tag.name}>", found "</{tag.name}>"'
            )
        if self.draft.length > opened.offset:
            self._mark(opened)
        return tag.end

    def finish(self) -> FormattedText:
        """Return the text, once all has been read."""
        if self.opened:
            name = self.opened[-1].tag.name
            raise unparsable(f'Can\'t find end tag corresponding to start tag "{name}"')
        return self.draft.finish()

    def _mark(self, opened: _Opened) -> None:
        attributes, start = opened.tag.attributes, opened.offset
        match opened.tag.name:
            case "a":
                said = "".join(self.draft.said[opened.pieces :])
                self.draft.link(start, attributes.get("href") or said)
            case "tg-emoji":
                identifier = attributes.get("emoji-id", "")
                if not is_custom_emoji_id(identifier):
                    raise unparsable("Invalid custom emoji identifier specified")
                self.draft.mark("custom_emoji", start, {"custom_emoji_id": identifier})
            case "tg-time":
                self._mark_date(start, attributes)
            case "blockquote" if "expandable" in attributes:
                self.draft.mark("expandable_blockquote", start)
            case "pre" | "code":
                self._mark_code(opened)
            case name:
                self.draft.mark(_KINDS[name], start)

    def _mark_date(self, start: int, attributes: dict[str, str]) -> None:
        number = _NUMBER.match(attributes.get("unix", ""))
        unix_time = int(number.group()) if number else 0
        try:
            fields = date_time_fields(unix_time, attributes.get("format", ""))
        except WrongFormatError as error:
            raise unparsable(str(error)) from error
        if is_date(unix_time):
            self.draft.mark("date_time", start, fields)

    def _mark_code(self, opened: _Opened) -> None:
        """Mark code or a block; of one that is all of the other, make a block with a language."""
        kind, start = opened.tag.name, opened.offset
        given = opened.tag.attributes.get("class", "")
        language = given.removeprefix(_LANGUAGE) if given.startswith(_LANGUAGE) else ""
        stretch = {"offset": start, "length": self.draft.length - start}
        inner = self.draft.entities[-1] if self.draft.entities else {}
        is_all = stretch.items() <= inner.items()
        if kind == "pre" and is_all and inner["type"] == "code" and self.language:
            inner |= {"type": "pre", "language": self.language}
        elif kind == "code" and is_all and inner["type"] == "pre" and language:
            inner["language"] = language
        else:
            self.draft.mark(kind, start)
            self.language = language if kind == "code" else ""
