"""Chats: what they are, who is in them, and what a bot is shown to do there."""

import pytest

from preview import Person, Telegram
from preview.account import BotAccount
from preview.objects import Chat
from tests.preview.calling import Caller


@pytest.mark.parametrize(
    "action",
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document "
    "choose_sticker find_location record_video_note upload_video_note".split(),
)
async def test_a_bot_can_show_what_it_is_doing(api: Caller, chat: Chat, action: str) -> None:
    assert await api.call("sendChatAction", chat_id=chat.id, action=action) is True


async def test_an_action_that_there_is_not_is_refused(api: Caller, chat: Chat) -> None:
    refusal = await api.refused("sendChatAction", chat_id=chat.id, action="thinking")

    assert refusal == (400, "Bad Request: wrong parameter action in request")


async def test_a_bot_can_show_nothing_where_it_cannot_write(api: Caller, unstarted: Chat) -> None:
    code, _ = await api.refused("sendChatAction", chat_id=unstarted.id, action="typing")

    assert code == 403


async def test_a_private_chat_is_described_by_its_person(api: Caller, chat: Chat) -> None:
    described = await api.call("getChat", chat_id=chat.id)

    assert (described["id"], described["type"]) == (chat.id, "private")
    assert described["first_name"] == "Reader"
    assert "title" not in described


async def test_a_group_is_described_by_its_title(api: Caller, group: Chat, forum: Chat) -> None:
    described = await api.call("getChat", chat_id=group.id)

    assert (described["type"], described["title"]) == ("supergroup", "Readers")
    assert "is_forum" not in described
    assert (await api.call("getChat", chat_id=forum.id))["is_forum"] is True


async def test_a_chat_that_there_is_not_is_not_described(api: Caller) -> None:
    assert await api.refused("getChat", chat_id=5) == (400, "Bad Request: chat not found")


async def test_somebody_is_a_member_an_administrator_or_neither(
    api: Caller, telegram: Telegram, account: BotAccount, reader: Person
) -> None:
    chief = Person.joins(telegram, "Chief")
    stranger = Person.joins(telegram, "Stranger")
    group = telegram.new_group(
        "Desk", [reader.user, chief.user, account.user], administrators=[chief.user]
    )

    async def status(person: Person) -> str:
        found = await api.call("getChatMember", chat_id=group.id, user_id=person.user.id)
        assert found["user"]["id"] == person.user.id
        return str(found["status"])

    assert await status(reader) == "member"
    assert await status(chief) == "administrator"
    assert await status(stranger) == "left"


async def test_somebody_who_is_not_there_is_no_member(api: Caller, group: Chat) -> None:
    code, _ = await api.refused("getChatMember", chat_id=group.id, user_id=5)

    assert code == 400
