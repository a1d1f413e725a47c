"""Knowledge files: what is read."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.interview import Exchange, Interview, Person
from knowledge.knowledge_file import knowledge_files, read_interview
from knowledge.loading import check_all
from knowledge.problem import KnowledgeError
from knowledge.schema import SCHEMA_NAME
from tests.conftest import FEDOROV
from tests.knowledge.sound import SOUND, sound_but
from tests.knowledge.test_yaml_tree import yaml_like


def test_the_projects_own_interview_is_read_whole_and_without_a_problem() -> None:
    interview = read_interview(FEDOROV)
    assert check_all([FEDOROV]) == []
    assert interview.interviewee == Person(
        name="Andrey V. Fedorov", role="Russian Consul General in Karachi"
    )
    assert (interview.title, interview.url, interview.published) == (None, None, "2025")
    assert len(interview.exchanges) == 10
    assert len(interview.exchanges[2].paragraphs) == 2


def test_a_sound_file_is_read_as_it_stands(file: Path) -> None:
    file.write_text(SOUND, encoding="utf-8")
    assert read_interview(file) == Interview(
        id="harbour",
        interviewee=Person(name="Ada Byron", role="Engineer"),
        exchanges=(
            Exchange(
                id="why",
                question="Why did you build the harbour?",
                answer="Because ships needed it.",
            ),
            Exchange(
                id="money",
                question="Who paid for the lighthouse?",
                also_asked=("where did the money come from", "who gave the funds"),
                topics=("money",),
                answer="The town did.\n\nAll of it.",
            ),
        ),
    )


@pytest.mark.parametrize("day", ["2025", "2025-12", "2025-12-31", "2024-02-29", "'2025'", "1987"])
def test_a_year_a_month_or_a_day_is_a_date(file: Path, day: str) -> None:
    file.write_text(sound_but("id: harbour", f"id: harbour\npublished: {day}"), encoding="utf-8")
    assert read_interview(file).published == day.strip("'")


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + SOUND.encode(),
        SOUND.replace("\n", "\r\n").encode(),
        ("---\n" + SOUND + "...\n").encode(),
        ("# a: comment\n\n" + SOUND.replace("\n", "  # [another\n", 8)).encode(),
        SOUND.rstrip("\n").encode(),
    ],
    ids=["BOM", "CRLF", "document marks", "comments", "no end of line at the end"],
)
def test_what_an_editor_adds_to_a_file_makes_no_difference(file: Path, content: bytes) -> None:
    file.write_text(SOUND, encoding="utf-8")
    sound = read_interview(file)
    file.write_bytes(content)
    assert read_interview(file) == sound
    assert check_all([file]) == []


def test_the_knowledge_files_of_a_folder_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yml", "c.yaml", ".d.yaml", "e.yaml~", "f.txt", SCHEMA_NAME):
        (tmp_path / name).touch()
    assert [found.name for found in knowledge_files(tmp_path)] == ["a.yml", "b.yaml", "c.yaml"]


@settings(deadline=None)
@given(content=st.binary() | st.text().map(str.encode) | yaml_like.map(str.encode))
def test_any_content_is_an_interview_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(content)
    _read_or_refuse(path)


@settings(deadline=None)
@given(at=st.integers(0, len(SOUND)), length=st.integers(0, 20), piece=st.text() | yaml_like)
def test_a_sound_file_with_any_mistake_is_an_interview_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, at: int, length: int, piece: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "mistake.yaml"
    path.write_bytes((SOUND[:at] + piece + SOUND[at + length :]).encode())
    _read_or_refuse(path)


def _read_or_refuse(path: Path) -> None:
    lines = path.read_bytes().decode("utf-8", "replace").splitlines()
    problems = check_all([path])
    assert all(0 <= problem.line <= len(lines) + 1 for problem in problems)
    if problems:
        with pytest.raises(KnowledgeError):
            read_interview(path)
    else:
        assert read_interview(path).exchanges
