"""Text as Telegram counts it, in UTF-16 units, and what of it Telegram lets through."""

import re

# Telegram replaces control characters by spaces, and drops carriage returns, line and paragraph
# separators, marks that embed or override the direction of writing, and three of the marks that
# are piled on a letter: a ring, and double lines above and below.
_TO_SPACE = re.compile("[\x00-\x08\t\x0b\x0c\x0e-\x1f]")
_TO_NOTHING = re.compile("[\r\u2028-\u202e\u030a\u0333\u033f]")
# Signs that show nothing: a text of them alone is none.
_BLANK = re.compile("[\\s\u180e\u200b-\u200f\u2060\u2800\ufffc]*")


def utf16_length(text: str) -> int:
    """Return the length of a text in UTF-16 code units, in which Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def clean(text: str) -> str:
    """Return a text without the characters that Telegram does not let through."""
    return _TO_NOTHING.sub("", _TO_SPACE.sub(" ", text))


def is_blank(text: str) -> bool:
    """Return whether a text shows nothing."""
    return _BLANK.fullmatch(text) is not None


def utf16_slice(text: str, start: int, end: int) -> str:
    """Return a stretch of a text, given in UTF-16 units.

    Raises:
        ValueError: where it is not all within the text, or begins or ends inside a character.
    """
    units = text.encode("utf-16-le")
    if not 0 <= start <= end <= len(units) // 2:
        raise ValueError(f"the text has no units {start} to {end}")
    try:
        return units[2 * start : 2 * end].decode("utf-16-le")
    except UnicodeDecodeError as error:
        raise ValueError(f"unit {start} or {end} is inside a character") from error


def byte_offset(text: str, position: int) -> int:
    """Return where a sign stands, in bytes, in which Telegram says where a mistake is."""
    return len(text[:position].encode())
