"""The compose file is valid, and contains each service."""

import re
from collections.abc import Mapping

import pytest
import yaml

from tests.deploy.programs import DEPLOY, run

COMPOSE = DEPLOY / "compose.yaml"
EXAMPLE = DEPLOY / "compose.env.example"
CONTENT = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
SERVICES: Mapping[str, Mapping[str, object]] = CONTENT["services"]
REPLICAS = ("bot-1", "bot-2")


def test_it_is_as_the_compose_specification_has_it() -> None:
    status, said = run("check-jsonschema", "--builtin-schema", "vendor.compose-spec", COMPOSE)

    assert status == 0, said


@pytest.mark.parametrize("name", SERVICES)
def test_no_service_can_write_to_its_image_or_gain_privileges(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_comes_back_and_has_its_health_asked_for(name: str) -> None:
    service = SERVICES[name]

    assert service["restart"] == "unless-stopped"
    # The bot's own is in its image.
    assert name in REPLICAS or "healthcheck" in service


@pytest.mark.parametrize("name", [name for name in SERVICES if name not in REPLICAS])
def test_an_image_of_others_has_its_version(name: str) -> None:
    assert re.fullmatch(r"[a-z]+:\d+\.\d+(\.\d+)?-[a-z]+", str(SERVICES[name]["image"]))


def test_only_the_proxy_is_reached_from_outside_and_the_database_reaches_nothing() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert SERVICES["database"]["networks"] == ["storage"]
    assert CONTENT["networks"]["storage"] == {"internal": True}
    assert SERVICES["proxy"]["networks"] == ["web"]


def test_the_replicas_differ_in_nothing_but_their_volumes_and_where_their_image_comes_from() -> (
    None
):
    first, second = (SERVICES[name] for name in REPLICAS)
    own = {"volumes", "build", "pull_policy"}

    assert {key: first[key] for key in first.keys() - own} == {
        key: second[key] for key in second.keys() - own
    }
    assert first["volumes"] != second["volumes"]


def test_what_is_to_be_filled_in_is_what_the_example_has() -> None:
    wanted = set(re.findall(r"\$\{(\w+)", COMPOSE.read_text(encoding="utf-8")))
    given = re.findall(r"^(\w+)=$", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert sorted(wanted) == sorted(given)


def test_no_secret_stands_in_it() -> None:
    kept = re.compile(r"TOKEN|KEY|SECRET|PASSWORD")
    for service in SERVICES.values():
        environment = service.get("environment", {})
        assert isinstance(environment, dict)
        for name, value in environment.items():
            assert not kept.search(name) or re.fullmatch(r"\$\{.*\}", value), name
