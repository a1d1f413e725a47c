"""Entities that a bot gives beside a text: what is shown of them, and what is refused."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preview import ApiError, Person, Telegram
from preview.content import read_caption
from preview.formatting import FormattedText, with_entities
from preview.objects import Chat
from preview.parameters import Fields
from tests.preview.calling import Caller
from tests.preview.sending import Sender, entity, is_read_or_refused

Json = dict[str, Any]


@pytest.fixture
def send(api: Caller, chat: Chat) -> Sender:
    return Sender(api, chat)


@pytest.mark.parametrize(
    "given_entity",
    [
        entity("expandable_blockquote", 0, 4),
        entity("pre", 0, 4, language="python"),
        entity("pre", 0, 4),
        entity("text_link", 0, 4, url="https://example.org/"),
        entity("custom_emoji", 0, 4, custom_emoji_id="5368324170671202286"),
        entity("date_time", 0, 4, unix_time=1647531900, date_time_format="wDT"),
        entity("date_time", 0, 4, unix_time=1647531900),
    ],
)
async def test_a_given_entity_is_shown_as_it_was_given(send: Sender, given_entity: Json) -> None:
    assert await send("said", entities=[given_entity]) == FormattedText("said", (given_entity,))


async def test_what_an_entity_of_its_kind_does_not_have_is_passed_over(send: Sender) -> None:
    bold = entity("bold", 0, 4)

    assert (await send("said", entities=[bold | {"url": "x", "more": 1}])).entities == (bold,)


async def test_what_telegram_finds_by_itself_need_not_be_given(send: Sender) -> None:
    assert (await send("said", entities=[entity("mention", 0, 4)])).entities == ()


async def test_somebody_whom_the_bot_knows_is_mentioned(send: Sender, reader: Person) -> None:
    user = reader.user.as_json()
    mention = entity("text_mention", 0, 3, user=user)
    link = entity("text_link", 0, 3, url=f"tg://user?id={reader.user.id}")

    by_id = entity("text_mention", 0, 3, user={"id": user["id"], "first_name": "?"})
    for one in (by_id, link):
        assert (await send("you", entities=[one])).entities == (mention,)


async def test_somebody_whom_the_bot_does_not_know_is_not_mentioned(
    send: Sender, telegram: Telegram
) -> None:
    stranger = telegram.new_user("Stranger").as_json()

    sent = await send("you", entities=[entity("text_mention", 0, 3, user=stranger)])

    assert sent == FormattedText("you")


@pytest.mark.parametrize(
    ("given_entity", "reason"),
    [
        (entity("bold", 5, 1), "entity begins after the end of the text at UTF-16 offset 5"),
        (
            entity("bold", 2, 3),
            "entity beginning at UTF-16 offset 2 ends after the end of the text at UTF-16 offset 5",
        ),
        (entity("bold", 1, 3), "entity begins in a middle of a UTF-16 symbol at byte offset 4"),
        (
            entity("bold", 0, 1),
            "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte "
            "offset 4",
        ),
        (entity("bold", -1, 1), "receive an entity with incorrect offset -1"),
        (entity("bold", 0, -1), "receive an entity with incorrect length -1"),
        (entity("bold", 0, 10**7), "receive an entity with incorrect length 10000000"),
        (entity("loud", 0, 2), "can't parse entities: Unsupported type specified"),
        (entity("text_link", 0, 2), "can't parse entities: Can't find field \"url\""),
        (
            entity("text_link", 0, 2, url="nowhere"),
            "entity URL 'nowhere' is invalid: Wrong HTTP URL",
        ),
        (entity("text_mention", 0, 2), "can't parse entities: Can't find field \"user\""),
        (
            entity("custom_emoji", 0, 2, custom_emoji_id="x"),
            "invalid custom emoji identifier specified",
        ),
        (entity("date_time", 0, 2, unix_time=0), "invalid date specified"),
        (
            entity("date_time", 0, 2, unix_time=1, date_time_format="rt"),
            "invalid date format used",
        ),
    ],
)
async def test_a_wrong_entity_is_refused(send: Sender, given_entity: Json, reason: str) -> None:
    assert await send.refused("😀so", entities=[given_entity]) == f"Bad Request: {reason}"


async def test_an_entity_of_no_length_is_dropped(send: Sender) -> None:
    assert await send("said", entities=[entity("bold", 2, 0)]) == FormattedText("said")


async def test_entities_move_with_the_signs_that_telegram_does_not_let_through(
    send: Sender,
) -> None:
    sent = await send("\ra\r\n\u202ebold", entities=[entity("bold", 3, 6)])

    assert sent == FormattedText("a\nbold", (entity("bold", 1, 5),))


@pytest.mark.parametrize("text", ["\u200b", "\u2800 \u2060", "\u3000", "\u200e\n\u200f"])
async def test_a_text_that_shows_nothing_is_none(send: Sender, text: str) -> None:
    assert await send.refused(text) == "Bad Request: message text is empty"


async def test_a_hundred_entities_are_shown(send: Sender) -> None:
    bold = [entity("bold", 2 * number, 1) for number in range(101)]

    sent = await send("a " * 101, entities=bold)

    assert sent.entities == tuple(bold[:100])


async def test_of_too_many_entities_styles_are_left_out_first(send: Sender) -> None:
    bold = [entity("bold", 2 * number, 1) for number in range(100)]
    code = entity("code", 202, 1)

    sent = await send("a " * 102, entities=[*bold, code])

    assert sent.entities == (*bold[:99], code)


async def test_custom_emoji_and_what_is_found_do_not_count(send: Sender) -> None:
    bold = [entity("bold", 3 * number, 2) for number in range(100)]
    emoji = entity("custom_emoji", 300, 2, custom_emoji_id="1")

    sent = await send("😀 " * 101 + "#trade", entities=[*bold, emoji])

    assert sent.entities == (*bold, emoji, entity("hashtag", 303, 6))


# Captions


def caption(**fields: str) -> FormattedText:
    return read_caption(Fields(fields, "parameters"))


@pytest.mark.parametrize("text", ["a" * 1024, "😀" * 512, f"  {'a' * 1024}\n"], ids=len)
def test_1024_utf16_units_are_a_caption(text: str) -> None:
    assert caption(caption=text).text == text.strip()


@pytest.mark.parametrize("text", ["a" * 1025, "😀" * 512 + "a"], ids=len)
def test_1025_utf16_units_are_too_many(text: str) -> None:
    with pytest.raises(ApiError) as raised:
        caption(caption=text)
    assert raised.value.description == "Bad Request: message caption is too long"


def test_markup_does_not_count_towards_a_captions_length() -> None:
    assert caption(caption=f"*{'a' * 1024}*", parse_mode="MarkdownV2").text == "a" * 1024


def test_a_caption_may_be_empty() -> None:
    assert caption() == caption(caption=" \n") == FormattedText("")


# Any entities whatever

_entities = st.lists(
    st.builds(
        entity,
        st.sampled_from(
            "bold italic underline spoiler code pre text_link blockquote custom_emoji".split()
        ),
        st.integers(-1, 12),
        st.integers(-1, 12),
    ),
    max_size=8,
)


@settings(deadline=None, max_examples=300)
@given(st.text("a 😀\n\r@#.b", max_size=12), _entities)
def test_any_entities_are_shown_or_refused(text: str, entities: list[Json]) -> None:
    is_read_or_refused(lambda source: with_entities(source, entities), text)
