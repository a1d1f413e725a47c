"""Messages: sending, editing and deleting them."""

from typing import Any

from preview.content import read_text
from preview.errors import bad_request
from preview.events import Acting, Changed
from preview.formatting import FormattedText
from preview.keyboard import checked_keyboard
from preview.methods.table import Request, method
from preview.objects import Chat, Message
from preview.parameters import Fields

Json = dict[str, Any]

_CHAT_ACTIONS = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document "
    "choose_sticker find_location record_video_note upload_video_note".split()
)


@method(
    "sendMessage",
    "chat_id message_thread_id text parse_mode entities link_preview_options disable_notification "
    "reply_parameters reply_markup",
)
async def send_message(request: Request) -> Json:
    """Send a text."""
    telegram, parameters = request.telegram, request.parameters
    chat = request.chat()
    content = read_text(request.parameters, request.acquaintances)
    reply_to = _replied_to(chat, parameters.structure("reply_parameters"))
    thread = parameters.integer("message_thread_id") or None
    if thread is not None and thread not in chat.topics:
        raise bad_request("message thread not found")
    markup = checked_keyboard(parameters.structure("reply_markup"))
    message = Message(
        chat.next_message_id(),
        telegram.now(),
        chat,
        sender=request.account.user,
        text=content.text,
        entities=content.entities,
        reply_to=reply_to,
        thread_id=thread or (reply_to.thread_id if reply_to else None),
        reply_markup=markup,
    )
    return telegram.post(message).as_json()


@method(
    "editMessageText",
    "chat_id message_id inline_message_id text parse_mode entities link_preview_options "
    "reply_markup",
)
async def edit_message_text(request: Request) -> Json | bool:
    """Put another text, and the keyboard that comes with it, into a message of the bot's."""
    return _edit(request, read_text(request.parameters, request.acquaintances))


@method("editMessageReplyMarkup", "chat_id message_id inline_message_id reply_markup")
async def edit_message_reply_markup(request: Request) -> Json | bool:
    """Put another keyboard under a message of the bot's."""
    return _edit(request, None)


@method("deleteMessage", "chat_id message_id")
async def delete_message(request: Request) -> bool:
    """Delete a message of the bot's, or another's where the bot has the right to."""
    message = _message(request, "delete")
    bot, chat = request.account.user, message.chat
    if message.sender != bot and chat.type != "private" and bot.id not in chat.administrators:
        raise bad_request("message can't be deleted")
    request.telegram.delete(message)
    return True


@method("sendChatAction", "chat_id message_thread_id action")
async def send_chat_action(request: Request) -> bool:
    """Show what the bot is doing, such as typing."""
    chat, action = request.chat(), request.parameters.text("action")
    if action not in _CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    thread = request.parameters.integer("message_thread_id") or None
    request.telegram.tell(Acting(chat, request.account.user, action, thread))
    return True


def _edit(request: Request, content: FormattedText | None) -> Json | bool:
    message = _editable_message(request)
    markup = checked_keyboard(request.parameters.structure("reply_markup"))
    new = (message.text, message.entities) if content is None else (content.text, content.entities)
    if (message.text, message.entities, message.reply_markup) == (*new, markup):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message"
        )
    message.text, message.entities = new
    message.reply_markup = markup
    message.edit_date = request.telegram.now()
    request.telegram.tell(Changed(message))
    return True if message.inline_message_id else message.as_json()


def _replied_to(chat: Chat, reply: Fields | None) -> Message | None:
    if reply is None:
        return None
    message = chat.messages.get(reply.integer("message_id"))
    if message is None and not reply.flag("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return message


def _editable_message(request: Request) -> Message:
    """Return the message of the bot's that a call names, in a chat or by its inline id."""
    inline_message_id = request.parameters.text("inline_message_id")
    if not inline_message_id:
        message = _message(request, "edit")
        if message.sender != request.account.user:
            raise bad_request("message can't be edited")
        return message
    posted = request.telegram.inline_messages.get(inline_message_id)
    if posted is None or posted.via_bot != request.account.user:
        raise bad_request("MESSAGE_ID_INVALID")
    return posted


def _message(request: Request, verb: str) -> Message:
    """Return the message that a call names by its chat and id."""
    message = request.chat().messages.get(request.parameters.integer("message_id"))
    if message is None:
        raise bad_request(f"message to {verb} not found")
    return message
