"""Looks questions up beside the event loop, so that nobody's question holds up another's."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from knowledge.interview import Interview
from knowledge.library import Edition
from knowledge.matching import Candidate, Match
from knowledge.matching.second_reader import SecondReader, is_uncertain, weigh

Found = TypeVar("Found")


class Finder:
    """Finds what answers a question, in a thread of its own."""

    def __init__(self, second_reader: SecondReader | None) -> None:
        self._thread = ThreadPoolExecutor(1, "matching")
        self._second_reader = second_reader

    async def match(
        self, question: str, edition: Edition, within: Interview | None = None
    ) -> Match:
        """Return the decision for a question; an uncertain one with the second reader's view.

        It is looked up ``within`` one interview, where one is given; see ``Matcher``.
        """
        matcher = edition.matcher
        found = await self._beside(lambda: matcher.match(question, within))
        if self._second_reader is None or not is_uncertain(found):
            return found
        choice = await self._second_reader.choose(question, found.candidates)
        return weigh(found, choice, matcher.is_sure)

    async def rank(self, question: str, edition: Edition, most: int) -> list[Candidate]:
        """Return the ``most`` likeliest exchanges for a question, best first."""
        return await self._beside(lambda: edition.matcher.rank(question, most))

    async def look_up(
        self, text: str, edition: Edition, most: int, least: float
    ) -> list[Candidate]:
        """Return what is likeliest, with at least the ``least`` confidence; see ``Matcher``."""
        return await self._beside(lambda: edition.matcher.look_up(text, most, least))

    async def close(self) -> None:
        """Let go of the thread and of connections."""
        self._thread.shutdown(wait=False)
        if self._second_reader is not None:
            await self._second_reader.close()

    async def _beside(self, work: Callable[[], Found]) -> Found:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
