"""Files as Telegram keeps them: each under a name that only bots which were shown it can use."""

from dataclasses import dataclass, field
from mimetypes import MimeTypes
from pathlib import PurePosixPath
from typing import Any, Literal

from preview.errors import ApiError, bad_request
from preview.image_size import image_size

Json = dict[str, Any]
Kind = Literal["photo", "document"]

# Limits of https://core.telegram.org/bots/api#sending-files and #getfile; a photo's sides are
# those of https://core.telegram.org/bots/api#sendphoto.
LARGEST_UPLOAD = 50 << 20
LARGEST_PHOTO = 10 << 20
LARGEST_DOWNLOAD = 20 << 20
_LONGEST_SIDES = 10_000
_LONGEST_RATIO = 20
# Telegram's own ids begin so; what follows is its own affair.
_ID_BEGINS = {"photo": "AgACAgIAAxkB", "document": "BQACAgIAAxkB"}
_UNKNOWN_TYPE = "application/octet-stream"
# Without the lists that a machine may have of its own.
_TYPES = MimeTypes()


@dataclass(frozen=True)
class StoredFile:
    """A file that somebody has sent.

    Attributes:
        path: what follows the token in the address that it is downloaded from.
        media: how it stands in a message, such as ``{"document": {…}}``.
        shown_to: ids of the bots that may use it.
    """

    kind: Kind
    file_id: str
    content: bytes
    path: str
    media: Json
    shown_to: set[int] = field(default_factory=set)

    def as_json(self) -> Json:
        """Return the file as getFile describes it."""
        described = self.media[self.kind]
        names = described[-1] if self.kind == "photo" else described
        return {
            "file_id": self.file_id,
            "file_unique_id": names["file_unique_id"],
            "file_size": len(self.content),
            "file_path": self.path,
        }


class Files:
    """Every file that was sent."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def __getitem__(self, file_id: str) -> StoredFile:
        """Return a file by its id, whoever asks."""
        return self._by_id[file_id]

    def keep_document(self, content: bytes, name: str, mime_type: str | None = None) -> StoredFile:
        """Keep a file; without a type it has the one that its name says.

        Raises:
            ApiError: 400, where it is empty.
        """
        _check_not_empty(content)
        base_name = name.replace("\\", "/").rpartition("/")[2]
        if not base_name.strip("."):
            base_name = "file"
        described = {
            "file_name": base_name,
            "mime_type": mime_type or _TYPES.guess_type(base_name)[0] or _UNKNOWN_TYPE,
        }
        return self._keep("document", content, PurePosixPath(base_name).suffix, described)

    def keep_photo(self, content: bytes) -> StoredFile:
        """Keep a photo, in the one size that it came in.

        Raises:
            ApiError: 400, where Telegram would not take it for a photo.
        """
        _check_not_empty(content)
        if len(content) > LARGEST_PHOTO:
            raise bad_request(
                f"file of size {len(content)} bytes is too big for a photo; "
                f"the maximum size is {LARGEST_PHOTO} bytes"
            )
        size = image_size(content)
        if size is None or 0 in size:
            raise bad_request("IMAGE_PROCESS_FAILED")
        if sum(size) > _LONGEST_SIDES or max(size) > _LONGEST_RATIO * min(size):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        return self._keep("photo", content, ".jpg", {"width": size[0], "height": size[1]})

    def named(self, kind: Kind, file_id: str, bot: int) -> StoredFile:
        """Return a file that a bot sends again.

        Raises:
            ApiError: 400, where the bot knows no such file, or it is of another kind.
        """
        stored = self._by_id.get(file_id)
        if stored is None or bot not in stored.shown_to:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if stored.kind != kind:
            raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
        return stored

    def downloadable(self, file_id: str, bot: int) -> StoredFile:
        """Return a file that a bot asks for.

        Raises:
            ApiError: 400, where the bot knows no such file, or it is too big.
        """
        stored = self._by_id.get(file_id)
        if stored is None or bot not in stored.shown_to:
            raise bad_request("invalid file_id")
        if len(stored.content) > LARGEST_DOWNLOAD:
            raise bad_request("file is too big")
        return stored

    def at(self, path: str, bot: int) -> StoredFile:
        """Return the file that a bot downloads from an address.

        Raises:
            ApiError: 404, where the bot was given no such address.
        """
        stored = self._by_path.get(path)
        if stored is None or bot not in stored.shown_to or len(stored.content) > LARGEST_DOWNLOAD:
            raise ApiError(404, "Not Found")
        return stored

    def show(self, media: Json, bot: int) -> None:
        """Let a bot use the file that stands in a message."""
        for file_id in _ids(media):
            if file_id in self._by_id:
                self._by_id[file_id].shown_to.add(bot)

    def _keep(self, kind: Kind, content: bytes, suffix: str, described: Json) -> StoredFile:
        number = len(self._by_id)
        file_id = f"{_ID_BEGINS[kind]}{number:08}"
        known = {"file_id": file_id, "file_unique_id": f"AQAD{number:08}"}
        description = known | described | {"file_size": len(content)}
        media: Json = {kind: [description] if kind == "photo" else description}
        stored = StoredFile(kind, file_id, content, f"{kind}s/file_{number}{suffix}", media)
        self._by_id[file_id] = self._by_path[stored.path] = stored
        return stored


def _check_not_empty(content: bytes) -> None:
    if not content:
        raise bad_request("file must be non-empty")


def _ids(media: Json) -> list[str]:
    described = [*media.get("photo", []), *filter(None, [media.get("document")])]
    return [one["file_id"] for one in described]
