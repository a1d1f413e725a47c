"""Text with marks in it, as Telegram reads and refuses it, in the present style and the first.

The rules are https://core.telegram.org/bots/api#markdownv2-style's and #markdown-style's; where
they say nothing, what TDLib does with the same text.
"""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preview import Person, Telegram
from preview.formatting import FormattedText, plain
from preview.legacy_markdown import parse_legacy_markdown
from preview.markdown import parse_markdown
from preview.objects import Chat
from tests.preview.calling import Caller
from tests.preview.sending import Sender, covered, entity, is_read_or_refused

Json = dict[str, Any]

RESERVED = "_*[]()~`>#+-=|{}.!"


@pytest.fixture
def markdown(api: Caller, chat: Chat) -> Sender:
    return Sender(api, chat, "MarkdownV2")


@pytest.fixture
def legacy(api: Caller, chat: Chat) -> Sender:
    return Sender(api, chat, "Markdown")


def reserved(sign: str) -> str:
    return f"Character '{sign}' is reserved and must be escaped with the preceding '\\'"


def endless(name: str, offset: int) -> str:
    return f"Can't find end of {name} entity at byte offset {offset}"


# Marks


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("*said*", "bold"),
        ("_said_", "italic"),
        ("__said__", "underline"),
        ("~said~", "strikethrough"),
        ("||said||", "spoiler"),
        ("`said`", "code"),
        ("```said```", "pre"),
        ("```\nsaid```", "pre"),
        ("```\r\nsaid```", "pre"),
    ],
)
async def test_every_mark_is_an_entity(markdown: Sender, source: str, kind: str) -> None:
    assert await markdown(f"so {source} he") == FormattedText("so said he", (entity(kind, 3, 4),))


@pytest.mark.parametrize("mode", ["MarkdownV2", "markdownv2", "MARKDOWNV2"])
async def test_the_modes_name_may_be_written_in_any_case(
    api: Caller, chat: Chat, mode: str
) -> None:
    assert (await Sender(api, chat, mode)("__so__")).entities == (entity("underline", 0, 2),)


async def test_a_block_of_code_may_name_its_language(markdown: Sender) -> None:
    source = "```python\npre-formatted\n```"

    assert await markdown(source) == FormattedText(
        "pre-formatted", (entity("pre", 0, 13, language="python"),)
    )


@pytest.mark.parametrize(
    ("source", "text", "language"),
    [
        ("```said```", "said", None),
        ("```py print```", " print", "py"),
        ("```py\n\nprint```", "\nprint", "py"),
        ("```ہاں\nprint```", "print", "ہاں"),
    ],
)
async def test_a_language_ends_with_white_space(
    markdown: Sender, source: str, text: str, language: str | None
) -> None:
    parsed = await markdown(source)

    assert parsed.text == text
    assert [one.get("language") for one in parsed.entities] == [language]


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ("[here](http://www.example.com/)", "http://www.example.com/"),
        ("[here](example.org)", "http://example.org/"),
        ("[here](https://example.org/a_(b\\))", "https://example.org/a_(b)"),
        ("[here](https://example.org/?\\\\)", "https://example.org/?\\"),
    ],
)
async def test_a_link_has_its_address(markdown: Sender, source: str, url: str) -> None:
    assert await markdown(source) == FormattedText("here", (entity("text_link", 0, 4, url=url),))


async def test_a_link_without_an_address_leads_to_what_it_says(markdown: Sender) -> None:
    parsed = await markdown("[example\\.org]")

    assert parsed.entities == (entity("text_link", 0, 11, url="http://example.org/"),)


@pytest.mark.parametrize("address", ["", "nowhere", "ftp://example.org/", "tg://user?id=999999"])
async def test_a_link_that_leads_nowhere_is_no_link(markdown: Sender, address: str) -> None:
    assert await markdown(f"[here]({address})") == FormattedText("here")


async def test_a_link_to_somebody_whom_the_bot_knows_mentions_them(
    markdown: Sender, legacy: Sender, reader: Person
) -> None:
    source = f"[you](tg://user?id={reader.user.id})"
    mention = entity("text_mention", 0, 3, user=reader.user.as_json())

    assert await markdown(source) == FormattedText("you", (mention,))
    assert await legacy(source) == FormattedText("you", (mention,))


async def test_a_link_to_somebody_whom_the_bot_does_not_know_is_no_link(
    markdown: Sender, telegram: Telegram
) -> None:
    stranger = telegram.new_user("Stranger")

    assert await markdown(f"[you](tg://user?id={stranger.id})") == FormattedText("you")


@pytest.mark.parametrize("form", ["tg://emoji?id={}", "TG:EMoJI/?x=1&id={}#id=32"])
async def test_a_custom_emoji_has_its_id(markdown: Sender, form: str) -> None:
    parsed = await markdown(f"🏟 ![👍]({form.format('5368324170671202286')})")

    assert parsed == FormattedText(
        "🏟 👍", (entity("custom_emoji", 3, 2, custom_emoji_id="5368324170671202286"),)
    )


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("unix=1647531900&format=wDT", {"date_time_format": "wDT"}),
        ("unix=1647531900&format=t", {"date_time_format": "t"}),
        ("unix=1647531900&format=r", {"date_time_format": "r"}),
        ("unix=1647531900", {}),
    ],
)
async def test_a_date_is_shown_to_each_in_their_way(
    markdown: Sender, query: str, fields: Json
) -> None:
    parsed = await markdown(f"![22:45 tomorrow](tg://time?{query})")

    assert parsed == FormattedText(
        "22:45 tomorrow", (entity("date_time", 0, 14, unix_time=1647531900, **fields),)
    )


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://example.org/",
        "t://emoji?id=1234",
        "tg:emojis?id=1234",
        "tg://emoji",
        "tg://emoji?test=1#&id=25",
        "tg://emoji?id=025",
        "tg://time?unix=0",
        "tg://time?unix=soon",
        "tg://time?unix=1647531900&format=rt",
    ],
)
async def test_what_is_neither_emoji_nor_date_is_refused(markdown: Sender, address: str) -> None:
    reason = await markdown.unparsable(f"![👍]({address})")

    assert reason == "Invalid tg://emoji or tg://time URL specified"


async def test_an_emoji_must_have_an_address(markdown: Sender) -> None:
    reason = await markdown.unparsable("![👍]")

    assert reason == "The entity must contain a tg://emoji or tg://time URL"


# Marks in one another


async def test_the_documented_styles_stand_in_one_another(markdown: Sender) -> None:
    parsed = await markdown(
        "*bold _italic bold ~italic bold strikethrough ||italic bold strikethrough spoiler||~ "
        "__underline italic bold___ bold*"
    )

    assert parsed.text == (
        "bold italic bold italic bold strikethrough italic bold strikethrough spoiler "
        "underline italic bold bold"
    )
    assert covered(parsed, "bold") == [(0, 103)]
    assert covered(parsed, "italic") == [(5, 98)]
    assert covered(parsed, "strikethrough") == [(17, 76)]
    assert covered(parsed, "spoiler") == [(43, 76)]
    assert covered(parsed, "underline") == [(77, 98)]


async def test_an_empty_bold_tells_italic_and_underline_apart(markdown: Sender) -> None:
    parsed = await markdown("___italic underline_**__")

    assert parsed == FormattedText(
        "italic underline", (entity("italic", 0, 16), entity("underline", 0, 16))
    )


async def test_two_underscores_are_an_underline_from_left_to_right(markdown: Sender) -> None:
    assert await markdown.unparsable("🏟 🏟__🏟 _🏟___") == endless("Italic", 23)


@pytest.mark.parametrize("source", ["`*a* _b_ [c](d) \\`\\\\`", "```\n*a* _b_ [c](d) \\`\\\\```"])
async def test_in_code_nothing_but_its_end_and_the_backslash_counts(
    markdown: Sender, source: str
) -> None:
    parsed = await markdown(source)

    assert parsed.text == "*a* _b_ [c](d) `\\"
    assert [one["length"] for one in parsed.entities] == [17]


async def test_entities_are_counted_in_utf16_units(markdown: Sender) -> None:
    parsed = await markdown("😀 *👨‍👩‍👧* _تجارت_")

    assert parsed.entities == (entity("bold", 3, 8), entity("italic", 12, 5))


@pytest.mark.parametrize("empty", ["**", "____", "``", "``````", "||||", "~~", "[](example.org)"])
async def test_an_entity_of_no_length_is_dropped(markdown: Sender, empty: str) -> None:
    assert await markdown(f"so {empty}") == FormattedText("so")


# Quotations


async def test_the_documented_quotations_are_two(markdown: Sender) -> None:
    parsed = await markdown(
        ">Block quotation started\n"
        ">Block quotation continued\n"
        ">The last line of the block quotation\n"
        "**>The expandable block quotation started right after the previous block quotation\n"
        ">It is separated from the previous block quotation by an empty bold entity\n"
        ">Hidden by default part of the expandable block quotation started\n"
        ">The last line of the expandable block quotation with the expandability mark||"
    )

    lines = parsed.text.split("\n")
    first = sum(len(line) + 1 for line in lines[:3])
    assert lines[2:4] == [
        "The last line of the block quotation",
        "The expandable block quotation started right after the previous block quotation",
    ]
    assert parsed.entities == (
        entity("blockquote", 0, first),
        entity("expandable_blockquote", first, len(parsed.text) - first),
    )


@pytest.mark.parametrize(
    ("source", "text", "quotations"),
    [
        (">a", "a", [("blockquote", 0, 1)]),
        (">a\nb", "a\nb", [("blockquote", 0, 2)]),
        ("a\n>b\n>c\nd", "a\nb\nc\nd", [("blockquote", 2, 4)]),
        ("a\n\r>b", "a\nb", [("blockquote", 2, 1)]),
        (">a\\\n>b", "a\nb", [("blockquote", 0, 3)]),
        (">>a", "a", [("blockquote", 0, 1)]),
        (">a||", "a", [("expandable_blockquote", 0, 1)]),
        (">a||\nb", "a\nb", [("expandable_blockquote", 0, 2)]),
        (">a||\r\nb", "a\nb", [("expandable_blockquote", 0, 2)]),
        (">a\n>||b||||\nc", "a\nb\nc", [("expandable_blockquote", 0, 4)]),
        (">||a||\nb", "a\nb", [("blockquote", 0, 2)]),
        (">a\n\n>b", "a\n\nb", [("blockquote", 0, 2), ("blockquote", 3, 1)]),
    ],
)
async def test_a_quotation_is_the_lines_that_begin_with_its_sign(
    markdown: Sender, source: str, text: str, quotations: list[tuple[str, int, int]]
) -> None:
    parsed = await markdown(source)

    assert parsed.text == text
    assert [one for one in parsed.entities if one["type"] != "spoiler"] == [
        entity(*quotation) for quotation in quotations
    ]


async def test_a_quotation_may_hold_styles_and_links(markdown: Sender) -> None:
    parsed = await markdown(">a *b*\n>[c](https://example.org/)\nd")

    assert parsed.entities == (
        entity("blockquote", 0, 6),
        entity("bold", 2, 1),
        entity("text_link", 4, 1, url="https://example.org/"),
    )


async def test_a_style_may_go_over_quotations(markdown: Sender) -> None:
    parsed = await markdown("*a\n>b\n>c\nd*")

    assert covered(parsed, "bold") == [(0, 7)]
    assert covered(parsed, "blockquote") == [(2, 6)]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (">*a\n>b\nc*", endless("Bold", 1)),
        (">a\n>q||e||w||\n||b", endless("Spoiler", 14)),
        (">a\n>q||ew\n||b", endless("Spoiler", 5)),
        (">a\n>q||e||w__\n||b", endless("Underline", 11)),
        (">a *b||\nc", endless("Bold", 3)),
        (">a *b||", endless("Bold", 3)),
    ],
)
async def test_what_begins_in_a_quotation_ends_there(
    markdown: Sender, source: str, reason: str
) -> None:
    assert await markdown.unparsable(source) == reason


@pytest.mark.parametrize("source", ["a>b", "a >b", ">\n*a*>b", "`a\n`>b"])
async def test_a_quotations_sign_elsewhere_must_be_escaped(markdown: Sender, source: str) -> None:
    assert await markdown.unparsable(source) == reserved(">")


# Escaping


@pytest.mark.parametrize("sign", RESERVED)
async def test_every_reserved_sign_can_be_escaped(markdown: Sender, sign: str) -> None:
    assert await markdown(f"a \\{sign} b") == FormattedText(f"a {sign} b")


@pytest.mark.parametrize("sign", sorted(set(RESERVED) - set("_*[~`>")))
async def test_a_reserved_sign_that_marks_nothing_must_be_escaped(
    markdown: Sender, sign: str
) -> None:
    assert await markdown.unparsable(f"so {sign} he") == reserved(sign)


@pytest.mark.parametrize(
    ("source", "text"),
    [("\\a\\1\\\\", "a1\\"), ("\\ہاں", "\\ہاں"), ("a\\", "a\\"), ("\\\\\\_", "\\_")],
)
async def test_a_backslash_stands_for_itself_where_it_escapes_nothing(
    markdown: Sender, source: str, text: str
) -> None:
    assert await markdown(source) == FormattedText(text)


# What has no end


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("😀 😀_a", endless("Italic", 9)),
        ("😀 😀_a * b", endless("Bold", 12)),
        ("😀 😀__", endless("Underline", 9)),
        ("ہاں ~a", endless("Strikethrough", 7)),
        ("😀 😀||a\\|", endless("Spoiler", 9)),
        ("😀 😀`", endless("Code", 9)),
        ("😀 😀```", endless("Pre", 9)),
        ("😀 😀```a", endless("Pre", 9)),
        ("😀 😀```a ", endless("PreCode", 9)),
        ("😀 😀```a b`", endless("Code", 15)),
        ("[a", endless("TextUrl", 0)),
        ("😀 😀![👍", endless("CustomEmoji", 9)),
        ("[a](b\\)", "Can't find end of a URL at byte offset 4"),
        ("[a](", "Can't find end of a URL at byte offset 4"),
        ("![a](tg://emoji?id=1", "Can't find end of a URL at byte offset 5"),
    ],
)
async def test_what_has_no_end_is_refused_with_its_place(
    markdown: Sender, source: str, reason: str
) -> None:
    assert await markdown.unparsable(source) == reason


# The first style


@pytest.mark.parametrize(
    ("source", "marked"),
    [
        ("*said*", entity("bold", 3, 4)),
        ("_said_", entity("italic", 3, 4)),
        ("`said`", entity("code", 3, 4)),
        ("```said```", entity("pre", 3, 4)),
        ("```\nsaid```", entity("pre", 3, 4)),
        ("```python\nsaid```", entity("pre", 3, 4, language="python")),
        (
            "[said](http://www.example.com/)",
            entity("text_link", 3, 4, url="http://www.example.com/"),
        ),
        ("[said](example.org", entity("text_link", 3, 4, url="http://example.org/")),
    ],
)
async def test_at_first_there_were_few_marks(legacy: Sender, source: str, marked: Json) -> None:
    parsed = await legacy(f"so {source}")

    assert parsed == FormattedText("so said", (marked,))


async def test_at_first_marks_did_not_stand_in_one_another(legacy: Sender) -> None:
    assert await legacy("*a _b_ [c](d)*") == FormattedText("a _b_ [c](d)", (entity("bold", 0, 12),))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("_snake_\\__case_", "snake_case"),
        ("*2*\\**2=4*", "2*2=4"),
        ("a\\_b \\* \\` \\[", "a_b * ` ["),
        ("a\\b \\. - (c)", "a\\b \\. - (c)"),
    ],
)
async def test_at_first_few_signs_were_escaped(legacy: Sender, source: str, text: str) -> None:
    assert (await legacy(source)).text == text


async def test_at_first_nothing_was_escaped_within_an_entity(legacy: Sender) -> None:
    assert await legacy("*a\\_b*") == FormattedText("a\\_b", (entity("bold", 0, 4),))


@pytest.mark.parametrize(
    ("source", "offset"),
    [("snake_case", 5), ("ہاں *a", 7), ("`", 0), ("``` `a``", 0), ("[a(b)", 0)],
)
async def test_at_first_too_an_entity_had_an_end(legacy: Sender, source: str, offset: int) -> None:
    reason = await legacy.unparsable(source)

    assert reason == f"Can't find end of the entity starting at byte offset {offset}"


# Any text whatever

_PIECES = r"""
    * _ __ ~ | || ` ``` [ ] ( ) ](https://example.org) ![ ](tg://emoji?id=1) > **> >|| \ \> . !
    py 😀 ہاں @name /ask https://example\.org
""".split()
markup = st.lists(st.sampled_from([*_PIECES, " ", "\n", "\r"]), max_size=30).map("".join)


@settings(deadline=None)
@given(st.text() | markup)
def test_any_text_is_read_or_refused(source: str) -> None:
    is_read_or_refused(parse_markdown, source)


@settings(deadline=None)
@given(st.text() | markup)
def test_at_first_any_text_was_read_or_refused(source: str) -> None:
    is_read_or_refused(parse_legacy_markdown, source)


@settings(deadline=None)
@given(st.text() | markup)
def test_an_escaped_text_reads_as_it_does_without_marks(text: str) -> None:
    escaped = re.sub(rf"([\\{re.escape(RESERVED)}])", r"\\\1", text)

    assert parse_markdown(escaped) == plain(text)
