"""YAML with line numbers: what is read from it, and what is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.yaml_tree import DEEPEST, YamlError, read_tree

SIGNS = (
    ": - ? # & * ! | > ' \" % @ ` [ ] { } , \\ ~ = < . … \t \r \n \u0085 \u2028 \ufeff \x00".split(
        " "
    )
)
FRAGMENTS = [
    *SIGNS,
    *("\n", "\n  ", "\n- ", ": ", " #", "---\n", "...\n", "%YAML 1.2\n---\n", "%TAG ! a:\n---\n"),
    *("key: ", "text", "!!str ", "&a ", "*a", "<<: ", "null", "'", '"', '"\\x41', '"\\U0010ffff"'),
]
yaml_like = st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join)


def test_every_part_knows_the_line_on_which_it_begins() -> None:
    tree = read_tree(
        "# a comment\n\nid: a\nlist:\n  - b\n\n  - c: |\n      d\n\n      e\n    f: g\n"
    )
    assert tree.root == {"id": "a", "list": ["b", {"c": "d\n\ne\n", "f": "g"}]}
    assert tree.lines == {
        (): 3,
        ("id",): 3,
        ("list",): 4,
        ("list", 0): 5,
        ("list", 1): 7,
        ("list", 1, "c"): 7,
        ("list", 1, "f"): 11,
    }


def test_a_part_that_is_not_there_is_on_the_line_of_the_nearest_around_it() -> None:
    tree = read_tree("id: a\nlist:\n  - b: c\n")
    assert tree.line(("list", 0, "answer")) == 3
    assert tree.line(("list", 7, "answer")) == 2
    assert tree.line(("title",)) == 1


@pytest.mark.parametrize(
    "written",
    ["yes", "no", "on", "true", "2025", "2025-12-31", "0x1F", "1e3", ".inf", "12:30", "=", "<<"],
)
def test_a_word_stays_the_text_that_was_written(written: str) -> None:
    assert read_tree(f"published: {written}").root == {"published": written}


@pytest.mark.parametrize("written", ["", " ", "~", "null", "# only a comment"])
def test_a_field_left_empty_is_nothing(written: str) -> None:
    assert read_tree(f"url: {written}").root == {"url": None}


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("'null'", "null"),
        ('"~"', "~"),
        ("''", ""),
        ("'it''s'", "it's"),
        ('"a\\nb \\u2019"', "a\nb ’"),
        ("|\n  a\n   b\n\n  c\n", "a\n b\n\nc\n"),
        ("|-\n  a\n", "a"),
        (">\n  a\n  b\n", "a b\n"),
        ("! yes", "yes"),
    ],
)
def test_quoted_texts_and_blocks_are_read_as_yaml_says(written: str, text: str) -> None:
    assert read_tree(f"answer: {written}").root == {"answer": text}


def test_a_key_that_stands_twice_is_noted_with_the_line_of_the_second() -> None:
    tree = read_tree("a: 1\nb:\n  c: 2\n  d: 3\n  c: 4\na: 5\n")
    assert [(place, tree.line(place)) for place in tree.repeated] == [(("b", "c"), 5), (("a",), 6)]


ANCHOR = "write the text out, or put it in quotation marks if it begins with &"
ALIAS = "write the text out, or put it in quotation marks if it begins with *"
TAG = "put the text in quotation marks if it begins with !"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: b\nc: &d e\n", 2, f"'&d' is a YAML anchor: {ANCHOR}"),
        ("a: b\nc: *d\n", 2, f"'*d' is a YAML alias: {ALIAS}"),
        ("a:\n  - *d\n", 2, f"'*d' is a YAML alias: {ALIAS}"),
        ("&k a: b\n", 1, f"'&k' is a YAML anchor: {ANCHOR}"),
        (
            "a: !!python/object/apply:os.system [id]\n",
            1,
            f"'tag:yaml.org,2002:python/object/apply:os.system' is a YAML tag: {TAG}",
        ),
        ("a: b\n!x c: d\n", 2, f"'!x' is a YAML tag: {TAG}"),
        ("a: !!str b\n", 1, f"'tag:yaml.org,2002:str' is a YAML tag: {TAG}"),
        ("a: b\n---\nc: d\n", 2, "a second document begins here: keep one interview in a file"),
        ("a: b\n\tc: d\n", 2, "a tab at the beginning of the line: indent with spaces"),
        ("a:\n  - b\n \t - c\n", 3, "a tab at the beginning of the line: indent with spaces"),
        (
            "a: b\n  c: d\n",
            2,
            "wrong indentation, or a colon inside a text: "
            "put a text that contains ': ' in quotation marks or after '|'",
        ),
        (
            "a: he said: no\n",
            1,
            "wrong indentation, or a colon inside a text: "
            "put a text that contains ': ' in quotation marks or after '|'",
        ),
        (
            "a:\n    b: c\n  d: e\n",
            3,
            "wrong indentation: a field must stand straight below the field before it",
        ),
        ("a: @b\n", 1, "a text can't begin with this sign: put it in quotation marks"),
        ("a: `b\n", 1, "a text can't begin with this sign: put it in quotation marks"),
        ("a: b\nc: %d\n", 2, "a text can't begin with this sign: put it in quotation marks"),
        ('a: b\nc: "d\ne: f\n', 2, "the quotation mark that opens here is never closed"),
        ("a: b\nc: 'd\ne: f\n", 2, "the quotation mark that opens here is never closed"),
        ("a: b\n\nc: d\x07\n", 3, "the character U+0007 can't stand in a text: delete it"),
        ("a: b\nc: d\x00\n", 2, "the character U+0000 can't stand in a text: delete it"),
        ("a: b\n? [c]\n: d\n", 2, "a field's name must be a word"),
        ("a: b\n{c: d}: e\n", 2, "a field's name must be a word"),
    ],
)
def test_what_no_interview_needs_is_refused_with_its_line(
    text: str, line: int, message: str
) -> None:
    with pytest.raises(YamlError) as caught:
        read_tree(text)
    assert (caught.value.line, caught.value.message) == (line, message)


def test_lines_are_counted_as_an_editor_counts_them_whatever_ends_them() -> None:
    for end in ("\n", "\r\n"):
        tree = read_tree(end.join(["a: b", "", "# c", "d: |", "  e", "", "  f", "g: h"]))
        assert (tree.line(("d",)), tree.line(("g",))) == (4, 8)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: b\nc d\ne: f\n", 2),
        ("a:\n  b: |\n    c\n\n  d\n", 5),
        ("a: b\nc: [d\ne: f\n", 2),
        ("a: b\nc: {d: e\nf: g\n", 2),
    ],
    ids=["a colon forgotten", "an unindented line", "a bracket left open", "a brace left open"],
)
def test_the_line_of_a_slip_is_where_it_was_made_not_where_it_was_noticed(
    text: str, line: int
) -> None:
    with pytest.raises(YamlError) as caught:
        read_tree(text)
    assert caught.value.line == line


@pytest.mark.parametrize("text", ["a: 'it's so'\n", 'a: "so" he said\n'])
def test_words_after_a_closing_quotation_mark_are_explained_as_that(text: str) -> None:
    with pytest.raises(YamlError) as caught:
        read_tree(text)
    assert "quotation mark" in caught.value.message


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a: b\nc: "\\U7FFFFFFF"\n', 2),
        ('a: b\nc: "\\UFFFFFFFF"\n', 2),
        ("%YAML 1." + "1" * 5000 + "\n---\na: b\n", 1),
    ],
    ids=["beyond Unicode", "beyond an integer", "a version of 5000 digits"],
)
def test_numbers_that_are_too_large_are_no_valid_yaml(text: str, line: int) -> None:
    with pytest.raises(YamlError) as caught:
        read_tree(text)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[" * 20_000, 1),
        ("- " * 20_000, 1),
        ("{a: " * 20_000, 1),
        ("\n".join(" " * depth + "a:" for depth in range(1000)), DEEPEST + 2),
    ],
    ids=["brackets", "dashes", "braces", "indentation"],
)
def test_deep_nesting_is_refused_at_once(text: str, line: int) -> None:
    with pytest.raises(YamlError) as caught:
        read_tree(text)
    assert (caught.value.line, caught.value.message) == (
        line,
        f"nested more than {DEEPEST} deep: an interview never is",
    )


@settings(deadline=None)
@given(st.text() | yaml_like)
def test_any_text_gives_a_tree_or_an_explanation(text: str) -> None:
    lines = len(text.splitlines()) + 1
    try:
        tree = read_tree(text)
    except YamlError as error:
        line = error.line
    else:
        line = max(tree.lines.values(), default=1)
    assert 1 <= line <= lines
