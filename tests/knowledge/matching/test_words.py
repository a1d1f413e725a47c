"""Text as the matcher sees it."""

from concurrent.futures import ThreadPoolExecutor
from itertools import product
from unicodedata import normalize

import pytest
import snowballstemmer
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.matching.words import letter_grams, stems, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How would you ASSESS it?", ["how", "would", "you", "assess", "it"]),
        ("U.S.-Russia relations", ["us", "russia", "relations"]),
        ("the U.S. and the u.s.a.", ["the", "us", "and", "the", "usa"]),
        ("Trump’s son, Zelensky's plan", ["trump", "son", "zelensky", "plan"]),
        ("the presidents' talks", ["the", "presidents", "talks"]),
        ("it won't ask", ["it", "won't", "ask"]),
        ("Café naïve über Łódź", ["cafe", "naive", "uber", "łodz"]),
        ("cafe\u0301", ["cafe"]),
        ("Straße ﬁnal ①", ["strasse", "final", "1"]),
        ("a 27-point plan, 20%", ["a", "27", "point", "plan", "20"]),
        ("snake_case/slash", ["snake", "case", "slash"]),
        ("“quoted” (so) — and…", ["quoted", "so", "and"]),
    ],
)
def test_words_are_folded(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("امریکہ اور روس کے تعلقات؟", ["امريكه", "اور", "روس", "كے", "تعلقات"]),
        ("Как прошла встреча на Аляске?", ["как", "прошла", "встреча", "на", "аляске"]),
        ("अमेरिका और रूस के संबंध", ["अमेरिका", "और", "रूस", "के", "संबंध"]),
        ("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
        ("আমেরিকা ও রাশিয়া", ["আমেরিকা", "ও", "রাশিয়া"]),
        ("அமெரிக்கா ரஷ்யா", ["அமெரிக்கா", "ரஷ்யா"]),
        ("ความสัมพันธ์", ["ความสัมพันธ์"]),
    ],
    ids=["Urdu", "Russian", "Hindi", "Hindi greeting", "Bengali", "Tamil", "Thai"],
)
def test_a_word_of_any_script_is_kept_whole(text: str, expected: list[str]) -> None:
    assert [normalize("NFC", word) for word in words(text)] == [
        normalize("NFC", word) for word in expected
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("مُحَمَّد", "محمد"),
        ("آج", "اج"),
        ("ёлка", "елка"),
        ("Трамп", "ТРАМП"),
        ("didn’t", "didn't"),
        ("अमेरिका", "अमेरिका"),
        ("ﷺ", "صلى الله عليه وسلم"),
        ("مـــحـــمـــد", "محمد"),
        ("ٱلرَّحۡمَٰنِ", "الرحمن"),
        ("नज़र", "नजर"),
        ("\u0958लम", "\u0915\u093cलम"),
        ("पहुँच", "पहुंच"),
        ("क\u094d\u200dया", "क्या"),
        ("क\u094d\u200cया", "क्या"),
        ("foot\u00adball\u200b\ufeff", "football"),
        ("\u200eSteve\u200f Jo\u2060bs", "Steve Jobs"),
        ("об\u02bcєднані п’ять", "об'єднані п'ять"),
    ],
)
def test_what_readers_leave_out_as_they_type_makes_no_difference(one: str, other: str) -> None:
    assert words(one) == words(other)


@pytest.mark.parametrize(
    "spellings",
    [
        ["كتابي", "کتابی", "كتابى"],
        ["أمريكا", "امریکا", "آمریکا", "إمريكا"],
        ["مدرسة", "مدرسه", "مدرسہ", "مدرسۃ", "مدرسە"],
        ["ہے", "ھے", "هے"],
        ["خانۀ", "خانه", "خانہ", "خانۂ"],
        ["مسؤول", "مسوول"],
        ["گئے", "گیے", "گۓ"],
        ["٢٠٢٥", "۲۰۲۵", "२०२५", "2025"],
    ],
    ids=["yeh and kaf", "alef", "teh marbuta", "heh", "ezafe", "waw", "bari yeh", "digits"],
)
def test_letters_and_digits_of_every_keyboard_are_one(spellings: list[str]) -> None:
    assert len({tuple(words(spelling)) for spelling in spellings}) == 1


@pytest.mark.parametrize("text", ["мой й", "киї її", "МОЙ", "мо\u0438\u0306"])
def test_letters_that_only_look_accented_are_kept(text: str) -> None:
    assert words(text) == normalize("NFC", text.lower()).split()


def test_half_spaces_of_persian_part_words_as_spaces_do() -> None:
    assert words("می\u200cخواهم خانه\u200cها") == words("می خواهم خانه ها")
    assert len(words("می\u200cخواهم خانه\u200cها")) == 4


@pytest.mark.parametrize(
    "text", ["", " \n\t", "😀 👍🏽", "?!… —", "\x00\x00", "_ __", "\u200b\u202e"]
)
def test_a_text_without_letters_or_digits_has_no_words(text: str) -> None:
    assert words(text) == []


@settings(deadline=None)
@given(st.text())
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    found = words(text)
    assert all(found)
    assert not any(char.isspace() for word in found for char in word)
    again = words(" ".join(found))
    assert words(" ".join(again)) == again


def test_forms_of_one_word_have_one_stem() -> None:
    assert len(set(stems(["relation", "relations", "relational"], "en"))) <= 2
    assert stems(["negotiations"], "en") == stems(["negotiation"], "en-GB")
    assert stems(["встреча"], "ru") == stems(["встречи"], "ru")


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("ru", "российский российская российскую"),
        ("ru", "актёр актера АКТЁРЫ"),
        ("ar", "المدرسة مدرسة المدرسه مدرسته"),
        ("ar", "الروسية روسي روسيه الروسیة"),
        ("ar", "كتابه كتاب الكتاب کتابی"),
        ("hi", "बातें बातों"),
        ("hi", "नदियाँ नदियां नदियों"),
    ],
)
def test_forms_of_one_word_have_one_stem_however_they_are_typed(language: str, forms: str) -> None:
    assert len(set(stems(words(forms), language))) == 1


def test_a_language_without_a_stemmer_keeps_its_words() -> None:
    assert stems(["تعلقات", "relations"], "ur") == ["تعلقات", "relations"]


def test_letters_are_taken_four_at_a_time_with_the_words_edges() -> None:
    assert list(letter_grams(["trade"])) == [" tra", "trad", "rade", "ade "]
    assert list(letter_grams(["ab", "c"])) == [" ab ", " c "]
    assert list(letter_grams([])) == []


@pytest.mark.usefixtures("hasty_threads")
def test_stems_are_the_same_from_several_threads_as_from_one() -> None:
    endings = ["ational", "fulness", "ization", "iveness", "ousness", "ements", "ing", "ies"]
    unseen = [f"q{a}{b}rel{end}" for a, b, end in product("aeioubcdfg", "aeiouklmn", endings)]
    stemmer = snowballstemmer.stemmer("english")
    expected = [stemmer.stemWord(word) for word in unseen]
    with ThreadPoolExecutor(8) as threads:
        for found in threads.map(lambda _: stems(unseen, "en"), range(8)):
            assert found == expected
