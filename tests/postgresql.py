"""A PostgreSQL server of the tests' own, which can be stopped and started."""

import os
import secrets
import shutil
import socket
import subprocess
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import asyncpg

USER = "verbatim"
_DEBIANS = Path("/usr/lib/postgresql")


def programs() -> Path | None:
    """Return the folder of the newest PostgreSQL's programs, where there is one."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    return max((one.parent for one in _DEBIANS.glob("*/bin/initdb")), default=None)


@dataclass
class PostgreSql:
    """A cluster in a folder, reached at a port of this machine with a password.

    As root it is run by the user postgres, for it refuses to be root's.
    """

    programs: Path
    folder: Path
    password: str = field(default_factory=lambda: secrets.token_hex(8))
    port: int = 0
    _databases: "count[int]" = field(default_factory=count)

    def make(self) -> None:
        """Make the cluster, and start it."""
        self.folder.mkdir()
        given = self.folder / "password"
        given.write_text(self.password, encoding="ascii")
        if os.geteuid() == 0:
            for path in (self.folder, given):
                shutil.chown(path, "postgres", "postgres")
        cluster = ["--pgdata", str(self.folder / "cluster")]
        who = ["--username", USER, "--pwfile", str(given), "--auth", "scram-sha-256"]
        self._run("initdb", *cluster, *who, "--encoding", "UTF8", "--no-sync")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    def start(self) -> None:
        """Start the server, and wait until it can be reached."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c fsync=off -k {self.folder}"
        self._run("pg_ctl", "start", "-w", *self._logged, "-o", options)

    def stop(self) -> None:
        """Stop the server at once, as a crash would."""
        self._run("pg_ctl", "stop", "-m", "immediate", *self._logged)

    async def new_database(self) -> str:
        """Make an empty database; return its URL, as people write it."""
        name = f"verbatim_{next(self._databases)}"
        connection = await asyncpg.connect(self.url("postgres"))
        await connection.execute(f"CREATE DATABASE {name}")
        await connection.close()
        return self.url(name)

    def url(self, name: str, password: str | None = None) -> str:
        """Return the URL of a database, whether there is one or not."""
        return f"postgresql://{USER}:{password or self.password}@127.0.0.1:{self.port}/{name}"

    @property
    def _logged(self) -> list[str]:
        return ["--pgdata", str(self.folder / "cluster"), "--log", str(self.folder / "log")]

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(  # noqa: S603  (our own command)
            command, check=True, cwd=self.folder, capture_output=True, timeout=60
        )
