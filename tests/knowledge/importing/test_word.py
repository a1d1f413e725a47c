"""Word documents become paragraphs: text that shows, in its styles, and notes listed."""

import io
import zipfile

import pytest

from knowledge.importing.document import Document, Style
from knowledge.importing.refusal import ImportFailedError
from knowledge.importing.word import read_word

_SPACE = "http://schemas.openxmlformats.org"
_W = f'xmlns:w="{_SPACE}/wordprocessingml/2006/main"'
_TYPES = f"""<Types xmlns="{_SPACE}/package/2006/content-types"><Default Extension="xml"
ContentType="application/xml"/><Default Extension="rels"
ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>"""
_STYLES = f"""<w:styles {_W}>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/>
<w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Ask"><w:name w:val="Ask"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Ask2"><w:name w:val="Ask 2"/>
<w:basedOn w:val="Ask"/></w:style>
<w:style w:type="paragraph" w:styleId="No"><w:name w:val="No"/><w:basedOn w:val="Ask"/>
<w:rPr><w:b w:val="0"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Lean"><w:name w:val="Lean"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Fat"><w:name w:val="Fat"/><w:rPr><w:b/></w:rPr></w:style>
</w:styles>"""


def _run(text: str, dress: str = "") -> str:
    return f'<w:r><w:rPr>{dress}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _paragraph(*runs: str, style: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{"".join(runs)}</w:p>'


def _related(*targets: str) -> str:
    kinds = f"{_SPACE}/officeDocument/2006/relationships"
    links = (
        f'<Relationship Id="r{at}" Type="{kinds}/{target.split("/")[-1].removesuffix(".xml")}" '
        f'Target="{target}"/>'
        for at, target in enumerate(targets)
    )
    space = f"{_SPACE}/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{"".join(links)}</Relationships>'


def _docx(*body: str, **parts: str) -> bytes:
    main = f"{_SPACE}/officeDocument/2006/relationships/officeDocument"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_SPACE}/package/2006/relationships"><Relationship Id="r1" '
            f'Type="{main}" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/document.xml",
            f"<w:document {_W}><w:body>{''.join(body)}</w:body></w:document>",
        )
        archive.writestr("word/styles.xml", _STYLES)
        names = ("styles.xml", *(f"{name}.xml" for name in parts))
        archive.writestr("word/_rels/document.xml.rels", _related(*names))
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return packed.getvalue()


def _styled(document: Document) -> list[tuple[Style, str]]:
    return [(one.style, one.text) for one in document.paragraphs]


@pytest.mark.parametrize(
    ("paragraph", "style"),
    [
        (_paragraph(_run("Why?", "<w:b/>")), Style.STRONG),
        (_paragraph(_run("Wh", "<w:b/>"), _run("y", "<w:b/>"), _run("?")), Style.STRONG),
        (_paragraph(_run("Why?", '<w:rStyle w:val="Fat"/>')), Style.STRONG),
        (_paragraph(_run("Why?"), style="Ask"), Style.STRONG),
        (_paragraph(_run("Why?"), style="Ask2"), Style.STRONG),
        (_paragraph(_run("Why?"), style="No"), Style.PLAIN),
        (_paragraph(_run("Why?"), style="H2"), Style.HEADING),
        (_paragraph(_run("Why?", "<w:i/>")), Style.EMPHASIS),
        (_paragraph(_run("Why?"), style="Lean"), Style.EMPHASIS),
        (_paragraph(_run("Wh", "<w:b/>"), _run("y?")), Style.PLAIN),
        (_paragraph(_run("Why?", '<w:b w:val="0"/>')), Style.PLAIN),
    ],
)
def test_a_paragraph_is_set_apart_as_it_is_in_the_document(paragraph: str, style: Style) -> None:
    found = read_word(_docx(paragraph, _paragraph(_run("So."))))
    assert _styled(found) == [(style, "Why?"), (Style.PLAIN, "So.")]
    assert [one.place for one in found.paragraphs] == [1, 2]


def test_labels_line_breaks_and_tabs_are_read_as_they_are_seen() -> None:
    found = read_word(
        _docx(
            _paragraph(_run("Jo: ", "<w:b/>"), _run("Why?")),
            _paragraph(_run("Why?", "<w:b/>"), "<w:r><w:br/></w:r>", _run("So.")),
            _paragraph(_run("One"), "<w:r><w:tab/></w:r>", _run("two.")),
        )
    )
    assert [one.text for one in found.paragraphs] == ["Jo: Why?", "Why?", "So.", "One two."]
    assert found.set_apart == {"Jo"}


def test_what_was_inserted_is_read_and_what_was_deleted_is_not() -> None:
    inserted = f'<w:ins w:id="1" w:author="Ed">{_run("never ")}</w:ins>'
    deleted = '<w:del w:id="2" w:author="Ed"><w:r><w:delText>always </w:delText></w:r></w:del>'
    found = read_word(_docx(_paragraph(_run("I "), inserted, deleted, _run("baked."))))
    assert [one.text for one in found.paragraphs] == ["I never baked."]


def test_content_controls_and_links_lose_no_words() -> None:
    control = f"<w:sdt><w:sdtContent>{_paragraph(_run('In a box.'))}</w:sdtContent></w:sdt>"
    link = f'<w:hyperlink w:anchor="x">{_run("there")}</w:hyperlink>'
    found = read_word(_docx(control, _paragraph(_run("Go "), link, _run(" now."))))
    assert [one.text for one in found.paragraphs] == ["In a box.", "Go there now."]


def test_a_table_of_names_and_words_is_speakers_turns() -> None:
    rows = (("JO", "Why?"), ("ADA", "So."), ("JO", "How?"), ("ADA", "Thus."))
    cells = "".join(
        f"<w:tr><w:tc>{_paragraph(_run(name))}</w:tc><w:tc>{_paragraph(_run(words))}</w:tc></w:tr>"
        for name, words in rows
    )
    found = read_word(_docx(f"<w:tbl>{cells}</w:tbl>"))
    assert [(one.speaker, one.text) for one in found.paragraphs] == list(rows)


def test_notes_and_comments_are_listed_and_are_none_of_the_words() -> None:
    def numbered(kind: str, text: str) -> str:
        written = f'<w:{kind} w:id="1" w:initials="E">{_paragraph(_run(text))}</w:{kind}>'
        return f"<w:{kind}s {_W}>{written}</w:{kind}s>"

    found = read_word(
        _docx(
            _paragraph(
                _run("I baked"),
                '<w:r><w:footnoteReference w:id="1"/></w:r>',
                _run(" bread"),
                '<w:r><w:commentReference w:id="1"/></w:r>',
                _run("."),
            ),
            footnotes=numbered("footnote", "In the old oven."),
            comments=numbered("comment", "Check this."),
        )
    )
    assert [one.text for one in found.paragraphs] == ["I baked bread."]
    skipped = " ".join(found.skipped)
    assert "In the old oven." in skipped
    assert "Check this." in skipped


def test_the_title_is_no_paragraph() -> None:
    found = read_word(_docx(_paragraph(_run("Bread"), style="Title"), _paragraph(_run("So."))))
    assert (found.title, found.skipped) == ("Bread", ("Bread",))
    assert [one.text for one in found.paragraphs] == ["So."]


def _changed(source: bytes, name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(source)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return packed.getvalue()


WHOLE = _docx(_paragraph(_run("Why?")))


@pytest.mark.parametrize(
    "source",
    [
        WHOLE[:-40],
        WHOLE[: len(WHOLE) // 2],
        b"PK\x03\x04",
        _changed(WHOLE, "word/document.xml", b""),
        _changed(WHOLE, "word/document.xml", b"<w:document"),
        _changed(WHOLE, "word/document.xml", b"\x00\x01\x02"),
        _changed(WHOLE, "word/document.xml", b"<a/>"),
        _changed(WHOLE, "word/styles.xml", b"<w:styles"),
        _changed(WHOLE, "_rels/.rels", b"<a"),
    ],
)
def test_a_broken_document_is_refused(source: bytes) -> None:
    with pytest.raises(ImportFailedError, match="broken"):
        read_word(source)


def test_a_document_that_unpacks_without_bounds_is_refused_before_it_does() -> None:
    bomb = _changed(WHOLE, "word/document.xml", b"<w:t>" + b" " * (64 * 1024 * 1024))
    assert len(bomb) < 100_000
    with pytest.raises(ImportFailedError, match="more than 24 MB"):
        read_word(bomb)


def test_entities_that_grow_without_bounds_are_refused() -> None:
    laughs = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><w:document>&c;</w:document>'
    with pytest.raises(ImportFailedError, match="a DTD"):
        read_word(_changed(WHOLE, "word/document.xml", laughs))


def test_elements_nested_without_bounds_are_refused() -> None:
    deep = f"<w:document {_W}><w:body>{'<w:p>' * 20_000}".encode()
    with pytest.raises(ImportFailedError):
        read_word(_changed(WHOLE, "word/document.xml", deep))


def test_a_document_with_a_password_says_so() -> None:
    locked = bytearray(WHOLE)
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = locked.find(signature)
        while at >= 0:
            locked[at + offset] |= 1
            at = locked.find(signature, at + 1)
    with pytest.raises(ImportFailedError, match="protected by a password"):
        read_word(bytes(locked))
