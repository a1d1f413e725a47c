"""The proxy of ``deploy/nginx.conf``, with addresses of this machine instead of Docker's."""

import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.deploy.programs import DEPLOY, program

CONFIGURATION = DEPLOY / "nginx.conf"
_SERVERS = re.compile(r"( +)server bot-\d+:\d+ resolve (.*);\n")
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def with_replicas(text: str, ports: Sequence[int]) -> str:
    """Let replicas at ports of this machine stand in for Docker's; what is said of them stays."""
    indent, how = _SERVERS.findall(text)[0]
    servers = iter(["".join(f"{indent}server 127.0.0.1:{port} {how};\n" for port in ports)])
    return _SERVERS.sub(lambda _: next(servers, ""), text)


def in_folder(text: str, folder: Path) -> str:
    """Let everything that is written be written into a folder."""
    kept = "\n".join(f"    {one}_temp_path {folder / one};" for one in _TEMPORARY)
    text = text.replace("pid /run/nginx.pid;", f"pid {folder / 'nginx.pid'};\ndaemon off;")
    return text.replace("http {", f"http {{\n{kept}", 1)


def without_certificate(text: str, port: int, own_port: int) -> str:
    """Let it speak plain HTTP at a port; Telegram's own server is the only one that wants more."""
    text = re.sub(r" +ssl_.*\n", "", text)
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    return text.replace("127.0.0.1:8080", f"127.0.0.1:{own_port}")


@contextmanager
def proxy(text: str, folder: Path) -> Iterator[Path]:
    """Run nginx with a configuration; yield the file of what it says."""
    configuration, said = folder / "nginx.conf", folder / "nginx.log"
    configuration.write_text(text, encoding="utf-8")
    command = [program("nginx"), "-p", str(folder), "-c", str(configuration), "-e", "stderr"]
    with (
        said.open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log) as process,  # noqa: S603
    ):
        try:
            yield said
        finally:
            process.terminate()
