"""``make bench``: how fast the bot is, in one run on this machine."""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from rich.console import Console
from rich.table import Table

from benches import archive_figures
from benches.memory import peak_memory
from bot.finding import Finder
from config import load_settings
from knowledge.library import Library
from knowledge.matching.chosen_model import chosen_model
from knowledge.matching.vector_cache import VectorCache
from preview import Person, PreviewServer, Telegram
from preview.account import BotAccount

OWN = Path(__file__).parent.parent
QUESTIONS = OWN / "tests" / "knowledge" / "questions.jsonl"
TOKEN = "7000000001:AAE-a-token-of-the-local-telegram"  # noqa: S105
WARM_UP = 200
READERS = 50
TICK = 0.001
# What the bots keep; gone at the end.
KEPT = TemporaryDirectory(prefix="verbatim-bench-")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="rounds of answers a second")
    parser.add_argument("--messages", type=int, default=1500, help="messages a round and bot")
    options = parser.parse_args()
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text("utf-8").splitlines()]
    table = Table(title="make bench", title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")

    median, p99 = match_times(questions)
    table.add_row("time to match, median", f"{median:.2f} ms")
    table.add_row("time to match, p99", f"{p99:.2f} ms")
    held = asyncio.run(loop_held(questions))
    table.add_row("the event loop is held while matching, p99", f"{held[0]:.1f} ms")
    table.add_row("the event loop is held while matching, longest", f"{held[1]:.1f} ms")
    start, memory = asyncio.run(first_poll())
    table.add_row("process start to first getUpdates", f"{start:.2f} s")
    ours, echo, peak = asyncio.run(answers_a_second(questions, options.rounds, options.messages))
    table.add_row("answers a second", f"{statistics.median(ours):.0f}")
    table.add_row(
        "echoes a second, python-telegram-bot's echo bot", f"{statistics.median(echo):.0f}"
    )
    carried = asyncio.run(messages_carried(questions, options.rounds, options.messages))
    table.add_row("echoes a second, a bare client on the local Telegram", f"{carried:.0f}")
    ratios = [one / other for one, other in zip(ours, echo, strict=True)]
    table.add_row(
        "ratio, median (lowest to highest round)",
        f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})",
    )
    table.add_row("peak memory after the first getUpdates", f"{memory:.0f} MB")
    table.add_row(
        f"peak memory after {WARM_UP + options.rounds * options.messages:,} answers",
        f"{peak:.0f} MB",
    )
    for name, figure in archive_figures.rows():
        table.add_row(f"archive: {name}", figure)
    Console().print(table)


def library() -> Library:
    """Return what is served by default."""
    settings = load_settings()
    model = chosen_model(settings.model)
    return Library(settings.knowledge, VectorCache(model) if model else None)


def match_times(questions: list[str]) -> tuple[float, float]:
    """Return the median and the 99th percentile of matching a question, in milliseconds."""
    matcher = library().current.matcher
    times = []
    for question in [*questions[:20], *questions * 5]:
        begin = time.perf_counter()
        matcher.rank(question, 3)
        times.append((time.perf_counter() - begin) * 1000)
    measured = times[20:]
    return statistics.median(measured), statistics.quantiles(measured, n=100)[98]


async def loop_held(questions: list[str]) -> tuple[float, float]:
    """Return for how long other work waits while questions are matched: p99 and longest, ms."""
    finder = Finder(None)
    edition = library().current
    waits: list[float] = []

    async def other_work() -> None:
        while True:
            begin = time.perf_counter()
            await asyncio.sleep(TICK)
            waits.append((time.perf_counter() - begin - TICK) * 1000)

    working = asyncio.create_task(other_work())
    await asyncio.gather(*(finder.match(question, edition) for question in questions))
    working.cancel()
    await finder.close()
    return statistics.quantiles(waits, n=100)[98], max(waits)


async def first_poll() -> tuple[float, float]:
    """Return the seconds from a process's start to its first getUpdates, and its memory in MB."""
    telegram = Telegram()
    account = telegram.new_bot("bench_bot", token=TOKEN)
    times = []
    peak = 0.0
    async with PreviewServer(telegram) as server:
        for _ in range(5):
            account.polled.clear()
            begin = time.perf_counter()
            process = started(["run_bot.py"], server.url)
            await account.polled.wait()
            times.append(time.perf_counter() - begin)
            peak = max(peak, peak_memory(process.pid))
            await stopped(process)
    return statistics.median(times), peak


async def answers_a_second(
    questions: list[str], rounds: int, messages: int
) -> tuple[list[float], list[float], float]:
    """Return answers a second of this bot and of the echo bot, round by round, in turn.

    Both run alone on the same server, which runs in this process; also this bot's peak memory, MB.
    """
    ours, echo = [], []
    peak = 0.0
    for _ in range(rounds):
        rate, memory = await throughput(["run_bot.py"], questions, messages)
        ours.append(rate)
        peak = max(peak, memory)
        rate, _ = await throughput(["-m", "benches.echo_bot"], questions, messages)
        echo.append(rate)
    return ours, echo, peak


async def messages_carried(questions: list[str], rounds: int, messages: int) -> float:
    """Return how many messages a second the local Telegram takes to a bot, and as many back."""
    rates = [
        (await throughput(["-m", "benches.bare_bot"], questions, messages))[0]
        for _ in range(rounds)
    ]
    return statistics.median(rates)


async def throughput(
    command: list[str], questions: list[str], messages: int
) -> tuple[float, float]:
    """Return a bot's replies a second to messages that wait for it, and its peak memory, MB."""
    telegram = Telegram()
    account = telegram.new_bot("bench_bot", token=TOKEN)
    readers = [Person.joins(telegram, f"Reader {number}") for number in range(READERS)]
    async with PreviewServer(telegram) as server:
        process = started(command, server.url)
        await replies(telegram, account, readers, questions, WARM_UP)
        begin = time.perf_counter()
        await replies(telegram, account, readers, questions, messages)
        rate = messages / (time.perf_counter() - begin)
        peak = peak_memory(process.pid)
        await stopped(process)
    return rate, peak


async def replies(
    telegram: Telegram, account: BotAccount, readers: list[Person], questions: list[str], count: int
) -> None:
    """Send messages, all at once, and wait until each has its reply."""
    chats = [reader.chat_with(account) for reader in readers]
    wanted = sum(chat.last_message_id for chat in chats) + 2 * count
    for number in range(count):
        reader = readers[number % len(readers)]
        reader.writes(chats[number % len(readers)], questions[number % len(questions)])

    def done() -> bool | None:
        return sum(chat.last_message_id for chat in chats) >= wanted or None

    await telegram.until(done, within=120)


def started(command: list[str], url: str) -> subprocess.Popen[bytes]:
    """Start a bot as a process of its own, with no limits of its own making."""
    environment = {
        "PATH": os.environ["PATH"],
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": url,
        "BOT_MESSAGES_PER_SECOND": "10000",
        "BOT_QUESTIONS_PER_MINUTE": "6000",
        # Of its own: each local Telegram numbers its updates from one.
        "BOT_DATA": mkdtemp(dir=KEPT.name),
    }
    return subprocess.Popen(  # noqa: S603  (our own commands)
        [sys.executable, *command], cwd=OWN, env=environment, stderr=subprocess.DEVNULL
    )


async def stopped(process: subprocess.Popen[bytes]) -> None:
    """End a bot's process."""
    process.terminate()
    await asyncio.to_thread(process.wait)


if __name__ == "__main__":
    main()
