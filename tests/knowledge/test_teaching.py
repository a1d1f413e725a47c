"""A wording is taught to an exchange, or refused with the reason; and taken back."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.deed import Act
from knowledge.drafting import LONGEST_WORDING
from knowledge.interview import Interview
from knowledge.knowledge_file import examine, read_interview
from knowledge.library import Library
from knowledge.matching import Decision
from knowledge.problem import KnowledgeError
from knowledge.stealing import Stolen, stolen
from knowledge.teaching import Reason, Refused, Taught, teach, undo
from knowledge.versions import MovedError, Versions
from knowledge.wordings import enriched, lessened, with_wordings, without_wordings
from tests.conftest import FEDOROV
from tests.knowledge.harbour import (
    CHANGED_BY_HAND,
    FOUND,
    HARBOUR,
    ID,
    SOMETHING,
    brought_back,
    changed,
    history,
    interview_of,
    of_wording,
    saved,
    text_of,
)

WHY = '    question: "Why did you build the harbour?"\n'
GIVEN = "      - 'who gave the funds'\n"
WORDINGS = ["lamp oil", "a #1 lamp", "yes", "what for: ships?", "- dash", "'quoted'", "[a, b]"]


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    made = Versions(tmp_path / "harbour.yaml", ID)
    saved(made)
    return made


def taught(versions: Versions, exchange_id: str, wording: str, who: str = "Nell") -> Taught:
    found = teach(versions, exchange_id, wording, who=who, cache=None)
    assert isinstance(found, Taught)
    return found


def refused(versions: Versions, exchange_id: str, wording: str) -> Refused:
    before = text_of(versions)
    found = teach(versions, exchange_id, wording, who="Nell", cache=None)
    assert isinstance(found, Refused)
    assert text_of(versions) == before
    return found


def test_a_wording_is_put_in_and_everything_else_stays(versions: Versions) -> None:
    found = taught(versions, "why", "  storm\n shelter ")
    assert text_of(versions) == changed(WHY, WHY + "    also_asked:\n      - storm shelter\n")
    assert found.wording == "storm shelter"
    assert found.interview == interview_of(versions)
    assert history(versions) == [
        ("Nell", of_wording(Act.TAUGHT, "why", "storm shelter")),
        ("", FOUND),
    ]
    taught(versions, "money", "herring tax")
    assert GIVEN + "      - herring tax\n" in text_of(versions)


def test_what_was_taught_is_answered_once_the_file_is_read_again(versions: Versions) -> None:
    library = Library(versions.path)
    question = "is it true about the fish levy?"
    assert library.current.matcher.match(question).decision is not Decision.ANSWER
    taught(versions, "money", question)
    library.reload()
    found = library.current.matcher.match(question)
    assert found.decision is Decision.ANSWER
    assert found.candidates[0].exchange.id == "money"
    assert library.files == {versions.path: interview_of(versions)}


@pytest.mark.parametrize(
    ("wording", "detail"),
    [
        ("", "it has no words"),
        (" ?! … ", "it has no words"),
        ("a " * LONGEST_WORDING, f"it has more than {LONGEST_WORDING} characters"),
        ("who\u202e paid", "it has an invisible character"),
        ("who\x00 paid", "it has an invisible character"),
    ],
)
def test_what_is_no_wording_is_refused(versions: Versions, wording: str, detail: str) -> None:
    found = refused(versions, "why", wording)
    assert (found.reason, found.detail) == (Reason.UNFIT, detail)


@pytest.mark.parametrize(
    ("exchange_id", "wording", "reason", "owner"),
    [
        ("money", "Who gave the FUNDS?", Reason.THERE, "money"),
        ("money", "who paid for the lighthouse", Reason.THERE, "money"),
        ("why", "Who gave the funds", Reason.ELSEWHERE, "money"),
        ("why", "who keeps it today", Reason.ELSEWHERE, "keeper"),
    ],
)
def test_what_stands_there_or_elsewhere_is_refused_and_whose_it_is(
    versions: Versions, exchange_id: str, wording: str, reason: Reason, owner: str
) -> None:
    found = refused(versions, exchange_id, wording)
    assert found.reason is reason
    assert found.owner is not None
    assert found.owner.id == owner


def test_a_wording_that_would_take_a_question_away_is_refused_and_names_it(
    versions: Versions,
) -> None:
    found = refused(versions, "why", "who gave the funds, then")
    assert found.reason is Reason.STEALS
    assert Stolen("who gave the funds", "money", "why") in found.stolen
    taught(versions, "money", "who gave the funds, then")


def test_wordings_of_the_interviews_own_exchanges_take_nothing_away() -> None:
    """What is there does no harm: as it would be taught again, it is let in."""
    interview = read_interview(FEDOROV)
    for exchange in interview.exchanges[::5]:
        wording = exchange.also_asked[1]
        rest = lessened(interview, {exchange.id: [wording]})
        assert stolen(rest, exchange.id, wording) == ()


def test_a_question_of_another_exchange_almost_word_for_word_takes_it_away() -> None:
    interview = read_interview(FEDOROV)
    owner, other = interview.exchanges[0], interview.exchanges[5]
    only = [
        one.model_copy(update={"also_asked": one.also_asked[:2]}) for one in interview.exchanges
    ]
    few = interview.model_copy(update={"exchanges": tuple(only)})
    wording = f"well, {owner.also_asked[0]}"
    assert owner.id in {one.owner for one in stolen(few, other.id, wording)}
    assert stolen(few, owner.id, wording) == ()


def test_an_exchange_that_is_gone_is_told(versions: Versions) -> None:
    with pytest.raises(KnowledgeError, match="there is no exchange 'depth' any more"):
        teach(versions, "depth", "how deep is it", who="Nell", cache=None)


def test_nothing_is_taught_to_a_file_with_problems(versions: Versions) -> None:
    saved(versions, changed("id: harbour\n", "id: harbour\nid: harbour\n"))
    with pytest.raises(KnowledgeError, match="id stands twice"):
        teach(versions, "why", "storm shelter", who="Nell", cache=None)


def test_nothing_is_taught_where_there_is_no_file(tmp_path: Path) -> None:
    versions = Versions(tmp_path / "harbour.yaml", ID)
    with pytest.raises(KnowledgeError, match="no such file"):
        teach(versions, "why", "storm shelter", who="Nell", cache=None)


def test_a_list_that_is_written_as_it_seldom_is_stays_as_it_is(versions: Versions) -> None:
    odd = changed("    also_asked:\n", "    also_asked: # {}\n    \n", HARBOUR)
    saved(versions, odd.replace("    topics: [money]", "    'topics': [money]"))
    taught(versions, "money", "herring tax")
    assert interview_of(versions).exchanges[1].also_asked[-1] == "herring tax"


def test_what_was_taught_is_taken_back_to_the_letter(versions: Versions) -> None:
    found = taught(versions, "why", "storm shelter")
    undo(versions, found.version.number, who="Bess")
    assert text_of(versions) == HARBOUR
    assert history(versions)[0] == ("Bess", brought_back(1))


def test_where_the_file_has_changed_since_only_the_wording_is_taken_out(
    versions: Versions,
) -> None:
    first = taught(versions, "money", "herring tax")
    taught(versions, "why", "storm shelter")
    saved(versions, text_of(versions).replace("My sister Nell", "My cousin Nell"))
    undo(versions, first.version.number, who="Bess")
    assert text_of(versions) == changed("My sister", "My cousin").replace(
        WHY, WHY + "    also_asked:\n      - storm shelter\n"
    )
    assert history(versions)[0] == ("Bess", of_wording(Act.TAKEN_OUT, "money", "herring tax"))
    assert history(versions)[1] == ("", CHANGED_BY_HAND)


def test_what_is_not_there_any_more_can_not_be_taken_back(versions: Versions) -> None:
    found = taught(versions, "why", "storm shelter")
    undo(versions, found.version.number, who="Bess")
    with pytest.raises(KnowledgeError, match="there is nothing to undo"):
        undo(versions, found.version.number, who="Nell")
    assert text_of(versions) == HARBOUR


def test_more_than_wordings_is_taken_back_only_while_nothing_has_changed(
    versions: Versions,
) -> None:
    text = changed("herring", "cod", changed(GIVEN, GIVEN + "      - cod tax\n"))
    made = versions.publish(text, based_on=versions.based_on(), who="Nell", what=SOMETHING)
    taught(versions, "why", "storm shelter")
    after = text_of(versions)
    with pytest.raises(MovedError):
        undo(versions, made.number, who="Nell")
    assert text_of(versions) == after


def test_what_was_taught_too_long_ago_can_not_be_taken_back(versions: Versions) -> None:
    with pytest.raises(KnowledgeError, match="version 7 is not kept"):
        undo(versions, 7, who="Nell")


def interview(text: str) -> Interview:
    path = Path("harbour.yaml")
    found, problems = examine(path, text)
    assert problems == []
    assert found is not None
    return found


ENDS = "    question: Who keeps it today?\n    answer: My sister Nell does.\n"
LISTS = [
    "    also_asked:\n      - one\n      - two   # on tape\n      # about three\n      - three\n",
    "    also_asked: [one, two, three]\n",
    "    also_asked: [\n      one,\n      'two', # on tape\n      three,\n    ]\n",
    "    also_asked:\n    - |\n      one\n\n    - >-\n      two\n\n    # three\n    - three\n\n",
    "    also_asked:\n      - one\n      - two\n        \n      - three\n  # not of it\n",
]


@pytest.mark.parametrize("listed", LISTS)
@pytest.mark.parametrize("out", [["one"], ["two"], ["three"], ["one", "three"], [*"123"]])
def test_wordings_are_taken_out_of_lists_however_they_are_written(
    listed: str, out: list[str]
) -> None:
    text = changed(ENDS, listed + ENDS)
    taken = ["one", "two", "three"] if out == [*"123"] else out
    fewer = {"keeper": taken}
    assert interview(without_wordings(text, fewer)) == lessened(interview(text), fewer)


def test_a_comment_above_the_next_wording_stays() -> None:
    text = changed(ENDS, LISTS[0] + ENDS)
    without = without_wordings(text, {"keeper": ["two"]})
    assert without == text.replace("      - two   # on tape\n", "")
    last = without_wordings(text, {"keeper": ["three"]})
    assert last == text.replace("      - three\n", "")


@given(st.lists(st.sampled_from(WORDINGS), unique=True, min_size=1), st.sampled_from(LISTS))
@settings(max_examples=25, deadline=None)
def test_what_is_put_in_can_be_taken_out_again(wordings: list[str], listed: str) -> None:
    text = changed(ENDS, listed + ENDS)
    more = {"keeper": wordings[1:], "why": wordings[:1]}
    there = with_wordings(text, more)
    assert interview(there) == enriched(interview(text), more)
    assert interview(without_wordings(there, more)) == interview(text)
