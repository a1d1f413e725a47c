"""A message's text as a bot gives it: plain, with markup, or with its entities beside it."""

from collections.abc import Iterator, Sequence
from typing import Any

from preview.date_time import WrongFormatError, date_time_fields, is_date
from preview.errors import bad_request
from preview.formatted_text import Acquaintances, FormattedText, nobody
from preview.formatting import PARSE_MODES, plain, with_entities
from preview.links import is_custom_emoji_id, linked_user, required_link
from preview.parameters import Fields
from preview.text import utf16_length

Json = dict[str, Any]

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
_MARKS = frozenset(
    "bold italic underline strikethrough spoiler blockquote expandable_blockquote code pre "
    "custom_emoji date_time".split()
)
# Given or not, Telegram finds these by itself.
_FOUND = frozenset(
    "mention hashtag cashtag bot_command url email phone_number bank_card_number".split()
)


def read_content(
    fields: Fields, text: str, entities: str, acquaintances: Acquaintances = nobody
) -> FormattedText:
    """Return the text that fields hold under the name ``text``; it may be too long.

    Args:
        fields: what a bot sent.
        text: the field's name.
        entities: the name of the field with its entities, for where there is no parse mode.
        acquaintances: whom the text may mention by id.

    Raises:
        ApiError: 400, where there is no text or its formatting is wrong.
    """
    content = _formatted(fields, text, entities, acquaintances)
    if not content.text:
        raise bad_request("message text is empty")
    return content


def read_text(fields: Fields, acquaintances: Acquaintances = nobody) -> FormattedText:
    """Return the text of a message that is sent or edited.

    Raises:
        ApiError: 400, where there is none, it is too long or its formatting is wrong.
    """
    content = read_content(fields, "text", "entities", acquaintances)
    if utf16_length(content.text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return content


def read_caption(fields: Fields, acquaintances: Acquaintances = nobody) -> FormattedText:
    """Return the caption that fields hold; it may be empty.

    Raises:
        ApiError: 400, where it is too long or its formatting is wrong.
    """
    content = _formatted(fields, "caption", "caption_entities", acquaintances)
    if utf16_length(content.text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return content


def read_quote(fields: Fields, acquaintances: Acquaintances = nobody) -> FormattedText:
    """Return what a reply quotes; it may be empty.

    Raises:
        ApiError: 400, where its formatting is wrong.
    """
    return _formatted(fields, "quote", "quote_entities", acquaintances, "quote_parse_mode")


def _formatted(
    fields: Fields,
    text: str,
    entities: str,
    acquaintances: Acquaintances,
    parse_mode: str = "parse_mode",
) -> FormattedText:
    source, mode = fields.text(text), fields.text(parse_mode).lower()
    if mode:
        parse = PARSE_MODES.get(mode)
        if parse is None:
            raise bad_request("unsupported parse_mode")
        return parse(source, acquaintances)
    given = list(_marks(fields.structures(entities), acquaintances))
    return with_entities(source, given) if given else plain(source)


def _marks(entities: Sequence[Fields], acquaintances: Acquaintances) -> Iterator[Json]:
    """Yield the entities that a bot gives, without mentions of those whom it does not know."""
    for fields in entities:
        kind = fields.text("type", None)
        if kind not in _FOUND:
            place = {name: fields.integer(name, None) for name in ("offset", "length")}
            mark = _mark(fields, kind, acquaintances)
            if mark is not None:
                yield mark | place


def _mark(fields: Fields, kind: str, acquaintances: Acquaintances) -> Json | None:
    match kind:
        case "text_link":
            address = fields.text("url", None)
            user_id = linked_user(address)
            if user_id is not None:
                return _mention(user_id, acquaintances)
            return {"type": kind, "url": required_link(address, "entity")}
        case "text_mention":
            user = fields.structure("user")
            if user is None:
                raise fields.refusal('Can\'t find field "user"')
            return _mention(user.integer("id", None), acquaintances)
        case _ if kind in _MARKS:
            return {"type": kind} | _details(fields, kind)
        case _:
            raise fields.refusal("Unsupported type specified")


def _details(fields: Fields, kind: str) -> Json:
    """Return what an entity says beside its kind and place."""
    match kind:
        case "pre" if language := fields.text("language"):
            return {"language": language}
        case "custom_emoji":
            identifier = fields.text("custom_emoji_id", None)
            if not is_custom_emoji_id(identifier):
                raise bad_request("invalid custom emoji identifier specified")
            return {"custom_emoji_id": identifier}
        case "date_time":
            return _date_time(fields)
        case _:
            return {}


def _mention(user_id: int, acquaintances: Acquaintances) -> Json | None:
    user = acquaintances(user_id)
    return None if user is None else {"type": "text_mention", "user": user}


def _date_time(fields: Fields) -> Json:
    unix_time = fields.integer("unix_time", None)
    if not is_date(unix_time):
        raise bad_request("invalid date specified")
    try:
        return date_time_fields(unix_time, fields.text("date_time_format"))
    except WrongFormatError as error:
        raise bad_request("invalid date format used") from error
