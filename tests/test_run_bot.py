"""The command line, run as people run it."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Timer

import pytest

from knowledge.evaluation import Figures
from knowledge.knowledge_file import read_interview
from knowledge.loading import check_all
from knowledge.matching.model_files import installed_model
from knowledge.schema import SCHEMA_NAME, schema_as_json
from tests.conftest import FEDOROV, OWN
from tests.knowledge.matching.tiny_model import TinyModel

QUESTION = "By how much did trade between them grow?"
TRADE = read_interview(FEDOROV).exchanges[1]
SOURCE = """\
Select Language:
The harbour was opened in May.
Q: Why did you build the harbour?
Lovelace: Because ships needed it.
They had no other.
Q: Who paid?
Lovelace: The town did.
"""
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


def test_eval_prints_its_figures_as_json(run: Run) -> None:
    (run.folder / "questions.jsonl").write_text(
        json.dumps({"question": TRADE.question, "kind": "paraphrase", "relevant": [2]})
        + "\n"
        + json.dumps({"question": "🙂", "kind": "offtopic", "relevant": []}),
        encoding="utf-8",
    )
    status, output, error = run("eval", "questions.jsonl", "--json")
    assert (status, error) == (0, "")
    found = json.loads(output)
    assert list(found) == list(Figures.__dataclass_fields__)
    assert (found["questions"], found["right"], found["offtopic_said"]) == (2, 1.0, 0.0)


# The words of the second question, and nothing of the first.
MISLABELLED = json.dumps({"question": TRADE.question, "kind": "typo", "relevant": [1]})
UNLABELLED = json.dumps({"question": TRADE.question, "kind": "nearmiss", "quotes": ["So there."]})


def test_eval_lists_each_answer_that_should_not_have_been_given(run: Run) -> None:
    (run.folder / "questions.jsonl").write_text(f"{MISLABELLED}\n{UNLABELLED}\n", encoding="utf-8")
    status, output, error = run("eval", "questions.jsonl", "--wrong")
    assert status == 0
    assert error == (
        "questions.jsonl:2: the quote “So there.” stands in no answer: give words as they stand "
        "there (the question counts as one that the interview does not answer)\n"
    )
    counts, _, *listed = output[output.index("Answers that") :].splitlines()
    assert counts == "Answers that should not have been given: 2"
    first = read_interview(FEDOROV).exchanges[0]
    confidence = listed[1].rpartition(" ")[2]
    assert listed == [
        f"{TRADE.question} (typo)",
        f"  answered: 2. {TRADE.question} (confidence {confidence}",
        f"  right:    1. {first.question}",
        "",
        f"{TRADE.question} (nearmiss)",
        f"  answered: 2. {TRADE.question} (confidence {confidence}",
        "  right:    the interview does not answer it",
    ]
    status, output, _ = run("eval", "questions.jsonl", "--wrong", "--json")
    assert status == 0
    typo, nearmiss = json.loads(output)["wrong_answers"]
    assert list(typo) == ["question", "kind", "confidence", "given", "right"]
    assert typo["given"] == {"number": 2, "id": "trade-growth", "question": TRADE.question}
    assert typo["right"] == [{"number": 1, "id": first.id, "question": first.question}]
    assert nearmiss["right"] == []


def test_eval_draws_its_plots_into_a_folder_that_it_makes(run: Run) -> None:
    (run.folder / "questions.jsonl").write_text(MISLABELLED, encoding="utf-8")
    status, output, _ = run("eval", "questions.jsonl", "--json", "--plots", "made/plots")
    assert status == 0
    assert json.loads(output)["questions"] == 1
    drawn = (run.folder / "made" / "plots").iterdir()
    assert {entry.name for entry in drawn} == {"reliability.png", "answered-wrong.png"}


def test_eval_prints_its_figures_even_where_the_plots_can_not_be_drawn(run: Run) -> None:
    (run.folder / "questions.jsonl").write_text(MISLABELLED, encoding="utf-8")
    status, output, error = run("eval", "questions.jsonl", "--json", "--plots", "questions.jsonl")
    assert (status, json.loads(output)["questions"]) == (1, 1)
    assert error.endswith("questions.jsonl is a file: name a folder for the plots\n")
    # A module of that name with nothing in it, as good as none.
    (run.folder / "matplotlib.py").touch()
    status, output, error = run(
        "eval", "questions.jsonl", "--plots", "plots", env={"PYTHONPATH": str(run.folder)}
    )
    assert status == 1
    assert output.startswith("questions ")
    assert error == (
        "The plots need matplotlib, which is not installed here: `make test` sets it up in .venv; "
        "then run .venv/bin/python run_bot.py eval …\n"
    )
    assert not (run.folder / "plots").exists()


def test_eval_of_several_interviews_asks_for_the_one_that_is_meant(run: Run) -> None:
    served = run.folder / "served"
    served.mkdir()
    (served / "fedorov.yaml").write_bytes(FEDOROV.read_bytes())
    (served / "harbour.yaml").write_text(BROKEN.replace("answer:", "answer: So."), encoding="utf-8")
    (run.folder / "questions.jsonl").write_text('{"question": "a"}\n', encoding="utf-8")
    status, output, error = run("eval", "questions.jsonl", env={"BOT_KNOWLEDGE": "served"})
    assert (status, output) == (1, "")
    assert error == "name one interview with --interview: fedorov-geo-tv, harbour\n"
    status, output, error = run(
        "eval", "questions.jsonl", "--interview", "harbour", env={"BOT_KNOWLEDGE": "served"}
    )
    assert (status, output) == (1, "")
    assert error == (
        "questions.jsonl:1: not a labelled question (Field required): give question, kind, and "
        "relevant or quotes\n"
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
