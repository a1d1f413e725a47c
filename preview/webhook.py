"""Webhooks: where a bot wants its updates brought (https://core.telegram.org/bots/api#setwebhook).

As a Bot API server on one's own machine does (``telegram-bot-api --local``), this one takes http
addresses, any port, and the machine itself.
"""

import asyncio
import ipaddress
import re
import socket
from dataclasses import dataclass

from yarl import URL

from preview.errors import bad_request

LONGEST_SECRET = 256
_SECRET = re.compile(r"[A-Za-z0-9_-]*")


@dataclass(frozen=True)
class DeliveryError:
    """Why an update could not be brought.

    Attributes:
        date: when that was, in Unix time.
        retry_after: seconds that the bot wants to be left alone for; 0 where it does not say.
    """

    date: int
    message: str
    retry_after: int = 0


@dataclass(eq=False)
class Webhook:
    """An address that a bot has given.

    Attributes:
        address: as the bot wrote it.
        ip_address: where the host is, or where the bot says that it is.
        last_error: what went wrong last; kept when all is well again.
    """

    address: str
    ip_address: str
    secret_token: str
    max_connections: int
    last_error: DeliveryError | None = None

    @property
    def url(self) -> URL:
        """The address with its scheme."""
        return _url(self.address)


def checked_secret(secret_token: str) -> str:
    """Return a secret token that may be sent.

    Raises:
        ApiError: 400, where it may not.
    """
    if len(secret_token.encode()) > LONGEST_SECRET:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret_token):
        raise bad_request("secret token contains unallowed characters")
    return secret_token


def host_of(address: str) -> str:
    """Return the host that an address names; without a scheme, https is meant.

    Raises:
        ApiError: 400, where it is no address.
    """
    try:
        url = _url(address)
    except ValueError as error:
        raise bad_request("invalid webhook URL specified") from error
    if url.scheme not in ("http", "https") or not url.host or not url.port:
        raise bad_request("invalid webhook URL specified")
    return url.host


def checked_ip_address(text: str) -> str:
    """Return an IP address.

    Raises:
        ApiError: 400, where it is none.
    """
    try:
        return str(ipaddress.ip_address(text))
    except ValueError as error:
        raise bad_request("bad webhook: Invalid IP address specified") from error


async def resolved(host: str) -> str:
    """Return a host's IP address, of version 4 if it has one.

    Raises:
        ApiError: 400, where there is no such host.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "Name or service not known"
        raise bad_request(f"bad webhook: Failed to resolve host: {reason}") from error
    found.sort(key=lambda one: one[0] != socket.AF_INET)
    return str(found[0][4][0])


def _url(address: str) -> URL:
    return URL(address if "://" in address else f"https://{address}")
