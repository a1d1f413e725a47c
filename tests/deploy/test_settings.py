"""What is deployed sets settings that there are."""

import re
from pathlib import Path

import pytest

from config import PREFIX, Settings
from tests.conftest import OWN
from tests.deploy.programs import DEPLOY

NAME = re.compile(rf"\b{PREFIX}[A-Z_]+\b")
PLACES = [
    *(path for path in sorted(DEPLOY.iterdir()) if path.suffix != ".json"),
    OWN / "docs" / "deploying.md",
    OWN / "SECURITY.md",
]


@pytest.mark.parametrize("path", PLACES, ids=lambda path: path.name)
def test_every_setting_that_is_named_is_one(path: Path) -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}

    assert set(NAME.findall(path.read_text(encoding="utf-8"))) <= known
