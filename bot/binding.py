"""/interview: a chat is bound to one interview, and asks about it alone until it is freed."""

import logging

from telegram import Chat, Message, Update
from telegram.error import TelegramError

from bot import interview_pages, rendering, wording
from bot.addressing import question_of
from bot.asking import reply_to, send
from bot.context import Context
from bot.presses import answered, carried, place_of_press, query_of, turn_into
from bot.rendering import Reply
from bot.scope import bound_interview, of_press
from knowledge.interview import interview_reference

_logger = logging.getLogger(__name__)

# What frees a chat, written after /interview.
ALL = "all"


async def interview(update: Update, context: Context) -> None:
    """Show what the chat is bound to and what it can be bound to; ``/interview all`` frees it."""
    message = update.message
    if message is None:
        raise TypeError("this handler is registered for messages only")
    sought = " ".join(context.args or ())
    edition = context.edition
    if not edition.has_several:
        reply = rendering.introduced(wording.only_one(edition.interviews), several=False)
    elif sought.casefold() == ALL:
        reply = await _freed(message, context)
    else:
        bound = await bound_interview(message.chat_id, edition, context)
        reply = interview_pages.choice(edition, bound, sought)
    await send(message, reply, context)


async def show_choice(update: Update, context: Context) -> None:
    """Turn a message into a page of the interviews that a chat can be bound to."""
    query = query_of(update)
    page, sought = carried(context)
    edition = context.edition
    await answered(query)
    bound = await of_press(query, edition, context)
    await turn_into(query, interview_pages.choice(edition, bound, sought, int(page)))


async def bind(update: Update, context: Context) -> None:
    """Bind the chat to the interview of the button that was pressed, or free it."""
    query = query_of(update)
    (reference,) = carried(context)
    edition = context.edition
    chosen = edition.by_reference.get(reference)
    if query.message is None or (reference and chosen is None):
        await answered(query, wording.INTERVIEW_GONE)
        return
    chat = query.message.chat
    if not await _may_choose(chat, query.from_user.id, context):
        await answered(query, wording.ONLY_ADMINISTRATORS_CHOOSE)
        return
    await answered(query)
    is_kept = await context.services.chats.bind(
        chat.id, interview_reference(chosen) if chosen else None
    )
    await turn_into(query, interview_pages.bound(edition, chosen, is_kept=is_kept))


async def ask_in_all(update: Update, context: Context) -> None:
    """Turn what was not found in the chat's interview into what all of them hold on it."""
    query = query_of(update)
    message = query.message
    asked = None
    if isinstance(message, Message):
        asked = context.services.replies.question(message.chat_id, message.message_id)
        if asked is None and message.reply_to_message:
            asked = question_of(message.reply_to_message)
    await answered(query, None if asked else wording.QUESTION_FORGOTTEN)
    if asked:
        # One question is noted once.
        reply, _ = await reply_to(asked, context.edition, context, place_of_press(query))
        await turn_into(query, reply)


async def _freed(message: Message, context: Context) -> Reply:
    sender = message.from_user
    # Who writes in the group's own name administers it.
    in_its_name = message.sender_chat is not None and message.sender_chat.id == message.chat_id
    may_choose = in_its_name or (
        sender is not None and await _may_choose(message.chat, sender.id, context)
    )
    if not may_choose:
        return rendering.said(wording.ONLY_ADMINISTRATORS_CHOOSE)
    is_kept = await context.services.chats.bind(message.chat_id, None)
    return interview_pages.bound(context.edition, None, is_kept=is_kept)


async def _may_choose(chat: Chat, user_id: int, context: Context) -> bool:
    """Whether somebody may choose for a chat: in a group, its administrators.

    Of them a bot that isn't one is surely told by their list alone
    (https://core.telegram.org/bots/api#getchatmember).
    """
    if chat.type == Chat.PRIVATE:
        return True
    try:
        administrators = await context.bot.get_chat_administrators(chat.id)
    except TelegramError as error:
        _logger.info("Who administers a chat could not be found out: %s", error.message)
        return False
    return any(one.user.id == user_id for one in administrators)
