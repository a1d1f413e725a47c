"""What differs between two states of an interview."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.deed import Counts
from knowledge.differences import Differences, Kind, Mark, Run, differences, marked
from knowledge.interview import Exchange, Interview, Person
from knowledge.knowledge_file import examine
from tests.knowledge.harbour import HARBOUR, changed

PROSE = st.lists(st.sampled_from("a the harbour storm — , . ’ \n\n \t é".split(" ")), max_size=40)
NAMES = st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1)


def interview(text: str = HARBOUR) -> Interview:
    found, problems = examine(Path("harbour.yaml"), text)
    assert found is not None
    assert problems == []
    return found


def between(before: str, after: str) -> Differences:
    return differences(interview(before), interview(after))


def without(mark: Mark, runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs if run.mark is not mark)


def test_the_words_that_differ_are_marked_and_no_others() -> None:
    assert marked("The town did, with a tax.", "The whole town did, with taxes.") == (
        Run(Mark.SAME, "The "),
        Run(Mark.ADDED, "whole "),
        Run(Mark.SAME, "town did, with "),
        Run(Mark.REMOVED, "a tax"),
        Run(Mark.ADDED, "taxes"),
        Run(Mark.SAME, "."),
    )


def test_signs_between_words_that_differ_are_not_left_standing_alone() -> None:
    assert marked("one, two", "three, four") == (
        Run(Mark.REMOVED, "one, two"),
        Run(Mark.ADDED, "three, four"),
    )


@given(st.one_of(PROSE.map(" ".join), st.text()), st.one_of(PROSE.map(" ".join), st.text()))
def test_the_marks_hold_both_texts_whole(before: str, after: str) -> None:
    runs = marked(before, after)
    assert without(Mark.ADDED, runs) == before
    assert without(Mark.REMOVED, runs) == after
    assert all(run.text for run in runs)
    assert all(one.mark is not other.mark for one, other in pairwise(runs))
    if before == after:
        assert all(run.mark is Mark.SAME for run in runs)


def test_texts_of_any_length_are_marked() -> None:
    before, after = "a b " * 15_000, "b c " * 15_000
    runs = marked(before, after)
    assert (without(Mark.ADDED, runs), without(Mark.REMOVED, runs)) == (before, after)


def test_nothing_differs_where_only_comments_do() -> None:
    found = between(HARBOUR, changed("# About money.", "# On money."))
    assert not found
    assert found.counts == Counts()


def test_an_interview_that_is_new_is_all_added() -> None:
    found = differences(None, interview())
    assert [(one.kind, one.after) for one in found.exchanges] == [
        (Kind.ADDED, 1),
        (Kind.ADDED, 2),
        (Kind.ADDED, 3),
    ]
    assert found.counts == Counts(added=3)


def test_facts_of_the_interview_differ_by_name() -> None:
    text = changed("{name: Ada Byron}", "{name: Ada Lovelace, role: engineer}")
    found = between(HARBOUR, changed("outlet: The Pilot", "url: https://pilot.example", text))
    assert [one.name for one in found.facts] == [
        "outlet",
        "interviewee.name",
        "interviewee.role",
        "url",
    ]
    assert found.facts[1].runs[1:] == (Run(Mark.REMOVED, "Byron"), Run(Mark.ADDED, "Lovelace"))
    assert found.counts.facts == ("outlet", "interviewee.name", "interviewee.role", "url")


def test_what_was_changed_added_and_removed_stands_in_the_order_of_the_file() -> None:
    text = changed("herring", "cod")
    keeper = text[text.index("  - id: keeper") :]
    text = text.replace(keeper, keeper.replace("keeper", "heir").replace("Nell", "Bess"))
    first = text[text.index("  - id: why") : text.index("  # About money")]
    text = text.replace(first, "")
    found = between(HARBOUR, text)
    assert [(one.kind, one.exchange.id, one.before, one.after) for one in found.exchanges] == [
        (Kind.REMOVED, "why", 1, None),
        (Kind.CHANGED, "money", 2, 1),
        (Kind.REMOVED, "keeper", 3, None),
        (Kind.ADDED, "heir", None, 2),
    ]
    assert found.counts == Counts(added=1, changed=1, removed=2)
    (answer,) = found.exchanges[1].fields
    assert answer.name == "answer"
    assert Run(Mark.REMOVED, "herring") in answer.runs


def test_entries_of_lists_are_marked_whole() -> None:
    found = between(HARBOUR, changed("'who gave the funds'", "who gave the money"))
    (field,) = found.exchanges[0].fields
    assert (field.name, field.runs) == (
        "also_asked",
        (
            Run(Mark.SAME, "where did the money come from"),
            Run(Mark.REMOVED, "who gave the funds"),
            Run(Mark.ADDED, "who gave the money"),
        ),
    )


@pytest.mark.parametrize(
    ("before", "after", "moved"), [("abcd", "bcda", "a"), ("abcd", "adbc", "d"), ("abc", "abc", "")]
)
def test_the_fewest_that_moved_are_said_to_have(before: str, after: str, moved: str) -> None:
    found = differences(_of(list(before)), _of(list(after)))
    assert [one.exchange.id for one in found.of_kind(Kind.MOVED)] == list(moved)
    assert len(found.exchanges) == len(moved)


@given(NAMES, NAMES)
def test_every_exchange_is_accounted_for(before: list[str], after: list[str]) -> None:
    found = differences(_of(before), _of(after))
    assert {one.exchange.id for one in found.of_kind(Kind.ADDED)} == {*after} - {*before}
    assert {one.exchange.id for one in found.of_kind(Kind.REMOVED)} == {*before} - {*after}
    assert bool(found) == (before != after)
    gone = {one.exchange.id for one in found.exchanges}
    assert [one for one in before if one not in gone] == [one for one in after if one not in gone]


def _of(names: list[str]) -> Interview:
    exchanges = [Exchange(id=one, question=f"{one}?", answer=one) for one in names]
    return Interview(id="i", interviewee=Person(name="Ada"), exchanges=tuple(exchanges))
