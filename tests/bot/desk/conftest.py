"""Where an admin sits, beside either kind of database."""

import pytest

from bot.context import Bot
from bot.storage.database import Database
from preview import Person
from preview.account import BotAccount
from preview.objects import Chat
from tests.bot.storage.conftest import postgresql, url
from tests.conftest import StartBot

__all__ = ["postgresql", "url"]


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
