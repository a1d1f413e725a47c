#!/usr/bin/env python3
"""Verbatim's one command: run · ask · import · check · eval · preview."""

import argparse
import io
import json
import os
import re
import sys
import webbrowser
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import perf_counter

import platformdirs
from pydantic import SecretStr, ValidationError

from config import Settings, SettingsError, load_settings, unknown_settings
from knowledge.evaluation import (
    QuestionsError,
    WrongAnswer,
    as_json,
    evaluate,
    figures,
    read_questions,
    wrong_answers,
)
from knowledge.importing import Imported, ImportFailedError, import_content, import_source
from knowledge.importing.renewal import renewed
from knowledge.interview import Exchange
from knowledge.knowledge_file import write_interview, write_whole
from knowledge.library import Library, check_all, read_all
from knowledge.matching import Match, Matcher
from knowledge.matching.chosen_model import chosen_model
from knowledge.matching.model_files import ModelError
from knowledge.matching.vector_cache import VectorCache
from knowledge.plots import PlotsError, write_plots
from knowledge.problem import KnowledgeError

PREVIEW_PORT = 8080
PREVIEW_USERNAME = "verbatim_bot"
PREVIEW_NAME = "Verbatim"
_MANY_TEXTS = 1000
_STANDARD_INPUT = "-"


class PreviewError(RuntimeError):
    """The local Telegram can't be served; its text says why and what would be right."""


# Their texts say what is wrong and what would be right.
_CLEAR_ERRORS = (
    SettingsError,
    KnowledgeError,
    ModelError,
    ImportFailedError,
    QuestionsError,
    PlotsError,
    PreviewError,
)


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says; return the exit status."""
    options = _parser().parse_args(arguments)
    _speak_utf8()
    try:
        settings = load_settings()
        for line in unknown_settings():
            print(line, file=sys.stderr)
        return int(options.command(options, settings))
    except _CLEAR_ERRORS as error:
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
        "Without a command: serves Telegram where BOT_TOKEN is set, else a local one.",
    )
    parser.set_defaults(command=serve, port=None)
    commands = parser.add_subparsers(metavar="COMMAND")

    ask = commands.add_parser("ask", help="answer questions in the terminal")
    ask.add_argument("question", nargs="*", help="a question; without one, one a line is read")
    ask.add_argument("--json", action="store_true", help="one JSON object a line")
    ask.set_defaults(command=ask_questions)

    importing = commands.add_parser("import", help="make a knowledge file of a published interview")
    importing.add_argument("source", type=Path, help="a page, transcript or text; - for input")
    importing.add_argument("--out", type=Path, help="the knowledge file to write")
    importing.add_argument(
        "--force", action="store_true", help="renew a file that is there; what you added stays"
    )
    importing.add_argument("--json", action="store_true", help="print what was found instead")
    importing.set_defaults(command=import_interview)

    check = commands.add_parser("check", help="report every problem of knowledge files")
    check.add_argument("path", nargs="*", type=Path, help="files or folders; else BOT_KNOWLEDGE")
    check.set_defaults(command=check_knowledge)

    evaluation = commands.add_parser("eval", help="measure matching on labelled questions")
    evaluation.add_argument("questions", type=Path, help="labelled questions, JSON lines")
    evaluation.add_argument("--interview", help="the interview's id, where several are served")
    evaluation.add_argument("--json", action="store_true", help="one JSON object")
    evaluation.add_argument("--plots", type=Path, metavar="FOLDER", help="draw two plots into it")
    evaluation.add_argument("--wrong", action="store_true", help="list the answers that are wrong")
    evaluation.set_defaults(command=evaluate_matching)

    preview = commands.add_parser("preview", help="try the bot in a local Telegram, in the browser")
    preview.add_argument("--port", type=int, help=f"where to serve it; {PREVIEW_PORT} by default")
    preview.set_defaults(command=serve_preview)
    return parser


def serve(options: argparse.Namespace, settings: Settings) -> int:
    """Serve Telegram, or a local one where there is no token."""
    if settings.token is None:
        return serve_preview(options, settings)
    return _run(settings, settings.token, _library(settings))


def serve_preview(options: argparse.Namespace, settings: Settings) -> int:
    """Serve a local Telegram with its chat page, and the bot on it."""
    from preview import (  # noqa: PLC0415  (the other commands need none)
        ChatPage,
        PreviewServer,
        Scene,
        Telegram,
        in_background,
    )

    # What is wrong with it is to be said before anything is served.
    library = _library(settings)
    telegram = Telegram()
    account = telegram.new_bot(PREVIEW_USERNAME, PREVIEW_NAME)
    scene = Scene.ready_made(telegram, account)
    # Only to somebody who has written to it may a bot show commands of their own.
    scene.admin.writes(scene.admin.chat_with(account), "/start")
    wanted = PREVIEW_PORT if options.port is None else options.port
    try:
        server = PreviewServer.at_free_port(telegram, wanted, pages=ChatPage(scene).routes())
    except (OSError, OverflowError) as error:
        raise PreviewError(f"Port {wanted} can't be used: name another with --port") from error
    if wanted not in (0, server.port):
        print(f"Port {wanted} is in use; taking {server.port}.", file=sys.stderr)
    token = SecretStr(account.token)
    admins = settings.admins | {scene.admin.user.id}
    local = {"token": token, "api_url": server.url, "admins": admins}
    with in_background(server):
        _show(server.url)
        return _run(settings.model_copy(update=local), token, library)


def _show(url: str) -> None:
    """Say where the page is, and open it where there is a browser on a screen."""
    from bot import wording  # noqa: PLC0415

    print(wording.preview_at(url), flush=True)
    if sys.stdout.isatty() and _has_screen():
        webbrowser.open(url)


def _has_screen() -> bool:
    """Whether a browser would open a window; else it would take over the terminal, or fail."""
    return sys.platform in ("darwin", "win32") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )


def _run(settings: Settings, token: SecretStr, library: Library) -> int:
    """Serve what speaks the Bot API, until stopped."""
    from bot import logs  # noqa: PLC0415  (the other commands need no Telegram)
    from bot.application import run  # noqa: PLC0415

    logs.configure(token.get_secret_value())
    return run(settings, library)


def ask_questions(options: argparse.Namespace, settings: Settings) -> int:
    """Answer questions, from the command line or from standard input."""
    edition = _library(settings).current
    given = (question.encode("utf-8", "replace").decode() for question in options.question)
    questions: Iterable[str] = given if options.question else _lines()
    if options.json:
        for question in questions:
            print(_match_as_json(edition.matcher, question), flush=True)
        return 0
    from bot import terminal  # noqa: PLC0415

    if not options.question and sys.stdin.isatty():
        terminal.welcome(edition)
        questions = terminal.questions()
    for question in questions:
        terminal.reply(edition, question)
    return 0


def import_interview(options: argparse.Namespace, _settings: Settings) -> int:
    """Make a knowledge file of a source, or renew one."""
    from rich.console import Console  # noqa: PLC0415  (the other commands need neither)

    from knowledge.importing.summary import summary  # noqa: PLC0415

    from_input = str(options.source) == _STANDARD_INPUT
    if from_input:
        found = import_content(sys.stdin.buffer.read(), "standard input")
    else:
        found = import_source(options.source)
    if options.json:
        print(_imported_as_json(found))
        return 0
    target = options.out or (None if from_input else _named_after(options.source))
    if target is None or not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", target.stem):
        print(
            "Name the knowledge file with --out: letters A-Z a-z, digits, _ and -, then .yaml",
            file=sys.stderr,
        )
        return 1
    if target.exists() and not options.force:
        print(
            f"{target} is there already: name another with --out, or renew it with --force",
            file=sys.stderr,
        )
        return 1
    try:
        removed = _write_imported(found, target)
    except OSError as error:
        print(f"{target} can't be written: {error.strerror}", file=sys.stderr)
        return 1
    except ValidationError as error:
        for problem in error.errors():
            place = ".".join(map(str, problem["loc"]))
            print(f"{options.source}: {place}: {problem['msg']}", file=sys.stderr)
        return 1
    who = found.interviewee or "somebody who is not named"
    print(f"{target}: {len(found.exchanges)} exchanges with {who}")
    Console(highlight=False, soft_wrap=True).print(summary(found))
    for one in removed:
        print(f"removed: {one.id} is not in the source any more: {_in_a_line(one.question)}")
    print("Now complete outlet, role, date and address in it, as far as they are known.")
    return 0


def _named_after(source: Path) -> Path:
    name = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in source.stem)
    return Path("knowledge", "interviews", f"{name.strip('-')[:64].lower()}.yaml")


def _write_imported(found: Imported, target: Path) -> tuple[Exchange, ...]:
    """Write a new knowledge file, or renew one; return the exchanges that are no more."""
    if not target.exists():
        write_interview(found.as_interview(target.stem), target)
        return ()
    renewal = renewed(found, target)
    write_whole(renewal.text, target)
    return renewal.removed


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
    questions = read_questions(options.questions, chosen[0])
    for question in questions:
        for fault in question.faults:
            print(fault, file=sys.stderr)
    outcomes = evaluate(Matcher(chosen, _cache(settings), tell=_tell).match, questions)
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


def _library(settings: Settings) -> Library:
    return Library(settings.knowledge, _cache(settings), _tell)


def _cache(settings: Settings) -> VectorCache | None:
    model = chosen_model(settings.model)
    if model is None:
        return None
    return VectorCache(model, settings.cache or platformdirs.user_cache_path("verbatim"))


def _tell(done: int, of: int) -> None:
    """Say how far the sentence model is with texts that it has not read before."""
    # A few hundred take a second or two: only who watches wants to know.
    if of < _MANY_TEXTS and not sys.stderr.isatty():
        return
    print(f"Reading the interviews for what they mean, once: {done} of {of} texts", file=sys.stderr)


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
