"""Arrows run one way: config <- knowledge <- bot <- commands <- run_bot; preview stands apart."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
ROOMS = {"config", "knowledge", "bot", "preview", "commands", "run_bot", "benches", "tests"}


@pytest.mark.parametrize(
    ("room", "may_import"),
    [
        ("config", set()),
        ("knowledge", {"config"}),
        ("bot", {"config", "knowledge"}),
        ("preview", set()),
        ("commands", {"config", "knowledge", "bot", "preview"}),
    ],
)
def test_a_room_imports_only_what_lies_beneath_it(room: str, may_import: set[str]) -> None:
    files = sorted((HOUSE / room).rglob("*.py"))

    wrong = [
        f"{file.relative_to(HOUSE)}:{line} imports {name}"
        for file in files
        for line, name in _imports(file)
        if name.partition(".")[0] in ROOMS - may_import - {room}
    ]

    assert files
    assert wrong == []


def _imports(file: Path) -> Iterator[tuple[int, str]]:
    """Yield line and module of every import of a file, wherever in it that stands."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"), file.name)):
        match node:
            case ast.Import(names=names):
                for alias in names:
                    yield node.lineno, alias.name
            case ast.ImportFrom(module=str(module), level=0):
                yield node.lineno, module
            case ast.ImportFrom(level=level, module=module) if level > 0:
                package = file.parent.relative_to(HOUSE).parts
                yield node.lineno, ".".join([*package[: len(package) - level + 1], module or ""])
