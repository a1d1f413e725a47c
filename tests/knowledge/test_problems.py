"""Knowledge files: what is refused, and how it is said."""

import errno
import os
import tracemalloc
from pathlib import Path

import pytest

from knowledge.knowledge_file import LARGEST_FILE, knowledge_files, read_interview
from knowledge.loading import check_all
from knowledge.problem import KnowledgeError
from tests.knowledge.sound import SOUND, sound_but

ID = (
    "write a short name of letters A-Z a-z, digits, _ and -, at most 64 of them "
    "(Telegram's links carry no others)"
)
QUESTION = "give the interviewer's question, or remove the exchange"
ANSWER = "give the speaker's words, or remove the exchange"
PERSON = "write a name, and a role if it is known: interviewee: {name: …, role: …}"
EXCHANGES = "list at least one question with its answer, each beginning with a '-'"
WORDINGS = "list other wordings of the question, one a line, each beginning with a '-'"
TOPICS = "list what it is about, one a line, each beginning with a '-'"
DATE = "write a year, a month or a day: 2025, 2025-12 or 2025-12-31; or leave it empty"
ADDRESS = "give the page's whole address, from https:// on; or leave it empty"
NO_FIELDS = "a knowledge file begins with fields such as 'id: my-interview', one a line"
NOT_UTF8 = "this is not UTF-8 text: save the file with encoding UTF-8"
COLON = (
    "wrong indentation, or a colon inside a text: "
    "put a text that contains ': ' in quotation marks or after '|'"
)


def _refusal(path: Path, content: str | bytes | None = None) -> list[str]:
    """Return the lines that say why a file is refused, the same ones from reading and checking."""
    if content is not None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(KnowledgeError) as caught:
        read_interview(path)
    lines = str(caught.value).split("\n")
    assert lines == [str(problem) for problem in check_all([path])]
    return lines


def test_every_problem_is_reported_at_once_in_the_order_of_its_line(file: Path) -> None:
    text = """\
id: my interview
titel: The harbour
interviewee: {role: Engineer}
published: soon
url: geo.tv
exchanges:
  - id: why
    question:
    answer: Because ships needed it.
  - id: why
    question: Who paid for the lighthouse?
    answer: ''
"""
    assert _refusal(file, text) == [
        f"file.yaml:1: id can't be used: {ID}",
        "file.yaml:2: titel is no field: did you mean title?",
        "file.yaml:3: interviewee.name is missing: give the name of the person who answers",
        f"file.yaml:4: published can't be used: {DATE}",
        f"file.yaml:5: url can't be used: {ADDRESS}",
        f"file.yaml:8: exchanges[0].question is empty: {QUESTION}",
        "file.yaml:10: exchanges[1].id 'why' is the id on line 7 too: give this exchange its own",
        f"file.yaml:12: exchanges[1].answer is empty: {ANSWER}",
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("id: harbour\n", "", f"1: id is missing: {ID}"),
        ("id: harbour", "id:", f"1: id is empty: {ID}"),
        (
            "interviewee: {name: Ada Byron, role: Engineer}\n",
            "",
            f"1: interviewee is missing: {PERSON}",
        ),
        ("{name: Ada Byron, role: Engineer}", "", f"2: interviewee is empty: {PERSON}"),
        ("{name: Ada Byron, role: Engineer}", "Ada", f"2: interviewee can't be used: {PERSON}"),
        (
            "name: Ada Byron, ",
            "",
            "2: interviewee.name is missing: give the name of the person who answers",
        ),
        (
            "Ada Byron",
            "' '",
            "2: interviewee.name is empty: give the name of the person who answers",
        ),
        (
            "    question: Who paid for the lighthouse?\n",
            "",
            f"7: exchanges[1].question is missing: {QUESTION}",
        ),
        ("Who paid for the lighthouse?", "", f"8: exchanges[1].question is empty: {QUESTION}"),
        ("Who paid for the lighthouse?", "''", f"8: exchanges[1].question is empty: {QUESTION}"),
        (
            "    answer: Because ships needed it.\n",
            "",
            f"4: exchanges[0].answer is missing: {ANSWER}",
        ),
        ("Because ships needed it.", "~", f"6: exchanges[0].answer is empty: {ANSWER}"),
        ("Because ships needed it.", "' \u00a0 '", f"6: exchanges[0].answer is empty: {ANSWER}"),
        ("Because ships needed it.", "[a, b]", f"6: exchanges[0].answer can't be used: {ANSWER}"),
        ("Because ships needed it.", "{a: b}", f"6: exchanges[0].answer can't be used: {ANSWER}"),
        ("id: money", "id:", f"7: exchanges[1].id is empty: {ID}"),
        ("who gave the funds", "''", f"11: exchanges[1].also_asked[1] is empty: {WORDINGS}"),
        ("[money]", "money", f"12: exchanges[1].topics can't be used: {TOPICS}"),
    ],
)
def test_what_is_missing_or_empty_is_named_with_its_line_and_mend(
    file: Path, old: str, new: str, problem: str
) -> None:
    assert _refusal(file, sound_but(old, new)) == [f"file.yaml:{problem}"]


@pytest.mark.parametrize(
    ("exchanges", "problem"),
    [
        ("", f"3: exchanges is empty: {EXCHANGES}"),
        (" []", f"3: exchanges is empty: {EXCHANGES}"),
        (" none", f"3: exchanges can't be used: {EXCHANGES}"),
        ("\n  - Why?", f"4: exchanges[0] can't be used: {EXCHANGES}"),
    ],
)
def test_an_interview_without_exchanges_is_refused(
    file: Path, exchanges: str, problem: str
) -> None:
    head = SOUND.partition("exchanges:")[0]
    assert _refusal(file, f"{head}exchanges:{exchanges}\n") == [f"file.yaml:{problem}"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("id: harbour", "id: harbour\noutlat: a", "2: outlat is no field: did you mean outlet?"),
        ("role: Engineer", "rool: a", "2: interviewee.rool is no field: did you mean role?"),
        ("topics:", "topic:", "12: exchanges[1].topic is no field: did you mean topics?"),
        (
            "also_asked:",
            "also asked:",
            "9: exchanges[1].also asked is no field: did you mean also_asked?",
        ),
        ("topics:", "xyz:", "12: exchanges[1].xyz is no field: remove it"),
        ("id: harbour", "id: harbour\n1: a", "2: 1 is no field: remove it"),
        ("topics:", "outlet:", "12: exchanges[1].outlet is no field: remove it"),
    ],
)
def test_an_unknown_field_is_named_with_the_one_that_was_meant(
    file: Path, old: str, new: str, problem: str
) -> None:
    assert _refusal(file, sound_but(old, new)) == [f"file.yaml:{problem}"]


def test_a_field_that_stands_twice_is_not_silently_overwritten(file: Path) -> None:
    text = sound_but("    topics", "    question: Who paid for the mole?\n    topics")
    assert _refusal(file, text) == [
        "file.yaml:12: exchanges[1].question stands twice: keep one of them"
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "Who paid for the lighthouse?",
            "why did you build the harbor?",
            "8: exchanges[1].question is nearly the question on line 5: "
            "keep one, or tell them apart",
        ),
        (
            "who gave the funds",
            "Where did the money come from?",
            "11: exchanges[1].also_asked[1] stands on line 10 already: keep one of them",
        ),
        (
            "who gave the funds",
            "who PAID for: the lighthouse",
            "11: exchanges[1].also_asked[1] stands on line 8 already: keep one of them",
        ),
        (
            "who gave the funds",
            "Why did you build the harbour",
            "11: exchanges[1].also_asked[1] belongs to another exchange on line 5: "
            "keep it where it is answered",
        ),
        (
            "    answer: Because ships needed it.",
            "    answer: Because.\n    also_asked: [who gave the funds]",
            "12: exchanges[1].also_asked[1] belongs to another exchange on line 7: "
            "keep it where it is answered",
        ),
    ],
)
def test_a_repetition_is_reported_with_the_line_of_what_it_repeats(
    file: Path, old: str, new: str, problem: str
) -> None:
    # A colon within a wording needs its quotation marks.
    quoted = f"'{new}'" if "PAID" in new else new
    assert _refusal(file, sound_but(old, quoted)) == [f"file.yaml:{problem}"]


@pytest.mark.parametrize("name", ["a b", "größe", "a.b", "a/b", "سلام", '"a\\nb"', "a-🙂"])
def test_an_id_that_no_link_can_carry_is_refused(file: Path, name: str) -> None:
    assert _refusal(file, sound_but("id: harbour", f"id: {name}")) == [
        f"file.yaml:1: id can't be used: {ID}"
    ]
    assert _refusal(file, sound_but("id: money", f"id: {name}")) == [
        f"file.yaml:7: exchanges[1].id can't be used: {ID}"
    ]


def test_an_id_of_64_characters_is_taken_and_one_of_65_is_not(file: Path) -> None:
    file.write_text(sound_but("id: money", "id: " + "a" * 64), encoding="utf-8")
    assert read_interview(file).exchanges[1].id == "a" * 64
    assert _refusal(file, sound_but("id: money", "id: " + "a" * 65)) == [
        f"file.yaml:7: exchanges[1].id has more than 64 characters: {ID}"
    ]


@pytest.mark.parametrize(
    ("old", "prefix", "limit", "problem"),
    [
        ("id: harbour", "id: harbour\ntitle: ", 300, "2: title"),
        ("id: harbour", "id: harbour\noutlet: ", 200, "2: outlet"),
        ("id: harbour", "id: harbour\nurl: https://", 1_992, "2: url"),
        ("id: harbour", "id: harbour\nintroduction: |\n  ", 20_000, "2: introduction"),
        ("Ada Byron", "", 200, "2: interviewee.name"),
        ("Engineer", "", 300, "2: interviewee.role"),
        ("Who paid for the lighthouse?", "", 4_000, "8: exchanges[1].question"),
        ("who gave the funds", "", 300, "11: exchanges[1].also_asked[1]"),
        ("topics: [money]", "topics:\n      - ", 60, "13: exchanges[1].topics[0]"),
        ("Because ships needed it.", "", 60_000, "6: exchanges[0].answer"),
    ],
)
def test_a_text_may_be_as_long_as_its_limit_and_no_longer(
    file: Path, old: str, prefix: str, limit: int, problem: str
) -> None:
    file.write_text(sound_but(old, prefix + "a" * limit), encoding="utf-8")
    assert check_all([file]) == []
    shown = 2_000 if "url" in problem else limit
    assert _refusal(file, sound_but(old, prefix + "a" * (limit + 1))) == [
        f"file.yaml:{problem} has more than {shown} characters: shorten it"
    ]


@pytest.mark.parametrize(
    "day",
    [
        *("2025-13", "2025-00", "2025-02-30", "2025-02-29", "31.12.2025", "soon", "2025-1", "25"),
        *("0000", "2025-12-31T10:00", "2025/12", "'2025 '", "-2025", "٢٠٢٥", "[2025]", "''"),
    ],
)
def test_anything_else_is_no_date(file: Path, day: str) -> None:
    text = sound_but("id: harbour", f"id: harbour\npublished: {day}")
    assert _refusal(file, text) == [f"file.yaml:2: published can't be used: {DATE}"]


@pytest.mark.parametrize(
    "url", ["geo.tv/x", "ftp://geo.tv/x", "https://", "https://geo.tv/a b", "javascript:alert(1)"]
)
def test_an_address_that_no_browser_would_open_is_refused(file: Path, url: str) -> None:
    text = sound_but("id: harbour", f"id: harbour\nurl: {url}")
    assert _refusal(file, text) == [f"file.yaml:2: url can't be used: {ADDRESS}"]


@pytest.mark.parametrize("language", ["English", "EN", "e", "en_US", "''"])
def test_a_language_that_is_no_tag_is_refused(file: Path, language: str) -> None:
    text = sound_but("id: harbour", f"id: harbour\nlanguage: {language}")
    assert _refusal(file, text) == [
        "file.yaml:2: language can't be used: write a language tag such as en, ru or ur"
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "    answer: Because",
            "\tanswer: Because",
            "6: a tab at the beginning of the line: indent with spaces",
        ),
        (
            "      All of it.",
            "    \tAll of it.",
            "16: a tab at the beginning of the line: indent with spaces",
        ),
        ("    answer: Because", "     answer: Because", f"6: {COLON}"),
        ("Because ships", "Because: ships", f"6: {COLON}"),
        ("id: why", "id why", "4: a ': ' is missing on this line, after the field's name"),
        (
            "    answer: Because",
            "   answer: Because",
            "6: wrong indentation: a field must stand straight below the field before it",
        ),
        (
            "  - id: money",
            "- id: money",
            "7: wrong indentation: a field must stand straight below the field before it",
        ),
        (
            "Because ships",
            '"Because ships',
            "6: the quotation mark that opens here is never closed",
        ),
    ],
)
def test_broken_yaml_is_explained_in_an_editors_words(
    file: Path, old: str, new: str, problem: str
) -> None:
    assert _refusal(file, sound_but(old, new)) == [f"file.yaml:{problem}"]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("question: Who paid", "question Who paid", 8),
        ("question: Who paid", "question:Who paid", 8),
        ("      All of it.", "    All of it.", 16),
    ],
    ids=["a colon forgotten", "the space after a colon forgotten", "a paragraph not indented"],
)
def test_a_slip_is_reported_on_the_line_where_it_was_made(
    file: Path, old: str, new: str, line: int
) -> None:
    (problem,) = _refusal(file, sound_but(old, new))
    assert problem.startswith(f"file.yaml:{line}: ")


def test_a_yaml_bomb_is_refused_at_its_first_anchor(file: Path) -> None:
    layers = [
        f"{name}: &{name} [*{before}, *{before}, *{before}]"
        for before, name in zip("abcdefghi", "bcdefghij", strict=True)
    ]
    text = "\n".join([SOUND + "a: &a [lol, lol, lol]", *layers])
    assert _refusal(file, text) == [
        "file.yaml:17: '&a' is a YAML anchor: write the text out, or put it in quotation marks "
        "if it begins with &"
    ]


def test_a_tag_that_would_run_code_is_refused(file: Path, tmp_path: Path) -> None:
    text = sound_but("Because ships needed it.", "!!python/object/apply:os.mkdir [made]")
    assert _refusal(file, text) == [
        "file.yaml:6: 'tag:yaml.org,2002:python/object/apply:os.mkdir' is a YAML tag: put the "
        "text in quotation marks if it begins with !"
    ]
    assert [entry.name for entry in tmp_path.iterdir()] == ["file.yaml"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Because \u202eships", "U+202E"),
        ("Because\u2066ships", "U+2066"),
        ("Because\ufeffships", "U+FEFF"),
        ('"Because\tships"', "U+0009"),
        ('"Because\\tships"', "U+0009"),
        ('"Because\\0ships"', "U+0000"),
        ('"Because\\e[31mships"', "U+001B"),
        ('"Because\\u2028ships"', "U+2028"),
        ('"Because\\x85ships"', "U+0085"),
        ('"Because\\x92ships"', "U+0092"),
        ('"Because\\uFFFEships"', "U+FFFE"),
    ],
)
def test_a_character_that_nobody_sees_is_reported(file: Path, written: str, code: str) -> None:
    assert _refusal(file, sound_but("Because ships needed it.", written)) == [
        f"file.yaml:6: exchanges[0].answer has an invisible character, {code}, "
        "which has no place in a quotation: delete it"
    ]


@pytest.mark.parametrize(("character", "code"), [("\x00", "U+0000"), ("\x07", "U+0007")])
def test_a_control_code_is_reported_wherever_it_stands(
    file: Path, character: str, code: str
) -> None:
    text = sound_but("Because ships", f"Because {character} ships")
    assert _refusal(file, text) == [
        f"file.yaml:6: the character {code} can't stand in a text: delete it"
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (SOUND.replace("Ada", "Adé").encode("latin-1"), f":2: {NOT_UTF8}"),
        (SOUND.encode("utf-16"), f":1: {NOT_UTF8}"),
        (SOUND.encode() + b"# \xf0\x9f\n", f":17: {NOT_UTF8}"),
        (b"", ": the file is empty: write an interview into it"),
        (b" \n\n", ": the file is empty: write an interview into it"),
        (b"\xef\xbb\xbf", ": the file is empty: write an interview into it"),
        (b"# only\n# comments\n", f":1: {NO_FIELDS}"),
        (b"- id: a\n- id: b\n", f":1: {NO_FIELDS}"),
        (b"an interview\n", f":1: {NO_FIELDS}"),
        (
            SOUND.encode() + b"---\n" + SOUND.encode(),
            ":17: a second document begins here: keep one interview in a file",
        ),
        (b"[" * 20_000, ":1: nested more than 12 deep: an interview never is"),
    ],
    ids=[
        "Latin-1",
        "UTF-16",
        "cut off",
        "empty",
        "blank",
        "BOM alone",
        "comments alone",
        "a list",
        "a scalar",
        "two documents",
        "deep nesting",
    ],
)
def test_a_file_that_is_no_interview_at_all_is_refused(
    file: Path, content: bytes, problem: str
) -> None:
    assert _refusal(file, content) == [f"file.yaml{problem}"]


def test_a_file_far_too_large_is_refused_without_being_read(file: Path) -> None:
    with file.open("wb") as sparse:
        sparse.truncate(5 * LARGEST_FILE)
    tracemalloc.start()
    try:
        assert _refusal(file) == [
            "file.yaml: the file has 50 MB, an interview at most 10: is it the right file?"
        ]
        assert tracemalloc.get_traced_memory()[1] < LARGEST_FILE / 10
    finally:
        tracemalloc.stop()


def test_a_path_where_nothing_is_is_named(file: Path) -> None:
    message = "no such file or folder: check BOT_KNOWLEDGE, or the path that was given"
    assert _refusal(file) == [f"file.yaml: {message}"]
    with pytest.raises(KnowledgeError, match=f"^file.yaml: {message}$"):
        knowledge_files(file)


def test_an_empty_folder_is_named(file: Path) -> None:
    folder = Path("interviews")
    folder.mkdir()
    (folder / "notes.txt").touch()
    (folder / ".hidden.yaml").touch()
    with pytest.raises(KnowledgeError) as caught:
        knowledge_files(folder)
    assert str(caught.value) == (
        "interviews: no knowledge file is in this folder: put one there whose name ends in .yaml"
    )


def test_a_folder_whose_name_ends_like_a_files_is_refused(file: Path) -> None:
    file.mkdir()
    with pytest.raises(KnowledgeError, match="this is no file: name a knowledge file"):
        read_interview(file)


@pytest.mark.parametrize("field", ["question", "answer"])
def test_a_text_that_yaml_would_cut_off_at_a_number_sign_is_reported(
    file: Path, field: str
) -> None:
    first = SOUND.index(f"{field}: ")
    line = SOUND[:first].count("\n") + 1
    end = SOUND.index("\n", first)
    file.write_text(f"{SOUND[:first]}{field}: We are #1 in ships{SOUND[end:]}", encoding="utf-8")
    assert _refusal(file)[0] == (
        f"file.yaml:{line}: exchanges[0].{field} is cut off at '#': put the text in quotation "
        "marks or after '|', or the comment on a line of its own"
    )


def test_a_link_that_leads_to_itself_is_refused(file: Path) -> None:
    file.symlink_to(file)
    reason = os.strerror(errno.ELOOP)
    assert _refusal(file) == [f"file.yaml: can't be read ({reason}): check its permissions"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_refused(file: Path) -> None:
    file.write_text(SOUND, encoding="utf-8")
    file.chmod(0)
    reason = os.strerror(errno.EACCES)
    assert _refusal(file) == [f"file.yaml: can't be read ({reason}): check its permissions"]
