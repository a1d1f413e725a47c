"""The commands that a bot offers (https://core.telegram.org/bots/api#setmycommands)."""

import re
from typing import Any

from preview.commands import scope_key
from preview.errors import bad_request
from preview.events import Described
from preview.methods.language import language_code
from preview.methods.table import Request, method
from preview.parameters import Fields

Json = dict[str, Any]

MOST_COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LONGEST_DESCRIPTION = 256
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


@method("setMyCommands", "commands scope language_code")
async def set_my_commands(request: Request) -> bool:
    """Set the list of commands for a scope and language; an empty one takes it away."""
    commands = [_command(one) for one in request.parameters.structures("commands")]
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return _set(request, commands)


@method("deleteMyCommands", "scope language_code")
async def delete_my_commands(request: Request) -> bool:
    """Take away the list of commands of exactly this scope and language."""
    return _set(request, [])


@method("getMyCommands", "scope language_code")
async def get_my_commands(request: Request) -> list[Json]:
    """Return the list of commands of exactly this scope and language."""
    return request.account.commands.get((_scope(request), language_code(request)), [])


def _set(request: Request, commands: list[Json]) -> bool:
    place = _scope(request), language_code(request)
    request.account.commands.pop(place, None)
    if commands:
        request.account.commands[place] = commands
    request.telegram.tell(Described(request.account))
    return True


def _command(fields: Fields) -> Json:
    command = fields.text("command", None)
    description = fields.text("description", None)
    if not _COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= _LONGEST_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": description}


def _scope(request: Request) -> str:
    fields = request.parameters.structure("scope")
    if fields is None:
        return scope_key("default")
    kind = fields.text("type", None)
    if kind not in _SCOPES:
        raise fields.refusal("Unsupported type specified")
    ids = {name: fields.integer(name, None) for name in _SCOPES[kind]}
    if "chat_id" in ids:
        request.telegram.chat_for(request.account, ids["chat_id"])
    return scope_key(kind, **ids)
