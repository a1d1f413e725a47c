"""What can be mended in a knowledge file without asking anybody what was meant.

Missing ids of exchanges, the order of fields, spaces at the ends of lines, and the line that names
the schema. Everything else stays as it is, byte for byte, and no text of the interview changes:
whatever would change one is left alone and said.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.exchange_id import new_id
from knowledge.interview import Exchange, Interview, Person
from knowledge.knowledge_file import BYTE_ORDER_MARK, read_content, rewrite
from knowledge.problem import Problem
from knowledge.schema import SCHEMA_LINE
from knowledge.yaml_edit import (
    ODD_LINE_END,
    Edit,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    after_colon,
    column,
    compose,
    edited,
    end,
    field,
    in_order,
    is_flow,
    line_break,
    line_end,
    start,
)
from knowledge.yaml_tree import Node as Said
from knowledge.yaml_tree import Tree, YamlError, read_tree

_NAMES_A_SCHEMA = re.compile(r"^#.*yaml-language-server\s*:.*\$schema\s*=", re.MULTILINE)
_LINE = re.compile(r"([^\r\n]*)\r?(?:\n|\Z)")
_ORDER_LEFT = "the fields that begin here can't be put in order without a change to a text"
_SPACES_LEFT = "the spaces at the end of this line are part of a text, and stay"


@dataclass(frozen=True)
class Mending:
    """A knowledge file, and what it is when mended.

    Attributes:
        path: of the file.
        before: its text.
        after: its text when mended.
        left: what could not be mended; each with its line in the mended text.
    """

    path: Path
    before: str
    after: str
    left: tuple[Problem, ...] = ()

    def write(self) -> None:
        """Put the mended text in the place of what it was made of.

        Raises:
            KnowledgeError: if the file has changed meanwhile, or can't be written.
        """
        rewrite(self.path, self.before, self.after)


def mend(path: Path) -> Mending:
    """Return a knowledge file as it is when mended; nothing is written.

    A file that is no YAML stays as it is: ``check`` says why.

    Raises:
        KnowledgeError: if it can't be read.
    """
    before = read_content(path)
    mark = BYTE_ORDER_MARK if before.startswith(BYTE_ORDER_MARK) else ""
    text = before.removeprefix(BYTE_ORDER_MARK)
    if ODD_LINE_END.search(text):
        message = "nothing is mended in a file with line ends of an unusual kind: save it with LF"
        return Mending(path, before, before, (Problem(path, 0, message),))
    try:
        tree = read_tree(text)
    except YamlError:
        return Mending(path, before, before)
    if not isinstance(tree.root, dict):
        return Mending(path, before, before)
    text = _with_schema_line(text)
    text = _keeping(text, _ids_set(text), _ids_alone_are_new)
    done = ""
    # What can't be moved where it stands may be movable once what is around it has moved.
    while done != text:
        done = text
        # Of two fields of one name, the second counts; which was meant is for people to say.
        for level in _LEVELS if not tree.repeated else ():
            text = _keeping(text, _put_in_order(text, level), _says_the_same)
        text = _keeping(text, _needless_spaces(text), _says_the_same)
    return Mending(path, before, mark + text, tuple(_left(path, text)))


def _left(path: Path, text: str) -> Iterator[Problem]:
    """Yield what could not be mended."""
    for level in _LEVELS:
        for change in _put_in_order(text, level):
            yield Problem(path, _line(text, change[0].start), _ORDER_LEFT)
    for edit in _spaces(text):
        yield Problem(path, _line(text, edit.start), _SPACES_LEFT)


# What belongs together: all of it is done, or nothing.
_Change = list[Edit]
_Check = Callable[[Tree, Tree], bool]


def _keeping(text: str, changes: Sequence[_Change], may_become: _Check) -> str:
    """Make changes to a text, but for those after which it would say something else."""
    if not changes:
        return text
    before = read_tree(text)
    if _is_allowed(before, together := _made(text, changes), may_become):
        return together
    kept: list[_Change] = []
    for change in changes:
        if _is_allowed(before, _made(text, [*kept, change]), may_become):
            kept.append(change)
    return _made(text, kept)


def _made(text: str, changes: Sequence[_Change]) -> str:
    return edited(text, [edit for change in changes for edit in change])


def _is_allowed(before: Tree, text: str, may_become: _Check) -> bool:
    try:
        return may_become(before, read_tree(text))
    except YamlError:
        return False


def _says_the_same(before: Tree, after: Tree) -> bool:
    return before.root == after.root and len(before.commented) == len(after.commented)


def _ids_alone_are_new(before: Tree, after: Tree) -> bool:
    if not isinstance(before.root, dict) or not isinstance(after.root, dict):
        return False
    old, new = before.root.get("exchanges"), after.root.get("exchanges")
    if not isinstance(old, list) or not isinstance(new, list) or len(old) != len(new):
        return False
    return {**before.root, "exchanges": None} == {**after.root, "exchanges": None} and all(
        _has_an_id(one, other) for one, other in zip(old, new, strict=True)
    )


def _has_an_id(before: Said, after: Said) -> bool:
    if before == after:
        return True
    if not isinstance(before, dict) or not isinstance(after, dict):
        return False
    without = {**after, "id": None} == {**before, "id": None}
    return without and not before.get("id") and isinstance(after["id"], str)


def _interviews(root: Node | None) -> list[MappingNode]:
    return [root] if isinstance(root, MappingNode) else []


def _people(root: Node | None) -> list[MappingNode]:
    return [one for one in _values(root, "interviewee") if isinstance(one, MappingNode)]


def _exchanges(root: Node | None) -> list[MappingNode]:
    lists = [one for one in _values(root, "exchanges") if isinstance(one, SequenceNode)]
    return [entry for one in lists for entry in one.value if isinstance(entry, MappingNode)]


def _values(root: Node | None, name: str) -> list[Node]:
    found = [field(one, name) for one in _interviews(root)]
    return [pair[1] for pair in found if pair]


# From the inside out, for what is outside moves with what is in it.
_Level = tuple[Callable[[Node | None], list[MappingNode]], list[str]]
_LEVELS: tuple[_Level, ...] = (
    (_people, list(Person.model_fields)),
    (_exchanges, list(Exchange.model_fields)),
    (_interviews, list(Interview.model_fields)),
)


def _ids_set(text: str) -> list[_Change]:
    exchanges = _exchanges(compose(text))
    taken = {name for one in exchanges if (name := _text_of(one, "id"))}
    changes: list[_Change] = []
    for exchange in exchanges:
        question = _text_of(exchange, "question")
        if question and not _text_of(exchange, "id"):
            name = new_id(question, taken)
            taken.add(name)
            changes.append([_id_set(text, exchange, f'"{name}"' if name == "null" else name)])
    return changes


def _text_of(mapping: MappingNode, name: str) -> str:
    found = field(mapping, name)
    if found is None or not isinstance(found[1], ScalarNode):
        return ""
    return "" if _is_nothing(found[1]) else str(found[1].value).strip()


def _is_nothing(node: ScalarNode) -> bool:
    return not node.style and node.value in ("", "~", "null")


def _id_set(text: str, exchange: MappingNode, name: str) -> Edit:
    found = field(exchange, "id")
    if found is None:
        first = exchange.value[0][0]
        apart = ", " if is_flow(exchange) else line_break(text) + " " * column(first)
        return Edit(start(first), start(first), f"id: {name}{apart}")
    key, value = found
    if start(value) < end(value):
        return Edit(start(value), end(value), name)
    return Edit(after_colon(text, key), after_colon(text, key), f" {name}")


def _put_in_order(text: str, level: _Level) -> list[_Change]:
    mappings, names = level
    changes = [in_order(text, one, names) for one in mappings(compose(text))]
    return [change for change in changes if change]


def _spaces(text: str) -> Iterator[Edit]:
    """Yield the removal of each run of spaces at the end of a line."""
    for line in _LINE.finditer(text):
        kept = len(line[1].rstrip(" \t"))
        if kept < len(line[1]):
            yield Edit(line.start() + kept, line.end(1), "")


def _needless_spaces(text: str) -> list[_Change]:
    """Return the removals of spaces that are part of no text."""
    blocks = [one for one in _scalars(compose(text)) if one.style in ("|", ">")]
    spoken = {at for one in blocks for at in _ends_within(text, one)}
    return [[edit] for edit in _spaces(text) if edit.end not in spoken]


def _ends_within(text: str, block: ScalarNode) -> Iterator[int]:
    """Yield where the lines end whose spaces belong to a text after '|' or '>'."""
    first = line_end(text, start(block))
    lines = [line for line in _LINE.finditer(text, first, end(block)) if line[1]]
    indentation = min((_indentation(line[1]) for line in lines if line[1].strip()), default=0)
    for line in lines:
        if line[1].strip() or len(line[1]) > indentation:
            yield line.end(1)


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _scalars(node: Node | None) -> Iterator[ScalarNode]:
    if isinstance(node, ScalarNode):
        yield node
    elif isinstance(node, SequenceNode):
        for entry in node.value:
            yield from _scalars(entry)
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _scalars(key)
            yield from _scalars(value)


def _with_schema_line(text: str) -> str:
    root = compose(text)
    if root is None or _NAMES_A_SCHEMA.search(text, 0, start(root)):
        return text
    return f"{SCHEMA_LINE}{line_break(text)}{text}"


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
