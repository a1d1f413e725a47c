"""``python -m preview``."""

import asyncio
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from preview import PreviewServer, Telegram
from preview.__main__ import main
from preview.server import LOOPBACK
from tests.preview.calling import Caller

HOUSE = Path(__file__).parents[2]
# Seconds for a process to begin or to end, on any machine.
PATIENCE = 20


class Process:
    """The command, running."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def line(self) -> str:
        """Return the next line that it prints."""
        assert self._process.stdout
        line = await asyncio.wait_for(self._process.stdout.readline(), PATIENCE)
        return line.decode().rstrip("\n")

    async def ends(self, how: signal.Signals) -> tuple[int | None, str]:
        """Send a signal; return the exit status and what else was printed."""
        self._process.send_signal(how)
        out, err = await asyncio.wait_for(self._process.communicate(), PATIENCE)
        return self._process.returncode, (out + err).decode()


@asynccontextmanager
async def running(*arguments: str) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-W", "error", "-m", "preview", *arguments),
        cwd=HOUSE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield Process(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def caller_of(http: httpx.AsyncClient, process: Process) -> Caller:
    """Return the bot that the first two lines tell of."""
    where, who = await process.line(), await process.line()
    return Caller(http, where.rpartition(" ")[2], who.rpartition(" ")[2])


def free_port() -> int:
    with socket.socket() as unused:
        unused.bind((LOOPBACK, 0))
        port: int = unused.getsockname()[1]
        return port


async def test_it_says_how_a_bot_is_sent_there_and_ends_at_control_c(
    http: httpx.AsyncClient,
) -> None:
    port = free_port()
    async with running("--port", str(port), "--token", "7:abc", "--username", "my_bot") as process:
        where, who, *ways = [await process.line() for _ in range(5)]
        page = await http.get(where.rpartition(" ")[2])
        me = await Caller(http, f"http://127.0.0.1:{port}", "7:abc").call("getMe")
        status, more = await process.ends(signal.SIGINT)

    assert where.endswith(f" http://127.0.0.1:{port}")
    assert page.headers["content-type"].startswith("text/html")
    assert "@my_bot" in who
    assert who.endswith(" 7:abc")
    assert [way.partition(":")[0] for way in ways] == [
        "python-telegram-bot",
        "aiogram",
        "any other",
    ]
    assert all(f"http://127.0.0.1:{port}" in way for way in ways)
    assert (me["id"], me["username"]) == (7, "my_bot")
    assert (status, more) == (0, "")


async def test_a_port_in_use_is_named_and_the_next_one_taken(http: httpx.AsyncClient) -> None:
    async with (
        PreviewServer(Telegram()) as there,
        running("--port", str(there.port)) as process,
    ):
        named = await process.line()
        caller = await caller_of(http, process)
        me = await caller.call("getMe")

    beginning, _, taken = named.removesuffix(".").rpartition(" ")
    assert beginning == f"Port {there.port} is in use; taking"
    assert f":{taken}/bot" in caller.address
    assert me["username"] == "preview_bot"


async def test_it_ends_at_control_c_while_a_bot_polls(http: httpx.AsyncClient) -> None:
    async with running("--port", str(free_port())) as process:
        caller = await caller_of(http, process)
        poll = asyncio.create_task(caller.call("getUpdates", timeout=50))
        await caller.call("getMe")
        for _ in range(3):
            await process.line()
        status, more = await process.ends(signal.SIGINT)

    await asyncio.gather(poll, return_exceptions=True)
    assert (status, more) == (0, "")


async def test_faults_and_limits_are_switched_on_by_flags(http: httpx.AsyncClient) -> None:
    flags = "--flood-limits --faults 1 --fault-kinds 502,429 --fault-methods getme --seed 3"
    async with running("--port", str(free_port()), *flags.split()) as process:
        caller = await caller_of(http, process)
        codes = [(await caller.refused("getMe"))[0] for _ in range(20)]
        assert await caller.call("getUpdates") == []
        assert await caller.call("getMyCommands") == []

    assert set(codes) == {429, 502}


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--port", "99999"], "99999 is no port: give a number up to 65535"),
        (["--port", "http"], "http is no port"),
        (["--port", "-1"], "-1 is no port"),
        (["--token", "secret"], "that is no token: give digits, a colon, and letters"),
        (["--username", "@my_bot"], "@my_bot is no name of a bot: give 4 to 32 letters"),
        (["--faults", "2"], "2.0 is no rate: give a number from 0 to 1"),
        (["--faults", "often"], "invalid float value: 'often'"),
        (["--faults", "0.5", "--fault-kinds", "fire"], "no fault is called 'fire': give some of"),
        (["--faults", "0.5", "--fault-kinds", ","], "no kind of fault is named"),
        (["--fault-methods", "getMe,getYou"], "there is no method getYou here"),
        (["--host", "192.0.2.1"], "can't listen at 192.0.2.1:8081: "),
        (["--host", "::1"], "can't listen at ::1:8081: "),
    ],
)
def test_a_wrong_flag_is_explained(
    capsys: pytest.CaptureFixture[str], arguments: list[str], reason: str
) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)

    assert end.value.code == 2
    assert reason in capsys.readouterr().err


def test_there_is_no_port_after_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as there:
        there.bind((LOOPBACK, 0))
        there.listen()
        port = there.getsockname()[1]
        monkeypatch.setattr("preview.server.HIGHEST_PORT", port)

        with pytest.raises(OSError, match=f"ports {port} to {port} are in use"):
            PreviewServer.at_free_port(Telegram(), port)


def test_where_a_hundred_ports_are_in_use_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("preview.server._PORTS_TRIED", 1)
    with socket.socket() as there:
        there.bind((LOOPBACK, 0))
        there.listen()
        port = there.getsockname()[1]

        with pytest.raises(OSError, match="in use") as refused:
            PreviewServer.at_free_port(Telegram(), port)

    assert str(port) in str(refused.value)
