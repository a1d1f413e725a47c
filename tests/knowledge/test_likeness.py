"""Questions that are alike come together, others stay apart; in any language, in any order."""

from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.knowledge_file import read_interview
from knowledge.likeness import grouped
from knowledge.matching.asked import FUNCTION_WORDS
from tests.conftest import FEDOROV

BREAD = ["How do I bake sourdough bread?", "bake sourdough bread", "how to bake sourdough bred"]
CHESS = ["Is she fond of chess?", "does she play chess, is she fond of it"]


def texts_of(groups: Sequence[Sequence[int]], texts: Sequence[str]) -> list[list[str]]:
    return [[texts[place] for place in group] for group in groups]


def test_what_is_alike_comes_together_the_most_asked_first() -> None:
    texts = [BREAD[1], CHESS[0], BREAD[0], CHESS[1], BREAD[2], "who keeps it today"]

    groups = texts_of(grouped(texts, [2, 1, 3, 9, 1, 4]), texts)

    assert groups == [[CHESS[1], CHESS[0]], [BREAD[0], BREAD[1], BREAD[2]], ["who keeps it today"]]


@pytest.mark.parametrize(
    ("alike", "other"),
    [
        (["Будет ли борщ на обед?", "борща на обед не будет?"], "Любит ли он шахматы?"),
        (["کیا کھانے میں روٹی ہے؟", "کھانے میں روٹی"], "شطرنج کون کھیلتا ہے؟"),
        (["هل يوجد خبز في المطبخ؟", "هل في المطبخ خبز"], "من يلعب الشطرنج؟"),
        (["Gibt es Brot zum Abendessen?", "brot abendessen"], "Spielt sie Schach?"),
    ],
)
def test_in_any_language(alike: list[str], other: str) -> None:
    assert grouped([alike[0], other, alike[1]], [2, 1, 1]) == [(0, 2), (1,)]


@pytest.mark.parametrize("texts", [[], [""], ["", "?!", "🍞"], ["w " * 5000, "x" * 5000, "?"]])
def test_what_has_no_words_or_too_many_is_by_itself(texts: list[str]) -> None:
    assert sorted(grouped(texts, [1] * len(texts))) == [(place,) for place in range(len(texts))]


def test_the_words_that_carry_any_sentence_make_nothing_alike() -> None:
    texts = ["what did he say about the harbour?", "what did he say about the lighthouse?"]

    assert len(grouped(texts, [1, 1])) == 2


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text("abc d?", max_size=12), unique=True, max_size=12), st.randoms())
def test_each_is_in_one_group_which_do_not_depend_on_the_order(
    texts: list[str], chance: Random
) -> None:
    times = {text: len(text) % 3 + 1 for text in texts}
    groups = texts_of(grouped(texts, [times[one] for one in texts]), texts)
    mixed = chance.sample(texts, len(texts))

    assert sorted(text for group in groups for text in group) == sorted(texts)
    assert texts_of(grouped(mixed, [times[one] for one in mixed]), mixed) == groups


def varied(text: str, chance: Random) -> Iterator[str]:
    """Yield a question as readers might put it as well."""
    typed = text.split()
    longest = max(range(len(typed)), key=lambda place: len(typed[place]))
    slip = chance.randrange(1, len(typed[longest]))
    slipped = typed[longest][:slip] + typed[longest][slip + 1 :]
    left_out = chance.randrange(len(typed))
    yield text.lower().strip("?")
    yield f"please tell me, {text}"
    yield " ".join(one for one in typed if one.lower() not in FUNCTION_WORDS)
    yield " ".join([*typed[:longest], slipped, *typed[longest + 1 :]])
    yield " ".join([*typed[:left_out], *typed[left_out + 1 :]])


def test_slips_and_short_forms_come_together_and_other_questions_stay_apart() -> None:
    chance = Random(7)  # noqa: S311  (nothing secret)
    interview = read_interview(FEDOROV)
    every = [
        text
        for one in interview.exchanges
        for text in (one.question, *one.also_asked)
        if len(text.split()) > 4
    ]
    base = chance.sample(every, 100)
    owner = {one: text for text in base for one in (text, *varied(text, chance))}
    texts = list(owner)

    groups = texts_of(grouped(texts, [1] * len(texts)), texts)

    owners = [Counter(owner[text] for text in group) for group in groups]
    pure = sum(max(one.values()) for one in owners) / len(texts)
    together = sum(max(one[text] for one in owners) for text in base) / len(texts)
    assert pure > 0.97
    assert together > 0.95


def test_wordings_of_different_exchanges_stay_apart() -> None:
    interview = read_interview(FEDOROV)
    owner = {
        text: one.id for one in interview.exchanges for text in (one.question, *one.also_asked)
    }
    texts = list(owner)

    groups = grouped(texts, [1] * len(texts))

    owners = [Counter(owner[texts[place]] for place in group) for group in groups]
    assert sum(max(one.values()) for one in owners) / len(texts) > 0.97
