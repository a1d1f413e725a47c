"""Values of runs that stand one after the other, against what Python's own lists give."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.matching.runs import Runs
from knowledge.matching.terms import Floats

VALUES = np.array([0.5, 0.1, 0.9, 0.4, 0.2], np.float32)


def _floats(values: list[float]) -> Floats:
    return np.array(values, np.float32)


def test_runs_follow_one_another_without_a_gap() -> None:
    runs = Runs.of([2, 0, 3])
    assert runs.starts.tolist() == [0, 2, 2]
    assert runs.lengths.tolist() == [2, 0, 3]


def test_a_table_has_the_values_of_each_run_and_0_behind_its_end() -> None:
    assert Runs.of([2, 0, 3]).table(VALUES) == pytest.approx(
        np.array([[0.5, 0.1, 0], [0, 0, 0], [0.9, 0.4, 0.2]])
    )


def test_runs_may_leave_values_out_between_them() -> None:
    runs = Runs(np.array([0, 3]), np.array([1, 2]))
    assert runs.table(VALUES) == pytest.approx(np.array([[0.5, 0], [0.4, 0.2]]))
    assert runs.best(VALUES) == pytest.approx([0.5, 0.4])


def test_the_best_of_an_empty_run_is_0() -> None:
    assert Runs.of([2, 0, 3]).best(VALUES) == pytest.approx([0.5, 0, 0.9])
    assert Runs.of([0, 0]).best(_floats([])).tolist() == [0, 0]


def test_the_mean_of_the_best_is_that_of_all_where_there_are_fewer() -> None:
    found = Runs.of([2, 0, 3]).mean_of_best(VALUES, 2)
    assert found == pytest.approx([0.3, 0, 0.65])


def test_of_a_run_of_which_fewer_values_count_the_others_do_not_thin_the_mean() -> None:
    # Two of five wordings are in the language that was asked in: the others are like 0.
    values = _floats([0.6, 0, 0.4, 0, 0])
    runs = Runs.of([5])
    assert runs.mean_of_best(values, 3) == pytest.approx([1 / 3])
    assert runs.mean_of_best(values, 3, np.array([2])) == pytest.approx([0.5])
    assert runs.mean_of_best(values, 3, np.array([0])) == pytest.approx([1])
    assert runs.mean_of_best(values, 3, np.array([9])) == pytest.approx([1 / 3])


_values = st.floats(0, 1, width=32)
_runs = st.lists(st.lists(_values, max_size=6), min_size=1, max_size=5)


@given(_runs, st.integers(1, 4))
def test_any_runs_are_what_lists_give(given_runs: list[list[float]], count: int) -> None:
    runs = Runs.of([len(one) for one in given_runs])
    values = _floats([value for one in given_runs for value in one])
    longest = max(1, *map(len, given_runs), 0)
    padded = [one + [0.0] * (longest - len(one)) for one in given_runs]
    assert runs.table(values) == pytest.approx(np.array(padded))
    assert runs.best(values) == pytest.approx([max(one, default=0) for one in given_runs])
    means = [
        sum(sorted(one, reverse=True)[:count]) / min(max(len(one), 1), count) for one in given_runs
    ]
    assert runs.mean_of_best(values, count) == pytest.approx(means, abs=1e-6)


def test_behind_the_end_of_a_shorter_run_stands_what_is_wanted() -> None:
    table = Runs.of([1, 2]).table(np.array([-3, -2, -1], np.float32), -np.inf)

    assert table.tolist() == [[-3, -np.inf], [-2, -1]]
    assert table.argmax(axis=1).tolist() == [0, 1]
