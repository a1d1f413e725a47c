"""Speakers are told by their labels, however these are written."""

import pytest

from knowledge.importing.imported import import_content
from knowledge.importing.refusal import ImportFailedError

EXPECTED = [
    ("Why kelp?", ("It grows.",)),
    ("Who eats it?", ("I do: on toast.",)),
]
LABELS = [
    ("Ada:", "Ben:"),
    ("ADA:", "BEN:"),
    ("Ada -", "Ben -"),
    ("Ada –", "Ben –"),
    ("Ada —", "Ben —"),
    ("[Ada]", "[Ben]"),
    ("[Ada]:", "[Ben]:"),
    ("<Ada>", "<Ben>"),
    ("Ada (Gazette):", "Ben (farmer):"),
    ("(00:01) Ada:", "(00:05) Ben:"),
    ("00:01 Ada:", "00:05 Ben:"),
    ("[00:01] Ada:", "[00:05] Ben:"),
    ("Ada (00:01):", "Ben (00:05):"),
    ("Q.", "A."),
    ("Q)", "A)"),
    ("Q -", "A -"),
    ("Q:", "Ben:"),
    ("Q1:", "A1:"),
    ("Q1 -", "A1 -"),
    ("Question:", "Answer:"),
    ("QUESTION:", "ANSWER:"),
    ("Question 1.", "Answer 1."),
    ("The Gazette:", "Ben Code:"),
    ("THE GAZETTE:", "BEN CODE:"),
    ("Geo.tv:", "Code:"),
    ("n+1:", "Ben:"),
    ("Gazette (G):", "Ben Code (BC):"),
    ("Interviewer 1:", "Participant 3:"),
    ("I:", "P:"),
    ("Host:", "Guest:"),
    ("host:", "guest:"),
    ("q:", "a:"),
    ("سوال:", "جواب:"),
    ("سوال۔", "جواب۔"),
    ("س:", "ج:"),
    ("س/", "ج/"),
    ("السؤال:", "الجواب:"),
    ("Вопрос:", "Ответ:"),
    ("В.", "О."),
    ("Frage:", "Antwort:"),
    ("F:", "A:"),
    ("P:", "R:"),
    ("P.-", "R.-"),
    ("Pregunta:", "Respuesta:"),
    ("Domanda:", "Risposta:"),
    ("V:", "A:"),
    ("Spørsmål:", "Svar:"),
    ("S:", "C:"),
    ("問：", "答："),
    ("●", "○"),
    ("Ada.", "Ben."),
    ("Ada;", "Ben;"),
    ("Q;", "A;"),
    ("ADA BYRON.", "BEN CODE."),
    (">> ADA:", ">> BEN:"),
    ("• Ada:", "• Ben:"),
    ("1) Ada:", "2) Ben:"),
    ("Ada asks:", "Ben answers:"),
    ("A. Byron:", "B. Code:"),
    ("Prof. Ada O’Byron:", "Dr. Jean-Luc Code:"),
    ("de Ada:", "van der Ben:"),
    ("Ада Байрон:", "Бен Код:"),
    ("张三:", "李四:"),
    ("جیو ٹی وی:", "بین کوڈ:"),
    ("taz:", "Frau Code:"),
    ("ST:", "Ben Code:"),
    ("Example:", "Sample:"),
    ("**Ada:**", "**Ben:**"),
    ("**Ada**:", "**Ben**:"),
    ("__Ada:__", "__Ben:__"),
    ("***Ada:***", "***Ben:***"),
    ("**Ada :**", "**Ben :**"),
    ("**Ada (Host)**:", "**Ben (farmer)**:"),
    ("**Ada** –", "**Ben** –"),
    ("**Q.**", "**A.**"),
    ("**Q**", "**A**"),
    ("#### Q:", "A:"),
    ("**Ada** (04:21):", "**Ben** (04:25):"),
    ("**[04:21] Ada:**", "**[04:25] Ben:**"),
    ("**Ada:** `04:21`", "**Ben:** `04:25`"),
    ("- **Ada:**", "- **Ben:**"),
    ("> **Ada:**", "> **Ben:**"),
    ("\\[04:21\\] **Ada:**", "\\[04:25\\] **Ben:**"),
    ("*Ada:*", "*Ben:*"),
    ("**Ada:**<br>", "**Ben:**<br>"),
    ("<b>Ada:</b>", "<b>Ben:</b>"),
    ("**20 Minuten:**", "**Frau Code:**"),
    ("**👩 Ada:**", "**🧔 Ben:**"),
]


@pytest.mark.parametrize(("asking", "answering"), LABELS)
def test_labels_are_taken_off_however_they_are_written(asking: str, answering: str) -> None:
    text = (
        f"{asking} Why kelp?\n\n{answering} It grows.\n\n"
        f"{asking} Who eats it?\n\n{answering} I do: on toast.\n"
    )
    found = import_content(text.encode(), asking)
    assert [(one.question, one.answer) for one in found.exchanges] == EXPECTED


@pytest.mark.parametrize(
    "text",
    [
        "Q: Why kelp? A: It grows.\nQ: Who eats it? A: I do: on toast.\n",
        "Q: Why kelp? A: It grows. Q: Who eats it? A: I do: on toast.\n",
        "**Q:** Why kelp? **A:** It grows.\n\n**Q:** Who eats it? **A:** I do: on toast.\n",
        "<p>Frage: Why kelp? Antwort: It grows.</p><p>Frage: Who eats it? Antwort: I do: on toast.",
        "Ada: Why kelp? Ben Code: It grows.\n\nAda: Who eats it? Ben Code: I do: on toast.\n",
        "سوال: Why kelp? جواب: It grows.\nسوال: Who eats it? جواب: I do: on toast.\n",
    ],
    ids=["lines", "one paragraph", "Markdown", "a page", "names", "Urdu"],
)
def test_a_question_and_its_answer_may_stand_on_one_line(text: str) -> None:
    found = import_content(text.encode(), "lines")
    assert [(one.question, one.answer) for one in found.exchanges] == EXPECTED


def test_a_second_interviewer_whom_nobody_answers_hides_no_other_speaker() -> None:
    text = "Ada: Why kelp?\n\nBen: It grows.\n\nAda: So.\n\nHow?\n\nMary: And who?\n"
    found = import_content(text.encode(), "unanswered")
    assert [(one.question, one.answer) for one in found.exchanges] == EXPECTED[:1]


@pytest.mark.parametrize("words", ["Why not? Note: it was late.", "He asked who. Answer: I did."])
def test_a_label_inside_an_answer_parts_nothing(words: str) -> None:
    text = f"Ada: Why?\n\nBen: {words}\n\nAda: And then?\n\nBen: {words}\n"
    found = import_content(text.encode(), "parted")
    assert [one.answer for one in found.exchanges] == [(words,), (words,)]


def test_one_label_among_others_may_have_another_mark_by_mistake() -> None:
    text = (
        "Ada: Why?\n\nBen: So.\n\nAda; Who eats it?\n\nBen; I do; on toast.\n\n"
        "Ada: How?\n\nBen: Thus.\n"
    )
    found = import_content(text.encode(), "mistaken")
    assert [(one.question, one.answer) for one in found.exchanges] == [
        ("Why?", ("So.",)),
        ("Who eats it?", ("I do; on toast.",)),
        ("How?", ("Thus.",)),
    ]


@pytest.mark.parametrize(
    ("first", "later"),
    [
        (("Pregunta.", "Respuesta."), ("P.", "R.")),
        (("Pregunta:", "Respuesta:"), ("P:", "R:")),
        (("Frage:", "Antwort:"), ("F:", "A:")),
        (("HOST:", "Ben Code:"), ("H:", "BC:")),
        (("Le Phare\u00a0:", "Ben Code\u00a0:"), ("L. P.\u00a0:", "B. C.\u00a0:")),
    ],
)
def test_a_letter_stands_for_the_word_that_the_first_label_was(
    first: tuple[str, str], later: tuple[str, str]
) -> None:
    text = (
        f"{first[0]} Why kelp?\n\n{first[1]} It grows.\n\n"
        f"{later[0]} But who would eat it.\n\n{later[1]} I do: on toast.\n\n"
        f"{later[0]} And the others?\n\n{later[1]} They don't.\n"
    )
    found = import_content(text.encode(), later[0])
    assert [(one.question, one.answer) for one in found.exchanges] == [
        ("Why kelp?", ("It grows.",)),
        ("But who would eat it.", ("I do: on toast.",)),
        ("And the others?", ("They don't.",)),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Note: it was late.",
        "Two things: rain and stairs.",
        "Bergen: a town of rain.",
        "Lesson: keep a second one.",
        "He asked: why?",
        "At 10:30: nothing.",
        '"Who goes there?": that was all.',
        "PS: I lied.",
    ],
)
def test_a_word_with_a_colon_inside_an_answer_is_no_speaker(words: str) -> None:
    text = f"Q: Why?\n\nA: So.\n\n{words}\n\n{words}\n\nQ: And then?\n\nA: {words}\n"
    found = import_content(text.encode(), words)
    assert [(one.question, one.answer) for one in found.exchanges] == [
        ("Why?", ("So.", words, words)),
        ("And then?", (words,)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Name: Ana\nTrade: smith\nName: Ben\nTrade: baker\n",
        "# A page\n\n## Install\n\nRun it.\n\n## Why?\n\nBecause.\n\n## License\n\nMIT.\n",
        "- leeks\n- salt\n- why not?\n- soup\n",
        "Why do walls fall?\n\nNobody knows.\n\nThe hill moves.\n",
    ],
)
def test_what_is_no_interview_is_refused(text: str) -> None:
    with pytest.raises(ImportFailedError, match="no questions and answers were found"):
        import_content(text.encode(), "page")
