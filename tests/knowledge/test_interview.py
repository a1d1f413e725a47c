"""What an interview says of itself, and the references that lead to its exchanges."""

import re

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from knowledge.interview import Exchange, Interview, Person, Source, reference

ids = st.text(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-", min_size=1, max_size=64
)
near_ids = st.text("a-", min_size=1, max_size=6)


def _exchange(name: str = "why", *, topics: tuple[str, ...] = (), answer: str = "So.") -> Exchange:
    return Exchange(id=name, question="Why?", topics=topics, answer=answer)


def _interview(name: str = "harbour", *exchanges: Exchange) -> Interview:
    return Interview(
        id=name, interviewee=Person(name="Ada Byron"), exchanges=exchanges or (_exchange(),)
    )


def _reference(interview_id: str, exchange_id: str) -> str:
    exchange = _exchange(exchange_id)
    return reference(_interview(interview_id, exchange), exchange)


@pytest.mark.parametrize(
    ("interview_id", "exchange_id", "name"),
    [
        ("fedorov-geo-tv", "trade-growth", "fedorov-geo-tv--trade-growth"),
        ("a", "b", "a--b"),
        ("a" * 27, "b" * 27, f"{'a' * 27}--{'b' * 27}"),
        ("a" * 27, "b" * 28, "xb8cb96dc07d832acac3a083abf97963a"),
        ("a--b", "c", "xbebe2c8c0c7d8f9339ac0081219c439c"),
    ],
)
def test_links_that_are_out_there_lead_to_the_same_exchange_for_ever(
    interview_id: str, exchange_id: str, name: str
) -> None:
    assert _reference(interview_id, exchange_id) == name


@settings(deadline=None)
@given(ids, ids)
def test_a_reference_fits_into_every_link_and_button(interview_id: str, exchange_id: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,56}", _reference(interview_id, exchange_id))


@settings(deadline=None)
@given(st.tuples(ids, ids), st.tuples(ids, ids))
def test_two_exchanges_never_have_one_reference(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    assume(one != other)
    assert _reference(*one) != _reference(*other)


@settings(deadline=None)
@given(st.tuples(near_ids, near_ids), st.tuples(near_ids, near_ids))
@example(("a-", "a"), ("a", "-a"))
@example(("a--a", "a"), ("a", "a--a"))
def test_dashes_at_the_joint_of_two_ids_are_not_confused(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    assume(one != other)
    assert _reference(*one) != _reference(*other)


def test_a_reference_does_not_depend_on_anything_that_may_be_edited() -> None:
    before = _exchange(answer="So.")
    after = _exchange(answer="So, and so.", topics=("harbours",))
    assert reference(_interview("harbour", before), before) == reference(
        _interview("harbour", _exchange("first"), after), after
    )


def test_an_answers_paragraphs_are_what_stands_between_its_empty_lines() -> None:
    exchange = _exchange(answer="One\nand two.\n\nThree.\n \t\n\n  Four.")
    assert exchange.paragraphs == ("One\nand two.", "Three.", "Four.")


@settings(deadline=None)
@given(st.text("ab \n\t\u00a0\u2003", min_size=1) | st.text(min_size=1))
def test_paragraphs_are_substrings_of_the_answer_and_leave_out_white_space_alone(
    answer: str,
) -> None:
    assume(answer.strip())
    exchange = _exchange(answer=answer)
    rest = exchange.answer
    for paragraph in exchange.paragraphs:
        before, found, rest = rest.partition(paragraph)
        assert found.strip()
        assert not before.strip()
    assert not rest.strip()


def test_topics_come_in_the_order_in_which_they_first_come_up() -> None:
    interview = _interview(
        "harbour",
        _exchange("a", topics=("ships", "money")),
        _exchange("b"),
        _exchange("c", topics=("money", "light", "ships")),
    )
    assert interview.topics == ("ships", "money", "light")


def test_the_source_says_nothing_that_is_not_known() -> None:
    assert _interview().source == Source(outlet=None, published=None, url=None)
