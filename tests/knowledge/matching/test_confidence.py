"""Evidence becomes probabilities, and probabilities a decision."""

import tomllib
from math import exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.matching.confidence import (
    CONFIDENCE_TERMS,
    FITTED,
    RELATED_TERMS,
    Weighting,
    Weights,
    confidence_terms,
    lead,
    logistic,
    others,
)
from knowledge.matching.evidence import SIGNS, Evidence, Sort
from knowledge.matching.match import Decision
from knowledge.matching.model_files import Floats


def _floats(*values: float) -> Floats:
    return np.array(values, np.float32)


def _evidence(
    signs: list[list[float]], sort: Sort = Sort.WORDS, named: list[float] | None = None
) -> Evidence:
    count = len(signs)
    return Evidence(
        sort=sort,
        exchanges=np.arange(10, 10 + count),
        signs=np.array(signs, np.float32),
        sentences=np.arange(20, 20 + count),
        named=np.ones(count, np.float32) if named is None else np.array(named, np.float32),
        unknown=0.25,
        length=1.5,
    )


# Two signs, of which the first ranks and the second makes sure; nothing else counts.
WEIGHTS = Weights(
    rank=_floats(1, 0),
    own=_floats(0, 1),
    others=_floats(0, 0),
    related=_floats(1, 0),
    confidence_terms=_floats(0, 0, 0, 0),
    related_terms=_floats(0, 0, 0),
)
WEIGHTING = Weighting(
    weights=dict.fromkeys(Sort, WEIGHTS),
    answer_from=0.625,
    clear_by=0.25,
    related_from=dict.fromkeys(Sort, 0.5) | {Sort.MEANING: 0.9},
)


@pytest.mark.parametrize(
    ("log_odds", "probability"),
    [(0, 0.5), (1, 1 / (1 + exp(-1))), (-2, 1 / (1 + exp(2))), (1e6, 1), (-1e6, 0)],
)
def test_log_odds_stand_for_their_probability(log_odds: float, probability: float) -> None:
    assert logistic(_floats(log_odds)) == pytest.approx([probability], abs=1e-6)


@given(st.floats(allow_nan=False, width=32))
def test_a_probability_is_within_0_and_1_and_that_of_the_opposite_is_the_rest(odds: float) -> None:
    (found,) = logistic(_floats(odds)).tolist()
    (opposite,) = logistic(_floats(-odds)).tolist()
    assert 0 <= found <= 1
    assert found + opposite == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([3, 1, 2], [1, -2, -1]),
        ([1, 3], [-2, 2]),
        ([2, 2], [0, 0]),
        ([2, 5, 5, 1], [-3, 0, 0, -4]),
        ([4, 4, 4], [0, 0, 0]),
        ([7], [0]),
    ],
)
def test_the_lead_is_over_the_best_of_the_others(
    scores: list[float], expected: list[float]
) -> None:
    assert lead(_floats(*scores)).tolist() == expected


@given(st.lists(st.floats(-100, 100, width=32), min_size=2, max_size=8))
def test_any_lead_is_over_the_best_of_the_others(scores: list[float]) -> None:
    expected = [
        score - max(scores[:place] + scores[place + 1 :]) for place, score in enumerate(scores)
    ]
    assert lead(_floats(*scores)) == pytest.approx(expected, abs=1e-4)


def test_others_are_the_mean_of_each_sign_over_the_other_candidates() -> None:
    signs = np.array([[0.0, 1.0], [0.5, 0.0], [1.0, 0.5]], np.float32)
    assert others(signs) == pytest.approx(np.array([[0.75, 0.25], [0.5, 0.75], [0.25, 0.5]]))


def test_where_there_are_no_others_their_signs_are_0() -> None:
    assert others(np.array([[0.3, 0.7]], np.float32)).tolist() == [[0, 0]]


def test_the_confidence_takes_lead_unknown_words_and_length_into_account() -> None:
    terms = confidence_terms(_evidence([[0, 0], [0, 0]]), _floats(0.5, 2))
    named = [dict(zip(CONFIDENCE_TERMS, one, strict=True)) for one in terms.tolist()]
    assert named == [
        {"bias": 1, "lead": -1.5, "unknown": 0.25, "length": 1.5},
        {"bias": 1, "lead": 1.5, "unknown": 0.25, "length": 1.5},
    ]


def test_the_confidence_is_the_logistic_of_the_weighted_signs_and_terms() -> None:
    weights = Weights(
        rank=_floats(1, 0),
        own=_floats(1, 2),
        others=_floats(-1, 0.5),
        related=_floats(2, 3),
        confidence_terms=_floats(0.1, 0.2, 0.3, 0.4),
        related_terms=_floats(-1, 2, 3),
    )
    evidence = _evidence([[0.5, 0.25], [1, 0]])
    # bias + lead + unknown + length, then its own signs, then the other's.
    first = 0.1 + 0.2 * -0.5 + 0.3 * 0.25 + 0.4 * 1.5 + (0.5 + 2 * 0.25) + (-1 + 0)
    second = 0.1 + 0.2 * 0.5 + 0.3 * 0.25 + 0.4 * 1.5 + 1 + (-0.5 + 0.5 * 0.25)
    scores = evidence.signs @ weights.rank
    assert weights.confidences(evidence, scores) == pytest.approx(
        [1 / (1 + exp(-first)), 1 / (1 + exp(-second))], rel=1e-5
    )
    # The greatest of each sign: 1 and 0.25.
    related = 2 * 1 + 3 * 0.25 - 1 + 2 * 0.25 + 3 * 1.5
    assert weights.relatedness(evidence) == pytest.approx(1 / (1 + exp(-related)), rel=1e-5)


def test_candidates_are_ranked_by_their_scores_each_with_its_exchange_and_sentence() -> None:
    ranking = WEIGHTING.rank(_evidence([[0.1, 0], [0.9, 3], [0.5, 1]]))
    assert [(one.exchange, one.sentence) for one in ranking.candidates] == [
        (11, 21), (12, 22), (10, 20),
    ]  # fmt: skip
    assert [one.confidence for one in ranking.candidates] == pytest.approx(
        [1 / (1 + exp(-3)), 1 / (1 + exp(-1)), 0.5]
    )


def test_no_candidate_is_surer_than_one_that_is_ranked_before_it() -> None:
    ranking = WEIGHTING.rank(_evidence([[0.9, 0], [0.5, 3], [0.1, -1]]))
    assert [one.exchange for one in ranking.candidates] == [10, 11, 12]
    assert [one.confidence for one in ranking.candidates] == pytest.approx(
        [0.5, 0.5, 1 / (1 + exp(1))]
    )


def test_candidates_for_which_as_much_speaks_stay_in_their_order() -> None:
    ranking = WEIGHTING.rank(_evidence([[0.5, 0]] * 20))
    assert [one.exchange for one in ranking.candidates] == list(range(10, 30))


_signs = st.lists(
    st.lists(st.floats(0, 1, width=32), min_size=8, max_size=8), min_size=1, max_size=6
)


@given(_signs)
def test_confidences_never_rise_down_any_ranking(signs: list[list[float]]) -> None:
    evidence = _evidence(signs)
    ranking = Weighting.fitted().rank(evidence)
    confidences = [one.confidence for one in ranking.candidates]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in confidences)
    assert 0 <= ranking.related <= 1
    assert sorted(one.exchange for one in ranking.candidates) == evidence.exchanges.tolist()
    scores = evidence.signs @ Weighting.fitted().weights[Sort.WORDS].rank
    ordered = [float(scores[one.exchange - 10]) for one in ranking.candidates]
    assert ordered == sorted(ordered, reverse=True)


@pytest.mark.parametrize(
    ("confidences", "sure"),
    [
        ([0.625, 0.375], True),
        ([0.62, 0.1], False),
        ([0.9, 0.75], False),
        ([0.9, 0.6, 0.6], True),
        ([0.625], True),
        ([0.5], False),
        ([], False),
    ],
)
def test_an_answer_is_sure_enough_and_clearly_before_the_next(
    confidences: list[float], *, sure: bool
) -> None:
    assert WEIGHTING.is_sure(confidences) is sure


@pytest.mark.parametrize(
    ("signs", "sort", "decision"),
    [
        ([[1, 2], [0, -2]], Sort.WORDS, Decision.ANSWER),
        ([[1, 2]], Sort.WORDS, Decision.ANSWER),
        # Not sure enough; too close to the next one.
        ([[1, 0], [0, -2]], Sort.WORDS, Decision.SUGGEST),
        ([[1, 2], [0, 1.9]], Sort.WORDS, Decision.SUGGEST),
        # About nothing in the interviews, however sure; each sort has its own bar.
        ([[-0.1, 5], [-1, -2]], Sort.WORDS, Decision.DECLINE),
        ([[1, 2], [0, -2]], Sort.MEANING, Decision.DECLINE),
        ([[3, 2], [0, -2]], Sort.MEANING, Decision.ANSWER),
        # Just at the bar.
        ([[0, 2], [-1, -2]], Sort.WORDS, Decision.ANSWER),
    ],
)
def test_what_is_done_depends_on_how_related_how_sure_and_how_clear_it_is(
    signs: list[list[float]], sort: Sort, decision: Decision
) -> None:
    assert WEIGHTING.rank(_evidence(signs, sort)).decision is decision


def test_an_exchange_that_says_nothing_of_somebody_who_is_named_is_only_offered() -> None:
    signs = [[9.0, 9.0], [0.0, 0.0]]

    assert WEIGHTING.rank(_evidence(signs, named=[1, 0])).decision is Decision.ANSWER
    assert WEIGHTING.rank(_evidence(signs, named=[0.5, 1])).decision is Decision.SUGGEST


@pytest.mark.parametrize("sort", Sort)
def test_the_fitted_weighting_has_numbers_for_every_sign(sort: Sort) -> None:
    written = tomllib.loads(FITTED.read_text(encoding="utf-8"))[sort]
    assert list(written["signs"]) == list(SIGNS[sort])
    assert list(written["confidence"]) == list(CONFIDENCE_TERMS)
    assert list(written["related"]) == list(RELATED_TERMS)
    weights = Weighting.fitted().weights[sort]
    arrays = (weights.rank, weights.own, weights.others, weights.related)
    for column, array in enumerate(arrays):
        expected = [written["signs"][sign][column] for sign in SIGNS[sort]]
        assert array == pytest.approx(expected)
        assert array.any()
    assert weights.confidence_terms == pytest.approx(list(written["confidence"].values()))
    assert weights.related_terms == pytest.approx(list(written["related"].values()))


def test_the_fitted_bars_are_probabilities() -> None:
    fitted = Weighting.fitted()
    assert set(fitted.related_from) == set(fitted.weights) == set(Sort)
    for bar in (fitted.answer_from, fitted.clear_by, *fitted.related_from.values()):
        assert 0 <= bar < 1
    assert fitted.answer_from > 0
