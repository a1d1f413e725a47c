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

from bot.context import Services
from bot.wording import ENGLISH, LANGUAGES, Wording, wording_for
from knowledge.library import Edition

_logger = logging.getLogger(__name__)

# By the code with which Telegram is told: none for English, which is for all other languages too
# (https://core.telegram.org/bots/api#setmycommands).
_BY_LANGUAGE = {
    None if (wording := wording_for(tag)) is ENGLISH else tag: wording for tag in LANGUAGES
}


async def publish(bot: ExtBot[int], services: Services) -> None:
    """Set commands, by scope, and descriptions; what is refused is logged and left as it is."""
    edition = services.library.current
    await asyncio.gather(
        *(_in_language(bot, code, wording, edition) for code, wording in _BY_LANGUAGE.items()),
        *(publish_for_admin(bot, admin, edition) for admin in sorted(services.settings.admins)),
    )


async def keep_up(bot: ExtBot[int], services: Services, before: Edition) -> None:
    """Publish anew where there was one interview and now are several, or the other way round."""
    if services.library.current.has_several is not before.has_several:
        await publish(bot, services)


async def publish_for_admin(bot: ExtBot[int], admin: int, edition: Edition) -> None:
    """Set the commands that an admin is shown; refused until they have written to the bot."""
    scope, interviews = BotCommandScopeChat(admin), len(edition.interviews)
    await asyncio.gather(
        *(
            _commands(
                bot,
                scope,
                code,
                {**wording.commands_in_private(interviews), **wording.commands_of_admins()},
            )
            for code, wording in _BY_LANGUAGE.items()
        )
    )


async def _in_language(
    bot: ExtBot[int], code: str | None, wording: Wording, edition: Edition
) -> None:
    """Set what is shown to readers whose Telegram is in a language, by its two-letter code."""
    interviews, count = edition.interviews, len(edition.interviews)
    in_private, in_groups = BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()
    description, short = wording.description(interviews), wording.short_description(interviews)
    await asyncio.gather(
        _commands(bot, in_private, code, wording.commands_in_private(count)),
        _commands(bot, in_groups, code, wording.commands_in_groups(count)),
        _tried("description", bot.set_my_description(description, code)),
        _tried("short description", bot.set_my_short_description(short, code)),
    )


async def _commands(
    bot: ExtBot[int], scope: BotCommandScope, code: str | None, commands: Mapping[str, str]
) -> None:
    listed = [BotCommand(*command) for command in commands.items()]
    what = f"commands of scope {scope.type}"
    await _tried(what, bot.set_my_commands(listed, scope, language_code=code))


async def _tried(what: str, setting: Awaitable[bool]) -> None:
    try:
        await setting
    except TelegramError as error:
        _logger.warning("Telegram refused the %s: %s", what, error.message)
