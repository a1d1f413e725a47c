"""Knowledge files are the same on all machines that share PostgreSQL: given, taken, and announced.

What a machine serves, and no other has yet, is put into the database; what stands there newer is
written into the machine's own folder, with its versions, and served. Of two changes that are made
at once the first counts; the other is kept as a version.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bot import reloading
from bot.storage import knowledge_files
from bot.storage.database import Database, UnavailableError
from bot.storage.knowledge_files import DELETED, Newest, State
from bot.trouble import Cause, Tell, Trouble, untold
from knowledge.deed import Act, Deed
from knowledge.digests import Digests
from knowledge.knowledge_file import interview_in, read_interview
from knowledge.library import Edition, Library
from knowledge.problem import KnowledgeError
from knowledge.version_file import Version
from knowledge.versions import MovedError, Versions

_logger = logging.getLogger(__name__)

# Seconds between two looks at what other machines wrote, if nothing is heard.
LOOK = 30.0
# Seconds for which the desk waits until what it published is shared.
PATIENCE = 5.0

Reloaded = Callable[[Edition], Awaitable[None]]


@dataclass(frozen=True)
class _File:
    """A file as it is on this machine, and as it is in the database.

    Attributes:
        here: its digest, or ``DELETED``.
        there: none where the database doesn't know it.
    """

    bot: int
    name: str
    here: str
    there: Newest | None


@dataclass(frozen=True)
class _Ours:
    """What this machine has to share of a file; where it is kept as a version, with its number."""

    state: State
    number: int = 1
    is_kept: bool = False


class Sharing:
    """Keeps the knowledge files of this machine and those in the database in step."""

    def __init__(self, database: Database, library: Library, tell: Tell = untold) -> None:
        """Prepare to keep a library's files in step; ``tell`` hears what goes wrong."""
        self._database = database
        self._tell = tell
        self._library = library
        self._digests = Digests(library.source)
        self._bot: int | None = None
        self._is_due = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()
        # What each file was when it was last in step.
        self._known: dict[str, Newest] = {}
        self._said: dict[str, str] = {}
        self._reloaded: Reloaded | None = None
        self._under_way: set[asyncio.Task[bool]] = set()

    @property
    def is_on(self) -> bool:
        """Whether there may be other machines."""
        return self._bot is not None

    def nudge(self, _what: bytes = b"") -> None:
        """Have it looked soon whether there is something to share, or to take."""
        self._is_due.set()

    async def keep(self, bot: int, reloaded: Reloaded) -> None:
        """Keep the files of a bot, given by its id, in step, until cancelled.

        ``reloaded`` is called where something was taken, with what was served before it.
        """
        self._bot, self._reloaded = bot, reloaded
        while True:
            await self._database.comes()
            self._is_due.clear()
            try:
                await self._try_to_come_into_step(bot)
            except Exception:
                # Whatever it is, it must not end the sharing.
                _logger.exception("Not in step with other machines")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._is_due.wait(), LOOK)

    async def shared(self, versions: Versions, made: Version | None) -> Version | None:
        """Share what was just published, if that is soon; where the database is away, later.

        Args:
            versions: of the file that was changed.
            made: what it is now; none where it was deleted.

        Returns:
            What it is now, with the number that it has on all machines.

        Raises:
            MovedError: where another machine was faster; what it made of the file is served.
        """
        if self._bot is None:
            return made
        task = asyncio.create_task(self._try_to_come_into_step(self._bot))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        await asyncio.wait([task], timeout=PATIENCE)
        if not task.done() or not task.result():
            self.nudge()
            return made
        known = self._known.get(versions.path.name)
        if known is not None and known.digest != (made.digest if made else DELETED):
            raise MovedError(versions.path)
        return replace(made, number=known.number) if made and known else made

    async def close(self) -> None:
        """Let what is under way end."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=PATIENCE)

    async def _try_to_come_into_step(self, bot: int) -> bool:
        try:
            await self._come_into_step(bot)
        except UnavailableError:
            return False
        return True

    async def _come_into_step(self, bot: int) -> None:
        async with self._one_at_a_time:
            await reloading.loaded(self._library)
            before = self._library.current
            there = await knowledge_files.newest(self._database, bot)
            here = await asyncio.to_thread(self._digests.now)
            are_taken = False
            try:
                for name in sorted({*there, *here}):
                    if self._digests.is_file_of_source(name):
                        file = _File(bot, name, here.get(name, DELETED), there.get(name))
                        are_taken |= await self._brought_into_step(file)
            finally:
                if are_taken:
                    await self._serve(before)

    async def _brought_into_step(self, file: _File) -> bool:
        """Share or take one file; return whether it was taken. What is wrong is said once."""
        try:
            is_taken = await self._settled(file)
        except MovedError:
            # It was written to just now: it is looked at again when that is served.
            return False
        except (KnowledgeError, OSError) as error:
            if self._said.get(file.name) != str(error):
                self._said[file.name] = str(error)
                _logger.error("Not in step with other machines: %s", error)  # noqa: TRY400
                self._tell(Cause(Trouble.OUT_OF_STEP, file.name))
            return False
        self._said.pop(file.name, None)
        return is_taken

    async def _settled(self, file: _File) -> bool:
        known = self._known.get(file.name)
        there = file.there
        if there is None:
            await self._share(file, 0)
        elif file.here == there.digest:
            # Most files have one version, which needs not be written down to be known.
            if there.digest != DELETED and there.number != (known.number if known else 1):
                await self._take(file, there, known)
            self._known[file.name] = there
        elif known is None:
            was_there = file.here == DELETED or await knowledge_files.numbers_of(
                self._database, file.bot, file.name, file.here
            )
            if was_there:
                return await self._take(file, there, None)
            await self._share(file, there.number)
        elif file.here == known.digest:
            return await self._take(file, there, known)
        elif there == known:
            await self._share(file, there.number)
        else:
            return await self._give_way(file, there, known)
        return False

    async def _share(self, file: _File, based_on: int) -> None:
        """Put what this machine serves of a file into the database; what is broken is not."""
        path = self._path(file)
        if not self._is_served(file):
            return
        ours = await self._what_became_of(file, based_on)
        number = await knowledge_files.put(
            self._database, file.bot, file.name, based_on, [ours.state], ours.number
        )
        if number is None:
            # Another was faster: it is looked at again, with what that made of it.
            self.nudge()
            return
        if ours.is_kept and number != ours.number:
            await asyncio.to_thread(self._versions(path).renumber, ours.number, number)
        self._known[file.name] = Newest(number, file.here)
        _logger.info("Shared: %s, version %s", file.name, number)

    async def _take(self, file: _File, there: Newest, known: Newest | None) -> bool:
        """Write a file as it is in the database, with its versions; return whether it differs."""
        since = known.number - 1 if known else 0
        rows = await knowledge_files.after(self._database, file.bot, file.name, since)
        await asyncio.to_thread(self._write, file, rows)
        number, last = rows[-1]
        self._known[file.name] = Newest(number, last.digest)
        if file.here == there.digest:
            return False
        who = f" by {last.who}" if last.who else ""
        _logger.info("Taken from another machine: %s, version %s%s", file.name, number, who)
        return True

    async def _give_way(self, file: _File, there: Newest, known: Newest) -> bool:
        """Serve what another machine made of a file that was changed here as well.

        What was made of it here is shared as an earlier version, so that it can be brought back:
        also what is not served, be it too new for that, or with problems.
        """
        ours = await self._what_became_of(file, known.number)
        rows = await knowledge_files.after(self._database, file.bot, file.name, there.number - 1)
        number = await knowledge_files.put(
            self._database,
            file.bot,
            file.name,
            there.number,
            [ours.state, rows[-1][1]],
            ours.number + 1,
        )
        if number is None:
            self.nudge()
            return False
        _logger.error(
            "%s was changed on another machine as well, and first: that is served, and what was "
            "made of it here is kept as version %s. Look at /versions, and make the change again.",
            file.name,
            number - 1,
        )
        self._tell(Cause(Trouble.GAVE_WAY, file.name))
        return await self._take(file, there, known)

    async def _serve(self, before: Edition) -> None:
        try:
            await reloading.reload(self._library)
        except KnowledgeError:
            # It has been logged.
            return
        if self._reloaded is not None:
            await self._reloaded(before)

    async def _what_became_of(self, file: _File, number: int) -> _Ours:
        """Return what a file is here, that was in step as the version of a number; 0 of none."""
        path = self._path(file)
        if number and file.here != DELETED and not self._versions(path).folder.exists():
            # What it was before is to be there when it is told what has changed.
            rows = await knowledge_files.after(self._database, file.bot, file.name, number - 1)
            before = [row for row in rows if row[0] == number]
            await asyncio.to_thread(self._versions(path).keep, _versions_in(before))
        return await asyncio.to_thread(self._ours, file)

    def _is_served(self, file: _File) -> bool:
        return self._library.digests.get(self._path(file), DELETED) == file.here

    def _ours(self, file: _File) -> _Ours:
        path = self._path(file)
        if file.here == DELETED:
            return _Ours(State(None, "", Deed(text="deleted"), datetime.now(UTC)))
        versions = self._versions(path)
        if file.there is not None or versions.folder.exists():
            versions.meet()
            newest = versions.kept().versions[0]
            if newest.digest != file.here:
                raise MovedError(path)
            state = State(newest.content, newest.who, newest.what, newest.saved)
            return _Ours(state, newest.number, is_kept=True)
        state = State(path.read_bytes(), "", Deed(act=Act.FOUND), datetime.now(UTC))
        if state.digest != file.here:
            raise MovedError(path)
        return _Ours(state)

    def _write(self, file: _File, rows: Sequence[tuple[int, State]]) -> None:
        path = self._path(file)
        based_on = None if file.here == DELETED else file.here
        content = rows[-1][1].content
        if content is None:
            if based_on is not None:
                self._versions(path).delete(based_on=based_on)
            return
        interview = interview_in(path, content.decode())
        Versions(path, interview.id).receive(_versions_in(rows), based_on=based_on)

    def _versions(self, path: Path) -> Versions:
        served = self._library.files.get(path)
        return Versions(path, served.id if served else read_interview(path).id)

    def _path(self, file: _File) -> Path:
        return self._digests.path(file.name)


def _versions_in(rows: Sequence[tuple[int, State]]) -> list[Version]:
    versions, was_deleted = [], False
    for number, one in rows:
        if one.content is not None:
            is_first = was_deleted or (number == 1 and bool(one.who))
            versions.append(Version(number, one.saved, one.who, one.what, one.content, is_first))
        was_deleted = one.content is None
    return versions
