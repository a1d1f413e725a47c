"""YAML as knowledge files mostly have it, read many times as fast as by ``yaml_tree``.

It is read by libyaml, which is written in C, speaks YAML 1.1 and says of errors only what it thinks
of them. So only what both readers surely take for the same is read here: what is less usual, and
all that is wrong, is left to the other, which knows lines and says what to mend.
"""

import re
from collections.abc import Iterator

import yaml

from knowledge.yaml_tree import DEEPEST, EMPTY, Node

# How texts without quotation marks begin of which the two readers may think differently.
_ODD_BEGINNINGS = tuple("-?:,[]{}#&*!|>'\"%@`=<~")
# Line breaks, to one of the two; and signs that open what a knowledge file has no need of.
_ODD = re.compile("[\t\r\x85\u2028\u2029\ufeff]|^(?:%|---|\\.\\.\\.)", re.MULTILINE)
# What the exact reader may take for a text that is cut off.
_REMARK = re.compile(r"[ \t]+#(?:\S|\Z)")
# Signs of which the two may think differently within a text in brackets.
_SIGNS = re.compile("[:?#&*!|>%@`\"']")


class _UnusualError(Exception):
    """There is something that is left to the other reader."""


def read_plain(text: str) -> Node:
    """Return what YAML text says; nothing where it is unusual or wrong, or libyaml is missing."""
    if not yaml.__with_libyaml__ or _ODD.search(text):
        return None
    events = yaml.parse(text, yaml.CSafeLoader)
    try:
        # The stream and its one document begin.
        next(events), next(events)
        root = _node(next(events), events, text, 0, in_brackets=False)
        ended = isinstance(next(events), yaml.DocumentEndEvent)
        return root if ended and isinstance(next(events), yaml.StreamEndEvent) else None
    except (yaml.YAMLError, _UnusualError, StopIteration, ValueError):
        return None


def _node(
    event: yaml.Event, events: Iterator[yaml.Event], text: str, depth: int, *, in_brackets: bool
) -> Node:
    if depth > DEEPEST:
        raise _UnusualError
    if isinstance(event, yaml.ScalarEvent):
        value = _scalar(event, text, in_brackets=in_brackets)
        return None if event.implicit[0] and value in EMPTY else value
    if not isinstance(event, yaml.CollectionStartEvent) or event.anchor or event.tag:
        raise _UnusualError
    inside = in_brackets or bool(event.flow_style)
    if isinstance(event, yaml.SequenceStartEvent):
        return [
            _node(entry, events, text, depth + 1, in_brackets=inside)
            for entry in _until(yaml.SequenceEndEvent, events)
        ]
    mapping: dict[str, Node] = {}
    for key in _until(yaml.MappingEndEvent, events):
        if not isinstance(key, yaml.ScalarEvent):
            raise _UnusualError
        name = _scalar(key, text, in_brackets=inside)
        if name in mapping:
            raise _UnusualError
        mapping[name] = _node(next(events), events, text, depth + 1, in_brackets=inside)
    return mapping


def _until(end: type[yaml.Event], events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
    for event in events:
        if isinstance(event, end):
            return
        yield event


def _scalar(event: yaml.ScalarEvent, text: str, *, in_brackets: bool) -> str:
    """Return the text of a scalar that is a block, or stands on one line as it is meant."""
    if event.start_mark is None or event.end_mark is None:
        raise _UnusualError
    value, end = str(event.value), event.end_mark.index
    written = text[event.start_mark.index : end]
    if event.style in ("'", '"'):
        written = written[1:-1]
    elif in_brackets and _SIGNS.search(value):
        raise _UnusualError
    is_block = event.style == "|"
    if event.anchor or event.tag or not (is_block or written == value):
        raise _UnusualError
    if not event.style and (value.startswith(_ODD_BEGINNINGS) or _REMARK.match(text, end)):
        raise _UnusualError
    return value
