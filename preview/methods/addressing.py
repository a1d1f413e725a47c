"""Where a message that a bot sends goes: chat, topic, what it replies to, and its keyboard."""

from preview.errors import bad_request
from preview.keyboard import checked_keyboard
from preview.methods.table import Request
from preview.objects import Chat, Message
from preview.parameters import Fields

ADDRESS = "chat_id message_thread_id disable_notification reply_parameters reply_markup "


def addressed(request: Request) -> Message:
    """Return the message that a call sends, with nothing in it; it is not in its chat yet.

    Raises:
        ApiError: where Telegram would not send it there.
    """
    telegram, parameters = request.telegram, request.parameters
    chat = request.chat()
    reply_to = _replied_to(chat, parameters.structure("reply_parameters"))
    thread = parameters.integer("message_thread_id") or None
    if thread is not None and thread not in chat.topics:
        raise bad_request("message thread not found")
    markup = checked_keyboard(parameters.structure("reply_markup"))
    return Message(
        chat.next_message_id(),
        telegram.now(),
        chat,
        sender=request.account.user,
        reply_to=reply_to,
        thread_id=thread or (reply_to.thread_id if reply_to else None),
        reply_markup=markup,
    )


def _replied_to(chat: Chat, reply: Fields | None) -> Message | None:
    if reply is None:
        return None
    message = chat.messages.get(reply.integer("message_id"))
    if message is None and not reply.flag("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return message
