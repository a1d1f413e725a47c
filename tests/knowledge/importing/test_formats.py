"""A source's format is told by its content; what can't be read says what it is."""

import io
import json
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.importing.formats import read_document
from knowledge.importing.refusal import ImportFailedError
from tests.knowledge.importing.test_word import WHOLE

PAGE = "<!doctype html><html><body><p><b>Why?</b></p><p>So it was, there.</p></body></html>"
SRT = "1\n00:00:01,000 --> 00:00:02,000\nJO: Why?\n\n2\n00:00:02,000 --> 00:00:03,000\nADA: So.\n"


@pytest.mark.parametrize(
    ("source", "format_name"),
    [
        (PAGE.encode(), "a web page"),
        (
            b"\xef\xbb\xbf\n<!-- saved from url=(0019)https://a.example/ -->" + PAGE.encode(),
            "a web page",
        ),
        (PAGE.encode("utf-16"), "a web page"),
        (b"<h2>Why?</h2>\n<p>So.</p>\n<h2>How?</h2><p>Thus.</p>", "a web page"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Jo>Why?\n", "WebVTT subtitles"),
        (b"\xef\xbb\xbfWEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\n<v Jo>Why?", "WebVTT subtitles"),
        (SRT.encode(), "SRT subtitles"),
        (SRT.encode("utf-16"), "SRT subtitles"),
        (b"\n\n" + SRT.encode(), "SRT subtitles"),
        (json.dumps({"segments": [{"text": "Why?"}]}).encode(), "a JSON transcript"),
        (WHOLE, "a Word document"),
        (
            b"**Jo:** Why?\n\n**Ada:** So <b>it</b> was.\n\n**Jo:** How?\n\n**Ada:** Thus.",
            "Markdown",
        ),
        (b"Q: Why?\nA: So it was <there>.\nQ: How?\nA: Thus.", "plain text"),
        (b"[04:21] Q: Why?\nA: So.\n", "plain text"),
    ],
)
def test_a_format_is_told_by_its_content(source: bytes, format_name: str) -> None:
    assert read_document(source).format == format_name


def _zipped(**parts: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return packed.getvalue()


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)


@pytest.mark.parametrize(
    ("source", "what"),
    [
        (b"", "there is nothing in it"),
        (b" \r\n\t\n", "there is nothing in it"),
        (bytes(100), "there is nothing in it"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "this is a PDF"),
        (b"\n%PDF-1.4\n", "this is a PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "this is an image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "this is an image"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "this is an image"),
        (b"\x00\x00\x00 ftypisom\x00\x00\x02\x00", "a film or a sound recording"),
        (b"ID3\x04\x00\x00", "a sound recording"),
        (_OLE, "an old Word document"),
        (_OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (rb"{\rtf1\ansi Q: Why?}", "a document in RTF"),
        (b"\x1f\x8b\x08\x00\x00\x00", "a packed file"),
        (_zipped(mimetype=b"application/vnd.oasis.opendocument.text"), "an OpenDocument file"),
        (_zipped(mimetype=b"application/epub+zip"), "an EPUB book"),
        (_zipped(xl__workbook=b"<a/>"), "a spreadsheet"),
        (_zipped(readme=b"Q: Why?"), "a packed file"),
        (b"PK\x03\x04" + bytes(30), "it is broken"),
        (WHOLE[: len(WHOLE) // 2], "it is broken"),
        (b'<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml"/>', "this is XML"),
        (b'{"a": 1}', "this is JSON, and no transcript"),
        (b'{"segments": [', "this is JSON, and it is broken"),
        (bytes(range(256)) * 20, "this is no text that can be read"),
    ],
)
def test_what_can_not_be_read_says_what_it_is_and_what_to_do(source: bytes, what: str) -> None:
    with pytest.raises(ImportFailedError, match=what):
        read_document(source)


@settings(deadline=None, max_examples=150)
@given(
    st.binary()
    | st.text().map(str.encode)
    | st.builds(
        bytes.__add__,
        st.sampled_from(
            [b"<html>", b"WEBVTT\n", b"PK\x03\x04", b"{", b"HTTP/1.1 200 OK\n\n", WHOLE]
        ),
        st.binary(),
    )
)
def test_any_content_is_read_or_refused(content: bytes) -> None:
    with suppress(ImportFailedError):
        assert read_document(content).format


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_document_with_any_byte_changed_is_read_or_refused(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(WHOLE) - 1))
    changed = bytearray(WHOLE)
    changed[at] = data.draw(st.integers(0, 255))
    with suppress(ImportFailedError):
        assert read_document(bytes(changed)).format == "a Word document"
