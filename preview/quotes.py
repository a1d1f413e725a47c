"""The part of a message that a reply quotes (https://core.telegram.org/bots/api#textquote)."""

from collections.abc import Iterable, Iterator
from typing import Any

from preview.errors import bad_request
from preview.formatting import FormattedText
from preview.nesting import nested
from preview.objects import Message
from preview.text import utf16_length, utf16_slice

Json = dict[str, Any]

LONGEST_QUOTE = 1024
# What else is marked in a message does not stand in a quote of it.
_KEPT = frozenset("bold italic underline strikethrough spoiler custom_emoji date_time".split())


def chosen_quote(message: Message, quote: FormattedText, position: int) -> Json:
    """Return a quote that a bot gives: of several places the one nearest to a position.

    Raises:
        ApiError: 400, where the message does not hold that text, marked in the same way.
    """
    length = utf16_length(quote.text)
    marked = _marks(quote.entities, 0, length)
    places = [
        place
        for place in _places(message.said, quote.text)
        if _marks(message.entities, place, place + length) == marked
    ]
    if not places or length > LONGEST_QUOTE:
        raise bad_request("QUOTE_TEXT_INVALID")
    return _quote(message, min(places, key=lambda place: abs(place - position)), length)


def selected_quote(message: Message, text: str) -> Json:
    """Return what a person quotes who selects a text in a message where it first stands.

    Raises:
        LookupError: where it does not stand there.
    """
    place = next(_places(message.said, text), None)
    if place is None:
        raise LookupError(f"{text!r} is not in the message {message.said!r}")
    return _quote(message, place, utf16_length(text))


def automatic_quote(message: Message) -> Json | None:
    """Return what stands in a reply from elsewhere where nothing was chosen: all that fits."""
    said = message.said
    if not said:
        return None
    whole = said.encode("utf-16-le")[: 2 * LONGEST_QUOTE].decode("utf-16-le", "ignore")
    quote = _quote(message, 0, utf16_length(whole))
    del quote["is_manual"]
    return quote


def _quote(message: Message, place: int, length: int) -> Json:
    quote: Json = {"text": utf16_slice(message.said, place, place + length)}
    if entities := _marks(message.entities, place, place + length):
        quote["entities"] = entities
    return quote | {"position": place, "is_manual": True}


def _places(text: str, sought: str) -> Iterator[int]:
    """Yield where a text stands in another, in UTF-16 units."""
    found = text.find(sought) if sought else -1
    while found >= 0:
        yield utf16_length(text[:found])
        found = text.find(sought, found + 1)


def _marks(entities: Iterable[Json], start: int, end: int) -> list[Json]:
    """Return what is marked in a stretch of text, with places counted from its start."""
    marks = []
    for entity in entities:
        begins = max(entity["offset"], start)
        ends = min(entity["offset"] + entity["length"], end)
        if entity["type"] in _KEPT and begins < ends:
            marks.append(entity | {"offset": begins - start, "length": ends - begins})
    # Without the links that cut them in the message, pieces of a style are one again.
    return nested(marks, ())
