"""Comments directly above an exchange of a knowledge file: they are about it, and go where it goes.

The library that reads the file has them stand after the exchange before.
"""

import re
from collections.abc import Iterator, Mapping

from knowledge.yaml_edit import (
    Edit,
    MappingNode,
    SequenceNode,
    compose,
    edited,
    field,
    line_start,
    start,
)

_COMMENTS = re.compile(r"(?:^[ \t]*\#[^\n]*\n)+\Z", re.MULTILINE)


def without_exchange_comments(text: str) -> tuple[str, dict[str, str]]:
    """Cut comments out of a knowledge file: its text without them, and the lines by exchange.

    What stands above the first exchange may be about all of them, and is left alone.
    """
    cuts: list[Edit] = []
    comments: dict[str, str] = {}
    for number, (exchange, at) in enumerate(_exchanges(text)):
        above = _COMMENTS.search(text[:at])
        # Further in, the lines are words of the answer before.
        lines = _not_set_in(above.group(), _indent(text[at:])) if above else ""
        if number and lines:
            comments[exchange] = lines
            cuts.append(Edit(at - len(lines), at, ""))
    return edited(text, cuts), comments


def with_exchange_comments(text: str, comments: Mapping[str, str]) -> str:
    """Put back what was cut out, above each exchange that is still there."""
    edits = (
        Edit(at, at, comments[exchange])
        for exchange, at in _exchanges(text)
        if exchange in comments
    )
    return edited(text, edits)


def _exchanges(text: str) -> Iterator[tuple[str, int]]:
    """Yield the id of each exchange, and where its first line begins."""
    root = compose(text)
    found = field(root, "exchanges") if isinstance(root, MappingNode) else None
    if not found or not isinstance(found[1], SequenceNode):
        return
    for node in found[1].value:
        named = field(node, "id") if isinstance(node, MappingNode) else None
        at = line_start(text, start(node))
        if named and text[at:].lstrip(" ").startswith("-"):
            yield str(named[1].value), at


def _not_set_in(lines: str, indent: int) -> str:
    kept: list[str] = []
    for line in reversed(lines.splitlines(keepends=True)):
        if _indent(line) > indent:
            break
        kept.insert(0, line)
    return "".join(kept)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))
