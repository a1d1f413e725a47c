"""``run_bot.py eval``: how well labelled questions are matched."""

import argparse
import sys

from commands.served import reading_progress, vector_cache
from config import Settings
from knowledge.evaluation import (
    WrongAnswer,
    as_json,
    evaluate,
    figures,
    read_questions,
    wrong_answers,
)
from knowledge.loading import read_all
from knowledge.matching import Matcher
from knowledge.plots import write_plots


def evaluate_matching(options: argparse.Namespace, settings: Settings) -> int:
    """Measure how well labelled questions are matched."""
    interviews = read_all(settings.knowledge)
    chosen = [one for one in interviews if options.interview in (None, one.id)]
    if len(chosen) != 1:
        ids = ", ".join(one.id for one in interviews)
        print(f"name one interview with --interview: {ids}", file=sys.stderr)
        return 1
    questions = read_questions(options.questions, chosen[0])
    for question in questions:
        for fault in question.faults:
            print(fault, file=sys.stderr)
    outcomes = evaluate(
        Matcher(chosen, vector_cache(settings), tell=reading_progress).match, questions
    )
    found = figures(outcomes)
    wrong = wrong_answers(outcomes, chosen[0]) if options.wrong else None
    if options.json:
        print(as_json(found, wrong))
    else:
        for name, value in vars(found).items():
            shown = "-" if value is None else value if isinstance(value, int) else f"{value:.3f}"
            print(f"{name:<18} {shown:>8}")
        if wrong is not None:
            _print_wrong(wrong)
    # Last, so that the figures are there even where the plots can't be drawn.
    if options.plots is not None:
        write_plots(outcomes, options.plots)
    return 0


def _print_wrong(answers: list[WrongAnswer]) -> None:
    print(f"\nAnswers that should not have been given: {len(answers)}")
    for one in answers:
        given = f"{one.given.number}. {_in_a_line(one.given.question)}"
        print(f"\n{_in_a_line(one.question)} ({one.kind})")
        print(f"  answered: {given} (confidence {one.confidence:.2f})")
        if not one.right:
            print("  right:    the interview does not answer it")
        for asked in one.right:
            print(f"  right:    {asked.number}. {_in_a_line(asked.question)}")


def _in_a_line(text: str) -> str:
    return " ".join(text.split())
