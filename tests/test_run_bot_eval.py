"""``run_bot.py eval``, as people run it."""

import json
from pathlib import Path

import pytest

from knowledge.evaluation import Figures
from knowledge.knowledge_file import read_interview
from tests.conftest import FEDOROV
from tests.test_run_bot import BROKEN, MISLABELLED, TRADE, Run


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path)


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
