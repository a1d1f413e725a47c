"""What was made of a knowledge file is taken from disk, and whatever happens to it is survived."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge import kept_interviews
from knowledge.interview import Interview
from knowledge.knowledge_file import interview_in
from knowledge.library import Library
from knowledge.problem import KnowledgeError

OWN = Path(__file__).parents[2] / "knowledge" / "interviews" / "fedorov-geo-tv.yaml"
BRIDGE = """\
id: bridge
interviewee: {name: Ada Byron}
exchanges:
  - id: why
    question: Why did you build the bridge?
    also_asked:
      - Зачем вам мост?
    answer: |
      The river was in the way, and the boats sank.
"""
QUESTIONS = ("why a bridge", "what did trump and putin agree on in alaska", "зачем мост", "herring")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "knowledge"
    folder.mkdir()
    (folder / "bridge.yaml").write_text(BRIDGE, encoding="utf-8")
    (folder / "own.yaml").write_bytes(OWN.read_bytes())
    return folder


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files of which an interview is made."""
    names: list[str] = []

    def making(path: Path, content: str) -> Interview:
        names.append(path.name)
        return interview_in(path, content)

    monkeypatch.setattr("knowledge.reading.interview_in", making)
    return names


def _kept(tmp_path: Path) -> list[Path]:
    return sorted(tmp_path.glob("prepared-*/*"))


def test_an_index_that_was_kept_answers_as_a_fresh_one(
    folder: Path, tmp_path: Path, made: list[str]
) -> None:
    fresh = Library(folder, kept=tmp_path)
    assert made == ["bridge.yaml", "own.yaml"]
    made.clear()
    again = Library(folder, kept=tmp_path)
    assert made == []
    assert again.current.interviews == fresh.current.interviews
    assert again.current.version == fresh.current.version
    for question in QUESTIONS:
        assert again.current.matcher.match(question) == fresh.current.matcher.match(question)
        assert again.current.matcher.rank(question, 20) == fresh.current.matcher.rank(question, 20)


def test_only_a_file_that_was_changed_is_read_anew(
    folder: Path, tmp_path: Path, made: list[str]
) -> None:
    Library(folder, kept=tmp_path)
    made.clear()
    bridge = folder / "bridge.yaml"
    bridge.write_text(BRIDGE.replace("boats", "ships"), encoding="utf-8")
    library = Library(folder, kept=tmp_path)
    assert made == ["bridge.yaml"]
    assert "ships" in library.current.interviews[0].exchanges[0].answer


@pytest.mark.parametrize(
    "damage",
    [
        lambda _content: b"",
        lambda content: content[:-1],
        lambda content: content[: len(content) // 2],
        lambda content: content[:100] + bytes([content[100] ^ 1]) + content[101:],
        lambda content: content + b"x",
        lambda content: os.urandom(len(content)),
    ],
)
def test_what_is_damaged_is_made_anew(
    folder: Path, tmp_path: Path, made: list[str], damage: Callable[[bytes], bytes]
) -> None:
    before = Library(folder, kept=tmp_path).current
    made.clear()
    for path in _kept(tmp_path):
        path.write_bytes(damage(path.read_bytes()))
    after = Library(folder, kept=tmp_path).current
    assert made == ["bridge.yaml", "own.yaml"]
    assert after.interviews == before.interviews
    made.clear()
    Library(folder, kept=tmp_path)
    assert made == []


def test_what_was_kept_of_one_file_is_not_taken_for_another(
    folder: Path, tmp_path: Path, made: list[str]
) -> None:
    before = Library(folder, kept=tmp_path).current
    one, other = _kept(tmp_path)
    made.clear()
    one.write_bytes(other.read_bytes())
    assert Library(folder, kept=tmp_path).current.interviews == before.interviews
    assert len(made) == 1


def test_another_version_of_the_program_makes_all_anew_and_clears_what_the_first_kept(
    folder: Path, tmp_path: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Library(folder, kept=tmp_path)
    made.clear()
    monkeypatch.setattr(kept_interviews, "_version", lambda: "0" * 16)
    Library(folder, kept=tmp_path)
    assert made == ["bridge.yaml", "own.yaml"]
    assert {path.parent.name for path in _kept(tmp_path)} == {f"prepared-{'0' * 16}"}


def test_nothing_else_in_the_folder_is_touched(folder: Path, tmp_path: Path) -> None:
    others = [
        tmp_path / "prepared-interviews" / "mine.yaml",
        tmp_path / "prepared-0123456789abcdef" / "mine.yaml",
        tmp_path / "readings-1.sqlite",
    ]
    for other in others:
        other.parent.mkdir(exist_ok=True)
        other.write_text("mine")
        os.utime(other, (0, 0))
    Library(folder, kept=tmp_path)
    assert all(other.read_text() == "mine" for other in others)


def test_what_was_long_not_used_is_removed_and_what_is_used_stays(
    folder: Path, tmp_path: Path, made: list[str]
) -> None:
    Library(folder, kept=tmp_path)
    long_ago = time.time() - 61 * 24 * 60 * 60
    for path in _kept(tmp_path):
        os.utime(path, (long_ago, long_ago))
    (folder / "bridge.yaml").unlink()
    made.clear()
    Library(folder, kept=tmp_path)
    assert made == []
    assert len(_kept(tmp_path)) == 1


def test_a_folder_that_cant_be_written_costs_no_answer(
    folder: Path, tmp_path: Path, made: list[str]
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("mine")
    for _ in range(2):
        library = Library(folder, kept=in_the_way)
        assert library.current.matcher.match("why a bridge").candidates
    assert made == ["bridge.yaml", "own.yaml"] * 2
    assert in_the_way.read_text() == "mine"


def test_a_file_with_a_problem_is_refused_each_time(folder: Path, tmp_path: Path) -> None:
    (folder / "own.yaml").unlink()
    (folder / "bridge.yaml").write_text(BRIDGE.replace("id: bridge", "id:"), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(KnowledgeError, match=r"bridge\.yaml:1: id is empty"):
            Library(folder, kept=tmp_path)
    assert _kept(tmp_path) == []
