"""Tags and character references of https://core.telegram.org/bots/api#html-style, one at a time.

What is right and how it is refused is as in TDLib, on which Telegram's own server is built.
"""

import re
from dataclasses import dataclass

from preview.errors import ApiError, bad_request
from preview.text import byte_offset

# White space as TDLib has it; an absent sign, which ends the text, counts as such there.
_SPACE = r"[ \t\r\n\x0b\x00]"
_NAME = re.compile(r"[^ \t\r\n\x0b\x00>]*")
_SPACES = re.compile(f"{_SPACE}*")
_ATTRIBUTE_NAME = re.compile(r"[^ \t\r\n\x0b\x00=>/\"']+")
_TOKEN = re.compile(rf"[A-Za-z0-9.-]*(?={_SPACE}|>)")
_REFERENCE = re.compile(
    r"&(?:(?P<name>lt|gt|amp|quot)(?![A-Za-z])"
    r"|#x(?P<hexadecimal>[0-9A-Fa-f]{1,6})(?![0-9A-Fa-f])"
    r"|#(?P<decimal>[0-9]{1,7})(?![0-9]));?"
)
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_LAST_CODE_POINT = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)
_TAGS = frozenset(
    "a b strong i em u ins s strike del tg-spoiler span tg-emoji tg-time code pre "
    "blockquote".split()
)


@dataclass(frozen=True)
class StartTag:
    """A start tag: its name in small letters, its attributes, and where in the source it ends."""

    name: str
    attributes: dict[str, str]
    end: int


@dataclass(frozen=True)
class EndTag:
    """An end tag; without a name it ends whatever was opened last."""

    name: str
    end: int


def unparsable(reason: str) -> ApiError:
    """Return the refusal of a text whose markup is wrong."""
    return bad_request(f"can't parse entities: {reason}")


def decoded(source: str) -> str:
    """Return a text with its character references replaced by the signs that they name."""
    return _REFERENCE.sub(_sign, source) if "&" in source else source


def _sign(reference: re.Match[str]) -> str:
    if reference["name"]:
        return _NAMED[reference["name"]]
    hexadecimal = reference["hexadecimal"]
    code = int(hexadecimal, 16) if hexadecimal else int(reference["decimal"])
    if code in _SURROGATES:
        raise unparsable(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return chr(code) if 0 < code < _LAST_CODE_POINT else reference.group()


def read_start_tag(source: str, start: int) -> StartTag:
    """Read the tag that starts with the '<' at ``start``.

    Raises:
        ApiError: 400, where it does not end, or is none of Telegram's.
    """
    position = _end(_NAME, source, start + 1)
    name = source[start + 1 : position].lower()
    if position == len(source):
        raise unparsable(f"Unclosed start tag at byte offset {byte_offset(source, start)}")
    if name not in _TAGS:
        at = byte_offset(source, start)
        raise unparsable(f'Unsupported start tag "{name}" at byte offset {at}')
    attributes = {}
    position = _end(_SPACES, source, position)
    while not source.startswith(">", position):
        attribute, value, end = _read_attribute(source, start, name, position)
        attributes[attribute] = value
        position = _end(_SPACES, source, end)
    return StartTag(name, attributes, position + 1)


def _read_attribute(source: str, start: int, tag: str, position: int) -> tuple[str, str, int]:
    """Return an attribute's name, its value, and where it ends."""
    name = _ATTRIBUTE_NAME.match(source, position)
    if name is None:
        at = byte_offset(source, start)
        raise unparsable(f'Empty attribute name in the tag "{tag}" at byte offset {at}')
    equals = _end(_SPACES, source, name.end())
    position = _end(_SPACES, source, equals + 1)
    if position >= len(source):
        raise unparsable(f'Unclosed start tag "{tag}" at byte offset {byte_offset(source, start)}')
    if source[equals] != "=":
        return name.group(), "", equals
    value, end = _read_value(source, position)
    if end >= len(source):
        raise unparsable(f"Unclosed start tag at byte offset {byte_offset(source, start)}")
    return name.group(), value, end


def _read_value(source: str, position: int) -> tuple[str, int]:
    """Return an attribute's value, and where it ends; the source's end where it does not."""
    quote = source[position]
    if quote in "\"'":
        end = source.find(quote, position + 1)
        return ("", len(source)) if end < 0 else (decoded(source[position + 1 : end]), end + 1)
    token = _TOKEN.match(source, position)
    if token is None:
        at = byte_offset(source, position)
        raise unparsable(f"Unexpected end of name token at byte offset {at}")
    return token.group().lower(), token.end()


def read_end_tag(source: str, start: int) -> EndTag:
    """Read the tag that starts with the '</' at ``start``.

    Raises:
        ApiError: 400, where it does not end.
    """
    after_name = _end(_NAME, source, start + 2)
    end = _end(_SPACES, source, after_name)
    if not source.startswith(">", end):
        raise unparsable(f"Unclosed end tag at byte offset {byte_offset(source, start)}")
    return EndTag(source[start + 2 : after_name].lower(), end + 1)


def _end(pattern: re.Pattern[str], source: str, position: int) -> int:
    """Return where what a pattern matches at a position ends; it may match nothing at all."""
    found = pattern.match(source, position)
    return found.end() if found else position
