"""Programs that check what is deployed, where they are installed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import OWN

DEPLOY = OWN / "deploy"


def program(name: str) -> str:
    """Return a program's path; where it is not there, skip the test."""
    beside = Path(sys.executable).with_name(name)
    found = (
        str(beside) if beside.exists() else shutil.which(name) or shutil.which(f"/usr/sbin/{name}")
    )
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run(name: str, *arguments: str | Path) -> tuple[int, str]:
    """Run a program; return its status and all that it said."""
    command = [program(name), *map(str, arguments)]
    done = subprocess.run(  # noqa: S603  (a program that we name)
        command, capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stdout + done.stderr
