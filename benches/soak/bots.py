"""The bot as processes of its own, however many, and whichever way its updates come."""

import asyncio
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from types import MappingProxyType

from benches.soak.balancer import HOST, balanced
from tests.postgresql import PostgreSql, programs

OWN = Path(__file__).parent.parent.parent
TOKEN = "7000000001:AAE-a-token-of-the-local-telegram"  # noqa: S105
_HASH_KEY = "a-key-that-all-replicas-have-in-common"
_PATH = "/hook"
# Seconds that a process may take to end.
_TO_END = 30


class Way(Enum):
    """How updates come."""

    POLLING = "polling"
    WEBHOOK = "webhook"


@dataclass
class Replica:
    """One machine: a process that can be killed and started again."""

    environment: dict[str, str]
    folder: Path
    program: Path = OWN / "run_bot.py"
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it."""
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            self.program,
            # Away from the .env of whoever runs this.
            cwd=self.folder,
            env=self.environment,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )

    async def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    async def stop(self) -> None:
        """Tell it to stop, and wait until it has."""
        if self.process is not None and self.process.returncode is None:
            self.process.terminate()
            try:
                await asyncio.wait_for(self.process.wait(), _TO_END)
            except TimeoutError:
                await self.kill()

    @property
    def pid(self) -> int:
        """The number of its process.

        Raises:
            RuntimeError: if it was not started.
        """
        if self.process is None:
            raise RuntimeError("it was not started")
        return self.process.pid


@dataclass
class Topology:
    """What runs: some replicas, and a PostgreSQL that they share, if there are several."""

    replicas: list[Replica] = field(default_factory=list)
    postgresql: PostgreSql | None = None


@asynccontextmanager
async def running(
    way: Way, url: str, replicas: int = 1, settings: Mapping[str, str] = MappingProxyType({})
) -> AsyncIterator[Topology]:
    """Run the bot on the Telegram at an address, until the end.

    Several replicas have a balancer before them, and a PostgreSQL behind.

    Raises:
        RuntimeError: if there is no PostgreSQL for several.
    """
    async with AsyncExitStack() as closing:
        topology = Topology()
        folder = Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="verbatim-soak-")))
        common = _common(url) | dict(settings)
        if replicas > 1:
            topology.postgresql = await asyncio.to_thread(_postgresql, closing)
            common["BOT_DATABASE"] = await topology.postgresql.new_database()
        ports = [_free_port() for _ in range(replicas)]
        if way is Way.WEBHOOK:
            port = ports[0]
            if replicas > 1:
                port = await closing.enter_async_context(balanced(ports))
            common |= {"BOT_MODE": "webhook", "BOT_WEBHOOK_URL": f"http://{HOST}:{port}{_PATH}"}
        for number, port in enumerate(ports):
            own = {
                "BOT_WEBHOOK_LISTEN": f"{HOST}:{port}",
                "BOT_STATUS_LISTEN": f"{HOST}:{_free_port()}",
                "BOT_DATA": str(folder / f"data-{number}"),
                "BOT_CACHE": str(folder / "cache"),
            }
            replica = Replica(common | own, folder)
            closing.push_async_callback(replica.stop)
            await replica.start()
            topology.replicas.append(replica)
        yield topology


@asynccontextmanager
async def echoing(way: Way, url: str) -> AsyncIterator[Topology]:
    """Run python-telegram-bot's own echo bot on the Telegram at an address, until the end."""
    environment = _common(url)
    if way is Way.WEBHOOK:
        environment["ECHO_WEBHOOK_PORT"] = str(_free_port())
    with tempfile.TemporaryDirectory(prefix="verbatim-soak-") as folder:
        replica = Replica(environment, Path(folder), OWN / "benches" / "echo_bot.py")
        await replica.start()
        try:
            yield Topology([replica])
        finally:
            await replica.stop()


def _common(url: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": url,
        "BOT_MODEL": "none",
        "BOT_HASH_KEY": _HASH_KEY,
        # Telegram's limits are what one proof is about; the others are to be as hard as can be.
        "BOT_MESSAGES_PER_SECOND": "1000",
        "BOT_QUESTIONS_PER_MINUTE": "6000",
    }


def _postgresql(closing: AsyncExitStack) -> PostgreSql:
    found = programs()
    if found is None:
        raise RuntimeError("several replicas want PostgreSQL, which is not installed here")
    folder = Path(tempfile.mkdtemp(prefix="verbatim-postgresql-"))
    folder.chmod(0o755)
    closing.callback(shutil.rmtree, folder, ignore_errors=True)
    server = PostgreSql(found, folder / "server")
    server.make()
    closing.callback(server.stop)
    return server


def _free_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port: int = free.getsockname()[1]
        return port
