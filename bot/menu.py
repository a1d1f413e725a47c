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
from knowledge.library import Edition

_logger = logging.getLogger(__name__)


async def publish(bot: ExtBot[int], services: Services) -> None:
    """Set commands, by scope, and descriptions; what is refused is logged and left as it is."""
    edition = services.library.current
    interviews = edition.interviews
    in_groups = wording.COMMANDS_IN_GROUPS
    if edition.has_several:
        in_groups = wording.COMMANDS_IN_GROUPS_OF_SEVERAL
    await asyncio.gather(
        _commands(bot, BotCommandScopeAllPrivateChats(), _in_private(edition)),
        _commands(bot, BotCommandScopeAllGroupChats(), in_groups),
        *(publish_for_admin(bot, admin, edition) for admin in sorted(services.settings.admins)),
        _tried("description", bot.set_my_description(wording.description(interviews))),
        _tried(
            "short description",
            bot.set_my_short_description(wording.short_description(interviews)),
        ),
    )


async def keep_up(bot: ExtBot[int], services: Services, before: Edition) -> None:
    """Publish anew where there was one interview and now are several, or the other way round."""
    if services.library.current.has_several is not before.has_several:
        await publish(bot, services)


async def publish_for_admin(bot: ExtBot[int], admin: int, edition: Edition) -> None:
    """Set the commands that an admin is shown; refused until they have written to the bot."""
    commands = {**_in_private(edition), **wording.COMMANDS_OF_ADMINS}
    await _commands(bot, BotCommandScopeChat(admin), commands)


def _in_private(edition: Edition) -> Mapping[str, str]:
    if edition.has_several:
        return wording.COMMANDS_IN_PRIVATE_OF_SEVERAL
    return wording.COMMANDS_IN_PRIVATE


async def _commands(bot: ExtBot[int], scope: BotCommandScope, commands: Mapping[str, str]) -> None:
    listed = [BotCommand(*command) for command in commands.items()]
    await _tried(f"commands of scope {scope.type}", bot.set_my_commands(listed, scope))


async def _tried(what: str, setting: Awaitable[bool]) -> None:
    try:
        await setting
    except TelegramError as error:
        _logger.warning("Telegram refused the %s: %s", what, error.message)
