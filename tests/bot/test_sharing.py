"""Two machines that share PostgreSQL serve the same knowledge, whichever of them it came to."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest

from bot.context import Bot, Services
from knowledge.deed import Act, Deed
from knowledge.version_file import Version
from knowledge.versions import MovedError, Versions
from preview import Person, Telegram
from preview.account import BotAccount
from tests.bot.desk.conftest import Admin
from tests.bot.storage.conftest import postgresql
from tests.bot.test_asking import ABOUT_SPACE, ABOUT_TRADE
from tests.bot.test_webhook import SECRET, free_port
from tests.conftest import FEDOROV, StartBot
from tests.knowledge.test_library import BRIDGE
from tests.postgresql import PostgreSql

__all__ = ["postgresql"]

PATIENCE = 20.0
KEY = "k" * 32
FEDOROV_ID = "fedorov-geo-tv"


@dataclass
class Machine:
    """A machine with a folder of its own."""

    folder: Path
    bot: Bot

    @property
    def services(self) -> Services:
        services: Services = self.bot.context_types.context.services
        return services

    @property
    def file(self) -> Path:
        return self.folder / FEDOROV.name

    @property
    def versions(self) -> Versions:
        return Versions(self.file, FEDOROV_ID)

    @property
    def is_in_step(self) -> bool:
        return set(self.services.sharing._known) == {  # noqa: SLF001
            one.name for one in self.services.library.files
        }

    def serves(self, words: str) -> bool:
        return any(
            words in one.exchange.question for one in self.services.library.current.entries.values()
        )


class Machines:
    """Starts machines that share a database."""

    def __init__(self, start: StartBot, url: str, folder: Path) -> None:
        self.url = url
        self._start = start
        self._folder = folder

    def folder(self, name: str, text: str | None = None) -> Path:
        folder = self._folder / name / "knowledge"
        folder.mkdir(parents=True)
        (folder / FEDOROV.name).write_text(text or FEDOROV.read_text("utf-8"), "utf-8")
        return folder

    async def __call__(self, folder: Path, **settings: object) -> Machine:
        port = free_port()
        bot = await self._start(
            knowledge=folder,
            data=folder.parent / "data",
            database=self.url,
            hash_key=KEY,
            mode="webhook",
            webhook_url=f"http://127.0.0.1:{port}/hook",
            webhook_listen=f"127.0.0.1:{port}",
            webhook_secret=SECRET,
            **settings,
        )
        return Machine(folder, bot)

    async def rows(self, table: str = "knowledge_files") -> list[asyncpg.Record]:
        connection = await asyncpg.connect(self.url)
        found: list[asyncpg.Record] = await connection.fetch(
            f"SELECT * FROM {table} ORDER BY 1, 2, 3"  # noqa: S608  (our own tables)
        )
        await connection.close()
        return found


@pytest.fixture
async def machines(start_bot: StartBot, postgresql: PostgreSql, tmp_path: Path) -> Machines:
    return Machines(start_bot, await postgresql.new_database(), tmp_path)


def text_asking(question: str, of: Path = FEDOROV) -> str:
    """Return the text of the interview with another first question."""
    lines = of.read_text("utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if "question:" in line)
    begins = lines[at][: lines[at].index("question:")]
    rest = lines[_end_of_value(lines, at) :]
    return "\n".join([*lines[:at], f"{begins}question: {question}", *rest, ""])


def _end_of_value(lines: list[str], at: int) -> int:
    indent = len(lines[at]) - len(lines[at].lstrip(" -"))
    end = at + 1
    while len(lines[end]) - len(lines[end].lstrip(" ")) > indent or not lines[end].strip():
        end += 1
    return end


async def until(holds: Callable[[], bool], within: float = PATIENCE) -> None:
    async with asyncio.timeout(within):
        while not holds():  # noqa: ASYNC110  (what is served tells nobody)
            await asyncio.sleep(0.02)


async def filled(machines: Machines, count: int = 1) -> None:
    async with asyncio.timeout(PATIENCE):
        while len(await machines.rows()) < count:  # noqa: ASYNC110  (nor does a table)
            await asyncio.sleep(0.02)


async def two_in_step(machines: Machines) -> tuple[Machine, Machine]:
    one = await machines(machines.folder("one"))
    await filled(machines)
    other = await machines(machines.folder("other"))
    await until(lambda: other.is_in_step)
    return one, other


async def written(machine: Machine, question: str) -> Version:
    """Write a text as the desk does; it is not served yet."""
    versions = machine.versions
    return await asyncio.to_thread(
        versions.publish,
        text_asking(question),
        based_on=versions.based_on(),
        who="Ada",
        what=Deed(text=f"asks {question}"),
    )


async def served(machine: Machine, made: Version) -> Version | None:
    """Serve what was written, and share it, as the desk does."""
    await asyncio.to_thread(machine.services.library.reload)
    return await machine.services.sharing.shared(machine.versions, made)


async def published(machine: Machine, question: str) -> Version | None:
    return await served(machine, await written(machine, question))


def history(machine: Machine) -> list[tuple[int, str, str]]:
    return [(one.number, one.who, one.digest) for one in machine.versions.kept().versions]


async def test_what_is_published_on_one_is_served_and_kept_as_a_version_by_the_other(
    machines: Machines,
) -> None:
    one = await machines(machines.folder("one"))
    await filled(machines)
    other = await machines(machines.folder("other"))

    made = await published(one, "What is new?")

    await until(lambda: other.serves("What is new?"))
    assert made is not None
    assert history(one) == history(other)
    assert [number for number, _, _ in history(other)] == [2, 1]
    assert other.versions.kept().versions[0].what.text == "asks What is new?"
    assert other.services.library.current.version == one.services.library.current.version


async def test_of_two_changes_at_once_the_first_counts_and_the_other_is_told_and_kept(
    machines: Machines,
) -> None:
    one, other = await two_in_step(machines)

    mine = await written(one, "Is it one?")
    yours = await written(other, "Is it the other?")
    done = await asyncio.gather(served(one, mine), served(other, yours), return_exceptions=True)

    assert sorted(type(one).__name__ for one in done) == ["MovedError", "Version"]
    first, second = "Is it one?", "Is it the other?"
    if isinstance(done[0], MovedError):
        first, second = second, first
    await until(lambda: one.serves(first) and other.serves(first))
    # Versions are written one by one.
    await until(lambda: history(one) == history(other))
    for machine in (one, other):
        assert not machine.serves(second)
        assert any(second in kept.what.text for kept in machine.versions.kept().versions)


async def test_what_was_published_and_not_yet_served_gives_way_and_is_kept(
    machines: Machines,
) -> None:
    one, other = await two_in_step(machines)

    await written(other, "Is it the other?")
    await published(one, "Is it one?")

    await until(lambda: other.serves("Is it one?"))
    await until(lambda: history(one) == history(other))
    for machine in (one, other):
        kept = machine.versions.kept().versions
        assert [version.what.text for version in kept[:2]] == [
            "asks Is it one?",
            "asks Is it the other?",
        ]


async def test_what_was_saved_with_problems_gives_way_and_is_kept(machines: Machines) -> None:
    one, other = await two_in_step(machines)

    other.file.write_text("exchanges: [half a file", "utf-8")
    await published(one, "Is it one?")

    await until(lambda: other.serves("Is it one?"))
    await until(lambda: history(one) == history(other))
    for machine in (one, other):
        kept = machine.versions.kept().versions
        assert kept[1].content == b"exchanges: [half a file"
        assert kept[1].what.act is Act.SAVED_WITH_PROBLEMS


async def test_admins_are_told_of_a_change_that_gave_way_to_another_machine_s(
    machines: Machines, account: BotAccount, reader: Person
) -> None:
    one = await machines(machines.folder("one"))
    await filled(machines)
    other = await machines(machines.folder("other"), admins=frozenset({reader.user.id}))
    await until(lambda: other.is_in_step)

    before = await reader.asks(reader.chat_with(account), "/help")
    other.file.write_text(text_asking("Is it the other?"), "utf-8")
    await asyncio.to_thread(other.services.library.reload)
    await published(one, "Is it one?")

    told = await reader.hears(reader.chat_with(account), after=before)
    assert (told.text or "").startswith(f"⚠️ {FEDOROV.name} was changed on two machines at once.")
    await until(lambda: other.serves("Is it one?"))
    assert any(b"Is it the other?" in kept.content for kept in other.versions.kept().versions)


async def test_a_file_that_is_saved_by_hand_is_shared_and_one_that_is_deleted_goes_everywhere(
    machines: Machines,
) -> None:
    folders = [machines.folder("one"), machines.folder("other")]
    for folder in folders:
        another = FEDOROV.read_text("utf-8").replace(f"id: {FEDOROV_ID}", "id: another", 1)
        (folder / "another.yaml").write_text(another, "utf-8")
    one, other = [await machines(folder, watch=True) for folder in folders]
    await until(lambda: one.is_in_step and other.is_in_step)

    one.file.write_text(text_asking("Was it by hand?"), "utf-8")
    await until(lambda: other.serves("Was it by hand?"))
    (one.folder / "another.yaml").unlink()
    await until(lambda: not (other.folder / "another.yaml").exists())
    await until(lambda: len(other.services.library.current.interviews) == 1)

    assert other.versions.kept().versions[0].what.act is Act.SAVED


async def test_what_was_published_where_a_file_had_been_deleted_is_taken_back_to_none_elsewhere(
    machines: Machines,
) -> None:
    one, other = [await machines(machines.folder(name)) for name in ("one", "other")]
    await until(lambda: one.is_in_step and other.is_in_step)
    here, there = [Versions(each.folder / "bridge.yaml", "bridge") for each in (one, other)]

    def is_there(text: str | None) -> bool:
        return (there.path.read_text("utf-8") if there.path.exists() else None) == text

    async def publish(text: str) -> None:
        made = here.publish(text, based_on=None, who="Ada", what=Deed(text="it is new"))
        await shared(made)
        await until(lambda: is_there(text))

    async def shared(made: Version | None) -> None:
        await asyncio.to_thread(one.services.library.reload)
        await one.services.sharing.shared(here, made)

    await publish(BRIDGE)
    here.path.unlink()
    await shared(None)
    await until(lambda: is_there(None))
    await publish(BRIDGE.replace("wide", "deep"))

    assert there.take_back(there.kept().versions[0].number, who="Bess") is None


async def test_a_broken_file_is_not_shared(machines: Machines) -> None:
    one, other = await two_in_step(machines)

    one.file.write_text("id: fedorov-geo-tv\n", "utf-8")
    one.services.sharing.nudge()
    await published(other, "Is it whole?")

    await until(lambda: one.serves("Is it whole?"))
    assert other.serves("Is it whole?")


async def test_two_that_start_at_once_with_the_same_files_fill_the_database_once(
    machines: Machines,
) -> None:
    one, other = await asyncio.gather(
        machines(machines.folder("one")), machines(machines.folder("other"))
    )
    await until(lambda: one.is_in_step and other.is_in_step)

    (row,) = await machines.rows()
    assert (row["number"], json.loads(row["what"])) == (1, {"act": "found"})
    assert not (one.folder / ".versions").exists()
    assert not (other.folder / ".versions").exists()


async def test_at_the_start_an_older_file_gives_way_and_a_new_one_is_shared(
    machines: Machines,
) -> None:
    one = await machines(machines.folder("one"))
    await filled(machines)
    await published(one, "Is it newer?")

    older = await machines(machines.folder("older"))
    await until(lambda: older.serves("Is it newer?"))
    newer = await machines(machines.folder("newer", text_asking("Is it the newest?")))
    await until(lambda: one.serves("Is it the newest?") and older.serves("Is it the newest?"))

    assert newer.serves("Is it the newest?")
    assert history(one) == history(older)


async def test_what_is_published_while_the_database_is_away_is_shared_when_it_is_back(
    machines: Machines, postgresql: PostgreSql
) -> None:
    one, other = await two_in_step(machines)

    await asyncio.to_thread(postgresql.stop)
    try:
        await published(one, "Was it away?")
        assert one.serves("Was it away?")
        assert not other.serves("Was it away?")
    finally:
        await asyncio.to_thread(postgresql.start)

    await until(lambda: other.serves("Was it away?"))
    assert history(one)[0] == history(other)[0]


async def test_an_edited_question_finds_its_answer_on_another_machine(
    machines: Machines, account: BotAccount, reader: Person
) -> None:
    await machines(machines.folder("one"))
    chat = reader.chat_with(account)
    asked = reader.writes(chat, ABOUT_TRADE)
    reply = await reader.hears(chat, after=asked)
    before = reply.text
    assert before is not None
    async with asyncio.timeout(PATIENCE):
        while not await machines.rows("replies"):  # noqa: ASYNC110  (a table tells nobody)
            await asyncio.sleep(0.02)
    # Whichever started last is brought the updates.
    await machines(machines.folder("other"))

    reader.edits(asked, ABOUT_SPACE)
    await reader.sees_edited(reply, before)

    assert len(chat.messages) == 2


async def test_forget_deletes_which_message_answered_which(
    machines: Machines, account: BotAccount, reader: Person
) -> None:
    await machines(machines.folder("one"))
    chat = reader.chat_with(account)
    await reader.asks(chat, ABOUT_TRADE)
    async with asyncio.timeout(PATIENCE):
        while not await machines.rows("replies"):  # noqa: ASYNC110  (a table tells nobody)
            await asyncio.sleep(0.02)

    reply = await reader.asks(chat, "/forget")

    assert (reply.text or "").startswith("Done")
    assert not await machines.rows("replies")


async def test_forget_without_a_database_is_done_when_it_is_back(
    machines: Machines, account: BotAccount, reader: Person, postgresql: PostgreSql
) -> None:
    await machines(machines.folder("one"))
    chat = reader.chat_with(account)
    await reader.asks(chat, ABOUT_TRADE)
    async with asyncio.timeout(PATIENCE):
        while not await machines.rows("replies"):  # noqa: ASYNC110  (a table tells nobody)
            await asyncio.sleep(0.02)

    await asyncio.to_thread(postgresql.stop)
    try:
        reply = await reader.asks(chat, "/forget")
    finally:
        await asyncio.to_thread(postgresql.start)

    assert (reply.text or "").startswith("I can't get at my notes just now.")
    async with asyncio.timeout(PATIENCE):
        while await machines.rows("replies"):  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_a_file_that_waits_is_published_and_taken_back_on_whichever_machine_the_press_is_on(
    machines: Machines, account: BotAccount, telegram: Telegram
) -> None:
    nell = Admin(Person.joins(telegram, "Nell", "nell"), account)
    admins = frozenset({nell.person.user.id})
    one = await machines(machines.folder("one"), admins=admins)
    await filled(machines)
    message = await nell.sends(text_asking("Does it wait?"))
    other = await machines(machines.folder("other"), admins=admins)
    await until(lambda: other.is_in_step)

    said = await nell.presses(message, "Publish")

    assert f"{FEDOROV.name} is at its version 2 now." in said
    assert other.serves("Does it wait?")
    await until(lambda: one.serves("Does it wait?"))
    assert await machines.rows("waiting_files") == []
    third = await machines(machines.folder("third"), admins=admins)
    await until(lambda: third.serves("Does it wait?"))

    said = await nell.presses(message, "Undo")

    assert f"{FEDOROV.name} is at its version 3 now." in said
    await until(lambda: not one.serves("Does it wait?") and not other.serves("Does it wait?"))
    assert history(one) == history(other) == history(third)
