"""How wide and high a picture is, read from its first bytes: PNG, JPEG, GIF and WebP."""

import struct
from collections.abc import Callable

_MARK = 0xFF
# Frames of a JPEG file say its size; of the markers in their range these three begin others.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})


def image_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels; nothing where it is none of these pictures."""
    try:
        return next(
            (read(content) for sign, read in _READERS.items() if content.startswith(sign)), None
        )
    except (struct.error, IndexError):
        return None


def _png(content: bytes) -> tuple[int, int]:
    return struct.unpack_from(">II", content, 16)


def _gif(content: bytes) -> tuple[int, int]:
    return struct.unpack_from("<HH", content, 6)


def _jpeg(content: bytes) -> tuple[int, int] | None:
    position = 2
    while content[position] == _MARK:
        marker = content[position + 1]
        if marker == _MARK:
            position += 1
        elif marker in _WITHOUT_LENGTH:
            position += 2
        elif marker in _FRAMES:
            height, width = struct.unpack_from(">HH", content, position + 5)
            return width, height
        else:
            position += 2 + struct.unpack_from(">H", content, position + 2)[0]
    return None


def _webp(content: bytes) -> tuple[int, int] | None:
    match content[8:16]:
        case b"WEBPVP8 ":
            width, height = struct.unpack_from("<HH", content, 26)
            return width & 0x3FFF, height & 0x3FFF
        case b"WEBPVP8L":
            (bits,) = struct.unpack_from("<I", content, 21)
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"WEBPVP8X":
            width, width_high, height, height_high = struct.unpack_from("<HBHB", content, 24)
            return (width_high << 16) + width + 1, (height_high << 16) + height + 1
        case _:
            return None


_READERS: dict[bytes, Callable[[bytes], tuple[int, int] | None]] = {
    b"\x89PNG\r\n\x1a\n": _png,
    b"GIF87a": _gif,
    b"GIF89a": _gif,
    b"\xff\xd8": _jpeg,
    b"RIFF": _webp,
}
