"""Messages that a bot has written, written anew: text, caption, file and keyboard."""

from typing import Any

from preview.content import read_caption, read_text
from preview.errors import bad_request
from preview.events import Changed
from preview.formatted_text import FormattedText
from preview.keyboard import checked_keyboard
from preview.methods.input_files import input_media
from preview.methods.table import Request, method
from preview.objects import Message

Json = dict[str, Any]

_WHICH = "chat_id message_id inline_message_id reply_markup "


@method("editMessageText", _WHICH + "text parse_mode entities link_preview_options")
async def edit_message_text(request: Request) -> Json | bool:
    """Put another text, and the keyboard that comes with it, into a message of the bot's."""
    content = read_text(request.parameters, request.acquaintances)
    message = _editable_message(request)
    if message.text is None:
        raise bad_request("there is no text in the message to edit")
    return _edit(request, message, text=content.text, entities=content.entities)


@method(
    "editMessageCaption",
    _WHICH + "caption parse_mode caption_entities show_caption_above_media",
)
async def edit_message_caption(request: Request) -> Json | bool:
    """Put another caption under a file of the bot's, or none."""
    caption = read_caption(request.parameters, request.acquaintances)
    message = _editable_message(request)
    if not message.media:
        raise bad_request("there is no caption in the message to edit")
    media = dict(message.media)
    if "photo" in media:
        media.pop("show_caption_above_media", None)
        if request.parameters.flag("show_caption_above_media"):
            media["show_caption_above_media"] = True
    return _edit(request, message, media=media, **_as_caption(caption))


@method("editMessageMedia", _WHICH + "media")
async def edit_message_media(request: Request) -> Json | bool:
    """Put another file into a message of the bot's, or a file in place of its text."""
    media = request.parameters.structure("media")
    if media is None:
        raise bad_request("input media is not specified")
    message = _editable_message(request)
    sent = input_media(request, media, upload=message.inline_message_id is None)
    return _edit(request, message, text=None, media=sent.media, **_as_caption(sent.caption))


@method("editMessageReplyMarkup", _WHICH)
async def edit_message_reply_markup(request: Request) -> Json | bool:
    """Put another keyboard under a message of the bot's."""
    return _edit(request, _editable_message(request))


def _as_caption(caption: FormattedText) -> Json:
    return {"caption": caption.text or None, "entities": caption.entities}


def _edit(request: Request, message: Message, **new: Any) -> Json | bool:
    """Give a message's fields other values, and another keyboard or none."""
    new["reply_markup"] = checked_keyboard(request.parameters.structure("reply_markup"))
    if all(getattr(message, name) == value for name, value in new.items()):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message"
        )
    for name, value in new.items():
        setattr(message, name, value)
    message.edit_date = request.telegram.now()
    request.telegram.tell(Changed(message))
    return True if message.inline_message_id else message.as_json()


def _editable_message(request: Request) -> Message:
    """Return the message of the bot's that a call names, in a chat or by its inline id."""
    inline_message_id = request.parameters.text("inline_message_id")
    if not inline_message_id:
        message = request.message("edit")
        if message.sender != request.account.user:
            raise bad_request("message can't be edited")
        return message
    posted = request.telegram.inline_messages.get(inline_message_id)
    if posted is None or posted.via_bot != request.account.user:
        raise bad_request("MESSAGE_ID_INVALID")
    return posted
