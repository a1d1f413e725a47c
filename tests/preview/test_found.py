"""What Telegram finds in a text that nobody has marked, and what it leaves alone.

The kinds are https://core.telegram.org/bots/api#messageentity's, the rules TDLib's.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preview.formatting import FormattedText, plain
from preview.objects import Chat
from preview.text import utf16_slice
from tests.preview.calling import Caller
from tests.preview.sending import Sender, entity, lie_within_the_text


@pytest.fixture
def send(api: Caller, chat: Chat) -> Sender:
    return Sender(api, chat)


async def found(send: Sender, text: str) -> list[tuple[str, str]]:
    """Return the kinds and words of what is found in a text."""
    content = await send(text)
    return [
        (one["type"], utf16_slice(content.text, one["offset"], one["offset"] + one["length"]))
        for one in content.entities
    ]


# Addresses


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://example.org/a?b=c now", "https://example.org/a?b=c"),
        ("see https://example.org/a.", "https://example.org/a"),
        ("see https://example.org, and", "https://example.org"),
        ("«https://example.org/a»", "https://example.org/a"),
        ("“https://example.org/a”", "https://example.org/a"),
        ("(https://example.org/a_(b))", "https://example.org/a_(b)"),
        ("[https://example.org/a[b]]", "https://example.org/a[b]"),
        ("HTTP://EXAMPLE.ORG", "HTTP://EXAMPLE.ORG"),
        ("ftp://example.org/file", "ftp://example.org/file"),
        ("xhttp://example.org", "http://example.org"),
        (
            "https://somebody:secret@example.org:8080/x",
            "https://somebody:secret@example.org:8080/x",
        ),
        ("https://example.unknown/x", "https://example.unknown/x"),
        ("https://example.org:99999/x", "https://example.org"),
        ("https://example.org/?", "https://example.org/"),
        ("https://example.org#", "https://example.org"),
        ("https://example.org#a", "https://example.org#a"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/"),
        ("tg://resolve?domain=example", "tg://resolve?domain=example"),
        ("ton://transfer/abc.", "ton://transfer/abc"),
        ("https://example.org/ہاں", "https://example.org/ہاں"),
    ],
)
async def test_an_address_with_a_scheme_is_found(send: Sender, text: str, address: str) -> None:
    assert await found(send, text) == [("url", address)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see example.org/path now", "example.org/path"),
        ("see example.org.", "example.org"),
        ("see example.org...", "example.org"),
        ("see EXAMPLE.ORG!", "EXAMPLE.ORG"),
        ("www.example.co.uk", "www.example.co.uk"),
        ("example.org:8080", "example.org:8080"),
        ("example.org?q=1", "example.org?q=1"),
        ("t.me/fedorov_bot", "t.me/fedorov_bot"),
        ("192.168.0.1", "192.168.0.1"),
        ("notes.md", "notes.md"),
        ("at the end.it goes on", "end.it"),
        ("президент.рф", "президент.рф"),
        ("example.xn--p1ai", "example.xn--p1ai"),
        ("مثال.پاکستان", "مثال.پاکستان"),
        ("me@example.org/x", "me@example.org/x"),
    ],
)
async def test_an_address_without_a_scheme_is_known_by_its_domain(
    send: Sender, text: str, address: str
) -> None:
    assert await found(send, text) == [("url", address)]


@pytest.mark.parametrize(
    "text",
    [
        "e.g. this",
        "in the U.S. today",
        "at 5 p.m.",
        "3.14",
        "1.2.3",
        "256.1.1.1",
        "notes.txt",
        "the end.It goes on",
        "wait...example.org",
        "example..org",
        "example-.org",
        "foo_bar.com",
        "example.o",
        "http://localhost",
        "sftp://example.org",
        "x://example.org",
        "a/example.org",
        "a@b@example.org",
        "example.org@",
        "example.xn--",
        ".",
    ],
)
async def test_what_only_looks_like_an_address_is_none(send: Sender, text: str) -> None:
    assert await found(send, text) == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("me@example.org", "me@example.org"),
        ("write to me@example.org.", "me@example.org"),
        ("(john.smith+news@mail.example.co.uk)", "john.smith+news@mail.example.co.uk"),
        ("mailto:me@example.org", "me@example.org"),
        ("me@example.unknown", "me@example.unknown"),
    ],
)
async def test_an_e_mail_address_is_found(send: Sender, text: str, address: str) -> None:
    assert await found(send, text) == [("email", address)]


@pytest.mark.parametrize("text", ["me@example", "me@.org", "@", "a@b", f"{'a' * 36}@example.c1"])
async def test_what_only_looks_like_an_e_mail_address_is_none(send: Sender, text: str) -> None:
    assert await found(send, text) == []


# Names, tags and commands


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("ask @fedorov_bot now", "mention", "@fedorov_bot"),
        ("(@reader)", "mention", "@reader"),
        ("via @gif", "mention", "@gif"),
        ("@@reader", "mention", "@reader"),
        ("/start", "bot_command", "/start"),
        ("😀 /ask@fedorov_bot why", "bot_command", "/ask@fedorov_bot"),
        ("#trade", "hashtag", "#trade"),
        ("#تجارت، ہاں", "hashtag", "#تجارت"),
        ("#2025_год", "hashtag", "#2025_год"),
        ("#日本語", "hashtag", "#日本語"),
        ("#trade@fedorov_news", "hashtag", "#trade@fedorov_news"),
        (f"#{'a' * 300}", "hashtag", f"#{'a' * 256}"),
        ("$USD", "cashtag", "$USD"),
        ("$1INCH", "cashtag", "$1INCH"),
        ("$USD@fedorov_news", "cashtag", "$USD@fedorov_news"),
    ],
)
async def test_names_tags_and_commands_are_found(
    send: Sender, text: str, kind: str, name: str
) -> None:
    assert await found(send, text) == [(kind, name)]


@pytest.mark.parametrize(
    "text",
    [
        "plain words",
        "and/or",
        "1/2",
        "/",
        "//start",
        "</start>",
        "/start/",
        "/a@b",
        "@ab",
        "@abc",
        f"@{'a' * 33}",
        "me@reader",
        "#",
        "#1",
        "#2025",
        "#___",
        "a#trade",
        "#trade#",
        "$usd",
        "$USDs",
        "US$",
        "$TOOLONGER",
        "$$USD",
    ],
)
async def test_in_words_none_is_found(send: Sender, text: str) -> None:
    assert await send(text) == FormattedText(text)


# Numbers


@pytest.mark.parametrize(
    "number",
    [
        "+1-212-555-0123",
        "+923001234567",
        "+92 300 1234567",
        "+44 (20) 7946 0958",
        "+7 495 123-45-67",
    ],
)
async def test_a_phone_number_is_found(send: Sender, number: str) -> None:
    assert await found(send, f"call {number}, now") == [("phone_number", number)]


@pytest.mark.parametrize(
    "text", ["+1", "+1234", "1+12125550123", "+0123456789", "++12125550123", "+1212555012345678"]
)
async def test_other_numbers_are_no_phone_numbers(send: Sender, text: str) -> None:
    assert await found(send, text) == []


@pytest.mark.parametrize(
    "number",
    [
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "378282246310005",
        "5555555555554444",
        "2200000000000004",
    ],
)
async def test_the_number_of_a_bank_card_is_found(send: Sender, number: str) -> None:
    assert await found(send, f"pay {number} now") == [("bank_card_number", number)]


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111112",
        "411111111111116",
        "x4111111111111111",
        "4111111111111111x",
        "-4111111111111111",
        "4111 1111 1111 1111 1111 1111",
        "123456789012",
    ],
)
async def test_other_numbers_are_none_of_a_bank_card(send: Sender, text: str) -> None:
    assert await found(send, text) == []


# Where


async def test_what_is_found_is_in_order_and_apart(send: Sender) -> None:
    text = "😀 @reader https://example.org/@reader#trade me@example.org #trade /ask"

    assert await found(send, text) == [
        ("mention", "@reader"),
        ("url", "https://example.org/@reader#trade"),
        ("email", "me@example.org"),
        ("hashtag", "#trade"),
        ("bot_command", "/ask"),
    ]


async def test_what_is_found_is_counted_in_utf16_units(send: Sender) -> None:
    assert (await send("😀👨‍👩‍👧 @reader 😀 #a")).entities == (
        entity("mention", 11, 7),
        entity("hashtag", 22, 2),
    )


@pytest.mark.parametrize("tag", ["code", "pre", 'a href="https://example.org/"'])
async def test_in_code_and_links_nothing_is_found(send: Sender, tag: str) -> None:
    name = tag.split(maxsplit=1)[0]
    text = f"<{tag}>/start @fedorov_bot https://example.com/ #trade</{name}>"

    parsed = await send(text, parse_mode="HTML")

    assert len(parsed.entities) == 1


async def test_in_a_quotation_things_are_found(send: Sender) -> None:
    parsed = await send("<blockquote>ask @reader</blockquote>", parse_mode="HTML")

    assert parsed.entities == (entity("blockquote", 0, 11), entity("mention", 4, 7))


async def test_nothing_is_found_across_the_border_of_a_quotation(send: Sender) -> None:
    parsed = await send("<blockquote>@rea</blockquote>der", parse_mode="HTML")

    assert parsed.entities == (entity("blockquote", 0, 4),)


# Any text whatever

_PIECES = r"""
    http:// https:// tg:// example.org . .. a @ reader # $ USD / ? : ; ( ) [ ] _ - ~ + 1 4111
    1111 2125550123 mailto: 😀 ہاں рф é \u200c ® www.
""".split()
texts = st.lists(st.sampled_from([*_PIECES, " ", "\n"]), max_size=30).map("".join)


@settings(deadline=None, max_examples=300)
@given(st.text() | texts)
def test_in_any_text_what_is_found_lies_within_it_in_order_and_apart(text: str) -> None:
    content = plain(text)

    lie_within_the_text(content)
    ends = [one["offset"] + one["length"] for one in content.entities]
    assert all(end <= one["offset"] for end, one in zip(ends, content.entities[1:], strict=False))
