"""BOT_MODEL names the model that is used, and what can't be is said."""

import sys
from pathlib import Path

import numpy as np
import pytest

from knowledge.matching.chosen_model import AUTO, NONE, chosen_model
from knowledge.matching.model_files import PACKAGE, PACKAGE_SHA256, ModelError, installed_model
from tests.knowledge.matching.tiny_model import HIDDEN, TinyModel


def error(choice: str) -> str:
    with pytest.raises(ModelError) as caught:
        chosen_model(choice)
    return str(caught.value)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of the model's name before any other, as yet with nothing in it."""
    folder = tmp_path / "packages" / PACKAGE
    folder.mkdir(parents=True)
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(folder.parent)
    return folder


def test_auto_is_the_model_that_is_installed() -> None:
    if installed_model() is None:
        pytest.skip("the package of the sentence model is not installed")
    model = chosen_model(AUTO)
    assert model is not None
    (reading,) = model.read(["Who paid for the harbour?"])
    assert reading.vector.shape == (model.dimensions,) == (384,)


def test_auto_is_no_model_where_none_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    # As if the package could not be found.
    monkeypatch.setitem(sys.modules, PACKAGE, None)
    assert installed_model() is None
    assert chosen_model(AUTO) is None


def test_a_module_of_that_name_is_no_model(package: Path) -> None:
    (package / "__init__.py").unlink()
    package.rmdir()
    package.with_suffix(".py").touch()
    assert chosen_model(AUTO) is None


def test_a_package_without_its_model_is_named(package: Path) -> None:
    assert error(AUTO) == (
        f"{package / 'model'}: this folder is not there: name the folder of a sentence model"
    )


def test_a_package_with_another_model_than_was_published_is_named(package: Path) -> None:
    TinyModel().write(package / "model")
    told = error(AUTO)
    assert told.startswith(
        f"{package / 'model' / 'model.safetensors'}: the file is not the one that was published "
        "(its SHA-256 is "
    )
    assert told.endswith(f", not {PACKAGE_SHA256}): install the model again")


def test_a_package_whose_files_are_cut_off_is_named(package: Path) -> None:
    config = TinyModel().write(package / "model") / "config.json"
    config.write_bytes(config.read_bytes()[:50])
    assert error(AUTO).startswith(f"{config}: ")


def test_finding_the_package_does_not_run_it(package: Path) -> None:
    (package / "__init__.py").write_text("raise SystemExit", encoding="utf-8")
    assert installed_model() == package / "model"
    assert PACKAGE not in sys.modules


def test_none_is_no_model_even_where_one_is_installed(package: Path) -> None:
    assert chosen_model(NONE) is None


def test_a_folder_is_the_model_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = TinyModel().write(tmp_path / "models" / "tiny")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    vectors = []
    for choice in (str(folder), "models/tiny", "./models/tiny/", "~/models/tiny"):
        model = chosen_model(choice)
        assert model is not None
        assert model.dimensions == HIDDEN
        vectors.append(model.read(["Who paid?"])[0].vector)
    assert all(np.array_equal(vector, vectors[0]) for vector in vectors)


def test_a_folder_may_have_a_name_that_is_a_choice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    TinyModel().write(tmp_path / NONE)
    monkeypatch.chdir(tmp_path)
    assert chosen_model(NONE) is None
    assert chosen_model(f"./{NONE}") is not None


@pytest.mark.parametrize("choice", ["/nowhere", "nowhere", "Auto", "NONE", "n" * 300])
def test_a_folder_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, choice: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert error(choice) == (
        f"{choice}: this folder is not there: name the folder of a sentence model"
    )


def test_the_home_of_nobody_is_named() -> None:
    assert error("~no-such-person/model") == "~no-such-person/model: there is no such home folder"


def test_a_folder_is_not_held_against_what_was_published(tmp_path: Path) -> None:
    assert chosen_model(str(TinyModel(seed=2).write(tmp_path / "model"))) is not None
    (tmp_path / "model" / "model.safetensors").write_bytes(b"")
    assert error(str(tmp_path / "model")) == (
        f"{tmp_path / 'model' / 'model.safetensors'}: the file is damaged or was cut off: get the "
        "model again"
    )
