"""A newcomer's first try: the command without a token, as a process, and what it serves."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.conftest import FEDOROV, OWN, TOKEN

_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")
PATIENCE = 30


@contextmanager
def started(
    folder: Path, *arguments: str, env: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """Run the command while the context lasts."""
    with subprocess.Popen(  # noqa: S603  (our own command)
        [sys.executable, str(OWN / "run_bot.py"), *arguments],
        cwd=folder,
        env={**os.environ, "BOT_MODEL": "none", **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def introduction(process: subprocess.Popen[str]) -> str:
    """Return what is said first of all, up to an empty line."""
    assert process.stdout is not None
    return "".join(iter(process.stdout.readline, "\n"))


def address(process: subprocess.Popen[str]) -> str:
    """Return where the page is."""
    found = _ADDRESS.search(introduction(process))
    assert found is not None
    return found.group()


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    written, noted = process.communicate(timeout=PATIENCE)
    return process.returncode, written, noted


@contextmanager
def busy_port() -> Iterator[int]:
    """Hold a port that somebody else may have."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        yield held.getsockname()[1]


def answer(url: str) -> str:
    """Ask the bot on the page, as the first of the people, and return what it answers."""
    with httpx.Client(base_url=url, trust_env=False, timeout=PATIENCE) as http:
        state = http.get("/page/state").json()
        me, chat = state["me"], state["chats"][0]["key"]
        with http.stream("GET", "/page/events", params={"as": me}) as events:
            lines = events.iter_lines()
            next(lines)
            http.post("/page/send", json={"as": me, "chat": chat, "text": "what about trade?"})
            return next(line for line in lines if "blockquote" in line)


@pytest.mark.parametrize("arguments", [(), ("preview",)], ids=["run", "preview"])
def test_without_a_token_the_real_bot_answers_on_a_page(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    with started(tmp_path, *arguments) as process:
        said = introduction(process)
        found = _ADDRESS.search(said)
        assert found is not None
        answered = answer(found.group())
        process.send_signal(signal.SIGINT)
        status, _, noted = ended(process)

    assert "Fedorov" in answered
    assert status == 0
    assert "run_bot.py ask" in said
    assert "@BotFather" in said
    assert "Traceback" not in noted
    assert "WARNING" not in noted


def test_whoever_is_in_a_hurry_to_end_it_leaves_nothing_behind_either(tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with started(tmp_path, "preview", "--port=0", env={"TMPDIR": str(temporary)}) as process:
        answer(address(process))
        assert len(list(temporary.glob("verbatim-*"))) == 1
        # Two of a kind might arrive as one.
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGTERM)
        status, _, _ = ended(process)

    assert status == 128 + signal.SIGTERM
    assert list(temporary.glob("verbatim-*")) == []


def test_a_page_that_is_open_does_not_hold_up_the_end(tmp_path: Path) -> None:
    with started(tmp_path, "preview", "--port", "0") as process:
        url = address(process)
        # Only a bot that runs is stopped; one that only starts is gone at once.
        answer(url)
        with httpx.stream("GET", f"{url}/page/events", trust_env=False, timeout=PATIENCE) as events:
            lines = events.iter_lines()
            next(lines)
            process.send_signal(signal.SIGTERM)
            # The stream ends as it should: nothing is cut off.
            assert all(not line or line.startswith((":", "event:", "data:")) for line in lines)
        status, _, noted = ended(process)

    assert (status, "Traceback" in noted) == (0, False)


def test_a_port_in_use_is_named_and_the_next_free_one_taken(tmp_path: Path) -> None:
    with busy_port() as port, started(tmp_path, "preview", "--port", str(port)) as process:
        url = address(process)
        served = httpx.get(url, trust_env=False)
        process.send_signal(signal.SIGINT)
        _, _, noted = ended(process)

    assert served.status_code == httpx.codes.OK
    assert int(url.rpartition(":")[2]) > port
    assert noted.startswith(f"Port {port} is in use; taking ")


@pytest.mark.parametrize("port", ["70000", "-1"])
def test_a_port_that_there_is_not_is_named(tmp_path: Path, port: str) -> None:
    with started(tmp_path, "preview", f"--port={port}") as process:
        status, _, noted = ended(process)

    assert (status, noted) == (1, f"Port {port} can't be used: name another with --port\n")


def test_a_preview_uses_no_token_of_ones_own(tmp_path: Path) -> None:
    with busy_port() as elsewhere:
        real = {"BOT_TOKEN": TOKEN, "BOT_API_URL": f"http://127.0.0.1:{elsewhere}"}
        with started(tmp_path, "preview", "--port", "0", env=real) as process:
            said = answer(address(process))
            process.send_signal(signal.SIGINT)
            _, written, noted = ended(process)

    assert "Fedorov" in said
    assert str(elsewhere) not in noted
    assert TOKEN not in written + noted


def test_a_knowledge_file_with_a_mistake_is_named_and_nothing_is_begun(tmp_path: Path) -> None:
    broken = tmp_path / "knowledge" / FEDOROV.name
    broken.parent.mkdir()
    broken.write_text(FEDOROV.read_text("utf-8").replace("question:", "query:", 1), "utf-8")

    with started(tmp_path, "preview", "--port", "0", env={"BOT_KNOWLEDGE": "knowledge"}) as process:
        status, written, noted = ended(process)

    assert status == 1
    assert f"{FEDOROV.name}:" in noted
    assert "Try the bot" not in written
