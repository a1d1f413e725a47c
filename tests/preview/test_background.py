"""The server in a thread of its own."""

import socket
from typing import Self

import httpx
import pytest

from preview import PreviewServer, Telegram, in_background
from preview.server import LOOPBACK


def test_it_serves_while_the_context_lasts_and_no_longer() -> None:
    telegram = Telegram()
    account = telegram.new_bot("my_bot")
    server = PreviewServer(telegram)
    with in_background(server):
        served = httpx.get(f"{server.url}/bot{account.token}/getMe", trust_env=False)

    assert served.json()["result"]["username"] == "my_bot"
    with socket.socket() as free:
        free.bind((LOOPBACK, server.port))


class Failing(PreviewServer):
    """A server that can't start."""

    async def __aenter__(self) -> Self:
        self._socket.close()
        raise RuntimeError("no room")


def test_what_keeps_a_server_from_starting_is_raised() -> None:
    with pytest.raises(RuntimeError, match="no room"), in_background(Failing(Telegram())):
        pass
