"""What the tests of knowledge share."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Let threads take turns far more often than they do, so that what may clash does."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a test puts its knowledge file; relative, so that messages begin with its name."""
    monkeypatch.chdir(tmp_path)
    return Path("file.yaml")
