"""A matcher that is held up by one question: what the bot does meanwhile can be looked at."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

import pytest

from knowledge.interview import Interview
from knowledge.knowledge_file import read_interview
from knowledge.matching import Candidate, Match, Matcher
from preview.people import PATIENCE
from tests.conftest import FEDOROV

# What the matcher does not come back from before it is let go.
HARD = read_interview(FEDOROV).exchanges[1].question


class Held:
    """A matcher that is held up by one question.

    Attributes:
        reached: set once it is asked that question.
        let_go: to be set for it to go on.
    """

    def __init__(self) -> None:
        self.reached = Event()
        self.let_go = Event()

    def wait_at(self, question: str) -> None:
        if question == HARD:
            self.reached.set()
            self.let_go.wait(PATIENCE)

    async def is_reached(self) -> None:
        assert await asyncio.to_thread(self.reached.wait, PATIENCE)


@contextmanager
def held_matcher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    """Hold the matcher up until the end at most."""
    held = Held()
    match, rank = Matcher.match, Matcher.rank

    def slow_match(matcher: Matcher, question: str, within: Interview | None = None) -> Match:
        held.wait_at(question)
        return match(matcher, question, within)

    def slow_rank(matcher: Matcher, question: str, most: int) -> list[Candidate]:
        held.wait_at(question)
        return rank(matcher, question, most)

    monkeypatch.setattr(Matcher, "match", slow_match)
    monkeypatch.setattr(Matcher, "rank", slow_rank)
    yield held
    held.let_go.set()
