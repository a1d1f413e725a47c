"""``run_bot.py check``: what is wrong with knowledge files."""

import argparse

from config import Settings
from knowledge.library import check_all


def check_knowledge(options: argparse.Namespace, settings: Settings) -> int:
    """Report problems as ``file:line: message``."""
    sources = options.path or [settings.knowledge]
    problems = check_all(sources)
    for problem in problems:
        print(problem)
    if not problems:
        print("No problems.")
    return 1 if problems else 0
