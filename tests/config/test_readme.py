"""The README's table of settings is that of the settings there are."""

import re

import pytest

from config import PREFIX, Settings
from tests.conftest import OWN

ROW = re.compile(rf"^\| `({PREFIX}[A-Z_]+)` \| (.*?) \| (.*) \|$", flags=re.MULTILINE)


def _rows() -> dict[str, tuple[str, str]]:
    found = ROW.findall((OWN / "README.md").read_text(encoding="utf-8"))
    rows = {name: (default.strip("`"), description) for name, default, description in found}
    assert len(rows) == len(found), "a setting has two rows"
    return rows


def _shown(name: str) -> str:
    default = Settings.model_fields[name].default
    if name == "knowledge":
        return str(default.relative_to(OWN))
    return "–" if default is None or default == frozenset() else str(default)


def test_every_setting_has_a_row_and_no_other_has() -> None:
    assert list(_rows()) == [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_row_has_the_settings_default_and_description(name: str) -> None:
    assert _rows()[f"{PREFIX}{name.upper()}"] == (
        _shown(name),
        Settings.model_fields[name].description,
    )
