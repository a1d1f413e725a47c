"""The unit is one that systemd takes, and leaves the bot little that it could do."""

import re
import sys
from pathlib import Path

import pytest

from tests.conftest import OWN
from tests.deploy.programs import DEPLOY, run

UNIT = DEPLOY / "verbatim.service"
PAGE = OWN / "docs" / "deploying.md"
# Of 10, as `systemd-analyze security` counts; less is better.
EXPOSED_AT_MOST = 1.5


def _values(name: str) -> list[str]:
    return re.findall(rf"^{name}=(.*)$", UNIT.read_text(encoding="utf-8"), flags=re.MULTILINE)


def test_systemd_finds_no_fault_in_it(tmp_path: Path) -> None:
    there = tmp_path / UNIT.name
    text = UNIT.read_text(encoding="utf-8")
    # The bot is not installed where the tests run.
    there.write_text(text.replace("/opt/verbatim/.venv/bin/python", sys.executable), "utf-8")

    assert run("systemd-analyze", "verify", "--man=no", there) == (0, "")


def test_what_it_is_left_with_is_as_little_as_the_page_says() -> None:
    status, said = run("systemd-analyze", "security", "--offline=yes", "--no-pager", UNIT)
    score = re.search(r"exposure level for verbatim.service: ([\d.]+)", said)
    if score is None:
        pytest.skip(f"systemd is too old to tell: {said}")

    assert status == 0
    assert float(score[1]) <= EXPOSED_AT_MOST
    assert f"{EXPOSED_AT_MOST} or less of 10" in PAGE.read_text(encoding="utf-8")


def test_it_writes_only_where_systemd_lets_it() -> None:
    (state,), (cache,) = _values("StateDirectory"), _values("CacheDirectory")
    places = dict(value.split("=", 1) for value in _values("Environment"))

    assert _values("ProtectSystem") == ["strict"]
    for name in ("BOT_DATA", "BOT_KNOWLEDGE", "BOT_CACHE", "MPLCONFIGDIR"):
        place = f"{places[name]}/"
        assert place.startswith((f"/var/lib/{state}/", f"/var/cache/{cache}/")), name


def test_it_starts_what_the_page_installs() -> None:
    (command,), (folder,) = _values("ExecStart"), _values("WorkingDirectory")
    python, script = command.split()
    page = PAGE.read_text(encoding="utf-8")

    assert python.startswith(f"{folder}/")
    assert (OWN / script).exists()
    assert folder in page
    assert python.removeprefix(f"{folder}/") in page
    assert _values("EnvironmentFile")[0] in page


def test_its_settings_file_sets_nothing_that_the_unit_sets() -> None:
    # systemd lets the file come first, even with nothing behind the sign.
    given = (DEPLOY / "verbatim.env.example").read_text(encoding="utf-8")
    in_file = set(re.findall(r"^(\w+)=", given, flags=re.MULTILINE))

    assert in_file
    assert not in_file & {value.partition("=")[0] for value in _values("Environment")}
