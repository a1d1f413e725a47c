"""The image is small, pinned, and not root's."""

import json
import re

import pytest

from tests.conftest import OWN
from tests.deploy.programs import DEPLOY, run

DOCKERFILE = DEPLOY / "Dockerfile"


def _instructions() -> list[tuple[str, str]]:
    """Return each instruction and what follows it, on one line."""
    lines = DOCKERFILE.read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("#"))
    joined = re.sub(r"\\\n\s*", "", text)
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in joined.splitlines())]


def _all(word: str) -> list[str]:
    return [rest for name, rest in _instructions() if name == word]


def _copied() -> list[str]:
    """Return what is copied from the project's folder."""
    parts = [rest.split() for rest in _all("COPY") if "--from" not in rest]
    return [part for copied in parts for part in copied[:-1] if not part.startswith("--")]


def _environment() -> dict[str, str]:
    return dict(part.split("=", 1) for rest in _all("ENV") for part in rest.split())


def test_the_linter_finds_nothing() -> None:
    assert run("hadolint", DOCKERFILE) == (0, "")


def test_every_image_that_it_is_built_on_has_its_whole_version() -> None:
    bases = [rest.split()[0] for rest in _all("FROM")]

    assert bases
    assert all(re.fullmatch(r"python:3\.\d+\.\d+-slim-[a-z]+", base) for base in bases)


def test_the_bot_is_not_root() -> None:
    assert _all("USER")[-1:] == ["10001:10001"]


def test_packages_are_held_against_their_hashes_and_nothing_is_compiled() -> None:
    (installing,) = (rest for rest in _all("RUN") if "pip install" in rest)

    assert "--require-hashes --no-deps --only-binary :all:" in installing


def test_nothing_is_fetched_by_address() -> None:
    assert "ADD" not in dict(_instructions())
    assert not [rest for rest in _all("RUN") if "http" in rest or "apt-get" in rest]


def test_what_is_copied_is_there_and_not_left_out_by_the_ignore_file() -> None:
    lines = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = {line.removeprefix("!") for line in lines if line.startswith("!")}

    for one in _copied():
        assert (OWN / one).exists()
        assert any(f"{one}/".startswith(f"{allowed}/") for allowed in let_in), one
    assert "*" in lines


@pytest.mark.parametrize("package", ["config", "knowledge", "bot", "preview", "commands"])
def test_every_package_is_in_the_image(package: str) -> None:
    assert f"{package}/" in _copied()


def test_what_is_written_lies_in_one_place() -> None:
    environment = _environment()
    places = ("BOT_DATA", "BOT_CACHE", "BOT_KNOWLEDGE", "MPLCONFIGDIR")

    assert all(f"{environment[name]}/".startswith("/data/") for name in places)


def test_its_health_is_asked_for_without_a_shell() -> None:
    (check,) = _all("HEALTHCHECK")
    command = json.loads(check.partition("CMD ")[2])

    assert command[0] == "python"
    assert "/healthz" in command[-1]
    compile(command[-1], "HEALTHCHECK", "exec")
