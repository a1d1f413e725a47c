"""``run_bot.py new``, run as people run it."""

import os
from pathlib import Path

import pytest

from knowledge.interview import Person
from knowledge.knowledge_file import read_interview
from tests.terminal import Terminal, typed
from tests.test_run_bot import Run

at_a_terminal = pytest.mark.skipif(os.name != "posix", reason="terminals are POSIX's")
LINES = "port\nThe harbour: a talk\nGeo.tv\nAda #1 Byron\n[Engineer]\n2025-12\n\n\n"
BEGUN = """\
# yaml-language-server: $schema=interview.schema.json
id: port
title: 'The harbour: a talk'
outlet: Geo.tv
interviewee: {name: 'Ada #1 Byron', role: "[Engineer]"}
published: 2025-12
url:
language: en
introduction:
exchanges:
# Here come"""
EMPTY = "exchanges is empty: list at least one question with its answer, each beginning with a '-'"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path)


def test_a_file_is_begun_with_the_facts_and_an_exchange_to_fill_in(run: Run) -> None:
    status, output, error = run("new", stdin=LINES.encode())
    assert (status, error) == (0, "")
    file = Path("knowledge", "interviews", "port.yaml")
    assert (run.folder / file).read_text(encoding="utf-8").startswith(BEGUN)
    assert [entry.name for entry in (run.folder / file).parent.iterdir()] == ["port.yaml"]
    assert output.endswith(
        f"{file} is begun. Now write the questions and answers into it, from line 10 on;\n"
        f"'run_bot.py check {file}' says what is still missing.\n"
        "For editors that complete as you type: 'run_bot.py schema --out "
        "knowledge/interviews/interview.schema.json'.\n"
    )


def test_check_leads_from_what_was_begun_to_an_interview(run: Run) -> None:
    assert run("new", "port.yaml", stdin=LINES.encode())[0] == 0
    port = run.folder / "port.yaml"
    assert run("check", "port.yaml") == (1, f"port.yaml:10: {EMPTY}\n", "")

    begun = port.read_text(encoding="utf-8").replace("\n#  ", "\n  ")
    port.write_text(begun, encoding="utf-8")
    _, output, _ = run("check", "port.yaml")
    assert [line.split(" is ")[0] for line in output.splitlines()] == [
        "port.yaml:14: exchanges[0].id",
        "port.yaml:15: exchanges[0].question",
        "port.yaml:18: exchanges[0].answer",
    ]

    filled = (
        begun.replace("question: ", "question: Who paid? ")
        + "      The town.\n\n      All of it.\n"
    )
    port.write_text(filled, encoding="utf-8")
    assert run("check", "--fix", "--yes", "port.yaml")[0] == 0
    interview = read_interview(port)
    assert interview.interviewee == Person(name="Ada #1 Byron", role="[Engineer]")
    assert (interview.title, interview.published) == ("The harbour: a talk", "2025-12")
    [exchange] = interview.exchanges
    assert (exchange.id, exchange.question) == ("paid", "Who paid?")
    assert exchange.paragraphs == ("The town.", "All of it.")


def test_what_was_begun_holds_nothing_that_could_be_served_as_anybodys_words(run: Run) -> None:
    run("new", "port.yaml", stdin=b"\n\n\nAda\n\n\n\n\n")
    port = run.folder / "port.yaml"
    text = port.read_text(encoding="utf-8")
    assert "id: port\ntitle:\noutlet:\ninterviewee: {name: Ada}\npublished:\nurl:\n" in text
    for line in text.partition("exchanges:")[2].splitlines():
        assert line.startswith("#") or not line


def test_a_wrong_entry_is_explained_and_asked_again(run: Run) -> None:
    entries = ["my port", "", "port", "t" * 301, "", "", "", "Ada\u202e", "Ada", "", "soon"]
    entries += ["2025-13", "2025", "geo.tv", "https://geo.tv/a", "English", "en"]
    status, output, error = run("new", "a b.yaml", stdin="\n".join([*entries, ""]).encode())
    assert (status, error) == (0, "")
    told = [part.strip() for part in output.split("  ") if part.strip()]
    for wrong in (
        "id can't be used: write a short name",
        "id is empty: write a short name",
        "title has more than 300 characters: shorten it",
        "interviewee.name is empty: give the name of the person who answers",
        "interviewee.name has an invisible character, U+202E",
        "published can't be used: write a year, a month or a day",
        "url can't be used: give the page's whole address",
        "language can't be used: write a language tag such as en, ru or ur",
    ):
        assert any(one.startswith(wrong) for one in told), wrong
    text = (run.folder / "a b.yaml").read_text(encoding="utf-8")
    assert "published: '2025'\nurl: https://geo.tv/a\nlanguage: en\n" in text


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("port.yaml", "port.yaml is there already: name another file\n"),
        ("link.yaml", "link.yaml is there already: name another file\n"),
        ("port.txt", "port.txt is no name for a knowledge file: let it end in .yaml\n"),
        ("port.yaml/a.yaml", "port.yaml/a.yaml can't be written: "),
        (f"{'a' * 300}.yaml", f"{'a' * 300}.yaml can't be written: "),
    ],
    ids=["a file", "a link that leads nowhere", "another ending", "no folder", "too long a name"],
)
def test_nothing_is_written_over_or_where_nothing_can_be(run: Run, name: str, told: str) -> None:
    (run.folder / "port.yaml").write_text("mine", encoding="utf-8")
    (run.folder / "link.yaml").symlink_to("nowhere")
    status, _, error = run("new", name, stdin=LINES.encode())
    assert status == 1
    assert error.startswith(told)
    assert sorted(entry.name for entry in run.folder.iterdir()) == ["link.yaml", "port.yaml"]
    assert (run.folder / "port.yaml").read_text(encoding="utf-8") == "mine"


def test_a_name_whose_file_is_there_is_asked_again(run: Run) -> None:
    assert run("new", stdin=LINES.encode())[0] == 0
    port = run.folder / "knowledge" / "interviews" / "port.yaml"
    before = port.read_text(encoding="utf-8")
    status, output, _ = run("new", stdin=b"port\nmole\n\n\nAda\n\n\n\n\n")
    assert status == 0
    assert "port.yaml is there already" in output
    assert port.read_text(encoding="utf-8") == before
    assert "id: mole\n" in port.with_name("mole.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("lines", [0, 1, 7])
def test_where_the_answers_end_too_early_nothing_is_written(run: Run, lines: int) -> None:
    given = "".join(LINES.splitlines(keepends=True)[:lines])
    status, _, error = run("new", "port.yaml", stdin=given.encode())
    assert (status, error) == (1, "\nNothing is written.\n")
    assert list(run.folder.iterdir()) == []


@at_a_terminal
def test_ctrl_d_leaves_nothing_behind(tmp_path: Path) -> None:
    status, shown = typed(tmp_path, ["new"], "port\n\x04")
    assert status == 1
    assert shown.endswith("\nNothing is written.\n")
    assert list(tmp_path.iterdir()) == []


@at_a_terminal
def test_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "new")
    terminal.types("port\n")
    terminal.sees("Published title")
    assert terminal.is_interrupted() == 130
    assert list(tmp_path.iterdir()) == []
