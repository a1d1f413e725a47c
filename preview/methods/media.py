"""Files that bots send, and fetch (https://core.telegram.org/bots/api#sending-files)."""

from typing import Any

from preview.errors import bad_request
from preview.files import Kind
from preview.methods.addressing import ADDRESS, addressed
from preview.methods.input_files import SentMedia, input_media, parameter_media
from preview.methods.table import Request, method
from preview.objects import Message

Json = dict[str, Any]

MOST_IN_ALBUM = 10
_CAPTION = "caption parse_mode caption_entities "


@method("sendPhoto", ADDRESS + _CAPTION + "photo show_caption_above_media has_spoiler")
async def send_photo(request: Request) -> Json:
    """Send a photo."""
    return _send(request, "photo")


@method("sendDocument", ADDRESS + _CAPTION + "document")
async def send_document(request: Request) -> Json:
    """Send a file of any other kind, or a photo as a file."""
    return _send(request, "document")


@method("sendMediaGroup", "chat_id message_thread_id disable_notification reply_parameters media")
async def send_media_group(request: Request) -> list[Json]:
    """Send files that are shown together; one alone is a message like any other."""
    named = request.parameters.structures("media")
    if not named:
        raise bad_request("there are no messages to send")
    if len(named) > MOST_IN_ALBUM:
        raise bad_request("too many messages to send as an album")
    media = [input_media(request, one, upload=True) for one in named]
    documents = ["document" in one.media for one in media]
    if any(documents) and not all(documents):
        raise bad_request("document can't be mixed with other media types")
    album = request.telegram.new_query_id() if len(media) > 1 else None
    messages = [addressed(request) for _ in media]
    for message, sent in zip(messages, media, strict=True):
        message.media_group_id = album
        _put(message, sent)
    return [request.telegram.post(message).as_json() for message in messages]


@method("getFile", "file_id")
async def get_file(request: Request) -> Json:
    """Say where a file can be downloaded from."""
    file_id = request.parameters.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    return request.telegram.files.downloadable(file_id, request.account.user.id).as_json()


def _send(request: Request, kind: Kind) -> Json:
    sent = parameter_media(request, kind)
    message = addressed(request)
    _put(message, sent)
    return request.telegram.post(message).as_json()


def _put(message: Message, sent: SentMedia) -> None:
    message.media = sent.media
    message.caption, message.entities = sent.caption.text or None, sent.caption.entities
