"""How well questions are matched: the figures may not fall below what readers were promised."""

import json
import re
from functools import cache
from pathlib import Path

import pytest

from knowledge.evaluation import Figures, evaluate, figures, read_questions
from knowledge.knowledge_file import read_interview
from knowledge.matching import Matcher
from tests.conftest import FEDOROV, SHARED

OWN_QUESTIONS = Path(__file__).parent.parent / "questions.jsonl"
SHARED_QUESTIONS = SHARED / "questions" / "fedorov.jsonl"
needs_shared_questions = pytest.mark.skipif(
    not SHARED_QUESTIONS.exists(), reason=f"{SHARED_QUESTIONS} is not there"
)


@cache
def _figures(questions: Path) -> Figures:
    interview = read_interview(FEDOROV)
    return figures(evaluate(Matcher([interview]).match, read_questions(questions, interview)))


def _figure(questions: Path, name: str) -> float:
    value = getattr(_figures(questions), name)
    assert isinstance(value, float)
    return value


@pytest.mark.parametrize(("name", "least"), [("top1", 0.85), ("top3", 0.95), ("one_tap", 0.90)])
def test_of_our_own_questions_enough_are_answered(name: str, least: float) -> None:
    assert _figure(OWN_QUESTIONS, name) >= least


@pytest.mark.parametrize(("name", "most"), [("wrong", 0.05), ("offtopic_said", 0.05)])
def test_of_our_own_questions_few_are_answered_that_should_not_be(name: str, most: float) -> None:
    assert _figure(OWN_QUESTIONS, name) <= most


@needs_shared_questions
@pytest.mark.parametrize(("name", "least"), [("top1", 0.75), ("top3", 0.90), ("one_tap", 0.85)])
def test_of_the_shared_questions_enough_are_answered(name: str, least: float) -> None:
    assert _figure(SHARED_QUESTIONS, name) >= least


@needs_shared_questions
@pytest.mark.parametrize(("name", "most"), [("wrong", 0.08), ("offtopic_said", 0.03)])
def test_of_the_shared_questions_few_are_answered_that_should_not_be(
    name: str, most: float
) -> None:
    assert _figure(SHARED_QUESTIONS, name) <= most


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _asked_in(questions: Path) -> set[str]:
    lines = questions.read_text(encoding="utf-8").split("\n")
    return {_folded(json.loads(line)["question"]) for line in lines if line}


def test_no_question_that_is_measured_with_stands_in_the_knowledge_file() -> None:
    sets = [OWN_QUESTIONS, *sorted(SHARED_QUESTIONS.parent.glob("*.jsonl"))]
    measured = set().union(*map(_asked_in, sets))
    wordings = {
        _folded(text) for one in read_interview(FEDOROV).exchanges for text in one.also_asked
    }
    assert wordings
    assert wordings & measured == set()
