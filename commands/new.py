"""``run_bot.py new``: a knowledge file, begun by asking for the few facts."""

import argparse
import sys
from pathlib import Path

from config import Settings
from knowledge.knowledge_file import fault, write_new
from knowledge.schema import SCHEMA_NAME
from knowledge.starting import FACTS, Fact, begun_as_yaml

_FOLDER = Path("knowledge", "interviews")
_ENDINGS = (".yaml", ".yml")
_LANGUAGE = "en"


def begin_interview(options: argparse.Namespace, _settings: Settings) -> int:
    """Ask for the facts of an interview and write a file that has them; nothing is written over."""
    file: Path | None = options.file
    if file is not None and (wrong := _unfit(file)):
        print(wrong, file=sys.stderr)
        return 1
    print("A new interview. Leave empty what is not known; Ctrl-C ends it, and nothing is written.")
    try:
        facts = {fact.name: _asked(fact, file) for fact in FACTS}
    except EOFError:
        print("\nNothing is written.", file=sys.stderr)
        return 1
    target = file or _file_of(facts["id"])
    text = begun_as_yaml(facts)
    try:
        write_new(target, text)
    except OSError as error:
        reason = error.strerror or "it is there already"
        print(f"{target} can't be written: {reason}", file=sys.stderr)
        return 1
    line = text[: text.index("\nexchanges:")].count("\n") + 2
    print(f"{target} is begun. Now write the questions and answers into it, from line {line} on;")
    print(f"'run_bot.py check {target}' says what is still missing.")
    schema = target.with_name(SCHEMA_NAME)
    if not schema.exists():
        print(f"For editors that complete as you type: 'run_bot.py schema --out {schema}'.")
    return 0


def _unfit(file: Path) -> str | None:
    if file.suffix not in _ENDINGS:
        return f"{file} is no name for a knowledge file: let it end in .yaml"
    try:
        # A link that leads nowhere is there too.
        is_there = file.exists() or file.is_symlink()
    except OSError as error:
        return f"{file} can't be written: {error.strerror}"
    return f"{file} is there already: name another file" if is_there else None


def _asked(fact: Fact, file: Path | None) -> str:
    """Ask until the answer can be used."""
    standard = _standard(fact, file)
    hint = f" [{standard}]" if standard else "" if fact.needed else " (may stay empty)"
    while True:
        answer = " ".join(input(f"{fact.asked}{hint}: ").split()) or standard
        wrong = fault(fact.name, answer)
        if wrong is None and fact.name == "id" and file is None:
            wrong = _unfit(_file_of(answer))
        if wrong is None:
            return answer
        print(f"  {wrong}")


def _standard(fact: Fact, file: Path | None) -> str:
    """Return what is taken where nothing is answered."""
    if fact.name == "language":
        return _LANGUAGE
    if fact.name == "id" and file is not None and fault("id", file.stem) is None:
        return file.stem
    return ""


def _file_of(interview_id: str) -> Path:
    return _FOLDER / f"{interview_id}.yaml"
