"""The format of a source, told by its content: its name may be wrong, or not known."""

import io
import re
import zipfile
import zlib

from knowledge.importing.document import Document
from knowledge.importing.encoding import UnreadableTextError, decoded
from knowledge.importing.markdown import is_markdown, read_markdown
from knowledge.importing.plain_text import read_plain_text
from knowledge.importing.refusal import ImportFailedError
from knowledge.importing.subtitles import is_subtitles, read_subtitles
from knowledge.importing.web_page import is_web_page, read_web_page
from knowledge.importing.whisper import is_json, read_recognised_speech
from knowledge.importing.word import MAIN_PART, read_word

_READABLE = (
    "Readable are web pages (HTML), plain text, Markdown, subtitles (.vtt, .srt), Word documents "
    "(.docx) and transcripts of Whisper (.json)."
)
_SAVE_AS = "save it as .docx or as plain text"
# How files begin that hold no text to be read, and what they are:
# https://en.wikipedia.org/wiki/List_of_file_signatures
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF", "open it, select all of its text, and save what you copy as plain text"),
    (b"{\\rtf", "a document in RTF", f"open it in a word processor and {_SAVE_AS}"),
    (b"\x89PNG", "an image", "take the text from the page or the transcript"),
    (b"\xff\xd8\xff", "an image", "take the text from the page or the transcript"),
    (b"GIF8", "an image", "take the text from the page or the transcript"),
    (b"BM", "an image", "take the text from the page or the transcript"),
    (b"II*\x00", "an image", "take the text from the page or the transcript"),
    (b"MM\x00*", "an image", "take the text from the page or the transcript"),
    (b"ID3", "a sound recording", "have it transcribed, by Whisper for instance"),
    (b"\xff\xfb", "a sound recording", "have it transcribed, by Whisper for instance"),
    (b"OggS", "a sound recording", "have it transcribed, by Whisper for instance"),
    (b"fLaC", "a sound recording", "have it transcribed, by Whisper for instance"),
    (b"\x1a\x45\xdf\xa3", "a film", "save its subtitles as .vtt or .srt"),
    (b"\x1f\x8b\x08", "a packed file", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a packed file", "unpack it first"),
    (b"Rar!", "a packed file", "unpack it first"),
    (b"BZh", "a packed file", "unpack it first"),
    (b"\xfd7zXZ", "a packed file", "unpack it first"),
    (b"SQLite format 3\x00", "a database", "save the interview as plain text"),
    (b"bplist", "a web archive of Safari", "save the page as HTML (page source)"),
)
_XML = re.compile(r"\s*<\?xml\s|\s*<[\w:]+\s+xmlns")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LATER = (
    (4, b"ftyp", "a film or a sound recording"),
    (8, b"WEBP", "an image"),
    (8, b"WAVE", "a sound recording"),
    (8, b"AVI ", "a film"),
)
_PACKED_DOCUMENTS = (
    ("word/", "a Word document without its text"),
    ("xl/", "a spreadsheet"),
    ("ppt/", "slides"),
    ("Index/", "a document of Pages"),
)


def read_document(source: bytes) -> Document:
    """Read a source of any format.

    Raises:
        ImportFailedError: if it is of none that can be read, or broken; it says what it is.
    """
    if not source.strip(b"\x00\t\n\r "):
        raise ImportFailedError("there is nothing in it")
    if source.startswith(b"PK\x03\x04"):
        return _read_packed(source)
    _refuse_what_holds_no_text(source)
    try:
        return read_web_page(source) if is_web_page(source) else _read_text(decoded(source))
    except UnreadableTextError as error:
        raise ImportFailedError(
            f"this is no text that can be read ({error}). {_READABLE}"
        ) from error


def _read_text(text: str) -> Document:
    if is_subtitles(text):
        return read_subtitles(text)
    if is_json(text):
        return read_recognised_speech(text)
    if _XML.match(text):
        raise ImportFailedError(f"this is XML, and no web page. {_READABLE}")
    if is_markdown(text):
        return read_markdown(text)
    return read_plain_text(text)


def _read_packed(source: bytes) -> Document:
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            names = archive.namelist()
            kind = _beginning(archive, "mimetype") if "mimetype" in names else b""
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError) as error:
        raise ImportFailedError(
            "this is a Word document or another packed file, and it is broken: fetch it once more, "
            f"or open it in a word processor and {_SAVE_AS}"
        ) from error
    if MAIN_PART in names:
        return read_word(source)
    if b"opendocument" in kind:
        raise ImportFailedError(f"this is an OpenDocument file: open it and {_SAVE_AS}")
    if b"epub" in kind:
        raise ImportFailedError("this is an EPUB book: save the interview's page as HTML")
    for folder, what in _PACKED_DOCUMENTS:
        if any(name.startswith(folder) for name in names):
            raise ImportFailedError(f"this is {what}: {_SAVE_AS}")
    raise ImportFailedError("this is a packed file (zip): unpack it, and import what is inside")


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    # No more of it: a packed file may say that it has gigabytes, and have them.
    with archive.open(name) as part:
        return part.read(100)


def _refuse_what_holds_no_text(source: bytes) -> None:
    if source.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in source:
            raise ImportFailedError(
                "this Word document is protected by a password: save it without one"
            )
        raise ImportFailedError(
            "this is an old Word document (.doc) or another old Office file: "
            f"open it and {_SAVE_AS}"
        )
    start = source.lstrip(b"\xef\xbb\xbf\r\n\t ") if b"%PDF-" in source[:1024] else source
    for signature, what, instead in _SIGNATURES:
        if start.startswith(signature) and (len(signature) > 2 or b"\x00" in source[:64]):  # noqa: PLR2004
            raise ImportFailedError(f"this is {what}: {instead}")
    for at, signature, what in _LATER:
        if source[at : at + len(signature)] == signature and b"\x00" in source[:64]:
            raise ImportFailedError(f"this is {what}: take its transcript or its subtitles")
