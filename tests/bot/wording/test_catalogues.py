"""Every language says all that the bot says, and nothing else."""

import re
from inspect import getmembers_static
from pathlib import Path

import pytest

from bot.wording import ENGLISH, LANGUAGES, Wording, wording_for
from bot.wording.catalogue import Catalogue
from bot.wording.speech import Sentence
from tests.bot.wording.everything import everything, sentences
from tests.bot.wording.source import FOLDER, asked_for, catalogue, said, whole
from tests.knowledge.test_language import KNOWN

UNTRANSLATED = "untranslated"

every_language = pytest.mark.parametrize("language", LANGUAGES)


@every_language
def test_no_message_that_the_code_says_is_missing(language: str) -> None:
    assert set(said()) - set(catalogue(language)) == set()


@every_language
def test_no_message_is_unused(language: str) -> None:
    within = {one for message_id in said() for one in whole(language, message_id).messages}

    assert set(catalogue(language)) - set(said()) - within == set()


@every_language
def test_every_message_shows_the_same_as_in_english(language: str) -> None:
    shown = {message_id: whole(language, message_id).shown for message_id in said()}

    assert shown == {message_id: whole("en", message_id).shown for message_id in said()}


@every_language
def test_every_message_chooses_by_what_it_is_given(language: str) -> None:
    for message_id, given in said().items():
        contents = whole(language, message_id)
        assert contents.shown | contents.chosen_by <= given, message_id


def test_every_sentence_is_said_somewhere() -> None:
    offered = {
        name
        for name, one in getmembers_static(Wording)
        if not name.startswith("_") and (callable(one) or isinstance(one, Sentence))
    }

    assert offered - asked_for() == set()


def test_these_tests_say_everything() -> None:
    methods = {name for name, one in getmembers_static(Wording) if callable(one) and name[0] != "_"}
    # These are the published words themselves, or are said by what is tried.
    methods -= {"person", "greeting", "who_am_i"}

    assert methods - asked_for([Path(everything.__code__.co_filename)]) == set()


def test_a_language_is_the_line_for_who_asks_in_it_or_all_that_is_said() -> None:
    files = {path.stem for path in FOLDER.glob("*.ftl")}

    assert files == KNOWN
    for language in files - set(LANGUAGES):
        assert set(catalogue(language)) == {UNTRANSLATED}


@every_language
def test_all_that_is_said_is_whole(language: str) -> None:
    for text in everything(wording_for(language)):
        assert text == text.strip()
        assert "{" not in text
        assert "  " not in text
        assert ".." not in text


@pytest.mark.parametrize(
    ("language", "letters"), [("en", "[A-Za-z]"), ("ru", "[А-я]"), ("ur", "[\u0620-\u06d5]")]
)
def test_every_sentence_is_in_its_language(language: str, letters: str) -> None:
    english = sentences(ENGLISH)
    for name, text in sentences(wording_for(language)).items():
        assert re.search(letters, text), name
        assert language == "en" or text != english[name]


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("en", "en"), ("ru", "ru"), ("ur", "ur"), ("ur-PK", "ur"), ("RU", "ru"), ("en-GB", "en"),
        ("pt-br", "en"), ("uk", "en"), ("run", "en"), ("", "en"), (None, "en"), ("../ru", "en"),
    ],
)  # fmt: skip
def test_a_language_that_the_bot_does_not_speak_is_answered_in_english(
    code: str | None, language: str
) -> None:
    assert wording_for(code).language == language


def test_what_a_message_shows_and_is_not_given_is_no_silent_gap() -> None:
    with pytest.raises(ValueError, match="place"):
        Catalogue("en").say("place", number=1)
    with pytest.raises(LookupError):
        Catalogue("en").say("no-such-message")
    with pytest.raises(FileNotFoundError):
        Catalogue("eo")
