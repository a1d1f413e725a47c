"""Looking a question up holds nobody else up; and where it is looked up by meaning, it is found."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.context import Bot
from knowledge.interview import Interview
from knowledge.knowledge_file import read_interview
from knowledge.matching import Match, Matcher
from preview import Person
from preview.account import BotAccount
from preview.objects import Chat, Message
from preview.people import PATIENCE
from tests.bot.holding import HARD, Held, held_matcher
from tests.bot.reading import labels, quotations, rewrite
from tests.conftest import FEDOROV, StartBot, stops_listening

INTERVIEW = read_interview(FEDOROV)
EASY = INTERVIEW.exchanges[2].question


@pytest.fixture
def held(running_bots: AsyncExitStack, monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    """Hold the matcher up; it is let go before bots are stopped."""
    with held_matcher(monkeypatch) as held:
        yield held


@pytest.fixture
def other(reader: Person) -> Person:
    return Person.joins(reader.telegram, "Other")


def heard(chat: Chat) -> list[Message]:
    """Return what the bot has written in a chat."""
    return [one for one in chat.messages.values() if one.is_from_bot]


async def test_while_a_question_is_looked_up_others_are_served(
    bot: Bot, account: BotAccount, reader: Person, other: Person, held: Held
) -> None:
    chat = reader.chat_with(account)
    asked = reader.writes(chat, HARD)
    await held.is_reached()

    help_text = await other.asks(other.chat_with(account), "/help")

    assert "just write your question" in (help_text.text or "")
    assert heard(chat) == []

    held.let_go.set()
    reply = await reader.hears(chat, after=asked)
    assert quotations(reply) == [INTERVIEW.exchanges[1].answer]


async def test_while_something_is_looked_up_inline_others_are_served(
    bot: Bot, account: BotAccount, reader: Person, other: Person, held: Held
) -> None:
    looking_up = asyncio.create_task(reader.looks_up(account, HARD))
    await held.is_reached()

    help_text = await other.asks(other.chat_with(account), "/help")

    assert "just write your question" in (help_text.text or "")
    assert not looking_up.done()

    held.let_go.set()
    found = await looking_up
    assert found.results[0]["title"].startswith("President Putin recently mentioned")


async def test_while_related_questions_are_looked_up_others_are_served(
    bot: Bot, account: BotAccount, reader: Person, other: Person, held: Held
) -> None:
    answer = await reader.asks(reader.chat_with(account), "/start trade-growth")
    before = labels(answer)
    await reader.presses(account, answer, "Related questions")
    await held.is_reached()

    help_text = await other.asks(other.chat_with(account), "/help")

    assert "just write your question" in (help_text.text or "")
    assert labels(answer) == before

    held.let_go.set()
    await reader.telegram.until(lambda: labels(answer)[-1] == "‹ Back" or None)


async def test_a_question_that_had_to_wait_for_another_is_answered_after_it(
    bot: Bot, account: BotAccount, reader: Person, other: Person, held: Held
) -> None:
    first = reader.writes(reader.chat_with(account), HARD)
    await held.is_reached()
    second = other.writes(other.chat_with(account), EASY)
    third = Person.joins(reader.telegram, "Third")
    await third.asks(third.chat_with(account), "/help")

    held.let_go.set()

    to_first = await reader.hears(reader.chat_with(account), after=first)
    to_second = await other.hears(other.chat_with(account), after=second)
    assert quotations(to_first) == [INTERVIEW.exchanges[1].answer]
    assert quotations(to_second) == [INTERVIEW.exchanges[2].answer]


async def test_within_a_chat_nothing_overtakes_a_question_that_is_looked_up(
    bot: Bot, account: BotAccount, reader: Person, other: Person, held: Held
) -> None:
    chat = reader.chat_with(account)
    after = reader.writes(chat, HARD)
    reader.writes(chat, "thanks")
    reader.writes(chat, EASY)
    await held.is_reached()
    await other.asks(other.chat_with(account), "/help")
    assert heard(chat) == []

    held.let_go.set()

    for _ in range(3):
        after = await reader.hears(chat, after=after)
    answer, welcome, second = heard(chat)
    assert quotations(answer) == [INTERVIEW.exchanges[1].answer]
    assert (welcome.text or "").startswith("You're welcome!")
    assert quotations(second) == [INTERVIEW.exchanges[2].answer]


async def test_a_bot_that_is_stopped_while_it_looks_up_ends_when_all_are_answered(
    bot: Bot,
    running_bots: AsyncExitStack,
    account: BotAccount,
    reader: Person,
    other: Person,
    held: Held,
) -> None:
    chats = [reader.chat_with(account), other.chat_with(account)]
    reader.writes(chats[0], HARD)
    await held.is_reached()
    reader.writes(chats[0], EASY)
    other.writes(chats[1], EASY)
    third = Person.joins(reader.telegram, "Third")
    await third.asks(third.chat_with(account), "/help")

    stopping = asyncio.create_task(running_bots.aclose())
    await asyncio.wait_for(stops_listening(bot), PATIENCE)
    assert not stopping.done()
    held.let_go.set()
    await asyncio.wait_for(stopping, PATIENCE)

    answers = [exchange.answer for exchange in INTERVIEW.exchanges]
    assert [quotations(one) for one in heard(chats[0])] == [[answers[1]], [answers[2]]]
    assert [quotations(one) for one in heard(chats[1])] == [[answers[2]]]


async def test_what_goes_wrong_while_looking_up_is_admitted_and_serves_on(
    bot: Bot,
    account: BotAccount,
    reader: Person,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fails(matcher: Matcher, question: str, within: Interview | None) -> Match:
        raise RuntimeError("out of order")

    chat = reader.chat_with(account)
    with monkeypatch.context() as broken:
        broken.setattr(Matcher, "match", fails)
        apology = await reader.asks(chat, HARD)
    reply = await reader.asks(chat, HARD)

    assert apology.text == "Sorry, something went wrong on my side. Please ask again in a moment."
    assert "out of order" in caplog.text
    assert quotations(reply) == [INTERVIEW.exchanges[1].answer]


@pytest.fixture
def bare(knowledge: Path) -> None:
    """Serve the interview as it was published, without other wordings of its questions."""
    exchanges = [one.model_copy(update={"also_asked": ()}) for one in INTERVIEW.exchanges]
    rewrite(knowledge, INTERVIEW.model_copy(update={"exchanges": tuple(exchanges)}))


BY_WORDS = "asked in the interview, by their words, and quotes"
BY_MEANING = "asked in the interview, by their words and their meaning, and quotes"


async def test_about_says_that_questions_are_compared_by_words(
    start_bot: StartBot, account: BotAccount, reader: Person
) -> None:
    await start_bot(model="none")

    reply = await reader.asks(reader.chat_with(account), "/about")

    assert BY_WORDS in (reply.text or "")


async def test_about_says_that_questions_are_compared_by_meaning_too(
    start_bot: StartBot, account: BotAccount, reader: Person, bare: None
) -> None:
    await start_bot(model="auto")

    reply = await reader.asks(reader.chat_with(account), "/about")

    assert BY_MEANING in (reply.text or "")


IN_OTHER_WORDS = "Did exports or imports go up?"


async def test_a_question_that_shares_no_word_with_the_interviewers_is_found_by_its_meaning(
    start_bot: StartBot, account: BotAccount, reader: Person, bare: None
) -> None:
    trade = INTERVIEW.exchanges[1]
    assert words(IN_OTHER_WORDS).isdisjoint(words(trade.question) | words(trade.answer))
    await start_bot(model="auto")

    reply = await reader.asks(reader.chat_with(account), IN_OTHER_WORDS)

    assert quotations(reply) == [trade.answer]
    assert (reply.text or "").startswith(f"Geo.tv asked:\n{trade.question}\n")


async def test_by_words_alone_such_a_question_is_not_answered_wrongly(
    start_bot: StartBot, account: BotAccount, reader: Person, bare: None
) -> None:
    await start_bot(model="none")

    reply = await reader.asks(reader.chat_with(account), IN_OTHER_WORDS)

    assert quotations(reply) == []


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
