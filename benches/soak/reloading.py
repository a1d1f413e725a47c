"""Reloaded again and again while questions come: each answer is whole, and from one version."""

import asyncio
import re
import shutil
import tempfile
from pathlib import Path

from benches.soak.bots import TOKEN, Way, ready, running
from benches.soak.crowd import Crowd
from benches.soak.finding import Finding, Told, percentiles
from config.settings import OWN_INTERVIEWS
from knowledge.interview import Interview
from knowledge.knowledge_file import interview_as_yaml, read_interview
from preview import Person, PreviewServer, Telegram
from preview.events import Event, Posted

RATE = 50.0
_PATIENCE = 120.0
_MARK = re.compile(r"\[(\d+)\]")


async def prove(way: Way, questions: int, reloads: int, told: Told) -> Finding:
    """Ask at 50 a second, and have an admin reload a file whose every text is marked anew."""
    name = f"reload, {way.value}"
    telegram = Telegram()
    account = telegram.new_bot("soak_bot", token=TOKEN)
    admin = Person.joins(telegram, "Admin")
    chat = admin.chat_with(account)
    mixed, marked = 0, set[str]()

    def hear(event: Event) -> None:
        nonlocal mixed
        if isinstance(event, Posted) and event.message.is_from_bot:
            found = set(_MARK.findall(event.message.text or ""))
            marked.update(found)
            mixed += len(found) > 1

    folder = Path(tempfile.mkdtemp(prefix="verbatim-soak-"))
    source = read_interview(next(iter(sorted(OWN_INTERVIEWS.glob("*.yaml")))))
    _save(source, folder, 0)
    settings = {
        "BOT_KNOWLEDGE": str(folder),
        "BOT_ADMINS": str(admin.user.id),
        "BOT_WATCH": "false",
    }
    try:
        async with PreviewServer(telegram) as server:
            crowd = Crowd(telegram, account, questions)
            async with running(way, server.url, settings=settings):
                await ready(account)
                end = telegram.watch(hear)
                asking = asyncio.create_task(
                    crowd.ask_at(RATE, questions, lambda done: told(name, done, questions))
                )
                for number in range(1, reloads + 1):
                    _save(source, folder, number)
                    await admin.asks(chat, "/reload")
                    await asyncio.sleep(questions / RATE / reloads / 2)
                await asking
                is_answered = await crowd.is_answered(_PATIENCE)
                end()
            crowd.leave()
    finally:
        shutil.rmtree(folder)
    faults = [] if is_answered else [f"{crowd.unanswered} questions are not answered"]
    if mixed:
        faults.append(f"{mixed} answers are of two versions")
    figures = [
        ("questions", f"{questions:,}"),
        ("reloads", str(reloads)),
        ("answered", f"{questions - crowd.unanswered:,}"),
        ("versions that answered", str(len(marked))),
        ("answers of two versions", str(mixed)),
        ("from question to answer, median / p99", percentiles(crowd.latencies)),
    ]
    return Finding(name, figures, faults)


def _save(source: Interview, folder: Path, number: int) -> None:
    """Save the interview with every text marked, whole or not at all."""
    exchanges = tuple(
        one.model_copy(
            update={
                "question": f"{one.question} [{number}]",
                "answer": "\n\n".join(
                    f"{paragraph} [{number}]" for paragraph in one.answer.split("\n\n")
                ),
            }
        )
        for one in source.exchanges
    )
    marked = source.model_copy(update={"exchanges": exchanges})
    new = folder / "marked.tmp"
    new.write_text(interview_as_yaml(marked), encoding="utf-8")
    new.replace(folder / "marked.yaml")
