"""Small pictures: each of the constants is a red one, 7 wide and 5 high."""

import struct
import zlib
from base64 import b64decode


def png(width: int, height: int) -> bytes:
    """Return a picture of one colour."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\x00" + b"\x7f" * width) * height)
    chunks = [(b"IHDR", header), (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAP//////////////////////////////////////////////////////"
    "////////////////////////////////2wBDAf//////////////////////////////////////////////////"
    "////////////////////////////////////wAARCAAFAAcDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAA"
    "AAL/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAAAQL/xAAUEQEAAAAAAAAAAAAAAAAA"
    "AAAA/9oADAMBAAIRAxEAPwCQAt//2Q=="
)
GIF = b64decode("R0lGODdhBwAFAIEAAMgKCgAAAAAAAAAAACwAAAAABwAFAAAIDAABCBxIsKDBgwcDAgA7")
WEBP = b64decode("UklGRjAAAABXRUJQVlA4ICQAAABwAQCdASoHAAUADMDOJaACdAFAAAD+4LkIw1uvxQ5s7gVAAAA=")
LOSSLESS_WEBP = b64decode("UklGRh4AAABXRUJQVlA4TBEAAAAvBgABAAdQhSJXof+BiOh/AAA=")
EXTENDED_WEBP = b64decode(
    "UklGRlQAAABXRUJQVlA4WAoAAAAQAAAABgAABAAAQUxQSAoAAAABB1DAiAhERP8DVlA4ICQAAABwAQCdASoHAAUA"
    "DMDOJaACdAFAAAD+4LkIw1uvxQ5s7gVAAAA="
)
