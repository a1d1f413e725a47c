"""What an interview's texts become for a matcher."""

from collections import Counter

import pytest

from knowledge.interview import Exchange, Interview, Person
from knowledge.language import language_of
from knowledge.matching.indexed import HOME, IndexedInterview, Vocabularies, space_of, stemmed
from knowledge.matching.terms import Rows, Vocabulary
from knowledge.matching.words import letter_grams, words

WHY = Exchange(
    id="why",
    question="Why did you build the harbour?",
    also_asked=(
        "what is the harbour good for",
        "Почему вы построили гавань?",
        "¿Por qué construyeron el puerto?",
        "بندرگاہ کیوں بنائی گئی؟",
        "बंदरगाह क्यों बनाया गया?",
    ),
    answer="Because the boats needed shelter. The storms were bad!\n\nNobody would sail.",
)
MONEY = Exchange(id="money", question="Who paid for it?", answer="The town did.")
HARBOUR = Interview(
    id="harbour",
    outlet="Whitby Gazette",
    interviewee=Person(name="Ada Byron", role="Engineer of the town"),
    exchanges=(WHY, MONEY),
)
SPACES = ("home", "arabic", "cyrillic", "devanagari", "latin")


@pytest.fixture
def vocabularies() -> Vocabularies:
    return Vocabularies(Vocabulary(), Vocabulary())


def _row(rows: Rows, place: int) -> Counter[int]:
    one = rows.part(place, place + 1)
    return Counter(dict(zip(one.terms.tolist(), map(int, one.counts.tolist()), strict=True)))


def _numbered(terms: list[str], space: str, vocabulary: Vocabulary) -> Counter[int]:
    return Counter([vocabulary.find(term, space) for term in terms] or [0])


def test_the_rows_of_an_exchange_are_its_spaces_its_wordings_and_its_sentences_in_order(
    vocabularies: Vocabularies,
) -> None:
    indexed = IndexedInterview(HARBOUR, vocabularies)
    assert indexed.spaces == SPACES
    spoken = {
        WHY: ["Because the boats needed shelter.", "The storms were bad!", "Nobody would sail."],
        MONEY: ["The town did."],
    }
    expected: list[tuple[str, str]] = []
    for exchange, texts in zip(HARBOUR.exchanges, indexed.texts, strict=True):
        wordings = list(zip(texts.spaces, texts.wordings, strict=True))
        said = [(HOME, sentence) for sentence in spoken[exchange]]
        for space in SPACES:
            asked = " ".join(text for its, text in wordings if its == space)
            whole = f"{asked} {exchange.answer}" if space == HOME else asked
            expected.append((space, whole))
        expected += [*wordings, *said]
    assert len(indexed.by_words.ends) == len(indexed.by_letters.ends) == len(expected)
    for place, (space, text) in enumerate(expected):
        found = words(text)
        stems = stemmed(found, space, "en")
        assert _row(indexed.by_words, place) == _numbered(stems, space, vocabularies.stems), text
        assert _row(indexed.by_letters, place) == _numbered(
            list(letter_grams(found)), space, vocabularies.letters
        )


def test_the_rows_of_each_exchange_are_found_again(vocabularies: Vocabularies) -> None:
    indexed = IndexedInterview(HARBOUR, vocabularies)
    assert len(indexed) == 2
    # Five spaces, six wordings, three sentences; five, one and one.
    assert indexed.rows_of(0) == (0, 14)
    assert indexed.rows_of(1) == (14, 21)
    assert indexed.ends.tolist() == [14, 21]


def test_wordings_and_sentences_are_those_of_the_exchange(vocabularies: Vocabularies) -> None:
    indexed = IndexedInterview(HARBOUR, vocabularies)
    for exchange, texts in zip(HARBOUR.exchanges, indexed.texts, strict=True):
        assert texts.wordings == (exchange.question, *exchange.also_asked)
        said = [exchange.answer[start:end] for start, end in texts.sentences]
        assert " ".join(said).split() == exchange.answer.split()


def test_wordings_in_other_languages_are_counted_in_their_own_space(
    vocabularies: Vocabularies,
) -> None:
    indexed = IndexedInterview(HARBOUR, vocabularies)
    assert indexed.texts[0].spaces == (HOME, HOME, "cyrillic", "latin", "arabic", "devanagari")
    stems = vocabularies.stems
    for stem, space in (("гаван", "cyrillic"), ("puerto", "latin"), ("harbour", HOME)):
        for name in SPACES:
            assert bool(stems.find(stem, name)) == (name == space), (stem, name)


def test_what_is_said_is_known_and_what_is_asked_in_another_language_is_foreign(
    vocabularies: Vocabularies,
) -> None:
    indexed = IndexedInterview(HARBOUR, vocabularies)
    assert indexed.known == {
        word
        for text in (WHY.question, WHY.also_asked[0], WHY.answer, MONEY.question, MONEY.answer)
        for word in words(text)
    }
    assert indexed.foreign == {word for text in WHY.also_asked[1:] for word in words(text)}


def test_the_interviewers_question_is_at_home_whatever_it_looks_like(
    vocabularies: Vocabularies,
) -> None:
    question = "Por qué no está aquí el alcalde?"
    assert space_of(question, "en") == "latin"
    asked = Exchange(id="a", question=question, answer="Si.")
    interview = HARBOUR.model_copy(update={"exchanges": (asked,)})
    assert IndexedInterview(interview, vocabularies).texts[0].spaces == (HOME,)


def test_words_of_the_heading_that_nobody_says_frame_the_interview(
    vocabularies: Vocabularies,
) -> None:
    # 'of', 'the' and 'town' are said in it.
    assert IndexedInterview(HARBOUR, vocabularies).framing == {
        "ada", "byron", "engineer", "whitby", "gazette", "of",
    }  # fmt: skip


def test_what_was_also_asked_is_not_said(vocabularies: Vocabularies) -> None:
    asked = MONEY.model_copy(update={"also_asked": ("did Ada pay for Whitby?",)})
    interview = HARBOUR.model_copy(update={"exchanges": (asked,)})
    assert {"ada", "whitby"} <= IndexedInterview(interview, vocabularies).framing


def test_a_heading_may_name_neither_role_nor_outlet(vocabularies: Vocabularies) -> None:
    interview = Interview(id="a", interviewee=Person(name="Ada"), exchanges=(MONEY,))
    assert IndexedInterview(interview, vocabularies).framing == {"ada"}


@pytest.mark.parametrize(
    ("text", "home", "space"),
    [
        ("Why did they build the harbour?", "en", HOME),
        ("Why did they build the harbour?", "en-GB", HOME),
        ("Warum wurde der Hafen gebaut?", "en", "latin"),
        ("Почему вы построили гавань?", "en", "cyrillic"),
        ("чому ви збудували гавань", "en", "cyrillic"),
        ("بندرگاہ کیوں بنائی گئی؟", "en", "arabic"),
        ("لماذا بنيتم الميناء؟", "en", "arabic"),
        ("बंदरगाह क्यों बनाया गया?", "en", "devanagari"),
        ("bandargah kyun banai gayi thi", "en", "latin"),
        ("Почему вы построили гавань?", "ru", HOME),
        ("чому ви збудували гавань", "ru", "cyrillic"),
        ("Why did they build the harbour?", "ru", "latin"),
        ("بندرگاہ کیوں بنائی گئی؟", "ur", HOME),
        ("بندرگاہ کیوں بنائی گئی؟", "ur-PK", HOME),
        ("لماذا بنيتم الميناء؟", "ur", "arabic"),
        ("bandargah kyun banai gayi thi", "ur", "latin"),
        ("bandargah kyun banai gayi thi", "ur-Latn", HOME),
        ("بندرگاہ کیوں بنائی گئی؟", "ur-Latn", "arabic"),
        ("बंदरगाह क्यों बनाया गया?", "hi-IN", HOME),
        ("Why did they build the harbour?", "hi", "latin"),
        ("Warum wurde der Hafen gebaut?", "de", HOME),
    ],
)
def test_a_text_is_in_the_space_of_its_language(text: str, home: str, space: str) -> None:
    assert space_of(text, home) == space


@pytest.mark.parametrize(
    ("text", "home", "space"),
    [
        ("harbour", "en", HOME),
        ("Whitby Ada 1850", "en", HOME),
        ("", "en", HOME),
        ("?!", "ru", HOME),
        ("1850", "ru", HOME),
        ("Κωνσταντινούπολη", "el", HOME),
        ("روس", "ar", HOME),
        ("روس", "ur", HOME),
        ("روس", "en", "arabic"),
        ("روس", "ru", "arabic"),
    ],
)
def test_a_text_of_no_known_language_is_at_home_unless_its_letters_are_not(
    text: str, home: str, space: str
) -> None:
    assert language_of(text) is None
    assert space_of(text, home) == space


@pytest.mark.parametrize(
    ("text", "home", "space"),
    [
        ("наша гавань Whitby", "en", "cyrillic"),
        ("why Whitby and not Скарборо?", "en", HOME),
        ("Warum gerade Whitby und nicht Ялта?", "en", "latin"),
        ("Харбор и Whitby", "ru", HOME),
    ],
)
def test_of_letters_of_two_scripts_the_most_count(text: str, home: str, space: str) -> None:
    assert space_of(text, home) == space


@pytest.mark.parametrize(
    ("word", "space", "home", "stem"),
    [
        ("harbours", HOME, "en", "harbour"),
        ("гавани", HOME, "ru", "гаван"),
        ("гавани", "cyrillic", "en", "гаван"),
        ("harbours", "latin", "en", "harbours"),
        ("بندرگاہوں", "arabic", "en", "بندرگاہوں"),
        ("häfen", HOME, "de", "haf"),
    ],
)
def test_words_are_stemmed_as_their_space_is(word: str, space: str, home: str, stem: str) -> None:
    assert stemmed([word], space, home) == [stem]
