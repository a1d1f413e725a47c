"""Addresses that links and buttons lead to, completed and checked as Telegram does it."""

import re
from typing import Any

from preview.date_time import WrongFormatError, date_time_fields, is_date
from preview.errors import bad_request

Json = dict[str, Any]

_ADDRESS = re.compile(
    r"(?:(?P<scheme>[^/?#:]*)://)?"
    r"(?:[^/?#@]*@)?"
    r"(?P<host>[^/?#:]*)"
    r"(?P<port>:[0-9]{1,5})?"
    r"(?P<rest>[/?#].*)?",
    re.DOTALL,
)
_HOST = re.compile(r"(?:[a-z0-9.\-_!$,~*'();&+=]|%[0-9a-f]{2}|[^\x00-\x7f])+")
_APP_LINK = re.compile(r"(?:tg|ton):(?://)?(?P<action>[\w-]+)/?(?P<query>\?.*)?", re.ASCII)
_INTO_APP = re.compile(r"tg:(?://)?(?P<host>user|emoji|time)/?\?(?P<query>[^#]*)", re.IGNORECASE)
_NUMBER = re.compile("[1-9][0-9]{0,18}")
_LAST_NUMBER = 2**63 - 1
_LAST_USER_ID = 2**40 - 1
# Of https://core.telegram.org/bots/features#deep-linking.
_START_PARAMETER = re.compile("[A-Za-z0-9_-]{1,64}")
_TO_ESCAPE = re.compile("[\x00-\x20]")


class WrongLinkError(ValueError):
    """Says why an address leads nowhere."""


def checked_link(address: str) -> str:
    """Return an address in full: with its scheme, a host in small letters, and a path.

    Raises:
        WrongLinkError: where it is neither a web address nor a link into the app.
    """
    if address.lower().startswith(("tg:", "ton:")):
        return _checked_app_link(address)
    parts = _ADDRESS.fullmatch(address)
    if parts is None:
        raise WrongLinkError("Wrong port number specified in the URL")
    scheme, host = (parts["scheme"] or "http").lower(), parts["host"].lower()
    if scheme not in ("http", "https"):
        raise WrongLinkError("Unsupported URL protocol")
    if not host:
        raise WrongLinkError("URL host is empty")
    if not _HOST.fullmatch(host):
        raise WrongLinkError("Disallowed character in URL host")
    if "." not in host:
        raise WrongLinkError("Wrong HTTP URL")
    user = address[parts.end("scheme") + 3 if parts["scheme"] else 0 : parts.start("host")]
    rest = (parts["rest"] or "/").rstrip(" ")
    path = rest if rest.startswith("/") else f"/{rest}"
    escaped = _TO_ESCAPE.sub(lambda sign: f"%{ord(sign.group()):02X}", path)
    return f"{scheme}://{user}{host}{parts['port'] or ''}{escaped}"


def required_link(address: str, whose: str) -> str:
    """Return an address in full, where nothing can be sent without it.

    Raises:
        ApiError: 400, where it leads nowhere; ``whose`` address it is, the refusal says.
    """
    try:
        return checked_link(address)
    except WrongLinkError as error:
        raise bad_request(f"{whose} URL '{address}' is invalid: {error}") from error


def linked_user(address: str) -> int | None:
    """Return the id of the user that a ``tg://user?id=…`` leads to; ``None`` for another link."""
    number = _number(_query(address.lower(), "user").get("id", ""))
    return number if number and number <= _LAST_USER_ID else None


def linked_emoji(address: str) -> str | None:
    """Return the id in a ``tg://emoji?id=…``; ``None`` for another link."""
    identifier = _query(address, "emoji").get("id", "")
    return identifier if is_custom_emoji_id(identifier) else None


def linked_date(address: str) -> Json:
    """Return the fields of the entity that a ``tg://time?unix=…&format=…`` describes.

    Raises:
        WrongLinkError: where it describes none.
    """
    query = _query(address, "time")
    unix_time = _number(query.get("unix", "")) or 0
    if not is_date(unix_time):
        raise WrongLinkError("Invalid date specified")
    try:
        return date_time_fields(unix_time, query.get("format", ""))
    except WrongFormatError as error:
        raise WrongLinkError(str(error)) from error


def is_start_parameter(text: str) -> bool:
    """Return whether a link can start a bot with a text."""
    return _START_PARAMETER.fullmatch(text) is not None


def is_custom_emoji_id(text: str) -> bool:
    """Return whether a text is a number that a custom emoji may have."""
    return _number(text.removeprefix("-")) is not None


def _query(address: str, host: str) -> dict[str, str]:
    """Return the parameters of a link into the app; of one that is given twice, the first."""
    link = _INTO_APP.match(address)
    if link is None or link["host"].lower() != host:
        return {}
    query: dict[str, str] = {}
    for parameter in link["query"].split("&"):
        name, _, value = parameter.partition("=")
        query.setdefault(name, value)
    return query


def _number(text: str) -> int | None:
    """Return a whole number above zero that is written in the shortest way."""
    number = int(text) if _NUMBER.fullmatch(text) else 0
    return number if 0 < number <= _LAST_NUMBER else None


def _checked_app_link(address: str) -> str:
    parts = _APP_LINK.fullmatch(address)
    if parts is None:
        raise WrongLinkError("Wrong tg URL")
    return address
