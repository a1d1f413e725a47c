"""Among very many exchanges the one that was asked about is found."""

from knowledge.interview import Exchange, Interview, Person
from knowledge.matching import Decision, Matcher
from knowledge.matching.vector_cache import VectorCache
from tests.knowledge.matching.interviews import CROWD, TOWNS
from tests.knowledge.matching.matches import holds
from tests.knowledge.matching.real_model import needs_model, readings_of_model


def test_more_exchanges_than_are_looked_at_closely_are_all_found() -> None:
    names = [
        f"{first}{last}"
        for first in ("kor", "bal", "ter", "mun")
        for last in (
            "ada",
            "ebo",
            "ino",
            "oku",
            "uli",
            "anex",
            "erit",
            "ilum",
            "opas",
            "ubir",
            "axon",
            "evat",
            "iris",
        )
    ]
    interview = Interview(
        id="many",
        interviewee=Person(name="A"),
        exchanges=tuple(
            Exchange(id=name, question=f"What do you know of {name}?", answer=f"{name} is a town.")
            for name in names
        ),
    )
    matcher = Matcher([interview])
    for name in names:
        best = matcher.match(f"tell me about {name} please").candidates[0]
        assert best.exchange.id == name


def test_of_300_exchanges_the_one_that_shares_words_is_found(readings: VectorCache | None) -> None:
    assert len(CROWD.exchanges) > 300
    matcher = Matcher([CROWD], readings)
    assert matcher.finder.shortlist is not None
    for town in TOWNS[::23]:
        question = f"tell me about {town} please"
        match = matcher.match(question)
        holds(match, question)
        assert match.candidates[0].exchange.id == town
    question = "Who paid for that lighthouse?"
    match = matcher.match(question)
    holds(match, question)
    assert match.decision is Decision.ANSWER
    assert (match.candidates[0].exchange.id, match.candidates[0].number) == ("money", 152)


@needs_model
def test_of_300_exchanges_the_one_that_shares_the_meaning_is_found() -> None:
    matcher = Matcher([CROWD], readings_of_model())
    for question, name in (
        ("Which medical advice was he given by his physician?", "illness"),
        ("saving boats during bad weather", "storm"),
    ):
        match = matcher.match(question)
        holds(match, question)
        assert match.candidates[0].exchange.id == name
        assert name not in [one.exchange.id for one in Matcher([CROWD]).match(question).candidates]


def test_a_long_message_is_searched_by_its_parts_among_300_exchanges_too(
    readings: VectorCache | None,
) -> None:
    question = (
        "Hello there! I am a student and I have to give a talk tomorrow, so I am in a hurry. "
        f"Have you ever been to {TOWNS[200]}? Thank you so very much, and greetings!"
    )
    match = Matcher([CROWD], readings).match(question)
    holds(match, question)
    assert match.candidates[0].exchange.id == TOWNS[200]
