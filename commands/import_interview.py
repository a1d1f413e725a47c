"""``run_bot.py import``: a published page or transcript becomes a knowledge file."""

import argparse
import json
import re
import sys
from pathlib import Path

from pydantic import ValidationError

from config import Settings
from knowledge.importing.found import Imported
from knowledge.importing.imported import import_content, import_source
from knowledge.importing.renewal import renewed
from knowledge.interview import Exchange
from knowledge.knowledge_file import write_interview
from knowledge.whole_file import write_whole

_STANDARD_INPUT = "-"


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
        print(f"removed: {one.id} is not in the source any more: {' '.join(one.question.split())}")
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
    write_whole(target, renewal.text.encode())
    return renewal.removed


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
