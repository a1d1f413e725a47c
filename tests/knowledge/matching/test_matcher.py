"""A question in anyone's wording leads to the question that was asked."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.interview import Exchange, Interview, Person
from knowledge.matching import Decision, Match, Matcher
from knowledge.matching.vector_cache import VectorCache
from tests.knowledge.matching.interviews import ABROAD, FARM, HARBOUR, INTERVIEW
from tests.knowledge.matching.matches import holds

MATCHER = Matcher([INTERVIEW])


@pytest.mark.parametrize("exchange", INTERVIEW.exchanges, ids=lambda exchange: exchange.id)
def test_the_interviewers_own_question_is_answered_with_its_answer(exchange: Exchange) -> None:
    for question in (exchange.question, exchange.question.upper(), f"  {exchange.question}\n"):
        match = MATCHER.match(question)
        holds(match, question)
        assert match.decision is Decision.ANSWER
        assert match.candidates[0].exchange is exchange


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("By how much did trade between them grow?", "trade-growth"),
        ("wich sectrs cud grow if no sanctons on trade", "trade-growth"),
        ("what hapened at the alska sumit", "alaska-summit"),
        ("is rusia makng peace hrder by advansing in donbass", "donbas-advance"),
        (
            "Hello! I am a student and I read a lot. What came of the Alaska summit? Thanks!",
            "alaska-summit",
        ),
    ],
)
def test_a_question_in_other_words_or_misspelt_is_answered(question: str, name: str) -> None:
    match = MATCHER.match(question)
    holds(match, question)
    assert match.decision is Decision.ANSWER
    assert match.candidates[0].exchange.id == name


@pytest.mark.parametrize(
    "question",
    [
        "What is the best recipe for pancakes?",
        "How do I reset my password?",
        "weather tomorrow",
        "asdfghjkl qwertyuiop",
        "x",
    ],
)
def test_a_question_about_something_else_is_declined(question: str) -> None:
    match = MATCHER.match(question)
    holds(match, question)
    assert match.decision is Decision.DECLINE


@pytest.mark.parametrize(
    "question",
    ["", " \n\t ", "😀", "👍🏽👍🏽", "?", "?!… — “”", "\x00", "\x00\x00\x00", "\u200b\u202e", "_"],
)
def test_a_message_without_a_word_has_no_candidates(question: str) -> None:
    assert MATCHER.match(question) == Match(question, Decision.DECLINE, ())
    assert MATCHER.rank(question, 10) == []


@pytest.mark.parametrize(
    "question",
    [
        "a" * 100_000,
        "trade " * 20_000,
        "😀" * 100_000,
        "\x00" * 100_000,
        "a. " * 33_333,
        "." * 100_000,
    ],
    ids=["one word", "many words", "emoji", "NUL", "sentences", "full stops"],
)
def test_a_message_of_100000_characters_is_matched(question: str) -> None:
    holds(MATCHER.match(question), question)


def test_null_characters_within_a_question_do_no_harm() -> None:
    question = "What was the outcome\x00 following the Alaska\x00 summit?"
    match = MATCHER.match(question)
    holds(match, question)
    assert match.candidates[0].exchange.id == "alaska-summit"


_spoken = st.sampled_from([*INTERVIEW.exchanges[1].answer.split(), "?", ".", "’s", "\n", "U.S."])


@settings(deadline=None)
@given(st.text() | st.lists(_spoken, max_size=60).map(" ".join))
def test_any_text_is_matched(question: str) -> None:
    holds(MATCHER.match(question), question)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.builds(
            Exchange,
            id=st.just("a"),
            question=st.text(min_size=1).map(lambda text: f"{text}?"),
            answer=st.text(min_size=1).map(lambda text: f"{text}."),
        ),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["en", "ur", "hi-IN"]),
)
def test_any_interview_is_searched(exchanges: list[Exchange], language: str) -> None:
    interview = Interview(
        id="any", language=language, interviewee=Person(name="A"), exchanges=tuple(exchanges)
    )
    matcher = Matcher([interview])
    for question in ("who?", exchanges[0].question):
        holds(matcher.match(question), question)


def test_a_question_is_matched_alike_however_often_and_by_whatever_matcher() -> None:
    questions = ["sanctons and trade", "peace plan", "Who holds decision-making power?"]
    first = [MATCHER.match(question) for question in questions]
    assert [MATCHER.match(question) for question in reversed(questions)][::-1] == first
    assert [Matcher([INTERVIEW]).match(question) for question in questions] == first


def test_as_many_exchanges_are_ranked_as_are_wanted() -> None:
    ranked = MATCHER.rank("trade with the U.S.", 10)
    assert sorted(one.number for one in ranked) == list(range(1, 11))
    assert MATCHER.rank("trade with the U.S.", 3) == ranked[:3]
    assert MATCHER.match("trade with the U.S.").candidates == tuple(ranked[:3])


def test_an_interview_of_one_exchange_is_searched() -> None:
    alone = HARBOUR.model_copy(update={"exchanges": HARBOUR.exchanges[:1]})
    matcher = Matcher([alone])
    match = matcher.match("Why did you build the harbour at Whitby?")
    holds(match, "Why did you build the harbour at Whitby?")
    assert match.decision is Decision.ANSWER
    assert [one.exchange.id for one in match.candidates] == ["why"]
    assert matcher.match("What is the best recipe for pancakes?").decision is Decision.DECLINE


@pytest.mark.parametrize(
    ("question", "interview", "number"),
    [
        ("Who paid for the lighthouse?", "harbour", 2),
        ("What was the outcome following the Alaska summit between presidents?", INTERVIEW.id, 4),
    ],
)
def test_of_two_interviews_the_one_in_which_it_was_asked_answers(
    question: str, interview: str, number: int
) -> None:
    for served in ([INTERVIEW, HARBOUR], [HARBOUR, INTERVIEW]):
        match = Matcher(served).match(question)
        holds(match, question)
        best = match.candidates[0]
        assert (best.interview.id, best.number) == (interview, number)
        assert match.decision is Decision.ANSWER


def test_the_same_question_gives_the_same_match_from_many_threads(
    hasty_threads: None, readings: VectorCache | None
) -> None:
    asked = [
        "who paid for the lighthous",
        "does family admire him",
        "кто дал деньги на маяк",
        "تجارت كتنى بڑھی",
        "How did the ship survive? I mean the storm, of course, and the rocks, and all that night.",
        "recipe for pancakes",
    ]
    expected = [Matcher([FARM, ABROAD], readings).match(question) for question in asked]
    matcher = Matcher([FARM, ABROAD], readings)

    def ask(first: int) -> list[Match]:
        # Each begins with another question; what was once asked is remembered.
        order = [(first + step) % len(asked) for step in range(len(asked))]
        found = {place: matcher.match(asked[place]) for place in order}
        return [found[place] for place in range(len(asked))]

    with ThreadPoolExecutor(8) as threads:
        for found in threads.map(ask, range(24)):
            assert found == expected
