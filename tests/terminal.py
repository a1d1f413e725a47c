"""A terminal, for commands that ask only who sits at one."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from tests.conftest import OWN

# Seconds in which a command says what it has to say.
PATIENCE = 60


class Terminal:
    """Runs the command as somebody does who sits at a terminal; POSIX only.

    Attributes:
        shown: everything that has been shown so far.
    """

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.shown = ""
        self._screen, keyboard = os.openpty()
        self._process = subprocess.Popen(  # noqa: S603  (a command of our own, without a shell)
            [sys.executable, str(OWN / "run_bot.py"), *arguments],
            cwd=folder,
            env={**os.environ, "TERM": "dumb", "COLUMNS": "200"},
            stdin=keyboard,
            stdout=keyboard,
            stderr=keyboard,
        )
        os.close(keyboard)

    def sees(self, text: str) -> None:
        """Wait until a text is shown."""
        end = time.monotonic() + PATIENCE
        while text not in self.shown:
            assert self._reads(end), f"{text!r} is not in {self.shown!r}"

    def types(self, text: str) -> None:
        os.write(self._screen, text.encode())

    def is_interrupted(self) -> int:
        """Press Ctrl-C until the command has ended; return the exit status."""
        while self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            # One that comes just before Python waits for a line is noticed with the next alone.
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(1)
        return self.ends()

    def ends(self) -> int:
        """Return the exit status, once the command has ended."""
        end = time.monotonic() + PATIENCE
        while self._reads(end):
            pass
        os.close(self._screen)
        assert "Traceback" not in self.shown
        return self._process.wait(PATIENCE)

    def _reads(self, until: float) -> bool:
        ready, _, _ = select.select([self._screen], [], [], max(0, until - time.monotonic()))
        assert ready, f"nothing more is shown after {self.shown!r}"
        try:
            read = os.read(self._screen, 65536)
        except OSError:
            # Nobody has the terminal open any more.
            return False
        self.shown += read.decode(errors="replace").replace("\r\n", "\n")
        return bool(read)


def typed(folder: Path, arguments: Sequence[str], lines: str) -> tuple[int, str]:
    """Type lines ahead; return the exit status and what was shown."""
    terminal = Terminal(folder, *arguments)
    terminal.types(lines)
    return terminal.ends(), terminal.shown
