"""``run_bot.py import``, as people run it."""

import json
from pathlib import Path

import pytest

from knowledge.knowledge_file import read_interview
from knowledge.loading import check_all
from tests.test_run_bot import BROKEN, Run

SOURCE = """\
Select Language:
The harbour was opened in May.
Q: Why did you build the harbour?
Lovelace: Because ships needed it.
They had no other.
Q: Who paid?
Lovelace: The town did.
"""


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path)


def test_import_prints_what_it_found_as_json_and_writes_nothing(run: Run) -> None:
    (run.folder / "harbour.txt").write_text(SOURCE, encoding="utf-8")
    status, output, error = run("import", "harbour.txt", "--json")
    assert (status, error) == (0, "")
    assert json.loads(output) == {
        "title": None,
        "interviewee": "Lovelace",
        "outlet": None,
        "introduction": ["The harbour was opened in May."],
        "exchanges": [
            {
                "id": "build-harbour",
                "number": 1,
                "question": "Why did you build the harbour?",
                "answer": ["Because ships needed it.", "They had no other."],
            },
            {"id": "paid", "number": 2, "question": "Who paid?", "answer": ["The town did."]},
        ],
        "skipped": ["Select Language:"],
    }
    assert [entry.name for entry in run.folder.iterdir()] == ["harbour.txt"]


def test_import_writes_a_knowledge_file_once_and_never_over_another(run: Run) -> None:
    (run.folder / "harbour.txt").write_text(SOURCE, encoding="utf-8")
    status, output, error = run("import", "harbour.txt", "--out", "made/port.yaml")
    assert (status, error) == (0, "")
    assert output.splitlines() == [
        "made/port.yaml: 2 exchanges with Lovelace",
        "Read as plain text.",
        "Asks: Q (2 turns)",
        "Answers: Lovelace (2 turns)",
        "  1 Why did you build the harbour?",
        "    Because ships needed it. They had no other.",
        "  2 Who paid?",
        "    The town did.",
        "Introduction: The harbour was opened in May.",
        "skipped: Select Language:",
        "check: exchange 2: the answer is 3 words",
        "Now complete outlet, role, date and address in it, as far as they are known.",
    ]
    made = run.folder / "made" / "port.yaml"
    assert check_all([made]) == []
    assert read_interview(made).id == "port"
    made.write_text("mine", encoding="utf-8")
    status, output, error = run("import", "harbour.txt", "--out", "made/port.yaml")
    assert (status, output) == (1, "")
    assert error == (
        "made/port.yaml is there already: name another with --out, or renew it with --force\n"
    )
    assert made.read_text(encoding="utf-8") == "mine"
    assert list(made.parent.iterdir()) == [made]


def test_import_names_the_file_after_its_source_or_asks_for_a_name(run: Run) -> None:
    (run.folder / "The Harbour (2025).txt").write_text(SOURCE, encoding="utf-8")
    status, output, _ = run("import", "The Harbour (2025).txt")
    assert status == 0
    made = Path(output.partition(":")[0])
    assert made.parent == Path("knowledge", "interviews")
    assert check_all([run.folder / made]) == []
    (run.folder / "гавань.txt").write_text(SOURCE, encoding="utf-8")
    status, _, error = run("import", "гавань.txt")
    assert status == 0 or "--out" in error


@pytest.mark.parametrize(
    ("out", "told"),
    [("my port.yaml", "--out"), ("harbour.txt/port.yaml", "can't be written")],
    ids=["a name that is no id", "a folder that is a file"],
)
def test_import_says_why_a_file_can_not_be_written(run: Run, out: str, told: str) -> None:
    (run.folder / "harbour.txt").write_text(SOURCE, encoding="utf-8")
    status, output, error = run("import", "harbour.txt", "--out", out)
    assert (status, output) == (1, "")
    assert told in error
    assert [entry.name for entry in run.folder.iterdir()] == ["harbour.txt"]


def test_import_says_what_it_looked_for_and_where_it_stopped(run: Run) -> None:
    (run.folder / "page.txt").write_text("Just a page.\n", encoding="utf-8")
    status, output, error = run("import", "page.txt", "--out", "page.yaml")
    assert (status, output) == (1, "")
    assert error.startswith(
        "page.txt: no questions and answers were found. It was read as plain text. Looked for "
    )
    assert error.endswith("Reading stopped at line 1, 'Just a page.'.\n")
    assert [entry.name for entry in run.folder.iterdir()] == ["page.txt"]


def test_import_reads_standard_input(run: Run) -> None:
    status, output, error = run("import", "-", "--json", stdin=SOURCE.encode("utf-16"))
    assert (status, error) == (0, "")
    assert json.loads(output)["interviewee"] == "Lovelace"
    status, output, error = run("import", "-", "--out", "port.yaml", stdin=SOURCE.encode())
    assert (status, error) == (0, "")
    assert read_interview(run.folder / "port.yaml").interviewee.name == "Lovelace"
    status, output, error = run("import", "-", stdin=SOURCE.encode())
    assert (status, output) == (1, "")
    assert error.startswith("Name the knowledge file with --out")
    status, output, error = run("import", "-", stdin=b"Just a page.")
    assert (status, output) == (1, "")
    assert error.startswith("standard input: no questions and answers were found.")


def test_import_renews_a_file_with_force_and_keeps_what_people_added(run: Run) -> None:
    source, made = run.folder / "harbour.txt", run.folder / "port.yaml"
    source.write_text(SOURCE, encoding="utf-8")
    run("import", "harbour.txt", "--out", "port.yaml")
    written = made.read_text(encoding="utf-8").replace("id: paid", "id: who-paid")
    made.write_text(written.replace("outlet:", "outlet: Harbour News"), encoding="utf-8")
    source.write_text(SOURCE.replace("The town did.", "The whole town did."), encoding="utf-8")
    status, output, error = run("import", "harbour.txt", "--out", "port.yaml", "--force")
    assert (status, error) == (0, "")
    renewed = read_interview(made)
    assert renewed.outlet == "Harbour News"
    assert [one.id for one in renewed.exchanges] == ["build-harbour", "who-paid"]
    assert renewed.exchanges[1].answer == "The whole town did."
    source.write_text(SOURCE.partition("Q: Who")[0], encoding="utf-8")
    status, output, error = run("import", "harbour.txt", "--out", "port.yaml", "--force")
    assert "removed: who-paid is not in the source any more: Who paid?\n" in output


def test_import_with_force_leaves_a_file_that_it_can_not_read(run: Run) -> None:
    (run.folder / "harbour.txt").write_text(SOURCE, encoding="utf-8")
    (run.folder / "port.yaml").write_text(BROKEN, encoding="utf-8")
    status, output, error = run("import", "harbour.txt", "--out", "port.yaml", "--force")
    assert (status, output) == (1, "")
    assert error.startswith("port.yaml:6: exchanges[0].answer is empty")
    assert (run.folder / "port.yaml").read_text(encoding="utf-8") == BROKEN


def test_import_names_what_may_have_been_misunderstood(run: Run) -> None:
    (run.folder / "talk.txt").write_text(
        "Q: Tell us of the lamp.\nA: It is old and it is mine.\nQ: Why?\nA: So.\n", encoding="utf-8"
    )
    status, output, _ = run("import", "talk.txt", "--out", "talk.yaml")
    assert status == 0
    assert [line for line in output.splitlines() if line.startswith("check: ")] == [
        "check: who answers is not named: complete interviewee.name",
        "check: exchange 1 has no question mark",
        "check: exchange 2: the answer is 1 word",
    ]
    assert check_all([run.folder / "talk.yaml"]) == []
