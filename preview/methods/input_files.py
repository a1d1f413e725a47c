"""Files as a bot names them in a call (https://core.telegram.org/bots/api#sending-files)."""

from dataclasses import dataclass
from typing import Any

from preview.content import read_caption
from preview.errors import bad_request
from preview.files import Kind, StoredFile
from preview.formatted_text import FormattedText
from preview.methods.table import Request
from preview.parameters import ATTACHED, Fields

Json = dict[str, Any]

_KINDS: dict[str, Kind] = {"photo": "photo", "document": "document"}
# How a photo is shown, by its field in a message: the name of what a call asks.
_SHOWN = {
    "has_media_spoiler": "has_spoiler",
    "show_caption_above_media": "show_caption_above_media",
}


@dataclass(frozen=True)
class SentMedia:
    """What of a file stands in a message: its description, and a caption that may be empty."""

    media: Json
    caption: FormattedText


def parameter_media(request: Request, kind: Kind) -> SentMedia:
    """Return the file that a call sends in the parameter which is named after its kind.

    Raises:
        ApiError: 400, where there is none, or it can't be sent as that.
    """
    parameters = request.parameters
    caption = read_caption(parameters, request.acquaintances)
    stored = _stored(request, kind, parameters.text(kind), field=kind)
    if stored is None:
        raise bad_request(f"there is no {kind} in the request")
    return SentMedia(stored.media | _beside(parameters, kind), caption)


def input_media(request: Request, media: Fields, *, upload: bool) -> SentMedia:
    """Return the file that an InputMedia names; where none may be uploaded, one sent before.

    Raises:
        ApiError: 400, where there is none, or it can't be sent as that.
    """
    caption = read_caption(media, request.acquaintances)
    named = media.text("type", None)
    kind = _KINDS.get(named)
    if kind is None:
        raise bad_request(f'can\'t parse InputMedia: type "{named}" is unsupported')
    reference = media.text("media")
    if reference.startswith(ATTACHED) and not upload:
        raise bad_request("invalid message content specified")
    stored = _stored(request, kind, reference)
    if stored is None:
        raise bad_request("can't parse InputMedia: media not found")
    return SentMedia(stored.media | _beside(media, kind), caption)


def _stored(
    request: Request, kind: Kind, reference: str, field: str | None = None
) -> StoredFile | None:
    """Return a file that was sent before, or keep one that comes now; nothing where none comes."""
    files, bot = request.telegram.files, request.account.user.id
    if reference and not reference.startswith(ATTACHED):
        # No id has a full stop in it, and no address is without one; none is reached from here.
        if "." in reference:
            raise bad_request("failed to get HTTP URL content")
        return files.named(kind, reference, bot)
    name = reference.removeprefix(ATTACHED) or field
    upload = request.parameters.upload(name) if name else None
    if upload is None:
        return None
    if kind == "photo":
        stored = files.keep_photo(upload.content)
    else:
        stored = files.keep_document(upload.content, upload.name)
    stored.shown_to.add(bot)
    return stored


def _beside(fields: Fields, kind: Kind) -> Json:
    """Return how a photo is to be shown."""
    if kind != "photo":
        return {}
    return {shown: True for shown, asked in _SHOWN.items() if fields.flag(asked)}
