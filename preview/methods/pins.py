"""Messages pinned to the top of a chat."""

from preview.errors import bad_request
from preview.methods.table import Request, method
from preview.objects import Chat


@method("pinChatMessage", "chat_id message_id disable_notification")
async def pin_chat_message(request: Request) -> bool:
    """Pin a message to the top of its chat."""
    message = request.message("pin")
    _check_may_pin(request, message.chat)
    request.telegram.pin(message, request.account.user)
    return True


@method("unpinChatMessage", "chat_id message_id")
async def unpin_chat_message(request: Request) -> bool:
    """Take a pinned message down, or the one that was pinned last."""
    chat = request.chat()
    _check_may_pin(request, chat)
    message_id = request.parameters.integer("message_id")
    pinned = [message for message in chat.pinned_messages if message_id in (0, message.message_id)]
    if not pinned:
        raise bad_request("message to unpin not found")
    request.telegram.unpin(pinned[-1])
    return True


def _check_may_pin(request: Request, chat: Chat) -> None:
    if chat.type != "private" and request.account.user.id not in chat.administrators:
        raise bad_request("not enough rights to manage pinned messages in the chat")
