"""A question in anyone's wording leads to the question that was asked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.interview import Exchange, Interview, Person
from knowledge.knowledge_file import read_interview
from knowledge.matching import Decision, Match, Matcher
from tests.conftest import FEDOROV

INTERVIEW = read_interview(FEDOROV)
MATCHER = Matcher([INTERVIEW])
HARBOUR = Interview(
    id="harbour",
    interviewee=Person(name="Ada"),
    exchanges=(
        Exchange(
            id="why",
            question="Why did you build the harbour at Whitby?",
            answer="Because the fishing boats needed shelter from the storms.",
        ),
        Exchange(
            id="money",
            question="Who paid for the lighthouse?",
            answer="The town did, with a tax on herring.",
        ),
    ),
)


def _holds(match: Match, question: str) -> None:
    """Assert what holds of every match."""
    assert match.question == question
    assert len(match.candidates) <= 3
    confidences = [candidate.confidence for candidate in match.candidates]
    assert all(0 <= confidence <= 1 for confidence in confidences)
    assert confidences == sorted(confidences, reverse=True)
    places = [(candidate.interview.id, candidate.number) for candidate in match.candidates]
    assert len(set(places)) == len(places)
    for candidate in match.candidates:
        assert candidate.interview.exchanges[candidate.number - 1] is candidate.exchange
        assert candidate.passage
        assert candidate.passage in candidate.exchange.answer
    if match.decision is not Decision.DECLINE:
        assert match.candidates


@pytest.mark.parametrize("exchange", INTERVIEW.exchanges, ids=lambda exchange: exchange.id)
def test_the_interviewers_own_question_is_answered_with_its_answer(exchange: Exchange) -> None:
    for question in (exchange.question, exchange.question.upper(), f"  {exchange.question}\n"):
        match = MATCHER.match(question)
        _holds(match, question)
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
    _holds(match, question)
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
    _holds(match, question)
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
    _holds(MATCHER.match(question), question)


def test_null_characters_within_a_question_do_no_harm() -> None:
    question = "What was the outcome\x00 following the Alaska\x00 summit?"
    match = MATCHER.match(question)
    _holds(match, question)
    assert match.candidates[0].exchange.id == "alaska-summit"


_spoken = st.sampled_from([*INTERVIEW.exchanges[1].answer.split(), "?", ".", "’s", "\n", "U.S."])


@settings(deadline=None)
@given(st.text() | st.lists(_spoken, max_size=60).map(" ".join))
def test_any_text_is_matched(question: str) -> None:
    _holds(MATCHER.match(question), question)


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
        _holds(matcher.match(question), question)


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
    _holds(match, "Why did you build the harbour at Whitby?")
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
        _holds(match, question)
        best = match.candidates[0]
        assert (best.interview.id, best.number) == (interview, number)
        assert match.decision is Decision.ANSWER


@pytest.mark.parametrize(
    ("language", "asked", "other", "typed"),
    [
        (
            "ur",
            "امریکہ اور روس کے تعلقات کیسے ہیں؟",
            "بندرگاہ کس نے بنائی؟",
            "روس اور امریکہ کے تعلقات",
        ),
        (
            "ru",
            "Как прошла встреча президентов на Аляске?",
            "Кто построил гавань?",
            "встречи президентов Аляска",
        ),
        (
            "hi",
            "अमेरिका और रूस के संबंध कैसे हैं?",
            "बंदरगाह किसने बनाया?",
            "रूस और अमेरिका के संबंध",
        ),
    ],
)
def test_an_interview_in_another_script_is_searched(
    language: str, asked: str, other: str, typed: str
) -> None:
    interview = Interview(
        id="a",
        language=language,
        interviewee=Person(name="A"),
        exchanges=(
            Exchange(id="other", question=other, answer=f"{other[:-1]}."),
            Exchange(id="asked", question=asked, answer=f"{asked[:-1]}."),
        ),
    )
    for question in (asked, typed):
        match = Matcher([interview]).match(question)
        _holds(match, question)
        assert match.candidates[0].exchange.id == "asked"


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
