"""What is wrong with knowledge files, as admins are told."""

from collections.abc import Sequence

from bot.fitting import as_many_as_fit, shortened
from bot.keyboard import Row
from bot.reply import Reply, said
from bot.wording import Wording
from knowledge.problem import Problem

# A problem may name a field, and that may have any length.
_LONGEST_PROBLEM = 600


def with_problems(wording: Wording, text: str, problems: Sequence[Problem], *rows: Row) -> Reply:
    """Say something of the bot's own, and as many problems as fit the message, a line each."""
    return said(as_many_as_fit(wording, [text, *listed_problems(problems)]), *rows)


def listed_problems(problems: Sequence[Problem]) -> list[str]:
    """Return problems in a line each; files by name, not by their place on the machine."""
    return [
        f"{problem.path.name}:{problem.line}: {_short(problem.message)}"
        if problem.line
        else f"{problem.path.name}: {_short(problem.message)}"
        for problem in problems
    ]


def _short(message: str) -> str:
    return message if len(message) <= _LONGEST_PROBLEM else shortened(message, _LONGEST_PROBLEM)
