"""A newsroom: a folder of knowledge files, a bot that serves it, and its admins."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.context import Bot
from bot.storage.database import Database
from preview import Person, Telegram
from preview.account import BotAccount
from preview.objects import Chat, Message
from tests.bot.storage.conftest import postgresql, url
from tests.conftest import StartBot
from tests.knowledge.harbour import HARBOUR

__all__ = ["postgresql", "url"]


@dataclass(frozen=True)
class Admin:
    """Somebody at the desk."""

    person: Person
    account: BotAccount

    @property
    def chat(self) -> Chat:
        return self.person.chat_with(self.account)

    async def sends(self, content: str | bytes, name: str = "harbour.yaml") -> Message:
        """Send a file, and wait for what is said of it."""
        written = content.encode() if isinstance(content, str) else content
        sent = self.person.uploads(self.chat, written, name, as_file=True)
        return await self.person.hears(self.chat, after=sent)

    async def presses(self, message: Message, button: str) -> str:
        """Press a button that turns the message; return what it reads then."""
        before = message.text or ""
        await self.person.presses(self.account, message, button)
        return (await self.person.sees_edited(message, before)).text or ""

    async def asks(self, text: str) -> Message:
        return await self.person.asks(self.chat, text)


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    """The folder of the knowledge files: one, with comments."""
    folder = tmp_path / "interviews"
    folder.mkdir()
    (folder / "pilot.yaml").write_text(HARBOUR, encoding="utf-8")
    return folder


@pytest.fixture
def nell(telegram: Telegram, account: BotAccount) -> Admin:
    return Admin(Person.joins(telegram, "Nell", "nell"), account)


@pytest.fixture
def bess(telegram: Telegram, account: BotAccount) -> Admin:
    return Admin(Person.joins(telegram, "Bess"), account)


StartDesk = Callable[..., Awaitable[None]]


@pytest.fixture
def start_desk(start_bot: StartBot, newsroom: Path, nell: Admin, bess: Admin) -> StartDesk:
    """Start the bot for the two admins, with any settings."""

    async def start(**settings: object) -> None:
        admins = frozenset({nell.person.user.id, bess.person.user.id})
        await start_bot(**{"admins": admins, "knowledge": newsroom} | settings)

    return start


@pytest.fixture
async def desk(start_desk: StartDesk) -> None:
    await start_desk()


@pytest.fixture
async def staffed(start_bot: StartBot, reader: Person, url: str) -> Bot:
    """The running bot, of which the reader is an admin."""
    return await start_bot(admins=frozenset({reader.user.id}), database=url)


@pytest.fixture
def journal(staffed: Bot) -> Database:
    """The database of the running bot."""
    database = staffed.context_types.context.services.database
    assert database.is_there
    return database


@pytest.fixture
def office(staffed: Bot, account: BotAccount, reader: Person) -> Chat:
    """The private chat of the admin with the bot."""
    return reader.chat_with(account)


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    """The file of a small interview, which a test may change."""
    file = tmp_path / "interviews" / "harbour.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(HARBOUR.encode())
    return file


@pytest.fixture
async def served(start_bot: StartBot, reader: Person, harbour: Path, url: str) -> Bot:
    """The bot, which serves that, and of which the reader is an admin."""
    admins = frozenset({reader.user.id})
    return await start_bot(admins=admins, knowledge=harbour, database=url)


@pytest.fixture
def desk_chat(served: Bot, account: BotAccount, reader: Person) -> Chat:
    """The private chat of the admin with it."""
    return reader.chat_with(account)
