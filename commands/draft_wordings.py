"""``run_bot.py draft-wordings``: help with the wordings by which questions are found."""

import argparse
import asyncio
import sys
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from commands.served import reading_progress, vector_cache
from config import Settings
from knowledge.drafting import Drafter, Drafts
from knowledge.drafts_file import drafts_path, take, write_drafts
from knowledge.interview import Interview
from knowledge.knowledge_file import read_interview
from knowledge.language_model import LanguageModel
from knowledge.matching import Matcher

_NO_ENDPOINT = """\
Drafts are made by a language model of yours, and none is set. Set, in the environment or in .env,
BOT_LLM_URL    the address of any OpenAI-compatible endpoint, such as http://localhost:11434/v1
               for Ollama on this machine
BOT_LLM_MODEL  a model that it serves, such as llama3.2
BOT_LLM_KEY    its key, if it wants one"""


def draft_wordings(options: argparse.Namespace, settings: Settings) -> int:
    """Draft wordings for review beside a knowledge file, or take those that were kept."""
    file: Path = options.file
    if options.take:
        return _take(file, settings)
    model = _language_model(options, settings)
    if model is None:
        print(_NO_ENDPOINT, file=sys.stderr)
        return 1
    target = drafts_path(file)
    if target.exists():
        print(
            f"{target} is there already: look it through and go on with --take, or delete it",
            file=sys.stderr,
        )
        return 1
    interview = read_interview(file)
    matcher = Matcher([interview], vector_cache(settings), tell=reading_progress)
    drafter = Drafter(interview, matcher, model, options.count)
    drafted: list[Drafts] = []
    status = 0
    try:
        _draft_all(interview, drafter, model, drafted)
    except KeyboardInterrupt:
        status = 130
    count = sum(len(one.wordings) for one in drafted)
    if not count:
        print("No drafts were made, and nothing is written.", file=sys.stderr)
        return status or 1
    write_drafts(file, drafted)
    print(f"{target}: {_counted(count, 'draft')}. Delete those that are no good; then")
    print(f"'run_bot.py draft-wordings {file} --take' puts the others into also_asked.")
    return status


def _draft_all(
    interview: Interview, drafter: Drafter, model: LanguageModel, drafted: list[Drafts]
) -> None:
    """Draft for one exchange after another, and show how far it is."""
    console = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)
    with (
        asyncio.Runner() as runner,
        Progress(console=console, transient=True, disable=not console.is_terminal) as progress,
    ):
        exchanges = progress.track(interview.exchanges, description="Drafting")
        try:
            for number, exchange in enumerate(exchanges, 1):
                drafted.append(runner.run(drafter.draft(exchange)))
                console.print(f"{number}. {exchange.id}: {_outcome(drafted[-1])}")
        finally:
            runner.run(model.close())


def _outcome(drafts: Drafts) -> str:
    if drafts.failure is not None:
        return f"no drafts: {drafts.failure}"
    reasons = [f"{count} {reason}" for reason, count in Counter(drafts.dropped).items()]
    dropped = f" (dropped: {', '.join(reasons)})" if reasons else ""
    return _counted(len(drafts.wordings), "draft") + dropped


def _take(file: Path, settings: Settings) -> int:
    taken = take(file, vector_cache(settings))
    for refused in taken.refused:
        print(refused, file=sys.stderr)
    wordings = _counted(len(taken.added), "wording")
    exchanges = _counted(len({one.exchange_id for one in taken.added}), "exchange")
    print(f"{file}: {wordings} added to {exchanges}.")
    return 1 if taken.refused else 0


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _language_model(options: argparse.Namespace, settings: Settings) -> LanguageModel | None:
    if settings.llm_url is None or settings.llm_model is None:
        return None
    key = settings.llm_key.get_secret_value() if settings.llm_key else None
    return LanguageModel(settings.llm_url, settings.llm_model, key, options.patience)
