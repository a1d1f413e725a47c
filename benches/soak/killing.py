"""Killed at any moment, again and again, while questions come: each is answered."""

import asyncio

from benches.soak.bots import Topology, Way
from benches.soak.crowd import Crowd, moments
from benches.soak.finding import Finding, Told, percentiles
from benches.soak.stage import staged
from preview import Telegram

RATE = 50.0
# Messages a second that the bot may send: as many as Telegram allows, which is the default. What
# comes meanwhile waits. What is on its way at a kill is what may come twice.
_SETTINGS = {"BOT_MESSAGES_PER_SECOND": "30"}
_SEED = 1
# Seconds between a kill and the start that follows it, and for the last answers.
_DOWN = 0.2
_PATIENCE = 180.0


async def prove(way: Way, questions: int, kills: int, told: Told, *, replicas: int = 1) -> Finding:
    """Ask at 50 a second; kill a replica at moments by chance, and start it again.

    Of several replicas it is one by turns, and in the middle PostgreSQL is restarted as well.
    """
    name = f"kill, {way.value}" + (f", {replicas} replicas" if replicas > 1 else "")
    async with staged(Telegram(), way, questions, replicas=replicas, settings=_SETTINGS) as stage:
        crowd = stage.crowd
        async with asyncio.TaskGroup() as both:
            both.create_task(
                crowd.ask_at(RATE, questions, lambda done: told(name, done, questions))
            )
            hit = both.create_task(_kill(stage.topology, crowd, kills, questions / RATE))
        await crowd.is_answered(_PATIENCE)
        # What comes a second time may still be on its way.
        await asyncio.sleep(1)
    faults = crowd.faults()
    if crowd.repeats > kills:
        faults.append(f"{crowd.repeats} repeats of {kills} kills")
    figures = [
        ("questions", f"{questions:,}"),
        (
            "kills, of which so many after an answer since the start before",
            f"{kills}, {hit.result()}",
        ),
        ("answered", f"{questions - crowd.unanswered:,}"),
        ("repeats", str(crowd.repeats)),
        ("from question to answer, median / p99", percentiles(crowd.latencies)),
    ]
    return Finding(name, figures, faults, crowd.timeline())


async def _kill(topology: Topology, crowd: Crowd, kills: int, seconds: float) -> int:
    """Kill and start; return how many kills came after an answer since the start before."""
    begin = asyncio.get_running_loop().time()
    answers = hit = 0
    for number, moment in enumerate(moments(_SEED, kills, seconds)):
        await asyncio.sleep(max(0.0, begin + moment - asyncio.get_running_loop().time()))
        replica = topology.replicas[number % len(topology.replicas)]
        await replica.kill()
        hit += len(crowd.latencies) > answers
        answers = len(crowd.latencies)
        if topology.postgresql is not None and number == kills // 2:
            await asyncio.to_thread(topology.postgresql.stop)
            await asyncio.to_thread(topology.postgresql.start)
        await asyncio.sleep(_DOWN)
        await replica.start()
    return hit
