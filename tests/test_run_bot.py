"""The command line, run as people run it."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Timer

import pytest

from knowledge.knowledge_file import read_interview
from knowledge.matching.model_files import installed_model
from knowledge.schema import SCHEMA_NAME, schema_as_json
from tests.conftest import FEDOROV, OWN
from tests.knowledge.matching.tiny_model import TinyModel

QUESTION = "By how much did trade between them grow?"
TRADE = read_interview(FEDOROV).exchanges[1]
# The words of the second question, and nothing of the first.
MISLABELLED = json.dumps({"question": TRADE.question, "kind": "typo", "relevant": [1]})
BROKEN = """\
id: harbour
interviewee: {name: Ada}
exchanges:
  - id: why
    question: Why?
    answer:
"""


class Run:
    """Runs the command in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(
        self,
        *arguments: str | bytes,
        stdin: bytes = b"",
        stdout: int = subprocess.PIPE,
        env: Mapping[str, str] | None = None,
    ) -> tuple[int, str, str]:
        """Return the exit status and what was written to standard output and error."""
        with self.start(*arguments, stdout=stdout, env=env) as process:
            written, noted = process.communicate(stdin, timeout=60)
        error = noted.decode()
        assert "Traceback" not in error
        return process.returncode, (written or b"").decode(), error

    def start(
        self,
        *arguments: str | bytes,
        stdout: int = subprocess.PIPE,
        env: Mapping[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603  (a command of our own, without a shell)
            [sys.executable, str(OWN / "run_bot.py"), *arguments],
            cwd=self.folder,
            # As in the locale of most desktops, where Python takes UTF-8 and nothing else.
            env={**os.environ, "PYTHONIOENCODING": "utf-8:strict", **(env or {})},
            stdin=subprocess.PIPE,
            stdout=stdout,
            stderr=subprocess.PIPE,
        )


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path)


def test_ask_prints_one_json_object_for_each_question_of_the_command_line(run: Run) -> None:
    status, output, error = run("ask", "--json", QUESTION, "How do I reset my password?", "🙂")
    assert (status, error) == (0, "")
    first, second, third = (json.loads(line) for line in output.splitlines())
    assert list(first) == ["question", "decision", "ms", "candidates"]
    assert (first["question"], first["decision"]) == (QUESTION, "answer")
    assert isinstance(first["ms"], float)
    assert first["ms"] >= 0
    best, *others = first["candidates"]
    assert 0 < best.pop("confidence") <= 1
    assert best.pop("quote") in TRADE.answer
    assert best == {
        "interview": "fedorov-geo-tv",
        "id": "trade-growth",
        "number": 2,
        "question": TRADE.question,
        "answer": TRADE.answer,
    }
    assert len(others) <= 2
    assert all(
        list(one) == ["interview", "id", "number", "confidence", "question", "answer", "quote"]
        for one in others
    )
    assert second["decision"] == "decline"
    assert (third["question"], third["decision"], third["candidates"]) == ("🙂", "decline", [])


def test_ask_answers_each_line_as_it_comes(run: Run) -> None:
    with run.start("ask", "--json") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        limit = Timer(30, process.kill)
        limit.start()
        for question in (QUESTION, "آپ کون ہیں؟", "", QUESTION):
            process.stdin.write(f"{question}\n".encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["question"] == question
        assert process.communicate() == (b"", b"")
        limit.cancel()
    assert process.returncode == 0


def test_ask_shows_a_person_the_question_that_was_asked_and_the_quoted_answer(run: Run) -> None:
    status, output, error = run("ask", QUESTION, env={"COLUMNS": "1000"})
    assert (status, error) == (0, "")
    assert TRADE.question in output
    assert f"“{TRADE.answer}”" in output
    assert "Andrey V. Fedorov" in output
    assert "Geo.tv" in output


def test_an_empty_line_is_between_answers_that_are_not_typed_for(run: Run) -> None:
    _, once, _ = run("ask", QUESTION)

    _, lines, _ = run("ask", stdin=f"{QUESTION}\n{QUESTION}\n".encode())
    _, arguments, _ = run("ask", QUESTION, QUESTION)

    assert lines == arguments == f"{once}\n{once}"


def test_a_question_that_is_not_utf8_is_answered_all_the_same(run: Run) -> None:
    status, output, _ = run("ask", "--json", stdin=b"caf\xe9\n" + QUESTION.encode() + b"\n")
    assert status == 0
    first, second = (json.loads(line) for line in output.splitlines())
    assert first["question"].startswith("caf")
    assert second["candidates"][0]["id"] == "trade-growth"
    status, output, _ = run("ask", "--json", b"caf\xe9")
    assert status == 0
    assert json.loads(output)["question"].startswith("caf")


def test_json_is_utf8_whatever_the_terminal_speaks(run: Run) -> None:
    status, output, _ = run("ask", "--json", QUESTION, env={"PYTHONIOENCODING": "cp1252"})
    assert status == 0
    assert json.loads(output)["candidates"][0]["question"] == TRADE.question


def test_a_terminal_that_can_not_show_a_character_shows_the_rest(run: Run) -> None:
    status, output, _ = run("ask", QUESTION, env={"PYTHONIOENCODING": "ascii"})
    assert status == 0
    assert "trade volume has grown over 20%" in output


@pytest.mark.skipif(os.name != "posix", reason="pipes break otherwise elsewhere")
@pytest.mark.parametrize("arguments", [["ask", "--json"], ["ask"], ["check"]])
def test_whoever_stops_reading_is_not_told_of_it(run: Run, arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        _, _, error = run(*arguments, stdin=f"{QUESTION}\n".encode() * 100, stdout=writing)
    finally:
        os.close(writing)
    assert error == ""


def test_check_finds_no_problem_in_the_interview_that_comes_with_the_project(run: Run) -> None:
    assert run("check") == (0, "No problems.\n", "")


def test_check_prints_every_problem_with_file_and_line(run: Run) -> None:
    (run.folder / "broken.yaml").write_text(BROKEN, encoding="utf-8")
    (run.folder / "bomb.yaml").write_text("id: &a b\n", encoding="utf-8")
    status, output, error = run("check", "broken.yaml", "bomb.yaml", "none.yaml", str(FEDOROV))
    assert (status, error) == (1, "")
    assert output.splitlines() == [
        "bomb.yaml:1: '&a' is a YAML anchor: write the text out, or put it in quotation marks "
        "if it begins with &",
        "broken.yaml:6: exchanges[0].answer is empty: give the speaker's words, or remove the "
        "exchange",
        "none.yaml: no such file or folder: check BOT_KNOWLEDGE, or the path that was given",
    ]


def test_check_names_even_what_can_not_be_shown(run: Run) -> None:
    (run.folder / "odd.yaml").write_text('"\\uD800": a\n"\\uD800": b\n', encoding="utf-8")
    status, output, _ = run("check", "odd.yaml")
    assert status == 1
    assert "odd.yaml:2: " in output


def test_check_looks_at_what_is_served_where_no_path_is_given(run: Run) -> None:
    (run.folder / "broken.yaml").write_text(BROKEN, encoding="utf-8")
    status, output, _ = run("check", env={"BOT_KNOWLEDGE": str(run.folder)})
    assert status == 1
    assert output == (
        f"{run.folder / 'broken.yaml'}:6: exchanges[0].answer is empty: give the speaker's "
        "words, or remove the exchange\n"
    )


@pytest.mark.parametrize(
    ("env", "error"),
    [
        (
            {"BOT_KNOWLEDGE": "nowhere"},
            "nowhere: no such file or folder: check BOT_KNOWLEDGE, or the path that was given\n",
        ),
        (
            {"BOT_KNOWLEDGE": "~no-such-person/x"},
            "BOT_KNOWLEDGE can't be used: give the path of a knowledge file or of a folder of "
            "them\n",
        ),
        (
            {"BOT_TOKEN": "a-secret", "BOT_ADMINS": "me"},
            "BOT_TOKEN can't be used: a token looks like 123456789:ABC-def_123, as @BotFather "
            "sends it\nBOT_ADMINS can't be used: give user ids, whole numbers with commas "
            "between them, such as 12345,67890\n",
        ),
    ],
    ids=["nothing there", "nobody's home", "wrong values"],
)
def test_settings_that_can_not_be_used_are_named_and_nothing_is_begun(
    run: Run, env: dict[str, str], error: str
) -> None:
    assert run("ask", "--json", QUESTION, env=env) == (1, "", error)


def test_a_setting_that_nothing_reads_is_noticed_and_the_rest_goes_on(run: Run) -> None:
    (run.folder / ".env").write_text("BOT_TOKN=secret\n", encoding="utf-8")
    status, output, error = run("ask", "--json", QUESTION)
    assert status == 0
    assert json.loads(output)["decision"] == "answer"
    assert error == "BOT_TOKN is not a setting of this version: did you mean BOT_TOKEN?\n"


@pytest.mark.parametrize("command", [["ask", "--json", QUESTION], ["eval", "questions.jsonl"], []])
def test_a_model_that_is_not_there_is_named_and_nothing_is_begun(
    run: Run, command: list[str]
) -> None:
    (run.folder / "questions.jsonl").write_text(MISLABELLED, encoding="utf-8")
    told = "BOT_MODEL: /nowhere: this folder is not there: name the folder of a sentence model\n"
    assert run(*command, env={"BOT_MODEL": "/nowhere"}) == (1, "", told)


def test_a_model_that_is_damaged_is_named_and_nothing_is_begun(run: Run) -> None:
    weights = TinyModel().write(run.folder / "model") / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1])
    file = "model/model.safetensors"
    told = f"BOT_MODEL: {file}: the file is damaged or was cut off: get the model again\n"
    assert run("ask", "--json", QUESTION, env={"BOT_MODEL": "model"}) == (1, "", told)


@pytest.mark.parametrize("model", ["none", "auto"])
def test_ask_answers_with_a_model_and_without_one(run: Run, model: str) -> None:
    env = {"BOT_MODEL": model, "BOT_CACHE": "cache"}
    for _ in range(2):
        status, output, error = run("ask", "--json", QUESTION, env=env)
        assert (status, error) == (0, "")
        found = json.loads(output)
        assert found["decision"] == "answer"
        assert found["candidates"][0]["id"] == "trade-growth"
    is_used = model == "auto" and installed_model() is not None
    kept = [entry.suffix for entry in run.folder.glob("cache/readings-*")]
    assert kept == ([".sqlite"] if is_used else [])


def test_ask_answers_with_the_model_of_a_folder(run: Run) -> None:
    TinyModel().write(run.folder / "model")
    env = {"BOT_MODEL": "model", "BOT_CACHE": "cache"}
    status, output, error = run("ask", "--json", QUESTION, env=env)
    assert (status, error) == (0, "")
    assert json.loads(output)["candidates"]
    assert [entry.suffix for entry in run.folder.glob("cache/readings-*")] == [".sqlite"]


def test_schema_writes_the_schema_of_a_knowledge_file(run: Run) -> None:
    status, output, error = run("schema")
    made = Path("knowledge", "interviews", SCHEMA_NAME)
    assert (status, error) == (0, "")
    assert output == f"{made}: the JSON Schema of a knowledge file\n"
    assert (run.folder / made).read_text(encoding="utf-8") == schema_as_json()
    (run.folder / "other.json").write_text("old", encoding="utf-8")
    assert run("schema", "--out", "other.json")[0] == 0
    assert (run.folder / "other.json").read_text(encoding="utf-8") == schema_as_json()
    status, output, error = run("schema", "--out", "other.json/schema.json")
    assert (status, output) == (1, "")
    assert error.startswith("other.json/schema.json can't be written: ")


def test_no_command_is_imported_before_it_is_run() -> None:
    command = (
        "import sys, run_bot\n"
        "try: run_bot.main(['--help'])\n"
        "finally: sys.exit(bool({'knowledge.library', 'bot.application'} & sys.modules.keys()))"
    )

    found = subprocess.run(  # noqa: S603  (ourselves)
        [sys.executable, "-c", command], cwd=OWN, stdout=subprocess.DEVNULL, check=False
    )
    assert found.returncode == 0
