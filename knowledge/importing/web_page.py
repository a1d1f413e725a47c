"""A web page as it was saved: its article's paragraphs, and all else of its text as skipped.

The library readability-lxml finds where on a page the article is (Apache-2.0; a release in August
2026; with lxml and all that it needs it weighs 15 MB; it downloads nothing). It was taken because
each element of what it finds can be led back to the page, so that the article is read from the page
itself, with its bold, its headings and its order. Alone it drops part of an answer on one of the
ten pages among this project's samples; it therefore only shows *where* the article is, and what is
left out of that place is decided in page_clutter and page_lines. trafilatura, the other one that is
well kept, drops a part on one of the ten too, has no way back to the page's elements, and brings
45 MB more, for dates and languages.
"""

import copy
import email
import email.policy
import logging
import re

from lxml import etree, html
from lxml.html import HtmlElement
from readability import Document as Readable
from readability.readability import Unparseable

from knowledge.importing.document import Document
from knowledge.importing.encoding import decoded
from knowledge.importing.page_blocks import Standing, blocks_of, tag_of
from knowledge.importing.page_clutter import UNSEEN, Clutter
from knowledge.importing.page_facts import facts_of
from knowledge.importing.page_lines import byline, without_clutter
from knowledge.importing.page_names import bold_labels, named
from knowledge.importing.refusal import ImportFailedError

_NUMBER = "data-place-on-the-page"
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_RESPONSE = re.compile(rb"HTTP/[\d.]+ \d{3}[^\n]*\n(?:[\w-]+:[^\n]*\n)*\r?\n", re.IGNORECASE)
_ARCHIVE = re.compile(
    rb"\s*(?:from|mime-version|content-type|snapshot-content-location|subject|date)\s*:",
    re.IGNORECASE,
)
_WHOLE_PAGE = re.compile(
    r"(?:\s|<!--.*?-->|<\?xml[^>]*>)*<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_PIECE = re.compile(
    r"(?:\s|<!--.*?-->)*<(?:article|main|section|div|header|p|h[1-6]|dl|ul|ol|table|meta|title|span|b|strong)"
    r"[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_ENDS = re.compile(r"</(?:p|div|h[1-6]|dt|dd|li|td|section|article)>|<br\s*/?>|<p>", re.IGNORECASE)
_FEWEST_ENDS = 2
_LOOKED_AT = 64 * 1024  # bytes
_BEGINNING = 4096  # bytes in which a page has to say how it is encoded
# How browsers read what is called Latin-1 or GB2312: https://encoding.spec.whatwg.org/#names-and-labels
_BROWSERS_ENCODINGS = {
    "iso-8859-1": "windows-1252",
    "latin1": "windows-1252",
    "latin-1": "windows-1252",
    "us-ascii": "windows-1252",
    "ascii": "windows-1252",
    "iso-8859-9": "windows-1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
}
_PROSE = 60  # letters: a paragraph of running text
# What holds a paragraph, never an article.
_PARAGRAPHS = frozenset(
    "p li dd dt blockquote pre span b strong em i font h1 h2 h3 h4 h5 h6 a ul ol dl q".split()
)
_NO_PROSE = UNSEEN | {"a", "header"}
_MUCH = 0.3  # of what was found
_BARREN_STEPS = 1  # outwards, that bring no text of the article

# What can't be read is told by this module; the library's own complaint is for its authors.
logging.getLogger("readability.readability").setLevel(logging.CRITICAL)


def is_web_page(source: bytes) -> bool:
    """Say whether a source is HTML, whole or a piece of it, an archive or a response with it."""
    page = _unpacked(source)[0]
    if page is not source:
        return True
    wide = source.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = source[:_LOOKED_AT].decode("utf-16" if wide else "latin-1", "replace")
    text = text.removeprefix("\xef\xbb\xbf")
    if _WHOLE_PAGE.match(text):
        return True
    return bool(_PIECE.match(text)) and len(_ENDS.findall(text)) >= _FEWEST_ENDS


def read_web_page(source: bytes) -> Document:
    """Read a page: HTML, a saved web archive (MHTML), or a response with its headers.

    Raises:
        ImportFailedError: if its elements are nested more deeply than those of any article.
    """
    page, charset = _unpacked(source)
    root = _parsed(_text(page, charset))
    if root is None:
        return Document("a web page", ())
    facts = facts_of(root, source)
    body = next(root.iter("body"), root)
    clutter = Clutter(body)
    article = _article(root, body, clutter)

    def standing(element: HtmlElement) -> Standing | None:
        if tag_of(element) in UNSEEN:
            return "unseen"
        if element is article:
            return "kept"
        return "left out" if element is body or element in clutter else None

    blocks = without_clutter(named(blocks_of(body, standing)), facts.title, facts.author)
    if facts.author is None:
        facts = facts._replace(author=byline(blocks))
    return Document(
        "a web page",
        tuple(block.paragraph for block in blocks if block.kept),
        tuple(block.paragraph.text for block in blocks if not block.kept),
        set_apart=bold_labels(blocks),
        **facts._asdict(),
    )


def _unpacked(source: bytes) -> tuple[bytes, str | None]:
    """Take a page out of a web archive or a response; return its encoding where that is said."""
    if response := _RESPONSE.match(source):
        charset = re.search(rb"charset=[\"']?([\w.:-]+)", response[0], re.IGNORECASE)
        return source[response.end() :], charset[1].decode() if charset else None
    if not _ARCHIVE.match(source):
        return source, None
    message = email.message_from_bytes(source, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return content, part.get_content_charset()
    return source, None


def _text(page: bytes, charset: str | None) -> str:
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if page.startswith(mark):
            return page.removeprefix(mark).decode(name, "replace")
    if re.search(rb"[\x80-\xff]", page):
        # What is valid there by chance alone is not worth believing a page about itself.
        try:
            return page.decode("utf-8")
        except UnicodeDecodeError:
            pass
    said = _CHARSET.search(page[:_BEGINNING]) or _XML_ENCODING.match(page)
    names = [charset, said[1].decode("ascii") if said else None]
    for name in filter(None, names):
        try:
            return page.decode(_BROWSERS_ENCODINGS.get(name.lower(), name.lower()))
        except (LookupError, UnicodeDecodeError):
            continue  # said wrongly: the bytes themselves tell better
    return decoded(page)


def _parsed(text: str) -> HtmlElement | None:
    # Text that is given as text may not say how it is encoded.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\x00", "")
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise ImportFailedError(
            "the elements of this page are nested too deeply to be read: save its text alone"
        )
    return root


def _article(root: HtmlElement, body: HtmlElement, clutter: Clutter) -> HtmlElement:
    """Return the element that holds the article, and as little else as possible."""
    found = [
        element for element in _found_by_library(root) if not _is_in_clutter(element, body, clutter)
    ]
    if not found:
        return next(body.iter("article", "main"), body)
    here = _around(found, body)
    if here is not body and tag_of(here) in _PARAGRAPHS:
        here = next(one for one in here.iterancestors() if tag_of(one) not in _PARAGRAPHS)
    for kind in ("article", "main"):
        holders = [one for one in [here, *here.iterancestors()] if tag_of(one) == kind]
        if holders and holders[0] is not body:
            around = holders[0].getparent()
            if kind == "article" and around is not None and _is_series(holders[0], clutter):
                return around
            return holders[0]
    return _grown(here, body, clutter)


def _found_by_library(root: HtmlElement) -> list[HtmlElement]:
    """Return the elements with text of their own that readability takes for the article."""
    numbered = list(root.iter("*"))
    page = copy.deepcopy(root)
    for number, element in enumerate(page.iter("*")):
        element.set(_NUMBER, str(number))
    try:
        summary = Readable(page).summary()
    except Unparseable:
        return []
    found = html.document_fromstring(summary or "<p></p>")
    numbers = (int(element.get(_NUMBER, "0")) for element in found.iter("*"))
    return [one for one in (numbered[number] for number in numbers if number) if _has_text(one)]


def _has_text(element: HtmlElement) -> bool:
    own = [element.text, *(inner.tail for inner in element)]
    return sum(len((text or "").strip()) for text in own) >= _PROSE // 2


def _is_in_clutter(element: HtmlElement, body: HtmlElement, clutter: Clutter) -> bool:
    return any(one in clutter for one in [element, *element.iterancestors()] if one is not body)


def _around(elements: list[HtmlElement], body: HtmlElement) -> HtmlElement:
    """Return the innermost element that holds all of these."""
    paths = [[*reversed(list(one.iterancestors())), one] for one in elements]
    common = body
    for step in zip(*paths, strict=False):
        if any(one is not step[0] for one in step):
            break
        common = step[0]
    return common


def _is_series(article: HtmlElement, clutter: Clutter) -> bool:
    """Say whether an article is one of several that make the text together."""
    return any(
        other.get("class") == article.get("class")
        and other not in clutter
        and _prose(other, clutter) >= _PROSE
        and not any(
            True for heading in other.iter("h2", "h3", "h4") if heading.find(".//a") is not None
        )
        for other in [
            *article.itersiblings("article"),
            *article.itersiblings("article", preceding=True),
        ]
    )


def _grown(here: HtmlElement, body: HtmlElement, clutter: Clutter) -> HtmlElement:
    """Widen what was found, step by step, by the running text around it."""
    grown = here
    steps_without = 0
    while here is not body and (around := here.getparent()) is not None:
        if _belongs_around(here, clutter):
            grown, steps_without = around, 0
        else:
            steps_without += 1
        if steps_without > _BARREN_STEPS:
            break
        here = around
    return grown


def _belongs_around(here: HtmlElement, clutter: Clutter) -> bool:
    """Say whether what stands beside an element goes on with it.

    What comes before it may be the introduction; what follows is the same text if it is much, or
    dressed alike: else it may be the foot of the page.
    """
    if any(_prose(one, clutter) >= _PROSE for one in here.itersiblings(preceding=True)):
        return True
    following = list(here.itersiblings())
    sizes = [_prose(one, clutter) for one in following]
    alike = any(
        size >= _PROSE and one.get("class") and one.get("class") == here.get("class")
        for one, size in zip(following, sizes, strict=True)
    )
    return alike or sum(sizes) >= max(_PROSE, _prose(here, clutter) * _MUCH)


def _prose(element: HtmlElement, clutter: Clutter) -> int:
    """Return how many letters of an element are neither clutter nor links."""
    walk = etree.iterwalk(element, events=("start", "end"))
    size = 0
    for event, inner in walk:
        if event == "end":
            if inner is not element:
                size += len((inner.tail or "").strip())
        elif not isinstance(inner.tag, str) or tag_of(inner) in _NO_PROSE or inner in clutter:
            walk.skip_subtree()
        else:
            size += len((inner.text or "").strip())
    return size
