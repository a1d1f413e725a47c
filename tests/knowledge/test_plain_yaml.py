"""What is read fast is read as the exact reader reads it, or left to it."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.interview import Exchange, Interview, Person
from knowledge.knowledge_file import examine, interview_as_yaml
from knowledge.plain_yaml import read_plain
from knowledge.yaml_tree import YamlError, read_tree

OWN = Path(__file__).parents[2] / "knowledge" / "interviews" / "fedorov-geo-tv.yaml"
SMALL = """\
id: harbour
outlet: Whitby Gazette   # as it calls itself
interviewee: {name: Ada Byron, role: "Engineer"}
published: 2025
url:
introduction: |
  The outlet's words: all of them.

  And more.
exchanges:
  - id: why
    question: Why did you build the harbour?
    also_asked:
      - 'what is it good for'
      - https://example.org/harbour
    answer: |
      Because.

  - id: money
    question: Who paid for it, #1?
    answer: |-
      The town - did: so.
"""
# What changes a file's meaning: its signs, white space, and what the readers know of YAML 1.1.
SIGNS = [
    *"\n :-#'\"|>{}[],?&*!%@`~=<\\\t\r\x85\u2028\ufeff0",
    "\n\n",
    "---",
    "...",
    ": ",
    " #",
    "- ",
]
SIGNS += ["|2", ">-", "|+", "yes", "null", "<<", "\n  ", "\n    ", "''", "\\n", "é", "😀", "\x00"]


def agrees(text: str) -> bool:
    """Say whether a text is read fast; where it is, it must be read rightly."""
    found = read_plain(text)
    if found is None:
        return False
    tree = read_tree(text)
    assert found == tree.root
    assert not tree.repeated
    assert not tree.commented
    return True


def test_knowledge_files_as_they_are_written_are_read_fast() -> None:
    assert yaml.__with_libyaml__, "PyYAML is here without libyaml"
    assert agrees(OWN.read_text("utf-8"))
    assert agrees(SMALL.replace(", #1", ""))


@pytest.mark.parametrize(
    "text",
    [
        SMALL,
        "a: &b c",
        "a: *b",
        "a: !t b",
        "a: b\n---\nc: d",
        "--- \na: b",
        "%YAML 1.1\n---\na: b",
        "a: b\na: c",
        "a: b\n  c",
        "a: >\n  b\n  c",
        'a: "b\\u0041"',
        "a: 'it''s'",
        "a: {b: c:d}",
        "? [a]\n: b",
        "a:\tb",
        "a: b #c",
        "a: b #",
        "a: [",
        "",
        "[" * 20 + "]" * 20,
        "a: b\u2028c: d",
    ],
)
def test_what_is_unusual_or_wrong_is_left_to_the_exact_reader(text: str) -> None:
    assert read_plain(text) is None


@given(st.data())
def test_a_file_in_which_anything_is_changed_is_read_as_the_exact_reader_reads_it(
    data: st.DataObject,
) -> None:
    text = SMALL
    for _ in range(data.draw(st.integers(1, 3))):
        begin = data.draw(st.integers(0, len(text)))
        end = begin + data.draw(st.sampled_from([0, 0, 1, 2, 5]))
        text = text[:begin] + data.draw(st.sampled_from(["", *SIGNS])) + text[end:]
    _agrees_on_all_of_it(text)


@given(st.lists(st.sampled_from([*SIGNS, "a", "b: c", "{a: b}", "- d"]), max_size=12))
def test_signs_in_any_order_are_read_as_the_exact_reader_reads_them(parts: list[str]) -> None:
    _agrees_on_all_of_it("".join(parts))


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_whatever_is_said_is_read_fast_or_exactly_and_is_the_same(said: str) -> None:
    exchange = Exchange.model_construct(
        id="a", question=said, also_asked=(said,), topics=(said,), answer=said
    )
    interview = Interview.model_construct(
        id="a", title=said, interviewee=Person.model_construct(name=said), exchanges=(exchange,)
    )
    try:
        text = interview_as_yaml(interview)
    except (ValueError, UnicodeError):
        return
    _agrees_on_all_of_it(text)


def _agrees_on_all_of_it(text: str) -> None:
    try:
        read_tree(text)
    except YamlError:
        assert read_plain(text) is None
    else:
        agrees(text)


def test_a_file_with_a_problem_is_refused_for_it_however_plain_it_is(tmp_path: Path) -> None:
    path = tmp_path / "harbour.yaml"
    broken = SMALL.replace(", #1", "").replace("id: money", "id: why")
    interview, problems = examine(path, broken)
    assert interview is not None
    assert [(one.line, "'why' is the id on line 11" in one.message) for one in problems] == [
        (19, True)
    ]
