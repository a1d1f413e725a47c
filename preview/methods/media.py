"""Files that bots send, and fetch (https://core.telegram.org/bots/api#sending-files)."""

from typing import Any

from preview.errors import bad_request
from preview.files import Kind
from preview.methods.addressing import ADDRESS, addressed
from preview.methods.input_files import parameter_media
from preview.methods.table import Request, method

Json = dict[str, Any]

_CAPTION = "caption parse_mode caption_entities "


@method("sendPhoto", ADDRESS + _CAPTION + "photo show_caption_above_media has_spoiler")
async def send_photo(request: Request) -> Json:
    """Send a photo."""
    return _send(request, "photo")


@method("sendDocument", ADDRESS + _CAPTION + "document")
async def send_document(request: Request) -> Json:
    """Send a file of any other kind, or a photo as a file."""
    return _send(request, "document")


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
    message.media = sent.media
    message.caption, message.entities = sent.caption.text or None, sent.caption.entities
    return request.telegram.post(message).as_json()
