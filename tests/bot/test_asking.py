"""Questions in private chats: what is asked in anyone's words is answered in the speaker's."""

from pathlib import Path

import pytest

from bot.context import Bot
from knowledge.knowledge_file import read_interview
from preview import ApiError, Person
from preview.account import BotAccount
from preview.errors import too_many_requests
from preview.faults import Fault
from preview.objects import Message
from tests.bot.reading import is_verbatim, labels, quotations, rewrite
from tests.conftest import FEDOROV, StartBot

INTERVIEW = read_interview(FEDOROV)
ABOUT_TRADE = "By how much did trade between them grow?"
ABOUT_SPACE = "do they still fly to the space station together"


async def test_a_question_in_anyones_words_gets_question_answer_speaker_and_source(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(reader.chat_with(account), ABOUT_TRADE)

    trade = INTERVIEW.exchanges[1]
    assert quotations(reply) == [trade.answer]
    assert reply.text == (
        f"Geo.tv asked:\n{trade.question}\n\n{trade.answer}\n"
        "Andrey V. Fedorov, Russian Consul General in Karachi\n"
        "Geo.tv, 2025 · question 2 of 10"
    )


async def test_an_answer_offers_related_questions_the_list_and_sharing(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(reader.chat_with(account), ABOUT_TRADE)

    assert labels(reply)[:3] == ["Related questions", "All questions", "Share"]
    share = reply.buttons[2]["switch_inline_query"]
    found = await reader.looks_up(account, share)
    assert found.results[0]["title"].startswith("President Putin recently mentioned")


def _copied(reply: Message) -> str:
    """Return what a button of a message copies."""
    (copied,) = [one["copy_text"]["text"] for one in reply.buttons if "copy_text" in one]
    return str(copied)


async def test_a_quote_that_fits_telegrams_limit_can_be_copied(
    start_bot: StartBot, account: BotAccount, reader: Person, knowledge: Path
) -> None:
    short = INTERVIEW.exchanges[1].model_copy(update={"answer": "Yes. By 20%."})
    rewrite(knowledge, INTERVIEW.model_copy(update={"exchanges": (short,)}))
    await start_bot()

    reply = await reader.asks(reader.chat_with(account), ABOUT_TRADE)

    assert _copied(reply) == "Yes. By 20%."


async def test_of_a_longer_answer_the_passage_that_bears_on_the_question_can_be_copied(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(reader.chat_with(account), "When does the New START treaty expire?")

    copied = _copied(reply)
    assert "February 2026 expiration" in copied
    assert copied in INTERVIEW.exchanges[2].answer


async def test_a_long_quotation_can_be_folded(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(reader.chat_with(account), ABOUT_SPACE)

    assert list(reply.entity_texts("expandable_blockquote")) == [INTERVIEW.exchanges[2].answer]


async def test_the_source_is_a_link_where_the_address_is_known(
    start_bot: StartBot, account: BotAccount, reader: Person, knowledge: Path
) -> None:
    address = 'https://example.org/?a=1&b="2"<3>'
    rewrite(knowledge, INTERVIEW.model_copy(update={"url": address, "published": "2025-12-31"}))
    await start_bot()

    reply = await reader.asks(reader.chat_with(account), ABOUT_TRADE)

    (link,) = [entity for entity in reply.entities if entity["type"] == "text_link"]
    assert link["url"] == address
    assert list(reply.entity_texts("text_link")) == ["Geo.tv, 31 December 2025"]


async def test_what_is_not_known_of_the_source_is_left_out(
    start_bot: StartBot, account: BotAccount, reader: Person, knowledge: Path
) -> None:
    person = INTERVIEW.interviewee.model_copy(update={"role": None})
    unknown = {"outlet": None, "published": None, "interviewee": person}
    rewrite(knowledge, INTERVIEW.model_copy(update=unknown))
    await start_bot()

    reply = await reader.asks(reader.chat_with(account), ABOUT_TRADE)

    assert reply.text is not None
    assert reply.text.startswith("The question was:\n")
    assert reply.text.endswith("\nAndrey V. Fedorov\nquestion 2 of 10")


async def test_an_edited_question_gets_its_answer_edited(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    chat = reader.chat_with(account)
    asked = reader.writes(chat, ABOUT_TRADE)
    reply = await reader.hears(chat, after=asked)
    before = reply.text
    assert before is not None

    reader.edits(asked, ABOUT_SPACE)
    await reader.sees_edited(reply, before)

    assert quotations(reply) == [INTERVIEW.exchanges[2].answer]
    assert len(chat.messages) == 2


async def test_an_edit_that_changes_nothing_in_the_answer_is_quiet(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    chat = reader.chat_with(account)
    asked = reader.writes(chat, ABOUT_TRADE)
    await reader.hears(chat, after=asked)

    reader.edits(asked, ABOUT_TRADE)
    last = await reader.asks(chat, "thanks")

    assert last.text == "You're welcome! Ask me anything else about it."
    assert len(chat.messages) == 4


async def test_an_edited_question_whose_answer_was_deleted_is_answered_anew(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    chat = reader.chat_with(account)
    asked = reader.writes(chat, ABOUT_TRADE)
    reply = await reader.hears(chat, after=asked)
    del chat.messages[reply.message_id]

    reader.edits(asked, ABOUT_SPACE)

    anew = await reader.hears(chat, after=reply)
    assert quotations(anew) == [INTERVIEW.exchanges[2].answer]


async def test_an_edited_question_from_before_a_restart_is_answered_anew(
    start_bot: StartBot, account: BotAccount, reader: Person
) -> None:
    chat = reader.chat_with(account)
    asked = reader.writes(chat, "hm")
    await account.updates.poll(1 << 40, 100, 0)
    await start_bot()

    reader.edits(asked, ABOUT_TRADE)

    reply = await reader.hears(chat, after=asked)
    assert quotations(reply) == [INTERVIEW.exchanges[1].answer]


@pytest.mark.parametrize(
    "media",
    [
        {"sticker": {
            "file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1,
            "is_animated": False, "is_video": False,
        }},
        {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]},
        {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 1}},
        {"location": {"latitude": 1.0, "longitude": 1.0}},
    ],
    ids=lambda media: str(next(iter(media))),
)  # fmt: skip
async def test_what_is_no_text_gets_one_friendly_line(
    bot: Bot, account: BotAccount, reader: Person, media: dict[str, object]
) -> None:
    chat = reader.chat_with(account)
    sent = reader.sends(chat, media)

    reply = await reader.hears(chat, after=sent)

    assert reply.text == "I can only read text. Please write your question in words."


async def test_an_album_gets_one_line_not_one_a_picture(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    chat = reader.chat_with(account)
    photo = {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]}
    first = reader.sends(chat, photo, media_group_id="album")
    for _ in range(3):
        reader.sends(chat, photo, media_group_id="album")
    await reader.hears(chat, after=first)

    await reader.asks(chat, ABOUT_TRADE)

    assert len(chat.messages) == 4 + 1 + 1 + 1


async def test_an_album_with_a_captioned_question_gets_its_answer_and_nothing_else(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    chat = reader.chat_with(account)
    photo = {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]}
    first = reader.sends(chat, photo, ABOUT_TRADE, media_group_id="album")
    reader.sends(chat, photo, media_group_id="album")
    reply = await reader.hears(chat, after=first)

    last = await reader.asks(chat, "thanks")

    assert quotations(reply) == [INTERVIEW.exchanges[1].answer]
    assert (last.text or "").startswith("You're welcome!")


async def test_the_caption_of_a_photo_is_a_question(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    chat = reader.chat_with(account)
    photo = {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]}

    reply = await reader.hears(chat, after=reader.sends(chat, photo, ABOUT_TRADE))

    assert quotations(reply) == [INTERVIEW.exchanges[1].answer]


async def test_where_it_is_not_sure_the_bot_offers_the_closest_questions(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(reader.chat_with(account), "Ukraine")

    assert reply.text is not None
    assert reply.text.startswith("I'm not sure which question you mean.")
    assert "The closest things Andrey V. Fedorov was asked:" in reply.text
    assert quotations(reply) == []
    offers = labels(reply)
    assert offers[-1] == "All questions"
    assert len(offers) == 4
    questions = [exchange.question for exchange in INTERVIEW.exchanges]
    for offer in offers[:-1]:
        beginning = offer[3:].rstrip("…")
        assert any(question.startswith(beginning) for question in questions)


async def test_suggestions_from_several_interviews_name_everybody_who_was_asked(
    start_bot: StartBot, account: BotAccount, reader: Person, knowledge: Path
) -> None:
    lovell = INTERVIEW.interviewee.model_copy(update={"name": "Ada Lovell"})
    another = INTERVIEW.model_copy(update={"id": "lovell", "interviewee": lovell})
    rewrite(knowledge.with_name("lovell.yaml"), another)
    await start_bot(knowledge=knowledge.parent)

    reply = await reader.asks(reader.chat_with(account), "Ukraine")

    assert "The closest things Andrey V. Fedorov and Ada Lovell were asked:" in (reply.text or "")


async def test_a_suggestion_that_is_pressed_becomes_the_answer(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    chat = reader.chat_with(account)
    reply = await reader.asks(chat, "Ukraine")

    shown = await reader.presses(account, reply, "1.")
    await reader.sees_edited(reply, reply.text or "")

    assert shown.text is None
    await reader.telegram.until(lambda: quotations(reply) or None)
    assert is_verbatim(reply, INTERVIEW)
    assert len(chat.messages) == 2


async def test_what_was_not_asked_is_said_not_to_be_there(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    chat = reader.chat_with(account)
    reply = await reader.asks(chat, "how do I bake sourdough bread?")

    assert reply.text is not None
    assert reply.text.startswith("I couldn't find that in the interview with Andrey V. Fedorov.")
    assert quotations(reply) == []
    await reader.presses(account, reply, "All questions")
    await reader.telegram.until(
        lambda: (reply.text or "").startswith("Questions 1–5 of 10") or None
    )


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("Hello!", "Hello! Ask me anything about Geo.tv's interview with Andrey V. Fedorov"),
        ("helo there", "Hello! "),
        ("السلام علیکم", "Hello! "),
        ("thx", "You're welcome!"),
        ("Who are you?", "I'm a bot."),
    ],
)
async def test_small_talk_gets_a_short_friendly_reply(
    bot: Bot, account: BotAccount, reader: Person, said: str, answered: str
) -> None:
    reply = await reader.asks(reader.chat_with(account), said)

    assert reply.text is not None
    assert reply.text.startswith(answered)
    assert len(reply.text) < 300


async def test_a_greeting_before_a_question_is_no_small_talk(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(reader.chat_with(account), f"Hello! {ABOUT_TRADE} Thanks")

    assert quotations(reply) == [INTERVIEW.exchanges[1].answer]


async def test_a_refusal_for_flooding_is_waited_out_and_the_reply_still_sent(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    account.faults.append(Fault("sendMessage", too_many_requests(1)))

    reply = await reader.asks(reader.chat_with(account), ABOUT_TRADE)

    assert quotations(reply) == [INTERVIEW.exchanges[1].answer]


async def test_an_error_while_answering_gives_the_reader_one_honest_line(
    bot: Bot, account: BotAccount, reader: Person, caplog: pytest.LogCaptureFixture
) -> None:
    account.faults.append(Fault("sendMessage", ApiError(400, "Bad Request: something new")))

    reply = await reader.asks(reader.chat_with(account), ABOUT_TRADE)

    assert reply.text == "Sorry, something went wrong on my side. Please ask again in a moment."
    assert "Bad Request" not in (reply.text or "")
    assert "could not be answered" in caplog.text
    assert "BadRequest: Something new" in caplog.text
    assert ABOUT_TRADE not in caplog.text


async def test_a_reader_who_blocked_the_bot_keeps_nobody_else_waiting(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    other = Person.joins(reader.telegram, "Other")
    reader.blocks(account)
    reader.writes(reader.chat_with(account), ABOUT_TRADE)

    reply = await other.asks(other.chat_with(account), ABOUT_TRADE)

    assert quotations(reply) == [INTERVIEW.exchanges[1].answer]
    assert len(reader.chat_with(account).messages) == 1


async def test_questions_sent_at_once_are_answered_in_their_order(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    chat = reader.chat_with(account)
    first = reader.writes(chat, INTERVIEW.exchanges[0].question)
    for exchange in INTERVIEW.exchanges[1:]:
        reader.writes(chat, exchange.question)
    replies = []
    after = first
    for _ in INTERVIEW.exchanges:
        after = await reader.hears(chat, after=after)
        replies.append(after)

    assert [quotations(reply)[0] for reply in replies] == [
        exchange.answer for exchange in INTERVIEW.exchanges
    ]
