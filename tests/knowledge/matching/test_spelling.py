"""Misspelt words are mended, and no others."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from knowledge.matching.spelling import Speller

KNOWN = ["sanctions", "trade", "russia", "nato", "eu", "war", "negotiations", "встреча", "27point"]


@pytest.fixture
def speller() -> Speller:
    return Speller(Counter(KNOWN))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sanctons", "sanctions"),
        ("sancttions", "sanctions"),
        ("sanctoins", "sanctions"),
        ("sanktions", "sanctions"),
        ("negociatons", "negotiations"),
        ("trad", "trade"),
        ("tarde", "trade"),
        ("rusia", "russia"),
        ("втсреча", "встреча"),
    ],
    ids=lambda word: word,
)
def test_a_slip_or_two_are_mended(speller: Speller, typed: str, meant: str) -> None:
    assert speller.mend(typed) == meant


def test_a_word_of_four_letters_is_not_taken_for_another_of_four(speller: Speller) -> None:
    assert speller.mend("nayo") == "nayo"


@pytest.mark.parametrize("word", KNOWN)
def test_a_known_word_is_left(speller: Speller, word: str) -> None:
    assert word in speller
    assert speller.mend(word) == word


@pytest.mark.parametrize("word", ["", "e", "uu", "wra", "wer", "nto"])
def test_a_short_word_is_left_as_it_may_be_any_other(speller: Speller, word: str) -> None:
    assert speller.mend(word) == word


@pytest.mark.parametrize("word", ["banana", "tirades", "rushing", "sanitation", "встаньте"])
def test_a_word_that_is_like_none_is_left(speller: Speller, word: str) -> None:
    assert word not in speller
    assert speller.mend(word) == word


@pytest.mark.parametrize("word", ["2025", "26point", "trad3", "won't"])
def test_a_number_is_never_taken_for_another(speller: Speller, word: str) -> None:
    assert speller.mend(word) == word


def test_the_nearest_of_several_words_is_meant() -> None:
    speller = Speller(Counter(["negotiating", "negotiations", "negotiation"]))
    assert speller.mend("negotiatoins") == "negotiations"
    assert speller.mend("negotiatio") == "negotiation"


# Of few letters, so that many are a slip or two apart; Я and о share a bit with others here.
_WORDS = st.text("abcЯоd", min_size=4, max_size=11)


@given(st.lists(_WORDS, max_size=40), _WORDS)
def test_a_word_is_mended_as_if_each_known_word_were_compared(known: list[str], typed: str) -> None:
    slips = 1 if len(typed) < 8 else 2
    distances = {word: OSA.distance(typed, word) for word in known}
    near = [word for word in known if distances[word] <= slips]
    nearest = min(near, key=lambda word: (distances[word], len(word), word), default=typed)
    is_mistakable = len(typed) == len(nearest) == 4
    assert Speller(Counter(known)).mend(typed) == (typed if is_mistakable else nearest)


def test_without_a_vocabulary_every_word_is_left() -> None:
    assert Speller({}).mend("sanctons") == "sanctons"


@pytest.mark.usefixtures("hasty_threads")
def test_words_are_mended_from_several_threads_at_once() -> None:
    speller = Speller({"sanctions": 1})
    typed = [
        "".join(letters)
        for letters in product(ascii_lowercase, "aeio", ascii_lowercase, "xyz", "aeo")
    ]

    def mend_all(start: int) -> bool:
        return all(speller.mend(word) == word for word in typed[start:] + typed[:start])

    assert len(typed) > 20_000
    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(mend_all, range(0, 8_000, 1_000)))
