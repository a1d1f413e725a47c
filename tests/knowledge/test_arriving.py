"""A file from outside: checked, held against what is served, and published in its place alone."""

import io
import tracemalloc
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge import arriving
from knowledge.arriving import LARGEST_ARRIVAL, Arrival, Arrivals
from knowledge.differences import Kind
from knowledge.importing.imported import import_content
from knowledge.knowledge_file import read_interview
from knowledge.library import Library
from knowledge.problem import KnowledgeError
from knowledge.versions import MovedError, Versions
from tests.knowledge.harbour import CHANGED, FOUND, HARBOUR, ID, changed, history
from tests.knowledge.test_library import BRIDGE

COD = changed("herring", "cod")
TRANSCRIPT = """\
Q: Why did you build the harbour?
A: Because ships needed it in every storm.

Q: Who paid for the lighthouse?
A: The town did, with a tax on cod.

Q: How deep is it?
A: Nine feet.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "interviews"
    folder.mkdir()
    (folder / "pilot.yaml").write_text(HARBOUR, encoding="utf-8")
    return folder


def arrive(source: Path, name: str, content: str | bytes) -> Arrival:
    arrivals = Arrivals(source, Library(source).files)
    return arrivals.arrive(name, content.encode() if isinstance(content, str) else content)


def problems(source: Path, name: str, content: str | bytes) -> list[str]:
    before = {
        file: file.read_bytes() for file in sorted(source.parent.rglob("*")) if file.is_file()
    }
    with pytest.raises(KnowledgeError) as refused:
        arrive(source, name, content)
    after = {file: file.read_bytes() for file in sorted(source.parent.rglob("*")) if file.is_file()}
    assert before == after
    return [str(problem) for problem in refused.value.problems]


def test_a_knowledge_file_shows_what_differs_and_changes_nothing_until_it_is_published(
    folder: Path,
) -> None:
    found = arrive(folder, "harbour (3).yaml", COD)
    assert found.path == folder / "pilot.yaml"
    assert found.path.read_text(encoding="utf-8") == HARBOUR
    assert [(one.kind, one.exchange.id) for one in found.differences.exchanges] == [
        (Kind.CHANGED, "money")
    ]
    assert not found.is_new
    made = found.publish("Nell")
    assert found.path.read_text(encoding="utf-8") == COD
    assert (made.who, made.what) == ("Nell", CHANGED)
    assert history(Versions(found.path, ID)) == [
        ("Nell", CHANGED),
        ("", FOUND),
    ]


def test_two_who_send_files_at_once_do_not_overwrite_each_other(folder: Path) -> None:
    first, second = arrive(folder, "a.yaml", COD), arrive(folder, "b.yaml", changed("Nell", "Bess"))
    first.publish("Nell")
    with pytest.raises(MovedError):
        second.publish("Bess")
    assert first.path.read_text(encoding="utf-8") == COD


def test_an_interview_that_is_new_gets_a_file_of_its_own_named_by_its_id(folder: Path) -> None:
    found = arrive(folder, "x.yml", BRIDGE)
    assert (found.path, found.is_new) == (folder / "bridge.yaml", True)
    found.publish("Nell")
    assert read_interview(folder / "bridge.yaml") == found.interview
    library = Library(folder)
    assert [one.id for one in library.current.interviews] == ["bridge", "harbour"]


@pytest.mark.parametrize(
    "name",
    [
        "../../x.yaml",
        "/etc/x.yaml",
        "..\\..\\x.yaml",
        "C:\\x.yaml",
        "x\0.yaml",
        "x\n\u202e.yaml",
        ".yaml",
        "..",
        "",
        "CON.yaml",
        "pilot.yaml",
        "a" * 5000 + ".yaml",
    ],
)
def test_the_name_of_a_file_leads_nowhere(folder: Path, name: str) -> None:
    found = arrive(folder, name, BRIDGE)
    assert found.path == folder / "bridge.yaml"
    (line,) = problems(folder, name, BRIDGE.replace("Because the river is wide.", ""))
    shown = line.split(":")[0]
    assert len(shown) <= 80
    assert shown.isprintable()
    assert not {"/", "\\"} & set(shown)


@pytest.mark.parametrize("interview_id", ["../bridge", "a/b", "/etc/passwd", "..", "a\\b", "é"])
def test_an_id_that_could_lead_elsewhere_is_refused(folder: Path, interview_id: str) -> None:
    (line,) = problems(folder, "x.yaml", BRIDGE.replace("id: bridge", f"id: {interview_id}"))
    assert line.startswith("x.yaml:1: id can't be used: write a short name of letters")


def test_every_problem_is_told_with_its_line(folder: Path) -> None:
    text = changed("    question: Who keeps it today?\n", "    questoin: Who keeps it?\n")
    assert problems(folder, "mine.yaml", changed("id: harbour\n", "id: a b\n", text)) == [
        "mine.yaml:2: id can't be used: write a short name of letters A-Z a-z, digits, _ and -, "
        "at most 64 of them (Telegram's links carry no others)",
        "mine.yaml:20: exchanges[2].question is missing: give the interviewer's question, or "
        "remove the exchange",
        "mine.yaml:21: exchanges[2].questoin is no field: did you mean question?",
    ]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("x.yaml", b"", "x.yaml: the file is empty"),
        ("x.yaml", b"\xef\xbb\xbf \n", "x.yaml: the file is empty"),
        ("x.yaml", b"id: a\n\xff", "x.yaml:2: this is not UTF-8 text: save the file with"),
        ("x.yaml", b"id: &a b\n", "x.yaml:1: '&a' is a YAML anchor"),
        ("x.yaml", b"- a\n", "x.yaml:1: a knowledge file begins with fields"),
        ("x.yaml", b"PK\x03\x04\x00\x00", "x.yaml:1: the character U+0003 can't stand in a text"),
        ("x.txt", b"", "x.txt: there is nothing in it"),
        ("x.pdf", b"%PDF-1.7 \x00", "x.pdf: this is a PDF: open it, select all of its text"),
        ("x.png", b"\x89PNG\r\n\x1a\n\x00", "x.png: this is an image"),
        ("x.docx", b"PK\x03\x04 broken", "x.docx: this is a Word document or another packed"),
        ("x.zip", b"PK\x03\x04\x00", "x.zip: this is a Word document or another packed file"),
        ("x.exe", b"MZ\x90\x00\x03\x00\x00\x00\x04" * 99, "x.exe: this is no text"),
        ("x.txt", b"Nothing is asked here.", "x.txt: no questions and answers were found"),
        ("../x.txt", b"Nothing is asked.", "x.txt: no questions and answers were found"),
    ],
)
def test_what_can_not_be_read_gets_a_clear_line(
    folder: Path, name: str, content: bytes, expected: str
) -> None:
    (line,) = problems(folder, name, content)
    assert line.startswith(expected)


def test_a_file_that_is_too_large_is_refused_unread(folder: Path) -> None:
    (line,) = problems(folder, "x.yaml", b"a" * 20 * 1024 * 1024)
    assert line == "x.yaml: has 20 MB, and can have 5 at most: send the interview alone"
    (line,) = problems(folder, "x.txt", b" " * LARGEST_ARRIVAL)
    assert line == "x.txt: there is nothing in it"


def test_a_line_of_any_length_is_read_to_its_end(folder: Path) -> None:
    (line,) = problems(folder, "x.txt", b"a" * 1024 * 1024)
    assert line.startswith("x.txt: no questions and answers were found")


def packed(**parts: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return written.getvalue()


_MAIN = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/officeDocument" Target="word/elsewhere.bin"/></Relationships>'
)


@pytest.mark.parametrize(
    "bomb",
    [
        packed(word__document_dot_xml=b"<w:t>" + b" " * 64 * 1024 * 1024),
        packed(mimetype=b" " * 64 * 1024 * 1024),
        packed(
            _rels__dot_rels=_MAIN,
            word__document_dot_xml=b"<a/>",
            word__elsewhere_dot_bin=b"<w:t>" + b" " * 64 * 1024 * 1024,
        ),
    ],
    ids=["its text", "its kind", "a text of another name"],
)
def test_a_packed_file_that_would_fill_the_memory_is_not_unpacked(
    folder: Path, bomb: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Here, where its memory is seen.
    monkeypatch.setattr(arriving, "import_apart", import_content)
    assert len(bomb) < 200_000
    library = Library(folder)
    tracemalloc.start()
    try:
        with pytest.raises(KnowledgeError, match=r"bomb\.docx: this"):
            Arrivals(folder, library.files).arrive("bomb.docx", bomb)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 8 * 1024 * 1024


def test_what_is_imported_keeps_what_people_added_to_the_interview_that_it_is(
    folder: Path,
) -> None:
    found = arrive(folder, "transcript.txt", TRANSCRIPT)
    assert found.path == folder / "pilot.yaml"
    assert [(one.kind, one.exchange.id) for one in found.differences.exchanges] == [
        (Kind.CHANGED, "money"),
        (Kind.REMOVED, "keeper"),
        (Kind.ADDED, "deep"),
    ]
    found.publish("Nell")
    text = found.path.read_text(encoding="utf-8")
    assert "# About money." in text
    assert "- where did the money come from   # on tape" in text
    money = read_interview(found.path).exchanges[1]
    assert (money.topics, money.answer) == (("money",), "The town did, with a tax on cod.")


def test_what_is_imported_and_new_gets_a_file_and_an_id_of_its_own(folder: Path) -> None:
    text = "Q: Why is the bridge so long?\nA: Because the river is wide.\n"
    found = arrive(folder, "bridge.txt", text)
    assert (found.path, found.interview.id) == (folder / "interview.yaml", "interview")
    found.publish("Nell")
    text = text.replace("bridge", "tunnel").replace("wide", "deep")
    again = arrive(folder, "tunnel.txt", text)
    assert again.path == folder / "interview-2.yaml"


def test_a_knowledge_file_under_any_name_is_taken_for_one(folder: Path) -> None:
    found = arrive(folder, "harbour.yaml.txt", "\ufeff" + COD)
    assert found.path == folder / "pilot.yaml"
    assert found.text == "\ufeff" + COD


def test_where_one_file_is_served_only_its_interview_can_be_replaced(folder: Path) -> None:
    source = folder / "pilot.yaml"
    assert arrive(source, "x.yaml", COD).path == source
    (line,) = problems(source, "x.yaml", BRIDGE)
    assert line == (
        "x.yaml: its id is 'bridge', and only 'harbour' can be replaced: BOT_KNOWLEDGE is one "
        "file. To add interviews, make it a folder"
    )


def test_a_file_that_another_interview_has_taken_is_not_replaced(folder: Path) -> None:
    (folder / "bridge.yaml").write_text(
        BRIDGE.replace("id: bridge", "id: tunnel"), encoding="utf-8"
    )
    (line,) = problems(folder, "x.yaml", BRIDGE)
    assert line.startswith("x.yaml: it belongs into bridge.yaml, which holds 'tunnel'")


def test_a_file_with_problems_is_mended_by_sending_one_without(folder: Path) -> None:
    library = Library(folder)
    broken = changed("id: harbour\n", "id: harbour\nid: harbour\n")
    (folder / "pilot.yaml").write_text(broken, encoding="utf-8")
    found = Arrivals(folder, library.files).arrive("x.yaml", COD.encode())
    assert [one.exchange.id for one in found.differences.exchanges] == ["money"]
    found.publish("Nell")
    assert history(Versions(found.path, ID))[1] == ("", FOUND)


def test_texts_over_the_limits_of_a_knowledge_file_are_told(folder: Path) -> None:
    text = f"Q: Why is the bridge so long?\nA: {'Wide. ' * 10_001}\n"
    (line,) = problems(folder, "x.txt", text)
    assert line == (
        "x.txt: answer “Wide. Wide. Wide. Wide. Wide. Wide. Wide…” has more than 60000 characters: "
        "shorten it"
    )


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)), st.text())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_content_under_any_name_is_taken_or_refused(
    tmp_path: Path, content: bytes, name: str
) -> None:
    with pytest.MonkeyPatch.context() as patch, suppress(KnowledgeError):
        # A process for each would take minutes.
        patch.setattr(arriving, "import_apart", import_content)
        assert Arrivals(tmp_path, {}).arrive(name, content).path.parent == tmp_path
    assert list(tmp_path.iterdir()) == []
