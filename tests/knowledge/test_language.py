"""The language that a question is written in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language import language_of

KNOWN = {"en", "de", "es", "fr", "it", "pt", "tr", "ur-Latn", "ru", "uk", "ur", "ar", "fa", "hi"}


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "What did she learn from running the bakery?"),
        ("en", "how old was he when the shop opened"),
        ("de", "Wie ist sie zur Bäckerei gekommen?"),
        ("de", "warum schließt der Laden am Montag"),
        ("es", "¿Qué aprendió en la panadería?"),
        ("es", "La educación de sus hijos"),
        ("fr", "Qu'est-ce qu'elle a appris à la boulangerie ?"),
        ("fr", "D'où vient l'idée ?"),
        ("it", "Che cosa ha imparato al forno?"),
        ("it", "perché i suoi figli sono partiti"),
        ("pt", "O que ela aprendeu na padaria?"),
        ("pt", "quem são os vizinhos dele"),
        ("tr", "Fırında ne öğrendi?"),
        ("tr", "dükkân neden pazartesi kapalı"),
        ("ur-Latn", "dukan kab khuli thi aur kis ne kholi?"),
        ("ur-Latn", "bakery me kitne log kaam karte hain"),
        ("ru", "Чему она научилась в пекарне?"),
        ("ru", "пекарня открытие год"),
        ("uk", "Чого вона навчилася в пекарні?"),
        ("uk", "коли вона закрила крамницю"),
        ("ur", "بیکری میں کتنے لوگ کام کرتے ہیں؟"),
        ("ur", "دکان کب کھلی تھی"),
        ("ar", "ماذا تعلمت من العمل في المخبز؟"),
        ("ar", "متى فتح المحل"),
        ("fa", "در نانوایی چه یاد گرفت؟"),
        ("fa", "مغازه کی باز شد"),
        ("hi", "बेकरी में कितने लोग काम करते हैं?"),
        ("hi", "दुकान कब खुली"),
    ],
)
def test_a_question_is_in_the_language_of_its_words(language: str, question: str) -> None:
    assert language_of(question) == language


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "y did she leav the bakry"),
        ("en", "WHERES HE FROM"),
        ("de", "was hat er ueber die schule gesagt"),
        ("de", "wieso macht er das nich mehr"),
        ("es", "por que se fue de alli"),
        ("es", "cuantos anos tiene"),
        ("fr", "pk il a quitte l'ecole"),
        ("fr", "ou est ce qu'il est ne"),
        ("it", "perche e andato via"),
        ("it", "cosa ne pensa la moglie"),
        ("pt", "pq ele nao voltou"),
        ("pt", "voce sabe onde ele nasceu"),
        ("tr", "cocuklari icin ne dedi"),
        ("tr", "okul hakkinda ne dusunuyor"),
        ("ur-Latn", "wo q nhi gya school"),
        ("ur-Latn", "bachpan kesa tha us ka"),
        ("ru", "че он сказал про школу"),
        ("uk", "шо він казав про школу"),
        ("ur", "سكول كے بارے ميں كيا كہا"),
        ("ar", "شو قال عن المدرسه"),
        ("fa", "مدرسه رو چرا ول كرد"),
    ],
)
def test_a_question_typed_in_a_hurry_is_known_as_well(language: str, question: str) -> None:
    assert language_of(question) == language


@pytest.mark.parametrize(
    "question",
    [
        "wat hapend wen teh bakry brned",
        "die hard fans",
        "no es",
        "was war on his mind",
        "wht did teh man say abt hte plan",
        "so hes in die zeit now?",
        "did he visit Los Angeles or San José",
        "red hat",
        "once",
        "non-stop",
        "a la carte",
    ],
)
def test_english_is_not_taken_for_another_language(question: str) -> None:
    assert language_of(question) in {"en", None}


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("ru", "Что сказал Steve Jobs про школу?"),
        ("ur", "کیا Steve Jobs نے کہا؟"),
        ("hi", "Steve Jobs ने स्कूल के बारे में क्या कहा?"),
        ("en", "what does Война и мир mean to her"),
    ],
)
def test_a_name_in_another_script_changes_nothing(language: str, question: str) -> None:
    assert language_of(question) == language


@pytest.mark.parametrize(
    "text",
    [
        "", " \n", "😀 👍🏽", "?!…", "1984", "\x00", "\u200b",
        "Ada Lovelace", "Recep Tayyip Erdoğan", "Ursula von der Leyen", "São Paulo", "El Salvador",
    ],
)  # fmt: skip
def test_nothing_is_said_of_a_text_without_words_or_of_names_alone(text: str) -> None:
    assert language_of(text) is None


@pytest.mark.parametrize(
    "question",
    [
        "Co mówiła o szkole?",
        "Τι είπε για το σχολείο;",
        "学校について何と言いましたか",
        "מה היא אמרה",
    ],
)
def test_nothing_is_said_of_a_language_that_is_not_known(question: str) -> None:
    assert language_of(question) is None


def test_how_accents_and_vowel_marks_are_encoded_makes_no_difference() -> None:
    assert language_of("qu\u0065\u0301 dijo") == language_of("qué dijo") == "es"
    assert language_of("мо\u0438\u0306 ї") == language_of("мой ї")
    assert language_of("مَاذَا قَالَ") == language_of("ماذا قال") == "ar"


@given(st.text())
def test_any_text_is_in_a_language_that_is_known_or_in_none(text: str) -> None:
    assert language_of(text) in KNOWN | {None}
