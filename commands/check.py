"""``run_bot.py check``: what is wrong with knowledge files, and what of it can be mended."""

import argparse
import difflib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.console import Console

from config import Settings
from knowledge.knowledge_file import knowledge_files
from knowledge.loading import check_all
from knowledge.mending import Mending, mend
from knowledge.problem import KnowledgeError

_STYLES = {"+": "green", "-": "red", "@": "cyan"}


def check_knowledge(options: argparse.Namespace, settings: Settings) -> int:
    """Report problems as ``file:line: message``; with ``--fix``, mend what is safe before."""
    if options.yes and not options.fix:
        print("--yes goes with --fix, which shows what it would mend", file=sys.stderr)
        return 2
    sources = options.path or [settings.knowledge]
    done = _fix(sources, sure=options.yes) if options.fix else True
    problems = check_all(sources)
    for problem in problems:
        print(problem)
    if not problems:
        print("No problems." if done else "No other problems.")
    return 0 if done and not problems else 1


def _fix(sources: Iterable[Path], *, sure: bool) -> bool:
    """Mend files if whoever asked for it agrees; return whether nothing is left that could be."""
    mendings = [mending for file in dict.fromkeys(_files(sources)) if (mending := _mending(file))]
    changed = [one for one in mendings if one.before != one.after]
    for one in changed:
        _show(one)
    agreed = not changed or sure or _agrees(changed)
    if agreed:
        for one in changed:
            one.write()
            print(f"{one.path} is mended.")
    for one in mendings:
        for left in one.left:
            print(f"not mended: {left}", file=sys.stderr)
    return agreed


def _files(sources: Iterable[Path]) -> Iterator[Path]:
    for source in sources:
        try:
            yield from knowledge_files(source)
        except KnowledgeError:
            # To be reported with all others.
            continue


def _mending(file: Path) -> Mending | None:
    try:
        return mend(file)
    except KnowledgeError:
        return None


def _show(mending: Mending) -> None:
    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    for line in difflib.unified_diff(
        mending.before.splitlines(keepends=True),
        mending.after.splitlines(keepends=True),
        str(mending.path),
        f"{mending.path} (mended)",
    ):
        shown = line.rstrip("\r\n")
        console.print(shown, style=_STYLES.get(shown[:1]))
        if shown == line:
            console.print("\\ No newline at end of file")


def _agrees(changed: list[Mending]) -> bool:
    files = "1 file" if len(changed) == 1 else f"{len(changed)} files"
    if not sys.stdin.isatty():
        print(f"Nothing is changed yet: --yes mends {files}.")
        return False
    try:
        agreed = input(f"Mend {files}? [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        print()
        agreed = False
    if not agreed:
        print("Nothing is changed.")
    return agreed
