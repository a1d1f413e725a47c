"""Who is in a chat, who comes and goes, and which bots are told of it."""

import json
from typing import Any

import pytest

from preview import Person, Telegram
from preview.account import BotAccount
from preview.objects import Chat
from tests.bot_api import BotApi
from tests.preview.calling import Caller

Json = dict[str, Any]

EVERYTHING = json.dumps(["message", "my_chat_member", "chat_member"])


@pytest.fixture
def owner(telegram: Telegram) -> Person:
    return Person.joins(telegram, "Owner")


@pytest.fixture
def stranger(telegram: Telegram) -> Person:
    return Person.joins(telegram, "Stranger")


@pytest.fixture
def group(telegram: Telegram, owner: Person, reader: Person, account: BotAccount) -> Chat:
    return telegram.new_group("Readers", [reader.user, account.user], owner=owner.user)


async def updates(api: Caller) -> list[Json]:
    """Return what the bot is told, each under its kind."""
    told = await api.call("getUpdates", allowed_updates=EVERYTHING)
    for update in told:
        del update["update_id"]
    return list(told)


def statuses(change: Json) -> tuple[str, str]:
    return change["old_chat_member"]["status"], change["new_chat_member"]["status"]


# What somebody is


async def test_everybody_is_something_in_a_group(
    api: Caller,
    telegram: Telegram,
    owner: Person,
    reader: Person,
    stranger: Person,
    account: BotAccount,
    group: Chat,
) -> None:
    removed = Person.joins(telegram, "Removed")
    removed.joins_group(group)
    owner.removes(group, removed.user)
    group.administrators.add(account.user.id)
    people = [owner, reader, stranger, removed]

    members = [
        await api.call("getChatMember", chat_id=group.id, user_id=user.id)
        for user in [*(person.user for person in people), account.user]
    ]

    assert [member["status"] for member in members] == [
        "creator",
        "member",
        "left",
        "kicked",
        "administrator",
    ]
    assert [member["user"]["id"] for member in members[:4]] == [one.user.id for one in people]


@pytest.mark.parametrize(
    ("user_id", "reason"),
    [
        (0, "invalid user_id specified"),
        (-5, "invalid user_id specified"),
        ("me", "invalid user_id specified"),
        (123456789, "user not found"),
    ],
)
async def test_nobody_is_no_member(
    api: Caller, group: Chat, user_id: int | str, reason: str
) -> None:
    refusal = await api.refused("getChatMember", chat_id=group.id, user_id=user_id)

    assert refusal == (400, f"Bad Request: {reason}")


async def test_in_a_private_chat_there_are_the_two_of_them(
    api: Caller, reader: Person, stranger: Person, account: BotAccount, chat: Chat
) -> None:
    for user in (reader.user, account.user):
        member = await api.call("getChatMember", chat_id=chat.id, user_id=user.id)
        assert member["status"] == "member"

    assert await api.call("getChatMemberCount", chat_id=chat.id) == 2
    assert await api.refused("getChatMember", chat_id=chat.id, user_id=stranger.user.id) == (
        400,
        "Bad Request: member not found",
    )
    assert await api.refused("getChatAdministrators", chat_id=chat.id) == (
        400,
        "Bad Request: there are no administrators in the private chat",
    )


async def test_administrators_are_listed_other_bots_only_if_asked_for(
    api: Caller, other_account: BotAccount, account: BotAccount, owner: Person, group: Chat
) -> None:
    for bot in (account.user, other_account.user):
        group.members.add(bot.id)
        group.administrators.add(bot.id)

    listed = await api.call("getChatAdministrators", chat_id=group.id)
    all_listed = await api.call("getChatAdministrators", chat_id=group.id, return_bots=True)

    assert {one["user"]["id"] for one in listed} == {owner.user.id, account.user.id}
    assert {one["user"]["id"] for one in all_listed} == group.administrators
    assert await api.call("getChatMemberCount", chat_id=group.id) == 4


# Coming and going


async def test_a_bot_that_is_added_is_told_of_it_and_by_whom(
    api: Caller, official: BotApi, telegram: Telegram, reader: Person, account: BotAccount
) -> None:
    group = telegram.new_group("Readers", [reader.user])

    reader.adds(group, account.user)

    mine, service = await updates(api)
    assert statuses(mine["my_chat_member"]) == ("left", "member")
    assert mine["my_chat_member"]["from"]["id"] == reader.user.id
    assert mine["my_chat_member"]["chat"]["id"] == group.id
    (added,) = service["message"]["new_chat_members"]
    assert added["id"] == account.user.id
    assert service["message"]["from"]["id"] == reader.user.id
    for update in (mine, service):
        assert official.faults(update | {"update_id": 1}, "Update") == []
    assert await api.call("sendMessage", chat_id=group.id, text="Good morning")


async def test_a_bot_that_is_removed_is_told_of_it_and_can_write_no_more(
    api: Caller, official: BotApi, reader: Person, account: BotAccount, group: Chat
) -> None:
    reader.removes(group, account.user)

    service, mine = await updates(api)
    assert service["message"]["left_chat_member"]["id"] == account.user.id
    assert statuses(mine["my_chat_member"]) == ("member", "kicked")
    for update in (mine, service):
        assert official.faults(update | {"update_id": 1}, "Update") == []
    assert await api.refused("sendMessage", chat_id=group.id, text="Good morning") == (
        403,
        "Forbidden: bot was kicked from the supergroup chat",
    )


async def test_a_bot_that_was_removed_can_be_added_again(
    api: Caller, reader: Person, account: BotAccount, group: Chat
) -> None:
    reader.removes(group, account.user)
    await api.call("getUpdates", offset=-1)
    reader.adds(group, account.user)

    changes = [one["my_chat_member"] for one in await updates(api) if "my_chat_member" in one]

    assert statuses(changes[-1]) == ("kicked", "member")
    assert await api.call("sendMessage", chat_id=group.id, text="Good morning")


async def test_a_bot_leaves_a_group(api: Caller, account: BotAccount, group: Chat) -> None:
    assert await api.call("leaveChat", chat_id=group.id) is True

    changes = [one["my_chat_member"] for one in await updates(api) if "my_chat_member" in one]
    assert [statuses(change) for change in changes] == [("member", "left")]
    left = list(group.messages.values())[-1]
    assert left.media["left_chat_member"]["id"] == account.user.id
    assert await api.refused("leaveChat", chat_id=group.id) == (
        403,
        "Forbidden: bot is not a member of the supergroup chat",
    )


async def test_a_bot_cannot_leave_a_private_chat(api: Caller, chat: Chat) -> None:
    refusal = await api.refused("leaveChat", chat_id=chat.id)

    assert refusal == (400, "Bad Request: chat member status can't be changed in private chats")


async def test_an_administrator_that_asks_is_told_who_comes_and_goes(
    api: Caller,
    official: BotApi,
    owner: Person,
    stranger: Person,
    account: BotAccount,
    group: Chat,
) -> None:
    group.administrators.add(account.user.id)
    await updates(api)

    stranger.joins_group(group)
    stranger.leaves(group)
    owner.adds(group, stranger.user)
    owner.removes(group, stranger.user)

    told = await updates(api)
    changes = [one["chat_member"] for one in told if "chat_member" in one]
    assert [statuses(change) for change in changes] == [
        ("left", "member"),
        ("member", "left"),
        ("left", "member"),
        ("member", "kicked"),
    ]
    assert [change["from"]["id"] for change in changes] == [
        *[stranger.user.id] * 2,
        *[owner.user.id] * 2,
    ]
    for update in told:
        assert official.faults(update | {"update_id": 1}, "Update") == []


async def test_a_bot_that_does_not_administer_a_group_sees_only_the_messages(
    api: Caller, stranger: Person, group: Chat
) -> None:
    await updates(api)
    stranger.joins_group(group)

    assert [list(update) for update in await updates(api)] == [["message"]]


async def test_a_bot_that_does_not_ask_is_not_told_who_comes(
    api: Caller, stranger: Person, account: BotAccount, group: Chat
) -> None:
    group.administrators.add(account.user.id)
    stranger.joins_group(group)

    told = await api.call("getUpdates")
    assert [update.keys() for update in told] == [{"update_id", "message"}]


async def test_whoever_is_there_already_does_not_come_and_whoever_is_not_does_not_go(
    api: Caller, reader: Person, stranger: Person, group: Chat
) -> None:
    reader.joins_group(group)
    stranger.leaves(group)

    assert await updates(api) == []
    assert group.messages == {}


async def test_who_leaves_no_longer_administers(
    telegram: Telegram, owner: Person, account: BotAccount, group: Chat
) -> None:
    group.administrators.add(account.user.id)
    telegram.remove_member(group, account.user)
    telegram.add_member(group, account.user, by=owner.user)

    assert account.user.id not in group.administrators


# Blocking


async def test_a_bot_is_told_when_somebody_blocks_and_unblocks_it(
    api: Caller, official: BotApi, reader: Person, account: BotAccount, chat: Chat
) -> None:
    await api.next("message")
    reader.blocks(account)
    reader.blocks(account)
    refusal = await api.refused("sendMessage", chat_id=chat.id, text="Hello")
    reader.unblocks(account)
    reader.unblocks(account)
    sent = await api.call("sendMessage", chat_id=chat.id, text="Hello")

    told = [one for one in await updates(api) if "my_chat_member" in one]
    changes = [one["my_chat_member"] for one in told]
    assert [statuses(change) for change in changes] == [("member", "kicked"), ("kicked", "member")]
    assert changes[0]["from"]["id"] == changes[0]["chat"]["id"] == reader.user.id
    assert changes[0]["new_chat_member"]["user"]["id"] == account.user.id
    assert refusal == (403, "Forbidden: bot was blocked by the user")
    assert sent["text"] == "Hello"
    for update in told:
        assert official.faults(update | {"update_id": 1}, "Update") == []
