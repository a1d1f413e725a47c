"""Two plots of how far a confidence can be relied on."""

import sys
from pathlib import Path

import pytest

from knowledge.evaluation import LabelledQuestion, Outcome
from knowledge.matching import Decision
from knowledge.plots import (
    ANSWERED_WRONG,
    RELIABILITY,
    PlotsError,
    Tradeoff,
    served,
    tradeoffs,
    write_plots,
)

ANSWER, SUGGEST, DECLINE = Decision.ANSWER, Decision.SUGGEST, Decision.DECLINE


def _outcome(
    decision: Decision, confidence: float, *, best: int | None, right: int | None
) -> Outcome:
    labelled = LabelledQuestion("?", "typo", frozenset() if right is None else frozenset({right}))
    return Outcome(labelled, decision, () if best is None else (best,), confidence)


OUTCOMES = [
    _outcome(DECLINE, 0.0, best=None, right=1),
    _outcome(SUGGEST, 0.5, best=2, right=1),
    _outcome(ANSWER, 0.9, best=1, right=1),
    _outcome(ANSWER, 0.7, best=1, right=None),
    _outcome(SUGGEST, 0.5, best=1, right=1),
]


def test_more_is_answered_and_more_is_wrong_as_the_threshold_falls() -> None:
    assert tradeoffs(OUTCOMES) == [
        Tradeoff(0.9, 1 / 4, 0),
        Tradeoff(0.7, 1 / 4, 1 / 2),  # the interview does not answer it: wrong, but no more of its
        Tradeoff(0.5, 3 / 4, 2 / 4),  # two of the same confidence; what has no candidate is not
    ]


def test_the_served_decisions_stand_where_they_are_counted_by_hand() -> None:
    assert served(OUTCOMES) == Tradeoff(0.7, 1 / 4, 1 / 2)


def test_without_an_answer_or_without_a_question_to_be_answered_nothing_stands_anywhere() -> None:
    unanswerable = [one for one in OUTCOMES if not one.labelled.relevant]
    assert (tradeoffs(unanswerable), served(unanswerable)) == ([], None)
    assert served([one for one in OUTCOMES if not one.said]) is None


@pytest.mark.parametrize(
    "outcomes",
    [
        OUTCOMES,
        [one for one in OUTCOMES if one.labelled.relevant],
        [one for one in OUTCOMES if not one.labelled.relevant],
        [one for one in OUTCOMES if not one.numbers],
        [],
    ],
    ids=["mixed", "all to be answered", "none to be answered", "none found", "none"],
)
def test_plots_are_drawn_whatever_the_outcomes(tmp_path: Path, outcomes: list[Outcome]) -> None:
    folder = tmp_path / "made" / "here"
    write_plots(outcomes, folder)
    write_plots(outcomes, folder)  # over those of the last time
    assert {entry.name for entry in folder.iterdir()} == {RELIABILITY, ANSWERED_WRONG}
    for entry in folder.iterdir():
        assert entry.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


def test_a_folder_that_is_a_file_or_can_not_be_written_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(PlotsError) as caught:
        write_plots(OUTCOMES, file)
    assert str(caught.value) == f"{file} is a file: name a folder for the plots"
    taken = tmp_path / RELIABILITY
    taken.mkdir()
    for folder, named in ((file / "below", file / "below"), (tmp_path, taken)):
        with pytest.raises(PlotsError) as caught:
            write_plots(OUTCOMES, folder)
        assert str(caught.value).startswith(f"{named} can't be written (")
        assert str(caught.value).endswith("): name another folder for the plots")


def test_without_matplotlib_it_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(PlotsError, match=r"need matplotlib.*`make test` sets it up"):
        write_plots(OUTCOMES, tmp_path / "plots")
    assert not (tmp_path / "plots").exists()
