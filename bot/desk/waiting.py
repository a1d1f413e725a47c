"""Files that wait, on all machines that share PostgreSQL: the next press may come to another."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

from bot.context import Context
from bot.storage import waiting_files
from bot.storage.database import UnavailableError
from knowledge.problem import KnowledgeError
from knowledge.waiting import WaitingFiles


async def share(key: str, context: Context) -> None:
    """Have the other machines find a file that waits here, as far as they can be told."""
    services = context.services
    if not services.sharing.is_on:
        return
    waiting = await asyncio.to_thread(WaitingFiles(services.library.source).find, key)
    if waiting is not None:
        with suppress(UnavailableError):
            await waiting_files.write(services.database, context.bot.id, waiting, datetime.now(UTC))


async def fetch(key: str, context: Context) -> None:
    """Have a file wait here as it does on other machines.

    One that only this machine knows came when the database was away, and waits on.
    """
    services = context.services
    if not services.sharing.is_on:
        return
    here = WaitingFiles(services.library.source)
    with suppress(UnavailableError, KnowledgeError):
        waiting = await waiting_files.read(services.database, context.bot.id, key)
        if waiting is not None and waiting != await asyncio.to_thread(here.find, key):
            await asyncio.to_thread(here.receive, waiting)


async def discard(key: str, context: Context) -> None:
    """Let a file wait no longer, on any machine."""
    services = context.services
    await asyncio.to_thread(WaitingFiles(services.library.source).discard, key)
    if services.sharing.is_on:
        with suppress(UnavailableError):
            await waiting_files.remove(services.database, context.bot.id, key)
