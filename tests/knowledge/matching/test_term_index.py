"""Likeness by weighted terms, against what is worked out by hand."""

from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.matching.term_index import TermIndex

TEXTS = [["trade", "grows"], ["trade", "trade", "falls"], ["peace"]]
# Worked out by hand: 1 + log((1 + texts) / (1 + texts with the term)).
TRADE = 1 + log(4 / 3)
RARE = 1 + log(4 / 2)
UNKNOWN = 1 + log(4 / 1)
TWICE = (1 + log(2)) * TRADE


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (
            ["trade"],
            [TRADE / sqrt(TRADE**2 + RARE**2), TWICE / sqrt(TWICE**2 + RARE**2), 0],
        ),
        (["peace"], [0, 0, 1]),
        (
            ["trade", "grows"],
            [1, TRADE * TWICE / sqrt((TRADE**2 + RARE**2) * (TWICE**2 + RARE**2)), 0],
        ),
        (["peace", "unknown"], [0, 0, RARE / sqrt(RARE**2 + UNKNOWN**2)]),
        (["peace", "peace"], [0, 0, 1]),
        (["unknown"], [0, 0, 0]),
        ([], [0, 0, 0]),
    ],
)
def test_similarity_is_the_cosine_of_the_weights(terms: list[str], expected: list[float]) -> None:
    assert TermIndex(TEXTS).look_up(terms).similarities() == pytest.approx(
        np.array(expected), abs=1e-6
    )


def test_a_rare_word_weighs_more_than_a_common_one_and_an_unknown_most() -> None:
    index = TermIndex(TEXTS)
    assert index.weight("trade") == pytest.approx(TRADE)
    assert index.weight("peace") == pytest.approx(RARE)
    assert index.weight("unknown") == pytest.approx(UNKNOWN)
    assert index.look_up(["grows"]).similarities()[0] > index.look_up(["trade"]).similarities()[0]


def test_texts_without_terms_are_like_nothing() -> None:
    assert TermIndex([[], ["a"]]).look_up(["a"]).similarities().tolist() == [0, 1]
    assert TermIndex([[]]).look_up(["a"]).similarities().tolist() == [0]
    assert TermIndex([]).look_up(["a"]).similarities().tolist() == []


_terms = st.lists(st.sampled_from("abcdef"), max_size=8)


@settings(deadline=None)
@given(st.lists(_terms, max_size=5), _terms)
def test_similarity_is_within_0_and_1_and_does_not_depend_on_the_order(
    texts: list[list[str]], terms: list[str]
) -> None:
    index = TermIndex(texts)
    found = index.look_up(terms).similarities()
    assert found.shape == (len(texts),)
    assert ((found >= 0) & (found <= 1 + 1e-6)).all()
    assert index.look_up(terms[::-1]).similarities() == pytest.approx(found, abs=1e-6)
    for text, value in zip(texts, found, strict=True):
        assert (value > 0) == bool(set(text) & set(terms))


@settings(deadline=None)
@given(st.lists(_terms.filter(bool), min_size=1, max_size=5))
def test_a_text_is_entirely_like_itself(texts: list[list[str]]) -> None:
    index = TermIndex(texts)
    for position, text in enumerate(texts):
        assert index.look_up(text).similarities()[position] == pytest.approx(1, abs=1e-5)
