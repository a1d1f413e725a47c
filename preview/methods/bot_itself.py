"""What a bot is, and what it says of itself: its commands and descriptions."""

import json
import re
from typing import Any

from preview.errors import bad_request
from preview.events import Described
from preview.methods.table import Request, method
from preview.parameters import Fields
from preview.text import utf16_length

Json = dict[str, Any]

MOST_COMMANDS = 100
_LONGEST_DESCRIPTION = {"description": 512, "short_description": 120}
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LONGEST_COMMAND_DESCRIPTION = 256
_LANGUAGE_CODE = re.compile("(?:[a-z]{2})?")
# What each scope names besides its type (https://core.telegram.org/bots/api#botcommandscope).
_SCOPES: dict[str, tuple[str, ...]] = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


@method("getMe")
async def get_me(request: Request) -> Json:
    """Say who the bot is and what it may do."""
    account = request.account
    return account.user.as_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not account.privacy,
        "supports_guest_queries": account.guest,
        "supports_inline_queries": account.inline,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_join_request_queries": False,
    }


@method("setMyCommands", "commands scope language_code")
async def set_my_commands(request: Request) -> bool:
    """Set the list of commands for a scope and language."""
    commands = [_command(one) for one in request.parameters.structures("commands")]
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    request.account.commands[_scope(request), _language_code(request)] = commands
    request.telegram.tell(Described(request.account))
    return True


@method("getMyCommands", "scope language_code")
async def get_my_commands(request: Request) -> list[Json]:
    """Return the list of commands of exactly this scope and language."""
    return request.account.commands.get((_scope(request), _language_code(request)), [])


@method("setMyDescription", "description language_code")
async def set_my_description(request: Request) -> bool:
    """Set what an empty chat with the bot shows."""
    return _describe(request, "description")


@method("setMyShortDescription", "short_description language_code")
async def set_my_short_description(request: Request) -> bool:
    """Set what the bot's profile shows."""
    return _describe(request, "short_description")


def _describe(request: Request, subject: str) -> bool:
    text = request.parameters.text(subject)
    if utf16_length(text) > _LONGEST_DESCRIPTION[subject]:
        raise bad_request(f"{subject.replace('_', ' ')} is too long")
    request.account.descriptions[subject, _language_code(request)] = text
    request.telegram.tell(Described(request.account))
    return True


def _command(fields: Fields) -> Json:
    command = fields.text("command", None)
    description = fields.text("description", None)
    if not _COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= _LONGEST_COMMAND_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": description}


def _scope(request: Request) -> str:
    """Return the scope that a call names, as JSON, always written in the same way."""
    fields = request.parameters.structure("scope")
    if fields is None:
        return json.dumps({"type": "default"})
    kind = fields.text("type", None)
    if kind not in _SCOPES:
        raise fields.refusal("Unsupported type specified")
    ids = {name: fields.integer(name, None) for name in _SCOPES[kind]}
    if "chat_id" in ids:
        request.telegram.chat_for(request.account, ids["chat_id"])
    return json.dumps(ids | {"type": kind}, sort_keys=True)


def _language_code(request: Request) -> str:
    code = request.parameters.text("language_code")
    if not _LANGUAGE_CODE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code
