"""Two machines that share PostgreSQL serve the same knowledge, whichever of them it came to."""

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest

from bot.context import Bot, Services
from config.database_url import database_url
from knowledge.library import Library
from knowledge.version_file import Version, digest
from knowledge.versions import MovedError, Versions
from preview import Person
from preview.account import BotAccount
from tests.bot.storage.conftest import postgresql
from tests.bot.test_webhook import SECRET, free_port
from tests.conftest import FEDOROV, StartBot
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

    async def rows(self) -> list[asyncpg.Record]:
        connection = await asyncpg.connect(self.url)
        found = await connection.fetch("SELECT * FROM knowledge_files ORDER BY name, number")
        await connection.close()
        return found


@pytest.fixture
async def machines(start_bot: StartBot, postgresql: PostgreSql, tmp_path: Path) -> Machines:
    return Machines(start_bot, await postgresql.new_database(), tmp_path)


def text_asking(question: str, of: Path = FEDOROV) -> str:
    """Return the text of the interview with another first question."""
    lines = of.read_text("utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if "question:" in line)
    return (
        "\n".join(
            [*lines[:at], lines[at][: lines[at].index("question:")] + f"question: {question}"]
            + lines[_end_of_value(lines, at) :]
        )
        + "\n"
    )


def _end_of_value(lines: list[str], at: int) -> int:
    indent = len(lines[at]) - len(lines[at].lstrip(" -"))
    end = at + 1
    while len(lines[end]) - len(lines[end].lstrip(" ")) > indent or not lines[end].strip():
        end += 1
    return end


async def until(holds: Callable[[], bool], within: float = PATIENCE) -> None:
    async with asyncio.timeout(within):
        while not holds():
            await asyncio.sleep(0.02)


async def filled(machines: Machines, count: int = 1) -> None:
    async with asyncio.timeout(PATIENCE):
        while len(await machines.rows()) < count:
            await asyncio.sleep(0.02)


async def published(machine: Machine, question: str) -> Version | None:
    """Publish a text as the desk does, and share it."""
    versions = machine.versions
    made = await asyncio.to_thread(
        versions.publish,
        text_asking(question),
        based_on=versions.based_on(),
        who="Ada",
        what=f"asks {question}",
    )
    await asyncio.to_thread(machine.services.library.reload)
    return await machine.services.sharing.shared(versions, made)


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
    assert other.versions.kept().versions[0].what == "asks What is new?"
    assert other.services.library.current.version == one.services.library.current.version
