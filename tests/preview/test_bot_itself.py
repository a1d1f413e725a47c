"""What a bot says of itself: commands, menu button, descriptions and name."""

from typing import Any

import pytest

from preview import Person, Telegram
from preview.account import BotAccount
from preview.commands import commands_shown
from preview.events import Described, Event
from preview.objects import Chat
from tests.preview.calling import Caller

Json = dict[str, Any]


# Commands


ASK = [{"command": "ask", "description": "Ask him"}]


def _commands(number: int) -> list[Json]:
    return [{"command": f"ask{one}", "description": "Ask him"} for one in range(number)]


async def test_commands_are_none_until_they_are_set(api: Caller) -> None:
    assert await api.call("getMyCommands") == []
    assert await api.call("setMyCommands", commands=ASK) is True
    assert await api.call("getMyCommands") == ASK
    assert await api.call("setMyCommands", commands=[]) is True
    assert await api.call("getMyCommands") == []


async def test_commands_stand_by_scope_and_by_language(api: Caller) -> None:
    groups = {"type": "all_group_chats"}
    urdu = [{"command": "ask", "description": "پوچھیں"}]
    await api.call("setMyCommands", commands=ASK, scope=groups)
    await api.call("setMyCommands", commands=urdu, language_code="ur")

    assert await api.call("getMyCommands", scope=groups) == ASK
    assert await api.call("getMyCommands", language_code="ur") == urdu
    assert await api.call("getMyCommands", scope=groups, language_code="ur") == []
    assert await api.call("getMyCommands", scope={"type": "all_private_chats"}) == []
    assert await api.call("getMyCommands") == []


async def test_the_scope_that_is_not_named_is_the_default(api: Caller) -> None:
    await api.call("setMyCommands", commands=ASK)

    assert await api.call("getMyCommands", scope={"type": "default"}) == ASK


async def test_a_chat_may_have_commands_of_its_own(api: Caller, chat: Chat) -> None:
    scope = {"type": "chat", "chat_id": chat.id}
    await api.call("setMyCommands", commands=ASK, scope=scope)

    assert await api.call("getMyCommands", scope=scope) == ASK
    assert await api.call("getMyCommands", scope=scope | {"chat_id": str(chat.id)}) == ASK
    assert await api.call("getMyCommands") == []


async def test_a_chat_that_there_is_not_has_no_commands(api: Caller) -> None:
    refusal = await api.refused("setMyCommands", commands=ASK, scope={"type": "chat", "chat_id": 5})

    assert refusal == (400, "Bad Request: chat not found")


async def test_two_bots_have_their_own_commands(api: Caller, other_api: Caller) -> None:
    await api.call("setMyCommands", commands=ASK)

    assert await other_api.call("getMyCommands") == []


async def test_a_hundred_commands_can_be_set_and_no_more(api: Caller) -> None:
    assert await api.call("setMyCommands", commands=_commands(100))
    assert (await api.refused("setMyCommands", commands=_commands(101)))[0] == 400
    assert len(await api.call("getMyCommands")) == 100


@pytest.mark.parametrize("name", ["a", "a_1", "a" * 32])
async def test_a_commands_name_is_of_small_letters_digits_and_underscores(
    api: Caller, name: str
) -> None:
    assert await api.call("setMyCommands", commands=[ASK[0] | {"command": name}])


@pytest.mark.parametrize("name", ["", "Ask", "ask him", "ask-him", "پوچھ", "é", "a" * 33])
async def test_a_command_of_any_other_name_is_refused(api: Caller, name: str) -> None:
    refusal = await api.refused("setMyCommands", commands=[ASK[0] | {"command": name}])

    assert refusal == (400, "Bad Request: BOT_COMMAND_INVALID")


async def test_a_command_is_described_in_1_to_256_signs(api: Caller) -> None:
    def described(length: int) -> list[Json]:
        return [ASK[0] | {"description": "a" * length}]

    assert await api.call("setMyCommands", commands=described(1))
    assert await api.call("setMyCommands", commands=described(256))
    assert (await api.refused("setMyCommands", commands=described(0)))[0] == 400
    assert (await api.refused("setMyCommands", commands=described(257)))[0] == 400


@pytest.mark.parametrize("code", ["english", "en-GB"])
@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("setMyCommands", {"commands": ASK}),
        ("getMyCommands", {}),
        ("setMyDescription", {"description": "Ask him"}),
        ("setMyShortDescription", {"short_description": "Ask him"}),
        ("setMyName", {"name": "Fedorov"}),
        ("getMyName", {}),
        ("getMyDescription", {}),
        ("getMyShortDescription", {}),
        ("deleteMyCommands", {}),
    ],
)
async def test_a_language_is_named_by_two_small_letters(
    api: Caller, method: str, parameters: Json, code: str
) -> None:
    response = await api.post(method, **parameters, language_code=code)

    assert response.status_code == 400


# Descriptions


@pytest.mark.parametrize(
    ("method", "parameter", "most"),
    [
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
    ],
)
async def test_a_description_has_its_limit(
    api: Caller, account: BotAccount, method: str, parameter: str, most: int
) -> None:
    assert await api.call(method, **{parameter: "a" * most}) is True
    assert (await api.refused(method, **{parameter: "a" * (most + 1)}))[0] == 400
    assert account.descriptions[parameter, ""] == "a" * most


async def test_a_description_stands_by_language(api: Caller, account: BotAccount) -> None:
    await api.call("setMyDescription", description="Ask him")
    await api.call("setMyDescription", description="پوچھیں", language_code="ur")

    assert account.descriptions["description", ""] == "Ask him"
    assert account.descriptions["description", "ur"] == "پوچھیں"


async def test_a_description_is_read_in_its_language_or_else_in_any(api: Caller) -> None:
    for what in ("Description", "ShortDescription"):
        field = "description" if what == "Description" else "short_description"
        assert await api.call(f"getMy{what}") == {field: ""}
        await api.call(f"setMy{what}", **{field: "Ask him"})
        await api.call(f"setMy{what}", **{field: "پوچھیں"}, language_code="ur")

        assert await api.call(f"getMy{what}") == {field: "Ask him"}
        assert await api.call(f"getMy{what}", language_code="ur") == {field: "پوچھیں"}
        assert await api.call(f"getMy{what}", language_code="ru") == {field: "Ask him"}


# The name


async def test_a_bots_name_is_changed_wherever_it_stands(
    api: Caller, telegram: Telegram, account: BotAccount, chat: Chat
) -> None:
    assert await api.call("getMyName") == {"name": "Fedorov, verbatim"}
    earlier = await api.call("sendMessage", chat_id=chat.id, text="One")

    assert await api.call("setMyName", name="Fedorov") is True

    assert await api.call("getMyName", language_code="ur") == {"name": "Fedorov"}
    assert (await api.call("getMe"))["first_name"] == "Fedorov"
    assert telegram.users[account.user.id].first_name == "Fedorov"
    which = {"chat_id": chat.id, "message_id": earlier["message_id"]}
    assert (await api.call("editMessageText", text="Two", **which))["text"] == "Two"
    assert (await api.call("sendMessage", chat_id=chat.id, text="Three"))["from"][
        "first_name"
    ] == "Fedorov"


async def test_a_bot_has_another_name_in_another_language(api: Caller) -> None:
    await api.call("setMyName", name="فیدوروف", language_code="ur")

    assert await api.call("getMyName", language_code="ur") == {"name": "فیدوروف"}
    assert await api.call("getMyName") == {"name": "Fedorov, verbatim"}

    await api.call("setMyName", language_code="ur")
    assert await api.call("getMyName", language_code="ur") == {"name": "Fedorov, verbatim"}


@pytest.mark.parametrize("name", ["", "a" * 65])
async def test_a_bots_name_has_1_to_64_signs(api: Caller, name: str) -> None:
    assert await api.call("setMyName", name="a" * 64) is True
    assert (await api.refused("setMyName", name=name))[0] == 400
    assert await api.call("getMyName") == {"name": "a" * 64}


# Which commands a person sees


def named(name: str) -> list[Json]:
    return [{"command": name, "description": "Ask him"}]


async def test_in_a_private_chat_the_narrowest_commands_are_seen_in_ones_own_language_first(
    api: Caller, account: BotAccount, reader: Person, chat: Chat
) -> None:
    scopes: list[Json] = [
        {"type": "default"},
        {"type": "all_private_chats"},
        {"type": "chat", "chat_id": chat.id},
    ]
    assert commands_shown(account, chat, reader.user) == []

    for scope in scopes:
        for language in ("", "en"):
            commands = named(f"{scope['type']}_{language}")
            await api.call("setMyCommands", commands=commands, scope=scope, language_code=language)
            assert commands_shown(account, chat, reader.user) == commands


async def test_in_a_group_the_narrowest_commands_are_seen_those_of_administrators_by_them_alone(
    api: Caller, telegram: Telegram, account: BotAccount, reader: Person, group: Chat
) -> None:
    administrator = Person.joins(telegram, "Administrator", language="ur-PK")
    telegram.add_member(group, administrator.user)
    group.administrators.add(administrator.user.id)
    member = {"chat_id": group.id, "user_id": administrator.user.id}
    seen = []

    for kind, ids in [
        ("default", {}),
        ("all_group_chats", {}),
        ("all_chat_administrators", {}),
        ("chat", {"chat_id": group.id}),
        ("chat_administrators", {"chat_id": group.id}),
        ("chat_member", member),
    ]:
        for language in ("", "ur"):
            await api.call(
                "setMyCommands",
                commands=named(f"{kind}_{language}"),
                scope={"type": kind} | ids,
                language_code=language,
            )
            assert commands_shown(account, group, administrator.user) == named(f"{kind}_{language}")
        seen.append(commands_shown(account, group, reader.user)[0]["command"])

    assert seen == ["default_", "all_group_chats_", "all_group_chats_", "chat_", "chat_", "chat_"]


async def test_commands_of_private_chats_are_not_seen_in_groups_nor_the_other_way(
    api: Caller, account: BotAccount, reader: Person, chat: Chat, group: Chat
) -> None:
    await api.call("setMyCommands", commands=ASK, scope={"type": "all_private_chats"})
    assert commands_shown(account, group, reader.user) == []

    await api.call("deleteMyCommands", scope={"type": "all_private_chats"})
    await api.call("setMyCommands", commands=ASK, scope={"type": "all_group_chats"})
    assert commands_shown(account, chat, reader.user) == []


@pytest.mark.parametrize(
    ("method", "parameters"), [("deleteMyCommands", {}), ("setMyCommands", {"commands": []})]
)
async def test_commands_that_are_taken_away_let_those_of_a_wider_scope_be_seen(
    api: Caller,
    telegram: Telegram,
    account: BotAccount,
    reader: Person,
    chat: Chat,
    method: str,
    parameters: Json,
) -> None:
    scope = {"type": "all_private_chats"}
    await api.call("setMyCommands", commands=ASK)
    await api.call("setMyCommands", commands=named("narrow"), scope=scope)
    events: list[Event] = []
    telegram.watch(events.append)

    assert await api.call(method, scope=scope, **parameters) is True

    assert Described(account) in events
    assert commands_shown(account, chat, reader.user) == ASK
    assert await api.call("getMyCommands", scope=scope) == []
    assert await api.call(method, scope=scope, **parameters) is True


# The menu button

APP = {"type": "web_app", "text": "Read", "web_app": {"url": "https://example.org/"}}


async def test_a_menu_button_is_kept_for_one_chat_or_for_all(api: Caller, chat: Chat) -> None:
    assert await api.call("getChatMenuButton") == {"type": "default"}

    assert await api.call("setChatMenuButton", menu_button=APP) is True
    assert await api.call("setChatMenuButton", chat_id=chat.id, menu_button={"type": "commands"})

    assert await api.call("getChatMenuButton") == APP
    assert await api.call("getChatMenuButton", chat_id=chat.id) == {"type": "commands"}
    assert await api.call("setChatMenuButton", chat_id=chat.id) is True
    assert await api.call("getChatMenuButton", chat_id=chat.id) == {"type": "default"}


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"type": "sparkle"}, "can't parse menu button: MenuButton has unsupported type"),
        ({}, "can't parse menu button: Can't find field \"type\""),
        ({"type": "web_app", "text": "A"}, "can't parse menu button: Can't find field \"web_app\""),
        (
            APP | {"web_app": {"url": "nowhere"}},
            "menu button URL 'nowhere' is invalid: Wrong HTTP URL",
        ),
        (5, 'can\'t parse parameters: Field "menu_button" must be of type Object'),
    ],
    ids=str,
)
async def test_a_menu_button_that_could_not_be_is_refused(
    api: Caller, button: object, reason: str
) -> None:
    refusal = await api.refused("setChatMenuButton", menu_button=button)

    assert refusal == (400, f"Bad Request: {reason}")


async def test_a_group_has_no_menu_button(api: Caller, group: Chat) -> None:
    for method in ("getChatMenuButton", "setChatMenuButton"):
        refusal = await api.refused(method, chat_id=group.id)

        assert refusal == (400, "Bad Request: invalid chat_id specified")


# Going to another server


async def test_a_bot_that_logs_out_can_come_back_to_this_server_at_once(api: Caller) -> None:
    assert await api.call("logOut") is True
    assert await api.call("getMe")


async def test_a_bot_can_be_closed_once_it_has_been_here_for_ten_minutes(
    api: Caller, telegram: Telegram, account: BotAccount
) -> None:
    telegram.clock = lambda: account.started + 590.5
    response = (await api.post("close")).json()
    telegram.clock = lambda: account.started + 600

    assert response["error_code"] == 429
    assert response["parameters"] == {"retry_after": 10}
    assert await api.call("close") is True
