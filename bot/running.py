"""The bot from its start to its end: it connects, receives, and stops when it is told to."""

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, nullcontext, suppress
from types import FrameType
from typing import NoReturn

from bot.context import Bot
from bot.insisting import until_it_answers
from bot.polling import Polling
from bot.seeing.status_pages import showing
from bot.webhook import Webhook

_logger = logging.getLogger(__name__)

# Seconds for what is under way when the bot is told to stop.
TO_FINISH = 10.0
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def run(
    application: Bot, *, shows_status: bool = True, leave: Callable[[int], None] = os._exit
) -> None:
    """Serve Telegram until SIGTERM or Ctrl-C; a second one leaves at once.

    It shows how it is at BOT_STATUS_LISTEN, unless told not to. What is to be done first is done
    by another way to ``leave`` with an exit status.

    Raises:
        InvalidToken: where Telegram doesn't know the bot.
    """
    stop = _Stop(leave)
    for number in _STOP_SIGNALS:
        signal.signal(number, stop)
    try:
        asyncio.run(_serve(application, stop, shows_status=shows_status))
    finally:
        stop.is_told = True


@asynccontextmanager
async def receiving(application: Bot) -> AsyncIterator[asyncio.Task[NoReturn]]:
    """Have an application that is initialized receive updates; finish what is under way at the end.

    The task fails where it can't go on.
    """
    services = application.context_types.context.services
    way = Webhook if services.settings.mode == "webhook" else Polling
    taking = way(application, services.ledger)
    await application.start()
    task = asyncio.create_task(taking.run())
    try:
        yield task
    finally:
        began = asyncio.get_running_loop().time()
        task.cancel()
        await asyncio.wait([task])
        await application.stop()
        took = asyncio.get_running_loop().time() - began
        await taking.finish(max(0.0, TO_FINISH - took))


class _Stop:
    """What a signal does: the first asks to stop, the next ends the process at once.

    It comes between any two steps of the program, even where those hold up the event loop.
    """

    def __init__(self, leave: Callable[[int], None]) -> None:
        self.is_told = False
        self._leave = leave
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_asked = asyncio.Event()

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        if self.is_told:
            self._leave(128 + number)
        self.is_told = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._is_asked.set)

    async def is_asked(self) -> None:
        """Wait until the first signal."""
        self._loop = asyncio.get_running_loop()
        if not self.is_told:
            await self._is_asked.wait()


async def _serve(application: Bot, stop: _Stop, *, shows_status: bool) -> None:
    async with showing(application) if shows_status else nullcontext():
        await _serve_until(application, stop)


async def _serve_until(application: Bot, stop: _Stop) -> None:
    asked = asyncio.create_task(stop.is_asked())
    try:
        if await _ends_before(asked, _connect(application)):
            async with receiving(application) as task:
                await asyncio.wait([task, asked], return_when=asyncio.FIRST_COMPLETED)
                if task.done():
                    task.result()
                _logger.info("Stopping when what is under way is finished")
    finally:
        asked.cancel()
        await application.shutdown()
        # What could not be initialized is not shut down by the library.
        await application.bot.request.shutdown()
        if application.post_shutdown:
            await application.post_shutdown(application)


async def _connect(application: Bot) -> None:
    await until_it_answers(application.initialize)
    if application.post_init:
        await application.post_init(application)
    if application.context_types.context.services.settings.mode == "polling":
        # Updates are not to be polled for while there is a webhook.
        await until_it_answers(application.bot.delete_webhook)


async def _ends_before(asked: asyncio.Task[None], work: Coroutine[None, None, None]) -> bool:
    """Do some work, unless asked to stop meanwhile; return whether it is done."""
    task = asyncio.create_task(work)
    await asyncio.wait([task, asked], return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        task.result()
        return True
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    return False
