"""Web and e-mail addresses in a text, with a scheme or without, as TDLib finds them."""

import re
from collections.abc import Iterator
from ipaddress import IPv4Address

from preview.top_level_domains import TOP_LEVEL_DOMAINS

_UNSEEN = r"\s\u2000-\u200b\u200e\u200f\u2016-\u206f"
_IN_HOST = rf"[^\x00-,/:-@\[-^`{{-}}\x7f-\xbf{_UNSEEN}]"
_IN_PATH = rf"[^<>\"«»{_UNSEEN}]"
_HOST = re.compile(f"{_IN_HOST}++")
_PORT = re.compile(":0*([1-9][0-9]{0,4})(?![0-9])")
_PATH = re.compile(f"[/?#]{_IN_PATH}*+")
_NOT_IN_USER = re.compile(rf"[/\[\]{{}}()'`<>\"@«»{_UNSEEN}]")
_SCHEME = re.compile(r"(?:[A-Za-z0-9+-]|[^\x00-\x7f\s])+\Z")
_APP_LINK = re.compile(
    rf"(?:tg|ton)://[a-z0-9_-]{{1,253}}+(?P<path>[/?#]{_IN_PATH}*+)?", re.IGNORECASE
)
_EMAIL = re.compile(
    r"(?:[A-Za-z0-9_-]{0,26}[.+]){0,10}[A-Za-z0-9_-]{1,35}"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9_-]{0,28}[A-Za-z0-9])?\.){1,6}[A-Za-z]{2,8}"
)
_MAIL_TO = "mailto:"
_LAST_PORT = 65_535
_LONGEST_LABEL = 63
_SHORTEST_DOMAIN = 2
# Letters before a scheme are passed over, unless they make another scheme of it.
_SCHEMES = {"http": {"shttp"}, "https": set[str](), "ftp": {"sftp", "tftp"}}
# Punctuation after an address is the sentence's, not the address's.
_AFTER_AN_ADDRESS = ".:;,('?!`"
_BRACKETS = {")": "(", "]": "[", "}": "{"}

_Stretch = tuple[int, int, str]


def found_addresses(text: str) -> Iterator[_Stretch]:
    """Yield where addresses begin and end, and whether one is a 'url' or an 'email'."""
    if "://" in text:
        yield from _app_links(text)
    if "." not in text:
        return
    position = 0
    while host := _HOST.search(text, position):
        position = host.end()
        # A dot at the end is a full stop; what an '@' follows is the name before a host.
        if "." in host.group().rstrip(".") and not text.startswith("@", position):
            start, user = _with_user(text, host.start())
            end, path = _with_path(text, host)
            found = _address(text, start, (user, host.group()), (end, _without_closing(path)))
            # Nothing else is an address in what looks like a path, even if there is no host.
            position = max(position, end + len(path))
            if found is not None:
                yield found


def _app_links(text: str) -> Iterator[_Stretch]:
    for link in _APP_LINK.finditer(text):
        path = link["path"] or ""
        yield link.start(), link.end() - len(path) + len(_without_closing(path)), "url"


def _with_user(text: str, host: int) -> tuple[int, str]:
    """Return where an address begins whose host begins here, and the name before its '@'."""
    start = host
    if text.startswith("@", host - 1) and host:
        start -= 1
        while start and not _NOT_IN_USER.match(text, start - 1):
            start -= 1
    return start, text[start : host - 1] if start < host else ""


def _with_path(text: str, host: re.Match[str]) -> tuple[int, str]:
    """Return where host and port of an address end, and what looks like its path."""
    end = host.end()
    port = _PORT.match(text, end)
    if port and int(port[1]) <= _LAST_PORT:
        end = port.end()
    found = _PATH.match(text, end)
    return end, found.group() if found else ""


def _address(
    text: str, start: int, authority: tuple[str, str], rest: tuple[int, str]
) -> _Stretch | None:
    """Return the address of these parts, if it is one."""
    (user, host), (end, path) = authority, rest
    if not path and text[end - 1] == ".":
        end -= len(host) - len(host.rstrip("."))
        host = host.rstrip(".")
    stop = end + len(path)
    if text.endswith("://", 0, start):
        scheme = _scheme(text[max(start - 16, 0) : start - 3])
        has_scheme = bool(scheme) and _is_host(host, any_end=True)
        return (start - 3 - len(scheme), stop, "url") if has_scheme else None
    if start and re.match(r"[\w/#@]", text[start - 1]):
        return None
    if user and not path:
        mailto = len(_MAIL_TO) if text.startswith(_MAIL_TO, start) else 0
        if _EMAIL.fullmatch(text, start + mailto, stop):
            return start + mailto, stop, "email"
    if text.startswith("@", start):
        return None
    return (start, stop, "url") if _is_host(host, any_end=False) else None


def _scheme(before: str) -> str:
    """Return the scheme that stands at the end of a text, if it is one of the web's."""
    written = _SCHEME.search(before)
    given = written.group().lower() if written else ""
    for scheme, others in _SCHEMES.items():
        if given.endswith(scheme) and given not in others:
            return scheme
    return ""


def _is_host(host: str, *, any_end: bool) -> bool:
    """Return whether there may be such a host; ``any_end``: also beneath an unknown domain."""
    labels = host.split(".")
    if not all(0 < len(label) <= _LONGEST_LABEL and label[-1] != "-" for label in labels):
        return False
    if host.replace(".", "").isdecimal():
        return _is_ip_address(host)
    last = labels[-1]
    if len(last) < _SHORTEST_DOMAIN or "_" in labels[-2]:
        return False
    if last.startswith("xn--"):
        return last[4:].isalnum() and last.isascii()
    if "_" in last or "-" in last:
        return False
    return any_end or _is_known(last)


def _is_ip_address(host: str) -> bool:
    try:
        IPv4Address(host)
    except ValueError:
        return False
    return True


def _is_known(domain: str) -> bool:
    """Whether a domain is known; one with a single capital at first begins a sentence."""
    small = domain.lower()
    begins_sentence = small != domain and small[1:] == domain[1:]
    return small in TOP_LEVEL_DOMAINS and not begins_sentence


def _without_closing(path: str) -> str:
    """Return a path up to a bracket that was not opened in it, and without punctuation at its end.

    A sign that only begins a path is none.
    """
    opened = dict.fromkeys(_BRACKETS.values(), 0)
    for position, sign in enumerate(path):
        if sign in opened:
            opened[sign] += 1
        elif sign in _BRACKETS:
            opened[_BRACKETS[sign]] -= 1
            if opened[_BRACKETS[sign]] < 0:
                path = path[:position]
                break
    path = path.rstrip(_AFTER_AN_ADDRESS)
    return "" if path == "#" else path
