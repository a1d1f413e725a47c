"""A change to a knowledge file, and what is served then: both, or neither."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot import menu, reloading
from bot.context import Context
from knowledge.interview import Interview
from knowledge.knowledge_file import read_interview
from knowledge.problem import KnowledgeError, Problem
from knowledge.version_file import Version
from knowledge.versions import Versions

_logger = logging.getLogger(__name__)


class NotServedError(KnowledgeError):
    """A change that could not be served.

    Attributes:
        is_taken_back: whether the file is again what it was before.
    """

    def __init__(self, problems: tuple[Problem, ...], *, is_taken_back: bool) -> None:
        super().__init__(problems)
        self.is_taken_back = is_taken_back


@dataclass(frozen=True)
class Served:
    """A change that is served.

    Attributes:
        made: the version that the file is now; none where it was deleted.
        edition: the name of the state of all that is served.
    """

    made: Version | None
    edition: str


async def served(
    versions: Versions, change: Callable[[], Version | None], who: str, context: Context
) -> Served:
    """Change a knowledge file, and serve it; where it can't be served, take the change back.

    Raises:
        NotServedError: where it can't be served, with the reasons.
        KnowledgeError: where it can't be changed.
    """
    return await serve(versions, await asyncio.to_thread(change), who, context)


async def serve(versions: Versions, made: Version | None, who: str, context: Context) -> Served:
    """Serve a knowledge file as it was just changed; where that can't be, take the change back.

    Raises:
        NotServedError: where it can't be served, with the reasons.
        MovedError: where another machine has changed it meanwhile, whose change is served.
    """
    library = context.services.library
    before = library.current
    problems: tuple[Problem, ...] = ()
    try:
        problems = (await reloading.reload(library)).problems
    except KnowledgeError as error:
        problems = error.problems
    except Exception:
        await _taken_back(versions, made, who)
        raise
    if library.files.get(versions.path) != await asyncio.to_thread(_in_file, versions):
        is_taken_back = await _taken_back(versions, made, who)
        try:
            await reloading.reload(library)
        except KnowledgeError as error:
            _logger.warning("What was taken back is served as it was before: %s", error)
        raise NotServedError(problems, is_taken_back=is_taken_back)
    try:
        made = await context.services.sharing.shared(versions, made)
    finally:
        await menu.keep_up(context.bot, context.services, before)
    return Served(made, library.current.version)


def _in_file(versions: Versions) -> Interview | None:
    """Return what is there now: it may be another's, who published just after."""
    try:
        return read_interview(versions.path)
    except KnowledgeError:
        return None


async def _taken_back(versions: Versions, made: Version | None, who: str) -> bool:
    if made is None:
        return False
    try:
        await asyncio.to_thread(versions.take_back, made.number, who=who)
    except KnowledgeError as error:
        _logger.warning("Could not be taken back: %s", error)
        return False
    return True
