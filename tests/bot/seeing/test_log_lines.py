"""The log as the process writes it: a line an update, nobody's text, never the token."""

import json
import re

import pytest

from preview import ApiError, Person, PreviewServer
from preview.account import BotAccount
from preview.faults import Fault
from tests.bot.test_process import SECRET, asks, ended, run_bot
from tests.conftest import FEDOROV, TOKEN


async def logged(
    server: PreviewServer, account: BotAccount, reader: Person, form: str
) -> tuple[str, str]:
    """Return what was asked, and the log of a bot that was asked it."""
    async with run_bot(
        server.url, BOT_KNOWLEDGE=str(FEDOROV), BOT_LOG=form, BOT_STATUS_LISTEN="127.0.0.1:0"
    ) as process:
        question, _ = await asks(reader, account)
        process.terminate()
        _, log = await ended(process)
    return question.text or "", log


async def test_a_line_an_update_says_what_became_of_it_and_not_what_was_asked(
    server: PreviewServer, account: BotAccount, reader: Person
) -> None:
    question, log = await logged(server, account, reader, "text")

    lines = [line for line in log.splitlines() if "update=" in line]
    assert len(lines) == 1
    assert re.search(
        r"update=\d+ kind=message chat=private outcome=answered decision=answer "
        r"exchange=fedorov-geo-tv/\S+ ms=[\d.]+ knowledge=[0-9a-f]{8}$",
        lines[0],
    )
    assert question not in log
    assert str(reader.user.id) not in lines[0].partition("update=")[2].replace("update=", "")


async def test_as_json_each_line_is_an_object_with_the_fields_as_keys(
    server: PreviewServer, account: BotAccount, reader: Person
) -> None:
    question, log = await logged(server, account, reader, "json")

    objects = [json.loads(line) for line in log.splitlines()]
    (one,) = (one for one in objects if "update" in one)
    assert one["outcome"] == "answered"
    assert one["decision"] == "answer"
    assert one["level"] == "INFO"
    assert all({"time", "level", "logger", "message"} <= set(each) for each in objects)
    assert question not in log


@pytest.mark.parametrize("form", ["text", "json"])
async def test_a_traceback_does_not_show_the_token(
    server: PreviewServer, account: BotAccount, reader: Person, form: str
) -> None:
    account.faults.append(Fault("sendMessage", ApiError(400, f"Bad Request: odd {TOKEN}")))

    _, log = await logged(server, account, reader, form)

    assert "Traceback" in log
    assert "[token]" in log
    assert SECRET.lower() not in log.lower()
