"""Links of Markdown whose addresses stand elsewhere: '[words][1]', and '[1]: https://…' below.

https://spec.commonmark.org/0.31.2/#link-reference-definitions; only what leads to an address counts
here, for '[Ada]: Why?' is a label.
"""

import re

from knowledge.importing.readable import readable

_DEFINITION = re.compile(
    r"""^[ ]{0,3}\[(?P<name>[^\[\]\n]+)\]:[ \t]*<?(?:https?://|mailto:|www\.|[/\#]\w|\.{1,2}/)\S*
    (?:[ \t]+(?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*$""",
    re.MULTILINE | re.VERBOSE,
)
_REFERENCE = re.compile(
    r"(?<!\\)\[(?P<words>[^\[\]\n]+)\](?:[ ]?\[(?P<name>[^\[\]\n]*)\])?(?![\[(:])"
)


def without_references(text: str) -> tuple[str, list[str]]:
    """Take the words of such links for text, and the definitions out: the text, and those lines."""
    definitions = {_key(found["name"]) for found in _DEFINITION.finditer(text)}
    lines = [readable(found.group()) for found in _DEFINITION.finditer(text)]

    def words(found: re.Match[str]) -> str:
        known = _key(found["name"] or found["words"]) in definitions
        return found["words"] if known else found.group()

    return _REFERENCE.sub(words, _DEFINITION.sub("", text)), lines


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
