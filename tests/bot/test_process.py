"""The bot as it is started: ``run_bot.py`` as a process of its own, against the local Telegram."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from knowledge.knowledge_file import read_interview
from preview import ApiError, Person, PreviewServer
from preview.account import BotAccount
from preview.faults import Fault
from preview.objects import Message
from preview.people import bot_messages
from tests.bot.reading import quotations
from tests.conftest import FEDOROV, OWN, TOKEN
from tests.knowledge.matching.tiny_model import TinyModel
from tests.several import archive, written

INTERVIEW = read_interview(FEDOROV)
SECRET = TOKEN.partition(":")[2]
PATIENCE = 30


@asynccontextmanager
async def run_bot(
    url: str, token: str = TOKEN, **settings: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    environment = {
        "PATH": os.environ["PATH"],
        "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"],
        "BOT_TOKEN": token,
        "BOT_API_URL": url,
        "BOT_MODEL": "none",
        "PYTHONWARNINGS": "default",
        **settings,
    }
    # Away from the .env, and the database, of whoever runs the tests.
    with TemporaryDirectory() as folder:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            OWN / "run_bot.py",
            cwd=folder,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                await process.communicate()


async def asks(reader: Person, account: BotAccount) -> tuple[Message, Message]:
    """Ask a bot that may still be starting; return question and reply."""
    chat = reader.chat_with(account)
    asked = reader.writes(chat, "By how much did trade between them grow?")
    reply = await reader.telegram.until(
        lambda: next(bot_messages(chat, after=asked), None), within=PATIENCE
    )
    return asked, reply


async def ended(process: asyncio.subprocess.Process) -> tuple[int | None, str]:
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode, out.decode() + err.decode()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_the_process_answers_and_ends_cleanly_when_told_to(
    server: PreviewServer, account: BotAccount, reader: Person, how: signal.Signals
) -> None:
    async with run_bot(server.url) as process:
        asked, reply = await asks(reader, account)
        process.send_signal(how)
        status, said = await ended(process)

    assert reply.message_id > asked.message_id
    assert quotations(reply) == [INTERVIEW.exchanges[1].answer]
    assert status == 0
    assert "Traceback" not in said
    assert SECRET not in said


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_the_process_ends_cleanly_when_told_to_while_it_loads_and_reads(
    server: PreviewServer, account: BotAccount, tmp_path: Path, how: signal.Signals
) -> None:
    folder = written(archive(600), tmp_path / "archive")
    model = TinyModel().write(tmp_path / "model")
    async with run_bot(server.url, BOT_KNOWLEDGE=str(folder), BOT_MODEL=str(model)) as process:
        await asyncio.wait_for(account.polled.wait(), PATIENCE)
        process.send_signal(how)
        status, said = await ended(process)

    assert "of 600 interviews so far" in said
    assert status == 0
    assert "Traceback" not in said
    assert "Fatal" not in said


async def test_a_wrong_token_ends_with_one_line_that_does_not_show_it(
    server: PreviewServer, account: BotAccount
) -> None:
    wrong = "7000000001:AAE-some_other_token_that_must_not_be_seen"
    async with run_bot(server.url, wrong) as process:
        status, said = await ended(process)

    assert status == 1
    assert "copy it again from @BotFather" in said
    assert "Traceback" not in said
    assert wrong.partition(":")[2] not in said


async def test_errors_are_logged_whole_and_without_the_token(
    server: PreviewServer, account: BotAccount, reader: Person
) -> None:
    account.faults += [
        Fault("sendMessage", ApiError(400, f"Bad Request: odd {TOKEN} and {SECRET}")),
        Fault("setMyCommands", ApiError(400, f"Bad Request: {TOKEN}")),
    ]
    async with run_bot(server.url) as process:
        asked, reply = await asks(reader, account)
        process.terminate()
        _, said = await ended(process)

    assert (reply.text or "").startswith("Sorry, something went wrong on my side.")
    assert "Traceback" in said
    assert "[token]" in said
    assert SECRET not in said
    assert (asked.text or "") not in said


async def test_a_second_bot_with_the_same_token_is_named_in_one_line(
    server: PreviewServer, account: BotAccount
) -> None:
    async with run_bot(server.url) as first:
        await asyncio.wait_for(account.polled.wait(), PATIENCE)
        async with run_bot(server.url) as second:
            assert first.stderr is not None
            said = ""
            while "Another bot is polling with the same token" not in said:
                said += (await asyncio.wait_for(first.stderr.readline(), PATIENCE)).decode()
            second.kill()

    assert "Traceback" not in said


async def test_a_group_that_asks_more_than_telegram_allows_keeps_nobody_else_waiting(
    server: PreviewServer, account: BotAccount, reader: Person
) -> None:
    telegram = server.telegram
    people = [Person.joins(telegram, f"Member {number}") for number in range(90)]
    group = telegram.new_group("Busy", [account.user, *(one.user for one in people)])
    async with run_bot(server.url):
        for person in people:
            person.writes(group, "/ask What about trade?")

        _, reply = await asks(reader, account)

    assert quotations(reply) == [INTERVIEW.exchanges[1].answer]
