"""Grows a library in a thread of its own, beside those that answer from it."""

import gc
import logging
from collections.abc import Callable
from threading import Event, Thread
from time import monotonic

from knowledge.library import Library, Step, Work

_logger = logging.getLogger(__name__)

# Seconds between two lines of the log that say how far it is.
_QUIET = 5.0
# Seconds to wait for a step to end; what takes longer, or hangs, keeps no process from ending.
_PATIENCE = 5.0


class Growth:
    """Has a library load and read what it has not yet, until it is stopped."""

    def __init__(self, library: Library, served: Callable[[], None]) -> None:
        """Take what is to grow; ``served`` is called, in the thread, when more of it is served."""
        self._library = library
        self._served = served
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="growth", daemon=True)
        self._said = monotonic()
        self._said_last: Step | None = None

    def start(self) -> None:
        """Begin; what has nothing to do waits until a reload brings something."""
        self._thread.start()

    def stop(self) -> None:
        """Stop between two steps, and wait for that: as a rule a fraction of a second."""
        self._stopping.set()
        self._library.unfinished.set()
        self._thread.join(_PATIENCE)

    def _run(self) -> None:
        while self._library.unfinished.wait() and not self._stopping.is_set():
            try:
                self._grow()
            except Exception:
                # Whatever it is, what is served is served on.
                _logger.exception(
                    "What is not loaded or read yet is left off until the next reload"
                )
                self._library.leave_off()
                self._served()

    def _grow(self) -> None:
        library, step = self._library, None
        served = library.current
        for following in library.grow():
            if step is not None and step.work is not following.work:
                self._log_end(step)
            step = following
            self._log(step)
            if step.work is Work.LOADING:
                _spare_the_collector()
            if library.current is not served:
                served = library.current
                self._served()
            if self._stopping.is_set():
                return
        if step is not None:
            self._log_end(step)
            self._served()

    def _log(self, step: Step) -> None:
        for problem in step.problems:
            _logger.warning("Left out: %s", problem)
        if monotonic() - self._said >= _QUIET:
            self._say(step)

    def _log_end(self, step: Step) -> None:
        self._say(step)
        if step.work is Work.LOADING:
            _logger.info("Knowledge version %s", self._library.current.version)

    def _say(self, step: Step) -> None:
        if step == self._said_last:
            return
        self._said, self._said_last = monotonic(), step
        match step.work:
            case Work.LOADING:
                _logger.info("Loaded %s of %s interviews", f"{step.done:,}", f"{step.of:,}")
            case Work.READING:
                _logger.info(
                    "Reading the interviews for what they mean: %s of %s texts",
                    f"{step.done:,}",
                    f"{step.of:,}",
                )


def _spare_the_collector() -> None:
    """Have garbage not looked for in what was loaded: it stays, and to look holds up all threads.

    With tens of thousands of exchanges a look takes a second.
    """
    gc.collect(0)
    gc.freeze()
