"""Counted terms: numbers, rows, rarities and likeness, against what is worked out by hand."""

from collections import Counter
from collections.abc import Sequence
from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.matching.terms import Floats, Frequencies, Rarities, Rows, Vocabulary, Weighted

TEXTS = [["trade", "grows"], ["trade", "trade", "falls"], ["peace"]]
# Worked out by hand: 1 + log((1 + texts) / (1 + texts with the term)).
TRADE = 1 + log(4 / 3)
RARE = 1 + log(4 / 2)
UNKNOWN = 1 + log(4 / 1)
TWICE = (1 + log(2)) * TRADE


def _rows(texts: Sequence[Sequence[str]], vocabulary: Vocabulary, space: str = "home") -> Rows:
    return _rows_of([vocabulary.numbers(text, space) for text in texts])


def _rows_of(texts: Sequence[Sequence[int]]) -> Rows:
    places = [place for place, text in enumerate(texts) for _ in text]
    terms = np.array([term for text in texts for term in text], np.int32)
    return Rows.counted(
        np.array(places, np.int32), terms, np.ones(len(terms), np.int32), len(texts)
    )


def _frequencies(rows: Rows, space: str = "home") -> Frequencies:
    terms, times = np.unique(rows.terms[rows.terms > 0], return_counts=True)
    return Frequencies(terms, times, {space: int((rows.terms[rows.starts] > 0).sum())})


def _rarities(rows: Rows, vocabulary: Vocabulary) -> Rarities:
    return Rarities.of(vocabulary, [_frequencies(rows)])


def _counted(rows: Rows) -> list[Counter[int]]:
    """Return each row as its terms and how often they occur."""
    return [
        Counter(
            dict(
                zip(
                    rows.terms[start:end].tolist(),
                    map(int, rows.counts[start:end].tolist()),
                    strict=True,
                )
            )
        )
        for start, end in zip(rows.starts.tolist(), rows.ends.tolist(), strict=True)
    ]


def _asked(terms: Sequence[str], vocabulary: Vocabulary, rarities: Rarities) -> Floats:
    """Return the weights of a question all of whose terms are known, its vector of length 1."""
    weights = np.zeros(len(rarities.known), np.float32)
    for term, times in Counter(terms).items():
        number = vocabulary.find(term, "home")
        weights[number] = (1 + log(times)) * rarities.known[number]
    return weights / np.float32(sqrt(float(weights @ weights)) or 1)


def test_a_term_keeps_its_number_however_many_others_are_numbered() -> None:
    vocabulary = Vocabulary()
    numbers = {term: vocabulary.numbers([term], "home")[0] for term in ("trade", "peace", "war")}
    for other in range(1000):
        vocabulary.numbers([f"other{other}"], f"space{other % 7}")
    assert {term: vocabulary.numbers([term], "home")[0] for term in numbers} == numbers
    assert {term: vocabulary.find(term, "home") for term in numbers} == numbers
    assert len(vocabulary) == 1 + 3 + 1000


def test_a_term_has_a_number_of_its_own_in_each_space() -> None:
    vocabulary = Vocabulary()
    home = vocabulary.numbers(["die"], "home")[0]
    assert vocabulary.find("die", "latin") == 0
    latin = vocabulary.numbers(["die"], "latin")[0]
    assert latin != home
    assert (vocabulary.find("die", "home"), vocabulary.find("die", "latin")) == (home, latin)


def test_number_0_stands_for_no_term_and_looking_one_up_numbers_nothing() -> None:
    vocabulary = Vocabulary()
    assert len(vocabulary) == 1
    assert vocabulary.find("trade", "home") == 0
    assert len(vocabulary) == 1
    assert vocabulary.space_names() == [""]
    assert vocabulary.numbers(["trade"], "home")[0] == 1


def test_each_number_is_of_the_space_that_it_was_given_in() -> None:
    vocabulary = Vocabulary()
    for term, space in (("a", "home"), ("b", "latin"), ("c", "home"), ("a", "latin")):
        vocabulary.numbers([term], space)
    names = vocabulary.space_names()
    assert [names[space] for space in vocabulary.spaces().tolist()] == [
        "", "home", "latin", "home", "latin",
    ]  # fmt: skip
    assert vocabulary.space("latin") == names.index("latin")


_placed = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["home", "x", "y"])))


@given(_placed)
def test_different_terms_never_share_a_number(placed: list[tuple[str, str]]) -> None:
    vocabulary = Vocabulary()
    numbers = {(term, space): vocabulary.numbers([term], space)[0] for term, space in placed}
    assert sorted(numbers.values()) == list(range(1, len(numbers) + 1))
    assert {(t, s): vocabulary.find(t, s) for t, s in numbers} == numbers
    assert len(vocabulary) == len(vocabulary.spaces()) == len(numbers) + 1


def test_rows_count_the_different_terms_of_each_text() -> None:
    rows = _rows_of([[3, 1, 3, 3], [], [2]])
    assert rows.terms.tolist() == [1, 3, 0, 2]
    assert rows.counts.tolist() == [1, 3, 1, 1]
    assert rows.texts.tolist() == [0, 0, 1, 2]
    assert rows.ends.tolist() == [2, 3, 4]
    assert rows.starts.tolist() == [0, 2, 3]


_texts = st.lists(
    st.lists(st.integers(1, 9) | st.integers(1, 1 << 20), max_size=6), min_size=1, max_size=6
)


@given(_texts)
def test_rows_hold_each_text_as_it_was_counted(texts: list[list[int]]) -> None:
    assert _counted(_rows_of(texts)) == [Counter(text or [0]) for text in texts]


def test_what_stands_several_times_in_several_entries_is_added_up() -> None:
    texts, terms = np.array([1, 0, 1, 1]), np.array([7, 7, 5, 7])
    rows = Rows.counted(texts, terms, np.array([2, 1, 1, 3]), 2)
    assert _counted(rows) == [Counter({7: 1}), Counter({7: 5, 5: 1})]


def test_rarity_is_what_the_formula_gives() -> None:
    vocabulary = Vocabulary()
    rarities = _rarities(_rows(TEXTS, vocabulary), vocabulary)
    found = {
        term: float(rarities.known[vocabulary.find(term, "home")])
        for term in ("trade", "grows", "falls", "peace")
    }
    assert found == pytest.approx({"trade": TRADE, "grows": RARE, "falls": RARE, "peace": RARE})
    assert rarities.unknown["home"] == pytest.approx(UNKNOWN)
    assert len(rarities.known) == len(vocabulary)


def test_the_texts_of_several_interviews_are_counted_together() -> None:
    together, apart = Vocabulary(), Vocabulary()
    one = _rarities(_rows(TEXTS, together), together)
    parts = [_frequencies(_rows(TEXTS[:1], apart)), _frequencies(_rows(TEXTS[1:], apart))]
    assert Rarities.of(apart, parts).known == pytest.approx(one.known)


def test_what_was_counted_before_is_not_counted_again() -> None:
    vocabulary = Vocabulary()
    first = _frequencies(_rows([["war"], ["trade", "war"]], vocabulary))
    before = Rarities.of(vocabulary, [first])
    second = _frequencies(_rows(TEXTS, vocabulary))
    both = Rarities.of(vocabulary, [second], (), before)
    assert both.known.tolist() == Rarities.of(vocabulary, [first, second]).known.tolist()
    left = Rarities.of(vocabulary, [second], [first], before)
    assert left.known.tolist() == Rarities.of(vocabulary, [second]).known.tolist()
    assert not left.stands(vocabulary.find("war", "home"))


def test_each_space_counts_its_own_texts() -> None:
    vocabulary = Vocabulary()
    home = _rows([*TEXTS, ["die"]], vocabulary)
    latin = _rows([["die", "krise"], ["die"], ["die"]], vocabulary, "latin")
    found = [_frequencies(home), _frequencies(latin, "latin")]
    rarities = Rarities.of(vocabulary, found)
    # Four texts at home, one of which has it; of three German ones every one has it.
    assert rarities.known[vocabulary.find("die", "home")] == pytest.approx(1 + log(5 / 2))
    assert rarities.known[vocabulary.find("die", "latin")] == pytest.approx(1 + log(4 / 4))
    assert rarities.known[vocabulary.find("krise", "latin")] == pytest.approx(1 + log(4 / 2))
    assert rarities.unknown["home"] == pytest.approx(1 + log(5))
    assert rarities.unknown["latin"] == pytest.approx(1 + log(4))


def test_a_text_without_terms_makes_no_term_rarer() -> None:
    vocabulary = Vocabulary()
    rarities = _rarities(_rows([*TEXTS, [], []], vocabulary), vocabulary)
    assert rarities.known[vocabulary.find("peace", "home")] == pytest.approx(RARE)
    assert rarities.unknown["home"] == pytest.approx(UNKNOWN)


def test_a_term_stands_where_a_text_has_it_not_where_one_once_had_it() -> None:
    vocabulary = Vocabulary()
    _rows([["herring"]], vocabulary)
    rarities = _rarities(_rows(TEXTS, vocabulary), vocabulary)
    later = vocabulary.numbers(["lighthouse"], "home")[0]
    assert rarities.stands(vocabulary.find("trade", "home"))
    assert not rarities.stands(vocabulary.find("herring", "home"))
    assert not rarities.stands(later)
    assert not rarities.stands(0)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (["trade"], [TRADE / sqrt(TRADE**2 + RARE**2), TWICE / sqrt(TWICE**2 + RARE**2), 0]),
        (["peace"], [0, 0, 1]),
        (
            ["trade", "grows"],
            [1, TRADE * TWICE / sqrt((TRADE**2 + RARE**2) * (TWICE**2 + RARE**2)), 0],
        ),
        (
            ["peace", "grows"],
            [RARE / sqrt(2 * (TRADE**2 + RARE**2)), 0, 1 / sqrt(2)],
        ),
        (["peace", "peace"], [0, 0, 1]),
        ([], [0, 0, 0]),
    ],
)
def test_similarity_is_the_cosine_of_the_weights(terms: list[str], expected: list[float]) -> None:
    vocabulary = Vocabulary()
    rows = _rows(TEXTS, vocabulary)
    rarities = _rarities(rows, vocabulary)
    found = Weighted(rows, rarities.known).similarities(_asked(terms, vocabulary, rarities))
    assert found == pytest.approx(np.array(expected), abs=1e-6)


def test_what_a_text_covers_is_the_weight_of_the_terms_that_stand_in_it() -> None:
    vocabulary = Vocabulary()
    rows = _rows(TEXTS, vocabulary)
    rarities = _rarities(rows, vocabulary)
    asked = np.zeros(len(vocabulary), np.float32)
    asked[vocabulary.find("trade", "home")] = 0.25
    asked[vocabulary.find("grows", "home")] = 0.5
    # However often a text has a term, it covers it once.
    assert Weighted(rows, rarities.known).covered(asked).tolist() == [0.75, 0.25, 0]


def test_a_text_without_terms_is_like_nothing() -> None:
    vocabulary = Vocabulary()
    rows = _rows([[], ["peace"]], vocabulary)
    rarities = _rarities(rows, vocabulary)
    asked = _asked(["peace"], vocabulary, rarities)
    assert Weighted(rows, rarities.known).similarities(asked).tolist() == [0, 1]


_terms = st.lists(st.sampled_from("abcdef"), max_size=8)


@settings(deadline=None)
@given(st.lists(_terms, min_size=1, max_size=5), _terms)
def test_similarity_is_within_0_and_1_and_does_not_depend_on_the_order(
    texts: list[list[str]], terms: list[str]
) -> None:
    vocabulary = Vocabulary()
    rows = _rows(texts, vocabulary)
    terms = [term for term in terms if vocabulary.find(term, "home")]
    rarities = _rarities(rows, vocabulary)
    asked = _asked(terms, vocabulary, rarities)
    found = Weighted(rows, rarities.known).similarities(asked)
    assert found.shape == (len(texts),)
    assert ((found >= 0) & (found <= 1 + 1e-6)).all()
    for text, value in zip(texts, found, strict=True):
        assert (value > 0) == bool(set(text) & set(terms))
    turned = _rows([text[::-1] for text in texts[::-1]], vocabulary)
    again = Weighted(turned, rarities.known).similarities(asked)
    assert again[::-1] == pytest.approx(found, abs=1e-6)


@settings(deadline=None)
@given(st.lists(_terms.filter(bool), min_size=1, max_size=5))
def test_a_text_is_entirely_like_itself(texts: list[list[str]]) -> None:
    vocabulary = Vocabulary()
    rows = _rows(texts, vocabulary)
    rarities = _rarities(rows, vocabulary)
    weighted = Weighted(rows, rarities.known)
    for place, text in enumerate(texts):
        asked = _asked(text, vocabulary, rarities)
        assert weighted.similarities(asked)[place] == pytest.approx(1, abs=1e-5)
        assert weighted.similarities(asked)[place] >= weighted.similarities(asked).max() - 1e-5
