"""A second import keeps what people added to a knowledge file by hand."""

from pathlib import Path

import pytest

from knowledge.importing.imported import import_content
from knowledge.importing.renewal import Renewal, renewed
from knowledge.knowledge_file import interview_as_yaml

FIRST = """\
Q: Why did you build the harbour, in a town with no ships?
Lovelace: Because ships needed it.
Q: Who paid for the stones and the lamp?
Lovelace: The town did.
Q: When was it opened?
Lovelace: In May.
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A knowledge file that somebody has worked on."""
    file = tmp_path / "port.yaml"
    text = interview_as_yaml(import_content(FIRST.encode(), "first").as_interview("port"))
    for old, new in (
        ("id: paid-stones-lamp", "id: money"),
        (
            "    also_asked:\n    topics:\n",
            "    also_asked:\n      - what for?  # rude\n",
        ),
        ("published:", "published: 2025  # on a Monday"),
        ("name: Lovelace", "name: Ada Lovelace"),
        ("exchanges:\n", "# Three questions.\nexchanges:\n"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")
    return file


def _renewed(source: str, path: Path) -> Renewal:
    renewal = renewed(import_content(source.encode(), "second"), path)
    path.write_text(renewal.text, encoding="utf-8")
    return renewal


def test_the_same_source_changes_nothing(path: Path) -> None:
    before = path.read_text(encoding="utf-8")
    renewal = _renewed(FIRST, path)
    assert renewal.text == before
    assert renewal.removed == ()


def test_what_was_added_by_hand_stays_with_its_comments(path: Path) -> None:
    renewal = _renewed(FIRST.replace("In May.", "In June."), path)
    for kept in ("# rude", "# on a Monday", "# Three questions.", "name: Ada Lovelace"):
        assert kept in renewal.text
    assert renewal.interview.exchanges[0].also_asked == ("what for?",)
    assert renewal.interview.published == "2025"
    assert renewal.interview.exchanges[2].answer == "In June."


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("stones and the lamp?", "stones, and the lamp?"),
        ("stones and the lamp?", "stones and the lamps?"),
        ("Who paid for the stones and the lamp?", "And the money?"),
        ("The town did.", "The town council did, in the end."),
    ],
    ids=["a comma", "a letter", "another question, the same answer", "another answer"],
)
def test_an_exchange_that_was_corrected_keeps_its_id(path: Path, old: str, new: str) -> None:
    renewal = _renewed(FIRST.replace(old, new), path)
    assert renewal.interview.exchanges[1].id == "money"
    assert new in renewal.text


def test_exchanges_in_another_order_keep_their_ids(path: Path) -> None:
    lines = FIRST.splitlines(keepends=True)
    renewal = _renewed("".join(lines[4:] + lines[:4]), path)
    assert [one.id for one in renewal.interview.exchanges] == [
        "opened",
        "build-harbour-town-no",
        "money",
    ]


def test_a_new_exchange_gets_an_id_that_none_has_had(path: Path) -> None:
    source = FIRST.partition("Q: When")[0] + "Q: What is opened?\nLovelace: The gate is.\n"
    renewal = _renewed(source, path)
    assert [one.id for one in renewal.interview.exchanges][-1] == "opened-2"
    assert [one.id for one in renewal.removed] == ["opened"]


@pytest.mark.parametrize(
    "left",
    [(0, 2), (1, 2), (2, 0, 1), (0, 1, 2), (2, 1)],
    ids=["one between is gone", "the first is gone", "moved", "the same", "turned round"],
)
def test_a_comment_above_an_exchange_goes_where_the_exchange_goes(
    path: Path, left: tuple[int, ...]
) -> None:
    text = path.read_text(encoding="utf-8")
    for exchange in ("money", "opened"):
        text = text.replace(
            f"  - id: {exchange}\n", f"  # Of {exchange}:\n  # ask.\n  - id: {exchange}\n"
        )
    path.write_text(text, encoding="utf-8")
    asked = ["".join(FIRST.splitlines(keepends=True)[at : at + 2]) for at in (0, 2, 4)]
    renewal = _renewed("".join(asked[at] for at in left), path)
    for number, exchange in ((1, "money"), (2, "opened")):
        above = f"  # Of {exchange}:\n  # ask.\n  - id: {exchange}\n"
        assert (above in renewal.text) is (number in left)
    assert renewal.text.count("# ask.") == len({1, 2} & set(left))


def test_a_line_with_a_number_sign_that_ends_an_answer_is_no_comment(path: Path) -> None:
    source = FIRST.replace("The town did.", "The town did.\n#7 knows.")
    _renewed(source, path)
    text = path.read_text(encoding="utf-8").replace("#7 knows.\n\n", "#7 knows.\n")
    path.write_text(text, encoding="utf-8")
    renewal = _renewed(source.partition("Q: When")[0], path)
    assert "      The town did.\n\n      #7 knows.\n" in renewal.text
    assert "# rude" in renewal.text
