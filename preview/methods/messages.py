"""Messages of text: sending and deleting them, and saying that one is being written."""

from typing import Any

from preview.content import read_text
from preview.errors import bad_request
from preview.events import Acting
from preview.methods.addressing import ADDRESS, addressed
from preview.methods.table import Request, method
from preview.objects import Message

Json = dict[str, Any]

MOST_DELETED = 100
_CHAT_ACTIONS = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document "
    "choose_sticker find_location record_video_note upload_video_note".split()
)


@method("sendMessage", ADDRESS + "text parse_mode entities link_preview_options")
async def send_message(request: Request) -> Json:
    """Send a text."""
    content = read_text(request.parameters, request.acquaintances)
    message = addressed(request)
    message.text, message.entities = content.text, content.entities
    return request.telegram.post(message).as_json()


@method("deleteMessage", "chat_id message_id")
async def delete_message(request: Request) -> bool:
    """Delete a message of the bot's, or another's where the bot has the right to."""
    message = request.message("delete")
    _check_may_delete(request, message)
    request.telegram.delete(message)
    return True


@method("deleteMessages", "chat_id message_ids")
async def delete_messages(request: Request) -> bool:
    """Delete several messages, or none of them; those that are gone are passed over."""
    chat, message_ids = request.chat(), request.parameters.integers("message_ids")
    if not message_ids:
        raise bad_request("message identifiers are not specified")
    if len(message_ids) > MOST_DELETED:
        raise bad_request("too many message identifiers specified")
    if min(message_ids) <= 0:
        raise bad_request("invalid message identifier specified")
    found = [chat.messages[one] for one in dict.fromkeys(message_ids) if one in chat.messages]
    for message in found:
        _check_may_delete(request, message)
    for message in found:
        request.telegram.delete(message)
    return True


def _check_may_delete(request: Request, message: Message) -> None:
    bot, chat = request.account.user, message.chat
    if message.sender != bot and chat.type != "private" and bot.id not in chat.administrators:
        raise bad_request("message can't be deleted")


@method("sendChatAction", "chat_id message_thread_id action")
async def send_chat_action(request: Request) -> bool:
    """Show what the bot is doing, such as typing."""
    chat, action = request.chat(), request.parameters.text("action")
    if action not in _CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    thread = request.parameters.integer("message_thread_id") or None
    request.telegram.tell(Acting(chat, request.account.user, action, thread))
    return True
