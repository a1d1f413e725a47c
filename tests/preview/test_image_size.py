"""How large a picture is."""

import pytest

from preview.image_size import image_size
from tests.preview.pictures import EXTENDED_WEBP, GIF, JPEG, LOSSLESS_WEBP, WEBP, png

PICTURES = {
    "PNG": png(7, 5),
    "JPEG": JPEG,
    "GIF": GIF,
    "WebP": WEBP,
    "lossless WebP": LOSSLESS_WEBP,
    "extended WebP": EXTENDED_WEBP,
}
every_picture = pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)


@every_picture
def test_a_pictures_width_and_height_are_read(picture: bytes) -> None:
    assert image_size(picture) == (7, 5)


@every_picture
def test_a_picture_that_is_cut_off_has_the_same_size_or_none(picture: bytes) -> None:
    sizes = {image_size(picture[:length]) for length in range(len(picture))}

    assert sizes <= {None, (7, 5)}


def test_what_stands_before_a_jpegs_frame_is_passed_over() -> None:
    comment = b"\xff\xfe\x00\x06\xff\xc0\x01\x02"
    filled = b"\xff\xff\xff\x01"

    assert image_size(JPEG[:2] + comment + filled + JPEG[2:]) == (7, 5)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"plain text",
        b"RIFF\x00\x00\x00\x00WAVEfmt ",
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8 no",
        b"%PDF",
    ],
)
def test_what_is_no_picture_has_no_size(content: bytes) -> None:
    assert image_size(content) is None
