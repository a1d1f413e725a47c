"""Text as Telegram treats it: HTML into entities, offsets in UTF-16 units, trimmed white space.

The rules are those of https://core.telegram.org/bots/api#html-style; the wording of the errors is
what the server answers.
"""

import html
import re
from dataclasses import dataclass
from typing import Any

from preview.errors import bad_request

Json = dict[str, Any]

_STYLES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "a": "text_link", "span": "spoiler", "tg-emoji": "custom_emoji",
}  # fmt: skip
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][\w-]*)(?P<attributes>[^<>]*)>")
_ATTRIBUTE = re.compile(r"([\w-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_CHARACTER = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
# Telegram replaces control characters by spaces, and drops carriage returns, line and paragraph
# separators, and marks that embed or override the direction of writing.
_TO_SPACE = re.compile("[\x00-\x08\t\x0b\x0c\x0e-\x1f]")
_TO_NOTHING = re.compile("[\r\u2028-\u202e]")
_FOUND_IN_TEXT = re.compile(
    r"(?P<url>https?://[^\s<>\"]+)"
    r"|(?<![\w@/])(?P<mention>@[A-Za-z]\w{3,31})\b"
    r"|(?<![\w/@])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{3,31})?)(?![\w/@])"
)


@dataclass(frozen=True)
class FormattedText:
    """Plain text, and its entities as the Bot API describes them."""

    text: str
    entities: tuple[Json, ...] = ()


def utf16_length(text: str) -> int:
    """Return the length of a text in UTF-16 code units, in which Telegram counts."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def clean(text: str) -> str:
    """Return a text without the characters that Telegram does not let through."""
    return _TO_NOTHING.sub("", _TO_SPACE.sub(" ", text))


def plain(text: str) -> FormattedText:
    """Return what Telegram makes of a text without a parse mode: addresses and names found."""
    text = clean(text)
    stripped = text.strip()
    return FormattedText(stripped, tuple(_found(stripped)))


def parse_html(source: str) -> FormattedText:
    """Return what Telegram makes of a text with ``parse_mode`` HTML.

    Raises:
        ApiError: 400 'can't parse entities', where the markup is not Telegram's.
    """
    source = clean(source)
    text = ""
    position = 0
    opened: list[tuple[str, int, Json]] = []
    entities: list[Json] = []
    while position < len(source):
        sign = source[position]
        if sign == "<":
            tag = _TAG.match(source, position)
            if tag is None:
                raise _unparsable(f"Unclosed start tag at byte offset {_byte(source, position)}")
            if tag["close"]:
                _close(tag["name"].lower(), opened, entities, text, _byte(source, position))
            else:
                opened.append(_open(tag, text, _byte(source, position)))
            position = tag.end()
            continue
        if sign == "&" and (reference := _CHARACTER.match(source, position)):
            text += html.unescape(reference.group())
            position = reference.end()
            continue
        text += sign
        position += 1
    if opened:
        raise _unparsable(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    return _trimmed(text, entities)


def _open(tag: re.Match[str], text: str, offset: int) -> tuple[str, int, Json]:
    name = tag["name"].lower()
    if name not in _STYLES:
        raise _unparsable(f'Unsupported start tag "{name}" at byte offset {offset}')
    attributes = {
        key.lower(): html.unescape(double or single or bare)
        for key, double, single, bare in _ATTRIBUTE.findall(tag["attributes"])
    }
    entity: Json = {"type": _STYLES[name]}
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise _unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {offset}')
    if name == "blockquote" and "expandable" in attributes:
        entity["type"] = "expandable_blockquote"
    if name == "a":
        entity["url"] = attributes.get("href", "")
    if name == "tg-emoji":
        entity["custom_emoji_id"] = attributes.get("emoji-id", "")
    return name, utf16_length(text), entity


def _close(
    name: str, opened: list[tuple[str, int, Json]], entities: list[Json], text: str, offset: int
) -> None:
    if not opened:
        raise _unparsable(f"Unexpected end tag at byte offset {offset}")
    expected, start, entity = opened.pop()
    if name != expected:
        raise _unparsable(
            f"Unmatched end tag at byte offset {offset}, "
            f'expected "</{expected}>", found "</{name}>"'
        )
    length = utf16_length(text) - start
    if length > 0:
        entities.append({**entity, "offset": start, "length": length})


def _trimmed(text: str, entities: list[Json]) -> FormattedText:
    """Trim white space at both ends of the text, and the entities with it."""
    cut = utf16_length(text) - utf16_length(text.lstrip())
    text = text.strip()
    end = utf16_length(text)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        stop = min(entity["offset"] + entity["length"] - cut, end)
        if stop > start and (entity["type"] != "text_link" or entity["url"]):
            kept.append({**entity, "offset": start, "length": stop - start})
    kept += [found for found in _found(text) if not _covered(found, kept)]
    return FormattedText(text, tuple(sorted(kept, key=lambda one: (one["offset"], -one["length"]))))


def _found(text: str) -> list[Json]:
    return [
        {
            "type": found.lastgroup,
            "offset": utf16_length(text[: found.start()]),
            "length": utf16_length(found.group()),
        }
        for found in _FOUND_IN_TEXT.finditer(text)
    ]


def _covered(found: Json, entities: list[Json]) -> bool:
    """Whether a link or code already says what this stretch of text is."""
    return any(
        one["type"] in ("text_link", "code", "pre")
        and one["offset"] <= found["offset"] < one["offset"] + one["length"]
        for one in entities
    )


def _byte(source: str, position: int) -> int:
    return len(source[:position].encode())


def _unparsable(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")
