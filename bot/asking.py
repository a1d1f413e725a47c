"""Questions: in private chats, in groups, in edited messages, and where the bot is a guest."""

import logging
from uuid import uuid4

from telegram import (
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest

from bot import interview_pages, rendering
from bot.addressing import command_of, question_of
from bot.context import Context
from bot.rendering import Place, Reply
from bot.small_talk import SmallTalk, small_talk
from bot.wording import Wording
from knowledge.matching import Decision

_logger = logging.getLogger(__name__)

# How Telegram refuses an edit that would change nothing.
_UNCHANGED = "message is not modified"


async def question(update: Update, context: Context) -> None:
    """Answer a question: any text in private; in a group one that is meant for the bot."""
    message = _message(update)
    if message.media_group_id is not None:
        # The other pictures of the album need no line of their own then.
        context.services.replies.is_new_album(message.chat_id, message.media_group_id)
    wording = await context.wording_of(update.effective_user)
    reply = await reply_to(question_of(message), context, place_of(message), wording)
    await send(message, reply, context)


async def edited_question(update: Update, context: Context) -> None:
    """Edit the answer to a question that was edited; answer it where there is none yet."""
    message = _message(update)
    command = command_of(message)
    if command and command[0] != "ask":
        return
    wording = await context.wording_of(update.effective_user)
    reply = await reply_to(question_of(message), context, place_of(message), wording)
    answer = context.services.replies.find(message.chat_id, message.message_id)
    if answer is not None and await _edited(message.chat_id, answer, reply, context):
        return
    await send(message, reply, context)


async def guest_question(update: Update, context: Context) -> None:
    """Answer in a chat that the bot is not a member of, where somebody mentioned it."""
    message = _message(update)
    wording = await context.wording_of(update.effective_user)
    reply = await reply_to(question_of(message), context, Place.SHARED, wording)
    content = InputTextMessageContent(
        reply.text, parse_mode="HTML", link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    title = wording.all_questions
    await message.answer_guest_query(
        InlineQueryResultArticle(uuid4().hex, title, content, reply_markup=reply.keyboard)
    )


async def not_text(update: Update, context: Context) -> None:
    """Say once that a photo, sticker or voice message can't be read; once for a whole album."""
    message = _message(update)
    album = message.media_group_id
    if album is None or context.services.replies.is_new_album(message.chat_id, album):
        wording = await context.wording_of(update.effective_user)
        await send(message, rendering.said(wording.ask_me_in_words), context)


async def reply_to(asked: str, context: Context, place: Place, wording: Wording) -> Reply:
    """Return what a question, or what else was said, is answered with."""
    if not asked:
        return rendering.said(wording.nothing_to_ask)
    # In this order: what is loaded meanwhile is not in the edition.
    is_loading, edition = context.is_loading, context.edition
    if (kind := small_talk(asked)) is not None:
        text = wording.small_talk(kind, edition.interviews)
        if kind is SmallTalk.THANKS:
            return rendering.said(text)
        return rendering.introduced(wording, text, several=edition.has_several)
    match = await context.services.finder.match(asked, edition)
    if match.named and not match.candidates:
        return interview_pages.named(wording, match.named, edition, asked)
    reply = rendering.matched(wording, match, edition, place, context.username)
    if is_loading and match.decision is Decision.DECLINE:
        return rendering.with_more_coming(wording, reply)
    return reply


async def send(message: Message, reply: Reply, context: Context, *, answers: bool = True) -> None:
    """Reply to a message; in a group, quoting it, within its topic.

    What ``answers`` it is edited when the message is edited.
    """
    quoting = None
    if place_of(message) is Place.SHARED:
        quoting = ReplyParameters(message.message_id, allow_sending_without_reply=True)
    sent = await message.reply_text(
        reply.text, reply_markup=reply.keyboard, reply_parameters=quoting, do_quote=False
    )
    if answers:
        context.services.replies.note(message.chat_id, message.message_id, sent.message_id)


def place_of(message: Message) -> Place:
    """Say who reads a reply to this message."""
    return Place.PRIVATE if message.chat.type == message.chat.PRIVATE else Place.SHARED


async def _edited(chat_id: int, answer: int, reply: Reply, context: Context) -> bool:
    """Put a reply in the place of an earlier one; whether it could be."""
    try:
        await context.bot.edit_message_text(
            reply.text, chat_id=chat_id, message_id=answer, reply_markup=reply.keyboard
        )
    except BadRequest as error:
        if _UNCHANGED in error.message.lower():
            return True
        _logger.info("An answer could not be edited and is sent anew: %s", error.message)
        return False
    return True


def _message(update: Update) -> Message:
    message = update.effective_message
    if message is None:
        raise TypeError("this handler is registered for messages only")
    return message
