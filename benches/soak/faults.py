"""A fifth of all calls fails: each question is answered, in order, within Telegram's limits."""

import asyncio

from benches.soak.bots import Way
from benches.soak.crowd import kinds
from benches.soak.finding import Finding, Told, percentiles
from benches.soak.stage import staged
from preview import ApiError, Telegram
from preview.faults import Mishaps
from preview.flood import FloodLimits
from preview.objects import Chat

RATE = 10.0
SHARE = 0.2
# People and groups: so many that neither is asked faster than it may be answered.
_PEOPLE, _GROUPS = 150, 50
_PATIENCE = 600.0
# Telegram's own limit.
_SETTINGS = {"BOT_MESSAGES_PER_SECOND": "30"}


class _Counting(FloodLimits):
    """Telegram's limits, and how often they were exceeded."""

    def __init__(self) -> None:
        super().__init__()
        self.exceeded = 0

    def check(self, bot_id: int, chat: Chat, now: float) -> None:
        try:
            super().check(bot_id, chat, now)
        except ApiError:
            self.exceeded += 1
            raise


async def prove(way: Way, questions: int, told: Told, replicas: int = 1) -> Finding:
    """Ask in private chats and groups while a fifth of the calls fails, by a seed."""
    name = f"faults, {way.value}" + (f", {replicas} replicas" if replicas > 1 else "")
    telegram, mishaps, limits = Telegram(), Mishaps(SHARE, seed=1), _Counting()
    async with staged(
        telegram, way, _PEOPLE, groups=_GROUPS, replicas=replicas, settings=_SETTINGS
    ) as stage:
        crowd = stage.crowd
        telegram.mishaps, telegram.flood_limits = mishaps, limits
        await crowd.ask_at(RATE, questions, lambda done: told(name, done, questions))
        await crowd.is_answered(_PATIENCE)
        # What comes a second time may still be on its way.
        await asyncio.sleep(1)
    faults = crowd.faults()
    if limits.exceeded:
        faults.append(f"Telegram's limits were exceeded {limits.exceeded} times")
    figures = [
        ("questions", f"{questions:,}"),
        ("calls that failed", f"{mishaps.happened.total():,} ({kinds(mishaps.happened)})"),
        ("answered", f"{questions - crowd.unanswered:,}"),
        ("repeats of what was sent without a word", str(crowd.repeats)),
        ("out of order", str(crowd.out_of_order)),
        ("limits exceeded", str(limits.exceeded)),
        ("from question to answer, median / p99", percentiles(crowd.latencies)),
    ]
    return Finding(name, figures, faults, crowd.timeline())
