"""What is weighed where a sentence model has read a part of what is served."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.interview import Exchange, Interview, Person
from knowledge.matching.confidence import Weighting
from knowledge.matching.evidence import Evidence, EvidenceFinder, Sort
from knowledge.matching.sentence_model import SentenceModel
from knowledge.matching.vector_cache import VectorCache
from tests.knowledge.matching.test_vector_cache import Counting
from tests.knowledge.matching.tiny_model import TinyModel

THINGS = "harbour bridge boat lighthouse museum bakery mill farm tower tunnel".split()
WEIGHTING = Weighting.fitted()
QUESTION = "Who paid for the harbour?"


def interviews(exchanges: int) -> list[Interview]:
    """Return an interview about each thing."""
    return [
        Interview(
            id=thing,
            interviewee=Person(name="A"),
            exchanges=tuple(
                Exchange(
                    id=f"e{number}",
                    question=f"Who paid for the {thing}?" if number == 0 else f"{thing} {number}?",
                    answer="The town did." if number == 0 else f"In year {number}.",
                )
                for number in range(exchanges)
            ),
        )
        for thing in THINGS
    ]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> VectorCache:
    return VectorCache(SentenceModel.load(TinyModel().write(tmp_path_factory.mktemp("m") / "tiny")))


@pytest.fixture(params=[2, 20], ids=["few exchanges", "many exchanges"])
def served(request: pytest.FixtureRequest) -> list[Interview]:
    count: int = request.param
    return interviews(count)


def read_but(unread: set[str], served: list[Interview], cache: VectorCache) -> EvidenceFinder:
    """Return a finder whose model has read all interviews but some."""
    whole = EvidenceFinder(served, cache)
    gists = {one: found for one, found in whole.gists.items() if one.interview.id not in unread}
    # Of another cache nothing is lent but what was indexed.
    fresh = EvidenceFinder(served, VectorCache(cache.model), whole, most_texts=0)
    assert fresh.gists == {}
    return fresh.having_read(gists)


def found(finder: EvidenceFinder) -> Evidence:
    evidence = finder.search(QUESTION)
    assert evidence is not None
    return evidence


def interviews_of(finder: EvidenceFinder, evidence: Evidence) -> set[str]:
    return {finder.found(one)[0].interview.id for one in evidence.exchanges.tolist()}


def test_where_all_is_read_the_evidence_is_full(
    served: list[Interview], cache: VectorCache
) -> None:
    evidence = found(read_but(set(), served, cache))
    whole = found(EvidenceFinder(served, cache))
    assert (evidence.sort, evidence.by_words) == (Sort.FULL, None)
    assert np.array_equal(evidence.exchanges, whole.exchanges)
    assert np.allclose(evidence.signs, whole.signs, rtol=0, atol=1e-2)


def test_where_nothing_is_read_words_alone_are_evidence_and_the_model_reads_no_question(
    served: list[Interview], cache: VectorCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    finder = read_but(set(THINGS), served, cache)
    monkeypatch.setattr(SentenceModel, "read", None)
    evidence, without = found(finder), found(EvidenceFinder(served))
    assert (evidence.sort, evidence.by_words) == (Sort.WORDS, None)
    assert np.array_equal(evidence.signs, without.signs)


def test_where_some_is_read_the_evidence_of_that_is_full_and_of_all_by_words(
    served: list[Interview], cache: VectorCache
) -> None:
    unread = {"harbour", "mill"}
    finder = read_but(unread, served, cache)
    evidence = found(finder)
    assert evidence.sort is Sort.FULL
    assert interviews_of(finder, evidence).isdisjoint(unread)
    assert evidence.by_words is not None
    assert evidence.by_words.sort is Sort.WORDS
    assert set(evidence.exchanges) < set(evidence.by_words.exchanges)
    assert "harbour" in interviews_of(finder, evidence.by_words)


def test_only_what_is_looked_for_within_matters(
    served: list[Interview], cache: VectorCache
) -> None:
    finder = read_but({"harbour", "mill"}, served, cache)
    names = [one.id for one in served]
    for within, sort, is_mixed in (
        (["harbour"], Sort.WORDS, False),
        (["bridge", "boat"], Sort.FULL, False),
        (["bridge", "harbour"], Sort.FULL, True),
    ):
        evidence = finder.search(QUESTION, [names.index(one) for one in within])
        assert evidence is not None
        assert (evidence.sort, evidence.by_words is not None) == (sort, is_mixed)
        assert interviews_of(finder, evidence.by_words or evidence) == set(within)


def test_words_decide_where_they_speak_for_what_is_unread(
    served: list[Interview], cache: VectorCache
) -> None:
    evidence = found(read_but({"harbour"}, served, cache))
    assert evidence.by_words is not None
    ranking = WEIGHTING.rank(evidence)
    assert ranking == WEIGHTING.rank(evidence.by_words)
    assert ranking.candidates[0].exchange == 0


def test_where_words_hardly_speak_for_what_is_unread_the_rest_is_weighed_in_full(
    cache: VectorCache,
) -> None:
    soup = Exchange(id="soup", question="Do you like soup?", answer="Never.")
    other = Interview(id="soup", interviewee=Person(name="A"), exchanges=(soup,))
    evidence = found(read_but({"soup"}, [*interviews(2), other], cache))
    assert evidence.by_words is not None
    ranking = WEIGHTING.rank(evidence)
    assert ranking == WEIGHTING.rank(replace(evidence, by_words=None))
    assert ranking != WEIGHTING.rank(evidence.by_words)


def test_a_question_in_a_language_that_the_model_does_not_know_is_not_read(
    tmp_path: Path,
) -> None:
    model = Counting.load(TinyModel().write(tmp_path / "tiny"))
    finder = EvidenceFinder(interviews(2), VectorCache(model))
    model.taken()

    finder.read(["Кто заплатил за мост?", QUESTION])

    assert list(model.taken()) == [QUESTION]
