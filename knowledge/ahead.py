"""Processes that read knowledge files ahead of the one that serves them.

They hand nothing over: what they make of a file is kept on disk, where the reader looks for it
first. So where there are none, or one of them dies, files are read as they ever are.
"""

import contextlib
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from weakref import finalize

from knowledge.problem import KnowledgeError
from knowledge.reading import Reader

_logger = logging.getLogger(__name__)

# So many files each process has before it: enough that it never waits for the next.
_WINDOW = 8
# Seconds for a process to be done with the file that it is at.
_PATIENCE = 1.0
_ROOT = Path(__file__).parents[1]


class Ahead:
    """Has other processes read files, while whoever takes these up goes through them in order.

    They end with the process that began them, however that ends: what they are told by is then
    closed.
    """

    def __init__(self, files: Sequence[Path], folder: Path, processes: int) -> None:
        """Begin with the first files; what is made of each is kept below a folder."""
        self._left: Iterator[Path] = iter(files)
        self._met = 0
        self._workers = [one for one in (_begun(folder) for _ in range(processes)) if one]
        # They are ended too where this is forgotten, and before the program is.
        self.stop = finalize(self, _stop, self._workers)
        for place in range(_WINDOW * len(self._workers)):
            self._hand_out(place)

    def wait_for_next(self) -> None:
        """Wait until the next of the files has been read; no longer if none reads any more."""
        if not self.stop.alive or not self._workers:
            return
        answers = self._workers[self._met % len(self._workers)].stdout
        if answers is None or not answers.readline():
            _logger.warning("A process that read knowledge files has ended: reading on without it")
            self.stop()
            return
        self._hand_out(self._met)
        self._met += 1

    def _hand_out(self, place: int) -> None:
        """Give the next file to the process whose turn it is."""
        file = next(self._left, None)
        orders = self._workers[place % len(self._workers)].stdin
        if file is None or orders is None:
            return
        # What has ended is noticed when it is waited for.
        with contextlib.suppress(OSError):
            orders.write(os.fsencode(file.absolute()).hex().encode() + b"\n")
            orders.flush()


def read_as_told(folder: Path) -> None:
    """Read the files that are named on standard input, a line each; answer each with a line."""
    # Who presses Ctrl-C ends the program that told us to read, and that closes our input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    reader = Reader(folder)
    for line in sys.stdin:
        # Whoever takes the file up comes upon the problem too, and tells it.
        with contextlib.suppress(KnowledgeError):
            reader.make(Path(os.fsdecode(bytes.fromhex(line))))
        sys.stdout.write("\n")
        sys.stdout.flush()


def _begun(folder: Path) -> subprocess.Popen[bytes] | None:
    # Not by multiprocessing, which would import the main module again, and Telegram with it.
    try:
        return subprocess.Popen(  # noqa: S603  (ourselves)
            [sys.executable, "-m", __name__, str(folder.absolute())],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        _logger.warning("No other process can read knowledge files ahead: %s", error)
        return None


def _stop(workers: Sequence[subprocess.Popen[bytes]]) -> None:
    for one in workers:
        if one.stdin is not None:
            with contextlib.suppress(OSError):
                one.stdin.close()
    for one in workers:
        try:
            one.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            one.kill()
            one.wait()
        if one.stdout is not None:
            one.stdout.close()


if __name__ == "__main__":
    read_as_told(Path(sys.argv[1]))
