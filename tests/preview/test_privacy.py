"""What a bot in a group is shown.

As https://core.telegram.org/bots/features#privacy-mode and
https://core.telegram.org/bots/faq#what-messages-will-my-bot-get say.
"""

from typing import Any

import pytest

from preview import Person, Telegram
from preview.account import BotAccount
from preview.objects import Chat
from tests.preview.calling import Caller, article

Json = dict[str, Any]

PHOTO: Json = {
    "photo": [{"file_id": "photo", "file_unique_id": "photo", "width": 1, "height": 1}],
}


@pytest.fixture
def group(
    telegram: Telegram, reader: Person, account: BotAccount, other_account: BotAccount
) -> Chat:
    return telegram.new_group("Readers", [reader.user, account.user, other_account.user])


# With privacy on


async def test_what_is_said_among_people_is_not_shown(
    api: Caller, reader: Person, group: Chat
) -> None:
    reader.writes(group, "Good morning")
    reader.sends(group, PHOTO, "Good evening")

    assert await api.seen() == []


@pytest.mark.parametrize("text", ["/ask@fedorov_bot why?", "/ask@Fedorov_Bot why?"])
async def test_a_command_that_names_the_bot_is_shown_to_it_alone(
    api: Caller, other_api: Caller, reader: Person, group: Chat, text: str
) -> None:
    await other_api.call("sendMessage", chat_id=group.id, text="I wrote last")
    reader.writes(group, text)

    assert await api.seen() == [text]
    assert await other_api.seen() == []


async def test_a_bare_command_is_for_the_bot_that_wrote_last(
    api: Caller, other_api: Caller, reader: Person, group: Chat
) -> None:
    await other_api.call("sendMessage", chat_id=group.id, text="I wrote first")
    await api.call("sendMessage", chat_id=group.id, text="I wrote last")
    reader.writes(group, "/ask why?")

    assert await api.seen() == ["/ask why?"]
    assert await other_api.seen() == []


@pytest.mark.parametrize("text", ["@fedorov_bot why?", "why, @Fedorov_Bot?"])
async def test_a_mention_is_shown(
    api: Caller, other_api: Caller, reader: Person, group: Chat, text: str
) -> None:
    reader.writes(group, text)

    assert await api.seen() == [text]
    assert await other_api.seen() == []


@pytest.mark.parametrize(
    "text", ["@fedorov_bots why?", "fedorov_bot, why?", "a@fedorov_bot", "@reader why?"]
)
async def test_what_only_looks_like_a_mention_is_not_shown(
    api: Caller, reader: Person, group: Chat, text: str
) -> None:
    reader.writes(group, text)

    assert await api.seen() == []


async def test_a_mention_in_a_caption_is_shown(api: Caller, reader: Person, group: Chat) -> None:
    reader.sends(group, PHOTO, "@fedorov_bot who is this?")

    assert await api.seen() == ["@fedorov_bot who is this?"]


async def test_a_reply_to_the_bot_is_shown(
    api: Caller, other_api: Caller, reader: Person, group: Chat
) -> None:
    sent = await api.call("sendMessage", chat_id=group.id, text="Ask me")
    reader.writes(group, "why?", reply_to=group.messages[sent["message_id"]])

    assert await api.seen() == ["why?"]
    assert await other_api.seen() == []


async def test_a_reply_to_somebody_else_is_not_shown(
    api: Caller, reader: Person, group: Chat
) -> None:
    theirs = reader.writes(group, "Good morning")
    reader.writes(group, "And to you", reply_to=theirs)

    assert await api.seen() == []


async def test_a_reply_to_a_message_that_was_meant_for_the_bot_is_shown(
    api: Caller, other_api: Caller, reader: Person, group: Chat
) -> None:
    question = reader.writes(group, "/ask@fedorov_bot why?")
    reader.writes(group, "and when?", reply_to=question)

    assert await api.seen() == ["/ask@fedorov_bot why?", "and when?"]
    assert await other_api.seen() == []


async def test_a_reply_to_one_bot_with_a_command_for_another_is_shown_to_the_first_alone(
    api: Caller, other_api: Caller, reader: Person, group: Chat
) -> None:
    sent = await api.call("sendMessage", chat_id=group.id, text="Ask me")
    reader.writes(group, "/ask@other_bot why?", reply_to=group.messages[sent["message_id"]])

    assert await api.seen() == ["/ask@other_bot why?"]
    assert await other_api.seen() == []


async def test_a_message_sent_via_the_bot_is_shown(
    api: Caller, other_api: Caller, account: BotAccount, reader: Person, group: Chat
) -> None:
    reader.picks(account, article("He said so."), group)

    assert await api.seen() == ["He said so."]
    assert await other_api.seen() == []


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"new_chat_title": "Listeners"},
        {"new_chat_members": [{"id": 5, "is_bot": False, "first_name": "Newcomer"}]},
        {"left_chat_member": {"id": 5, "is_bot": False, "first_name": "Newcomer"}},
    ],
    ids=str,
)
async def test_service_messages_are_shown(
    api: Caller, other_api: Caller, reader: Person, group: Chat, event: Json
) -> None:
    reader.sends(group, event)

    assert len(await api.seen()) == 1
    assert len(await other_api.seen()) == 1


async def test_an_edit_is_shown_where_the_message_is(
    api: Caller, reader: Person, group: Chat
) -> None:
    shown = reader.writes(group, "/ask@fedorov_bot why?")
    hidden = reader.writes(group, "Good morning")
    reader.edits(shown, "/ask@fedorov_bot when?")
    reader.edits(hidden, "Good evening")

    assert await api.seen() == ["/ask@fedorov_bot why?", "/ask@fedorov_bot when?"]


async def test_in_a_private_chat_everything_is_shown(
    api: Caller, other_api: Caller, reader: Person, unstarted: Chat
) -> None:
    reader.writes(unstarted, "Good morning")
    reader.writes(unstarted, "/ask@other_bot")

    assert await api.seen() == ["Good morning", "/ask@other_bot"]
    assert await other_api.seen() == []


# Without privacy


async def test_an_administrator_is_shown_everything(
    api: Caller, account: BotAccount, reader: Person, group: Chat
) -> None:
    group.administrators.add(account.user.id)
    reader.writes(group, "Good morning")
    reader.writes(group, "/ask@other_bot why?")

    assert await api.seen() == ["Good morning", "/ask@other_bot why?"]


async def test_with_privacy_off_a_bot_is_shown_everything(
    api: Caller, account: BotAccount, reader: Person, group: Chat
) -> None:
    account.privacy = False
    reader.writes(group, "Good morning")
    reader.sends(group, PHOTO, "Good evening")
    reader.writes(group, "/ask@other_bot why?")

    assert await api.seen() == ["Good morning", "Good evening", "/ask@other_bot why?"]


async def test_an_anonymous_administrators_message_is_shown(
    api: Caller, account: BotAccount, reader: Person, group: Chat
) -> None:
    account.privacy = False
    reader.writes_anonymously(group, "Good morning")

    (update,) = await api.call("getUpdates")

    assert update["message"]["sender_chat"]["id"] == group.id
    assert update["message"]["from"]["username"] == "GroupAnonymousBot"


# Never


async def test_a_bot_is_not_shown_its_own_messages(
    api: Caller, account: BotAccount, group: Chat
) -> None:
    account.privacy = False
    await api.call("sendMessage", chat_id=group.id, text="Ask me")

    assert await api.seen() == []


@pytest.mark.parametrize("text", ["Good morning", "@fedorov_bot why?"])
async def test_a_bot_is_not_shown_what_other_bots_write(
    api: Caller, other_api: Caller, account: BotAccount, group: Chat, text: str
) -> None:
    account.privacy = False
    group.administrators.add(account.user.id)
    await other_api.call("sendMessage", chat_id=group.id, text=text)

    assert await api.seen() == []


async def test_a_bot_that_is_not_a_member_is_shown_nothing(
    api: Caller, account: BotAccount, telegram: Telegram, reader: Person
) -> None:
    account.privacy = False
    group = telegram.new_group("Readers", [reader.user])
    reader.writes(group, "/ask@fedorov_bot why?")
    reader.writes(group, "@fedorov_bot why?")
    reader.sends(group, {"new_chat_title": "Listeners"})

    assert await api.seen() == []
