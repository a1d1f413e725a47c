"""YAML as text with line numbers: what a knowledge file is read from.

Everything in a knowledge file is text, a list or a mapping, so scalars stay the text that was
written (``question: yes`` is the word, ``published: 2025-12-31`` no date object), and the parts of
YAML that a person who edits an interview never needs (anchors, aliases, tags, several documents)
are refused. An alias is what makes a small file unfold into gigabytes, so none is ever followed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

# An interview is nested four deep; a file that goes much deeper is no interview.
DEEPEST = 12

# What says, without quotation marks, that a field is left empty.
EMPTY = ("", "~", "null")

Node = str | list["Node"] | dict[str, "Node"] | None
Place = tuple[str | int, ...]


class YamlError(ValueError):
    """Text that can't be read as a knowledge file's YAML; ``line`` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass
class Tree:
    """What a file says, and on which line each part of it begins.

    ``lines`` has an entry for each place, a path of keys and indices from the root; the line of a
    field is that of its key. ``repeated`` lists keys that stand twice in one mapping, and
    ``commented`` texts without quotation marks behind which a comment stands.
    """

    root: Node = None
    lines: dict[Place, int] = field(default_factory=dict)
    repeated: list[Place] = field(default_factory=list)
    commented: list[Place] = field(default_factory=list)

    def line(self, place: Place) -> int:
        """Return the line of a place, or of the nearest part around it that the file has."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_tree(text: str) -> Tree:
    """Read YAML text.

    Raises:
        YamlError: if it is not YAML, or uses what a knowledge file has no need of.
    """
    events = YAML(typ="safe", pure=True).parse(text)
    tree = Tree()
    documents = 0
    try:
        for event in events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise YamlError(
                        _line(event), "a second document begins here: keep one interview in a file"
                    )
            elif isinstance(
                event, AliasEvent | ScalarEvent | MappingStartEvent | SequenceStartEvent
            ):
                tree.root = _node(event, events, tree, ())
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlError(
            line,
            f"the character U+{ord(text[error.position]):04X} can't stand in a text: delete it",
        ) from error
    except MarkedYAMLError as error:
        raise _explained(error, text) from error
    except (OverflowError, ValueError) as error:
        if isinstance(error, YamlError):
            raise
        # The parser hands the numbers of escapes and directives on to Python as they come.
        line = max(tree.lines.values(), default=1)
        raise YamlError(line, "not valid YAML: a number is too large") from error
    return tree


def _node(event: Event, events: Iterator[Event], tree: Tree, place: Place) -> Node:
    _refuse_needless(event)
    if len(place) > DEEPEST:
        raise YamlError(_line(event), f"nested more than {DEEPEST} deep: an interview never is")
    tree.lines.setdefault(place, _line(event))
    if isinstance(event, ScalarEvent):
        if not event.style and event.value and _is_commented(event):
            tree.commented.append(place)
        empty = event.implicit[0] and event.value in EMPTY
        return None if empty else str(event.value)
    if isinstance(event, SequenceStartEvent):
        return [
            _node(entry, events, tree, (*place, index))
            for index, entry in enumerate(_until(SequenceEndEvent, events))
        ]
    mapping: dict[str, Node] = {}
    for key in _until(MappingEndEvent, events):
        _refuse_needless(key)
        if not isinstance(key, ScalarEvent):
            raise YamlError(_line(key), "a field's name must be a word")
        inner = (*place, str(key.value))
        if key.value in mapping:
            tree.repeated.append(inner)
        tree.lines[inner] = _line(key)
        mapping[str(key.value)] = _node(next(events), events, tree, inner)
    return mapping


def _is_commented(event: ScalarEvent) -> bool:
    end = event.end_mark
    return _COMMENT.match(end.buffer, end.pointer) is not None


# '#1' is more likely meant as text than '# a remark'.
_COMMENT = re.compile(r"[ \t]+#\S")


def _until(end: type[Event], events: Iterator[Event]) -> Iterator[Event]:
    for event in events:
        if isinstance(event, end):
            return
        yield event


def _refuse_needless(event: Event) -> None:
    anchor = getattr(event, "anchor", None)
    tag = getattr(event, "tag", None)
    if isinstance(event, AliasEvent) or anchor:
        sign = "*" if isinstance(event, AliasEvent) else "&"
        raise YamlError(
            _line(event),
            f"'{sign}{anchor}' is a YAML {'alias' if sign == '*' else 'anchor'}: "
            f"write the text out, or put it in quotation marks if it begins with {sign}",
        )
    if tag not in (None, "!"):
        raise YamlError(
            _line(event),
            f"'{tag}' is a YAML tag: put the text in quotation marks if it begins with !",
        )


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1


def _explained(error: MarkedYAMLError, text: str) -> YamlError:
    """Say in an editor's words what the parser says in its own."""
    noticed = (error.problem_mark.line if error.problem_mark else 0) + 1
    begun = (error.context_mark.line if error.context_mark else noticed - 1) + 1
    lines = text.split("\n")
    around = lines[noticed - 1] if noticed <= len(lines) else ""
    if error.problem_mark and _FIELD.fullmatch(around[: error.problem_mark.column]):
        # The field is read as the rest of a text above it, which was meant as a field too.
        above = next((n for n in range(noticed - 1, 0, -1) if lines[n - 1].strip()), noticed)
        if ":" not in lines[above - 1]:
            return YamlError(above, _COLON_MISSING)
    for slip in _SLIPS:
        if slip.fits(error.problem or "", error.context or "", around):
            return YamlError(begun if slip.where_it_began else noticed, slip.message)
    return YamlError(noticed, f"not valid YAML: {error.problem}")


@dataclass(frozen=True)
class _Slip:
    """What editors do, as the parser notices it: by patterns of its problem, context and line."""

    message: str
    problem: str = ""
    context: str = ""
    around: str = ""
    where_it_began: bool = False

    def fits(self, problem: str, context: str, around: str) -> bool:
        return bool(
            re.search(self.problem, problem)
            and re.search(self.context, context)
            and re.search(self.around, around)
        )


_FIELD = re.compile(r"[ ]*[a-z_]+")
_COLON_MISSING = "a ': ' is missing on this line, after the field's name"
_SLIPS = (
    _Slip("a tab at the beginning of the line: indent with spaces", around=r"^ *\t"),
    _Slip(
        "wrong indentation, or a colon inside a text: "
        "put a text that contains ': ' in quotation marks or after '|'",
        problem="mapping values are not allowed",
    ),
    _Slip(
        "a ': ' is missing here, or the line is not indented like the text around it",
        problem="could not find expected ':'",
        where_it_began=True,
    ),
    _Slip(
        "a text can't begin with this sign: put it in quotation marks",
        problem="cannot start any token",
    ),
    _Slip(
        "the quotation mark that opens here is never closed",
        problem="unexpected end of stream",
        context="quoted",
        where_it_began=True,
    ),
    _Slip(
        "the bracket that opens here is never closed, or not rightly",
        context="flow",
        where_it_began=True,
    ),
    _Slip(
        "words after a closing quotation mark: put the whole text after '|', on lines of its own",
        problem="expected",
        context="block",
        around=r"(?::|^\s*-)\s+[\"']",
    ),
    _Slip(
        "wrong indentation: a field must stand straight below the field before it",
        problem="expected",
        context="block",
    ),
)
