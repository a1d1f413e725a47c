"""Killed while it answers, again and again, while questions come: each is answered."""

import asyncio
from random import Random

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from benches.soak.bots import Replica, Topology, Way
from benches.soak.finding import Finding, Told, percentiles
from benches.soak.stage import staged
from bot.seeing.seen import Outcome
from preview import Telegram

RATE = 50.0
# Messages a second that the bot may send: as many as Telegram allows, which is the default. What
# comes meanwhile waits. What is on its way at a kill is what may come twice.
_MESSAGES = 30
_SETTINGS = {"BOT_MESSAGES_PER_SECOND": str(_MESSAGES)}
# For each question asked at least, so that hardly anybody asks twice: where replies wait for
# long, several machines don't keep the order of a chat.
_PEOPLE = 3
_SEED = 1
# Seconds at most from a bot's first answer to when it is killed, and from a kill to the next start.
_ANSWERING, _DOWN = 2.0, 0.2
# Seconds for a bot that starts to answer, and between looking whether it has.
_TO_ANSWER, _BETWEEN = 60.0, 0.05
# Seconds for the last answers, beside what the limit makes them wait.
_PATIENCE = 60.0


async def prove(way: Way, questions: int, kills: int, told: Told, *, replicas: int = 1) -> Finding:
    """Ask at 50 a second, so many questions and on until the last kill; start again what is killed.

    Each kill hits a bot that has answered since its own start, at a moment by chance after that.
    Of several replicas it is one by turns, and in the middle PostgreSQL is restarted as well.
    """
    name = f"kill, {way.value}" + (f", {replicas} replicas" if replicas > 1 else "")
    people = _PEOPLE * questions
    async with staged(Telegram(), way, people, replicas=replicas, settings=_SETTINGS) as stage:
        crowd = stage.crowd
        async with asyncio.TaskGroup() as both:
            killing = both.create_task(_kill(stage.topology, kills))
            both.create_task(
                crowd.ask_at(
                    RATE,
                    questions,
                    lambda done: told(name, done, max(done, questions)),
                    goes_on=lambda: not killing.done(),
                )
            )
        await crowd.is_answered(_PATIENCE + crowd.unanswered / _MESSAGES)
        # What comes a second time may still be on its way.
        await asyncio.sleep(1)
    first_answers = killing.result()
    faults = crowd.faults()
    if len(first_answers) < kills:
        faults.append(f"{kills - len(first_answers)} kills hit a bot that had not answered")
    if crowd.repeats > kills:
        faults.append(f"{crowd.repeats} repeats of {kills} kills")
    figures = [
        ("questions, until the last kill", f"{crowd.asked:,}"),
        (
            "kills, of which so many of a bot that had answered since its start",
            f"{kills}, {len(first_answers)}",
        ),
        ("answered", f"{crowd.asked - crowd.unanswered:,}"),
        ("repeats", str(crowd.repeats)),
        ("from a start to the first answer, median / p99", percentiles(first_answers)),
        ("from question to answer, median / p99", percentiles(crowd.latencies)),
    ]
    return Finding(name, figures, faults, crowd.timeline())


async def _kill(topology: Topology, kills: int) -> list[float]:
    """Kill and start; return the seconds from start to first answer of each that had answered."""
    chance = Random(_SEED)  # noqa: S311  (it is to be the same each time)
    replicas = topology.replicas
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as looking:
        first_answers = [looking.create_task(_first_answer(one, session)) for one in replicas]
        found = []
        for number in range(kills):
            place = number % len(replicas)
            found.append(await first_answers[place])
            await asyncio.sleep(chance.uniform(0, _ANSWERING))
            await replicas[place].kill()
            if topology.postgresql is not None and number == kills // 2:
                await asyncio.to_thread(topology.postgresql.stop)
                await asyncio.to_thread(topology.postgresql.start)
            await asyncio.sleep(_DOWN)
            await replicas[place].start()
            first_answers[place] = looking.create_task(_first_answer(replicas[place], session))
        for task in first_answers:
            task.cancel()
    return [one for one in found if one is not None]


async def _first_answer(replica: Replica, session: aiohttp.ClientSession) -> float | None:
    """Wait until a replica that has just been started says that it has answered.

    Return the seconds that it took; none where it took too long.
    """
    loop = asyncio.get_running_loop()
    began = loop.time()
    while loop.time() - began < _TO_ANSWER:
        if await _has_answered(replica, session):
            return loop.time() - began
        await asyncio.sleep(_BETWEEN)
    return None


async def _has_answered(replica: Replica, session: aiohttp.ClientSession) -> bool:
    """Whether a replica counts answers: it begins to count anew with each start."""
    url = f"http://{replica.environment['BOT_STATUS_LISTEN']}/metrics"
    try:
        async with session.get(url) as page:
            families = text_string_to_metric_families(await page.text())
    except aiohttp.ClientError:
        return False
    return any(
        sample.labels.get("outcome") == Outcome.ANSWERED.value and sample.value > 0
        for family in families
        if family.name == "verbatim_updates"
        for sample in family.samples
        if sample.name.endswith("_total")
    )
