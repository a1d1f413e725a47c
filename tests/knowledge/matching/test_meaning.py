"""A question that shares no word with the interview is found by its meaning."""

import pytest

from knowledge.interview import Interview
from knowledge.matching import Decision, Matcher
from knowledge.matching.vector_cache import VectorCache
from knowledge.matching.words import words
from tests.knowledge.matching.interviews import FARM
from tests.knowledge.matching.matches import holds
from tests.knowledge.matching.real_model import needs_model, readings_of_model


def _words_said(interview: Interview) -> set[str]:
    return {
        word
        for one in interview.exchanges
        for text in (one.question, *one.also_asked, one.answer)
        for word in words(text)
    }


@needs_model
@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Which medical advice was he given by his physician?", "illness"),
        ("where was funding raised", "money"),
        ("saving boats during bad weather", "storm"),
        ("does family admire him", "children"),
    ],
)
def test_a_question_that_shares_no_word_with_the_interview_is_found_by_its_meaning(
    question: str, name: str
) -> None:
    assert set(words(question)).isdisjoint(_words_said(FARM))
    without = Matcher([FARM]).match(question)
    holds(without, question)
    assert without.decision is Decision.DECLINE
    match = Matcher([FARM], readings_of_model()).match(question)
    holds(match, question)
    assert match.candidates[0].exchange.id == name
    assert match.candidates[0].confidence > 2 * without.candidates[0].confidence


@needs_model
def test_the_sentence_model_makes_an_answer_of_what_words_alone_decline() -> None:
    for question in (
        "what medical advice was he given by his physician?",
        "does family admire him",
    ):
        assert Matcher([FARM]).match(question).decision is Decision.DECLINE
        assert Matcher([FARM], readings_of_model()).match(question).decision is Decision.ANSWER


def test_a_question_about_something_else_is_not_answered_from_a_few_short_exchanges(
    readings: VectorCache | None,
) -> None:
    matcher = Matcher([FARM], readings)
    for question in ("What is the best recipe for pancakes?", "How do I reset my password?"):
        match = matcher.match(question)
        holds(match, question)
        assert match.decision is not Decision.ANSWER
