"""How well questions are matched: the figures may not fall below what readers were promised."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from knowledge.evaluation import Figures, LabelledQuestion, evaluate, figures, read_questions
from knowledge.importing.imported import import_source
from knowledge.interview import Interview
from knowledge.knowledge_file import read_interview
from knowledge.language import language_of
from knowledge.matching import Match, Matcher
from knowledge.matching.model_files import installed_model
from knowledge.matching.sentence_model import SentenceModel
from knowledge.matching.vector_cache import VectorCache
from tests.conftest import FEDOROV, SHARED

OWN_QUESTIONS = Path(__file__).parent.parent / "questions.jsonl"
OTHER_LANGUAGES = OWN_QUESTIONS.with_name("questions-languages.jsonl")
SHARED_QUESTIONS = SHARED / "questions" / "fedorov.jsonl"
LONG_CONVERSATION = SHARED / "interviews" / "dorsey-founders-talk-91.md"
LONG_CONVERSATION_QUESTIONS = SHARED / "questions" / "dorsey.jsonl"
WORDS, MEANING = "words", "meaning"

needs_shared_questions = pytest.mark.skipif(
    not SHARED_QUESTIONS.exists(), reason=f"{SHARED_QUESTIONS} is not there"
)
needs_long_conversation = pytest.mark.skipif(
    not (LONG_CONVERSATION.exists() and LONG_CONVERSATION_QUESTIONS.exists()),
    reason=f"{LONG_CONVERSATION} is not there, or no questions on it",
)
needs_model = pytest.mark.skipif(installed_model() is None, reason="no sentence model is installed")
with_and_without_the_model = pytest.mark.parametrize(
    "by", [WORDS, pytest.param(MEANING, marks=needs_model)]
)
# The first of the tests with the model has it read the interviews.
pytestmark = pytest.mark.timeout(300)


@cache
def _readings() -> VectorCache:
    folder = installed_model()
    assert folder is not None
    return VectorCache(SentenceModel.load(folder))


@cache
def _interview() -> Interview:
    return read_interview(FEDOROV)


@cache
def _match(by: str) -> Callable[[str], Match]:
    return Matcher([_interview()], _readings() if by == MEANING else None).match


@cache
def _figures(questions: Path, by: str) -> Figures:
    return figures(evaluate(_match(by), read_questions(questions, _interview())))


@cache
def _figures_by_language(by: str) -> Mapping[str, Figures]:
    """Return the figures of each language, and, under 'others', of those with few questions."""
    labelled = read_questions(OTHER_LANGUAGES, _interview())
    lines = OTHER_LANGUAGES.read_text(encoding="utf-8").splitlines()
    groups: dict[str, list[LabelledQuestion]] = defaultdict(list)
    for question, line in zip(labelled, lines, strict=True):
        language = json.loads(line)["lang"]
        groups[language if language in {"ru", "ur", "ur-Latn"} else "others"].append(question)
    return {group: figures(evaluate(_match(by), asked)) for group, asked in groups.items()}


@cache
def _figures_of_a_long_conversation() -> Figures:
    """Return the figures on an interview as it was imported, to which nothing was added."""
    interview = import_source(LONG_CONVERSATION).as_interview("dorsey")
    matcher = Matcher([interview], _readings())
    return figures(evaluate(matcher.match, read_questions(LONG_CONVERSATION_QUESTIONS, interview)))


def _figure(found: Figures, name: str) -> float:
    value = getattr(found, name)
    assert isinstance(value, float)
    return value


@pytest.mark.parametrize(("name", "least"), [("top1", 0.85), ("top3", 0.95), ("one_tap", 0.90)])
def test_of_our_own_questions_enough_are_answered(name: str, least: float) -> None:
    assert _figure(_figures(OWN_QUESTIONS, WORDS), name) >= least


@pytest.mark.parametrize(("name", "most"), [("wrong", 0.05), ("offtopic_said", 0.05)])
def test_of_our_own_questions_few_are_answered_that_should_not_be(name: str, most: float) -> None:
    assert _figure(_figures(OWN_QUESTIONS, WORDS), name) <= most


@needs_shared_questions
@pytest.mark.parametrize(("name", "least"), [("top1", 0.75), ("top3", 0.90), ("one_tap", 0.85)])
def test_of_the_shared_questions_enough_are_answered(name: str, least: float) -> None:
    assert _figure(_figures(SHARED_QUESTIONS, WORDS), name) >= least


@needs_shared_questions
@pytest.mark.parametrize(("name", "most"), [("wrong", 0.08), ("offtopic_said", 0.03)])
def test_of_the_shared_questions_few_are_answered_that_should_not_be(
    name: str, most: float
) -> None:
    assert _figure(_figures(SHARED_QUESTIONS, WORDS), name) <= most


@needs_model
@pytest.mark.parametrize(
    ("name", "least"), [("top1", 0.90), ("one_tap", 0.93), ("offtopic_declined", 0.80)]
)
def test_with_the_model_more_of_our_own_questions_go_well(name: str, least: float) -> None:
    assert _figure(_figures(OWN_QUESTIONS, MEANING), name) >= least


@needs_model
@pytest.mark.parametrize(
    ("name", "most"), [("wrong", 0.04), ("offtopic_said", 0.05), ("nearmiss_said", 0.2)]
)
def test_with_the_model_fewer_of_our_own_questions_go_wrong(name: str, most: float) -> None:
    assert _figure(_figures(OWN_QUESTIONS, MEANING), name) <= most


@needs_model
@needs_shared_questions
@pytest.mark.parametrize(
    ("name", "least"), [("top1", 0.90), ("one_tap", 0.93), ("offtopic_declined", 0.85)]
)
def test_with_the_model_more_of_the_shared_questions_go_well(name: str, least: float) -> None:
    assert _figure(_figures(SHARED_QUESTIONS, MEANING), name) >= least


@needs_model
@needs_shared_questions
def test_with_the_model_fewer_of_the_shared_questions_go_wrong() -> None:
    assert _figure(_figures(SHARED_QUESTIONS, MEANING), "wrong") <= 0.04


@needs_model
@needs_long_conversation
@pytest.mark.parametrize(("name", "least"), [("top1", 0.58), ("top3", 0.80)])
def test_in_a_long_conversation_as_it_was_imported_enough_is_found(name: str, least: float) -> None:
    assert _figure(_figures_of_a_long_conversation(), name) >= least


@needs_model
@needs_long_conversation
def test_in_a_long_conversation_few_answers_are_wrong() -> None:
    assert _figure(_figures_of_a_long_conversation(), "wrong") <= 0.12


@with_and_without_the_model
@pytest.mark.parametrize("language", ["ru", "ur", "ur-Latn", "others"])
def test_in_other_languages_most_questions_are_one_tap_from_their_answer(
    by: str, language: str
) -> None:
    assert _figure(_figures_by_language(by)[language], "one_tap") >= 0.80


@with_and_without_the_model
@pytest.mark.parametrize("language", ["ru", "ur", "ur-Latn", "others"])
def test_in_other_languages_what_is_off_topic_is_not_answered(by: str, language: str) -> None:
    assert _figure(_figures_by_language(by)[language], "offtopic_said") <= 0.05


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _asked_in(questions: Path) -> set[str]:
    lines = questions.read_text(encoding="utf-8").split("\n")
    return {_folded(json.loads(line)["question"]) for line in lines if line}


def test_no_question_that_is_measured_with_stands_in_the_knowledge_file() -> None:
    sets = [OWN_QUESTIONS, OTHER_LANGUAGES, *sorted(SHARED_QUESTIONS.parent.glob("*.jsonl"))]
    measured = set().union(*map(_asked_in, sets))
    wordings = {_folded(text) for one in _interview().exchanges for text in one.also_asked}
    assert wordings
    assert wordings & measured == set()


# As the knowledge file has them: an exchange, under which language its wordings stand, a wording.
_EXCHANGE = re.compile(r"  - id: (?P<id>\S+)")
_LANGUAGE = re.compile(r"      # (?P<tag>[a-z]{2}(?:-Latn)?)")
_WORDING = re.compile(r"      - (?P<text>.+)")


def _wordings_by_language() -> Mapping[str, Mapping[str, list[str]]]:
    """Return the wordings of each exchange under the languages that comments name."""
    found: dict[str, dict[str, list[str]]] = {}
    exchange = language = ""
    for line in FEDOROV.read_text(encoding="utf-8").splitlines():
        if begins := _EXCHANGE.fullmatch(line):
            exchange, language = begins["id"], ""
            found[exchange] = defaultdict(list)
        elif named := _LANGUAGE.fullmatch(line):
            language = named["tag"]
        elif line.strip() in {"also_asked:", "topics:"}:
            language = ""
        elif language and (wording := _WORDING.fullmatch(line)):
            found[exchange][language].append(str(YAML(typ="safe").load(wording["text"])))
    return found


def test_each_exchange_has_wordings_in_the_languages_that_readers_ask_in() -> None:
    least = {"ru": 5, "ur": 5, "de": 2, "es": 2, "ar": 2, "hi": 2, "uk": 2}
    by_exchange = _wordings_by_language()
    assert list(by_exchange) == [one.id for one in _interview().exchanges]
    for exchange in _interview().exchanges:
        wordings = by_exchange[exchange.id]
        # A few words may not tell of which language they are.
        counted = Counter(
            {
                language: sum(language_of(text) in {language, None} for text in texts)
                for language, texts in wordings.items()
            }
        )
        for language, texts in wordings.items():
            assert set(texts) <= set(exchange.also_asked), language
        few = {language for language, count in least.items() if counted[language] < count}
        assert few == set(), exchange.id
