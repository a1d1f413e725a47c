"""Fed with updates of every wrong shape: it goes on, and answers those that are right."""

import asyncio
import json
import re
from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

import aiohttp

from benches.soak.bots import TOKEN, Way, ready, running
from benches.soak.crowd import Crowd
from benches.soak.finding import Finding, Told
from preview import Person, PreviewServer, Telegram
from preview.account import BotAccount

# A question that is right follows each of so many updates that aren't.
_BETWEEN = 1_000
_AT_ONCE = 50
_PATIENCE = 120.0
# Beyond what the local Telegram numbers itself.
_FAR = 1_000_000_000
_SECRET = "soak-secret"  # noqa: S105  (of a webhook of nobody's)
_HALF = re.compile("[\ud800-\udfff]")
_HEADERS = {"X-Telegram-Bot-Api-Secret-Token": _SECRET, "Content-Type": "application/json"}


def junk(chance: Random) -> object:
    """Return something that nobody expects there."""
    deep: object = {"deep": 1}
    for _ in range(chance.randrange(60)):
        deep = [deep] if chance.random() < 0.5 else {"deep": deep}  # noqa: PLR2004
    return chance.choice(
        [
            None, True, 0, -1, 1.5, 2**31, 2**63, 2**70, -(2**70), "", "x", "0", "x" * 10_000,
            "\ud800", "\u202e\u0000\u2068", "🙂" * 500, "/ask", "/start fedorov--x", "@", [], {},
            [None], {"id": None}, {"id": "x"}, deep,
        ]
    )  # fmt: skip


def mutated(update: dict[str, Any], chance: Random) -> dict[str, Any]:
    """Return an update in which something, somewhere, is gone, doubled or something else."""
    changed = deepcopy(update)
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        places = list(_places(changed))
        inside, key = chance.choice(places)
        what = chance.random()
        if what < 0.4 and isinstance(inside, dict):  # noqa: PLR2004
            inside.pop(key)
        elif what < 0.5 and isinstance(inside, dict):  # noqa: PLR2004
            inside[f"{key}_of_the_future"] = inside[key]
        else:
            inside[key] = junk(chance)
        if not changed:
            break
    return changed


def samples() -> list[dict[str, Any]]:
    """Return updates of every kind that the bot asks for, as Telegram sends them."""
    telegram = Telegram()
    account = telegram.new_bot("soak_bot", token=TOKEN)
    person = Person.joins(telegram, "Reader")
    chat = person.chat_with(account)
    group = telegram.new_group("Group", [person.user, account.user])
    asked = person.writes(chat, "By how much did trade grow?")
    person.writes(chat, "/start fedorov-geo-tv--alaska-summit")
    person.writes(group, "/ask what came of alaska", reply_to=asked)
    person.edits(asked, "by how much?")
    found = [dict(one) for one in account.updates.first(100)]
    user = found[0]["message"]["from"]
    query = {"id": "1", "from": user, "query": "alaska", "offset": "", "chat_type": "sender"}
    press = {
        "id": "2",
        "from": user,
        "chat_instance": "3",
        "data": "q:0",
        "message": found[0]["message"],
    }
    chosen = {"result_id": "x", "from": user, "query": "alaska"}
    guest = {**found[0]["message"], "guest_query_id": "4"}
    return [
        *found,
        {"update_id": 1, "inline_query": query},
        {"update_id": 1, "callback_query": press},
        {"update_id": 1, "callback_query": {**press, "data": "fp:00000000"}},
        {"update_id": 1, "chosen_inline_result": chosen},
        {"update_id": 1, "guest_message": guest},
    ]


async def prove(way: Way, count: int, told: Told, seed: int = 1) -> Finding:
    """Give the bot so many mutated updates, the way that is asked for, and questions between."""
    name = f"bad input, {way.value}"
    telegram = Telegram()
    account = telegram.new_bot("soak_bot", token=TOKEN)
    chance, originals = Random(seed), samples()  # noqa: S311
    statuses: dict[int, int] = {}
    async with PreviewServer(telegram) as server:
        crowd = Crowd(telegram, account, 50)
        async with running(way, server.url, settings={"BOT_WEBHOOK_SECRET": _SECRET}) as topology:
            await ready(account)
            is_answered = True
            for begin in range(0, count, _BETWEEN):
                wrong = [
                    mutated(chance.choice(originals), chance)
                    for _ in range(min(_BETWEEN, count - begin))
                ]
                if way is Way.WEBHOOK:
                    await _bring(account, wrong, begin, statuses)
                else:
                    _queue(account, wrong)
                crowd.ask()
                is_answered = await crowd.is_answered(_PATIENCE) and is_answered
                told(name, begin + len(wrong), count)
            process = topology.replicas[0].process
            is_alive = process is not None and process.returncode is None
        crowd.leave()
    faults = []
    if not is_answered:
        faults.append(f"{crowd.unanswered} questions that are right are not answered")
    if not is_alive:
        faults.append("the process has ended")
    if wrong_statuses := {one: times for one, times in statuses.items() if one not in (200, 400)}:
        faults.append(f"other statuses than 200 and 400: {wrong_statuses}")
    figures = [
        ("mutated updates", f"{count:,}"),
        ("questions that are right, and answered", f"{crowd.asked - crowd.unanswered:,}"),
        ("the process has ended", "no" if is_alive else "yes"),
    ]
    return Finding(name, figures, faults)


async def _bring(
    account: BotAccount, wrong: list[dict[str, Any]], begin: int, statuses: dict[int, int]
) -> None:
    """Bring updates to the webhook as Telegram does."""
    if account.webhook is None:
        raise RuntimeError("the bot has no webhook")
    address, turn = account.webhook.address, asyncio.Semaphore(_AT_ONCE)

    async def bring(number: int, update: dict[str, Any]) -> None:
        if "update_id" in update and update["update_id"] in (1, 2, 3, 4, 5):
            update["update_id"] = _FAR + number
        async with turn, http.post(address, data=json.dumps(update), headers=_HEADERS) as answer:
            statuses[answer.status] = statuses.get(answer.status, 0) + 1

    async with aiohttp.ClientSession() as http:
        await asyncio.gather(*(bring(begin + one, update) for one, update in enumerate(wrong)))


def _queue(account: BotAccount, wrong: list[dict[str, Any]]) -> None:
    """Put updates where the bot polls; their numbers are Telegram's own."""
    for update in wrong:
        for kind, content in update.items():
            # The local Telegram can't send halves of surrogate pairs; a webhook is sent them.
            if kind != "update_id" and not _HALF.search(str(content)):
                account.updates.add(kind, content)


def _places(inside: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place in a value, as what holds it and by which key."""
    keys = inside if isinstance(inside, dict) else range(len(inside))
    for key in list(keys):
        yield inside, key
        if isinstance(inside[key], dict | list) and inside[key]:
            yield from _places(inside[key])
