"""Text as Telegram reads it: markup, entities, and what is refused.

The rules are https://core.telegram.org/bots/api#html-style's; where it says nothing, what TDLib,
on which Telegram's own server is built, does with the same text.
"""

import html
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preview import ApiError
from preview.formatting import FormattedText, parse_html, plain, utf16_length

Json = dict[str, Any]


def entity(kind: str, offset: int, length: int, **fields: str) -> Json:
    return {"type": kind, "offset": offset, "length": length} | fields


def refusal(source: str) -> str:
    with pytest.raises(ApiError) as raised:
        parse_html(source)
    assert raised.value.code == 400
    prefix = "Bad Request: can't parse entities: "
    assert raised.value.description.startswith(prefix)
    return raised.value.description.removeprefix(prefix)


# Tags


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("<b>{}</b>", "bold"),
        ("<strong>{}</strong>", "bold"),
        ("<i>{}</i>", "italic"),
        ("<em>{}</em>", "italic"),
        ("<u>{}</u>", "underline"),
        ("<ins>{}</ins>", "underline"),
        ("<s>{}</s>", "strikethrough"),
        ("<strike>{}</strike>", "strikethrough"),
        ("<del>{}</del>", "strikethrough"),
        ("<tg-spoiler>{}</tg-spoiler>", "spoiler"),
        ('<span class="tg-spoiler">{}</span>', "spoiler"),
        ("<code>{}</code>", "code"),
        ("<pre>{}</pre>", "pre"),
        ("<blockquote>{}</blockquote>", "blockquote"),
        ("<blockquote expandable>{}</blockquote>", "expandable_blockquote"),
        ('<blockquote expandable="">{}</blockquote>', "expandable_blockquote"),
    ],
)
def test_every_tag_is_an_entity(source: str, kind: str) -> None:
    assert parse_html(f"so {source.format('said')} he") == FormattedText(
        "so said he", (entity(kind, 3, 4),)
    )


def test_a_link_has_its_address() -> None:
    parsed = parse_html('<a href="https://example.org/?a=1&amp;b=2">here</a>')

    assert parsed.text == "here"
    assert parsed.entities == (entity("text_link", 0, 4, url="https://example.org/?a=1&b=2"),)


@pytest.mark.parametrize("tag", ["<a href='{}'>", '<a  href = "{}" >', '<A HREF="{}">'])
def test_a_link_may_be_written_in_several_ways(tag: str) -> None:
    source = tag.replace("A HREF", "A href").format("https://example.org/")

    (link,) = parse_html(f"{source}here</a>").entities

    assert link == entity("text_link", 0, 4, url="https://example.org/")


def test_angle_brackets_in_a_quoted_attribute_are_the_attributes() -> None:
    parsed = parse_html('<a href="https://example.org/?a>b">here</a>')

    assert parsed.text == "here"
    assert parsed.entities == (entity("text_link", 0, 4, url="https://example.org/?a>b"),)


def test_a_link_without_an_address_leads_to_what_it_says() -> None:
    parsed = parse_html("<a>https://example.org/x</a>")

    assert parsed.entities == (entity("text_link", 0, 21, url="https://example.org/x"),)


def test_a_links_address_is_completed() -> None:
    (link,) = parse_html('<a href="example.org">here</a>').entities

    assert link == entity("text_link", 0, 4, url="http://example.org/")


@pytest.mark.parametrize("address", ["", "nowhere", "javascript:alert(1)", "ftp://example.org/"])
def test_a_link_that_leads_nowhere_is_no_link(address: str) -> None:
    assert parse_html(f'<a href="{address}">here</a>') == FormattedText("here")


def test_a_custom_emoji_has_its_id() -> None:
    parsed = parse_html('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>')

    assert parsed.entities == (entity("custom_emoji", 0, 2, custom_emoji_id="5368324170671202286"),)


def test_code_in_a_block_may_name_its_language() -> None:
    parsed = parse_html('<pre><code class="language-python">print()</code></pre>')

    assert parsed == FormattedText("print()", (entity("pre", 0, 7, language="python"),))


def test_a_tags_name_may_be_written_in_capitals() -> None:
    assert parse_html("<B>so</B>").entities == (entity("bold", 0, 2),)


def test_attributes_that_a_tag_does_not_have_are_passed_over() -> None:
    assert parse_html('<b class="x" id=y>so</b>').entities == (entity("bold", 0, 2),)


@pytest.mark.parametrize("end", ["</b>", "</b >", "</>"])
def test_an_end_tag_may_hold_spaces_or_leave_out_its_name(end: str) -> None:
    assert parse_html(f"<b>so{end}") == FormattedText("so", (entity("bold", 0, 2),))


# Nesting and offsets


def test_tags_may_stand_in_one_another() -> None:
    parsed = parse_html("<b>a<i>b<u>c</u></i></b>d")

    assert parsed == FormattedText(
        "abcd", (entity("bold", 0, 3), entity("italic", 1, 2), entity("underline", 2, 1))
    )


def test_a_quotation_may_hold_a_link_and_bold_text() -> None:
    parsed = parse_html('<blockquote>a <b>b</b> <a href="https://example.org/">c</a></blockquote>')

    assert parsed == FormattedText(
        "a b c",
        (
            entity("blockquote", 0, 5),
            entity("bold", 2, 1),
            entity("text_link", 4, 1, url="https://example.org/"),
        ),
    )


@pytest.mark.parametrize("tag", ["code", "pre"])
def test_code_holds_no_other_entity(tag: str) -> None:
    parsed = parse_html(f"<{tag}>a <b>b</b></{tag}>")

    assert parsed == FormattedText("a b", (entity(tag, 0, 3),))


def test_entities_are_counted_in_utf16_units() -> None:
    parsed = parse_html("😀 <b>👨‍👩‍👧</b> <i>تجارت</i>")

    assert parsed.entities == (entity("bold", 3, 8), entity("italic", 12, 5))


def test_urdu_counts_a_unit_a_letter() -> None:
    parsed = parse_html("ہاں، <b>تجارت</b> بڑھی")

    assert parsed == FormattedText("ہاں، تجارت بڑھی", (entity("bold", 5, 5),))


@pytest.mark.parametrize(("text", "length"), [("", 0), ("a", 1), ("ہ", 1), ("😀", 2), ("🇵🇰", 4)])
def test_a_length_is_in_utf16_units(text: str, length: int) -> None:
    assert utf16_length(text) == length


# White space


def test_trimmed_white_space_moves_entities() -> None:
    assert parse_html("\n\n  so <b>said</b> he \n") == FormattedText(
        "so said he", (entity("bold", 3, 4),)
    )


def test_an_entity_ends_where_the_trimmed_text_ends() -> None:
    assert parse_html("so <b>said \n</b>\n") == FormattedText("so said", (entity("bold", 3, 4),))


def test_white_space_inside_a_text_stays() -> None:
    assert parse_html("a\n\n  b").text == "a\n\n  b"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a\tb", "a b"),
        ("a\r\nb", "a\nb"),
        ("a\x00b", "a b"),
        ("a\u2028b", "ab"),
        ("a\u202eb", "ab"),
    ],
)
def test_signs_that_telegram_does_not_let_through_are_replaced(source: str, text: str) -> None:
    assert parse_html(source).text == text
    assert plain(source).text == text


@pytest.mark.parametrize("source", ["a&#9;b", "a&#x0B;b", "a&#1;b"])
def test_control_signs_become_spaces_however_they_are_written(source: str) -> None:
    assert parse_html(source).text == "a b"


@pytest.mark.parametrize("source", ["<b></b>so", "so<b></b>", "so <b> </b>", "s<i><b></b></i>o"])
def test_an_entity_of_no_length_is_dropped(source: str) -> None:
    assert parse_html(source) == FormattedText("so")


# Character references


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("&lt;b&gt;", "<b>"),
        ("&amp;lt;", "&lt;"),
        ("&quot;so&quot;", '"so"'),
        ("it&#39;s", "it's"),
        ("it&#x27;s", "it's"),
        ("&#128512;", "😀"),
        ("&#x1F600;", "😀"),
        ("&#1729;", "ہ"),
        ("a & b", "a & b"),
        ("AT&T", "AT&T"),
        ("a &amp b", "a & b"),
        ("1 &lt 2", "1 < 2"),
    ],
)
def test_a_reference_is_the_sign_that_it_names(source: str, text: str) -> None:
    assert parse_html(source) == FormattedText(text)


@pytest.mark.parametrize(
    "source",
    [
        "&nbsp;",
        "&apos;",
        "&laquo;",
        "&LT;",
        "&;",
        "&#;",
        "&#x;",
        "&#0;",
        "&#1234567;",
        "&#12345678;",
    ],
)
def test_a_reference_that_names_no_sign_stays_as_it_stands(source: str) -> None:
    assert parse_html(source) == FormattedText(source)


def test_a_reference_counts_as_the_sign_that_it_names() -> None:
    assert parse_html("&lt;&#128512; <b>so</b>").entities == (entity("bold", 4, 2),)


def test_half_of_a_surrogate_pair_is_refused() -> None:
    assert refusal("&#xD83D;").startswith("Text contains invalid Unicode characters")


# What is refused


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<h1>so</h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("so<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("so<br/>", 'Unsupported start tag "br/" at byte offset 2'),
        ("<P>so</P>", 'Unsupported start tag "p" at byte offset 0'),
        ("ہاں 😀 <x>", 'Unsupported start tag "x" at byte offset 12'),
        ("I <3 you", 'Unsupported start tag "3" at byte offset 2'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
    ],
)
def test_a_tag_that_there_is_not_is_refused(source: str, reason: str) -> None:
    assert refusal(source) == reason


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (
            "<b>so</i>",
            'Unmatched end tag at byte offset 5, expected "</b>", found "</i>"',
        ),
        (
            "<b><i>so</b></i>",
            'Unmatched end tag at byte offset 8, expected "</i>", found "</b>"',
        ),
        (
            "<b>ہاں</strong>",
            'Unmatched end tag at byte offset 9, expected "</b>", found "</strong>"',
        ),
    ],
)
def test_an_end_tag_must_match_the_last_start_tag(source: str, reason: str) -> None:
    assert refusal(source) == reason


@pytest.mark.parametrize(
    ("source", "tag"), [("<b>so", "b"), ("<b>so <i>he</i>", "b"), ("<b>so <i>he", "i")]
)
def test_a_tag_must_be_closed(source: str, tag: str) -> None:
    assert refusal(source) == f'Can\'t find end tag corresponding to start tag "{tag}"'


@pytest.mark.parametrize(
    ("source", "offset"), [("</b>", 0), ("so</b>", 2), ("<b>so</b></b>", 9), ("ہاں</", 6)]
)
def test_an_end_tag_must_have_a_start_tag(source: str, offset: int) -> None:
    assert refusal(source) == f"Unexpected end tag at byte offset {offset}"


@pytest.mark.parametrize("source", ["so <", "so <b", "so <abc"])
def test_a_start_tag_must_end(source: str) -> None:
    assert refusal(source) == "Unclosed start tag at byte offset 3"


@pytest.mark.parametrize("source", ["<b>so</b", "<b>so</b  ", "<b>so</"])
def test_an_end_tag_must_end(source: str) -> None:
    assert refusal(source) == "Unclosed end tag at byte offset 5"


def test_a_span_must_be_a_spoiler() -> None:
    assert (
        refusal("so <span>he</span>") == 'Tag "span" must have class "tg-spoiler" at byte offset 3'
    )


# What is found in a text without being marked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ask @fedorov_bot now", entity("mention", 4, 12)),
        ("/start", entity("bot_command", 0, 6)),
        ("😀 /ask@fedorov_bot why", entity("bot_command", 3, 16)),
        ("see https://example.org/a?b=c now", entity("url", 4, 25)),
        ("see https://example.org/a.", entity("url", 4, 21)),
        ("see https://example.org, and", entity("url", 4, 19)),
        ("«https://example.org/a»", entity("url", 1, 21)),
    ],
)
def test_names_commands_and_addresses_are_found(text: str, expected: Json) -> None:
    assert plain(text).entities == (expected,)
    assert parse_html(html.escape(text)).entities == (expected,)


@pytest.mark.parametrize(
    "text", ["and/or", "1/2", "me@example", "@ab", "/", "//start", "plain words", "<b>so</b>"]
)
def test_nothing_is_found_in_words(text: str) -> None:
    assert plain(text) == FormattedText(text)


@pytest.mark.parametrize("tag", ["code", "pre"])
def test_nothing_is_found_in_code(tag: str) -> None:
    parsed = parse_html(f"<{tag}>/start @fedorov_bot https://example.org/</{tag}>")

    assert [one["type"] for one in parsed.entities] == [tag]


def test_nothing_is_found_in_a_link() -> None:
    parsed = parse_html('<a href="https://example.org/">https://example.com/</a>')

    assert [one["type"] for one in parsed.entities] == ["text_link"]


# Any text whatever

_PIECES = """
    <b> </b> <i> </i> </ < > & &# &#x 39; lt; &lt; &amp; <a href= " ' > </a>
    <span class='tg-spoiler'> </span> <blockquote expandable> </blockquote> <pre> </pre>
    <code> </code> 😀 ہاں @name /ask https://example.org
""".split()
markup = st.lists(st.sampled_from([*_PIECES, " ", "\n", "\t"]), max_size=30).map("".join)


@settings(deadline=None)
@given(st.text() | markup)
def test_an_escaped_text_reads_as_it_does_without_markup(text: str) -> None:
    assert parse_html(html.escape(text)) == plain(text)


@settings(deadline=None)
@given(st.text() | markup)
def test_any_text_is_read_or_refused(source: str) -> None:
    read = _read(source)
    if isinstance(read, ApiError):
        assert read.code == 400
        return
    units = read.text.encode("utf-16-le")
    for one in read.entities:
        start, end = 2 * one["offset"], 2 * (one["offset"] + one["length"])
        assert 0 <= start < end <= len(units)
        assert units[start:end].decode("utf-16-le")


def _read(source: str) -> FormattedText | ApiError:
    try:
        return parse_html(source)
    except ApiError as refused:
        return refused
