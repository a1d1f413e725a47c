"""``run_bot.py check --fix``, run as people run it."""

import os
from pathlib import Path

import pytest

from tests.knowledge.test_mending import TIDY, UNTIDY
from tests.terminal import Terminal, typed
from tests.test_run_bot import BROKEN, Run

at_a_terminal = pytest.mark.skipif(os.name != "posix", reason="terminals are POSIX's")
DIFF = """\
--- port.yaml
+++ port.yaml (mended)
@@ -1,22 +1,24 @@
+# yaml-language-server: $schema=interview.schema.json
 # The harbour, as published.
-interviewee: {role: Engineer, name: Ada Byron}
 # the file's own name
-id: harbour\x20\x20
+id: harbour
+interviewee: {name: Ada Byron, role: Engineer}
"""


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path)


@pytest.fixture
def port(tmp_path: Path) -> Path:
    path = tmp_path / "port.yaml"
    path.write_text(UNTIDY, encoding="utf-8")
    return path


def test_with_yes_files_are_mended_after_a_diff_is_shown(run: Run, port: Path) -> None:
    status, output, error = run("check", "--fix", "--yes", "port.yaml", "port.yaml", ".")
    assert (status, error) == (0, "")
    assert output.startswith(DIFF)
    assert output.endswith("port.yaml is mended.\nNo problems.\n")
    assert port.read_text(encoding="utf-8") == TIDY
    assert run("check", "--fix", "--yes", "port.yaml") == (0, "No problems.\n", "")


def test_without_a_terminal_only_the_diff_is_shown(run: Run, port: Path) -> None:
    status, output, error = run("check", "--fix", "port.yaml", stdin=b"y\n")
    assert (status, error) == (1, "")
    assert output.startswith(DIFF)
    assert "\nNothing is changed yet: --yes mends 1 file.\n" in output
    assert "port.yaml:8: exchanges[0].id is missing: " in output
    assert port.read_text(encoding="utf-8") == UNTIDY


def test_a_diff_says_where_the_end_of_the_last_line_is_missing(run: Run, port: Path) -> None:
    port.write_text(TIDY.split("\n", 1)[1].rstrip("\n"), encoding="utf-8")
    status, output, _ = run("check", "--fix", "port.yaml")
    assert status == 1
    assert "Nothing is changed yet" in output
    assert "No other problems." in output
    port.write_text(UNTIDY.rstrip("\n"), encoding="utf-8")
    assert "-# the end\n\\ No newline" not in run("check", "--fix", "port.yaml")[1]
    port.write_text(UNTIDY[: UNTIDY.index("\n# the end")] + "  ", encoding="utf-8")
    assert "\n\\ No newline at end of file\n" in run("check", "--fix", "port.yaml")[1]


def test_what_could_not_be_mended_is_reported(run: Run, port: Path) -> None:
    (run.folder / "broken.yaml").write_text(BROKEN, encoding="utf-8")
    spoken = UNTIDY.replace("Because ships needed it.", "Because.  ")
    port.write_text(spoken, encoding="utf-8")
    status, output, error = run("check", "--fix", "--yes", ".", "nowhere.yaml")
    assert status == 1
    assert output.splitlines()[-2:] == [
        "broken.yaml:7: exchanges[0].answer is empty: give the speaker's words, or remove the "
        "exchange",
        "nowhere.yaml: no such file or folder: check BOT_KNOWLEDGE, or the path that was given",
    ]
    assert error == (
        "not mended: port.yaml:13: the spaces at the end of this line are part of a text, and "
        "stay\n"
    )
    assert port.read_text(encoding="utf-8") == TIDY.replace(
        "Because ships needed it.", "Because.  "
    )


def test_yes_without_fix_is_refused(run: Run, port: Path) -> None:
    status, output, error = run("check", "--yes", "port.yaml")
    assert (status, output) == (2, "")
    assert error == "--yes goes with --fix, which shows what it would mend\n"


@at_a_terminal
@pytest.mark.parametrize("answer", ["y\n", "Yes\n"])
def test_at_a_terminal_files_are_mended_once_somebody_agrees(port: Path, answer: str) -> None:
    status, shown = typed(port.parent, ["check", "--fix", "port.yaml"], answer)
    assert "Mend 1 file? [y/N] " in shown
    assert "port.yaml is mended.\nNo problems." in shown
    assert status == 0
    assert port.read_text(encoding="utf-8") == TIDY


@at_a_terminal
@pytest.mark.parametrize("answer", ["\n", "n\n", "what?\n", "\x04"])
def test_at_a_terminal_nothing_is_changed_where_nobody_agrees(port: Path, answer: str) -> None:
    status, shown = typed(port.parent, ["check", "--fix", "port.yaml"], answer)
    assert "Nothing is changed." in shown
    assert status == 1
    assert port.read_text(encoding="utf-8") == UNTIDY


@at_a_terminal
def test_at_a_terminal_nothing_is_changed_after_ctrl_c(port: Path) -> None:
    terminal = Terminal(port.parent, "check", "--fix", "port.yaml")
    terminal.sees("Mend 1 file?")
    assert terminal.is_interrupted() == 130
    assert port.read_text(encoding="utf-8") == UNTIDY


@at_a_terminal
def test_a_file_that_changes_while_somebody_decides_is_left_as_it_is(port: Path) -> None:
    terminal = Terminal(port.parent, "check", "--fix", "port.yaml")
    terminal.sees("Mend 1 file?")
    port.write_text("mine", encoding="utf-8")
    terminal.types("y\n")
    assert terminal.ends() == 1
    assert "port.yaml: the file has changed meanwhile, and was left as it is" in terminal.shown
    assert port.read_text(encoding="utf-8") == "mine"
