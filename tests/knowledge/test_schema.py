"""The JSON Schema by which editors check says of a knowledge file what ``check`` says."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from knowledge.loading import check_all
from knowledge.schema import SCHEMA_LINE, SCHEMA_NAME, schema_as_json
from tests.conftest import FEDOROV
from tests.knowledge.sound import SOUND

FILE = FEDOROV.with_name(SCHEMA_NAME)


def validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(FILE.read_text(encoding="utf-8")))


def read(text: str) -> object:
    """Read text as an editor does, to which 2025 is a number."""
    return YAML(typ="safe", pure=True).load(text)


def test_the_file_is_what_the_models_say() -> None:
    assert FILE.read_text(encoding="utf-8") == schema_as_json()


def test_it_is_a_valid_schema() -> None:
    Draft202012Validator.check_schema(validator().schema)


def test_the_projects_own_interview_points_to_it_and_is_valid_by_it() -> None:
    text = FEDOROV.read_text(encoding="utf-8")
    assert text.splitlines()[0] == SCHEMA_LINE
    assert list(validator().iter_errors(read(text))) == []


def test_every_field_is_described() -> None:
    schema = validator().schema
    assert isinstance(schema, dict)
    for model in (schema, *schema["$defs"].values()):
        for name, field in model["properties"].items():
            assert field["description"].endswith("."), name


BY_BOTH = {
    "sound": ("", ""),
    "fields left empty": ("    topics: [money]", "    topics:"),
    "a language left empty": ("id: harbour", "id: harbour\nlanguage:"),
    "a year": ("id: harbour", "id: harbour\npublished: 2025"),
    "a month": ("id: harbour", "id: harbour\npublished: 2025-12"),
    "texts that look like numbers and truths": ("who gave the funds", "1984\n      - true"),
    "an address": ("id: harbour", "id: harbour\nurl: https://a.example/b"),
}
BY_NEITHER = {
    "an unknown field": ("id: harbour", "id: harbour\noutlat: a"),
    "an unknown field of an exchange": ("topics:", "topic:"),
    "an unknown field of a person": ("role:", "rool:"),
    "no id": ("id: harbour\n", ""),
    "an empty question": ("Who paid for the lighthouse?", ""),
    "a blank answer": ("Because ships needed it.", "' '"),
    "an id with a space": ("id: money", "id: my money"),
    "an id that is too long": ("id: money", "id: " + "a" * 65),
    "a wording that is too long": ("who gave the funds", "a" * 301),
    "a word for a date": ("id: harbour", "id: harbour\npublished: soon"),
    "a month that there is not": ("id: harbour", "id: harbour\npublished: 2025-13"),
    "a year of two digits": ("id: harbour", "id: harbour\npublished: 25"),
    "no address": ("id: harbour", "id: harbour\nurl: geo.tv"),
    "no language": ("id: harbour", "id: harbour\nlanguage: English"),
    "topics that are no list": ("[money]", "money"),
    "an empty wording": ("who gave the funds", "~"),
}


@pytest.mark.parametrize(
    ("old", "new", "is_right"),
    [
        *((*change, True) for change in BY_BOTH.values()),
        *((*change, False) for change in BY_NEITHER.values()),
    ],
    ids=[*BY_BOTH, *BY_NEITHER],
)
def test_what_check_accepts_is_valid_and_what_it_refuses_is_not(
    tmp_path: Path, old: str, new: str, is_right: bool
) -> None:
    text = SOUND.replace(old, new, 1)
    file = tmp_path / "file.yaml"
    file.write_text(text, encoding="utf-8")
    assert (check_all([file]) == []) is is_right
    assert validator().is_valid(read(text)) is is_right


def test_an_interview_without_exchanges_is_not_valid() -> None:
    head = SOUND.partition("exchanges:")[0]
    for exchanges in ("", "exchanges:", "exchanges: []"):
        assert not validator().is_valid(read(head + exchanges))
