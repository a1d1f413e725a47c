"""Which bots in a group are shown a message.

See https://core.telegram.org/bots/faq#what-messages-will-my-bot-get and
https://core.telegram.org/bots/features#privacy-mode; @BotFather says of a mention that it is shown.
"""

from collections.abc import Iterable

from preview.account import BotAccount
from preview.objects import GROUP_TYPES, Message


def is_shown(account: BotAccount, message: Message) -> bool:
    """Whether a bot is shown a message of a chat that it may be in."""
    chat, bot = message.chat, account.user.id
    if bot not in chat.members or message.is_from_bot:
        return False
    return (
        not account.privacy
        or chat.type not in GROUP_TYPES
        or bot in chat.administrators
        or message.is_service
        or bot in message.meant_for
    )


def addressees(message: Message, bots: Iterable[BotAccount]) -> frozenset[int]:
    """Return ids of the bots that a message is meant for, in so many words or by what it answers.

    What it answers weighs most: a reply to one bot with a command for another is for the first.
    """
    answered = message.reply_to
    if answered is not None and answered.is_from_bot and answered.sender is not None:
        return frozenset({answered.sender.id})
    if answered is not None and answered.meant_for:
        return answered.meant_for
    if message.via_bot is not None:
        return frozenset({message.via_bot.id})
    return frozenset(account.user.id for account in bots if _names(account, message))


def _names(account: BotAccount, message: Message) -> bool:
    """Whether a message mentions a bot, or has a command that is for it.

    A command that names no bot is for the one that wrote last.
    """
    name = f"@{account.user.username}".lower()
    if any(mention.lower() == name for mention in message.entity_texts("mention")):
        return True
    named = [command.partition("@")[2] for command in message.entity_texts("bot_command")]
    return any(
        f"@{addressee}".lower() == name
        if addressee
        else message.chat.last_bot in (None, account.user.id)
        for addressee in named
    )
