"""A message's text as a bot gives it: plain, with markup, or with its entities beside it."""

from typing import Any

from preview.errors import bad_request
from preview.formatting import FormattedText, parse_html, plain, with_entities
from preview.links import required_link
from preview.parameters import Fields
from preview.text import utf16_length

__all__ = [
    "LONGEST_TEXT",
    "FormattedText",
    "read_caption",
    "read_content",
    "read_quote",
    "read_text",
]

Json = dict[str, Any]

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
_MARKS = frozenset(
    "bold italic underline strikethrough spoiler blockquote expandable_blockquote code pre "
    "text_link text_mention custom_emoji date_time".split()
)
# Given or not, Telegram finds these by itself.
_FOUND = frozenset(
    "mention hashtag cashtag bot_command url email phone_number bank_card_number".split()
)


def read_content(fields: Fields, text: str, entities: str) -> FormattedText:
    """Return the text that fields hold under the name ``text``; it may be too long.

    Raises:
        ApiError: 400, where there is none or its formatting is wrong.
    """
    content = _formatted(fields, fields.text(text), entities)
    if not content.text:
        raise bad_request("message text is empty")
    return content


def read_text(fields: Fields) -> FormattedText:
    """Return the text of a message that is sent or edited.

    Raises:
        ApiError: 400, where there is none, it is too long or its formatting is wrong.
    """
    content = read_content(fields, "text", "entities")
    if utf16_length(content.text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return content


def read_caption(fields: Fields) -> FormattedText:
    """Return what fields say about a file; it may be empty.

    Raises:
        ApiError: 400, where it is too long or its formatting is wrong.
    """
    content = _formatted(fields, fields.text("caption"), "caption_entities")
    if utf16_length(content.text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return content


def read_quote(fields: Fields) -> FormattedText:
    """Return what a reply quotes; it may be empty.

    Raises:
        ApiError: 400, where its formatting is wrong.
    """
    return _formatted(fields, fields.text("quote"), "quote_entities", "quote_parse_mode")


def _formatted(
    fields: Fields, text: str, entities: str, parse_mode: str = "parse_mode"
) -> FormattedText:
    mode = fields.text(parse_mode).lower()
    if mode == "html":
        return parse_html(text)
    if mode:
        raise bad_request("unsupported parse_mode")
    given = [_entity(one) for one in fields.structures(entities) if one.text("type") not in _FOUND]
    return with_entities(text, given) if given else plain(text)


def _entity(fields: Fields) -> Json:
    kind = fields.text("type", None)
    if kind not in _MARKS:
        raise fields.refusal("Unsupported type specified")
    place = {"offset": fields.integer("offset", None), "length": fields.integer("length", None)}
    entity = fields.as_json() | {"type": kind} | place
    if kind == "text_link":
        entity["url"] = required_link(fields.text("url", None), "entity")
    return entity
