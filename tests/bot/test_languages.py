"""Readers of other languages: one line in theirs says that what they read stays as it was said."""

from pathlib import Path

import pytest

from bot.context import Bot
from bot.outcome import matched
from bot.quoting import ROOM_FOR_NOTES
from bot.reply import Place
from bot.wording import ENGLISH, LANGUAGES, Wording, untranslated, wording_for
from knowledge.interview import Exchange, Interview
from knowledge.interview import Person as Speaker
from knowledge.knowledge_file import read_interview
from knowledge.language import language_of
from knowledge.library import Edition
from knowledge.matching import Candidate, Decision, Match, Matcher
from preview import Person, Telegram
from preview.account import BotAccount
from preview.formatting import parse_html, utf16_length
from preview.objects import Message
from tests.bot.reading import is_verbatim, labels, quotations, rewrite
from tests.conftest import FEDOROV, StartBot
from tests.knowledge.test_language import KNOWN

INTERVIEW = read_interview(FEDOROV)
IN_ENGLISH = "By how much did trade between them grow?"
# Where English is the foreign language, only wordings tell; this is nearly one of them.
NEARLY_A_WORDING = "By what percentage did commerce between the two of them rise?"
# As readers put it who are answered; see ``also_asked`` of the knowledge file.
ASKED = {
    "ru": "на сколько вырос товарооборот с США",
    "uk": "на скільки зросла торгівля між США і Росією",
    "de": "um wie viel Prozent ist der Handel USA Russland gewachsen",
    "es": "cuánto creció el comercio entre Rusia y EE. UU.",
    "ur": "روس اور امریکہ کی تجارت کتنے فیصد بڑھی ہے؟",
    "ur-Latn": "sanctions ki waja se karobar ruka hua hai kya",
    "ar": "كم زادت التجارة بين روسيا وأمريكا؟",
    "hi": "रूस और अमेरिका का व्यापार कितना बढ़ा?",
}
TRADE = INTERVIEW.exchanges[1]
# In every language that can be told, as to a reader of what was said in none of them.
UNTRANSLATED = {language: untranslated(language, "eo") for language in KNOWN}
NOT_ASKED = {
    "en": "how do I bake sourdough bread?",
    "ru": "как испечь хлеб на закваске?",
    "de": "Wie backe ich Sauerteigbrot?",
    "ar": "كيف أخبز الخبز؟",
}

every_language = pytest.mark.parametrize("language", ASKED)


def line_for(language: str) -> str:
    """Return the line that a reader of a language is to see."""
    line = untranslated(language, "en")
    assert line
    assert "\n" not in line
    return line


def has_line_and_answer(reply: Message, language: str) -> bool:
    """Whether a message is the line, and then the question and answer as they were given."""
    beginning = f"{line_for(language)}\n\nGeo.tv asked:\n{TRADE.question}\n\n"
    return (
        (reply.text or "").startswith(beginning)
        and is_verbatim(reply, INTERVIEW)
        and all(quote in TRADE.answer for quote in quotations(reply))
    )


def has_no_line(reply: Message) -> bool:
    """Whether a message says in no language that it is in another."""
    return bool(reply.text) and not any(
        line in (reply.text or "") for line in UNTRANSLATED.values()
    )


@pytest.mark.parametrize(("language", "question"), ASKED.items())
def test_the_questions_of_these_tests_are_such_as_the_knowledge_file_has(
    language: str, question: str
) -> None:
    assert question in TRADE.also_asked
    assert language_of(question) == language


@every_language
async def test_a_reader_of_another_language_is_told_so_before_the_answer(
    bot: Bot, account: BotAccount, reader: Person, language: str
) -> None:
    reply = await reader.asks(reader.chat_with(account), ASKED[language])

    assert has_line_and_answer(reply, language)
    assert quotations(reply) == [TRADE.answer]
    assert labels(reply)[:2] == ["Related questions", "All questions"]


@every_language
async def test_a_reader_of_another_language_is_told_so_in_a_group(
    bot: Bot, telegram: Telegram, account: BotAccount, reader: Person, language: str
) -> None:
    group = telegram.new_group("Karachi talks", [reader.user, account.user])

    reply = await reader.asks(group, f"/ask {ASKED[language]}")

    assert has_line_and_answer(reply, language)


@every_language
async def test_a_reader_of_another_language_is_told_so_by_a_guest(
    bot: Bot, telegram: Telegram, account: BotAccount, reader: Person, language: str
) -> None:
    friends = telegram.new_group("Friends", [reader.user])

    reply = await reader.summons(account, friends, f"@fedorov_bot {ASKED[language]}")

    assert has_line_and_answer(reply, language)


@every_language
async def test_the_line_comes_and_goes_as_a_question_is_edited_into_another_language(
    bot: Bot, account: BotAccount, reader: Person, language: str
) -> None:
    chat = reader.chat_with(account)
    asked = reader.writes(chat, IN_ENGLISH)
    reply = await reader.hears(chat, after=asked)
    in_english = reply.text or ""
    assert has_no_line(reply)

    reader.edits(asked, ASKED[language])
    await reader.sees_edited(reply, in_english)
    assert has_line_and_answer(reply, language)

    reader.edits(asked, IN_ENGLISH)
    await reader.sees_edited(reply, reply.text or "")
    assert reply.text == in_english
    assert len(chat.messages) == 2


@every_language
async def test_a_reader_of_another_language_is_told_so_before_suggestions(
    bot: Bot, account: BotAccount, reader: Person, language: str
) -> None:
    reply = await reader.asks(reader.chat_with(account), uncertain_question(language))

    assert (reply.text or "").startswith(
        f"{line_for(language)}\n\n{ENGLISH.not_sure}\n\nThe closest things"
    )
    assert quotations(reply) == []
    assert labels(reply)[-1] == "All questions"


def uncertain_question(language: str) -> str:
    """Return the beginning of a wording in a language that leaves open which question it means."""
    matcher = Matcher([INTERVIEW])
    wordings = [also for exchange in INTERVIEW.exchanges for also in exchange.also_asked]
    beginnings = (
        " ".join(words[:count])
        for words in map(str.split, wordings)
        for count in range(1, len(words))
    )
    return next(
        one
        for one in beginnings
        if language_of(one) == language and matcher.match(one).decision is Decision.SUGGEST
    )


async def test_the_group_reads_the_language_of_the_message_that_is_asked_about(
    bot: Bot, telegram: Telegram, account: BotAccount, reader: Person
) -> None:
    group = telegram.new_group("Karachi talks", [reader.user, account.user])
    question = reader.writes(group, ASKED["hi"])

    reply = await reader.asks(group, "/ask", reply_to=question)

    assert has_line_and_answer(reply, "hi")


@pytest.mark.parametrize("question", [IN_ENGLISH, "sanctions", "trade 20%"])
async def test_a_question_in_the_interviews_language_or_in_none_gets_no_line(
    bot: Bot, account: BotAccount, reader: Person, question: str
) -> None:
    reply = await reader.asks(reader.chat_with(account), question)

    assert quotations(reply) == [TRADE.answer]
    assert has_no_line(reply)


@pytest.mark.parametrize("question", NOT_ASKED.values(), ids=NOT_ASKED)
async def test_where_nothing_is_quoted_there_is_no_line(
    bot: Bot, account: BotAccount, reader: Person, question: str
) -> None:
    reply = await reader.asks(reader.chat_with(account), question)

    assert (reply.text or "").startswith("I couldn't find that in the interview")
    assert has_no_line(reply)


@pytest.mark.parametrize("original", ["ru", "ru-RU", "ur-Latn"])
async def test_an_interview_in_another_language_has_the_line_for_its_own_foreigners(
    start_bot: StartBot, account: BotAccount, reader: Person, knowledge: Path, original: str
) -> None:
    rewrite(knowledge, INTERVIEW.model_copy(update={"language": original}))
    await start_bot()
    chat = reader.chat_with(account)

    at_home = await reader.asks(chat, ASKED[original.removesuffix("-RU")])
    abroad = await reader.asks(chat, NEARLY_A_WORDING)

    assert quotations(at_home) == quotations(abroad) == [TRADE.answer]
    assert has_no_line(at_home)
    assert (abroad.text or "").startswith(
        "Questions and answers stay in the language in which they were given.\n\nGeo.tv asked:"
    )


def test_there_is_a_line_for_every_language_that_can_be_told() -> None:
    assert set(UNTRANSLATED) == KNOWN


@pytest.mark.parametrize(("language", "line"), UNTRANSLATED.items())
def test_every_line_is_in_its_own_language_and_is_one_line(language: str, line: str) -> None:
    assert language_of(line) == language
    assert line.splitlines() == [line]


@pytest.mark.parametrize("line", UNTRANSLATED.values(), ids=UNTRANSLATED)
def test_every_line_fits_the_room_for_notes_beside_the_number_of_a_part(line: str) -> None:
    part = f" · {ENGLISH.part(999, 999)}"

    assert utf16_length(f"{line}\n\n{part}") <= ROOM_FOR_NOTES


# Each of these characters counts twice in Telegram.
DOVES = "🕊" * 5_000
LONGEST = Interview(
    id="i" * 20,
    title=DOVES[:300],
    interviewee=Speaker(name=DOVES[:200], role=DOVES[:300]),
    outlet=DOVES[:200],
    published="2025-12-31",
    exchanges=tuple(
        Exchange(id=f"{number}" * 30, question=DOVES[: 600 + number], answer=answer)
        for number, answer in enumerate((DOVES, "x" * 60_000, f"{'x' * 2000} " * 20))
    ),
)
EDITION = Edition([LONGEST])


def shown_length(match: Match, place: Place, wording: Wording = ENGLISH) -> int:
    """Return how long what is shown for a match is, as Telegram counts it."""
    reply = matched(wording, match, EDITION, place, "a_bot")
    return utf16_length(parse_html(reply.text).text)


@pytest.mark.parametrize("place", Place)
@pytest.mark.parametrize("decision", [Decision.ANSWER, Decision.SUGGEST])
@pytest.mark.parametrize(("language", "line"), UNTRANSLATED.items())
def test_the_longest_answers_fit_a_message_with_the_line(
    language: str, line: str, decision: Decision, place: Place
) -> None:
    foreign = LONGEST.model_copy(update={"language": "eo"})
    candidates = [
        Candidate(foreign, exchange, number, 0.5, exchange.answer)
        for number, exchange in enumerate(foreign.exchanges, 1)
    ]
    for first in candidates:
        others = [one for one in candidates if one is not first]
        # What is written in a language is a question in it.
        match = Match(line, decision, (first, *others))
        reply = matched(ENGLISH, match, EDITION, place, "a_bot")
        assert reply.text.startswith(f"{line}\n\n")
        for spoken in LANGUAGES:
            assert shown_length(match, place, wording_for(spoken)) <= 4096


def test_a_passage_of_any_length_fits_a_message_with_the_line() -> None:
    exchange = Exchange(id="e", question="Why?", answer="x" * 5_000)
    short = LONGEST.model_copy(
        update={"interviewee": Speaker(name="Ada"), "outlet": None, "language": "eo"}
    )
    longest = max(UNTRANSLATED.values(), key=utf16_length)
    lengths = [
        shown_length(
            Match(
                longest,
                Decision.ANSWER,
                (Candidate(short, exchange, 1, 0.9, exchange.answer[:passage]),),
            ),
            Place.SHARED,
        )
        for passage in range(3_500, 5_001)
    ]

    assert max(lengths) <= 4096
