"""Killed at any moment, again and again, while questions come: each is answered."""

import asyncio

from benches.soak.bots import TOKEN, Topology, Way, ready, running
from benches.soak.crowd import Crowd, moments
from benches.soak.finding import Finding, Told, percentiles
from preview import PreviewServer, Telegram

RATE = 50.0
# Messages a second that the bot may send: as Telegram's 30 would never do for what comes, twice of
# that. What is on its way at a kill is what may come twice.
_SETTINGS = {"BOT_MESSAGES_PER_SECOND": "100"}
_SEED = 1
# Seconds between a kill and the start that follows it, and for the last answers.
_DOWN = 0.2
_PATIENCE = 180.0


async def prove(way: Way, questions: int, kills: int, told: Told, *, replicas: int = 1) -> Finding:
    """Ask at 50 a second; kill a replica at moments by chance, and start it again.

    Of several replicas it is one by turns, and in the middle PostgreSQL is restarted as well.
    """
    name = f"kill, {way.value}" + (f", {replicas} replicas" if replicas > 1 else "")
    telegram = Telegram()
    account = telegram.new_bot("soak_bot", token=TOKEN)
    async with PreviewServer(telegram) as server:
        crowd = Crowd(telegram, account, questions)
        async with running(way, server.url, replicas, _SETTINGS) as topology:
            await ready(account)
            asking = asyncio.create_task(
                crowd.ask_at(RATE, questions, lambda done: told(name, done, questions))
            )
            killing = asyncio.create_task(_kill(topology, kills, questions / RATE))
            await asking
            await killing
            is_answered = await crowd.is_answered(_PATIENCE)
            # What comes a second time may still be on its way.
            await asyncio.sleep(1)
        crowd.leave()
    faults = [] if is_answered else [f"{crowd.unanswered} questions are not answered"]
    if crowd.repeats > kills:
        faults.append(f"{crowd.repeats} repeats of {kills} kills")
    figures = [
        ("questions", f"{questions:,}"),
        ("kills", str(kills)),
        ("answered", f"{questions - crowd.unanswered:,}"),
        ("repeats", str(crowd.repeats)),
        ("from question to answer, median / p99", percentiles(crowd.latencies)),
    ]
    pairs = list(zip(crowd.moments, crowd.latencies, strict=True))
    return Finding(name, figures, faults, pairs)


async def _kill(topology: Topology, kills: int, seconds: float) -> None:
    begin = asyncio.get_running_loop().time()
    for number, moment in enumerate(moments(_SEED, kills, seconds)):
        await asyncio.sleep(max(0.0, begin + moment - asyncio.get_running_loop().time()))
        replica = topology.replicas[number % len(topology.replicas)]
        await replica.kill()
        if topology.postgresql is not None and number == kills // 2:
            await asyncio.to_thread(topology.postgresql.stop)
            await asyncio.to_thread(topology.postgresql.start)
        await asyncio.sleep(_DOWN)
        await replica.start()
