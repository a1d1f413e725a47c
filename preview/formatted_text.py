"""A text and its entities: while it is read, and as everybody sees it then."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from preview.found import found_entities
from preview.links import WrongLinkError, checked_link, linked_user
from preview.nesting import nested
from preview.text import clean, is_blank, utf16_length

Json = dict[str, Any]

# Tells a user by id, as others see them; ``None`` where the bot does not know who that is.
Acquaintances = Callable[[int], Json | None]

_TRIMMED = " \n"


def nobody(_user_id: int) -> None:
    """Know no user, as where nothing can be mentioned by id."""


@dataclass(frozen=True)
class FormattedText:
    """Plain text, and its entities as the Bot API describes them."""

    text: str
    entities: tuple[Json, ...] = ()


@dataclass
class Draft:
    """A text that is being read out of its markup.

    Attributes:
        acquaintances: whom a link to a user's id may mention.
        said: the text so far, in pieces.
        length: the text's length so far, in UTF-16 units.
        entities: what is marked so far, in any order.
    """

    acquaintances: Acquaintances
    said: list[str] = field(default_factory=list)
    length: int = 0
    entities: list[Json] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Add to the text."""
        cleaned = clean(text)
        self.said.append(cleaned)
        self.length += utf16_length(cleaned)

    def mark(self, kind: str, start: int, fields: Json | None = None) -> None:
        """Mark what was said since ``start``; an entity of nothing is none."""
        if self.length > start:
            stretch = {"type": kind, "offset": start, "length": self.length - start}
            self.entities.append(stretch | (fields or {}))

    def link(self, start: int, address: str) -> None:
        """Make what was said since ``start`` a link, or mention whoever it leads to.

        One that leads nowhere, or to somebody whom the bot does not know, is none.
        """
        user_id = linked_user(address)
        if user_id is not None:
            user = self.acquaintances(user_id)
            if user is not None:
                self.mark("text_mention", start, {"user": user})
            return
        try:
            self.mark("text_link", start, {"url": checked_link(address)})
        except WrongLinkError:
            return

    def finish(self) -> FormattedText:
        """Return the text as it is sent."""
        return finished("".join(self.said), self.entities)


def finished(text: str, entities: list[Json]) -> FormattedText:
    """Trim a clean text at both ends, its entities with it, and find what nobody marked.

    At the beginning only what stands before the first entity is trimmed, so that a block of code
    keeps the spaces that it begins with.
    """
    if is_blank(text):
        return FormattedText("")
    text = text.rstrip(_TRIMMED)
    blank = len(text) - len(text.lstrip(_TRIMMED))
    cut = min([blank, *(one["offset"] for one in entities)])
    text = text[cut:]
    marked = _trimmed(entities, cut, utf16_length(text))
    return FormattedText(text, tuple(nested(marked, found_entities(text))))


def _trimmed(entities: Iterable[Json], cut: int, end: int) -> Iterator[Json]:
    """Yield what of entities lies between ``cut`` and ``end``, counted from ``cut``."""
    for entity in entities:
        start = entity["offset"] - cut
        stop = min(start + entity["length"], end)
        if stop > start:
            yield {**entity, "offset": start, "length": stop - start}
