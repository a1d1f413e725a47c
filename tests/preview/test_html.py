"""Text with tags in it, as Telegram reads and refuses it.

The rules are https://core.telegram.org/bots/api#html-style's; where it says nothing, what TDLib,
on which Telegram's own server is built, does with the same text.
"""

import asyncio
from html import escape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preview import Person, Telegram
from preview.account import BotAccount
from preview.formatting import FormattedText, parse_html, plain
from preview.objects import Chat
from tests.preview.calling import Caller, article
from tests.preview.sending import Sender, covered, entity, is_read_or_refused

Json = dict[str, Any]


@pytest.fixture
def html(api: Caller, chat: Chat) -> Sender:
    return Sender(api, chat, "HTML")


@pytest.fixture
def plain_text(api: Caller, chat: Chat) -> Sender:
    return Sender(api, chat)


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
async def test_every_tag_is_an_entity(html: Sender, source: str, kind: str) -> None:
    assert await html(f"so {source.format('said')} he") == FormattedText(
        "so said he", (entity(kind, 3, 4),)
    )


async def test_a_link_has_its_address(html: Sender) -> None:
    parsed = await html('<a href="https://example.org/?a=1&amp;b=2">here</a>')

    assert parsed.text == "here"
    assert parsed.entities == (entity("text_link", 0, 4, url="https://example.org/?a=1&b=2"),)


@pytest.mark.parametrize("tag", ["<a href='{}'>", '<a  href = "{}" >', '<A HREF="{}">'])
async def test_a_link_may_be_written_in_several_ways(html: Sender, tag: str) -> None:
    source = tag.replace("A HREF", "A href").format("https://example.org/")

    (link,) = (await html(f"{source}here</a>")).entities

    assert link == entity("text_link", 0, 4, url="https://example.org/")


async def test_angle_brackets_in_a_quoted_attribute_are_the_attributes(html: Sender) -> None:
    parsed = await html('<a href="https://example.org/?a>b">here</a>')

    assert parsed.text == "here"
    assert parsed.entities == (entity("text_link", 0, 4, url="https://example.org/?a>b"),)


async def test_a_link_without_an_address_leads_to_what_it_says(html: Sender) -> None:
    parsed = await html("<a>https://example.org/x</a>")

    assert parsed.entities == (entity("text_link", 0, 21, url="https://example.org/x"),)


async def test_a_links_address_is_completed(html: Sender) -> None:
    (link,) = (await html('<a href="example.org">here</a>')).entities

    assert link == entity("text_link", 0, 4, url="http://example.org/")


@pytest.mark.parametrize("address", ["", "nowhere", "javascript:alert(1)", "ftp://example.org/"])
async def test_a_link_that_leads_nowhere_is_no_link(html: Sender, address: str) -> None:
    assert await html(f'<a href="{address}">here</a>') == FormattedText("here")


async def test_a_custom_emoji_has_its_id(html: Sender) -> None:
    parsed = await html('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>')

    assert parsed.entities == (entity("custom_emoji", 0, 2, custom_emoji_id="5368324170671202286"),)


async def test_code_in_a_block_may_name_its_language(html: Sender) -> None:
    parsed = await html('<pre><code class="language-python">print()</code></pre>')

    assert parsed == FormattedText("print()", (entity("pre", 0, 7, language="python"),))


async def test_a_tags_name_may_be_written_in_capitals(html: Sender) -> None:
    assert (await html("<B>so</B>")).entities == (entity("bold", 0, 2),)


async def test_attributes_that_a_tag_does_not_have_are_passed_over(html: Sender) -> None:
    assert (await html('<b class="x" id=y>so</b>')).entities == (entity("bold", 0, 2),)


@pytest.mark.parametrize("end", ["</b>", "</b >", "</>"])
async def test_an_end_tag_may_hold_spaces_or_leave_out_its_name(html: Sender, end: str) -> None:
    assert await html(f"<b>so{end}") == FormattedText("so", (entity("bold", 0, 2),))


async def test_a_language_may_stand_around_the_block(html: Sender) -> None:
    parsed = await html('<code class="language-python"><pre>print()</pre></code>')

    assert parsed == FormattedText("print()", (entity("pre", 0, 7, language="python"),))


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ('<code class="language-python">print()</code>', "code"),
        ('<pre>x<code class="language-python">print()</code></pre>', "pre"),
        ('<pre><code class="python">print()</code></pre>', "pre"),
        ('<pre><code class="language-">print()</code></pre>', "pre"),
        ("<pre><code>print()</code></pre>", "pre"),
    ],
)
async def test_a_language_is_of_a_block_that_is_all_of_its_code(
    html: Sender, source: str, kind: str
) -> None:
    parsed = await html(source)

    assert [(one["type"], one.get("language")) for one in parsed.entities] == [(kind, None)]


@pytest.mark.parametrize(
    ("attributes", "fields"),
    [
        ('unix="1647531900" format="wDT"', {"date_time_format": "wDT"}),
        ('unix="1647531900" format="t"', {"date_time_format": "t"}),
        ('unix="1647531900" format="r"', {"date_time_format": "r"}),
        ('format="TDw" unix="1647531900"', {"date_time_format": "wDT"}),
        ('unix="1647531900"', {}),
    ],
)
async def test_a_date_is_shown_to_each_in_their_way(
    html: Sender, attributes: str, fields: Json
) -> None:
    parsed = await html(f"<tg-time {attributes}>22:45 tomorrow</tg-time>")

    assert parsed == FormattedText(
        "22:45 tomorrow", (entity("date_time", 0, 14, unix_time=1647531900, **fields),)
    )


@pytest.mark.parametrize("unix", ["0", "-1", "soon", "", "2147483648"])
async def test_a_date_that_there_is_not_is_no_date(html: Sender, unix: str) -> None:
    assert await html(f'<tg-time unix="{unix}">then</tg-time>') == FormattedText("then")


async def test_a_date_in_a_format_that_there_is_not_is_refused(html: Sender) -> None:
    reason = await html.unparsable('<tg-time unix="1647531900" format="rt">then</tg-time>')

    assert reason == "Invalid date format used"


@pytest.mark.parametrize("identifier", ["", "0", "025", "5e3", "9223372036854775808"])
async def test_a_custom_emoji_must_have_an_id(html: Sender, identifier: str) -> None:
    reason = await html.unparsable(f'<tg-emoji emoji-id="{identifier}">👍</tg-emoji>')

    assert reason == "Invalid custom emoji identifier specified"


# Mentions


@pytest.mark.parametrize("form", ["tg://user?id={}", "tg:user?id={}", "TG://User/?x=1&ID={}#x"])
async def test_a_link_to_somebody_whom_the_bot_knows_mentions_them(
    html: Sender, reader: Person, form: str
) -> None:
    parsed = await html(f'<a href="{form.format(reader.user.id)}">you</a>')

    assert parsed == FormattedText(
        "you", (entity("text_mention", 0, 3, user=reader.user.as_json()),)
    )


async def test_somebody_who_is_in_a_group_with_the_bot_is_known_to_it(
    html: Sender, telegram: Telegram, account: BotAccount
) -> None:
    member = telegram.new_user("Member")
    telegram.new_group("Readers", [member, account.user])

    parsed = await html(f'<a href="tg://user?id={member.id}">you</a>')

    assert parsed.entities == (entity("text_mention", 0, 3, user=member.as_json()),)


async def test_a_link_to_somebody_whom_the_bot_does_not_know_is_no_link(
    html: Sender, telegram: Telegram
) -> None:
    stranger = telegram.new_user("Stranger")

    assert await html(f'<a href="tg://user?id={stranger.id}">you</a>') == FormattedText("you")
    assert await html('<a href="tg://user?id=999999">you</a>') == FormattedText("you")


async def test_in_an_inline_result_the_bot_may_mention_whom_it_knows(
    api: Caller, account: BotAccount, reader: Person, chat: Chat
) -> None:
    waiting = asyncio.ensure_future(reader.looks_up(account, "why"))
    query = await api.next("inline_query")
    source = f'<a href="tg://user?id={reader.user.id}">you</a>'
    content = {"message_text": source, "parse_mode": "HTML"}
    result = article(input_message_content=content)
    await api.call("answerInlineQuery", inline_query_id=query["id"], results=[result])

    picked = reader.picks(account, (await waiting).results[0], chat)

    assert picked.entities == (entity("text_mention", 0, 3, user=reader.user.as_json()),)


# Nesting and offsets


async def test_tags_may_stand_in_one_another_in_pieces(html: Sender) -> None:
    parsed = await html("<b>a<i>b<u>c</u></i></b>d")

    assert parsed == FormattedText(
        "abcd",
        (
            entity("bold", 0, 1),
            entity("bold", 1, 1),
            entity("italic", 1, 1),
            entity("bold", 2, 1),
            entity("italic", 2, 1),
            entity("underline", 2, 1),
        ),
    )


async def test_a_quotation_may_hold_a_link_and_bold_text(html: Sender) -> None:
    parsed = await html('<blockquote>a <b>b</b> <a href="https://example.org/">c</a></blockquote>')

    assert parsed == FormattedText(
        "a b c",
        (
            entity("blockquote", 0, 5),
            entity("bold", 2, 1),
            entity("text_link", 4, 1, url="https://example.org/"),
        ),
    )


@pytest.mark.parametrize("tag", ["code", "pre"])
async def test_code_holds_no_other_entity(html: Sender, tag: str) -> None:
    parsed = await html(f"<{tag}>a <b>b</b></{tag}>")

    assert parsed == FormattedText("a b", (entity(tag, 0, 3),))


async def test_styles_that_touch_are_one(html: Sender) -> None:
    assert (await html("<b>so</b><b>me</b>")).entities == (entity("bold", 0, 4),)


async def test_a_style_is_cut_where_a_link_begins_and_ends(html: Sender) -> None:
    parsed = await html('<b>a <a href="https://example.org/">b</a> c</b>')

    assert parsed.entities == (
        entity("bold", 0, 2),
        entity("text_link", 2, 1, url="https://example.org/"),
        entity("bold", 2, 1),
        entity("bold", 3, 2),
    )


async def test_a_style_is_cut_where_something_is_found(html: Sender) -> None:
    parsed = await html("<i>ask @fedorov_bot now</i>")

    assert parsed.entities == (
        entity("italic", 0, 4),
        entity("mention", 4, 12),
        entity("italic", 4, 12),
        entity("italic", 16, 4),
    )


async def test_a_quotation_holds_no_other(html: Sender) -> None:
    parsed = await html("<blockquote>a<blockquote expandable>b</blockquote></blockquote>")

    assert parsed == FormattedText("ab", (entity("blockquote", 0, 2),))


async def test_a_link_holds_neither_quotation_nor_code(html: Sender) -> None:
    source = '<a href="https://example.org/">a <code>b</code> <blockquote>c</blockquote></a>'

    assert (await html(source)).entities == (entity("blockquote", 4, 1),)


async def test_the_documented_styles_stand_in_one_another(html: Sender) -> None:
    parsed = await html(
        "<b>bold <i>italic bold <s>italic bold strikethrough "
        '<span class="tg-spoiler">italic bold strikethrough spoiler</span></s> '
        "<u>underline italic bold</u></i> bold</b>"
    )

    assert covered(parsed, "bold") == [(0, 103)]
    assert covered(parsed, "italic") == [(5, 98)]
    assert covered(parsed, "strikethrough") == [(17, 76)]
    assert covered(parsed, "spoiler") == [(43, 76)]
    assert covered(parsed, "underline") == [(77, 98)]


async def test_entities_are_counted_in_utf16_units(html: Sender) -> None:
    parsed = await html("😀 <b>👨‍👩‍👧</b> <i>تجارت</i>")

    assert parsed.entities == (entity("bold", 3, 8), entity("italic", 12, 5))


async def test_urdu_counts_a_unit_a_letter(html: Sender) -> None:
    parsed = await html("ہاں، <b>تجارت</b> بڑھی")

    assert parsed == FormattedText("ہاں، تجارت بڑھی", (entity("bold", 5, 5),))


# White space


async def test_trimmed_white_space_moves_entities(html: Sender) -> None:
    assert await html("\n\n  so <b>said</b> he \n") == FormattedText(
        "so said he", (entity("bold", 3, 4),)
    )


async def test_white_space_at_the_beginning_of_an_entity_stays(html: Sender) -> None:
    assert await html("\n <pre>  so</pre>") == FormattedText("  so", (entity("pre", 0, 4),))


async def test_an_entity_ends_where_the_trimmed_text_ends(html: Sender) -> None:
    assert await html("so <b>said \n</b>\n") == FormattedText("so said", (entity("bold", 3, 4),))


async def test_white_space_inside_a_text_stays(html: Sender) -> None:
    assert (await html("a\n\n  b")).text == "a\n\n  b"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a\tb", "a b"),
        ("a\r\nb", "a\nb"),
        ("a\x00b", "a b"),
        ("a\u2028b", "ab"),
        ("a\u202eb", "ab"),
        ("a\u030a\u0333\u033fb", "ab"),
    ],
)
async def test_signs_that_telegram_does_not_let_through_are_replaced(
    html: Sender, plain_text: Sender, source: str, text: str
) -> None:
    assert (await html(source)).text == text
    assert (await plain_text(source)).text == text


@pytest.mark.parametrize("source", ["a&#9;b", "a&#x0B;b", "a&#1;b"])
async def test_control_signs_become_spaces_however_they_are_written(
    html: Sender, source: str
) -> None:
    assert (await html(source)).text == "a b"


@pytest.mark.parametrize("source", ["<b></b>so", "so<b></b>", "so <b> </b>", "s<i><b></b></i>o"])
async def test_an_entity_of_no_length_is_dropped(html: Sender, source: str) -> None:
    assert await html(source) == FormattedText("so")


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
async def test_a_reference_is_the_sign_that_it_names(html: Sender, source: str, text: str) -> None:
    assert await html(source) == FormattedText(text)


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
async def test_a_reference_that_names_no_sign_stays_as_it_stands(html: Sender, source: str) -> None:
    assert (await html(source)).text == source


async def test_a_reference_counts_as_the_sign_that_it_names(html: Sender) -> None:
    assert (await html("&lt;&#128512; <b>so</b>")).entities == (entity("bold", 4, 2),)


async def test_half_of_a_surrogate_pair_is_refused(html: Sender) -> None:
    reason = await html.unparsable("&#xD83D;")

    assert reason.startswith("Text contains invalid Unicode characters")


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
async def test_a_tag_that_there_is_not_is_refused(html: Sender, source: str, reason: str) -> None:
    assert await html.unparsable(source) == reason


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
async def test_an_end_tag_must_match_the_last_start_tag(
    html: Sender, source: str, reason: str
) -> None:
    assert await html.unparsable(source) == reason


@pytest.mark.parametrize(
    ("source", "tag"), [("<b>so", "b"), ("<b>so <i>he</i>", "b"), ("<b>so <i>he", "i")]
)
async def test_a_tag_must_be_closed(html: Sender, source: str, tag: str) -> None:
    assert (
        await html.unparsable(source) == f'Can\'t find end tag corresponding to start tag "{tag}"'
    )


@pytest.mark.parametrize(
    ("source", "offset"), [("</b>", 0), ("so</b>", 2), ("<b>so</b></b>", 9), ("ہاں</", 6)]
)
async def test_an_end_tag_must_have_a_start_tag(html: Sender, source: str, offset: int) -> None:
    assert await html.unparsable(source) == f"Unexpected end tag at byte offset {offset}"


@pytest.mark.parametrize("source", ["so <", "so <b", "so <abc"])
async def test_a_start_tag_must_end(html: Sender, source: str) -> None:
    assert await html.unparsable(source) == "Unclosed start tag at byte offset 3"


@pytest.mark.parametrize("source", ["<b>so</b", "<b>so</b  ", "<b>so</"])
async def test_an_end_tag_must_end(html: Sender, source: str) -> None:
    assert await html.unparsable(source) == "Unclosed end tag at byte offset 5"


async def test_a_span_must_be_a_spoiler(html: Sender) -> None:
    assert (
        await html.unparsable("so <span>he</span>")
        == 'Tag "span" must have class "tg-spoiler" at byte offset 3'
    )


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
    assert parse_html(escape(text)) == plain(text)


@settings(deadline=None)
@given(st.text() | markup)
def test_any_text_is_read_or_refused(source: str) -> None:
    is_read_or_refused(parse_html, source)
