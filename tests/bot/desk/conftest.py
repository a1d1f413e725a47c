"""The desk, over the wire: an admin's chat with a bot that serves a small interview."""

from pathlib import Path

import pytest

from bot.context import Bot
from preview import Person
from preview.account import BotAccount
from preview.objects import Chat
from tests.bot.storage.conftest import postgresql as postgresql  # noqa: PLC0414
from tests.bot.storage.conftest import url as url  # noqa: PLC0414
from tests.conftest import StartBot
from tests.knowledge.harbour import HARBOUR


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    """The file of a small interview, which a test may change."""
    file = tmp_path / "interviews" / "harbour.yaml"
    file.parent.mkdir()
    file.write_bytes(HARBOUR.encode())
    return file


@pytest.fixture
async def served(start_bot: StartBot, reader: Person, harbour: Path) -> Bot:
    """The bot, of which the reader is an admin."""
    return await start_bot(admins=frozenset({reader.user.id}), knowledge=harbour)


@pytest.fixture
def desk(served: Bot, account: BotAccount, reader: Person) -> Chat:
    """The admin's private chat with it."""
    return reader.chat_with(account)
