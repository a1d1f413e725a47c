"""Drafts on their way through an editor's hands, and into the knowledge file."""

from pathlib import Path

import pytest

from knowledge.drafting import Drafts
from knowledge.drafts_file import drafts_path, take, write_drafts
from knowledge.knowledge_file import knowledge_files, read_interview
from knowledge.loading import check_all
from knowledge.problem import KnowledgeError

HARBOUR = """\
# As published.
id: harbour
interviewee: {name: Ada Byron}
exchanges:
  - id: why   # the first
    question: "Why did you build the harbour?"
    answer: |
      Because ships needed it in every storm.

  # About money.
  - id: money
    question: Who paid for the lighthouse?
    also_asked:
      - where did the money come from   # on tape
      - 'who gave the funds'

    topics: [money]
    answer: The town did, with a tax on herring.
  - id: keeper
    question: Who keeps it today?
    answer: My sister Nell does.
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = Path("harbour.yaml")
    path.write_text(HARBOUR, encoding="utf-8")
    return path


def keeps(path: Path, **wordings: list[str]) -> Path:
    """Leave drafts as an editor has who has looked them through."""
    exchanges = {one.id: one for one in read_interview(path).exchanges}
    return write_drafts(path, [Drafts(exchanges[i], tuple(kept)) for i, kept in wordings.items()])


def test_drafts_are_written_beside_the_file_for_people_to_look_through(file: Path) -> None:
    drafts = keeps(file, why=["storm shelter", "what for: the harbour?"], keeper=[], money=["a #1"])
    assert drafts == drafts_path(file) == Path("harbour.drafts.yaml")
    assert (
        drafts.read_text(encoding="utf-8")
        == """\
# Drafts of other wordings for harbour.yaml, made by a language model. Delete the lines that
# no reader would write or that another exchange answers, and mend the rest as you like; then
#     run_bot.py draft-wordings harbour.yaml --take
# puts what is left into also_asked, by which questions are found. Readers never see it.
exchanges:
  - id: why
    question: Why did you build the harbour?
    drafts:
      - storm shelter
      - 'what for: the harbour?'
  - id: money
    question: Who paid for the lighthouse?
    drafts:
      - 'a #1'
"""
    )


def test_drafts_are_no_knowledge_file(file: Path) -> None:
    keeps(file, why=["storm shelter"])
    assert knowledge_files(Path()) == [file]
    assert check_all([Path()]) == []


def test_what_was_kept_is_put_in_and_everything_else_stays(file: Path) -> None:
    drafts = keeps(
        file,
        why=["storm shelter", "what for: the harbour?", "- ships"],
        money=["herring tax", "a #1 tax", "yes"],
        keeper=["Nell"],
    )
    taken = take(file)
    assert [one.wording for one in taken.added][:2] == ["storm shelter", "what for: the harbour?"]
    assert (len(taken.added), taken.refused) == (7, ())
    assert not drafts.exists()
    lines = HARBOUR.splitlines(keepends=True)
    lines[5] += (
        "    also_asked:\n      - storm shelter\n"
        '      - "what for: the harbour?"\n      - "- ships"\n'
    )
    lines[14] += '      - herring tax\n      - "a #1 tax"\n      - yes\n'
    lines[19] += "    also_asked:\n      - Nell\n"
    assert file.read_text(encoding="utf-8") == "".join(lines)
    assert check_all([file]) == []


ENDS = "    question: Who keeps it today?\n    answer: My sister Nell does.\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ENDS, "    also_asked:\n" + ENDS),
        (ENDS, "    also_asked:   # to come\n" + ENDS),
        (ENDS, "    also_asked: ~\n" + ENDS),
        (ENDS, "    also_asked: []   # none\n" + ENDS),
        (ENDS, "    also_asked: [keeper of it]\n" + ENDS),
        (ENDS, "    also_asked: [\n      keeper of it,\n    ]\n" + ENDS),
        (ENDS, "    also_asked:\n    - keeper of it\n" + ENDS),
        (ENDS, "    also_asked:\n    - |\n      keeper of it\n\n\n" + ENDS),
        (ENDS, ENDS + "    also_asked:\n    - keeper of it"),
        (ENDS, ENDS + "    also_asked:"),
        (ENDS, "    answer: My sister Nell does.\n    question: Who keeps it today?"),
        ("  - id: keeper\n" + ENDS, "  - {id: keeper, question: Who?, answer: Nell}\n"),
        ("  - id: keeper\n" + ENDS, "  - {id: keeper, also_asked: , question: Who?, answer: N}\n"),
        (
            "  - id: keeper\n" + ENDS,
            "  - {id: keeper, also_asked: [a b], question: Q?, answer: N}\n",
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "a byte order mark"])
def test_however_a_list_is_written_it_is_added_to(
    file: Path, old: str, new: str, newline: str, mark: str
) -> None:
    text = HARBOUR.replace(old, new)
    assert text != HARBOUR
    file.write_bytes((mark + text.replace("\n", newline)).encode())
    before = read_interview(file)
    keeps(file, keeper=["Nell: who?", "lamp"])
    take(file)
    content = file.read_bytes().decode()
    after = read_interview(file)
    assert after.exchanges[2].also_asked == (*before.exchanges[2].also_asked, "Nell: who?", "lamp")
    assert after.exchanges[:2] == before.exchanges[:2]
    assert content.startswith(mark + "# As published.")
    assert content.count("\n") == content.count(newline)
    assert content.count("# ") == text.count("# ")


def test_a_wording_that_would_take_a_question_away_is_refused_and_the_others_are_not(
    file: Path,
) -> None:
    keeps(file, why=["from where did the money come"], keeper=["Nell"])
    taken = take(file)
    assert [one.wording for one in taken.added] == ["Nell"]
    [refused] = taken.refused
    assert str(refused) == (
        "harbour.drafts.yaml:9: “from where did the money come” is not taken: it would take "
        "“where did the money come from” away from 'money'"
    )
    exchanges = read_interview(file).exchanges
    assert [one.also_asked for one in exchanges[::2]] == [(), ("Nell",)]


def test_what_the_file_could_not_hold_is_refused_with_its_reason(file: Path) -> None:
    keeps(
        file,
        why=["who gave the funds?", "Why did you build the harbour", "🙂", "a" * 301, "storm"],
        keeper=["Storm!", "Nell", "nell"],
    )
    taken = take(file)
    assert [one.wording for one in taken.added] == ["storm", "Nell"]
    assert [(one.line, one.message.rpartition(": ")[2]) for one in taken.refused] == [
        (9, "it is a wording of 'money'"),
        (10, "it stands there already"),
        (11, "it has no words"),
        (12, "it has more than 300 characters"),
        (17, "it is a wording of 'why'"),
        (19, "it stands there already"),
    ]
    assert check_all([file]) == []


def test_where_nothing_was_kept_nothing_is_put_in(file: Path) -> None:
    drafts = drafts_path(file)
    drafts.write_text("exchanges:\n  - id: why\n    drafts:\n", encoding="utf-8")
    assert take(file).added == ()
    assert file.read_text(encoding="utf-8") == HARBOUR
    assert not drafts.exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("exchanges:\n  - drafts: [a]\n", "2: an exchange begins with its id here"),
        ("exchanges:\n  - id: mole\n", "2: the interview has no exchange 'mole'"),
        ("exchanges:\n  - id: why\n    drafts: a\n", "2: drafts are a list"),
        ("exchanges:\n  - id: why\n    drafts:\n      - a: b\n", "2: a draft is a text"),
        ("exchanges:\n  - id: why\n    drafts:\n      - a #1\n", "4: is cut off at '#'"),
        ("exchanges:\n  - id: why\n    drafts: &a [a]\n", "3: '&a' is a YAML anchor"),
        ("exchanges:\n  - why\n", "2: an exchange begins with its id here"),
        ("a", "1: this is no file of drafts"),
        ("exchanges:\n", "1: this is no file of drafts"),
        ("", " the file is empty"),
    ],
)
def test_drafts_that_can_not_be_read_are_said_and_nothing_is_changed(
    file: Path, content: str, told: str
) -> None:
    drafts = drafts_path(file)
    drafts.write_text(content, encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        take(file)
    assert str(caught.value).startswith(f"harbour.drafts.yaml:{told}")
    assert file.read_text(encoding="utf-8") == HARBOUR
    assert drafts.read_text(encoding="utf-8") == content


def test_without_drafts_there_is_nothing_to_take(file: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"^harbour\.drafts\.yaml: no such file"):
        take(file)


def test_into_a_file_with_a_problem_nothing_is_put(file: Path) -> None:
    drafts = keeps(file, why=["storm shelter"])
    broken = HARBOUR.replace("id: money", "id:")
    file.write_text(broken, encoding="utf-8")
    with pytest.raises(KnowledgeError, match="id is empty"):
        take(file)
    assert file.read_text(encoding="utf-8") == broken
    assert drafts.exists()


def test_what_can_not_be_added_to_is_said_and_left_as_it_is(file: Path) -> None:
    text = HARBOUR.replace("  - id: keeper\n", "  - id: keeper\n    ? also_asked\n")
    file.write_text(text, encoding="utf-8")
    drafts = keeps(file, keeper=["Nell"])
    with pytest.raises(KnowledgeError, match=r"harbour\.yaml: .* put the drafts in by hand"):
        take(file)
    assert file.read_text(encoding="utf-8") == text
    assert drafts.exists()
