"""New knowledge while the bot runs: on an admin's word, and whenever a file was saved."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path

from watchfiles import Change, awatch

from knowledge.knowledge_file import is_knowledge_file, knowledge_files
from knowledge.library import Changes, Edition, Library
from knowledge.problem import KnowledgeError, Problem

_logger = logging.getLogger(__name__)

# A file that was written to so few seconds ago may be written to again: it is only half there.
SETTLED = 0.5
# How long changes are gathered, and for how long there must be none, in milliseconds.
_GATHERED, _QUIET = 1000, 200


async def reload(library: Library) -> Changes:
    """Serve the knowledge files as they are now.

    Raises:
        KnowledgeError: where nothing changes because of problems, with each of them.
    """
    try:
        changes = await asyncio.to_thread(library.reload)
    except KnowledgeError as error:
        _logger.warning("Reload refused:\n%s", error)
        raise
    _logger.info("Reloaded: version %s", changes.version)
    for problem in changes.problems:
        _logger.warning("Not taken: %s", problem)
    return changes


async def watch(
    library: Library,
    reloaded: Callable[[Edition], Awaitable[None]],
    refused: Callable[[Sequence[Problem]], None],
) -> None:
    """Serve every change that is saved, until cancelled, or for as long as files can be watched.

    ``reloaded`` is called after each, with what was served before it; ``refused`` where nothing
    changes because of problems.
    """
    source = library.source.resolve()
    # An editor may put a new file in the old one's place: that happens in its folder.
    folder = source if source.is_dir() else source.parent

    def concerns(_change: Change, path: str) -> bool:
        return Path(path) == source or (folder == source and is_knowledge_file(Path(path)))

    saved = awatch(folder, watch_filter=concerns, debounce=_GATHERED, step=_QUIET, recursive=False)
    try:
        async for _ in saved:
            await _settled(source)
            await loaded(library)
            before = library.current
            try:
                await reload(library)
            except KnowledgeError as error:
                refused(error.problems)
            else:
                await reloaded(before)
    except (OSError, RuntimeError) as error:
        _logger.warning("%s can't be watched (%s): changes are served after /reload", folder, error)


async def loaded(library: Library) -> None:
    """Wait until all files are loaded: some may have been when they were not yet as they are."""
    while library.coming is not None:  # noqa: ASYNC110  (it is loaded in a thread)
        await asyncio.sleep(SETTLED)


async def _settled(source: Path) -> None:
    """Wait until nobody has written to the files for a while."""
    while (wait := unsettled(_files(source), time.time())) > 0:
        _logger.debug("%s may be half written: waiting", source)
        await asyncio.sleep(wait)


def unsettled(files: Iterable[Path], now: float) -> float:
    """Return for how many seconds it is too early to read files; one that is gone is no concern."""
    written = [0.0]
    for file in files:
        try:
            written.append(file.stat().st_mtime)
        except OSError:
            continue
    # A clock that was set back, or another machine's, must not make anybody wait for ever.
    return min(max(written) + SETTLED - now, SETTLED)


def _files(source: Path) -> list[Path]:
    try:
        return knowledge_files(source)
    except KnowledgeError:
        return []
