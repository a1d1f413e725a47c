"""Questions: in private chats, in groups, in edited messages, and where the bot is a guest."""

import logging
import time
from dataclasses import replace
from typing import NamedTuple
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

from bot import interview_pages
from bot.addressing import command_of, question_of
from bot.context import Context
from bot.listing import introduced
from bot.noting import LookUp, asker_of, note, place_asked
from bot.outcome import matched
from bot.reply import Place, Reply, said, with_more_coming
from bot.scope import Scope, bound_interview, is_freed, scope_of_all
from bot.small_talk import SmallTalk, small_talk
from bot.storage import entries
from bot.wording import Wording
from knowledge.matching import Decision

_logger = logging.getLogger(__name__)

# How Telegram refuses an edit that would change nothing.
_UNCHANGED = "message is not modified"


class Answer(NamedTuple):
    """A reply, and what was looked up for it, if anything was."""

    reply: Reply
    look_up: LookUp | None = None


async def question(update: Update, context: Context) -> None:
    """Answer a question: any text in private; in a group one that is meant for the bot."""
    began = time.perf_counter()
    message = _message(update)
    if message.media_group_id is not None:
        # The other pictures of the album need no line of their own then.
        context.services.replies.is_new_album(message.chat_id, message.media_group_id)
    reply, look_up = await _replied(message, context)
    await send(message, reply, context)
    note(look_up, asker_of(message), place_asked(message), began, context)


async def edited_question(update: Update, context: Context) -> None:
    """Edit the answer to a question that was edited; answer it where there is none yet."""
    began = time.perf_counter()
    message = _message(update)
    command = command_of(message)
    if command and command[0] != "ask":
        return
    reply, look_up = await _replied(message, context)
    answer = await context.services.replies.find(message.chat_id, message.message_id)
    if answer is None or not await _edited(message.chat_id, answer, reply, context):
        await send(message, reply, context)
    note(look_up, asker_of(message), place_asked(message), began, context)


async def guest_question(update: Update, context: Context) -> None:
    """Answer in a chat that the bot is not a member of, where somebody mentioned it."""
    began = time.perf_counter()
    message = _message(update)
    wording = await context.wording_of(update.effective_user)
    scope, noted_as = scope_of_all(context), entries.new_reference()
    asked = question_of(message)
    reply, look_up = await reply_to(asked, scope, context, Place.SHARED, wording, noted_as)
    content = InputTextMessageContent(
        reply.text, parse_mode="HTML", link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    title = wording.all_questions
    await message.answer_guest_query(
        InlineQueryResultArticle(uuid4().hex, title, content, reply_markup=reply.keyboard)
    )
    note(look_up, asker_of(message), entries.Place.GUEST, began, context)


async def not_text(update: Update, context: Context) -> None:
    """Say once that a photo, sticker or voice message can't be read; once for a whole album."""
    message = _message(update)
    album = message.media_group_id
    if album is None or context.services.replies.is_new_album(message.chat_id, album):
        wording = await context.wording_of(update.effective_user)
        await send(message, said(wording.ask_me_in_words), context)


async def _replied(message: Message, context: Context) -> Answer:
    """Return what the question of a message is answered with, in the chat that it stands in."""
    wording = await context.wording_of(message.from_user)
    scope = await scope_of(message, context, wording)
    asked, place = question_of(message), place_of(message)
    return await reply_to(asked, scope, context, place, wording, entries.new_reference())


async def scope_of(message: Message, context: Context, wording: Wording) -> Scope:
    """Return where the question of a message is looked up; of an interview that is gone, say so."""
    scope = scope_of_all(context)
    # What is not loaded yet is not gone.
    if not scope.is_loading and await is_freed(message.chat_id, scope.edition, context):
        await send(message, said(wording.bound_interview_gone), context, answers=False)
    bound = await bound_interview(message.chat_id, scope.edition, context)
    return replace(scope, bound=bound)


async def reply_to(  # noqa: PLR0913, PLR0917  (each says something of its own)
    asked: str, scope: Scope, context: Context, place: Place, wording: Wording, noted_as: str = ""
) -> Answer:
    """Return what a question, or what else was said, is answered with.

    ``noted_as`` is what the journal is to call it; without it, nothing is to be noted of it.
    """
    if not asked:
        return Answer(said(wording.nothing_to_ask))
    edition, bound = scope.edition, scope.bound
    if (kind := small_talk(asked)) is not None:
        text = wording.small_talk(kind, [bound] if bound else edition.interviews)
        if kind is SmallTalk.THANKS:
            return Answer(said(text))
        return Answer(introduced(wording, text, several=edition.has_several))
    began = time.perf_counter()
    match = await context.services.finder.match(asked, edition, bound)
    if match.named and not match.candidates:
        return Answer(interview_pages.named(wording, match.named, edition, asked))
    took = time.perf_counter() - began
    username = context.username
    reply = matched(wording, match, edition, place, username, bound, noted_as)
    if scope.is_loading and match.decision is Decision.DECLINE:
        reply = with_more_coming(wording, reply)
    look_up = LookUp(noted_as, match, took, edition.version) if noted_as else None
    return Answer(reply, look_up)


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
    _note_question(reply, message.chat_id, sent.message_id, context)


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
    _note_question(reply, chat_id, answer, context)
    return True


def _note_question(reply: Reply, chat_id: int, sent: int, context: Context) -> None:
    if reply.looks_further_for:
        context.services.replies.note_question(chat_id, sent, reply.looks_further_for)


def _message(update: Update) -> Message:
    message = update.effective_message
    if message is None:
        raise TypeError("this handler is registered for messages only")
    return message
