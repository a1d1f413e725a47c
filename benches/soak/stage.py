"""Where a proof takes place: a local Telegram, the bot on it, and a crowd that asks."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import MappingProxyType

from benches.soak.bots import TOKEN, Topology, Way, echoing, running
from benches.soak.crowd import Crowd
from preview import PreviewServer, Telegram
from preview.account import BotAccount


@dataclass(frozen=True)
class Stage:
    """What is there while the bot runs, and answers."""

    account: BotAccount
    crowd: Crowd
    topology: Topology


@asynccontextmanager
async def staged(  # noqa: PLR0913  (a proof has so many sides)
    telegram: Telegram,
    way: Way,
    people: int,
    *,
    groups: int = 0,
    replicas: int = 1,
    is_echo: bool = False,
    settings: Mapping[str, str] = MappingProxyType({}),
) -> AsyncIterator[Stage]:
    """Run the bot, or the echo bot, on a Telegram, and yield when it answers.

    Raises:
        TimeoutError: if it does not.
    """
    account = telegram.new_bot("soak_bot", token=TOKEN)
    async with PreviewServer(telegram) as server:
        crowd = Crowd(telegram, account, people, groups)
        bot = echoing(way, server.url) if is_echo else running(way, server.url, replicas, settings)
        async with bot as topology:
            await crowd.begin()
            try:
                yield Stage(account, crowd, topology)
            finally:
                crowd.leave()
