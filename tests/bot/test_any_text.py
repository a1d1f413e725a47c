"""Nothing that anybody writes breaks a message, and every quotation is of the file."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import describing, quoting
from bot.buttons import Listing
from bot.context import Bot
from bot.listing import question_list, topic_list
from bot.outcome import declined, matched
from bot.reply import Place, Reply
from bot.wording import ENGLISH
from knowledge.interview import Exchange, Interview
from knowledge.interview import Person as Speaker
from knowledge.knowledge_file import UNSEEN, read_interview
from knowledge.library import Edition, Entry
from knowledge.loading import check_all
from preview import Person
from preview.account import BotAccount
from preview.formatting import parse_html, utf16_length
from tests.bot.reading import is_verbatim, labels, quotations, rewrite
from tests.conftest import FEDOROV, StartBot

INTERVIEW = read_interview(FEDOROV)
FROM_EXAMPLES = settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ANY_TEXT = st.text(min_size=1, max_size=300)
MARKUP = st.sampled_from(["<b>", "</b>", "&amp;", "<a href='x'>", "&lt;", "*_`[", "</blockquote>"])


def texts(longest: int) -> st.SearchStrategy[str]:
    """What a knowledge file may hold: any text that its check lets through."""
    plain = st.text(
        st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn"], include_characters="\n"),
        min_size=1,
        max_size=longest,
    )
    return (
        st.lists(plain | MARKUP, min_size=1, max_size=8)
        .map("".join)
        .filter(lambda text: text.strip() and not UNSEEN.search(text))
        .map(lambda text: text.strip()[:longest].strip())
    )


@given(asked=ANY_TEXT | st.lists(ANY_TEXT | MARKUP).map(" ".join))
@FROM_EXAMPLES
async def test_any_text_as_a_question_is_answered_and_what_is_quoted_is_of_the_file(
    bot: Bot, account: BotAccount, reader: Person, asked: str
) -> None:
    chat = reader.chat_with(account)
    message = reader.writes(chat, f"q {asked}")

    reply = await reader.hears(chat, after=message)

    assert reply.text
    assert all(quote in spoken(INTERVIEW) for quote in quotations(reply))


@given(name=ANY_TEXT, title=ANY_TEXT)
@FROM_EXAMPLES
async def test_any_text_as_a_persons_name_or_a_groups_title_does_no_harm(
    bot: Bot, account: BotAccount, reader: Person, name: str, title: str
) -> None:
    somebody = Person.joins(reader.telegram, name)
    group = reader.telegram.new_group(title, [somebody.user, account.user])

    reply = await somebody.asks(group, "/ask By how much did trade grow?")

    assert is_verbatim(reply, INTERVIEW)


@given(
    name=texts(100),
    role=st.none() | texts(100),
    outlet=st.none() | texts(100),
    title=st.none() | texts(200),
    question=texts(2500),
    answer=texts(9000),
    introduction=st.none() | texts(6000),
)
@settings(FROM_EXAMPLES, max_examples=100)
def test_any_text_in_a_knowledge_file_is_shown_within_telegrams_limits(
    name: str,
    role: str | None,
    outlet: str | None,
    title: str | None,
    question: str,
    answer: str,
    introduction: str | None,
) -> None:
    exchange = Exchange(
        id="e", question=question, answer=answer, topics=(name[:60].strip() or "t",)
    )
    interview = Interview(
        id="i",
        title=title,
        interviewee=Speaker(name=name, role=role),
        outlet=outlet,
        introduction=introduction,
        exchanges=(exchange,),
        url="https://example.org/?a&b",
    )
    edition = Edition([interview])
    entry = Entry(interview, exchange, 1)
    pages = [
        quoting.answered(ENGLISH, entry, page, place=place) for page in range(4) for place in Place
    ]
    found = edition.matcher.match(question)
    shown = [
        *pages,
        matched(ENGLISH, found, edition, Place.PRIVATE, "bot"),
        matched(ENGLISH, found, edition, Place.SHARED, "bot"),
        question_list(ENGLISH, edition, Listing(), 0),
        topic_list(ENGLISH, edition),
        declined(ENGLISH, edition.interviews),
        *map(Reply, describing.about(ENGLISH, edition, "How this bot works")),
    ]

    for reply in shown:
        message = parse_html(reply.text)
        assert 0 < utf16_length(message.text) <= 4096
        for row in reply.keyboard.inline_keyboard if reply.keyboard else ():
            for button in row:
                assert button.text.strip()
                assert len(str(button.callback_data or "").encode()) <= 64


LONG_ANSWERS = {
    "paragraphs": "\n\n".join(f"Paragraph {n}. " + "Words and words. " * 30 for n in range(30)),
    "one paragraph": "A sentence of some length stands here. " * 400,
    "no sentences": "word " * 4000,
    "no spaces": "x" * 20_000,
    "emoji": "🕊" * 9_000,
    "markup": "<b>&amp;</b> " * 1_500,
}


@pytest.mark.parametrize("answer", LONG_ANSWERS.values(), ids=LONG_ANSWERS.keys())
async def test_a_long_answer_is_cut_and_goes_on_with_a_button_until_nothing_is_missing(
    start_bot: StartBot, account: BotAccount, reader: Person, knowledge: Path, answer: str
) -> None:
    long = INTERVIEW.exchanges[1].model_copy(update={"answer": answer.strip()})
    rewrite(knowledge, INTERVIEW.model_copy(update={"exchanges": (long,)}))
    assert check_all([knowledge]) == []
    await start_bot()

    reply = await reader.asks(reader.chat_with(account), "/start trade-growth")
    parts = quotations(reply)
    while "Continue ›" in labels(reply):
        assert "\n[…]\n" in (reply.text or "")
        before = reply.text
        await reader.presses(account, reply, "Continue ›")
        await reader.sees_edited(reply, before or "")
        parts += quotations(reply)

    assert len(parts) > 2
    assert all(part in long.answer for part in parts)
    assert "".join("".join(parts).split()) == "".join(long.answer.split())
    assert f"part {len(parts)} of {len(parts)}" in (reply.text or "")


async def test_a_long_answer_is_cut_at_a_paragraph(
    start_bot: StartBot, account: BotAccount, reader: Person, knowledge: Path
) -> None:
    answer = LONG_ANSWERS["paragraphs"].strip()
    long = INTERVIEW.exchanges[1].model_copy(update={"answer": answer})
    rewrite(knowledge, INTERVIEW.model_copy(update={"exchanges": (long,)}))
    await start_bot()

    reply = await reader.asks(reader.chat_with(account), "/start trade-growth")

    (part,) = quotations(reply)
    rest = answer[len(part) :]
    assert rest.lstrip(" ").startswith("\n\nParagraph ")


async def test_a_question_of_telegrams_full_length_is_answered(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    chatter = "I was walking home and it was raining. "
    asked = (chatter * 200)[:4000] + " By how much did trade grow?"

    reply = await reader.asks(reader.chat_with(account), asked[:4096])

    assert reply.text


async def test_what_a_reader_wrote_is_not_repeated_to_them(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    for asked in ("<b>sourdough</b> & co", "*sourdough*_[x](y)`"):
        reply = await reader.asks(reader.chat_with(account), asked)
        assert "sourdough" not in (reply.text or "")


def spoken(interview: Interview) -> str:
    return "\x00".join(exchange.answer for exchange in interview.exchanges)
