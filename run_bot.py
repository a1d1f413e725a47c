#!/usr/bin/env python3
"""Verbatim's one command, with a subcommand for each thing that it does."""

import argparse
import io
import sys
from collections.abc import Callable
from importlib import import_module
from math import inf
from pathlib import Path

from config import Settings, SettingsError, load_settings, unknown_settings

_Command = Callable[[argparse.Namespace, Settings], int]

_PREVIEW_PORT = 8080
# So many wordings make a great difference to how well an exchange is found; a model that is asked
# for more than the most repeats itself.
_WORDINGS, _MOST_WORDINGS = 25, 100
# Seconds for all wordings of an exchange; models on one's own machine take their time.
_PATIENCE = 180.0


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says; return the exit status."""
    options = _parser().parse_args(arguments)
    _speak_utf8()
    try:
        settings = load_settings()
        for line in unknown_settings():
            print(line, file=sys.stderr)
        return int(options.command(options, settings))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has stopped; nothing is left to be said to them.
        sys.stderr.close()
        return 0
    except Exception as error:
        if not isinstance(error, _clear_errors()):
            raise
        print(error, file=sys.stderr)
        return 1


def _clear_errors() -> tuple[type[Exception], ...]:
    """Return the errors whose texts say what is wrong and what would be right.

    They are imported when there is one: what they come from is much, and no command needs it all.
    """
    from commands.serve import PreviewError  # noqa: PLC0415
    from knowledge.evaluation import QuestionsError  # noqa: PLC0415
    from knowledge.importing.refusal import ImportFailedError  # noqa: PLC0415
    from knowledge.matching.model_files import ModelError  # noqa: PLC0415
    from knowledge.plots import PlotsError  # noqa: PLC0415
    from knowledge.problem import KnowledgeError  # noqa: PLC0415

    return (
        SettingsError,
        KnowledgeError,
        ModelError,
        ImportFailedError,
        QuestionsError,
        PlotsError,
        PreviewError,
    )


def _command(module: str, name: str) -> _Command:
    """Return a command that is imported when it is run: each needs much that the others don't."""

    def run(options: argparse.Namespace, settings: Settings) -> int:
        return int(getattr(import_module(f"commands.{module}"), name)(options, settings))

    return run


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="run_bot.py",
        description="Answers questions about a published interview in the speaker's own words. "
        "Without a command: serves Telegram where BOT_TOKEN is set, else a local one.",
    )
    parser.set_defaults(command=_command("serve", "serve"), port=_PREVIEW_PORT)
    commands = parser.add_subparsers(metavar="COMMAND")

    ask = commands.add_parser("ask", help="answer questions in the terminal")
    ask.add_argument("question", nargs="*", help="a question; without one, one a line is read")
    ask.add_argument("--json", action="store_true", help="one JSON object a line")
    ask.set_defaults(command=_command("ask", "ask_questions"))

    importing = commands.add_parser("import", help="make a knowledge file of a published interview")
    importing.add_argument("source", type=Path, help="a page, transcript or text; - for input")
    importing.add_argument("--out", type=Path, help="the knowledge file to write")
    importing.add_argument(
        "--force", action="store_true", help="renew a file that is there; what you added stays"
    )
    importing.add_argument("--json", action="store_true", help="print what was found instead")
    importing.set_defaults(command=_command("import_interview", "import_interview"))

    new = commands.add_parser("new", help="begin a knowledge file by answering a few questions")
    new.add_argument("file", nargs="?", type=Path, help="the knowledge file to begin")
    new.set_defaults(command=_command("new", "begin_interview"))

    check = commands.add_parser("check", help="report every problem of knowledge files")
    check.add_argument("path", nargs="*", type=Path, help="files or folders; else BOT_KNOWLEDGE")
    check.add_argument("--fix", action="store_true", help="mend what is safe; shows it first")
    check.add_argument("--yes", action="store_true", help="with --fix: go ahead without asking")
    check.set_defaults(command=_command("check", "check_knowledge"))

    drafting = commands.add_parser(
        "draft-wordings", help="draft other wordings with a language model, for review"
    )
    drafting.add_argument("file", type=Path, help="the knowledge file that they are for")
    drafting.add_argument("--take", action="store_true", help="put in what was kept of the drafts")
    drafting.add_argument(
        "--count",
        type=_count,
        default=_WORDINGS,
        help=f"wordings of each exchange, 1 to {_MOST_WORDINGS}; %(default)s by default",
    )
    drafting.add_argument(
        "--patience",
        type=_seconds,
        default=_PATIENCE,
        help="seconds to wait for those of an exchange; %(default)g by default",
    )
    drafting.set_defaults(command=_command("draft_wordings", "draft_wordings"))

    schema = commands.add_parser("schema", help="write the JSON Schema by which editors complete")
    schema.add_argument("--out", type=Path, help="the file; knowledge/interviews has it by default")
    schema.set_defaults(command=_command("schema", "write_schema"))

    evaluation = commands.add_parser("eval", help="measure matching on labelled questions")
    evaluation.add_argument("questions", type=Path, help="labelled questions, JSON lines")
    evaluation.add_argument("--interview", help="the interview's id, where several are served")
    evaluation.add_argument("--json", action="store_true", help="one JSON object")
    evaluation.add_argument("--plots", type=Path, metavar="FOLDER", help="draw two plots into it")
    evaluation.add_argument("--wrong", action="store_true", help="list the answers that are wrong")
    evaluation.set_defaults(command=_command("evaluate", "evaluate_matching"))

    stats = commands.add_parser("stats", help="say what was asked, and how it went")
    stats.add_argument(
        "span", nargs="?", choices=("7d", "30d", "all"), default="7d", help="%(default)s by default"
    )
    stats.add_argument("--csv", action="store_true", help="for a spreadsheet")
    stats.set_defaults(command=_command("stats", "print_stats"))

    preview = commands.add_parser("preview", help="try the bot in a local Telegram, in the browser")
    preview.add_argument(
        "--port", type=int, default=_PREVIEW_PORT, help="where to serve it; %(default)s by default"
    )
    preview.set_defaults(command=_command("serve", "serve_preview"))
    return parser


def _count(text: str) -> int:
    count = int(text)
    if not 1 <= count <= _MOST_WORDINGS:
        raise ValueError(count)
    return count


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < inf:
        raise ValueError(seconds)
    return seconds


def _speak_utf8() -> None:
    """Read and write UTF-8 whatever the machine's own language; what can't be shown, as '?'."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
