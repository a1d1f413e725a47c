"""/export, as an admin receives it."""

import csv
import io
import tempfile
import zipfile
from pathlib import Path

import pytest

from bot.storage import entries
from bot.storage.database import Database
from bot.storage.entries import JudgedEntry, Verdict
from preview import ApiError, Person, Telegram
from preview.account import BotAccount
from preview.errors import too_many_requests
from preview.faults import Fault
from preview.objects import Chat, Message
from tests.bot.desk.journal import entry
from tests.bot.test_journal import until
from tests.conftest import FEDOROV, StartBot
from tests.several import SEVERAL, written


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files are put that are needed for a while."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def file_of(message: Message, telegram: Telegram) -> tuple[str, bytes]:
    """Return name and content of the file in a message."""
    assert message.media is not None, message.text
    document = message.media["document"]
    return document["file_name"], telegram.files[document["file_id"]].content


async def exported(reader: Person, office: Chat) -> tuple[Message, Message]:
    first = await reader.asks(office, "/export")
    return first, await reader.hears(office, after=first)


async def test_an_admin_receives_the_knowledge_file_and_the_journal(
    office: Chat, journal: Database, reader: Person, telegram: Telegram, temporary: Path
) -> None:
    one = entry(question='quoted "so", и так\nдалее', reader=b"\xab" * 16)
    judged = [
        JudgedEntry(one.reference, person * 16, verdict, one.asked_at)
        for person, verdict in ((b"c", Verdict.RIGHT), (b"d", Verdict.RIGHT), (b"e", Verdict.WRONG))
    ]
    await entries.write(journal, [one, entry(days_ago=1, question=None, reader=None)], judged)

    knowledge, kept = await exported(reader, office)

    assert file_of(knowledge, telegram) == (FEDOROV.name, FEDOROV.read_bytes())
    name, content = file_of(kept, telegram)
    assert name == f"journal-{one.asked_at.date()}.csv"
    older, newer = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert (older["question"], older["reader"], older["right"]) == ("", "", "0")
    assert newer == {
        "asked_at": one.asked_at.isoformat(timespec="milliseconds"),
        "place": "private",
        "language": "en",
        "reader": "ab" * 16,
        "question": 'quoted "so", и так\nдалее',
        "decision": "answer",
        "interview": "fedorov-geo-tv",
        "exchange": "trade-growth",
        "confidence": "0.9",
        "others": "[]",
        "matching_seconds": "0.008",
        "answering_seconds": "0.1234",
        "version": "0a1b2c3d",
        "right": "2",
        "wrong": "1",
        "chosen": "0",
        "settled": "",
    }
    await until(lambda: not list(temporary.iterdir()))


async def test_files_that_telegram_does_not_take_at_once_are_sent_again_whole(
    office: Chat, journal: Database, account: BotAccount, reader: Person, telegram: Telegram
) -> None:
    await entries.write(journal, [entry(question="where from")], [])
    for trouble in (too_many_requests(1), ApiError(502, "Bad Gateway")):
        account.faults.append(Fault("sendDocument", trouble))

    knowledge, kept = await exported(reader, office)

    assert file_of(knowledge, telegram)[1] == FEDOROV.read_bytes()
    assert b"where from" in file_of(kept, telegram)[1]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])
async def test_a_question_is_no_formula_to_a_spreadsheet(
    text: str, office: Chat, journal: Database, reader: Person, telegram: Telegram
) -> None:
    await entries.write(journal, [entry(question=text)], [])

    _, kept = await exported(reader, office)

    _, content = file_of(kept, telegram)
    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert row["question"] == f"'{text}"


async def test_several_knowledge_files_come_as_one(
    start_bot: StartBot,
    account: BotAccount,
    reader: Person,
    telegram: Telegram,
    temporary: Path,
    tmp_path: Path,
) -> None:
    folder = written(SEVERAL, tmp_path / "several")
    await start_bot(admins=frozenset({reader.user.id}), knowledge=folder)

    knowledge, _ = await exported(reader, reader.chat_with(account))

    name, content = file_of(knowledge, telegram)
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        held = {one: files.read(one) for one in files.namelist()}
    assert name == "knowledge.zip"
    assert held == {one.name: one.read_bytes() for one in folder.glob("*.yaml")}
    await until(lambda: not list(temporary.iterdir()))


async def test_a_knowledge_file_that_is_gone_comes_as_it_is_served(
    office: Chat, reader: Person, telegram: Telegram, knowledge: Path
) -> None:
    knowledge.unlink()

    sent, _ = await exported(reader, office)

    name, content = file_of(sent, telegram)
    assert name == FEDOROV.name
    assert b"trade-growth" in content


async def test_what_telegram_would_not_take_is_zipped_or_said(
    office: Chat,
    journal: Database,
    reader: Person,
    telegram: Telegram,
    temporary: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.desk.exporting.LARGEST", 4_000)
    await entries.write(journal, [entry() for _ in range(100)], [])

    knowledge, kept = await exported(reader, office)

    assert knowledge.text == (
        f"{FEDOROV.name} would have 1 MB, and Telegram takes at most 0 MB from a bot. "
        "Copy it on the server."
    )
    name, content = file_of(kept, telegram)
    assert name.endswith(".csv.zip")
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        (held,) = files.namelist()
        assert files.read(held).count(b"\n") == 101
    await until(lambda: not list(temporary.iterdir()))


async def test_without_a_database_the_knowledge_comes_all_the_same(
    start_bot: StartBot, account: BotAccount, reader: Person, telegram: Telegram, temporary: Path
) -> None:
    await start_bot(
        admins=frozenset({reader.user.id}), database="postgresql://a:b@127.0.0.1:9/none"
    )

    knowledge, away = await exported(reader, reader.chat_with(account))

    assert file_of(knowledge, telegram)[0] == FEDOROV.name
    assert (away.text or "").startswith("I can't get at the journal just now.")
    await until(lambda: not list(temporary.iterdir()))


async def test_for_everyone_else_export_is_an_unknown_command(
    office: Chat, telegram: Telegram, account: BotAccount
) -> None:
    other = Person.joins(telegram, "Other")
    chat = other.chat_with(account)
    unknown = await other.asks(chat, "/frobnicate")

    assert (await other.asks(chat, "/export")).text == unknown.text
