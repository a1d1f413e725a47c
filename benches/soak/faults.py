"""A fifth of all calls fails: each question is answered, in order, within Telegram's limits."""

from benches.soak.bots import TOKEN, Way, ready, running
from benches.soak.crowd import Crowd, kinds
from benches.soak.finding import Finding, Told, percentiles
from preview import ApiError, PreviewServer, Telegram
from preview.faults import Mishaps
from preview.flood import FloodLimits
from preview.objects import Chat

RATE = 10.0
SHARE = 0.2
# People and groups: so many that neither is asked faster than it may be answered.
_PEOPLE, _GROUPS = 150, 50
_PATIENCE = 600.0


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
    telegram = Telegram()
    account = telegram.new_bot("soak_bot", token=TOKEN)
    mishaps, limits = Mishaps(SHARE, seed=1), _Counting()
    async with PreviewServer(telegram) as server:
        crowd = Crowd(telegram, account, _PEOPLE, _GROUPS)
        async with running(way, server.url, replicas, settings={"BOT_MESSAGES_PER_SECOND": "30"}):
            await ready(account)
            telegram.mishaps, telegram.flood_limits = mishaps, limits
            await crowd.ask_at(RATE, questions, lambda done: told(name, done, questions))
            is_answered = await crowd.is_answered(_PATIENCE)
        crowd.leave()
    faults = [] if is_answered else [f"{crowd.unanswered} questions are not answered"]
    if crowd.out_of_order:
        faults.append(f"{crowd.out_of_order} answers are out of order")
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
    pairs = list(zip(crowd.moments, crowd.latencies, strict=True))
    return Finding(name, figures, faults, pairs)
