"""What an earlier matcher lends to the next changes nothing that is found."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.interview import Interview, Person
from knowledge.matching import Matcher
from knowledge.matching.vector_cache import VectorCache
from tests.knowledge.matching.interviews import ABROAD, CROWD, FARM, HARBOUR, INTERVIEW, TOWNS
from tests.knowledge.matching.real_model import needs_model, readings_of_model

POOL = (*FARM.exchanges, *ABROAD.exchanges)
ASKED_OF_POOL = (
    "who paid for the lighthouse with a tax on herring",
    "did the doctor say that fishing boats need water",
    "How did the sihp survive the storms of Whitby? I ask because my father, who cooks, was there.",
    "кто дал деньги на гавань",
    "تجارت كتنى بڑھ گئى",
    "rest",
)
Served = tuple[tuple[str, tuple[int, ...]], ...]
# What is served at a time: interviews in some order, each with some exchanges in some order. From
# one to the next an exchange is added, changed or removed, an interview removed, the order changed.
_served = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.lists(st.integers(0, len(POOL) - 1), min_size=1, max_size=4, unique=True).map(tuple),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda one: one[0],
).map(tuple)


def _interview_of(name: str, places: tuple[int, ...]) -> Interview:
    exchanges = tuple(POOL[place] for place in places)
    return Interview(id=name, interviewee=Person(name="Ada Whitby"), exchanges=exchanges)


def _same_as_made_from_nothing(editions: list[Served], readings: VectorCache | None) -> None:
    # Those that did not change stay the objects that they were, as a reload leaves them.
    made: dict[tuple[str, tuple[int, ...]], Interview] = {}
    before: Matcher | None = None
    for served in editions:
        made = {one: made.get(one) or _interview_of(*one) for one in served}
        interviews = list(made.values())
        before = Matcher(interviews, readings, before)
        fresh = Matcher(interviews, readings)
        for question in ASKED_OF_POOL:
            assert before.match(question) == fresh.match(question)


@settings(deadline=None, max_examples=40)
@given(st.lists(_served, min_size=2, max_size=4))
def test_what_an_earlier_matcher_lends_changes_no_match(editions: list[Served]) -> None:
    _same_as_made_from_nothing(editions, None)


@needs_model
@pytest.mark.timeout(300)
@settings(deadline=None, max_examples=10)
@given(st.lists(_served, min_size=2, max_size=3))
def test_nor_does_it_where_a_model_takes_part(editions: list[Served]) -> None:
    _same_as_made_from_nothing(editions, readings_of_model())


def test_a_word_that_nobody_says_any_more_is_unknown_again() -> None:
    before = Matcher([HARBOUR, FARM])
    after, fresh = Matcher([HARBOUR], None, before), Matcher([HARBOUR])
    for question in ("daughter and son of the doctor", "did the ship survive the tax on herring"):
        found, expected = after.finder.search(question), fresh.finder.search(question)
        assert found is not None
        assert expected is not None
        assert found.unknown == expected.unknown > 0


def test_a_slip_is_mended_though_it_once_stood_in_an_interview_that_is_gone() -> None:
    slip = FARM.exchanges[0].model_copy(update={"answer": "We saw the lighthose."})
    gone = FARM.model_copy(update={"exchanges": (slip,)})
    after = Matcher([HARBOUR], None, Matcher([HARBOUR, gone]))
    question = "lighthose"
    assert after.match(question).candidates[0].exchange.id == "money"
    assert after.match(question) == Matcher([HARBOUR]).match(question)


def test_a_matcher_of_300_exchanges_with_what_an_earlier_one_lends_finds_the_same() -> None:
    before = Matcher([HARBOUR, CROWD])
    changed = CROWD.model_copy(update={"exchanges": CROWD.exchanges[7:]})
    after, fresh = Matcher([changed, INTERVIEW], None, before), Matcher([changed, INTERVIEW])
    for town in TOWNS[7::31]:
        question = f"have you ever been to {town}"
        found, expected = after.match(question), fresh.match(question)
        assert found.decision is expected.decision
        assert found.candidates[0].exchange is expected.candidates[0].exchange
        assert found.candidates[0].confidence == pytest.approx(expected.candidates[0].confidence)
    gone = after.match(f"What do you know of {TOWNS[0]}?")
    assert all(one.exchange.id != TOWNS[0] for one in gone.candidates)
