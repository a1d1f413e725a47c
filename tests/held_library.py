"""A library that a test lets grow, a step at a time or all at once."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Semaphore

from knowledge.library import Beginning, Library, Step
from knowledge.matching.vector_cache import VectorCache, untold

PATIENCE = 30


class HeldLibrary(Library):
    """Takes no step that it is not let take."""

    def __init__(
        self, source: Path, beginning: Beginning, cache: VectorCache | None = None
    ) -> None:
        super().__init__(source, cache, untold, beginning)
        self._let = Semaphore(0)
        self._taken = Semaphore(0)
        self._done = Event()

    def grow(self) -> Iterator[Step]:
        steps = super().grow()
        while self._let.acquire():
            step = next(steps, None)
            self._taken.release()
            if step is None:
                self._done.set()
                return
            yield step

    def take(self, count: int) -> None:
        """Let it take some steps, and wait until it has taken them."""
        self._let.release(count)
        for _ in range(count):
            assert self._taken.acquire(timeout=PATIENCE)

    def let_go(self) -> None:
        """Let it take whatever steps it will."""
        self._let.release(1_000_000)

    def take_all(self) -> None:
        """Let it take all the steps that there are, and wait until it has."""
        self.let_go()
        assert self._done.wait(PATIENCE)
