"""Near vectors, found by the signs of their numbers."""

import numpy as np
import pytest

from knowledge.matching.sentence_model import unit
from knowledge.matching.sketches import Sketches


@pytest.mark.parametrize("dimensions", [64, 100, 384])
def test_a_vector_that_is_a_little_blurred_is_the_nearest(dimensions: int) -> None:
    chance = np.random.default_rng(1)
    vectors = unit(chance.standard_normal((3_000, dimensions), dtype=np.float32))
    sketches = Sketches(vectors)
    for place in range(0, 3_000, 100):
        blur = unit(chance.standard_normal((1, dimensions), dtype=np.float32))[0]
        assert sketches.nearest(vectors[place] + blur / 4, 1).tolist() == [place]


def test_most_of_the_nearest_are_among_a_few_times_as_many_by_their_sketches() -> None:
    chance = np.random.default_rng(2)
    vectors = unit(chance.standard_normal((5_000, 384), dtype=np.float32))
    asked = vectors[7] + unit(chance.standard_normal((1, 384), dtype=np.float32))[0]
    nearest = np.argsort(-(vectors @ asked))[:10]
    found = Sketches(vectors).nearest(asked, 500)
    assert 500 <= len(set(found.tolist())) == len(found) < 700
    assert np.isin(nearest, found).sum() >= 8


def test_an_opposite_vector_is_the_farthest() -> None:
    vectors = np.array([[1, 1, 1], [-1, -1, -1], [1, 1, -1]], np.float32)
    sketches = Sketches(vectors)
    assert sketches.nearest(vectors[0], 2).tolist() == [0, 2]
    assert sketches.nearest(vectors[1], 1).tolist() == [1]


def test_what_is_as_near_as_the_last_is_returned_with_it() -> None:
    vectors = np.array([[1, 1, 1], [1, 1, -1], [-1, 1, 1], [-1, -1, -1]], np.float32)
    assert Sketches(vectors).nearest(vectors[0], 2).tolist() == [0, 1, 2]


def test_of_fewer_vectors_than_are_wanted_all_are_nearest() -> None:
    vectors = np.ones((3, 8), np.float32)
    assert Sketches(vectors).nearest(vectors[0], 9).tolist() == [0, 1, 2]
