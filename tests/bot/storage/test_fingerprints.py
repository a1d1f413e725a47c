"""What stands for chats and people in the database, and the key to it."""

import stat
from pathlib import Path

import pytest

from bot.storage.fingerprints import FINGERPRINT_LENGTH, KEY_FILE, Fingerprints, kept_key
from bot.storage.places import hash_key
from config import Settings


def test_the_key_is_made_once_for_the_owners_eyes_alone(tmp_path: Path) -> None:
    key = kept_key(tmp_path / "data")

    assert kept_key(tmp_path / "data") == key
    file = tmp_path / "data" / KEY_FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]
    assert kept_key(tmp_path / "other") != key


@pytest.mark.parametrize("content", ["", "abcd", "no key", "é" * 64])
def test_a_key_that_is_damaged_is_said_and_left_as_it_is(
    content: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / KEY_FILE
    file.write_text(content, encoding="utf-8")

    assert kept_key(tmp_path) != kept_key(tmp_path)

    assert file.read_text(encoding="utf-8") == content
    assert f"{file} can't be used" in caplog.text


def test_a_folder_that_can_not_be_made_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "data").touch()

    assert len(kept_key(tmp_path / "data" / "inner")) == 32

    assert "can't be used (Not a directory)" in caplog.text


def test_a_key_that_is_given_needs_no_file(tmp_path: Path) -> None:
    settings = Settings.model_validate({"data": tmp_path, "hash_key": "k" * 32})

    assert hash_key(settings) == b"k" * 32
    assert list(tmp_path.iterdir()) == []


def test_a_fingerprint_tells_ids_kinds_and_keys_apart() -> None:
    prints = Fingerprints(b"k" * 32)
    made = [
        prints.of_chat(5),
        prints.of_chat(6),
        prints.of_chat(-5),
        prints.of_reader(5),
        Fingerprints(b"l" * 32).of_chat(5),
    ]

    assert prints.of_chat(5) == made[0]
    assert len(set(made)) == len(made)
    assert {len(one) for one in made} == {FINGERPRINT_LENGTH}
