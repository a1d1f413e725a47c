"""What an interview's texts become for a matcher."""

from collections import Counter

import pytest

from knowledge.interview import Exchange, Interview, Person
from knowledge.language import language_of
from knowledge.matching.concordance import HOME, Concordance, space_of, stemmed
from knowledge.matching.counted_texts import CountedTexts, frequencies, term_times
from knowledge.matching.indexed import IndexedInterview
from knowledge.matching.lexicon import Lexicon
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
def lexicon() -> Lexicon:
    return Lexicon()


def _row(rows: Rows, place: int) -> Counter[int]:
    entries = slice(int(rows.starts[place]), int(rows.ends[place]))
    terms, counts = rows.terms[entries].tolist(), rows.counts[entries].tolist()
    return Counter(dict(zip(terms, map(int, counts), strict=True)))


def _numbered(terms: list[str], space: str, vocabulary: Vocabulary) -> Counter[int]:
    return Counter([vocabulary.find(term, space) for term in terms] or [0])


def test_the_rows_of_an_exchange_are_its_spaces_its_wordings_and_its_sentences_in_order(
    lexicon: Lexicon,
) -> None:
    indexed = IndexedInterview(HARBOUR, lexicon)
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
    counted = CountedTexts.of([(indexed, 0), (indexed, 1)])
    # Five spaces, six wordings, three sentences; five, one and one.
    assert counted.lengths.tolist() == [14, 7]
    assert len(counted.by_words.ends) == len(counted.by_letters.ends) == len(expected)
    for place, (space, text) in enumerate(expected):
        found = words(text)
        stems = stemmed(found, space, "en")
        assert _row(counted.by_words, place) == _numbered(stems, space, lexicon.stems), text
        assert _row(counted.by_letters, place) == _numbered(
            list(letter_grams(found)), space, lexicon.letters
        )


def test_an_exchange_is_counted_alone_as_it_is_among_others(lexicon: Lexicon) -> None:
    indexed = IndexedInterview(HARBOUR, lexicon)
    alone, among = CountedTexts.of([(indexed, 1)]), CountedTexts.of([(indexed, 0), (indexed, 1)])
    for place in range(7):
        for one, other in (
            (alone.by_words, among.by_words),
            (alone.by_letters, among.by_letters),
        ):
            assert _row(one, place) == _row(other, 14 + place)


def test_a_term_is_as_frequent_as_the_texts_that_it_stands_in(lexicon: Lexicon) -> None:
    IndexedInterview(HARBOUR.model_copy(update={"exchanges": (MONEY,)}), lexicon)
    indexed = IndexedInterview(HARBOUR, lexicon)
    counted = CountedTexts.of([(indexed, 0), (indexed, 1)])
    for rows, found in zip(
        (counted.by_words, counted.by_letters), frequencies(indexed), strict=True
    ):
        times = Counter(rows.terms.tolist())
        del times[0]
        assert dict(zip(found.terms.tolist(), found.times.tolist(), strict=True)) == times
        # Whole exchanges, wordings and sentences.
        assert found.texts == {HOME: 2 + 3 + 4} | dict.fromkeys(SPACES[1:], 2)


def test_what_was_counted_with_another_lexicon_is_counted(lexicon: Lexicon) -> None:
    times = term_times(IndexedInterview(HARBOUR, Lexicon()))
    IndexedInterview(HARBOUR.model_copy(update={"exchanges": (MONEY,)}), lexicon)
    counted = IndexedInterview(HARBOUR, lexicon)
    lent = IndexedInterview(HARBOUR, lexicon, Concordance.of(HARBOUR), times)
    for one, other in zip(frequencies(lent), frequencies(counted), strict=True):
        assert one.terms.tolist() == other.terms.tolist()
        assert one.times.tolist() == other.times.tolist()


def test_a_word_is_known_where_it_is_said(lexicon: Lexicon) -> None:
    indexed = IndexedInterview(HARBOUR, lexicon)
    assert indexed.knows("shelter")
    assert not indexed.knows("puerto")
    assert not indexed.knows("unheard")


def test_wordings_and_sentences_are_those_of_the_exchange(lexicon: Lexicon) -> None:
    indexed = IndexedInterview(HARBOUR, lexicon)
    for exchange, texts in zip(HARBOUR.exchanges, indexed.texts, strict=True):
        assert texts.wordings == (exchange.question, *exchange.also_asked)
        said = [exchange.answer[start:end] for start, end in texts.sentences]
        assert " ".join(said).split() == exchange.answer.split()


def test_wordings_in_other_languages_are_counted_in_their_own_space(
    lexicon: Lexicon,
) -> None:
    indexed = IndexedInterview(HARBOUR, lexicon)
    assert indexed.texts[0].spaces == (HOME, HOME, "cyrillic", "latin", "arabic", "devanagari")
    stems = lexicon.stems
    for stem, space in (("гаван", "cyrillic"), ("puerto", "latin"), ("harbour", HOME)):
        for name in SPACES:
            assert bool(stems.find(stem, name)) == (name == space), (stem, name)


def test_what_is_said_is_known_and_what_is_asked_in_another_language_is_foreign(
    lexicon: Lexicon,
) -> None:
    indexed = IndexedInterview(HARBOUR, lexicon)
    assert set(indexed.lexicon.times([indexed.known])) == {
        word
        for text in (WHY.question, WHY.also_asked[0], WHY.answer, MONEY.question, MONEY.answer)
        for word in words(text)
    }
    assert set(indexed.lexicon.times([indexed.foreign])) == {
        word for text in WHY.also_asked[1:] for word in words(text)
    }


def test_the_interviewers_question_is_at_home_whatever_it_looks_like(
    lexicon: Lexicon,
) -> None:
    question = "Por qué no está aquí el alcalde?"
    assert space_of(question, "en") == "latin"
    asked = Exchange(id="a", question=question, answer="Si.")
    interview = HARBOUR.model_copy(update={"exchanges": (asked,)})
    assert IndexedInterview(interview, lexicon).texts[0].spaces == (HOME,)


def test_words_of_the_heading_that_nobody_says_frame_the_interview(
    lexicon: Lexicon,
) -> None:
    # 'of', 'the' and 'town' are said in it.
    assert IndexedInterview(HARBOUR, lexicon).framing == {
        "ada", "byron", "engineer", "whitby", "gazette", "of",
    }  # fmt: skip


def test_what_was_also_asked_is_not_said(lexicon: Lexicon) -> None:
    asked = MONEY.model_copy(update={"also_asked": ("did Ada pay for Whitby?",)})
    interview = HARBOUR.model_copy(update={"exchanges": (asked,)})
    assert {"ada", "whitby"} <= IndexedInterview(interview, lexicon).framing


def test_a_heading_may_name_neither_role_nor_outlet(lexicon: Lexicon) -> None:
    interview = Interview(id="a", interviewee=Person(name="Ada"), exchanges=(MONEY,))
    assert IndexedInterview(interview, lexicon).framing == {"ada"}


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
