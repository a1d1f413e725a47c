"""What the journal has of a question, that it holds up nothing, and that it loses nothing."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.context import Bot, Services
from bot.journal import Journal
from bot.storage import entries
from bot.storage.database import Database
from bot.storage.entries import Found, JournalEntry, JudgedEntry, Place, Verdict, new_reference
from config.database_url import database_url
from knowledge.matching import Decision
from preview import Person, Telegram
from preview.account import BotAccount
from preview.objects import Chat
from tests.bot.reading import labels, quotations
from tests.bot.storage.conftest import postgresql, url
from tests.bot.storage.selecting import selected
from tests.bot.storage.test_database import locked
from tests.conftest import RunningBots, StartBot

__all__ = ["postgresql", "url"]

TRADE = "By how much did trade between them grow?"
BREAD = "how do I bake sourdough bread?"
COLUMNS = "question, decision, interview, exchange, place, language, version"
ADA, BEA = b"a" * 16, b"b" * 16
WITHIN = 10.0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the database is, unless another is named."""
    return tmp_path / "data" / "verbatim.sqlite3"


@pytest.fixture
async def bot(start_bot: StartBot, url: str) -> Bot:
    return await start_bot(database=url)


@pytest.fixture
def chat(bot: Bot, account: BotAccount, reader: Person) -> Chat:
    return reader.chat_with(account)


async def rows(url: str, what: str = COLUMNS, table: str = "journal") -> list[tuple[object, ...]]:
    """Return what stands in a database."""
    return await selected(url, f"SELECT {what} FROM {table} ORDER BY 1 NULLS FIRST")  # noqa: S608


def services(bot: Bot) -> Services:
    return bot.context_types.context.services


async def test_a_question_is_noted_with_what_was_found_and_for_whom(
    bot: Bot, running_bots: RunningBots, account: BotAccount, telegram: Telegram, url: str
) -> None:
    asker = Person.joins(telegram, "Asker", language="de")
    reply = await asker.asks(asker.chat_with(account), TRADE)
    version = services(bot).library.current.version
    await running_bots.aclose()

    assert quotations(reply)
    assert await rows(url) == [
        (TRADE, "answer", "fedorov-geo-tv", "trade-growth", "private", "de", version)
    ]
    ((reference, asked_at, reader, confidence, others, matching, answering),) = await rows(
        url, "reference, asked_at, reader, confidence, others, matching, answering"
    )
    assert isinstance(reference, str)
    assert len(reference) == 11
    assert isinstance(asked_at, int)
    assert abs(datetime.now(UTC).timestamp() - asked_at / 1000) < 600
    assert reader == services(bot).fingerprints.of_reader(asker.user.id)
    assert isinstance(confidence, float)
    assert 0.5 < confidence <= 1
    assert str(others).count("fedorov-geo-tv") == 2
    assert isinstance(matching, int)
    assert isinstance(answering, int)
    assert 0 < matching < answering


async def test_what_is_declined_and_what_is_offered_is_noted(
    chat: Chat, running_bots: RunningBots, reader: Person, url: str
) -> None:
    await reader.asks(chat, BREAD)
    offered = await reader.asks(chat, "Ukraine")
    await running_bots.aclose()

    assert labels(offered)
    assert [(row[0], row[1]) for row in await rows(url)] == [
        ("Ukraine", "suggest"),
        (BREAD, "decline"),
    ]


async def test_where_it_was_asked_is_noted(
    bot: Bot,
    running_bots: RunningBots,
    account: BotAccount,
    telegram: Telegram,
    reader: Person,
    url: str,
) -> None:
    account.guest = account.inline_feedback = True
    group = telegram.new_group("Group", [reader.user, account.user])
    elsewhere = telegram.new_group("Friends", [reader.user])
    await reader.asks(group, f"/ask {TRADE}")
    await reader.summons(account, elsewhere, f"@fedorov_bot {TRADE}")
    found = await reader.looks_up(account, "trade")
    reader.picks(account, found.results[0], elsewhere, "trade")
    await reader.asks(reader.chat_with(account), "thanks")
    await running_bots.aclose()

    assert sorted((row[4], row[0], row[3]) for row in await rows(url)) == [
        ("group", TRADE, "trade-growth"),
        ("guest", TRADE, "trade-growth"),
        ("inline", "trade", "trade-growth"),
    ]
    timed = {
        place for place, matching in await rows(url, "place, matching") if matching is not None
    }
    assert timed == {"group", "guest"}


async def test_what_is_typed_inline_is_not_noted(
    bot: Bot, running_bots: RunningBots, account: BotAccount, reader: Person, url: str
) -> None:
    await reader.looks_up(account, "trade")
    await running_bots.aclose()

    assert await rows(url) == []


@pytest.mark.parametrize("said", ["hello", "thanks", "/help", "/questions", "/start trade-growth"])
async def test_what_asks_nothing_is_not_noted(
    said: str, chat: Chat, running_bots: RunningBots, reader: Person, url: str
) -> None:
    await reader.asks(chat, said)
    await running_bots.aclose()

    assert await rows(url) == []


async def test_who_writes_in_a_group_s_name_is_nobody(
    bot: Bot,
    running_bots: RunningBots,
    account: BotAccount,
    telegram: Telegram,
    reader: Person,
    url: str,
) -> None:
    group = telegram.new_group("Group", [reader.user, account.user])
    await reader.hears(group, after=reader.writes_anonymously(group, f"/ask {TRADE}"))
    await running_bots.aclose()

    assert await rows(url, "question, reader, language") == [(TRADE, None, None)]


async def test_an_edited_question_is_noted_as_another(
    chat: Chat, running_bots: RunningBots, reader: Person, url: str
) -> None:
    asked = reader.writes(chat, BREAD)
    reply = await reader.hears(chat, after=asked)
    before = reply.text or ""
    reader.edits(asked, TRADE)
    await reader.sees_edited(reply, before)
    await running_bots.aclose()

    assert [row[0] for row in await rows(url)] == [TRADE, BREAD]


async def test_no_text_is_kept_where_none_is_to_be(
    start_bot: StartBot, running_bots: RunningBots, account: BotAccount, reader: Person, file: Path
) -> None:
    await start_bot(keep_questions=0)
    await reader.asks(reader.chat_with(account), BREAD)
    await running_bots.aclose()

    assert await rows(f"sqlite:///{file}", "question, decision") == [(None, "decline")]
    assert not any(b"sourdough" in one.read_bytes() for one in file.parent.iterdir())


async def test_neither_names_nor_ids_stand_in_the_journal(
    start_bot: StartBot,
    running_bots: RunningBots,
    account: BotAccount,
    telegram: Telegram,
    file: Path,
) -> None:
    await start_bot()
    asker = Person.joins(telegram, "Persephone", "persephone_of_enna")
    await asker.asks(asker.chat_with(account), TRADE)
    await running_bots.aclose()

    (row,) = await rows(f"sqlite:///{file}", "*")
    assert asker.user.id not in row
    kept = file.read_bytes()
    assert b"trade-growth" in kept
    assert b"ersephone" not in kept


async def test_texts_that_are_old_are_deleted_at_the_start(
    start_bot: StartBot, running_bots: RunningBots, url: str
) -> None:
    await start_bot(database=url)
    await running_bots.aclose()
    now = datetime.now(UTC)
    async with opened(url) as database:
        await entries.write(
            database,
            [
                entry("old", at=now - timedelta(days=30, minutes=1)),
                entry("new", at=now - timedelta(days=29)),
            ],
            [],
        )

    await start_bot(database=url)
    async with asyncio.timeout(WITHIN):
        while ("old",) in await rows(url, "question"):  # noqa: ASYNC110  (a table tells nobody)
            await asyncio.sleep(0.01)

    assert await rows(url, "question") == [(None,), ("new",)]


async def test_a_locked_database_costs_nobody_an_answer_and_nothing_is_lost(
    start_bot: StartBot,
    account: BotAccount,
    running_bots: RunningBots,
    reader: Person,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await start_bot()
    chat = reader.chat_with(account)
    with locked(file):
        for question in (TRADE, BREAD, "what about space?"):
            assert (await reader.asks(chat, question)).text
        await until(lambda: "database is locked" in caplog.text)
    await until(lambda: "The database is back" in caplog.text)
    await running_bots.aclose()

    assert {row[0] for row in await rows(f"sqlite:///{file}")} == {
        TRADE,
        BREAD,
        "what about space?",
    }
    assert caplog.text.count("can't be used") == 1


async def test_forget_deletes_what_the_asker_asked_and_says_so(
    start_bot: StartBot,
    running_bots: RunningBots,
    account: BotAccount,
    telegram: Telegram,
    file: Path,
) -> None:
    bot = await start_bot()
    one, other = Person.joins(telegram, "One"), Person.joins(telegram, "Other")
    await one.asks(one.chat_with(account), BREAD)
    await other.asks(other.chat_with(account), TRADE)
    async with asyncio.timeout(WITHIN):
        while len(await rows(f"sqlite:///{file}")) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    reply = await one.asks(one.chat_with(account), "/forget")
    await running_bots.aclose()

    assert reply.text == (
        "Done. What I kept of you is deleted: what you asked, how it went, what you chose."
    )
    theirs = services(bot).fingerprints.of_reader(other.user.id)
    assert await rows(f"sqlite:///{file}", "reader, question") == [(theirs, TRADE)]
    assert not any(b"sourdough" in one.read_bytes() for one in file.parent.iterdir())


async def test_forget_works_in_a_group_by_its_name(
    bot: Bot,
    running_bots: RunningBots,
    account: BotAccount,
    telegram: Telegram,
    reader: Person,
    url: str,
) -> None:
    group = telegram.new_group("Group", [reader.user, account.user])
    await reader.asks(group, f"/ask {TRADE}")

    reply = await reader.asks(group, "/forget@fedorov_bot")
    nobody = await reader.hears(
        group, after=reader.writes_anonymously(group, "/forget@fedorov_bot")
    )
    await running_bots.aclose()

    assert (reply.text or "").startswith("Done. What I kept of you is deleted")
    assert (nobody.text or "").startswith("You write in this group's name")
    assert await rows(url) == []


async def test_forget_without_a_database_is_said_and_done_when_it_is_back(
    start_bot: StartBot,
    running_bots: RunningBots,
    account: BotAccount,
    reader: Person,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.journal._PATIENCE", 0.05)
    (tmp_path / "file").touch()
    away = tmp_path / "file" / "x.db"
    bot = await start_bot(database=f"sqlite:///{away}")
    chat = reader.chat_with(account)
    await reader.asks(chat, TRADE)

    reply = await reader.asks(chat, "/forget")
    await reader.asks(chat, BREAD)
    (tmp_path / "file").unlink()
    await services(bot).database.comes()
    await running_bots.aclose()

    assert (reply.text or "").startswith("I can't get at my notes just now.")
    assert (TRADE,) not in await rows(f"sqlite:///{away}", "question")


@pytest.mark.parametrize(
    ("days", "begins", "says"),
    [
        (30, "This bot keeps a journal of what it is asked.", "deleted after 30 days"),
        (1, "This bot keeps a journal of what it is asked.", "deleted after a day"),
        (0, "This bot keeps no question that you ask.", "It notes of each when"),
    ],
)
async def test_privacy_says_how_long_texts_are_kept(
    days: int, begins: str, says: str, start_bot: StartBot, account: BotAccount, reader: Person
) -> None:
    await start_bot(keep_questions=days)

    reply = await reader.asks(reader.chat_with(account), "/privacy")

    assert (reply.text or "").startswith(begins)
    assert says in (reply.text or "")
    assert "/forget" in (reply.text or "")


def entry(question: str, reader: bytes = ADA, at: datetime | None = None) -> JournalEntry:
    return JournalEntry(
        reference=new_reference(),
        asked_at=at or datetime.now(UTC),
        place=Place.PRIVATE,
        language=None,
        reader=reader,
        question=question,
        decision=Decision.DECLINE,
        candidates=(Found("lovell", "storm", 0.1),),
        matching=0.001,
        answering=0.002,
        version="0a1b2c3d",
    )


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    database = Database(database_url(url))
    await database.open(WITHIN)
    yield database
    await database.close()


async def until(holds: object) -> None:
    """Wait until something holds that nobody tells of."""
    assert callable(holds)
    async with asyncio.timeout(WITHIN):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def questions(url: str) -> list[object]:
    return [row[0] for row in await rows(url, "question")]


async def test_what_waits_is_written_at_the_end(url: str) -> None:
    async with opened(url) as database:
        journal = Journal(database, 30)
        journal.open()
        for number in range(1200):
            journal.note(entry(f"{number:04}"))
        await journal.close()

    assert await questions(url) == [f"{number:04}" for number in range(1200)]


async def test_of_more_than_there_is_room_for_the_oldest_go_and_are_counted(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(url) as database:
        journal = Journal(database, 30, most_waiting=3)
        for number in range(10):
            journal.note(entry(str(number)))
        journal.open()
        await journal.close()

    assert await questions(url) == ["7", "8", "9"]
    assert caplog.text.count("has no room for more") == 1
    assert "7 entries of the journal had no room, and are lost" in caplog.text


async def test_what_could_not_be_written_until_the_end_is_counted(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.journal._PATIENCE", 0.05)
    async with opened(f"sqlite:///{tmp_path}") as database:
        journal = Journal(database, 30)
        journal.open()
        for number in range(3):
            journal.note(entry(str(number)))
        await journal.close()

    assert "3 entries of the journal could not be written" in caplog.text


async def test_what_a_person_asked_is_forgotten_while_it_is_being_written(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, begun, go_on = entries.write, asyncio.Event(), asyncio.Event()

    async def slow(
        database: Database, noted: Sequence[JournalEntry], verdicts: Sequence[JudgedEntry]
    ) -> None:
        begun.set()
        await go_on.wait()
        await write(database, noted, verdicts)

    monkeypatch.setattr(entries, "write", slow)
    async with opened(url) as database:
        journal = Journal(database, 30)
        journal.open()
        journal.note(entry("hers"))
        journal.note(entry("his", BEA))
        await begun.wait()
        journal.note(entry("hers, later"))
        forgetting = asyncio.create_task(journal.forget(ADA))
        await asyncio.sleep(0)
        go_on.set()

        assert await forgetting
        await journal.close()

    assert await questions(url) == ["his"]


async def test_a_verdict_is_written_behind_its_question(url: str) -> None:
    async with opened(url) as database:
        journal = Journal(database, 30)
        journal.open()
        one = entry("why?")
        journal.note(one)
        journal.note(JudgedEntry(one.reference, BEA, Verdict.RIGHT, datetime.now(UTC)))
        await journal.close()

    assert await rows(url, "reference, verdict", "verdicts") == [(one.reference, "right")]


async def test_what_the_database_refuses_keeps_nothing_else_from_being_written(
    url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.journal._BATCH", 1)
    async with opened(url) as database:
        journal = Journal(database, 30)
        journal.open()
        journal.note(JudgedEntry(None, BEA, Verdict.RIGHT, datetime.now(UTC)))  # type: ignore[arg-type]
        journal.note(entry("why?"))
        await journal.close()

    assert await questions(url) == ["why?"]
    assert "1 entries of the journal are refused, and are lost" in caplog.text


async def test_what_was_found_is_known_before_it_is_written_and_while_it_is(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, let_go = asyncio.Event(), asyncio.Event()

    async def slowly(*_given: object) -> None:
        reached.set()
        await let_go.wait()

    monkeypatch.setattr("bot.journal.entries.write", slowly)
    async with opened(url) as database:
        journal = Journal(database, keep_questions=30)
        one = entry("why?")
        journal.note(one)
        waiting = await journal.candidates(one.reference)
        journal.open()
        await asyncio.wait_for(reached.wait(), WITHIN)

        assert waiting == await journal.candidates(one.reference) == one.candidates
        assert one.candidates

        let_go.set()
        await journal.close()


async def test_what_takes_long_to_be_read_is_not_waited_for(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.journal._READING", 0.01)
    monkeypatch.setattr("bot.journal.entries.candidates", _never)
    async with opened(url) as database:
        journal = Journal(database, keep_questions=30)

        assert await asyncio.wait_for(journal.candidates(new_reference()), WITHIN) == ()


async def _never(*_given: object) -> None:
    await asyncio.Event().wait()
