"""The fast first look at very many exchanges."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import ceil

import numpy as np
import pytest

from knowledge.interview import Exchange, Interview, Person
from knowledge.matching import shortlist as shortlists
from knowledge.matching.asked import Asked, weighed
from knowledge.matching.concordance import HOME
from knowledge.matching.counted_texts import frequencies
from knowledge.matching.indexed import IndexedInterview
from knowledge.matching.lexicon import Lexicon
from knowledge.matching.model_files import Floats
from knowledge.matching.sentence_model import unit
from knowledge.matching.shortlist import Block, Shortlist, gist
from knowledge.matching.terms import Rarities
from knowledge.matching.words import stems, words

INTERVIEWS = 130
EXCHANGES = 20
SHORT = 64
BLOCK = 64
COMMON = "what do you think of the new way that people have to work and live in town"
# Words of no language, none of which is the stem of another.
WORDS = ["".join(parts) for parts in product("bdfgkmpt", "aiou", "bdfgkmpt", "aiou", "bdgkm")]


@dataclass(frozen=True)
class Archive:
    """Thousands of exchanges; of each, two words that are rare, and stand in it together."""

    lexicon: Lexicon
    indexed: list[IndexedInterview]
    rarities: Rarities
    gists: Floats
    telling: list[tuple[str, str]]

    def asked(self, text: str) -> Asked:
        found = words(text)
        by_words, unknown = weighed(stems(found, "en"), [HOME], self.lexicon.stems, self.rarities)
        return Asked(text, tuple(found), by_words, np.zeros(0, np.float32), unknown)


def _rarities(indexed: list[IndexedInterview], lexicon: Lexicon) -> Rarities:
    return Rarities.of(lexicon.stems, [frequencies(one)[0] for one in indexed])


def _chatter(chance: np.random.Generator, count: int) -> str:
    return " ".join(chance.choice(COMMON.split(), count, replace=False))


@pytest.fixture(scope="module")
def archive() -> Archive:
    chance = np.random.default_rng(7)
    drawn = chance.choice(WORDS, (INTERVIEWS * EXCHANGES, 2)).tolist()
    telling = [(first, second) for first, second in drawn]
    lexicon = Lexicon()
    indexed = []
    for number in range(INTERVIEWS):
        rare = telling[number * EXCHANGES : (number + 1) * EXCHANGES]
        exchanges = tuple(
            Exchange(
                id=f"e{place}",
                question=f"{_chatter(chance, 6)} {first}?",
                answer=f"{_chatter(chance, 9)} {second}.",
            )
            for place, (first, second) in enumerate(rare)
        )
        interview = Interview(id=f"i{number}", interviewee=Person(name="A"), exchanges=exchanges)
        indexed.append(IndexedInterview(interview, lexicon))
    rarities = _rarities(indexed, lexicon)
    gists = unit(chance.standard_normal((len(telling), 48)).astype(np.float32))
    return Archive(lexicon, indexed, rarities, gists, telling)


@pytest.fixture(scope="module", autouse=True)
def small_blocks() -> Iterator[None]:
    """Have postings in several blocks, though the archive is a small one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shortlists, "_BLOCK", BLOCK)
        yield


@pytest.fixture(scope="module")
def shortlist(archive: Archive, small_blocks: None) -> Shortlist:
    return Shortlist(archive.indexed, archive.gists, archive.rarities)


def test_the_exchange_that_shares_rare_words_is_on_the_list(
    archive: Archive, shortlist: Shortlist
) -> None:
    for place in range(0, len(archive.telling), 13):
        first, second = archive.telling[place]
        asked = archive.asked(f"what do people in town think of {first} and the new {second}")
        found = shortlist.nearest([asked], None, SHORT)
        assert place in found
        assert len(found) == len(set(found.tolist())) == SHORT


def test_a_single_rare_word_leads_to_every_exchange_that_has_it(
    archive: Archive, shortlist: Shortlist
) -> None:
    word = archive.telling[1234][0]
    having = {place for place, pair in enumerate(archive.telling) if word in pair}
    assert 1234 in having
    assert having <= set(shortlist.nearest([archive.asked(word)], None, SHORT).tolist())


def test_the_exchange_whose_gist_is_nearest_is_on_the_list_though_it_shares_no_word(
    archive: Archive, shortlist: Shortlist
) -> None:
    asked = archive.asked("unheard")
    assert asked.unknown == 1
    chance = np.random.default_rng(8)
    for place in range(0, len(archive.telling), 97):
        blurred = chance.standard_normal((1, archive.gists.shape[1]))[0].astype(np.float32)
        vector = unit(archive.gists[place] + np.float32(0.05) * blurred)
        found = shortlist.nearest([asked], vector, SHORT)
        assert int((archive.gists @ vector).argmax()) == place
        assert place in found


def test_half_of_the_list_is_by_words_and_half_by_meaning(
    archive: Archive, shortlist: Shortlist
) -> None:
    first, second = archive.telling[50]
    found = shortlist.nearest([archive.asked(f"{first} {second}")], archive.gists[2000], SHORT)
    assert {50, 2000} <= set(found.tolist())
    assert found.tolist() == sorted(set(found.tolist()))
    assert SHORT // 2 <= len(found) <= SHORT


@pytest.mark.parametrize("by_meaning", [False, True], ids=["by words", "by meaning"])
def test_what_is_looked_for_within_some_interviews_is_found_in_these_alone(
    archive: Archive, shortlist: Shortlist, by_meaning: bool
) -> None:
    # Of the last block and of the first.
    within = np.concatenate(
        [np.arange(one * EXCHANGES, (one + 1) * EXCHANGES) for one in (2, 70, 129)]
    )
    for place in within[::7].tolist():
        asked = archive.asked("unheard" if by_meaning else " ".join(archive.telling[place]))
        vector = archive.gists[place] if by_meaning else None
        found = shortlist.nearest([asked], vector, 5, within)
        assert place in found
        assert len(found) <= 5
        assert set(found.tolist()) <= set(within.tolist())
    # What stands elsewhere is on no list, however near.
    asked = archive.asked(" ".join(archive.telling[1000]))
    assert 1000 not in shortlist.nearest([asked], archive.gists[1000], 40, within)


def test_without_gists_a_vector_is_of_no_use_and_does_no_harm(archive: Archive) -> None:
    by_words = Shortlist(archive.indexed, None, archive.rarities)
    first, second = archive.telling[50]
    found = by_words.nearest([archive.asked(f"{first} {second}")], archive.gists[2000], SHORT)
    assert 50 in found


def test_common_words_alone_make_a_list_all_the_same(
    archive: Archive, shortlist: Shortlist
) -> None:
    for text in (COMMON, "town", "the", "unheard of", "unheard"):
        found = shortlist.nearest([archive.asked(text)], None, SHORT)
        assert len(set(found.tolist())) == SHORT
        assert found.min() >= 0
        assert found.max() < len(archive.telling)


def test_rare_words_are_looked_up_before_the_places_of_common_ones_run_out(
    archive: Archive, shortlist: Shortlist, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.matching.shortlist._MOST_POSTINGS", 1)
    first, _ = archive.telling[777]
    asked = archive.asked(f"{COMMON} {first}")
    having = {place for place, pair in enumerate(archive.telling) if first in pair}
    assert having <= set(shortlist.nearest([asked], None, SHORT).tolist())


def test_of_fewer_exchanges_than_are_wanted_all_are_on_the_list(archive: Archive) -> None:
    few = Shortlist(archive.indexed[:2], archive.gists[: 2 * EXCHANGES], archive.rarities)
    asked = archive.asked("unheard")
    assert few.nearest([asked], None, SHORT).tolist() == list(range(2 * EXCHANGES))


@pytest.mark.parametrize("short", [0, 1, 2])
def test_a_shorter_text_with_the_same_words_is_before_longer_ones(short: int) -> None:
    lexicon = Lexicon()
    answers = [f"herring {' '.join(WORDS[place * 200 : place * 200 + 200])}" for place in range(3)]
    answers[short] = "herring"
    exchanges = tuple(
        Exchange(id=f"e{place}", question="harbour?", answer=answer)
        for place, answer in enumerate(answers)
    )
    interview = Interview(id="i", interviewee=Person(name="A"), exchanges=exchanges)
    indexed = IndexedInterview(interview, lexicon)
    rarities = _rarities([indexed], lexicon)
    archive = Archive(lexicon, [indexed], rarities, np.zeros((3, 1), np.float32), [])
    found = Shortlist([indexed], None, rarities).nearest([archive.asked("herring")], None, 1)
    assert found.tolist() == [short]


def test_postings_are_the_exchanges_that_have_a_stem_anywhere(archive: Archive) -> None:
    block = Block(archive.indexed[:3])
    assert block.size == 3 * EXCHANGES
    for place in (0, 25, 59):
        for word in archive.telling[place]:
            term = archive.lexicon.stems.find(stems([word], "en")[0], HOME)
            having = [at for at, pair in enumerate(archive.telling[: block.size]) if word in pair]
            assert sorted(block.postings(term).tolist()) == having
    assert len(block.postings(len(archive.lexicon.stems) + 5)) == 0


def test_wordings_in_another_language_are_looked_up_too() -> None:
    lexicon = Lexicon()
    exchanges = (
        Exchange(id="a", question="Who paid?", answer="I did."),
        Exchange(id="b", question="Why?", also_asked=("зачем нужна гавань",), answer="So."),
    )
    interview = Interview(id="i", interviewee=Person(name="A"), exchanges=exchanges)
    block = Block([IndexedInterview(interview, lexicon)])
    term = lexicon.stems.find("гаван", "cyrillic")
    assert term
    assert block.postings(term).tolist() == [1]


def test_blocks_in_which_nothing_changed_are_lent_by_an_earlier_list(
    archive: Archive, shortlist: Shortlist
) -> None:
    assert len(shortlist.blocks) == ceil(INTERVIEWS / BLOCK)
    again = Shortlist(archive.indexed, archive.gists, archive.rarities, shortlist)
    assert [id(block) for block in again.blocks] == [id(block) for block in shortlist.blocks]
    changed = IndexedInterview(archive.indexed[70].interview, archive.lexicon)
    served = [*archive.indexed[:70], changed, *archive.indexed[71:]]
    after = Shortlist(served, archive.gists, archive.rarities, shortlist)
    lent = [new is old for new, old in zip(after.blocks, shortlist.blocks, strict=True)]
    assert lent == [True, False, True]
    first, second = archive.telling[70 * EXCHANGES]
    asked = archive.asked(f"{first} {second}")
    assert sorted(after.nearest([asked], None, SHORT)) == sorted(
        shortlist.nearest([asked], None, SHORT)
    )


def test_an_interview_that_is_no_longer_served_is_on_no_list(
    archive: Archive, shortlist: Shortlist
) -> None:
    left = archive.indexed[:-1]
    rarities = _rarities(left, archive.lexicon)
    after = Shortlist(left, archive.gists[:-EXCHANGES], rarities, shortlist)
    asked = archive.asked(" ".join(archive.telling[-1]))
    for vector in (None, archive.gists[-1]):
        assert after.nearest([asked], vector, SHORT).max() < len(left) * EXCHANGES


def test_a_gist_is_the_direction_of_the_mean() -> None:
    vectors = np.array([[1, 0], [0, 1], [0, 1]], np.float32)
    assert gist(vectors) == pytest.approx(np.array([1, 2]) / np.sqrt(5))
    assert gist(vectors[:1]) == pytest.approx([1, 0])
