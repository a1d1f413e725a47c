"""The page held against the rules of axe-core (https://github.com/dequelabs/axe-core)."""

import os

import pytest

from tests.conftest import OWN
from tests.preview.page.trying import Conversation

# Installed from its package for the tests (make axe), not committed.
AXE = OWN / ".axe" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = ("serious", "critical")


@pytest.fixture
def axe() -> str:
    if not AXE.exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)("axe-core is missing: make axe")
    return AXE.read_text(encoding="utf-8")


async def faults(talk: Conversation, axe: str) -> list[str]:
    """Return what is seriously wrong with what is shown now."""
    found = await talk.page.evaluate(f"async () => {{ {axe}; return await window.axe.run(); }}")
    return [
        f"{one['id']}: {node['html']}"
        for one in found["violations"]
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]


async def test_nothing_is_seriously_wrong_wherever_one_goes(talk: Conversation, axe: str) -> None:
    found = {"list": await faults(talk, axe)}
    await talk.start()
    found["greeting"] = await faults(talk, axe)
    await talk.ask("By how much did trade between them grow?")
    found["answer"] = await faults(talk, axe)
    await talk.page.get_by_role("button", name="Commands").click()
    found["commands"] = await faults(talk, axe)
    await talk.page.keyboard.press("Escape")
    await talk.open("Newsroom forum")
    found["forum"] = await faults(talk, axe)
    await talk.list()
    await talk.page.get_by_role("button", name="What the bot sent").first.click()
    found["calls"] = await faults(talk, axe)

    assert not any(found.values()), found
