"""Reloaded again and again while questions come: each answer is whole, and from one version."""

import asyncio
import shutil
import tempfile
from pathlib import Path

from benches.soak.bots import Way
from benches.soak.crowd import MARK
from benches.soak.finding import Finding, Told, percentiles
from benches.soak.stage import staged
from config.settings import OWN_INTERVIEWS
from knowledge.interview import Interview
from knowledge.knowledge_file import interview_as_yaml, read_interview
from preview import Person, Telegram
from preview.events import Event, Posted

RATE = 50.0
_PATIENCE = 120.0


async def prove(way: Way, questions: int, reloads: int, told: Told) -> Finding:
    """Ask at 50 a second, and have an admin reload a file whose every text is marked anew."""
    name = f"reload, {way.value}"
    telegram = Telegram()
    admin = Person.joins(telegram, "Admin")
    mixed, marked = 0, set[str]()

    def hear(event: Event) -> None:
        nonlocal mixed
        if isinstance(event, Posted) and event.message.is_from_bot:
            found = set(MARK.findall(event.message.text or ""))
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
        async with staged(telegram, way, questions, settings=settings) as stage:
            crowd, chat = stage.crowd, admin.chat_with(stage.account)
            telegram.watch(hear)
            asking = asyncio.create_task(
                crowd.ask_at(RATE, questions, lambda done: told(name, done, questions))
            )
            for number in range(1, reloads + 1):
                _save(source, folder, number)
                await admin.asks(chat, "/reload")
                await asyncio.sleep(questions / RATE / reloads / 2)
            await asking
            await crowd.is_answered(_PATIENCE)
    finally:
        shutil.rmtree(folder)
    faults = crowd.faults()
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
