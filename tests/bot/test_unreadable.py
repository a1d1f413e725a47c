"""Updates of shapes that nobody knows: passed over, and nothing else waits for them."""

from typing import Any

import pytest

from preview import Person
from preview.account import BotAccount
from preview.objects import Chat
from tests.bot.seeing.test_status_pages import handled
from tests.bot.test_polling import chat, replies, until
from tests.conftest import StartBot

__all__ = ["chat"]


@pytest.fixture(scope="session")
def bot_api() -> None:
    """Nothing that results are held against: they are not what Telegram would give."""


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("message", {"text": "no chat, no date"}),
        ("message", "no object"),
        ("message", {"message_id": 1, "date": "yesterday", "chat": {"id": "x"}}),
        ("callback_query", [1, 2]),
        ("of_the_future", {"new": True}),
        ("message", None),
    ],
)
async def test_what_can_not_be_read_is_passed_over_and_confirmed(
    kind: str,
    content: Any,
    start_bot: StartBot,
    account: BotAccount,
    reader: Person,
    chat: Chat,
    caplog: pytest.LogCaptureFixture,
) -> None:
    reader.writes(chat, "/help")
    account.updates.add(kind, content)
    reader.writes(chat, "/help")

    await start_bot()
    await until(lambda: replies(chat) == 2)

    await until(lambda: len(account.updates) == 0)
    assert "yesterday" not in caplog.text


async def test_what_can_not_be_read_is_counted(start_bot: StartBot, account: BotAccount) -> None:
    account.updates.add("message", {"text": "no chat, no date"})

    bot = await start_bot()

    await handled(bot, "other", "unreadable")
