"""The same conversation in a terminal, for trying the bot without a token."""

import sys
from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding

from bot import wording
from bot.small_talk import small_talk
from knowledge.library import Edition
from knowledge.matching import Candidate, Decision

_console = Console(highlight=False, markup=False, emoji=False, soft_wrap=False)


def welcome(edition: Edition) -> None:
    """Say what can be asked."""
    _console.print(wording.greeting(edition.interviews))


def questions() -> Iterator[str]:
    """Yield what is typed, line by line, until the end of input."""
    while True:
        try:
            line = input(wording.PROMPT if sys.stdin.isatty() else "")
        except EOFError:
            return
        if line.strip():
            yield line


def reply(edition: Edition, question: str) -> None:
    """Print what a question is answered with."""
    if (kind := small_talk(question)) is not None:
        _console.print(wording.small_talk(kind, edition.interviews))
        return
    found = edition.matcher.match(question)
    if found.decision is Decision.ANSWER:
        _print_answer(found.candidates[0])
    elif found.decision is Decision.SUGGEST:
        _console.print(wording.NOT_SURE)
        _console.print(wording.closest([one.interview for one in found.candidates]))
        for candidate in found.candidates:
            _console.print(Padding(candidate.exchange.question, (0, 0, 0, 2)))
    else:
        _console.print(wording.not_in_interview(edition.interviews))


def _print_answer(candidate: Candidate) -> None:
    interview = candidate.interview
    _console.print(wording.asked_by(interview.source))
    _console.print(candidate.exchange.question, style="bold")
    for paragraph in candidate.exchange.paragraphs:
        _console.print()
        _console.print(Padding(f"“{paragraph}”", (0, 0, 0, 2)))
    _console.print()
    _console.print(wording.person(interview.interviewee))
    where = (
        wording.published(interview.source),
        wording.place(candidate.number, len(interview.exchanges)),
        interview.url,
    )
    _console.print(" · ".join(part for part in where if part), style="dim")
