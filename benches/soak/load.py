"""How much it carries, beside python-telegram-bot's own echo bot; how long answers take then."""

import statistics
from collections.abc import Sequence
from pathlib import Path

from benches.soak.bots import TOKEN, Way, echoing, ready, running
from benches.soak.crowd import Crowd
from benches.soak.finding import Finding, Told, percentiles
from preview import PreviewServer, Telegram

_PEOPLE = 200
_WARM_UP = 200
_PATIENCE = 300.0
_FAST = {"BOT_MESSAGES_PER_SECOND": "10000"}
# Of what python-telegram-bot alone carries, the bot is to carry this much.
LEAST = 0.8
# The memory that 100,000 questions may take more than 10,000.
MOST_GROWTH = 0.05


async def prove(way: Way, messages: int, rounds: int, told: Told) -> Finding:
    """Measure answers a second beside the echo bot's, in turn, and the waits at half of it."""
    name = f"load, {way.value}"
    ours, echo = [], []
    for number in range(rounds):
        rate, _ = await _carried(way, messages, is_echo=False)
        ours.append(rate)
        rate, _ = await _carried(way, messages, is_echo=True)
        echo.append(rate)
        told(name, number + 1, rounds)
    ratios = [one / other for one, other in zip(ours, echo, strict=True)]
    ratio, rate = statistics.median(ratios), statistics.median(ours)
    _, latencies = await _carried(way, messages, is_echo=False, rate=rate / 2)
    figures = [
        ("answers a second", f"{rate:.0f}"),
        ("echoes a second, python-telegram-bot alone", f"{statistics.median(echo):.0f}"),
        (
            "ratio, median (lowest to highest)",
            f"{ratio:.2f} ({min(ratios):.2f} to {max(ratios):.2f})",
        ),
        ("at half of it, from question to answer, median / p99", percentiles(latencies)),
    ]
    faults = [] if ratio >= LEAST else [f"the ratio is {ratio:.2f}"]
    return Finding(name, figures, faults)


async def prove_replicas(messages: int, told: Told, most: int = 3) -> Finding:
    """Measure answers a second of one, two and three replicas, on the same two processors."""
    name, figures = "load, replicas", []
    for replicas in range(1, most + 1):
        rate, _ = await _carried(Way.WEBHOOK, messages, is_echo=False, replicas=replicas)
        _, latencies = await _carried(
            Way.WEBHOOK, messages, is_echo=False, replicas=replicas, rate=rate / 2
        )
        what = f"{replicas} replica{'s' if replicas > 1 else ''}"
        figures.append((f"{what}: answers a second", f"{rate:.0f}"))
        figures.append((f"{what}: at half of it, median / p99", percentiles(latencies)))
        told(name, replicas, most)
    return Finding(name, figures)


async def prove_memory(way: Way, fewer: int, more: int, told: Told) -> Finding:
    """Measure what the process holds after fewer questions, and after more."""
    name = f"memory, {way.value}"
    telegram = Telegram()
    account = telegram.new_bot("soak_bot", token=TOKEN)
    held = []
    async with PreviewServer(telegram) as server:
        crowd = Crowd(telegram, account, _PEOPLE)
        async with running(way, server.url, settings=_FAST) as topology:
            await ready(account)
            for end in (fewer, more):
                while crowd.asked < end:
                    await _flood(crowd, min(500, end - crowd.asked))
                    _forget(crowd)
                    told(name, crowd.asked, more)
                held.append(_resident(topology.replicas[0].pid))
        crowd.leave()
    growth = held[1] / held[0] - 1
    figures = [
        (f"memory after {fewer:,} questions", f"{held[0]:.0f} MB"),
        (f"memory after {more:,}", f"{held[1]:.0f} MB ({growth:+.1%})"),
    ]
    faults = [] if growth <= MOST_GROWTH else [f"memory grew by {growth:.1%}"]
    return Finding(name, figures, faults)


async def _carried(
    way: Way,
    messages: int,
    *,
    is_echo: bool,
    replicas: int = 1,
    rate: float | None = None,
) -> tuple[float, Sequence[float]]:
    """Return answers a second to a flood, or at a rate, and the seconds that each took."""
    telegram = Telegram()
    account = telegram.new_bot("soak_bot", token=TOKEN)
    async with PreviewServer(telegram) as server:
        crowd = Crowd(telegram, account, _PEOPLE)
        run = (
            echoing(way, server.url)
            if is_echo
            else running(way, server.url, replicas, settings=_FAST)
        )
        async with run:
            await ready(account)
            await _flood(crowd, _WARM_UP)
            crowd.latencies.clear()
            begin = crowd.now()
            if rate is None:
                await _flood(crowd, messages)
            else:
                await crowd.ask_at(rate, messages)
                await crowd.is_answered(_PATIENCE)
            seconds = crowd.now() - begin
        crowd.leave()
    return messages / seconds, crowd.latencies


async def _flood(crowd: Crowd, messages: int) -> None:
    for _ in range(messages):
        crowd.ask()
    if not await crowd.is_answered(_PATIENCE):
        raise RuntimeError(f"{crowd.unanswered} questions are not answered")


def _forget(crowd: Crowd) -> None:
    """Keep the local Telegram, which runs in this process, from growing without end."""
    crowd.latencies.clear()
    crowd.moments.clear()
    crowd.forget_messages()


def _resident(pid: int) -> float:
    """Return what a process holds in memory, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    (line,) = [one for one in lines if one.startswith("VmRSS")]
    return int(line.split()[1]) / 1024
