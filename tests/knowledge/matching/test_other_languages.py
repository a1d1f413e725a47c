"""Interviews, wordings and questions in other languages than English."""

import pytest

from knowledge.interview import Exchange, Interview, Person
from knowledge.matching import Decision, Matcher
from knowledge.matching.concordance import HOME, space_of
from knowledge.matching.vector_cache import VectorCache
from tests.knowledge.matching.interviews import ABROAD, HARBOUR, INTERVIEW
from tests.knowledge.matching.matches import holds, shown
from tests.knowledge.matching.real_model import needs_model, readings_of_model


@pytest.mark.parametrize(
    ("language", "asked", "other", "typed"),
    [
        (
            "ur",
            "امریکہ اور روس کے تعلقات کیسے ہیں؟",
            "بندرگاہ کس نے بنائی؟",
            "روس اور امریکہ کے تعلقات",
        ),
        (
            "ru",
            "Как прошла встреча президентов на Аляске?",
            "Кто построил гавань?",
            "встречи президентов Аляска",
        ),
        (
            "hi",
            "अमेरिका और रूस के संबंध कैसे हैं?",
            "बंदरगाह किसने बनाया?",
            "रूस और अमेरिका के संबंध",
        ),
    ],
)
def test_an_interview_in_another_script_is_searched(
    language: str, asked: str, other: str, typed: str
) -> None:
    interview = Interview(
        id="a",
        language=language,
        interviewee=Person(name="A"),
        exchanges=(
            Exchange(id="other", question=other, answer=f"{other[:-1]}."),
            Exchange(id="asked", question=asked, answer=f"{asked[:-1]}."),
        ),
    )
    for question in (asked, typed):
        match = Matcher([interview]).match(question)
        holds(match, question)
        assert match.candidates[0].exchange.id == "asked"


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Зачем нужна была гавань?", "why"),
        ("почему построили гавань", "why"),
        ("Кто дал деньги на строительство маяка?", "money"),
        ("выросла ли торговля", "trade"),
        ("вырасла таргавля на сколько", "trade"),
        ("بندرگاہ کیوں بنائی گئی تھی؟", "why"),
        ("روشنی کے مینار کے پیسے کس نے دیے", "money"),
        ("تجارت کتنی بڑھی ہے", "trade"),
        # Letters of Arabic keyboards; a non-joiner for a space; joiners and vowel signs.
        ("بندرگاه كيوں بنائى گئى تھى؟", "why"),
        ("بندرگاہ\u200cکیوں\u200cبنائی گئی", "why"),
        ("بندرگاہ کِیوں بَنائی \u200fگئی\u200f", "why"),
        ("تجارت كتنى بڑھ گئى", "trade"),
        ("bandargah kyun banai gai thi", "why"),
        ("roshni k minar k paise kis ne diye thay", "money"),
        ("Tijarat kitni barhi hai?", "trade"),
    ],
)
def test_a_question_in_another_language_finds_what_was_asked_in_it(
    readings: VectorCache | None, question: str, name: str
) -> None:
    match = Matcher([ABROAD], readings).match(question)
    holds(match, question)
    assert match.candidates[0].exchange.id == name
    assert match.decision is not Decision.DECLINE


@pytest.mark.parametrize(
    "typed",
    [
        # Arabic kaf, yeh and heh, where Urdu has letters of its own.
        "بندرگاه كيوں بنائي گئي تهى؟",
        "بندرگاہ\u200cکیوں\u200cبنائی گئی تھی",
        "بندرگاہ کِیوں بَنائی \u200fگئی\u200f تھی؟",
    ],
    ids=["another keyboard", "non-joiners", "vowel signs and marks"],
)
def test_however_urdu_is_typed_it_is_the_same_question(
    readings: VectorCache | None, typed: str
) -> None:
    matcher = Matcher([ABROAD], readings)
    expected = matcher.match("بندرگاہ کیوں بنائی گئی تھی؟")
    assert expected.candidates[0].confidence > 0.5
    assert shown(matcher.match(typed)) == shown(expected)


@pytest.mark.parametrize(
    "question", ["лучший рецепт блинов", "آج موسم کیسا ہے؟", "mausam kaisa hai aaj lahore mein"]
)
def test_a_question_in_another_language_about_something_else_is_declined(
    readings: VectorCache | None, question: str
) -> None:
    match = Matcher([ABROAD], readings).match(question)
    holds(match, question)
    assert match.decision is Decision.DECLINE


def _at_home(interview: Interview) -> Interview:
    """Return an interview without its wordings in other languages."""
    exchanges = tuple(
        one.model_copy(
            update={
                "also_asked": tuple(
                    text for text in one.also_asked if space_of(text, interview.language) == HOME
                )
            }
        )
        for one in interview.exchanges
    )
    return interview.model_copy(update={"exchanges": exchanges})


@pytest.mark.parametrize("interview", [ABROAD, INTERVIEW], ids=lambda one: one.id)
def test_an_english_question_is_not_disturbed_by_wordings_in_other_languages(
    interview: Interview,
) -> None:
    home = _at_home(interview)
    assert home != interview
    with_others, without = Matcher([interview]), Matcher([home])
    for question in (
        "Why was the harbour built?",
        "who funded the lihgthouse",
        "Has trade between them grown, and by how much?",
        "What is the best recipe for pancakes?",
        "What did the presidents agree on at the summit in Alaska?",
        "Does the consul blame Trump for the bad relations?",
    ):
        assert space_of(question, "en") == HOME
        assert shown(with_others.match(question)) == shown(without.match(question))


@needs_model
def test_nor_is_it_where_a_model_of_english_takes_part() -> None:
    with_others = Matcher([ABROAD], readings_of_model())
    without = Matcher([_at_home(ABROAD)], readings_of_model())
    for question in ("Why was the harbour built?", "who funded it", "recipe for pancakes?"):
        assert shown(with_others.match(question)) == shown(without.match(question))


def test_an_interview_in_another_language_beside_it_makes_no_word_unknown() -> None:
    russian = Interview(
        id="russian",
        language="ru",
        interviewee=Person(name="A"),
        exchanges=(
            Exchange(
                id="summit",
                question="Как прошла встреча президентов на Аляске?",
                answer="Встреча прошла хорошо.",
            ),
        ),
    )
    alone, beside = Matcher([HARBOUR]), Matcher([HARBOUR, russian])
    for question in ("Who paid for the lighthouses?", "why were harbours needed by fishing boats"):
        one, two = alone.finder.search(question), beside.finder.search(question)
        assert one is not None
        assert two is not None
        assert two.unknown <= one.unknown + 0.05
        assert (
            beside.match(question).candidates[0].exchange
            == alone.match(question).candidates[0].exchange
        )
    match = beside.match("встречи президентов")
    assert match.candidates[0].exchange.id == "summit"
    assert match.decision is Decision.ANSWER
