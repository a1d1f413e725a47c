"""Where a message that a bot sends goes: chat, topic, what it replies to, and its keyboard."""

from typing import Any

from preview.content import read_quote
from preview.errors import bad_request
from preview.keyboard import checked_keyboard
from preview.methods.table import Request
from preview.objects import Chat, Message
from preview.parameters import Fields
from preview.quotes import automatic_quote, chosen_quote

Json = dict[str, Any]

ADDRESS = "chat_id message_thread_id disable_notification reply_parameters reply_markup "


def addressed(request: Request) -> Message:
    """Return the message that a call sends, with nothing in it; it is not in its chat yet.

    Raises:
        ApiError: where Telegram would not send it there.
    """
    telegram, parameters = request.telegram, request.parameters
    chat = request.chat()
    thread = parameters.integer("message_thread_id") or None
    reply = parameters.structure("reply_parameters")
    reply_to = _replied_to(request, chat, reply) if reply else None
    if thread is not None and thread not in chat.topics:
        raise bad_request("message thread not found")
    message = Message(
        0,
        telegram.now(),
        chat,
        sender=request.account.user,
        reply_to=reply_to,
        thread_id=thread or _thread_of(reply_to, chat),
        reply_markup=checked_keyboard(parameters.structure("reply_markup")),
    )
    if reply and reply_to:
        message.quote = _quote(message, reply_to, reply)
    message.message_id = chat.next_message_id()
    return message


def _replied_to(request: Request, chat: Chat, reply: Fields) -> Message | None:
    message_id = reply.integer("message_id")
    if message_id <= 0:
        return None
    chat_id = reply.integer("chat_id", chat.id)
    answered_in = request.telegram.chat_for(request.account, chat_id)
    message = answered_in.messages.get(message_id)
    if answered_in is not chat and message is not None and message.is_service:
        return None
    may_be_gone = answered_in is chat and reply.flag("allow_sending_without_reply")
    if message is None and not may_be_gone:
        raise bad_request("message to be replied not found")
    return message


def _thread_of(reply_to: Message | None, chat: Chat) -> int | None:
    return reply_to.thread_id if reply_to and reply_to.chat is chat else None


def _quote(message: Message, reply_to: Message, reply: Fields) -> Json | None:
    quote = read_quote(reply)
    if quote.text:
        return chosen_quote(reply_to, quote, reply.integer("quote_position"))
    return automatic_quote(reply_to) if message.replies_elsewhere else None
