"""Plurals, dates, the order of what is written both ways, and what fits where it is shown."""

import re
from unicodedata import bidirectional

import pytest
from babel import Locale

from bot.wording import ENGLISH, LANGUAGES, closed, wording_for
from bot.wording.catalogue import END_OF_ISOLATE, ISOLATE
from knowledge.interview import Person as Speaker
from knowledge.interview import Source
from preview.found import found_entities
from preview.text import clean
from tests.bot.wording.everything import KINDS, LONG_NAMED, NOWHERE, ONE, everything, sentences

RUSSIAN, URDU = wording_for("ru"), wording_for("ur")
ISOLATED = re.compile(f"{ISOLATE}[^{ISOLATE}{END_OF_ISOLATE}]*{END_OF_ISOLATE}")
# Of a name that is written from right to left.
URDU_NAME = "عائشہ خان"

every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.mark.parametrize(
    ("count", "questions", "problems"),
    [
        (1, "1 вопрос", "1 ошибка"),
        (2, "2 вопроса", "2 ошибки"),
        (5, "5 вопросов", "5 ошибок"),
        (11, "11 вопросов", "11 ошибок"),
        (21, "21 вопрос", "21 ошибка"),
        (1234, "1\N{NO-BREAK SPACE}234 вопроса", "1\N{NO-BREAK SPACE}234 ошибки"),
    ],
)
def test_russian_has_its_plurals(count: int, questions: str, problems: str) -> None:
    assert RUSSIAN.number_of_questions(count) == questions
    assert f": {problems}" in RUSSIAN.refused(count, "a")
    assert f": {problems};" in RUSSIAN.not_taken(count)


def test_english_and_urdu_have_theirs() -> None:
    assert [ENGLISH.number_of_questions(count) for count in (1, 2, 1234)] == [
        "1 question", "2 questions", "1,234 questions",
    ]  # fmt: skip
    assert [URDU.number_of_questions(count) for count in (1, 2, 21)] == [
        "1 سوال", "2 سوالات", "21 سوالات",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("published", "english", "russian", "urdu"),
    [
        ("2025", "2025", "2025", "2025"),
        ("2025-12", "December 2025", "декабрь 2025\N{NO-BREAK SPACE}г.", "دسمبر 2025"),
        (
            "2025-12-31",
            "31 December 2025",
            "31 декабря 2025\N{NO-BREAK SPACE}г.",
            "31 دسمبر، 2025",
        ),
        ("1066-10-14", "14 October 1066", "14 октября 1066\N{NO-BREAK SPACE}г.", "14 اکتوبر، 1066"),
    ],
)
def test_dates_are_written_as_each_language_writes_them(
    published: str, english: str, russian: str, urdu: str
) -> None:
    source = Source(outlet=None, published=published, url=None)

    dates = [wording.published(source) for wording in (ENGLISH, RUSSIAN, URDU)]
    assert [re.sub(r"\s", " ", one) for one in dates] == [
        re.sub(r"\s", " ", one) for one in (english, russian, urdu)
    ]


def test_urdu_is_written_from_right_to_left() -> None:
    assert Locale.parse("ur").text_direction == "rtl"


def test_every_latin_name_number_and_command_in_urdu_keeps_its_order() -> None:
    for text in everything(URDU):
        assert text.count(ISOLATE) == text.count(END_OF_ISOLATE)
        around = text
        while (less := ISOLATED.sub("", around)) != around:
            around = less
        assert ISOLATE not in around
        assert not re.search("[A-Za-z@/]", around), text


def test_nothing_is_marked_where_all_runs_one_way() -> None:
    for wording in (ENGLISH, RUSSIAN):
        assert not any(ISOLATE in text for text in everything(wording))


def test_a_name_in_urdu_keeps_its_order_in_languages_that_run_the_other_way() -> None:
    interview = ONE.model_copy(update={"interviewee": Speaker(name=URDU_NAME), "outlet": None})
    marked = f"{ISOLATE}{URDU_NAME}{END_OF_ISOLATE}"

    for one in (ENGLISH, RUSSIAN):
        assert f"{marked}, 2025" in one.whose(interview)
        assert marked in one.closest([interview])
    assert ISOLATE not in URDU.whose(interview)


def test_telegram_lets_the_marks_through_and_finds_commands_and_names_between_them() -> None:
    text = URDU.help_text([ONE], "fedorov_bot", in_private=True)

    assert clean(text) == text
    kinds = [one["type"] for one in found_entities(text)]
    assert kinds.count("bot_command") == 8
    assert kinds.count("mention") == 1
    for entity in found_entities(URDU.privacy(second_reader=False, days=30)):
        assert entity["type"] in ("bot_command", "url")


def test_a_line_that_begins_with_a_name_runs_the_way_of_its_language() -> None:
    marks = {"L": "ltr", "R": "rtl", "AL": "rtl"}
    interview = ONE.model_copy(update={"interviewee": Speaker(name=URDU_NAME), "title": None})
    for wording, text in (
        (URDU, URDU.help_text([ONE], "fedorov_bot", in_private=True)),
        (URDU, URDU.published(ONE.source)),
        (URDU, URDU.closest([ONE])),
        (ENGLISH, ENGLISH.whose(interview)),
        (RUSSIAN, RUSSIAN.heading(interview)),
    ):
        direction = Locale.parse(wording.language).text_direction
        for line in filter(None, text.splitlines()):
            strong = next(filter(None, map(marks.get, map(bidirectional, line))))
            assert strong == direction, line


def test_a_cut_leaves_no_mark_open() -> None:
    text = URDU.published(LONG_NAMED.source)

    cut = closed(text[:20])

    assert cut.count(ISOLATE) == cut.count(END_OF_ISOLATE) == 1
    assert closed(text) == text


@pytest.mark.parametrize(
    ("title", "outlet", "heading"),
    [
        ("On harbours", "Geo.tv", "On harbours"),
        ("On harbours", None, "On harbours"),
        (None, "Geo.tv", "Andrey V. Fedorov in Geo.tv"),
        (None, None, "Andrey V. Fedorov"),
    ],
)
def test_a_heading_is_the_title_or_says_who_speaks_and_where(
    title: str | None, outlet: str | None, heading: str
) -> None:
    interview = ONE.model_copy(update={"title": title, "outlet": outlet})

    assert ENGLISH.heading(interview) == heading


@every_language
def test_names_and_roles_are_not_translated(language: str) -> None:
    wording = wording_for(language)

    assert wording.person(ONE.interviewee) == ENGLISH.person(ONE.interviewee)
    assert wording.in_short(NOWHERE).strip(ISOLATE + END_OF_ISOLATE) == "Andrey V. Fedorov"


BUTTONS = """related all_questions all_interviews its_questions topics share copy_quote full_answer
    continue_reading go_back next_page previous_page ask_privately not_found_inline
    answers_it not_what_i_asked other_questions thanks""".split()
# Shown over the chat when a button is pressed: 200 characters at most
# (https://core.telegram.org/bots/api#answercallbackquery).
ALERTS = """slow_down something_broke exchange_gone topic_gone button_gone interview_gone
    language_chosen more_is_coming thanks perhaps_one_of_these others_in_private""".split()


@every_language
def test_labels_and_alerts_are_short_enough(language: str) -> None:
    said = sentences(wording_for(language))

    assert max(len(said[name]) for name in BUTTONS) <= 30
    assert max(len(said[name]) for name in ALERTS) <= 200


@every_language
def test_descriptions_and_commands_fit_where_telegram_shows_them(language: str) -> None:
    wording = wording_for(language)

    for interviews in KINDS:
        assert 0 < len(wording.description(interviews)) <= 512
        assert 0 < len(wording.short_description(interviews)) <= 120
        commands = (
            wording.commands_in_private(len(interviews)),
            wording.commands_in_groups(len(interviews)),
            wording.commands_of_admins(),
        )
        for described in commands:
            assert all(3 <= len(text) <= 256 for text in described.values())
