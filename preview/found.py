"""What Telegram finds in a text that nobody has marked: addresses, names and commands."""

import re
from typing import Any

from preview.text import utf16_length

Json = dict[str, Any]

# Every alternative begins with a sign of its own, and looks behind only after it: so the search
# leaps from one such sign to the next instead of trying them all at every letter.
_FOUND = re.compile(
    r"http(?<!\wh..p)s?://(?:[\w-]+\.)+[\w-]{2,}(?::[0-9]{1,5})?"
    r"(?:[/?#][^\s<>«»\"“”‘’]*)?"
    r"|@(?<![\w@/]@)[A-Za-z][A-Za-z0-9_]{3,31}(?!\w)"
    r"|/(?<![\w/@<>]/)[A-Za-z0-9_]{1,64}(?:@[A-Za-z][A-Za-z0-9_]{2,31})?(?![\w/@<>])"
)
_KINDS = {"h": "url", "@": "mention", "/": "bot_command"}
# A full stop after an address ends the sentence, not the address.
_AFTER_AN_ADDRESS = ".,:;('?!`"


def found_entities(text: str) -> list[Json]:
    """Return what is found in a text, as entities, in order."""
    entities = []
    for found in _FOUND.finditer(text):
        kind = _KINDS[found.group()[0]]
        said = found.group()
        if kind == "url":
            said = _without_closing(said.rstrip(_AFTER_AN_ADDRESS))
        offset = utf16_length(text[: found.start()])
        entities.append({"type": kind, "offset": offset, "length": utf16_length(said)})
    return entities


def _without_closing(address: str) -> str:
    """Return an address without a bracket at its end that was opened before it."""
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(_AFTER_AN_ADDRESS)
    return address
