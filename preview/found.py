"""What Telegram finds in a text that nobody has marked: addresses, names, numbers and commands.

The rules are TDLib's, but for phone numbers, which only Telegram's own server looks for: here
they are international ones, with their plus sign.
"""

import re
from collections.abc import Iterator
from typing import Any

from preview.addresses import found_addresses
from preview.bank_cards import found_bank_cards
from preview.text import utf16_length

Json = dict[str, Any]

# What hashtags are made of: letters and digits of any script; the last range is Sinhala's, whose
# vowels are marks and no letters.
_IN_HASHTAG = r"\w\u200c\u00b7\u0d80-\u0dff"
_OF_CHAT = "@[A-Za-z0-9_]{3,32}+"

# Every alternative begins with a sign of its own, and looks behind only after it: so the search
# leaps from one such sign to the next instead of trying them all at every letter.
_FOUND = {
    "mention": re.compile(r"(?P<all>@(?<!\w@)(?P<name>[A-Za-z0-9_]{2,32}))(?!\w)"),
    "bot_command": re.compile(
        r"(?P<all>/(?<![\w/<>]/)[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32}|(?!@)))(?![\w/<>])"
    ),
    "hashtag": re.compile(
        rf"(?P<all>#(?<![{_IN_HASHTAG}]#)(?P<name>[{_IN_HASHTAG}]{{1,256}}+)"
        rf"(?:{_OF_CHAT})?+)(?![{_IN_HASHTAG}]*+#)"
    ),
    "cashtag": re.compile(
        rf"(?P<all>\$(?<![{_IN_HASHTAG}$]\$)(?:1INCH|[A-Z]{{1,8}}+)"
        rf"(?:{_OF_CHAT}(?![A-Za-z0-9_]))?+)(?![{_IN_HASHTAG}$])"
    ),
    "phone_number": re.compile(
        r"(?P<all>\+(?<![\w+]\+)[1-9][0-9]{0,2}(?:[ -]?\([0-9]{1,5}\))?(?:[ -]?[0-9]+)++)(?![\w+])"
    ),
}
_SIGNS = {"mention": "@", "bot_command": "/", "hashtag": "#", "cashtag": "$", "phone_number": "+"}
_SHORTEST_NAME = 4
_SHORT_NAMES = frozenset({"gif", "pic", "vid"})
# Of https://www.itu.int/rec/T-REC-E.164, and no shorter than what is dialled in small countries.
_DIGITS_OF_A_PHONE_NUMBER = range(7, 16)

_Stretch = tuple[int, int, str]


def found_entities(text: str) -> list[Json]:
    """Return what is found in a text, as entities, in order and apart from each other."""
    stretches = sorted(_stretches(text), key=lambda one: (one[0], -one[1]))
    entities: list[Json] = []
    position = offset = 0
    for start, end, kind in stretches:
        if start < position:
            continue
        offset += utf16_length(text[position:start])
        length = utf16_length(text[start:end])
        entities.append({"type": kind, "offset": offset, "length": length})
        position, offset = end, offset + length
    return entities


def _stretches(text: str) -> Iterator[_Stretch]:
    for kind, sign in _SIGNS.items():
        if sign in text:
            for found in _FOUND[kind].finditer(text):
                if _is_meant(kind, found):
                    yield *found.span("all"), kind
    yield from found_addresses(text)
    yield from found_bank_cards(text)


def _is_meant(kind: str, found: re.Match[str]) -> bool:
    match kind:
        case "mention":
            return len(found["name"]) >= _SHORTEST_NAME or found["name"].lower() in _SHORT_NAMES
        case "hashtag":
            return any(sign.isalpha() for sign in found["name"])
        case "phone_number":
            digits = sum(sign.isdecimal() for sign in found["all"])
            return digits in _DIGITS_OF_A_PHONE_NUMBER
        case _:
            return True
