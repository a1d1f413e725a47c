"""Answers to inline queries, kept for whoever asks the same again.

As https://core.telegram.org/bots/api#answerinlinequery says: for so many seconds as the bot wishes,
and for everybody, unless the answer is personal.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

from preview.account import InlineAnswer

Json = dict[str, Any]

_EVERYBODY = 0


class InlineQuestion(NamedTuple):
    """What makes an inline query the same as another: where, what, and from which result on."""

    bot: int
    chat_type: str
    query: str
    offset: str


@dataclass(frozen=True)
class _Kept:
    answer: InlineAnswer
    until: float


class InlineCache:
    """The answers that are still good."""

    def __init__(self) -> None:
        self._kept: dict[tuple[InlineQuestion, int], _Kept] = {}

    def keep(self, question: InlineQuestion, user: int, answer: InlineAnswer, now: float) -> None:
        """Keep an answer that somebody was given at a time, in seconds; forget what is stale."""
        self._kept = {key: kept for key, kept in self._kept.items() if now < kept.until}
        whose = user if answer.is_personal else _EVERYBODY
        self._kept[question, whose] = _Kept(answer, now + answer.cache_time)

    def answer(self, question: InlineQuestion, user: int, now: float) -> InlineAnswer | None:
        """Return the answer that is still good for somebody, if there is one."""
        for whose in (user, _EVERYBODY):
            kept = self._kept.get((question, whose))
            if kept is not None and now < kept.until:
                return kept.answer
        return None
