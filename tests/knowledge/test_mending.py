"""Mending changes what is safe to change, and no character of what anybody said."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.interview import Exchange, Interview
from knowledge.knowledge_file import read_interview
from knowledge.loading import check_all
from knowledge.mending import Mending, mend
from knowledge.problem import KnowledgeError
from knowledge.schema import SCHEMA_LINE
from knowledge.yaml_tree import Tree, YamlError, read_tree
from tests.conftest import FEDOROV
from tests.knowledge.sound import SOUND
from tests.knowledge.test_yaml_tree import yaml_like

HEAD = f"{SCHEMA_LINE}\n"
UNTIDY = """\
# The harbour, as published.
interviewee: {role: Engineer, name: Ada Byron}
# the file's own name
id: harbour\x20\x20

exchanges:
  # the first
  - answer: |
      Because ships needed it.
\x20
      # And boats.
    # as printed
    question: "Why did you build the harbour?"   # on tape: 'a' harbour

  - id:    # to come
    also_asked:
    - where did the money come from\x20
    - 'who gave the funds'
    question: Who paid for
      the lighthouse?
    answer: The town did.
# the end
"""
TIDY = """\
# yaml-language-server: $schema=interview.schema.json
# The harbour, as published.
# the file's own name
id: harbour
interviewee: {name: Ada Byron, role: Engineer}

exchanges:
  # the first
  - id: build-harbour
    # as printed
    question: "Why did you build the harbour?"   # on tape: 'a' harbour
    answer: |
      Because ships needed it.

      # And boats.

  - id: paid-lighthouse    # to come
    question: Who paid for
      the lighthouse?
    also_asked:
    - where did the money come from
    - 'who gave the funds'
    answer: The town did.
# the end
"""


def mended(path: Path, content: str | bytes) -> Mending:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return mend(path)


def test_ids_order_spaces_and_the_schema_are_mended_and_nothing_else(file: Path) -> None:
    mending = mended(file, UNTIDY)
    assert mending.after == TIDY
    assert mending.left == ()
    assert file.read_text(encoding="utf-8") == UNTIDY
    mending.write()
    assert file.read_text(encoding="utf-8") == TIDY
    assert check_all([file]) == []
    assert mend(file).after == TIDY


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "a byte order mark"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_line_ends_and_byte_order_marks_stay(file: Path, newline: str, mark: str) -> None:
    mending = mended(file, mark + UNTIDY.replace("\n", newline))
    assert mending.after == mark + TIDY.replace("\n", newline)
    mending.write()
    assert file.read_bytes() == mending.after.encode()


def test_what_is_in_order_stays_byte_for_byte() -> None:
    mending = mend(FEDOROV)
    assert (mending.after, mending.left) == (mending.before, ())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  - id: money\n    question", "  - question"),
        ("id: money", "id:"),
        ("id: money", "id: ~"),
        ("id: money", "id: null"),
        ("id: money", "id: ''"),
        ("id: money", '"id":'),
        ("  - id: money\n    question", "  -\n    question"),
    ],
)
def test_an_exchange_without_an_id_gets_one_as_import_makes_them(
    file: Path, old: str, new: str
) -> None:
    mending = mended(file, HEAD + SOUND.replace(old, new))
    mending.write()
    assert [one.id for one in read_interview(file).exchanges] == ["why", "paid-lighthouse"]
    assert check_all([file]) == []


def test_ids_in_braces_and_ids_that_are_taken_and_one_that_yaml_takes_for_nothing(
    file: Path,
) -> None:
    exchanges = """\
  - {question: Who paid?, answer: We., id: }
  - {question: And who paid for it?, answer: They.}
  - id: paid
    question: The third?
    answer: a
  - question: Null?
    answer: b
"""
    mended(file, f"{SOUND.partition('  - id')[0]}{exchanges}").write()
    ids = [one.id for one in read_interview(file).exchanges]
    assert ids == ["paid-2", "paid-3", "paid", "null"]


def test_an_exchange_whose_question_is_missing_gets_no_id(file: Path) -> None:
    text = HEAD + SOUND.replace(
        "  - id: why\n    question: Why did you build the harbour?\n", "  -\n"
    )
    assert mended(file, text).after == text


SPOKEN = HEAD + SOUND.replace(
    "      The town did.\n\n      All", "      The town did.  \n       \n      All"
)


def test_spaces_that_belong_to_an_answer_stay_and_are_reported(file: Path) -> None:
    mending = mended(file, SPOKEN)
    assert mending.after == SPOKEN
    stays = "the spaces at the end of this line are part of a text, and stay"
    assert [str(one) for one in mending.left] == [
        f"file.yaml:15: {stays}",
        f"file.yaml:16: {stays}",
    ]


@pytest.mark.parametrize(
    "exchange",
    [
        "  - answer: |+\n      Yes.\n\n    question: Really?\n    id: why\n",
        "  - id: why\n    answer: |+\n      Yes.\n\n\n    question: Really?",
    ],
)
def test_a_text_that_ends_in_lines_of_its_own_keeps_them(file: Path, exchange: str) -> None:
    text = f"{HEAD}id: a\ninterviewee: {{name: Ada}}\nexchanges:\n{exchange}"
    mending = mended(file, text)
    assert said(mending.after) == said(text)


def test_an_order_that_would_change_a_text_is_left_and_reported(file: Path) -> None:
    # The last line of the file ends without a line feed, and so does the question.
    text = f"{HEAD}id: a\ninterviewee: {{name: Ada}}\nexchanges:\n"
    text += "  - answer: Yes.\n    id: b\n    question: |\n      Really?"
    mending = mended(file, text)
    assert mending.after == text
    assert [str(one) for one in mending.left] == [
        "file.yaml:5: the fields that begin here can't be put in order without a change to a text"
    ]


def test_what_can_be_moved_once_what_is_around_it_has_moved_is_mended_at_once(file: Path) -> None:
    exchange = "  - answer: |+\n      Yes.\n\n    question: Really?\n    id: why\n"
    mending = mended(file, f"{HEAD}exchanges:\n{exchange}title: T\n\n")
    assert said(mending.after) == said(mending.before)
    assert mended(file, mending.after).after == mending.after


def test_of_fields_that_stand_twice_neither_is_moved(file: Path) -> None:
    text = HEAD + SOUND.replace("    topics", "    question: Who paid for the mole?\n    topics")
    assert mended(file, text).after == text


def test_a_field_that_there_is_not_stays_behind_the_one_it_stands_behind(file: Path) -> None:
    text = f"{HEAD}id: a\ninterviewee: {{name: Ada}}\nnote: mine\ntitle: T\n"
    assert mended(file, text).after == (
        f"{HEAD}id: a\ntitle: T\ninterviewee: {{name: Ada}}\nnote: mine\n"
    )


@pytest.mark.parametrize(
    "line",
    [
        SCHEMA_LINE,
        "# yaml-language-server: $schema=../interview.schema.json",
        "#yaml-language-server : $schema = https://a.example/schema.json",
        f"# mine\n{SCHEMA_LINE}",
    ],
)
def test_a_file_that_points_to_a_schema_is_left_alone(file: Path, line: str) -> None:
    text = f"{line}\n{SOUND}"
    assert mended(file, text).after == text


@pytest.mark.parametrize(
    "content",
    ["an interview", "- id: a", "a: *b\n", "a: b\n  c: d  \n", "# nothing  \n", "a: \x07\n"],
)
def test_a_file_that_is_no_interview_at_all_is_left_alone(file: Path, content: str) -> None:
    assert mended(file, content).after == content


@pytest.mark.parametrize("sign", ["\r", "\x85", "\u2028"])
def test_line_ends_of_an_unusual_kind_are_left_alone_and_reported(file: Path, sign: str) -> None:
    text = SOUND.replace("exchanges:", f"# a{sign}exchanges:")
    mending = mended(file, text)
    assert mending.after == text
    assert "line ends of an unusual kind" in str(mending.left[0])


def test_a_file_that_can_not_be_read_says_why(file: Path) -> None:
    with pytest.raises(KnowledgeError, match="no such file"):
        mend(file)
    with pytest.raises(KnowledgeError, match="UTF-8"):
        mended(file, b"\xff")


def test_a_file_that_has_changed_meanwhile_is_not_written_over(file: Path) -> None:
    mending = mended(file, UNTIDY)
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="has changed meanwhile"):
        mending.write()
    assert file.read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(os.name != "posix", reason="permissions and links are POSIX's")
def test_a_file_keeps_its_permissions_and_a_link_goes_on_being_one(file: Path) -> None:
    file.write_text(UNTIDY, encoding="utf-8")
    file.chmod(0o640)
    link = Path("link.yaml")
    link.symlink_to(file)
    mend(link).write()
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8") == TIDY
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert sorted(entry.name for entry in Path().iterdir()) == ["file.yaml", "link.yaml"]


def said(text: str) -> object:
    """Return everything that a file says, but for ids of exchanges that it lacks."""
    tree = read_tree(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    return without_ids(tree)


def without_ids(tree: Tree) -> object:
    root = tree.root
    if not isinstance(root, dict) or not isinstance(root.get("exchanges"), list):
        return root
    exchanges = root["exchanges"]
    assert isinstance(exchanges, list)
    return {
        **root,
        "exchanges": [
            {key: value for key, value in one.items() if key != "id"}
            if isinstance(one, dict)
            else one
            for one in exchanges
        ],
    }


_words = st.lists(
    st.sampled_from(
        ["one", "# two", "“three”", "it's", "four ", "five\u00a0", "a: b", "- x", "é", "\n", "\n\n"]
    ),
    min_size=1,
    max_size=6,
).map(lambda words: " ".join(["Why", *words]))
_comments = st.sampled_from(["", "", "# a remark", "# id: no", "#"])
_ends = st.sampled_from(["", "", " ", "  ", "   # behind  "])


@st.composite
def _scalars(draw: st.DrawFn, indentation: int) -> str:
    """Draw a text in one of the ways in which people write them."""
    text = draw(_words)
    if draw(st.booleans()):
        quoted = "'" + text.replace("\n", " ").replace("'", "''") + "'"
        return quoted + draw(_ends) + "\n"
    lines = [f"{' ' * indentation}{line}" if line else "" for line in text.strip().split("\n")]
    header = draw(st.sampled_from(["|", "|-", ">", "|+"]))
    after = draw(st.sampled_from(["", "\n", " \n"]))
    return f"{header}{draw(st.sampled_from(['', ' ']))}\n" + "\n".join(lines) + "\n" + after


@st.composite
def _mappings(draw: st.DrawFn, names: list[str], indentation: int, dash: str = "") -> str:
    """Draw a mapping whose fields stand in any order, with comments above them."""
    written = ""
    for number, name in enumerate(draw(st.permutations(names))):
        comment = draw(_comments)
        before = dash if number == 0 and dash else " " * indentation
        if comment and not (dash and number == 0):
            written += f"{' ' * indentation}{comment}\n"
        if name == "also_asked":
            value = "\n" + "".join(
                f"{' ' * indentation}- '{number} {draw(st.integers(0, 99))}'{draw(_ends)}\n"
                for number in range(draw(st.integers(1, 3)))
            )
        elif name == "id":
            value = draw(st.sampled_from(["", "a", "~", "b"])) + draw(_ends) + "\n"
        elif name == "exchanges":
            exchanges = ["question", "also_asked", "answer", "id"]
            drawn = [
                draw(_mappings(exchanges[: draw(st.integers(2, 4))], 4, "  - "))
                for _ in range(draw(st.integers(1, 3)))
            ]
            value = "\n" + draw(st.sampled_from(["", "\n", "# between\n"])).join(drawn)
        else:
            value = draw(_scalars(indentation + 2))
        written += f"{before}{name}: {value}"
    return written


_files = st.tuples(
    _mappings(["id", "title", "introduction", "exchanges"], 0),
    st.sampled_from(["", "# head\n", "---\n", "\ufeff"]),
    st.sampled_from(["\n", "\r\n"]),
).map(lambda drawn: (drawn[1] + drawn[0]).replace("\n", drawn[2]))


@settings(deadline=None, max_examples=300)
@given(text=_files)
def test_whatever_is_mended_says_what_it_said_before(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "untidy.yaml"
    before = said(text)
    after = mended(path, text)
    assert said(after.after) == before
    assert comments(after.after.replace(SCHEMA_LINE, "", 1)) == comments(text)
    assert mended(path, after.after).after == after.after
    root = read_tree(after.after.removeprefix("\ufeff").replace("\r\n", "\n")).root
    assert isinstance(root, dict)
    if not after.left:
        assert list(root) == [name for name in Interview.model_fields if name in root]
        exchanges = root["exchanges"]
        assert isinstance(exchanges, list)
        for one in exchanges:
            assert isinstance(one, dict)
            assert one["id"]
            assert list(one) == [name for name in Exchange.model_fields if name in one]


def comments(text: str) -> list[str]:
    """Return every sign of a file's comments, and of what looks like some, in any order."""
    found = [line[line.index("#") :].rstrip() for line in text.splitlines() if "#" in line]
    return sorted(found)


@settings(deadline=None, max_examples=300)
@given(at=st.integers(0, len(UNTIDY)), length=st.integers(0, 20), piece=st.text() | yaml_like)
def test_whatever_is_wrong_with_a_file_mending_changes_no_text(
    tmp_path_factory: pytest.TempPathFactory, at: int, length: int, piece: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "wrong.yaml"
    text = UNTIDY[:at] + piece + UNTIDY[at + length :]
    try:
        after = mended(path, text).after
    except (KnowledgeError, UnicodeEncodeError):
        return
    try:
        before = said(text)
    except YamlError:
        assert after == text
    else:
        assert said(after) == before
