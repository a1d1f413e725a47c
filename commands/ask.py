"""``run_bot.py ask``: questions answered in the terminal."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from time import perf_counter

from commands.served import served_library
from config import Settings
from knowledge.matching import Match, Matcher


def ask_questions(options: argparse.Namespace, settings: Settings) -> int:
    """Answer questions, from the command line or from standard input."""
    edition = served_library(settings).current
    given = (question.encode("utf-8", "replace").decode() for question in options.question)
    questions: Iterable[str] = given if options.question else _lines()
    if options.json:
        for question in questions:
            print(_match_as_json(edition.matcher, question), flush=True)
        return 0
    from bot import terminal  # noqa: PLC0415

    is_typed = not options.question and sys.stdin.isatty()
    if is_typed:
        terminal.welcome(edition)
        questions = terminal.questions()
    for number, question in enumerate(questions):
        # Where they are typed, the next question stands between two answers.
        if number and not is_typed:
            print()
        terminal.reply(edition, question)
    return 0


def _lines() -> Iterator[str]:
    for line in sys.stdin:
        yield line.rstrip("\n")


def _match_as_json(matcher: Matcher, question: str) -> str:
    start = perf_counter()
    match: Match = matcher.match(question)
    ms = (perf_counter() - start) * 1000
    candidates = [
        {
            "interview": one.interview.id,
            "id": one.exchange.id,
            "number": one.number,
            "confidence": round(one.confidence, 4),
            "question": one.exchange.question,
            "answer": one.exchange.answer,
            "quote": one.passage,
        }
        for one in match.candidates
    ]
    result = {"question": question, "decision": match.decision, "ms": round(ms, 3)}
    return json.dumps(result | {"candidates": candidates}, ensure_ascii=False)
