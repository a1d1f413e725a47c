"""Published interviews become exchanges, word for word, with nothing lost."""

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from knowledge.importing.found import Imported, ImportedExchange
from knowledge.importing.imported import import_source
from knowledge.importing.refusal import ImportFailedError
from knowledge.interview import Id
from knowledge.knowledge_file import read_interview, write_interview
from tests.conftest import FEDOROV, SHARED

SOURCE = SHARED / "interviews" / "fedorov-geo-tv.txt"
needs_source = pytest.mark.skipif(not SOURCE.exists(), reason=f"{SOURCE} is not there")

SAMPLE = """\
Select Language:

The harbour was opened in May.
Q: Why did you build the harbour?
Lovelace: Because ships needed it.

They had no other.
Q: Who paid?
Lovelace: The town did.
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return tmp_path / "harbour.txt"


def _imported(source: Path, text: str | bytes) -> Imported:
    source.write_bytes(text if isinstance(text, bytes) else text.encode())
    return import_source(source)


def _asked_and_answered(found: Imported) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.question, one.answer) for one in found.exchanges]


def _words(text: str) -> Counter[str]:
    return Counter(text.split())


@needs_source
def test_the_first_interview_is_imported_as_its_knowledge_file_has_it() -> None:
    found, served = import_source(SOURCE), read_interview(FEDOROV)
    assert _asked_and_answered(found) == [
        (one.question, one.paragraphs) for one in served.exchanges
    ]
    assert "\n\n".join(found.introduction) == served.introduction
    assert (found.interviewee, found.title, found.outlet) == ("Fedorov", None, None)
    assert found.skipped == ("Select Language:",)


@needs_source
def test_nothing_of_the_first_interview_is_lost_or_added() -> None:
    found = import_source(SOURCE)
    lines = Counter(line for line in SOURCE.read_text(encoding="utf-8").splitlines() if line)
    accounted = Counter([*found.introduction, *found.skipped])
    for exchange in found.exchanges:
        first, *others = exchange.answer
        accounted += Counter([f"Q: {exchange.question}", f"Fedorov: {first}", *others])
    assert accounted == lines


def test_each_line_is_introduction_question_answer_or_skipped(source: Path) -> None:
    found = _imported(source, SAMPLE)
    assert (found.title, found.interviewee, found.outlet) == (None, "Lovelace", None)
    assert found.introduction == ("The harbour was opened in May.",)
    assert found.exchanges == (
        ImportedExchange(
            id="build-harbour",
            question="Why did you build the harbour?",
            answer=("Because ships needed it.", "They had no other."),
        ),
        ImportedExchange(id="paid", question="Who paid?", answer=("The town did.",)),
    )
    assert found.skipped == ("Select Language:",)


def test_an_imported_interview_is_written_and_read_back_as_it_was_found(source: Path) -> None:
    found = _imported(source, SAMPLE)
    path = source.with_name("harbour.yaml")
    write_interview(found.as_interview("harbour"), path)
    read = read_interview(path)
    assert read.interviewee.name == "Lovelace"
    assert read.introduction == "The harbour was opened in May."
    assert [(one.id, one.question, one.paragraphs) for one in read.exchanges] == [
        (one.id, one.question, one.answer) for one in found.exchanges
    ]


@pytest.mark.parametrize(
    "content",
    [
        SAMPLE.replace("\n", "\r\n").encode(),
        SAMPLE.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + SAMPLE.encode(),
        SAMPLE.replace("\n", "\n\n\n").encode(),
        SAMPLE.replace(": ", ":\u00a0").encode(),
        SAMPLE.replace("\n", " \u00a0\n\u00a0 ").encode(),
        SAMPLE.replace("Q: ", "  Q:\t").encode(),
        SAMPLE.rstrip("\n").encode(),
    ],
    ids=[
        "CRLF",
        "CR",
        "BOM",
        "empty lines",
        "no-break space after a label",
        "no-break edges",
        "indented labels",
        "no end of line at the end",
    ],
)
def test_how_the_page_was_saved_makes_no_difference(source: Path, content: bytes) -> None:
    assert _imported(source, content) == _imported(source.with_name("plain.txt"), SAMPLE)


def test_a_byte_order_mark_before_the_first_label_is_no_part_of_it(source: Path) -> None:
    found = _imported(source, "\ufeffQ: Why?\nLovelace: So.\n")
    assert _asked_and_answered(found) == [("Why?", ("So.",))]


def test_a_label_that_follows_no_question_is_words_of_the_answer(source: Path) -> None:
    found = _imported(
        source,
        "Q: Why?\nLovelace: So.\nNote: it was late.\nIn short: yes.\nQ: Who?\nLovelace: I: myself.",
    )
    assert _asked_and_answered(found) == [
        ("Why?", ("So.", "Note: it was late.", "In short: yes.")),
        ("Who?", ("I: myself.",)),
    ]
    assert found.interviewee == "Lovelace"


def test_the_words_of_several_guests_are_kept_apart_by_their_names(source: Path) -> None:
    found = _imported(
        source,
        "Q: Why?\nLovelace: So.\nBabbage: Not so.\nAt all.\nQ: Who?\nBabbage: I did.\n"
        "Q: When?\nLovelace: In May.\n",
    )
    assert found.interviewee == "Lovelace, Babbage"
    assert _asked_and_answered(found) == [
        ("Why?", ("Lovelace: So.", "Babbage: Not so.", "At all.")),
        ("Who?", ("Babbage: I did.",)),
        ("When?", ("Lovelace: In May.",)),
    ]


@pytest.mark.parametrize(
    ("introduction", "name"),
    [
        ("We met Dr. Lovelace, who builds.", "Dr. Lovelace"),
        ("Ada Lovelace, who builds, met us.", "Ada Lovelace"),
        ("Dear Editor, here is what you asked.", None),
    ],
)
def test_who_is_asked_is_named_once_and_is_not_who_is_written_to(
    source: Path, introduction: str, name: str | None
) -> None:
    found = _imported(source, f"{introduction}\n\nQ: Why?\nAnswer: So.\nQ: Who?\nRespuesta: I.\n")
    assert found.interviewee == name


def test_who_answers_once_among_many_is_named_there_and_nowhere_else(source: Path) -> None:
    asked = "".join(f"Q: Why {number}?\nLovelace: So.\n" for number in range(8))
    found = _imported(source, f"{asked}Q: Who?\nBabbage: I.\nLovelace: And I.\n")
    assert found.interviewee == "Lovelace"
    assert found.exchanges[0].answer == ("So.",)
    assert found.exchanges[-1].answer == ("Babbage: I.", "Lovelace: And I.")


def test_a_question_of_several_paragraphs_is_one_question(source: Path) -> None:
    found = _imported(source, "Q: It is 2025.\nQ: So why?\nIndeed, why?\nLovelace: So.\n")
    assert _asked_and_answered(found) == [("It is 2025. So why? Indeed, why?", ("So.",))]


def test_a_question_without_an_answer_is_named_as_skipped(source: Path) -> None:
    found = _imported(source, SAMPLE + "Q: And now?\n")
    assert found.skipped == ("Select Language:", "Q: And now?")
    assert len(found.exchanges) == 2


_lines = st.sampled_from(
    ["Q: Why {}?", "Lovelace: So {}.", "Words {} of a paragraph.", "Menu {}", "Note: {}.", "", "Q:"]
)


@settings(deadline=None)
@given(st.lists(_lines, max_size=15))
def test_no_word_of_any_transcript_is_lost_or_added(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    # Each line has its own number, so that none can stand in for another.
    text = "\n".join(line.format(number) for number, line in enumerate(lines))
    text = f"Q: Why?\nLovelace: So.\n{text}"
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_text(text, encoding="utf-8")
    found = import_source(path)
    kept = " ".join([*found.introduction, *found.skipped])
    for one in found.exchanges:
        kept += " ".join(["", one.question, *one.answer])
    missing = _words(text) - _words(kept)
    assert set(missing) <= {"Q:", "Lovelace:", "Note:"}
    assert not _words(kept) - _words(text)


@settings(deadline=None)
@given(content=st.binary() | st.text().map(str.encode))
def test_any_content_is_imported_or_refused_with_a_reason(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any-content.txt"
    path.write_bytes(content)
    with pytest.raises(ImportFailedError, match=r"any-content\.txt: "):
        import_source(path)


QUESTIONS = [
    "Why did you build the harbour?",
    "Why did you build the harbour?",
    "Will you build the harbour then?",
    "Почему вы построили гавань?",
    "کیا آپ نے بندرگاہ بنائی؟",
    "?",
    "Who is it?",
    "Ça coûte combien, l’été à Besançon?",
    "U.S.-Russia trade has increased by 20%. Which sectors?",
    f"{'Donaudampfschifffahrt' * 4} when?",
]


def test_every_exchange_gets_an_id_of_its_own_that_a_link_can_carry(source: Path) -> None:
    text = "".join(f"Q: {question}\nLovelace: So.\n" for question in QUESTIONS)
    ids = [one.id for one in _imported(source, text).exchanges]
    assert ids == [
        "build-harbour",
        "build-harbour-2",
        "build-harbour-then",
        "question",
        "question-2",
        "question-3",
        "question-4",
        "ca-coute-combien-lete",
        "us-russia-trade-increased",
        "donaudampfschifffahrtdonaudampfschifffah",
    ]
    for name in ids:
        assert TypeAdapter(Id).validate_python(name) == name


def test_a_hundred_questions_alike_have_a_hundred_ids(source: Path) -> None:
    text = f"Q: {'harbour ' * 20}?\nLovelace: So.\n" * 100
    ids = {one.id for one in _imported(source, text).exchanges}
    assert len(ids) == 100
    for name in ids:
        assert TypeAdapter(Id).validate_python(name) == name


@pytest.mark.parametrize(
    ("text", "reached"),
    [
        ("Just a page.\nWith: a colon.\n", "line 2, 'With: a colon.'"),
        ("Q: Why?\n\nQ: And who?\n", "line 3, 'Q: And who?'"),
        ("Lovelace: So.\nLovelace: And so.\n", "line 2, 'Lovelace: And so.'"),
        ("q: why?\nlovelace: so.\n", "line 2, 'lovelace: so.'"),
    ],
    ids=["no labels", "no answers", "no questions", "small letters"],
)
def test_a_source_in_which_nobody_is_asked_says_what_was_looked_for(
    source: Path, text: str, reached: str
) -> None:
    with pytest.raises(ImportFailedError) as caught:
        _imported(source, text)
    message = str(caught.value)
    assert message.startswith(
        f"{source}: no questions and answers were found. It was read as plain text. Looked for "
        "speakers' labels at the beginnings of paragraphs, such as 'Q:' and 'A:'"
    )
    assert message.endswith(f"Reading stopped at {reached}.")


@pytest.mark.parametrize(
    "content",
    [
        SAMPLE.replace("May", "Mäy").encode("latin-1"),
        SAMPLE.replace("May", "Mäy").encode("utf-16"),
        SAMPLE.replace("May", "Mäy").encode("utf-16-le"),
        SAMPLE.replace("May", "Mäy").encode("utf-16-be"),
        SAMPLE.replace("May", "Mäy").encode("utf-32"),
    ],
    ids=["Latin-1", "UTF-16", "UTF-16 without a mark", "UTF-16 BE without a mark", "UTF-32"],
)
def test_a_source_is_read_in_whatever_encoding_it_was_saved(source: Path, content: bytes) -> None:
    assert _imported(source, content) == _imported(source, SAMPLE.replace("May", "Mäy"))


HELP = """\
# {title}

{introduction}

## How do I pay for a berth?

At the gate.

## Can I come by night?

Yes. Ring the bell.
"""


@pytest.mark.parametrize(
    "title",
    ["FAQ", "Harbour - Frequently Asked Questions", "Häufige Fragen", "Preguntas frecuentes"],
)
def test_questions_that_nobody_is_interviewed_on_are_refused(source: Path, title: str) -> None:
    with pytest.raises(ImportFailedError) as caught:
        _imported(source, HELP.format(title=title, introduction="What our visitors ask."))
    assert str(caught.value).startswith(f"{source}: this is no interview, by its title '{title}'")


@pytest.mark.parametrize(
    ("title", "introduction"),
    [
        ("FAQ", "We asked Ada Lovelace, who keeps the harbour."),
        ("An interview with Ada Lovelace: the FAQ", "She keeps the harbour."),
        ("The harbour master's questions", "What our visitors ask."),
    ],
    ids=["named", "named in the title", "another title"],
)
def test_what_somebody_was_often_asked_is_an_interview(
    source: Path, title: str, introduction: str
) -> None:
    found = _imported(source, HELP.format(title=title, introduction=introduction))
    assert [one.answer for one in found.exchanges] == [("At the gate.",), ("Yes. Ring the bell.",)]


def test_often_asked_questions_with_names_before_the_answers_are_an_interview(
    source: Path,
) -> None:
    found = _imported(source, "# FAQ\n\nQ: Who paid?\n\nLovelace: The town did.\n")
    assert found.interviewee == "Lovelace"


def test_what_invites_those_who_liked_an_interview_is_in_no_answer(source: Path) -> None:
    invitation = "If you liked this interview, please follow us."
    found = _imported(source, f"Q: Why?\nA: So.\n\nQ: Who?\nA: My aunt.\n\n{invitation}\n")
    assert _asked_and_answered(found)[-1] == ("Who?", ("My aunt.",))
    assert found.skipped == (invitation,)
    found = _imported(
        source, "Q: Why?\nA: So.\n\nQ: Who?\nA: Me.\n\nIf you liked bread, you came.\n"
    )
    assert _asked_and_answered(found)[-1] == ("Who?", ("Me.", "If you liked bread, you came."))


@pytest.mark.parametrize("encoding", ["mac-roman", "cp1252"])
@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Qué año nació?", "En la montaña. Mi niñez fue difícil; también hermosa."),
        ("Für wen war die Mühle?", "Für ältere Gäste — “über der Straße”, natürlich."),
        ("It’s late, isn’t it?", "It is — “late” is the word. I don’t mind."),
        ("Hvorfor blev du bådebygger?", "Træ er for tålmodige folk. Æbletræet må vente."),
        ("Où êtes-vous né ?", "À côté de l’école."),
        ("O que é o pão?", "É a canção que se come, não é?"),
        ("Über welchen Fuß?", "Der große Zeh ist schön warm."),
    ],
    ids=["Spanish", "German", "English", "Danish", "French", "Portuguese", "short German"],
)
def test_letters_of_old_macs_are_told_from_those_of_windows(
    source: Path, question: str, answer: str, encoding: str
) -> None:
    found = _imported(source, f"Q: {question}\rA: {answer}\r".encode(encoding))
    assert _asked_and_answered(found) == [(question, (answer,))]


@pytest.mark.parametrize(
    ("encoding", "answer"),
    [
        ("iso8859_2", "Z Gdańska. Stała pod ścianą i gniła, aż ją wziąłem."),
        ("cp1250", "Protože můj děd říkal, že žádný jiný zvuk není tak čistý."),
        ("iso8859_2", "Protože můj děd říkal, že žádný jiný zvuk není tak čistý."),
        ("cp1254", "Çünkü sesi güzeldi. Şimdi susuyor, ama kışın yine çalacağız."),
        ("cp1257", "Todėl, kad mūsų šeima čia gyveno."),
    ],
)
def test_letters_of_one_language_tell_an_encoding(source: Path, encoding: str, answer: str) -> None:
    found = _imported(source, f"Q: Why?\nA: {answer}\n".encode(encoding))
    assert _asked_and_answered(found) == [("Why?", (answer,))]


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00", b"\x00\x01" * 90])
def test_what_is_no_text_is_refused(source: Path, content: bytes) -> None:
    with pytest.raises(ImportFailedError) as caught:
        _imported(source, content)
    assert str(caught.value).startswith(f"{source}: ")


def test_a_source_that_is_not_there_is_named(source: Path) -> None:
    with pytest.raises(ImportFailedError) as caught:
        import_source(source)
    assert str(caught.value) == f"{source}: can't be read (No such file or directory)"


def test_a_folder_is_no_source(tmp_path: Path) -> None:
    with pytest.raises(ImportFailedError) as caught:
        import_source(tmp_path)
    assert str(caught.value) == f"{tmp_path}: can't be read (Is a directory)"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read every file")
def test_a_source_that_may_not_be_read_is_named(source: Path) -> None:
    source.write_text(SAMPLE, encoding="utf-8")
    source.chmod(0)
    with pytest.raises(ImportFailedError) as caught:
        import_source(source)
    assert str(caught.value) == f"{source}: can't be read (Permission denied)"
