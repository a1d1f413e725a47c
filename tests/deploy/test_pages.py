"""What the pages name is there."""

import re
from pathlib import Path

import pytest

from tests.conftest import OWN

ROOMS = "bot|benches|tests|config|knowledge|preview|commands|deploy|requirements|docs"
IN_PROJECT = re.compile(rf"(?<![\w/.-])((?:{ROOMS})/[\w./-]+\w)")
LINK = re.compile(r"(?:\]\(|src=\")((?!http|#)[^)\"]+)[)\"]")
SECURITY = OWN / "SECURITY.md"
PAGES = [SECURITY, *sorted((OWN / "docs").glob("*.md"))]


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_that_is_named_is_there(page: Path) -> None:
    named = set(IN_PROJECT.findall(_text(page)))
    # Made by whoever deploys.
    missing = {one for one in named - {"deploy/.env"} if not (OWN / one).exists()}

    assert missing == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    assert [to for to in LINK.findall(_text(page)) if not (page.parent / to).exists()] == []


def test_every_defence_says_where_it_is() -> None:
    rows = [line for line in _text(SECURITY).splitlines() if line.startswith("| ")][1:]

    assert len(rows) > 10
    assert [row for row in rows if not IN_PROJECT.search(row.split("|")[3])] == []
