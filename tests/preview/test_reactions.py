"""Reactions: set by bots and people, and told to those who ask for them."""

import json
from typing import Any

import pytest

from preview import ApiError, Person, Telegram
from preview.account import BotAccount
from preview.events import Changed, Event
from preview.objects import Chat, Message
from preview.reactions import EMOJI
from tests.bot_api import BotApi
from tests.preview.calling import Caller

Json = dict[str, Any]

ASKED_FOR = json.dumps(["message", "message_reaction"])


def emoji(*signs: str) -> list[Json]:
    return [{"type": "emoji", "emoji": sign} for sign in signs]


@pytest.fixture
def message(reader: Person, chat: Chat) -> Message:
    return reader.writes(chat, "Trade grew.")


# By a bot


@pytest.mark.parametrize("sign", ["👍", "❤", "❤️", "👨‍💻"])
async def test_a_bot_reacts_to_a_message(
    api: Caller, telegram: Telegram, account: BotAccount, message: Message, sign: str
) -> None:
    events: list[Event] = []
    telegram.watch(events.append)
    which = {"chat_id": message.chat.id, "message_id": message.message_id}

    done = await api.call("setMessageReaction", reaction=emoji(sign), is_big=True, **which)

    assert done is True
    assert message.reactions == {account.user.id: [sign.replace("\ufe0f", "")]}
    assert Changed(message) in events


async def test_a_bots_reaction_takes_the_place_of_the_one_before(
    api: Caller, account: BotAccount, message: Message
) -> None:
    which = {"chat_id": message.chat.id, "message_id": message.message_id}
    await api.call("setMessageReaction", reaction=emoji("👍"), **which)
    await api.call("setMessageReaction", reaction=emoji("🔥"), **which)

    assert message.reactions == {account.user.id: ["🔥"]}


@pytest.mark.parametrize("nothing", [{}, {"reaction": []}])
async def test_a_bots_reaction_is_taken_back(api: Caller, message: Message, nothing: Json) -> None:
    which = {"chat_id": message.chat.id, "message_id": message.message_id}
    await api.call("setMessageReaction", reaction=emoji("👍"), **which)

    assert await api.call("setMessageReaction", **which, **nothing) is True
    assert message.reactions == {}


@pytest.mark.parametrize(
    ("reaction", "reason"),
    [
        (emoji("👍", "🔥"), "REACTIONS_TOO_MANY"),
        (emoji("🧮"), "REACTION_INVALID"),
        (emoji("👍👍"), "REACTION_INVALID"),
        (emoji(""), "REACTION_INVALID"),
        ([{"type": "custom_emoji", "custom_emoji_id": "5"}], "REACTION_INVALID"),
        ([{"type": "paid"}], "REACTION_INVALID"),
        ([{"type": "sigh"}], "can't parse reaction: invalid reaction type specified"),
        ([{"type": "emoji"}], "can't parse reaction: Can't find field \"emoji\""),
        ([5], 'can\'t parse parameters: Field "reaction" must be of type Object'),
        ("{", "can't parse reaction JSON object"),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_a_reaction_that_could_not_be_is_refused(
    api: Caller, message: Message, reaction: object, reason: str
) -> None:
    which = {"chat_id": message.chat.id, "message_id": message.message_id}
    await api.call("setMessageReaction", reaction=emoji("👍"), **which)

    refusal = await api.refused("setMessageReaction", reaction=reaction, **which)

    assert refusal == (400, f"Bad Request: {reason}")
    assert list(message.reactions.values()) == [["👍"]]


async def test_to_a_message_that_is_gone_nobody_reacts(api: Caller, chat: Chat) -> None:
    refusal = await api.refused(
        "setMessageReaction", chat_id=chat.id, message_id=999, reaction=emoji("👍")
    )

    assert refusal == (400, "Bad Request: message to react not found")


async def test_to_a_service_message_nobody_reacts(api: Caller, reader: Person, chat: Chat) -> None:
    service = reader.sends(chat, {"new_chat_title": "Readers"})

    refusal = await api.refused(
        "setMessageReaction",
        chat_id=chat.id,
        message_id=service.message_id,
        reaction=emoji("👍"),
    )

    assert refusal == (400, "Bad Request: REACTION_INVALID")


async def test_reactions_are_those_of_the_documentation(official: BotApi) -> None:
    (said,) = [
        field["description"]
        for field in official.types["ReactionTypeEmoji"]["fields"]
        if field["name"] == "emoji"
    ]

    assert list(EMOJI) == said.split('"')[1::2]


# By a person


async def test_a_persons_reaction_is_told_to_the_bot_they_write_to(
    api: Caller, official: BotApi, reader: Person, message: Message
) -> None:
    await api.call("getUpdates", allowed_updates=ASKED_FOR)
    reader.reacts(message, "👍")
    reader.reacts(message, "🔥")
    reader.reacts(message, None)

    updates = [one for one in await api.call("getUpdates") if "message_reaction" in one]

    assert message.reactions == {}
    assert [one["message_reaction"]["old_reaction"] for one in updates] == [
        [],
        emoji("👍"),
        emoji("🔥"),
    ]
    assert [one["message_reaction"]["new_reaction"] for one in updates] == [
        emoji("👍"),
        emoji("🔥"),
        [],
    ]
    for update in updates:
        assert official.faults(update, "Update") == []
        assert update["message_reaction"]["user"]["id"] == reader.user.id
        assert update["message_reaction"]["message_id"] == message.message_id


async def test_the_same_reaction_once_more_is_told_to_nobody(
    api: Caller, telegram: Telegram, reader: Person, message: Message
) -> None:
    await api.call("getUpdates", allowed_updates=ASKED_FOR)
    reader.reacts(message, "👍")
    events: list[Event] = []
    telegram.watch(events.append)

    reader.reacts(message, "👍")

    assert events == []
    kinds = [sorted(update)[0] for update in await api.call("getUpdates")]
    assert kinds.count("message_reaction") == 1


async def test_a_bot_that_does_not_ask_for_reactions_is_told_of_none(
    api: Caller, reader: Person, message: Message
) -> None:
    reader.reacts(message, "👍")

    assert not any("message_reaction" in update for update in await api.call("getUpdates"))


async def test_in_a_group_only_an_administrator_is_told_of_reactions(
    api: Caller, other_api: Caller, telegram: Telegram, reader: Person
) -> None:
    bots = [account.user for account in telegram.bots.values()]
    group = telegram.new_group("Readers", [reader.user, *bots], administrators=bots[:1])
    for caller in (api, other_api):
        await caller.call("getUpdates", allowed_updates=ASKED_FOR)

    reader.reacts(reader.writes(group, "Good morning"), "👍")

    told = [await api.call("getUpdates"), await other_api.call("getUpdates")]
    assert [any("message_reaction" in one for one in updates) for updates in told] == [True, False]


async def test_a_bots_reaction_is_told_to_no_bot(api: Caller, message: Message) -> None:
    await api.call("getUpdates", allowed_updates=ASKED_FOR)
    await api.call(
        "setMessageReaction",
        chat_id=message.chat.id,
        message_id=message.message_id,
        reaction=emoji("👍"),
    )

    assert not any("message_reaction" in update for update in await api.call("getUpdates"))


async def test_a_message_does_not_show_its_reactions_to_bots(
    reader: Person, message: Message
) -> None:
    before = message.as_json()
    reader.reacts(message, "👍")

    assert message.as_json() == before


async def test_a_person_reacts_only_as_telegram_lets_them(reader: Person, message: Message) -> None:
    with pytest.raises(ApiError, match="REACTION_INVALID"):
        reader.reacts(message, "🧮")

    assert message.reactions == {}
