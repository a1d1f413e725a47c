#!/usr/bin/env python3
"""Verbatim's one command: run · ask · import · check · eval."""

import argparse
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import perf_counter

from pydantic import ValidationError

from config import Settings, SettingsError, load_settings, unknown_settings
from knowledge.evaluation import QuestionsError, as_json, evaluate, figures, read_questions
from knowledge.importing import Imported, ImportFailedError, import_source
from knowledge.knowledge_file import write_interview
from knowledge.library import Library, check_all, read_all
from knowledge.matching import Match, Matcher
from knowledge.problem import KnowledgeError


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says; return the exit status."""
    options = _parser().parse_args(arguments)
    _speak_utf8()
    try:
        settings = load_settings()
        for line in unknown_settings():
            print(line, file=sys.stderr)
        return int(options.command(options, settings))
    except (SettingsError, KnowledgeError, ImportFailedError, QuestionsError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has stopped; nothing is left to be said to them.
        sys.stderr.close()
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="run_bot.py",
        description="Answers questions about a published interview in the speaker's own words. "
        "Without a command: serves Telegram where BOT_TOKEN is set, else the terminal.",
    )
    parser.set_defaults(command=serve)
    commands = parser.add_subparsers(metavar="COMMAND")

    ask = commands.add_parser("ask", help="answer questions in the terminal")
    ask.add_argument("question", nargs="*", help="a question; without one, one a line is read")
    ask.add_argument("--json", action="store_true", help="one JSON object a line")
    ask.set_defaults(command=ask_questions)

    importing = commands.add_parser("import", help="make a knowledge file of a published interview")
    importing.add_argument("source", type=Path, help="text with the labels 'Q:' and 'Name:'")
    importing.add_argument("--out", type=Path, help="the knowledge file to write")
    importing.add_argument("--json", action="store_true", help="print what was found instead")
    importing.set_defaults(command=import_interview)

    check = commands.add_parser("check", help="report every problem of knowledge files")
    check.add_argument("path", nargs="*", type=Path, help="files or folders; else BOT_KNOWLEDGE")
    check.set_defaults(command=check_knowledge)

    evaluation = commands.add_parser("eval", help="measure matching on labelled questions")
    evaluation.add_argument("questions", type=Path, help="labelled questions, JSON lines")
    evaluation.add_argument("--interview", help="the interview's id, where several are served")
    evaluation.add_argument("--json", action="store_true", help="one JSON object")
    evaluation.set_defaults(command=evaluate_matching)
    return parser


def serve(_options: argparse.Namespace, settings: Settings) -> int:
    """Serve Telegram, or the terminal where there is no token."""
    if settings.token is not None:
        from bot.application import run  # noqa: PLC0415  (the other commands need no Telegram)

        return run(settings, Library(settings.knowledge))
    from bot import terminal  # noqa: PLC0415

    library = Library(settings.knowledge)
    terminal.welcome(library.current)
    for question in terminal.questions():
        terminal.reply(library.current, question)
    return 0


def ask_questions(options: argparse.Namespace, settings: Settings) -> int:
    """Answer questions, from the command line or from standard input."""
    edition = Library(settings.knowledge).current
    given = (question.encode("utf-8", "replace").decode() for question in options.question)
    questions: Iterable[str] = given if options.question else _lines()
    if options.json:
        for question in questions:
            print(_match_as_json(edition.matcher, question), flush=True)
        return 0
    from bot import terminal  # noqa: PLC0415

    for question in questions:
        terminal.reply(edition, question)
    return 0


def import_interview(options: argparse.Namespace, _settings: Settings) -> int:
    """Make a knowledge file of a source."""
    found = import_source(options.source)
    if options.json:
        print(_imported_as_json(found))
        return 0
    name = "".join(
        sign if sign.isascii() and sign.isalnum() else "-" for sign in options.source.stem
    )
    target = options.out or Path("knowledge", "interviews", f"{name.strip('-')[:64].lower()}.yaml")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", target.stem):
        print(
            "Name the knowledge file with --out: letters A-Z a-z, digits, _ and -, then .yaml",
            file=sys.stderr,
        )
        return 1
    if target.exists():
        print(f"{target} is there already: name another with --out", file=sys.stderr)
        return 1
    try:
        write_interview(found.as_interview(target.stem), target)
    except OSError as error:
        print(f"{target} can't be written: {error.strerror}", file=sys.stderr)
        return 1
    except ValidationError as error:
        for problem in error.errors():
            place = ".".join(map(str, problem["loc"]))
            print(f"{options.source}: {place}: {problem['msg']}", file=sys.stderr)
        return 1
    print(f"{target}: {len(found.exchanges)} exchanges with {found.interviewee}")
    for line in found.skipped:
        print(f"skipped: {line}")
    print("Now complete outlet, role, date and address in it, as far as they are known.")
    return 0


def check_knowledge(options: argparse.Namespace, settings: Settings) -> int:
    """Report problems as ``file:line: message``."""
    sources = options.path or [settings.knowledge]
    problems = check_all(sources)
    for problem in problems:
        print(problem)
    if not problems:
        print("No problems.")
    return 1 if problems else 0


def evaluate_matching(options: argparse.Namespace, settings: Settings) -> int:
    """Measure how well labelled questions are matched."""
    interviews = read_all(settings.knowledge)
    chosen = [one for one in interviews if options.interview in (None, one.id)]
    if len(chosen) != 1:
        ids = ", ".join(one.id for one in interviews)
        print(f"name one interview with --interview: {ids}", file=sys.stderr)
        return 1
    matcher = Matcher(chosen)
    found = figures(evaluate(matcher.match, read_questions(options.questions, chosen[0])))
    if options.json:
        print(as_json(found))
        return 0
    for name, value in vars(found).items():
        shown = "-" if value is None else value if isinstance(value, int) else f"{value:.3f}"
        print(f"{name:<18} {shown:>8}")
    return 0


def _speak_utf8() -> None:
    """Read and write UTF-8 whatever the machine's own language; what can't be shown, as '?'."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


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


def _imported_as_json(found: Imported) -> str:
    exchanges = [
        {"id": one.id, "number": number, "question": one.question, "answer": list(one.answer)}
        for number, one in enumerate(found.exchanges, 1)
    ]
    result = {
        "title": found.title,
        "interviewee": found.interviewee,
        "outlet": found.outlet,
        "introduction": list(found.introduction),
        "exchanges": exchanges,
        "skipped": list(found.skipped),
    }
    return json.dumps(result, ensure_ascii=False, indent=2)


if __name__ == "__main__":
    sys.exit(main())
