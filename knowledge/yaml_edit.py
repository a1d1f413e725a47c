"""Changes to YAML text that leave every other byte of it alone: comments, quotation marks, spaces.

Text that is changed here was read by ``yaml_tree`` before, which refuses anchors, tags and their
like. Positions are offsets into the text, lines are what ends with a line feed.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from knowledge.yaml_tree import YamlError, read_tree

__all__ = ["MappingNode", "Node", "ScalarNode", "SequenceNode"]

# YAML ends lines at these too, which no editor of today writes.
ODD_LINE_END = re.compile("\r(?!\n)|[\x85\u2028\u2029]")

_EMPTY_LINES = re.compile(r"(?<=\n)(?:[ \t\r]*\n)+\Z")


@dataclass(frozen=True)
class Edit:
    """Text that takes the place of what stands from ``start`` to ``end``."""

    start: int
    end: int
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with changes made to it that don't overlap."""
    for edit in sorted(edits, key=lambda one: one.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def compose(text: str) -> Node | None:
    """Return the nodes of a text, with the place of each."""
    root: Node | None = YAML(typ="safe", pure=True).compose(text)
    return root


def field(mapping: MappingNode, name: str) -> tuple[Node, Node] | None:
    """Return key and value of a field, if it is there."""
    found = [(key, value) for key, value in mapping.value if key.value == name]
    return found[0] if found else None


def start(node: Node) -> int:
    """Return where a node begins."""
    return int(node.start_mark.index)


def end(node: Node) -> int:
    """Return where a node ends; one in block style ends where the next thing begins."""
    return int(node.end_mark.index)


def column(node: Node) -> int:
    """Return how far a node is indented."""
    return int(node.start_mark.column)


def is_flow(node: Node) -> bool:
    """Say whether a list or mapping is written in brackets."""
    return isinstance(node, CollectionNode) and bool(node.flow_style)


def line_start(text: str, at: int) -> int:
    """Return where the line of a place begins."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Return where the line of a place ends, its line end included."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def line_break(text: str) -> str:
    """Return how lines end in a text."""
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"


def after_colon(text: str, key: Node) -> int:
    """Return where the colon behind a key ends."""
    return text.index(":", end(key)) + 1


def block_end(text: str, node: Node) -> int:
    """Return where the last line of a list or mapping in block style ends.

    Empty lines after it, and comments there that are indented no more than it is, are not its own.
    """
    at = line_start(text, end(node))
    last = text[at : end(node)]
    # The last line of a file may have no end.
    if last.strip() and not _is_comment(last, column(node)):
        return end(node)
    return _before_remarks(text, at, column(node))


def in_order(text: str, mapping: MappingNode, names: Sequence[str]) -> list[Edit]:
    """Return the changes that put a mapping's fields into an order.

    A comment above a field, and one behind it, go with it; empty lines stay. A field whose name is
    not among those of the order stays behind the one that it stands behind. Nothing is returned
    where the order is right, or the mapping is written as nobody writes one.
    """
    ranks: list[int] = []
    for key, _ in mapping.value:
        name = str(key.value)
        ranks.append(names.index(name) if name in names else ranks[-1] if ranks else -1)
    order = sorted(range(len(ranks)), key=ranks.__getitem__)
    if order == list(range(len(ranks))):
        return []
    return _exchanged(text, mapping, order) if is_flow(mapping) else _moved(text, mapping, order)


def with_entries(
    text: str, mapping: MappingNode, name: str, entries: Sequence[str], behind: str
) -> list[Edit]:
    """Return the changes that add entries to the end of a mapping's list of texts.

    A list that is not there yet is written behind another field, which must be there.
    """
    found = field(mapping, name)
    in_brackets = ", ".join(map(_quoted, entries))
    if found is None:
        keys = [str(key.value) for key, _ in mapping.value]
        place = keys.index(behind)
        if is_flow(mapping):
            at = end(mapping.value[place][1])
            return [Edit(at, at, f", {name}: [{in_brackets}]")]
        indentation = column(mapping.value[place][0])
        at = _field_end(text, mapping, place)
        return [
            _lines(text, at, [f"{' ' * indentation}{name}:", *_entries(entries, indentation + 2)])
        ]
    key, value = found
    if isinstance(value, SequenceNode) and value.value:
        if is_flow(value):
            at = end(value.value[-1])
            return [Edit(at, at, f", {in_brackets}")]
        return [_lines(text, block_end(text, value), _entries(entries, column(value)))]
    # Nothing, in one of the ways in which that is written.
    span = (start(value), end(value))
    if span[0] == span[1]:
        span = (after_colon(text, key), after_colon(text, key))
    if is_flow(mapping):
        return [Edit(*span, f" [{in_brackets}]")]
    cleared = [Edit(*span, "")] if span[0] < span[1] else []
    indentation = column(key) + 2
    return [*cleared, _lines(text, line_end(text, span[1]), _entries(entries, indentation))]


def without_entry(text: str, mapping: MappingNode, name: str, number: int) -> list[Edit]:
    """Return the changes that take an entry, counted from 0, out of a mapping's list.

    Comments above the next entry stay, and so does the field when its last entry goes.
    """
    found = field(mapping, name)
    if found is None:
        return []
    listed = found[1]
    entry = listed.value[number]
    following = listed.value[number + 1] if number + 1 < len(listed.value) else None
    if is_flow(listed):
        if number:
            return [Edit(end(listed.value[number - 1]), end(entry), "")]
        if following:
            return [Edit(start(entry), start(following), "")]
        # With all that stands in the brackets: a comma may follow.
        return [Edit(start(listed) + 1, end(listed) - 1, "")]
    until = block_end(text, listed)
    if following is not None:
        until = _before_remarks(text, line_start(text, start(following)), column(listed))
    return [Edit(line_start(text, start(entry)), until, "")]


def _entries(entries: Iterable[str], indentation: int) -> list[str]:
    return [f"{' ' * indentation}- {_plain(entry)}" for entry in entries]


def _lines(text: str, at: int, lines: Iterable[str]) -> Edit:
    newline = line_break(text)
    # The last line of a file may have no end.
    before = newline if at and text[at - 1] != "\n" else ""
    return Edit(at, at, before + "".join(f"{line}{newline}" for line in lines))


def _field_end(text: str, mapping: MappingNode, place: int) -> int:
    """Return where the last line of a field ends."""
    if place + 1 == len(mapping.value):
        return block_end(text, mapping)
    following = mapping.value[place + 1][0]
    return _before_remarks(text, line_start(text, start(following)), column(following))


def _plain(entry: str) -> str:
    """Return a text of one line as people write it, in quotation marks only where it must be."""
    try:
        tree = read_tree(f"- {entry}")
    except YamlError:
        return _quoted(entry)
    return entry if tree.root == [entry] and not tree.commented else _quoted(entry)


def _quoted(entry: str) -> str:
    # What JSON takes for a text, YAML does too.
    return json.dumps(entry, ensure_ascii=False)


def _exchanged(text: str, mapping: MappingNode, order: Sequence[int]) -> list[Edit]:
    spans = [(start(key), max(end(key), end(value))) for key, value in mapping.value]
    return [
        Edit(*place, text[slice(*spans[which])]) for place, which in zip(spans, order, strict=True)
    ]


def _moved(text: str, mapping: MappingNode, order: Sequence[int]) -> list[Edit]:
    keys = [key for key, _ in mapping.value]
    indentation = column(keys[0])
    first_line = line_start(text, start(keys[0]))
    beginnings = [line_start(text, start(key)) for key in keys[1:]]
    if any(text[at : start(key)].strip(" ") for at, key in zip(beginnings, keys[1:], strict=True)):
        return []
    ends = [_before_comments(text, at, indentation) for at in beginnings]
    ends.append(block_end(text, mapping))
    comments = ["", *(text[at:line] for at, line in zip(ends[:-1], beginnings, strict=True))]
    written = [text[start(key) : at] for key, at in zip(keys, ends, strict=True)]
    if not written[-1].endswith("\n"):
        written[-1] += line_break(text)
    fields = [_EMPTY_LINES.sub("", one) for one in written]
    # Empty lines stay where they are: they part what stands above from what stands below.
    gaps = [one[len(field) :] for one, field in zip(written, fields, strict=True)]
    before = text[first_line : start(keys[0])]
    moved = "".join(
        comments[which] + (" " * indentation if place else before) + fields[which] + gaps[place]
        for place, which in enumerate(order)
    )
    return [Edit(first_line, ends[-1], moved)]


def _before_comments(text: str, at: int, indentation: int) -> int:
    """Return where the comments begin that stand right above a line."""
    while at and _is_comment(line := text[line_start(text, at - 1) : at], indentation):
        at -= len(line)
    return at


def _before_remarks(text: str, at: int, indentation: int) -> int:
    """Return where the comments and empty lines begin that stand above a line."""
    while at:
        line = text[line_start(text, at - 1) : at]
        if line.strip() and not _is_comment(line, indentation):
            break
        at -= len(line)
    return at


def _is_comment(line: str, indentation: int) -> bool:
    words = line.lstrip(" ")
    return words.startswith("#") and len(line) - len(words) <= indentation
