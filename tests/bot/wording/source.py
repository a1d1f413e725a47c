"""What the code says, and what the catalogues hold: read from their source."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from inspect import getmembers_static
from pathlib import Path

from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from bot.wording.catalogue import catalogue_of
from bot.wording.meant import meant
from bot.wording.speech import Sentence
from bot.wording.wording import Wording
from knowledge.knowledge_file import read_interview
from tests.conftest import FEDOROV, OWN

FOLDER = OWN / "bot" / "wording"
# What each way of saying a message gives it besides what is named in the call.
_OF_INTERVIEWS = frozenset(meant([read_interview(FEDOROV)], catalogue_of("en")))
_GIVEN = {
    "say": frozenset[str](),
    "_say": frozenset[str](),
    "_of": _OF_INTERVIEWS,
    "_page": frozenset({"first", "last", "count", "alone"}),
}


@dataclass(frozen=True)
class Contents:
    """What a message is made of.

    Attributes:
        shown: the variables whose values are read in it.
        chosen_by: the variables that decide between variants.
        messages: those that stand within it.
    """

    shown: frozenset[str]
    chosen_by: frozenset[str]
    messages: frozenset[str]


class _Reading(Visitor):
    def __init__(self) -> None:
        self.shown: set[str] = set()
        self.chosen_by: set[str] = set()
        self.messages: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802
        self.shown.add(node.id.name)

    def visit_MessageReference(self, node: ftl.MessageReference) -> None:  # noqa: N802
        self.messages.add(node.id.name)

    def visit_SelectExpression(self, node: ftl.SelectExpression) -> None:  # noqa: N802
        assert isinstance(node.selector, ftl.VariableReference)
        self.chosen_by.add(node.selector.id.name)
        for variant in node.variants:
            self.visit(variant)


@cache
def catalogue(language: str) -> dict[str, Contents]:
    """Return what each message of a language is made of, by id; nothing is said twice."""
    found = {}
    for entry in FluentParser().parse((FOLDER / f"{language}.ftl").read_text("utf-8")).body:
        assert not isinstance(entry, ftl.Junk), entry.content
        if isinstance(entry, ftl.Message):
            assert entry.id.name not in found, entry.id.name
            reading = _Reading()
            reading.visit(entry)
            found[entry.id.name] = Contents(
                frozenset(reading.shown), frozenset(reading.chosen_by), frozenset(reading.messages)
            )
    return found


def whole(language: str, message_id: str) -> Contents:
    """Return what a message is made of, with the messages that stand within it."""
    own = catalogue(language)[message_id]
    parts = [own, *(whole(language, one) for one in own.messages)]
    return Contents(
        frozenset().union(*(one.shown for one in parts)),
        frozenset().union(*(one.chosen_by for one in parts)),
        own.messages.union(*(one.messages for one in parts)),
    )


@cache
def said() -> dict[str, frozenset[str]]:
    """Return the messages that the code says, each with the variables that it is given."""
    given = {
        one.message_id: frozenset[str]()
        for _, one in getmembers_static(Wording)
        if isinstance(one, Sentence)
    }
    for path in FOLDER.glob("*.py"):
        given |= _said_in(ast.parse(path.read_text("utf-8")))
    return given


def _said_in(tree: ast.Module) -> dict[str, frozenset[str]]:
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    given = {}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _GIVEN
        ):
            named = {one.arg for one in node.keywords if one.arg}
            first = node.args[0]
            if isinstance(first, ast.Name):
                first = constants.get(first.id, first)
            for message_id in _texts(first):
                given[message_id] = _GIVEN[node.func.attr] | named
    return given


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


def asked_for(paths: Iterable[Path] | None = None) -> set[str]:
    """Return the attributes of wordings that some modules use: the bot and its commands."""
    used = set()
    for path in _modules() if paths is None else paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and _is_wording(node.value, path):
                used.add(node.attr)
    return used


def _modules() -> Iterator[Path]:
    for folder in ("bot", "commands"):
        yield from (OWN / folder).rglob("*.py")


def _is_wording(node: ast.expr, path: Path) -> bool:
    if isinstance(node, ast.Await):
        return _is_wording(node.value, path)
    if isinstance(node, ast.Call):
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        return name in ("wording_for", "wording_of", "wording_of_message")
    names = {"wording", "ENGLISH"} | ({"self"} if path.name == "wording.py" else set())
    return isinstance(node, ast.Name) and node.id in names
