"""Addresses that links and buttons lead to, completed and checked as Telegram does it."""

import re

from preview.errors import bad_request

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


def _checked_app_link(address: str) -> str:
    parts = _APP_LINK.fullmatch(address)
    if parts is None:
        raise WrongLinkError("Wrong tg URL")
    return address
