"""Which messages are meant for the bot, and what they ask."""

from telegram import Message, MessageEntity
from telegram.ext import filters

# Commands of few other bots: in a group they need not name this one.
_MEANT_FOR_BOT = ("ask", "interview")
_NAMES = (MessageEntity.MENTION, MessageEntity.TEXT_MENTION)


def command_of(message: Message) -> tuple[str, bool] | None:
    """Return the command that a message begins with, and whether it names this bot.

    ``None`` for a message without a command, or with one that names another bot.
    """
    entities = message.entities or message.caption_entities
    text = message.text or message.caption or ""
    if not entities or entities[0].type != MessageEntity.BOT_COMMAND or entities[0].offset:
        return None
    name, _, addressee = text[1 : entities[0].length].partition("@")
    if addressee and addressee.lower() != message.get_bot().username.lower():
        return None
    return name.lower(), bool(addressee)


def question_of(message: Message) -> str:
    """Return what a message that is meant for the bot asks; '' where it asks nothing.

    Names of the bot and the command are taken off. What then has no words of its own but replies
    to somebody's message means that message, or the part of it that was quoted.
    """
    question = _own_words(message)
    if question:
        return question
    if message.quote:
        return message.quote.text.strip()
    replied = message.reply_to_message
    if replied is None or replied.from_user == message.get_bot().bot:
        return ""
    return (replied.text or replied.caption or "").strip()


def is_for_bot(message: Message) -> bool:
    """Whether a message is meant for the bot.

    In private every message is. In a group: /ask, /interview and every command that names the bot,
    a mention, a reply to a message of the bot's; not what was sent through the bot, nor what
    Telegram itself puts there (the beginning of a forum topic, a channel's forwarded post).
    """
    if message.chat.type == message.chat.PRIVATE:
        return message.via_bot != message.get_bot().bot
    if message.via_bot or message.is_automatic_forward:
        return False
    text = message.text or message.caption or ""
    if text.startswith("/"):
        command = command_of(message)
        return command is not None and (command[1] or command[0] in _MEANT_FOR_BOT)
    if any(_is_own_name(message, entity) for entity in _name_entities(message)):
        return True
    replied = message.reply_to_message
    return (
        replied is not None
        and bool(text)
        and replied.from_user == message.get_bot().bot
        and replied.forum_topic_created is None
    )


class _ForBot(filters.MessageFilter):
    """Lets through what ``is_for_bot`` finds to be meant for the bot."""

    __slots__ = ()

    def filter(self, message: Message) -> bool:
        return is_for_bot(message)


FOR_BOT = _ForBot()


def _own_words(message: Message) -> str:
    text = message.text or message.caption or ""
    entities = message.entities or message.caption_entities
    off = [entity for entity in entities if _is_own_name(message, entity)]
    if command_of(message):
        off.insert(0, entities[0])
    units = text.encode("utf-16-le", "surrogatepass")
    for entity in sorted(off, key=lambda one: -one.offset):
        start, end = entity.offset * 2, (entity.offset + entity.length) * 2
        units = units[:start] + units[end:]
    return units.decode("utf-16-le", "replace").strip(" \n\t,:")


def _name_entities(message: Message) -> list[MessageEntity]:
    entities = message.entities or message.caption_entities
    return [entity for entity in entities if entity.type in _NAMES]


def _is_own_name(message: Message, entity: MessageEntity) -> bool:
    bot = message.get_bot().bot
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user == bot
    if entity.type != MessageEntity.MENTION:
        return False
    parse = message.parse_entity if message.text else message.parse_caption_entity
    return parse(entity).lower() == f"@{bot.username}".lower()
