"""nginx takes the configuration, and gives each of Telegram's updates to one of the replicas."""

import asyncio
import io
import socket
import subprocess
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.deploy.programs import program, run
from tests.deploy.proxy import (
    CONFIGURATION,
    in_folder,
    proxy,
    with_replicas,
    without_certificate,
)
from tests.deploy.test_compose import CONTENT, REPLICAS, SERVICES

SECRET = "X-Telegram-Bot-Api-Secret-Token"
PATIENCE = 10


@dataclass
class Replicas:
    """Two that answer 200, and what came to them, by their numbers."""

    servers: list[TestServer]
    came: list[tuple[int, str, bytes]] = field(default_factory=list)

    @property
    def ports(self) -> list[int]:
        return [server.port or 0 for server in self.servers]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def until_it_listens(port: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.01)
            else:
                writer.close()
                return


@pytest.fixture
async def replicas() -> AsyncIterator[Replicas]:
    there = Replicas([])

    def taking(number: int) -> web.Application:
        async def take(request: web.Request) -> web.Response:
            there.came.append((number, request.headers.get(SECRET, ""), await request.read()))
            return web.Response()

        application = web.Application(client_max_size=4 * 1024 * 1024)
        application.router.add_post("/telegram", take)
        return application

    async with AsyncExitStack() as running:
        for number in range(len(REPLICAS)):
            server = TestServer(taking(number))
            await server.start_server()
            running.push_async_callback(server.close)
            there.servers.append(server)
        yield there


@pytest.fixture
async def url(replicas: Replicas, tmp_path: Path) -> AsyncIterator[str]:
    """Where the proxy before the replicas can be reached."""
    port, own_port = free_port(), free_port()
    text = CONFIGURATION.read_text(encoding="utf-8")
    text = with_replicas(without_certificate(text, port, own_port), replicas.ports)
    with proxy(in_folder(text, tmp_path), tmp_path) as said:
        await until_it_listens(port)
        yield f"http://127.0.0.1:{port}"
    assert "[emerg]" not in said.read_text(encoding="utf-8")


def test_nginx_takes_the_configuration_with_a_certificate(tmp_path: Path) -> None:
    subject = ("-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost")
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    subprocess.run(  # noqa: S603  (our own command)
        [program("openssl"), "req", *subject, "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )
    text = CONFIGURATION.read_text(encoding="utf-8")
    text = text.replace("/etc/letsencrypt/live/verbatim", str(tmp_path))
    text = text.replace("listen 443", f"listen 127.0.0.1:{free_port()}")
    there = tmp_path / "nginx.conf"
    there.write_text(in_folder(with_replicas(text, [1, 2]), tmp_path), encoding="utf-8")

    status, said = run("nginx", "-t", "-p", tmp_path, "-c", there, "-e", "stderr")

    assert status == 0, said


def test_it_names_the_replicas_the_port_and_the_path_that_the_compose_file_has() -> None:
    text = CONFIGURATION.read_text(encoding="utf-8")
    environment = SERVICES["bot-1"]["environment"]
    assert isinstance(environment, dict)
    port = environment["BOT_WEBHOOK_LISTEN"].rpartition(":")[2]
    path = "/" + environment["BOT_WEBHOOK_URL"].rpartition("/")[2]

    assert set(REPLICAS) == CONTENT["services"].keys() - {"database", "proxy"}
    assert all(f"server {name}:{port} " in text for name in REPLICAS)
    assert f"location = {path} {{" in text


async def test_an_update_comes_to_one_replica_as_it_was_sent(url: str, replicas: Replicas) -> None:
    headers = {SECRET: "known"}
    async with (
        aiohttp.ClientSession(url, headers=headers) as telegram,
        telegram.post("/telegram", data=b"{}") as answer,
    ):
        assert answer.status == 200

    assert [came[1:] for came in replicas.came] == [("known", b"{}")]


async def test_nothing_else_is_let_through(url: str, replicas: Replicas) -> None:
    async with aiohttp.ClientSession(url) as stranger:
        for path in ("/", "/metrics", "/telegram/", "/telegram/x", "/healthz"):
            async with stranger.post(path, data=b"{}") as answer:
                assert answer.status == 404, path
        async with stranger.post("/telegram", data=io.BytesIO(bytes(2 * 1024 * 1024))) as answer:
            assert answer.status == 413

    assert replicas.came == []


async def test_while_a_replica_is_away_the_other_is_given_all(url: str, replicas: Replicas) -> None:
    await replicas.servers[0].close()
    async with aiohttp.ClientSession(url) as telegram:
        for number in range(20):
            async with telegram.post("/telegram", data=str(number)) as answer:
                assert answer.status == 200

    assert Counter(number for number, *_ in replicas.came) == {1: 20}
    assert [int(body) for *_, body in replicas.came] == list(range(20))
