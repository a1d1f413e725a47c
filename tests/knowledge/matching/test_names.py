"""What a question names, and what an exchange says nothing of."""

import pytest

from knowledge.interview import Exchange, Interview, Person
from knowledge.matching import Decision, Matcher
from knowledge.matching.names import capitals_mark_names, names

HARBOUR = Interview(
    id="harbour",
    interviewee=Person(name="Ada Byron", role="Mayor of Dunmore"),
    exchanges=(
        Exchange(
            id="trade",
            question="How has trade with Norway changed?",
            also_asked=("what do we sell to the norwegians", "Торговля с Норвегией растёт?"),
            answer="Trade with Norway has doubled since Lovelace opened the harbour.",
        ),
        Exchange(
            id="money",
            question="Who paid for the lighthouse?",
            answer="The town did, by a tax on herring.",
        ),
    ),
)
TRADE = sorted("trade with norway has doubled since lovelace opened the harbour".split())


@pytest.fixture
def matcher() -> Matcher:
    return Matcher([HARBOUR])


@pytest.mark.parametrize(
    ("question", "spoken_of"),
    [
        ("How has trade with Norway changed?", 1),
        ("how has trade with norway changed", 1),
        ("how much of the trade is Norway's", 1),
        ("how has trade with Finland changed?", 0),
        ("how has trade with finland changed", 0),
        ("wie viel handeln wir mit Norwegen", 1),
        ("wie viel handeln wir mit Finnland", 0),
        ("ناروے کے ساتھ تجارت", 1),
        ("فن لینڈ کے ساتھ تجارت", 0),
        ("trade with Norway and Finland", 0.5),
        ("what did Lovelace open", 1),
        ("what did Babbage open", 0),
        ("what did babbage open", 1),
        ("Did Babbage open it?", 0),
        ("What I'd like to know: does trade grow, and I mean all of it?", 1),
        ("WHAT DID BABBAGE SAY OF ALL THIS", 1),
        ("My uncle from Leeds sends his regards. What of the trade?", 1),
        ("", 1),
        ("🙂", 1),
    ],
)
def test_a_question_names_what_texts_speak_of_or_not(question: str, spoken_of: float) -> None:
    assert names(question, capitals=True).spoken_of(TRADE) == spoken_of


def test_nouns_of_german_are_no_names() -> None:
    assert not capitals_mark_names(["en", "de"])
    assert not capitals_mark_names(["de-CH"])
    assert capitals_mark_names(["en", "ru"])
    assert names("was hat der Turm gekostet", capitals=False).spoken_of(TRADE) == 1


@pytest.mark.parametrize(
    ("question", "decision"),
    [
        ("How has trade with Norway changed?", Decision.ANSWER),
        ("How has trade with Finland changed?", Decision.SUGGEST),
        ("How has trade with finland changed?", Decision.SUGGEST),
        ("How has trade with Babbage changed?", Decision.SUGGEST),
        ("What does Ada Byron, the mayor of Dunmore, say: who paid for the lighthouse?", None),
    ],
)
def test_what_says_nothing_of_somebody_who_is_named_is_offered_and_not_the_answer(
    matcher: Matcher, question: str, decision: Decision | None
) -> None:
    match = matcher.match(question)

    assert match.decision is (decision or Decision.ANSWER)
    assert match.candidates[0].exchange.id == ("trade" if decision else "money")
