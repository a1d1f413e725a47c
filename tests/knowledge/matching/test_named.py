"""A name says in which interview to look, and nothing of what is asked."""

import pytest

from knowledge.interview import Exchange, Interview, Person
from knowledge.matching import Decision, Matcher
from knowledge.matching.evidence import EvidenceFinder
from knowledge.matching.named import Named, Names
from tests.several import DUNMORE, LOVELL, NORWOOD, SEVERAL, archive


def names_of(interviews: list[Interview]) -> Names:
    finder = EvidenceFinder(interviews)
    return Names(finder.indexed, finder.parser)


def named_in(question: str, *more: Interview) -> list[str]:
    """Return the ids of the interviews that a question names; those it may name, with a '?'."""
    interviews = [*SEVERAL, *more]
    found = names_of(interviews).named_in(question)
    if found is None:
        return []
    return [interviews[one].id + "?" * (not found.is_certain) for one in found.interviews]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("what did lovell say about the wall", ["lovell"]),
        ("Ada Lovell: the wall?", ["lovell"]),
        ("ada on the wall", ["lovell"]),
        ("Lovell’s wall", ["lovell"]),
        ("ADALOVELL wall", ["lovell"]),
        ("flour norwood", ["norwood"]),
        ("harbour times wall", ["lovell"]),
        ("harbor times wall", ["lovell"]),
        ("hill.tv flour", ["norwood"]),
        ("hilltv flour", ["norwood"]),
        ("lovell and norwood on money", ["lovell", "norwood"]),
        ("lovell, norwood: money", ["lovell", "norwood"]),
        ("what did ada and bea say about money", ["lovell", "norwood"]),
        ("why did you build the wall", []),
        ("what happened at the harbour many times", []),
        ("🤷", []),
        ("", []),
    ],
)
def test_people_and_outlets_are_named_in_any_way(question: str, found: list[str]) -> None:
    assert named_in(question) == found


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("what did lovel say about the wall", ["lovell"]),
        ("what does nrowood think of flour", ["norwood"]),
        ("norwod flour", ["norwood"]),
        ("lovel wall", ["lovell?"]),
    ],
)
def test_names_may_be_misspelt(question: str, found: list[str]) -> None:
    assert named_in(question) == found


PRIME = DUNMORE.model_copy(
    update={
        "id": "prime",
        "interviewee": Person(name="Dora Prime"),
        "exchanges": (
            Exchange(id="l", question="What of Lovell?", answer="Lovell is a friend of mine."),
        ),
    }
)


def test_a_name_that_others_speak_of_may_be_what_is_asked_about() -> None:
    assert named_in("lovell wall", PRIME) == ["lovell?"]
    assert named_in("ada lovell wall", PRIME) == ["lovell"]
    assert named_in("what did lovell say about the wall", PRIME) == ["lovell"]
    assert named_in("according to lovell, who paid?", PRIME) == ["lovell"]
    assert named_in("what did prime say about ada lovell", PRIME) == ["prime"]


def test_person_and_outlet_together_name_what_both_have() -> None:
    other = NORWOOD.model_copy(update={"id": "other", "outlet": "Harbour Times"})

    assert named_in("norwood flour", other) == ["norwood", "other"]
    assert named_in("norwood harbour times flour", other) == ["other"]


def test_what_all_interviews_share_names_none() -> None:
    same = [one.model_copy(update={"outlet": "Hill.tv"}) for one in SEVERAL]

    assert names_of(same).named_in("hill.tv flour") is None


def test_of_one_interview_nothing_is_named() -> None:
    assert names_of([LOVELL]).named_in("what did ada lovell say about the wall") is None


def test_names_are_taken_off_the_question() -> None:
    names = names_of(list(SEVERAL))

    named = names.named_in("Hill.tv: where does Bea Norwood's flour come from?")
    rest = ": where does flour come from?"
    assert named == Named((1,), is_certain=True, rest=rest, asks=True)
    named = names.named_in("Where does flour come from? According to Bea Norwood")
    assert named is not None
    assert named.rest == "Where does flour come from?"
    for nothing_more in ("norwood", "the interview with Bea Norwood", "what did norwood say?"):
        found = names.named_in(nothing_more)
        assert found is not None
        assert not found.asks, nothing_more


MATCHER = Matcher(SEVERAL)


@pytest.mark.parametrize("question", ["who paid, norwood?", "what did bea norwd say of who paid"])
def test_theirs_is_preferred(question: str) -> None:
    match = MATCHER.match(question)

    assert match.decision is Decision.ANSWER
    assert {one.interview.id for one in match.candidates} == {"norwood"}
    assert match.candidates[0].exchange.id == "council"


def test_a_name_does_not_win_over_meaning() -> None:
    match = MATCHER.match("what did dunmore say about who paid for the lighthouse?")

    assert match.decision is Decision.SUGGEST
    assert match.named == (DUNMORE,)
    assert match.is_elsewhere
    assert match.candidates[0].exchange.id == "money"
    assert all(one.interview is not DUNMORE for one in match.candidates)


def test_what_is_far_from_the_question_is_not_offered_of_others() -> None:
    match = MATCHER.match("what did dunmore say about qwertyuiop?")

    assert match.decision is Decision.DECLINE
    assert match.named == (DUNMORE,)


def test_a_name_that_may_be_what_is_asked_about_leaves_all_to_be_searched() -> None:
    match = Matcher([*SEVERAL, PRIME]).match("is lovell a friend of yours?")

    assert match.decision is Decision.ANSWER
    assert match.candidates[0].interview is PRIME
    assert match.named == ()


def test_a_name_alone_has_no_candidates_and_looked_up_brings_the_first_exchanges() -> None:
    match = MATCHER.match("norwood")

    assert (match.decision, match.candidates, match.named) == (Decision.DECLINE, (), (NORWOOD,))
    assert not match.is_elsewhere
    looked_up = MATCHER.look_up("norwood", 10, 0.05)
    assert [one.exchange.id for one in looked_up] == ["flour", "council"]


def test_with_one_interview_a_name_changes_nothing() -> None:
    matcher = Matcher([LOVELL])
    question = "what did ada lovell say about the wall"

    assert matcher.match(question).named == ()
    assert matcher.look_up(question, 3, 0) == matcher.rank(question, 3)


def test_of_thousands_of_interviews_the_named_one_is_searched() -> None:
    interviews = archive(2000)
    name = interviews[1234].interviewee.name
    matcher = Matcher(interviews)

    match = matcher.match(f"where did {name} find stone number 1234?")

    assert match.named == (interviews[1234],)
    assert [one.interview.id for one in match.candidates] == [interviews[1234].id]
    assert matcher.match("stone weekly").named == ()


@pytest.mark.parametrize("within", SEVERAL)
def test_within_an_interview_only_what_it_holds_is_found(within: Interview) -> None:
    matcher = Matcher(SEVERAL)

    for question in ("who paid", "who paid for the lighthouse?", "honey"):
        match = matcher.match(question, within)
        assert {one.interview.id for one in match.candidates} <= {within.id}
        assert match.named == ()


def test_within_an_interview_a_question_of_another_is_declined() -> None:
    matcher = Matcher(SEVERAL)

    assert matcher.match("who paid for the lighthouse?").decision is Decision.ANSWER
    assert matcher.match("who paid for the lighthouse?", LOVELL).decision is Decision.ANSWER
    assert matcher.match("who paid for the lighthouse?", DUNMORE).decision is Decision.DECLINE


def test_within_an_interview_who_is_surely_named_comes_first() -> None:
    matcher = Matcher(SEVERAL)

    match = matcher.match("what did ada lovell say about the lighthouse?", NORWOOD)

    assert match.named == (LOVELL,)
    assert match.candidates[0].exchange == LOVELL.exchanges[1]


def test_a_match_within_one_interview_is_not_that_of_all() -> None:
    matcher = Matcher(SEVERAL)

    whole = matcher.match("who paid")
    assert matcher.match("who paid", NORWOOD) != whole
    assert matcher.match("who paid") == whole
