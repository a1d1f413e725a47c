"""What is written down of measures is what there is."""

import json
import re

from bot.context import Bot
from tests.conftest import OWN

_NAME = re.compile(r"\b(?:verbatim|process)_[a-z_]+")
_PART = re.compile("_(bucket|count|sum|created)$")


def measured(bot: Bot) -> set[str]:
    """Return the names by which measures are asked for."""
    suffixes = {"counter": "_total", "info": "_info"}
    families = bot.context_types.context.services.metrics.registry.collect()
    return {family.name + suffixes.get(family.type, "") for family in families}


async def test_each_measure_of_the_dashboard_exists(bot: Bot) -> None:
    board = json.loads((OWN / "deploy" / "grafana.json").read_text(encoding="utf-8"))

    asked = {target["expr"] for panel in board["panels"] for target in panel["targets"]}

    named = {_PART.sub("", name) for expression in asked for name in _NAME.findall(expression)}
    assert named
    assert named <= measured(bot)


async def test_the_panels_of_the_dashboard_do_not_overlap(bot: Bot) -> None:
    board = json.loads((OWN / "deploy" / "grafana.json").read_text(encoding="utf-8"))
    places = [panel["gridPos"] for panel in board["panels"]]

    covered = [
        (x, y)
        for at in places
        for x in range(at["x"], at["x"] + at["w"])
        for y in range(at["y"], at["y"] + at["h"])
    ]

    assert len(covered) == len(set(covered))
    assert max(x for x, _ in covered) < 24


async def test_the_measures_that_are_explained_are_those_there_are(bot: Bot) -> None:
    text = (OWN / "docs" / "seeing.md").read_text(encoding="utf-8")

    explained = set(re.findall(r"^\| `(verbatim_\w+)`", text, re.MULTILINE))

    assert explained == {name for name in measured(bot) if name.startswith("verbatim_")}
