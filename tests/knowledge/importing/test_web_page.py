"""Saved pages become paragraphs: the article's words in order, and all else listed."""

import email.message
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.importing.document import Document, Style
from knowledge.importing.imported import import_content
from knowledge.importing.refusal import ImportFailedError
from knowledge.importing.web_page import is_web_page, read_web_page

SAMPLES = Path(__file__).parent / "samples"
PAGES = sorted(path for path in SAMPLES.glob("*.html"))
LONG = "so that this line is long enough to be taken for running text on a page"


def _page(body: str, head: str = "") -> str:
    return (
        f"<!doctype html><html><head><title>Bread</title>{head}</head>"
        f"<body><main><h1>Bread</h1>{body}</main></body></html>"
    )


def _read(body: str, head: str = "") -> Document:
    return read_web_page(_page(body, head).encode())


def _texts(document: Document) -> list[str]:
    return [one.text for one in document.paragraphs]


def _styled(document: Document) -> list[tuple[Style, str]]:
    return [(one.style, one.text) for one in document.paragraphs]


def _spoken(document: Document) -> list[tuple[str, str]]:
    return [(one.speaker, one.text) for one in document.paragraphs]


@pytest.mark.parametrize(
    ("asked", "style"),
    [
        ("<p><strong>Why?</strong></p>", Style.STRONG),
        ("<p><b>Why?&nbsp;</b></p>", Style.STRONG),
        ("<p><strong>Wh</strong><strong>y</strong>?</p>", Style.STRONG),
        ("<p><em><strong>Why?</strong></em></p>", Style.STRONG),
        ('<p style="font-weight: bold">Why?</p>', Style.STRONG),
        ('<p><span style="font-weight:700">Why?</span></p>', Style.STRONG),
        ('<p><span class="c3">Why?</span></p>', Style.STRONG),
        ('<p class="interviewer">Why?</p>', Style.STRONG),
        ('<div class="qa-question"><p>Why?</p></div>', Style.STRONG),
        ("<dl><dt>Why?</dt></dl>", Style.STRONG),
        ("<h2>Why?</h2>", Style.HEADING),
        ("<h3><strong>Why?</strong></h3>", Style.HEADING),
        ("<h4><a href='#why'>Why?</a></h4>", Style.HEADING),
        ("<h3><button>Why?</button></h3>", Style.HEADING),
        ("<p><em>Why?</em></p>", Style.EMPHASIS),
        ("<p><i>Why?</i></p>", Style.EMPHASIS),
        ("<p>Why?</p>", Style.PLAIN),
        ("<p><b>W</b>hy?</p>", Style.PLAIN),
        ('<b style="font-weight:normal"><p>Why?</p></b>', Style.PLAIN),
    ],
)
def test_a_paragraph_is_set_apart_as_it_is_on_the_page(asked: str, style: Style) -> None:
    found = _read(f"{asked}<p>Because {LONG}.</p>", "<style>.c3{font-weight:700}</style>")
    assert _styled(found) == [(style, "Why?"), (Style.PLAIN, f"Because {LONG}.")]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<b>Jo:</b> Why?", ["Jo: Why?"]),
        ("<b>Jo</b>: Why?", ["Jo: Why?"]),
        ("<b>Jo:</b>Why?", ["Jo: Why?"]),
        ("<b>Jo:</b><br>Why?", ["Jo: Why?"]),
        ("<b>Why?</b> So.", ["Why?", "So."]),
        ("<b>Why?</b><br>So.", ["Why?", "So."]),
        ("<b>Is it<br>so?</b><br>So.", ["Is it so?", "So."]),
        ("<b>Q:</b> Why? <b>A:</b> So.", ["Q: Why?", "A: So."]),
        ("Q: Why?<br>A: So.", ["Q: Why?", "A: So."]),
        ("— Why?<br>— So.", ["— Why?", "— So."]),
        ("One.<br><br>Two.", ["One.", "Two."]),
        ("One.<br>&nbsp;<br>\nTwo.", ["One.", "Two."]),
        ("The bee is small<br>the roof is tall", ["The bee is small the roof is tall"]),
        ("<b>Never</b> again.", ["Never again."]),
        ("a <b>bold</b> word, <i>an italic</i> one", ["a bold word, an italic one"]),
        ("<span>I</span>t was.", ["It was."]),
        ("It&#39;s &amp; <a href='/x'>was</a>&nbsp;so\n  there", ["It's & was so there"]),
        ("a\u200bb co\u00adoperate", ["ab cooperate"]),
        ("10 m<sup>2</sup> there", ["10 m2 there"]),
        ('It was.<sup><a href="#f1">1</a></sup> So.', ["It was. So."]),
        ("It was.<sup>1</sup> So.", ["It was. So."]),
        ("So <!-- not --> it is", ["So it is"]),
    ],
)
def test_what_stands_in_a_paragraph_is_read_as_it_is_seen(written: str, read: list[str]) -> None:
    assert _texts(_read(f"<p>{LONG}</p><p>{written}</p>")) == [LONG, *read]


def test_lists_and_quotations_of_an_answer_stay_where_they_are() -> None:
    found = _read(
        f"<p><b>Why?</b></p><p>Three things, {LONG}:</p><ul><li>one</li><li><p>two</p></li></ul>"
        "<blockquote>My mother had a saying for it.</blockquote><ol><li>three</li></ol><p>So.</p>"
    )
    assert _texts(found)[2:] == ["one", "two", "My mother had a saying for it.", "three", "So."]


def test_what_stands_under_a_list_of_questions_and_answers_is_in_no_answer() -> None:
    questions = "<dl><dt>Why?</dt><dd>So.</dd><dt>How?</dt><dd>Thus.</dd></dl>"
    found = import_content(
        _page(f"<p>{LONG}.</p>{questions}<p>Send us yours!</p>").encode(), "page"
    )
    assert [one.answer for one in found.exchanges] == [("So.",), ("Thus.",)]
    assert "Send us yours!" in found.skipped


@pytest.mark.parametrize(
    "written",
    [
        "<p><b>JO</b> Why?</p><p><b>ADA</b> So.</p><p><b>JO</b> How?</p><p><b>ADA</b> Thus.</p>",
        "<h4>JO</h4><p>Why?</p><h4>ADA</h4><p>So.</p><h4>JO</h4><p>How?</p><h4>ADA</h4><p>Thus.</p>",
        "<dl><dt>JO<dd>Why?<dt>ADA<dd>So.<dt>JO<dd>How?<dt>ADA<dd>Thus.</dl>",
        "<table><tr><td>JO:<td>Why?<tr><td><b>ADA</b><td><p>So.</p><tr><td>JO:<td>How?"
        "<tr><td>ADA<td>Thus.</table>",
        "<div><span class=speaker>JO</span><p>Why?</p></div><div><span class=speaker>ADA:</span>"
        "<time>00:12</time><p>So.</p></div><div><span class=speaker>JO</span><p>How?</p></div>"
        "<div><span class=speaker>ADA</span><p>Thus.</p></div>",
        "<div class=who>JO</div><div>Why?</div><div class=who>ADA</div><div>So.</div>"
        "<div class=who>JO</div><div>How?</div><div class=who>ADA</div><div>Thus.</div>",
        "<cite>JO:</cite><p>Why?</p><cite>ADA:</cite><p>So.</p><cite>JO:</cite><p>How?</p>"
        "<cite>ADA:</cite><p>Thus.</p>",
        "<p data-speaker=JO>Why?<p data-speaker=ADA>So.<p data-speaker=JO>How?"
        "<p data-speaker=ADA>Thus.",
    ],
    ids=["bold", "headings", "definitions", "table", "class", "lines", "colons", "attribute"],
)
def test_names_that_the_page_sets_apart_are_speakers(written: str) -> None:
    found = _read(f"<p>{LONG}.</p>{written}")
    assert _spoken(found)[1:] == [("JO", "Why?"), ("ADA", "So."), ("JO", "How?"), ("ADA", "Thus.")]


def test_a_bold_word_that_begins_a_sentence_is_no_speaker() -> None:
    texts = [f"again {number}, {LONG}." for number in range(3)]
    found = _read("".join(f"<p><b>Never</b> {text}</p>" for text in texts))
    assert _spoken(found) == [("", f"Never {text}") for text in texts]


def test_times_of_a_transcript_are_taken_off() -> None:
    found = _read(
        f"<p>{LONG}.</p><p><b>Jo:</b> [00:12] Why?</p><p><b>Ada (00:15):</b> So.</p><p>[00:31]</p>"
    )
    assert _texts(found)[1:] == ["Jo: Why?", "Ada: So."]
    assert found.set_apart == {"Jo", "Ada"}


CLUTTER = [
    "<nav><ul><li><a href=/>Home</a></li></ul></nav>",
    '<div id="cookie-banner"><p>We use cookies to make this site better.</p></div>',
    "<figure><img><figcaption>A loaf.</figcaption></figure>",
    '<div class="wp-caption"><img><p class="wp-caption-text">A loaf.</p></div>',
    "<p><img><small>A loaf. Photo: Jo</small></p>",
    '<aside class="pullquote"><p>because the house was full</p></aside>',
    "<blockquote><p>“Because the house was full”</p></blockquote>",
    '<div class="newsletter-box"><h4>Our letter</h4><p>Once a week, and free.</p></div>',
    '<div class="share-buttons"><a href="#">Mail</a><a href="#">Print</a></div>',
    '<section id="comments"><h2>3 comments</h2><p>What a fine interview it was.</p></section>',
    "<h3>Related</h3><ul><li><a href=/1>Cake</a></li><li><a href=/2>Tea</a></li></ul>",
    "<section><h2>More from us</h2><article><h3>Cake</h3><p>All of it.</p></article></section>",
    "<p><a href=/x>Ten ovens that nobody should miss</a></p>",
    "<p><strong>Read more:</strong> <a href=/x>Ten ovens</a></p>",
    "<p>ADVERTISEMENT</p>",
    '<div class="ad-slot"><span>Sponsored</span></div>',
    '<div style="display:none"><p>Nobody sees this line.</p></div>',
    '<span class="sr-only">Skip this.</span>',
    '<div class="gallery"><ul><li><img><span>One loaf</span></li></ul></div>',
    '<blockquote class="twitter-tweet"><p>Bread is back.</p>Somebody</blockquote>',
    "<noscript><p>Switch on scripts.</p></noscript>",
    "<form><p>Your letter</p><button>Send</button></form>",
    '<div aria-label="Advertisement"><p>Buy flour.</p></div>',
    '<p class="tags">Tags: <a href=/b>bread</a>, <a href=/o>ovens</a></p>',
]


@pytest.mark.parametrize("clutter", CLUTTER)
def test_what_is_none_of_the_interview_is_left_out_and_listed(clutter: str) -> None:
    found = _read(
        f"<p>{LONG}.</p><p><b>Why?</b></p><p>Because the house was full, {LONG}.</p>{clutter}"
        f"<p>And {LONG}.</p><p><b>How?</b></p><p>With stones, {LONG}.</p>"
    )
    assert _texts(found) == [
        f"{LONG}.",
        "Why?",
        f"Because the house was full, {LONG}.",
        f"And {LONG}.",
        "How?",
        f"With stones, {LONG}.",
    ]
    words = re.findall(r"\w+", re.sub("<[^>]*>", " ", clutter))
    assert re.findall(r"\w+", " ".join(found.skipped)) == ["Bread", *words]


def test_what_an_outlet_says_again_and_again_is_left_out() -> None:
    invitation = "<div><h3>Daily</h3><p>Our letter has the best of the paper.</p></div>"
    found = _read(
        "".join(f"<p><b>Why {n}?</b></p><p>So {n}, {LONG}.</p>{invitation}" for n in range(3))
    )
    assert "Our letter has the best of the paper." not in _texts(found)
    assert found.skipped.count("Our letter has the best of the paper.") == 3


@pytest.mark.parametrize(
    "answer",
    [
        "<p>Save it.</p>",
        "<p>Continue reading.</p>",
        "<p><a href=/map>On the old map</a></p>",
        "<blockquote><p>Because.</p><p>And because.</p></blockquote>",
        '<div class="accordion-panel" hidden><p>Because.</p></div>',
        '<div class="elementor-widget elementor-widget-text-editor"><p>Because.</p></div>',
        '<div class="paywall"><p>Because.</p></div>',
        '<div class="no-sidebar has-comments"><p>Because.</p></div>',
    ],
)
def test_an_answer_that_looks_like_clutter_is_kept(answer: str) -> None:
    found = _read(
        f"<p>Intro, {LONG}.</p><p><b>Why?</b></p>{answer}<p><b>How?</b></p><p>Thus, {LONG}.</p>"
    )
    words = re.findall(r"\w+", re.sub("<[^>]*>", " ", answer))
    asked = [text for _, text in _styled(found)]
    assert re.findall(r"\w+", " ".join(asked[2 : asked.index("How?")])) == words


def test_title_kicker_byline_and_date_are_no_introduction() -> None:
    found = read_web_page(
        b"<html><body><article><p>Interview</p><h1>Bread</h1><p>By Jo Writer</p><p>May 6, 2023</p>"
        b"<p>Ada Placeholder bakes, and has done so for thirty years in one town.</p>"
        b"<p><b>Why?</b></p><p>Because.</p><p><i>Edited for length.</i></p></article></body></html>"
    )
    assert _texts(found) == [
        "Ada Placeholder bakes, and has done so for thirty years in one town.",
        "Why?",
        "Because.",
    ]
    assert found.skipped == (
        "Interview",
        "Bread",
        "By Jo Writer",
        "May 6, 2023",
        "Edited for length.",
    )
    assert (found.title, found.author) == ("Bread", "Jo Writer")


RUSSIAN = (
    "<html><head>{}</head><body><p><b>Почему?</b></p><p>Потому что так было надо, и никто не спорил"
    " с этим целый год, даже зимой.</p></body></html>"
)


@pytest.mark.parametrize(
    "source",
    [
        RUSSIAN.format("").encode(),
        RUSSIAN.format("").encode("utf-8-sig"),
        RUSSIAN.format("").encode("utf-16"),
        RUSSIAN.format("").encode("cp1251"),
        RUSSIAN.format("<meta charset=windows-1251>").encode("cp1251"),
        RUSSIAN.format('<meta http-equiv="x" content="text/html; charset=koi8-r">').encode(
            "koi8-r"
        ),
        RUSSIAN.format("<meta charset=windows-1251>").encode(),
        b'<?xml version="1.0" encoding="windows-1251"?>' + RUSSIAN.format("").encode("cp1251"),
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=koi8-r\r\n\r\n"
        + RUSSIAN.format("").encode("koi8-r"),
    ],
    ids="utf-8 mark utf-16 nothing meta equiv wrong xml response".split(),
)
def test_a_page_is_read_in_its_own_encoding(source: bytes) -> None:
    assert is_web_page(source)
    assert _texts(read_web_page(source))[0] == "Почему?"


def test_a_web_archive_is_read_as_its_page() -> None:
    archive = email.message.EmailMessage()
    archive["Snapshot-Content-Location"] = "https://bread.example/1"
    archive.set_content(_page(f"<p><b>Why?</b></p><p>Weil’s so ist, {LONG}.</p>"), subtype="html")
    archive.make_related()
    archive.add_related(b"\x89PNG", "image", "png")
    assert is_web_page(bytes(archive))
    found = read_web_page(bytes(archive))
    assert _texts(found) == ["Why?", f"Weil’s so ist, {LONG}."]
    assert found.url == "https://bread.example/1"


FACTS = {
    "graph": """<script type="application/ld+json">{"@graph": [
        {"@type": "WebSite", "name": "Post"},
        {"@type": "NewsArticle", "headline": "Bread &amp; salt", "inLanguage": "en",
        "datePublished": "2024-03-05T10:00", "author": [{"name": "Jo"}, {"name": "Al"}],
        "publisher": {"@id": "#o"}, "mainEntityOfPage": {"@id": "https://p.example/1"}},
        {"@type": "Organization", "@id": "#o", "name": "Post"}]}</script>""",
    "list": """<script type="application/ld+json">[{"@type": "BreadcrumbList"},
        {"@type": ["Article"], "headline": "Bread & salt", "datePublished": "2024-03-05",
        "author": "Jo, Al", "publisher": {"name": "Post"}, "url": "https://p.example/1",
        "inLanguage": "en"}]</script>""",
    "open graph": """<meta property="og:title" content="Bread &amp; salt">
        <meta property="og:site_name" content="Post"><meta name="author" content="Jo, Al">
        <meta property="og:url" content="https://p.example/1">
        <meta property="article:published_time" content="2024-03-05T23:59:00+09:00">
        <meta property="og:locale" content="en">""",
    "meta": """<title>Bread &amp; salt | Post</title><meta name="author" content="By Jo, Al">
        <meta name="application-name" content="Post"><meta name="date" content="March 5, 2024">
        <base href="https://p.example/"><link rel="canonical" href="/1">
        <meta http-equiv="content-language" content="en">""",
}


@pytest.mark.parametrize("head", FACTS.values(), ids=FACTS)
def test_a_page_says_itself_what_it_is(head: str) -> None:
    page = f"<html><head>{head}</head><body><p>{LONG}</p></body></html>"
    found = read_web_page(page.encode())
    assert (found.title, found.outlet, found.author) == ("Bread & salt", "Post", "Jo, Al")
    assert (found.published, found.url, found.language) == (
        "2024-03-05",
        "https://p.example/1",
        "en",
    )


def test_an_author_behind_the_title_is_no_outlet() -> None:
    page = f"<title>Bread and time - by Jo Placeholder</title><h1>Bread and time</h1><p>{LONG}</p>"
    found = read_web_page(page.encode())
    assert (found.title, found.outlet) == ("Bread and time", None)


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@type": "Article", </script>',
        '<script type="application/ld+json">"Article"</script>',
        '<script type="application/ld+json">{"@type": 1, "headline": [2]}</script>',
        '<script type="application/ld+json">{"@type": "Article", "datePublished": "2024-13-40",'
        ' "author": {}, "publisher": [], "headline": null, "url": "x"}</script>',
        '<meta property="og:title"><meta name="date" content="soon"><link rel="canonical">',
    ],
)
def test_what_a_page_says_badly_is_not_guessed(head: str) -> None:
    found = read_web_page(f"<html><head>{head}</head><body><p>{LONG}</p></body></html>".encode())
    assert (found.title, found.outlet, found.author) == (None, None, None)
    assert (found.published, found.url, found.language) == (None, None, None)


@pytest.mark.parametrize(
    "source",
    [b"<html></html>", b"<!doctype html>", b"<html><body><table><p>", b"<p>" * 50, b"<div>" * 1500],
)
def test_a_page_without_text_is_an_empty_document(source: bytes) -> None:
    assert read_web_page(source).paragraphs == ()


def test_a_page_that_is_too_deep_is_refused() -> None:
    with pytest.raises(ImportFailedError, match="nested too deeply"):
        read_web_page(b"<html>" + b"<div>" * 3000 + b"<p>Why?</p>")


@pytest.mark.parametrize(
    "source",
    [b"Q: Why?\nA: So.", b"**Jo:** Why?\n\n**Ada:** <b>So</b>.", b"<Jo> Why?\n<Ada> So.", b""],
)
def test_text_is_no_page(source: bytes) -> None:
    assert not is_web_page(source)


class _Words(HTMLParser):
    """The words of a page's body, by another parser than the one that is tested."""

    INLINE = frozenset("a abbr b em i span strong sup sub u small font cite code q s time".split())
    UNSEEN = frozenset("script style template title svg".split())

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.unseen = 0
        self.is_in_body = False

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self.is_in_body = self.is_in_body or tag == "body"
        self.unseen += tag in self.UNSEEN
        self.text += "" if tag in self.INLINE else " "

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in self.UNSEEN
        self.text += "" if tag in self.INLINE else " "

    def handle_data(self, data: str) -> None:
        if self.is_in_body and not self.unseen:
            self.text += data


def _letters(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w", re.sub("[\u00ad\u200b]", "", text)))


def _accounted(found: Document) -> str:
    spoken = (f"{one.speaker} {one.timed} {one.text}" for one in found.paragraphs)
    return " ".join([*spoken, *found.skipped])


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_word_of_a_sample_is_read_or_listed(path: Path) -> None:
    source = path.read_bytes()
    charset = re.search(rb"charset=[\"']?([\w-]+)", source)
    words = _Words()
    words.feed(source.decode(charset[1].decode() if charset else "utf-8"))
    stamps = re.compile(r"\[\d[\d:]+\]")
    assert _letters(stamps.sub("", words.text)) == _letters(_accounted(read_web_page(source)))


_pieces = st.lists(
    st.sampled_from(
        [
            "<p><b>Why {}?</b></p>",
            "<p>So {}, " + LONG + ".</p>",
            "<p><b>Jo:</b> So {}.</p>",
            "<p><b>Jo</b> So {}.</p>",
            "<h3>Part {}</h3>",
            "<p>One {}<br><br>two.</p>",
            "<ul><li><a href=/>Link {}</a></li><li>more</li></ul>",
            "<blockquote>So {}, " + LONG + ".</blockquote>",
            "<aside>Aside {}</aside>",
            "<div class=share>Share {}</div>",
            "text {} alone ",
            "<table><tr><td>Cell {}<td>Other</table>",
            "<p><em>Note {}.</em></p>",
            "<div><p>Deep {}.",
            "</div>",
            "<!-- no --><br>",
        ]
    ),
    max_size=14,
)


@settings(deadline=None, max_examples=60)
@given(_pieces)
def test_no_word_of_any_page_is_lost_or_added(pieces: list[str]) -> None:
    # Each piece has its own number, so that none can stand in for another.
    body = "".join(piece.replace("{}", f"n{number}") for number, piece in enumerate(pieces))
    found = _read(body)
    written = re.sub("<!--.*?-->|<[^>]*>", " ", f"Bread {body}")
    # What stands there again and again as a name is named once for each thing said.
    assert set(re.findall(r"\w+", _accounted(found))) == set(re.findall(r"\w+", written))
    numbers = [word for word in re.findall(r"\w+", _accounted(found)) if re.match(r"n\d", word)]
    assert len(numbers) == len(set(numbers))


def test_dashes_before_questions_are_taken_off_where_the_answers_are_named() -> None:
    asked = [("Who began?", "Ada"), ("And the ladder?", "Ben"), ("What of the dark?", "Ada")]
    page = "".join(
        f"<p><b>— {question}</b></p><p><b>{name}:</b> I did.</p>" for question, name in asked
    )
    found = import_content(_page(f"<p>{LONG}.</p>{page}").encode(), "page")
    assert [one.question for one in found.exchanges] == [question for question, _ in asked]
