"""Text as Telegram treats it: marked up, trimmed, and with what it holds as entities.

The rules are those of https://core.telegram.org/bots/api#formatting-options; the wording of the
errors is what the server answers.
"""

from collections.abc import Callable, Iterable
from typing import Any

from preview.errors import bad_request
from preview.formatted_text import Acquaintances, FormattedText, finished
from preview.html_style import parse_html
from preview.legacy_markdown import parse_legacy_markdown
from preview.markdown import parse_markdown
from preview.text import byte_offset, clean, utf16_length

__all__ = ["PARSE_MODES", "FormattedText", "parse_html", "plain", "utf16_length", "with_entities"]

Json = dict[str, Any]

# By name in small letters: capitals do not matter in it.
PARSE_MODES: dict[str, Callable[[str, Acquaintances], FormattedText]] = {
    "html": parse_html,
    "markdown": parse_legacy_markdown,
    "markdownv2": parse_markdown,
}

# No place in a text is further on, whatever its length.
_FURTHEST = 1_000_000


def plain(text: str) -> FormattedText:
    """Return what Telegram makes of a text without a parse mode: addresses and names found."""
    return finished(clean(text), [])


def with_entities(text: str, entities: Iterable[Json]) -> FormattedText:
    """Return what Telegram makes of a text whose entities are given.

    Raises:
        ApiError: 400, where an entity does not lie within the text.
    """
    places = _Places(text)
    moved = []
    for entity in entities:
        start, length = entity["offset"], entity["length"]
        if not 0 <= start <= _FURTHEST:
            raise bad_request(f"receive an entity with incorrect offset {start}")
        if not 0 <= length <= _FURTHEST:
            raise bad_request(f"receive an entity with incorrect length {length}")
        if length:
            begins, ends = places.borders(start, start + length)
            before = utf16_length(clean(text[:begins]))
            marked = utf16_length(clean(text[begins:ends]))
            moved.append({**entity, "offset": before, "length": marked})
    return finished(clean(text), moved)


class _Places:
    """Where in a text a place is that is given in UTF-16 units."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._positions: dict[int, int] = {}
        self._length = 0
        for position, sign in enumerate(text):
            self._positions[self._length] = position
            self._length += utf16_length(sign)
        self._positions[self._length] = len(text)

    def borders(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch begins and ends.

        Raises:
            ApiError: 400, where either is not in the text, or inside a character.
        """
        if start > self._length:
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {start}")
        begins, ends = self._positions.get(start), self._positions.get(end)
        if begins is None:
            at = self._after(start)
            raise bad_request(f"entity begins in a middle of a UTF-16 symbol at byte offset {at}")
        where = f"entity beginning at UTF-16 offset {start} ends"
        if end > self._length:
            raise bad_request(f"{where} after the end of the text at UTF-16 offset {end}")
        if ends is None:
            at = self._after(end)
            raise bad_request(f"{where} in a middle of a UTF-16 symbol at byte offset {at}")
        return begins, ends

    def _after(self, middle: int) -> int:
        return byte_offset(self._text, self._positions[middle + 1])
