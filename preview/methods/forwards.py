"""Messages sent on: with who wrote them first, or as the bot's own."""

from typing import Any

from preview.content import read_caption
from preview.errors import bad_request
from preview.keyboard import links_alone
from preview.methods.addressing import ADDRESS, addressed, destined
from preview.methods.table import Request, method
from preview.objects import Message

Json = dict[str, Any]

_SOURCE = "from_chat_id message_id "
_DONE = {"forward": "forwarded", "copy": "copied"}


@method("forwardMessage", "chat_id message_thread_id disable_notification " + _SOURCE)
async def forward_message(request: Request) -> Json:
    """Send a message on, with its author's name over it."""
    source = _source(request, "forward")
    message = destined(request)
    _fill(message, source)
    message.via_bot = source.via_bot
    message.forward_origin = source.forward_origin or source.origin
    message.reply_markup = links_alone(source.reply_markup)
    return request.telegram.post(message).as_json()


@method(
    "copyMessage",
    ADDRESS + _SOURCE + "caption parse_mode caption_entities show_caption_above_media",
)
async def copy_message(request: Request) -> Json:
    """Send the same once more, as a message of the bot's own."""
    source = _source(request, "copy")
    parameters = request.parameters
    message = addressed(request)
    _fill(message, source)
    if source.media and parameters.has("caption"):
        caption = read_caption(parameters, request.acquaintances)
        message.caption, message.entities = caption.text or None, caption.entities
        if parameters.flag("show_caption_above_media"):
            message.media = message.media | {"show_caption_above_media": True}
    request.telegram.post(message)
    return {"message_id": message.message_id}


def _source(request: Request, verb: str) -> Message:
    """Return the message to send on."""
    parameters = request.parameters
    chat = request.telegram.chat_for(request.account, parameters.integer("from_chat_id"))
    source = chat.messages.get(parameters.integer("message_id"))
    if source is None:
        raise bad_request(f"message to {verb} not found")
    if source.is_service:
        raise bad_request(f"the message can't be {_DONE[verb]}")
    request.telegram.show_files(source, request.account.user)
    return source


def _fill(message: Message, source: Message) -> None:
    message.text, message.caption = source.text, source.caption
    message.entities, message.media = source.entities, source.media
