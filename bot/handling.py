"""Updates under way: each is handled once, its chat's in order, and noted as handled."""

import asyncio
import logging
from collections.abc import Callable

from bot.context import Bot
from bot.incoming import Incoming
from bot.ledger import Ledger
from bot.seeing.watching import passed_over, watching

_logger = logging.getLogger(__name__)

# So many may be under way at most, kept ones included: then what comes has to wait at Telegram.
MOST_UNDER_WAY = 5_000


class Handling:
    """Has an application handle updates, and knows which are under way."""

    def __init__(self, application: Bot, ledger: Ledger) -> None:
        self._application = application
        self._ledger = ledger
        self._metrics = application.context_types.context.services.metrics
        self._under_way: set[asyncio.Task[None]] = set()

    @property
    def count(self) -> int:
        """How many updates are under way."""
        return len(self._under_way)

    def begin(self, one: Incoming, handled: Callable[[], object]) -> asyncio.Task[None]:
        """Begin to handle an update; ``handled`` is called when that is done.

        Its place among those of its chat is that of this call.
        """
        task = asyncio.create_task(self._handle(one, handled))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def finish(self, within: float) -> None:
        """Wait for what is under way, so many seconds at most, and give up the rest."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=within)
        if late := list(self._under_way):
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
            _logger.warning("%d updates are left for the next start", len(late))

    async def _handle(self, one: Incoming, handled: Callable[[], object]) -> None:
        update = one.update(self._application.bot)
        if update is None:
            passed_over(one.number, self._metrics)
        else:
            handling = self._application.process_update(update)
            try:
                with watching(update, self._metrics):
                    await self._application.update_processor.process_update(update, handling)
            finally:
                # One that is given up while it waits for its turn was never begun.
                handling.close()
        handled()
        self._ledger.note(one.number)
