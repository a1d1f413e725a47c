"""/interview: a chat is bound to one interview, and asks about it alone until it is freed."""

import logging
import time

from telegram import Chat, Message, Update
from telegram.error import TelegramError

from bot import interview_pages
from bot.addressing import question_of
from bot.asking import reply_to, send
from bot.context import Context
from bot.listing import introduced
from bot.noting import note, place_asked
from bot.pressing import (
    answered,
    carried,
    place_of_press,
    press_of,
    turned_into,
    wording_of_message,
)
from bot.reply import Reply, said
from bot.scope import bound_interview, scope_of_all, scope_of_press
from bot.storage import entries
from bot.wording import Wording
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
    wording = await context.wording_of(update.effective_user)
    if not edition.has_several:
        reply = introduced(wording, wording.only_one(edition.interviews), several=False)
    elif sought.casefold() == ALL:
        reply = await _freed(wording, message, context)
    else:
        bound = await bound_interview(message.chat_id, edition, context)
        reply = interview_pages.choice(wording, edition, bound, sought)
    await send(message, reply, context)


async def show_choice(update: Update, context: Context) -> None:
    """Turn a message into a page of the interviews that a chat can be bound to."""
    query = press_of(update)
    page, sought = carried(context)
    await answered(query)
    wording = await wording_of_message(query, context)
    scope = await scope_of_press(query, context)
    reply = interview_pages.choice(wording, scope.edition, scope.bound, sought, int(page))
    await turned_into(query, reply)


async def bind(update: Update, context: Context) -> None:
    """Bind the chat to the interview of the button that was pressed, or free it."""
    query = press_of(update)
    (reference,) = carried(context)
    edition = context.edition
    wording = await context.wording_of(query.from_user)
    chosen = edition.by_reference.get(reference)
    if query.message is None or (reference and chosen is None):
        await answered(query, wording.interview_gone)
        return
    chat = query.message.chat
    if not await _may_choose(chat, query.from_user.id, context):
        await answered(query, wording.only_administrators_choose)
        return
    await answered(query)
    is_kept = await context.services.chats.bind(
        chat.id, interview_reference(chosen) if chosen else None
    )
    wording = await wording_of_message(query, context)
    await turned_into(query, interview_pages.bound(wording, edition, chosen, is_kept=is_kept))


async def ask_in_all(update: Update, context: Context) -> None:
    """Turn what was not found in the chat's interview into what all of them hold on it."""
    began = time.perf_counter()
    query = press_of(update)
    message = query.message
    asked = None
    if isinstance(message, Message):
        asked = context.services.replies.question(message.chat_id, message.message_id)
        if asked is None and message.reply_to_message:
            asked = question_of(message.reply_to_message)
    wording = await context.wording_of(query.from_user)
    await answered(query, None if asked else wording.question_forgotten)
    if asked and isinstance(message, Message):
        wording = await wording_of_message(query, context)
        scope, noted_as = scope_of_all(context), entries.new_reference()
        place = place_of_press(query)
        reply, look_up = await reply_to(asked, scope, context, place, wording, noted_as)
        await turned_into(query, reply)
        note(look_up, query.from_user, place_asked(message), began, context)


async def _freed(wording: Wording, message: Message, context: Context) -> Reply:
    sender = message.from_user
    # Who writes in the group's own name administers it.
    in_its_name = message.sender_chat is not None and message.sender_chat.id == message.chat_id
    may_choose = in_its_name or (
        sender is not None and await _may_choose(message.chat, sender.id, context)
    )
    if not may_choose:
        return said(wording.only_administrators_choose)
    is_kept = await context.services.chats.bind(message.chat_id, None)
    return interview_pages.bound(wording, context.edition, None, is_kept=is_kept)


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
