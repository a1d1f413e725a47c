"""The same conversation in a terminal, for trying the bot without a token."""

import sys
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.padding import Padding

from bot.small_talk import small_talk
from bot.wording import ENGLISH
from knowledge.interview import Interview
from knowledge.library import Edition, Entry
from knowledge.matching import Decision, Match

PROMPT = "\nYour question (Ctrl-D ends): "

_console = Console(highlight=False, markup=False, emoji=False, soft_wrap=False)


def welcome(edition: Edition) -> None:
    """Say what can be asked."""
    _console.print(ENGLISH.greeting(edition.interviews))


def questions() -> Iterator[str]:
    """Yield what is typed, line by line, until the end of input."""
    while True:
        try:
            line = input(PROMPT if sys.stdin.isatty() else "")
        except EOFError:
            return
        if line.strip():
            yield line


def reply(edition: Edition, question: str) -> None:
    """Print what a question is answered with."""
    if (kind := small_talk(question)) is not None:
        _console.print(ENGLISH.small_talk(kind, edition.interviews))
        return
    found = edition.matcher.match(question)
    if found.decision is Decision.ANSWER:
        _print_answer(edition.entry_of(found.candidates[0]))
    elif found.decision is Decision.SUGGEST:
        _print_suggestions(found, edition)
    elif found.named and not found.candidates:
        _print_interviews(found.named)
    else:
        _console.print(ENGLISH.not_in_interview(found.named or edition.interviews))


def _print_suggestions(found: Match, edition: Edition) -> None:
    if found.is_elsewhere:
        _console.print(ENGLISH.closest_elsewhere(found.named))
    else:
        _console.print(ENGLISH.not_sure)
        _console.print(ENGLISH.closest([one.interview for one in found.candidates]))
    for candidate in found.candidates:
        _console.print(Padding(candidate.exchange.question, (0, 0, 0, 2)))
        if edition.has_several:
            whose = ENGLISH.whose(candidate.interview)
            _console.print(Padding(whose, (0, 0, 0, 4)), style="dim")


def _print_interviews(interviews: Sequence[Interview]) -> None:
    """Print what was asked in the one interview that is named, or which ones are named."""
    for interview in interviews:
        _console.print(ENGLISH.in_short(interview), style="bold")
        for exchange in interview.exchanges if len(interviews) == 1 else ():
            _console.print(Padding(exchange.question, (0, 0, 0, 2)))


def _print_answer(entry: Entry) -> None:
    interview, exchange = entry.interview, entry.exchange
    _console.print(ENGLISH.asked_by(interview.source))
    _console.print(exchange.question, style="bold")
    for paragraph in exchange.paragraphs:
        _console.print()
        _console.print(Padding(f"“{paragraph}”", (0, 0, 0, 2)))
    _console.print()
    _console.print(ENGLISH.person(interview.interviewee))
    if entry.among_others and interview.title:
        _console.print(interview.title)
    where = (
        ENGLISH.published(interview.source),
        ENGLISH.place(entry.number, len(interview.exchanges)),
        interview.url,
    )
    _console.print(" · ".join(part for part in where if part), style="dim")
