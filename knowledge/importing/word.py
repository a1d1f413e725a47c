"""Word documents (.docx), by way of mammoth, which makes them HTML.

mammoth (BSD; a release in September 2026) reads what python-docx leaves out without a word: text
that was inserted while changes were tracked, content controls, text boxes, hyperlinks. It reads:

- words of tables, in their order; a table of two columns, names and words, is speakers' turns;
- tracked insertions as text, and nothing of tracked deletions;
- footnotes, endnotes and comments, which are listed as skipped; of headers and footers, nothing.
"""

import io
import re
import zipfile
import zlib
from dataclasses import replace
from xml.parsers.expat import ExpatError

import mammoth
from lxml import etree, html
from lxml.html import HtmlElement

from knowledge.importing.document import Document
from knowledge.importing.page_blocks import Block, Standing, blocks_of, tag_of
from knowledge.importing.page_names import bold_labels, named
from knowledge.importing.readable import readable
from knowledge.importing.refusal import ImportFailedError

MAIN_PART = "word/document.xml"
_MOST_TEXT = 24 * 1024 * 1024  # bytes of XML: an interview of a day has two
_MOST_PARTS = 5_000
_DENSEST_PICTURE = 10  # times that what is no text may be packed
# What zipfile, lxml and mammoth raise at what is not as it should be.
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    ExpatError,
    etree.XMLSyntaxError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
_CHUNK = 64 * 1024
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_NOTE = re.compile(r"(?:footnote|endnote|comment)-")
# What programs write into a document's title and author of their own accord.
_NOBODYS = frozenset({"", "word document", "python-docx", "document", "untitled"})


def read_word(source: bytes) -> Document:
    """Read a document.

    Raises:
        ImportFailedError: if it is broken, protected by a password, or larger than any interview.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            _check(archive)
            dress = _dress(_part(archive, "word/styles.xml"))
            core = _part(archive, "docProps/core.xml")
        written = mammoth.convert_to_html(
            io.BytesIO(source),
            style_map=f"p[style-name='Title'] => h1.title:fresh\n{dress}\ncomment-reference => sup",
            convert_image=mammoth.images.img_element(lambda _: {}),
        ).value
    except ImportFailedError:
        raise
    except _BROKEN as error:
        raise ImportFailedError(
            "this Word document is broken and can't be opened: open it in Word or LibreOffice, "
            "which may mend it, and save it again as .docx"
        ) from error
    root = html.fragment_fromstring(written, create_parent="body")
    blocks, title = _without_title(named(blocks_of(root, _standing)))
    paragraphs = (block.paragraph for block in blocks if block.kept)
    return Document(
        "a Word document",
        tuple(replace(one, place=place) for place, one in enumerate(paragraphs, 1)),
        tuple(block.paragraph.text for block in blocks if not block.kept),
        title=title or _property(core, "title"),
        author=_property(core, "creator"),
        set_apart=bold_labels(blocks),
    )


def _check(archive: zipfile.ZipFile) -> None:
    """Refuse what would fill the memory before it is unpacked."""
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise ImportFailedError(
            "this Word document is protected by a password: save it without one"
        )
    # A document may name a part of any name as its text; pictures are packed already.
    texts = [
        part
        for part in parts
        if part.filename.endswith((".xml", ".rels"))
        or part.file_size > part.compress_size * _DENSEST_PICTURE
    ]
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in texts) > _MOST_TEXT:
        raise ImportFailedError(
            "this Word document unpacks to more than "
            f"{_MOST_TEXT // 1024 // 1024} MB of text, more than any interview: "
            "save the interview alone as .docx"
        )
    for part in texts:
        with archive.open(part) as opened:
            # No program writes entities into a document; they can grow without bounds.
            if b"<!DOCTYPE" in opened.read(_CHUNK):
                raise ImportFailedError("this Word document holds what no Word document may: a DTD")


def _part(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    if name not in archive.namelist():
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(archive.read(name), parser)


def _dress(styles: etree._Element | None) -> str:
    """Return mammoth's rules for styles that make a whole paragraph, or a word, bold or italic."""
    if styles is None:
        return ""
    known = {style.get(f"{_W}styleId"): style for style in styles.iter(f"{_W}style")}
    rules = []
    for style in known.values():
        name = style.find(f"{_W}name")
        shown = "" if name is None else (name.get(f"{_W}val") or "")
        kind = {"paragraph": "p", "character": "r"}.get(style.get(f"{_W}type") or "")
        if kind is None or not shown or re.match(r"(?i)heading|title$", shown) or "'" in shown:
            continue
        tags = [tag for sign, tag in (("b", "strong"), ("i", "em")) if _has(style, sign, known)]
        if tags:
            path = " > ".join(f"{tag}:fresh" if kind == "p" else tag for tag in tags)
            target = f"p:fresh > {path}" if kind == "p" else path
            rules.append(f"{kind}[style-name='{shown}'] => {target}")
    return "\n".join(rules)


def _has(style: etree._Element, sign: str, known: dict[str | None, etree._Element]) -> bool:
    """Say whether a style is bold or italic, itself or by the one that it is based on."""
    seen: list[etree._Element] = []
    here: etree._Element | None = style
    while here is not None and here not in seen:
        seen.append(here)
        own = here.find(f"{_W}rPr/{_W}{sign}")
        if own is not None:
            return own.get(f"{_W}val") not in {"0", "false", "off"}
        base = here.find(f"{_W}basedOn")
        here = known.get(base.get(f"{_W}val")) if base is not None else None
    return False


def _standing(element: HtmlElement) -> Standing | None:
    tag = tag_of(element)
    if tag in {"li", "dt", "dd"} and _NOTE.match(element.get("id") or ""):
        return "left out"
    if tag == "dd" and element.get("id") is None and _is_note(element.getprevious()):
        return "left out"
    if tag == "sup" and any(_is_reference(link) for link in element.iter("a")):
        return "left out"
    return None


def _is_note(element: HtmlElement | None) -> bool:
    return element is not None and bool(_NOTE.match(element.get("id") or ""))


def _is_reference(link: HtmlElement) -> bool:
    return bool(re.match(r"#(?:footnote|endnote|comment)-", link.get("href") or ""))


def _without_title(blocks: list[Block]) -> tuple[list[Block], str | None]:
    """Leave out the title: what has that style, or the one great heading with which it begins."""
    titles = [block for block in blocks if block.element.get("class") == "title"]
    great = [block for block in blocks if block.kept and tag_of(block.element) == "h1"]
    if not titles and len(great) == 1 and blocks and great[0] is blocks[0]:
        titles = great
    if not titles:
        return blocks, None
    title = titles[0]
    return [block.left_out() if block is title else block for block in blocks], title.paragraph.text


def _property(core: etree._Element | None, name: str) -> str | None:
    found = core.find(f"{_DC}{name}") if core is not None else None
    text = readable(found.text or "") if found is not None else ""
    return text if text.casefold() not in _NOBODYS else None
