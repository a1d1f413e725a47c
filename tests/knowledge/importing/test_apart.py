"""Importing in a process of its own finds what importing does, and comes to an end."""

import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.importing import apart
from knowledge.importing.apart import import_apart
from knowledge.importing.imported import import_content
from knowledge.importing.refusal import ImportFailedError
from tests.conftest import OWN

ASKED = "Home | News\n\nQ: Why is the bridge so “long”?\nA: Because the river is wide.\n".encode()


def test_what_is_found_apart_is_what_is_found() -> None:
    assert import_apart(ASKED, "bridge.txt") == import_content(ASKED, "bridge.txt")


def test_what_is_refused_apart_is_refused_for_the_same_reason() -> None:
    with pytest.raises(ImportFailedError) as here:
        import_content(b"Nothing is asked.", "-x é.txt")

    with pytest.raises(ImportFailedError) as there:
        import_apart(b"Nothing is asked.", "-x é.txt")

    assert str(there.value) == str(here.value)


def test_what_would_be_read_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "PATIENCE", 0.05)

    with pytest.raises(ImportFailedError, match=r"^x\.txt: it takes too long to be read: save"):
        import_apart(ASKED + b" ", "x.txt")


def test_a_process_that_breaks_down_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # There is nothing of ours in this folder.
    monkeypatch.setattr(apart, "_ROOT", tmp_path)

    with pytest.raises(ImportFailedError, match=r"^x\.txt: reading it broke down: save"):
        import_apart(ASKED + b"  ", "x.txt")


def test_the_bot_does_not_import_what_only_the_other_process_needs() -> None:
    command = "import sys, bot.application; sys.exit('knowledge.importing.imported' in sys.modules)"

    found = subprocess.run(  # noqa: S603  (ourselves)
        [sys.executable, "-c", command], cwd=OWN, check=False
    )
    assert found.returncode == 0
