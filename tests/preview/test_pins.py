"""Messages pinned to the top of a chat."""

import pytest

from preview import Person, Telegram
from preview.account import BotAccount
from preview.events import Changed, Event, Posted
from preview.objects import Chat
from tests.preview.calling import Caller


async def test_a_pinned_message_is_told_of_and_shown_with_the_chat(
    api: Caller, telegram: Telegram, account: BotAccount, reader: Person, chat: Chat
) -> None:
    message = reader.writes(chat, "Rules")
    events: list[Event] = []
    telegram.watch(events.append)

    for _ in range(2):
        which = {"chat_id": chat.id, "message_id": message.message_id}
        assert await api.call("pinChatMessage", disable_notification=True, **which) is True

    posted = [event.message for event in events if isinstance(event, Posted)]
    assert Changed(message) in events
    assert [one.media["pinned_message"]["text"] for one in posted] == ["Rules"]
    assert posted[0].sender == account.user
    assert (await api.call("getChat", chat_id=chat.id))["pinned_message"]["text"] == "Rules"


async def test_the_last_pinned_message_is_shown_until_it_is_taken_down(
    api: Caller, reader: Person, chat: Chat
) -> None:
    for text in ("One", "Two", "Three"):
        message = reader.writes(chat, text)
        await api.call("pinChatMessage", chat_id=chat.id, message_id=message.message_id)
    first, *_ = chat.pinned

    async def shown() -> str:
        pinned = (await api.call("getChat", chat_id=chat.id)).get("pinned_message", {})
        return str(pinned.get("text"))

    assert await shown() == "Three"
    await api.call("unpinChatMessage", chat_id=chat.id)
    assert await shown() == "Two"
    await api.call("unpinChatMessage", chat_id=chat.id, message_id=first)
    assert await shown() == "Two"
    await api.call("deleteMessage", chat_id=chat.id, message_id=chat.pinned[0])
    assert await shown() == "None"


async def test_a_pinned_message_that_its_chat_keeps_no_longer_is_not_shown(
    api: Caller, reader: Person, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("preview.telegram.MESSAGES_KEPT", 5)
    two, one = (reader.writes(chat, text).message_id for text in ("Two", "One"))
    for message_id in (one, two):
        await api.call("pinChatMessage", chat_id=chat.id, message_id=message_id)
    while two in chat.messages:
        reader.writes(chat, "More")
    assert one in chat.messages

    shown = await api.call("getChat", chat_id=chat.id)
    assert shown["pinned_message"]["message_id"] == one
    refusal = await api.refused("unpinChatMessage", chat_id=chat.id, message_id=two)
    assert refusal == (400, "Bad Request: message to unpin not found")
    assert await api.call("unpinChatMessage", chat_id=chat.id) is True
    assert "pinned_message" not in await api.call("getChat", chat_id=chat.id)


async def test_what_is_not_pinned_is_not_taken_down(
    api: Caller, reader: Person, chat: Chat
) -> None:
    message = reader.writes(chat, "Rules")

    for which in ({}, {"message_id": message.message_id}, {"message_id": 999}):
        refusal = await api.refused("unpinChatMessage", chat_id=chat.id, **which)
        assert refusal == (400, "Bad Request: message to unpin not found")
    assert await api.refused("pinChatMessage", chat_id=chat.id, message_id=999) == (
        400,
        "Bad Request: message to pin not found",
    )


async def test_in_a_group_an_administrator_alone_pins(
    api: Caller, account: BotAccount, reader: Person, group: Chat
) -> None:
    message = reader.writes(group, "Rules")
    which = {"chat_id": group.id, "message_id": message.message_id}
    no_right = (400, "Bad Request: not enough rights to manage pinned messages in the chat")

    assert await api.refused("pinChatMessage", **which) == no_right
    assert await api.refused("unpinChatMessage", **which) == no_right
    group.administrators.add(account.user.id)
    assert await api.call("pinChatMessage", **which) is True
    assert await api.call("unpinChatMessage", **which) is True
