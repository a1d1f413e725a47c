"""Which commands a bot offers, by place and language.

See https://core.telegram.org/bots/api#determining-list-of-commands.
"""

import json
from collections.abc import Iterator
from typing import Any

from preview.account import BotAccount
from preview.objects import Chat, User

Json = dict[str, Any]

ANY_LANGUAGE = ""


def scope_key(kind: str, **ids: int) -> str:
    """Return a scope as ``BotAccount.commands`` has it: as JSON, always written in the same way."""
    return json.dumps(ids | {"type": kind}, sort_keys=True)


def commands_shown(account: BotAccount, chat: Chat, user: User) -> list[Json]:
    """Return the commands that a person sees in a chat: the first list that there is for them."""
    languages = ((user.language_code or ANY_LANGUAGE).partition("-")[0], ANY_LANGUAGE)
    for scope in _scopes(chat, user):
        for language in languages:
            if commands := account.commands.get((scope, language)):
                return commands
    return []


def _scopes(chat: Chat, user: User) -> Iterator[str]:
    """Yield the scopes that hold for a person in a chat, the narrowest first."""
    if chat.type == "private":
        yield scope_key("chat", chat_id=chat.id)
        yield scope_key("all_private_chats")
    else:
        administers = user.id in chat.administrators
        yield scope_key("chat_member", chat_id=chat.id, user_id=user.id)
        if administers:
            yield scope_key("chat_administrators", chat_id=chat.id)
        yield scope_key("chat", chat_id=chat.id)
        if administers:
            yield scope_key("all_chat_administrators")
        yield scope_key("all_group_chats")
    yield scope_key("default")
