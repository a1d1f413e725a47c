"""Where a message that a bot sends goes: chat, topic, what it replies to, and its keyboard."""

from preview.content import read_quote
from preview.errors import bad_request
from preview.keyboard import checked_keyboard
from preview.methods.table import Request
from preview.objects import Chat, Message
from preview.parameters import Fields
from preview.quotes import automatic_quote, chosen_quote

ADDRESS = "chat_id message_thread_id disable_notification reply_parameters reply_markup "


def destined(request: Request) -> Message:
    """Return a message for the chat and topic that a call names; it is not in its chat yet.

    Raises:
        ApiError: where Telegram would not send it there.
    """
    chat = request.chat()
    thread = request.parameters.integer("message_thread_id") or None
    if thread is not None and thread not in chat.topics:
        raise bad_request("message thread not found")
    sender = request.account.user
    return Message(
        chat.next_message_id(), request.telegram.now(), chat, sender=sender, thread_id=thread
    )


def addressed(request: Request) -> Message:
    """Return a message for where a call sends it, with what it replies to and its keyboard.

    Raises:
        ApiError: where Telegram would not send it there.
    """
    parameters = request.parameters
    message = destined(request)
    message.reply_markup = checked_keyboard(parameters.structure("reply_markup"))
    if reply := parameters.structure("reply_parameters"):
        _put_reply(request, message, reply)
    return message


def _put_reply(request: Request, message: Message, reply: Fields) -> None:
    answered = _replied_to(request, message.chat, reply)
    if answered is None:
        return
    message.reply_to = answered
    if message.thread_id is None and answered.chat is message.chat:
        message.thread_id = answered.thread_id
    quote = read_quote(reply, request.acquaintances)
    if quote.text:
        message.quote = chosen_quote(answered, quote, reply.integer("quote_position"))
    elif message.replies_elsewhere:
        message.quote = automatic_quote(answered)


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
