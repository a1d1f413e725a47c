"""Updates that Telegram brings: stored before they are handled, by one of the machines alone."""

import asyncio
import logging
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn

from cachetools import LRUCache

from bot.context import Bot
from bot.handling import MOST_UNDER_WAY, Handling
from bot.incoming import Incoming, from_json
from bot.storage import updates
from bot.storage.database import Database, UnavailableError
from bot.storage.updates import Lease

_logger = logging.getLogger(__name__)

# Seconds after which another machine may handle what a machine has taken that says nothing more of
# it; and between two times at which each says so, and looks for what others have left.
HELD, BETWEEN = 15.0, 5.0
# What was handled is known for a while without the database too.
_REMEMBERED = 10_000


class TooManyError(RuntimeError):
    """More is under way than there is room for: what comes has to come again."""


@dataclass(frozen=True)
class Taken:
    """What became of an update that was brought.

    Attributes:
        handling: it is being handled here; none where it is known already.
        is_stored: whether it is handled even if this process ends now.
    """

    handling: asyncio.Task[None] | None
    is_stored: bool


class Taking:
    """Takes each update once, whichever of several machines it is brought to, however often."""

    def __init__(self, application: Bot, handling: Handling, database: Database) -> None:
        self._application = application
        self._handling = handling
        self._database = database
        self._lease = Lease(secrets.token_hex(8), HELD)
        self._under_way: dict[int, Taken] = {}
        self._handled: LRUCache[int, bool] = LRUCache(_REMEMBERED)
        self._waiting: dict[int, tuple[Incoming, asyncio.Future[bool]]] = {}
        self._has_work = asyncio.Event()

    async def run(self, *, is_alone: bool) -> NoReturn:
        """Store what is brought, hold on to it, and take over what others have left.

        Where this process ``is_alone``, what another has left can be taken at once.
        """
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._store_on())
            tasks.create_task(self._hold_on(is_alone=is_alone))
        raise AssertionError("these tasks go on until they are cancelled")

    async def take(self, one: Incoming) -> Taken:
        """Begin to handle an update that is brought, unless it is known.

        Raises:
            TooManyError: if there is no room for it.
        """
        if known := self._under_way.get(one.number):
            return known
        if one.number in self._handled:
            return Taken(None, is_stored=True)
        if self._handling.count >= MOST_UNDER_WAY:
            raise TooManyError
        try:
            is_new = await self._stored(one)
        except UnavailableError:
            # It may have come a second time meanwhile.
            return self._under_way.get(one.number) or self._begin(one, is_stored=False)
        return self._begin(one) if is_new else Taken(None, is_stored=True)

    async def let_go(self) -> None:
        """Let others have at once what is left here."""
        left = list(self._under_way)
        if left:
            with suppress(UnavailableError):
                await updates.let_go(self._database, self._bot, left)

    @property
    def _bot(self) -> int:
        return self._application.bot.id

    def _begin(self, one: Incoming, *, is_stored: bool = True) -> Taken:
        def handled() -> None:
            self._handled[one.number] = True
            self._under_way.pop(one.number, None)

        taken = Taken(self._handling.begin(one, handled), is_stored)
        self._under_way[one.number] = taken
        return taken

    async def _stored(self, one: Incoming) -> bool:
        """Store an update together with others that came meanwhile; whether it is new."""
        if one.number not in self._waiting:
            self._waiting[one.number] = (one, asyncio.get_running_loop().create_future())
            self._has_work.set()
            return await self._waiting[one.number][1]
        # It came a second time, at the same moment.
        first = self._waiting[one.number][1]
        await asyncio.wait([first])
        first.result()
        return False

    async def _store_on(self) -> NoReturn:
        while True:
            await self._has_work.wait()
            self._has_work.clear()
            waiting, self._waiting = self._waiting, {}
            contents = {number: one.as_json() for number, (one, _) in waiting.items()}
            try:
                taken = await updates.take(self._database, self._bot, contents, self._lease)
            except UnavailableError as error:
                _fail(waiting, error)
            except BaseException:
                _fail(waiting, UnavailableError())
                raise
            else:
                for number, (_, is_new) in waiting.items():
                    if not is_new.done():
                        is_new.set_result(number in taken)

    async def _hold_on(self, *, is_alone: bool) -> NoReturn:
        at_once = is_alone
        while True:
            await self._database.comes()
            try:
                await updates.hold_on(self._database, self._bot, self._lease)
                left = await updates.take_over(
                    self._database, self._bot, self._lease, at_once=at_once
                )
            except UnavailableError:
                continue
            for content in left:
                one = from_json(content)
                if one and one.number not in self._under_way and one.number not in self._handled:
                    self._begin(one)
            if left:
                _logger.info("%d updates that were left are handled now", len(left))
            at_once = at_once and bool(left)
            await asyncio.sleep(0 if at_once else BETWEEN)


def _fail(
    waiting: Mapping[int, tuple[Incoming, asyncio.Future[bool]]], error: UnavailableError
) -> None:
    for _, is_new in waiting.values():
        if not is_new.done():
            is_new.set_exception(error)
