"""What Telegram shows of the bot before anything is asked: its commands and descriptions."""

import asyncio
import logging
from collections.abc import Awaitable, Mapping

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot import wording
from bot.context import Services

_logger = logging.getLogger(__name__)


async def publish(bot: ExtBot[int], services: Services) -> None:
    """Set commands, by scope, and descriptions; what is refused is logged and left as it is."""
    interviews = services.library.current.interviews
    private, groups = wording.COMMANDS_IN_PRIVATE, wording.COMMANDS_IN_GROUPS
    desk = {**private, **wording.COMMANDS_OF_ADMINS}
    scopes: list[tuple[BotCommandScope, Mapping[str, str]]] = [
        (BotCommandScopeAllPrivateChats(), private),
        (BotCommandScopeAllGroupChats(), groups),
        *((BotCommandScopeChat(admin), desk) for admin in sorted(services.settings.admins)),
    ]
    await asyncio.gather(
        *(
            _tried(
                f"commands of scope {scope.type}",
                bot.set_my_commands([BotCommand(*command) for command in commands.items()], scope),
            )
            for scope, commands in scopes
        ),
        _tried("description", bot.set_my_description(wording.description(interviews))),
        _tried(
            "short description",
            bot.set_my_short_description(wording.short_description(interviews)),
        ),
    )


async def _tried(what: str, setting: Awaitable[bool]) -> None:
    try:
        await setting
    except TelegramError as error:
        _logger.warning("Telegram refused the %s: %s", what, error.message)
