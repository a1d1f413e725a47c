"""Commands, lists and buttons: finding one's way without a question."""

from pathlib import Path

import pytest

from bot.context import Bot
from bot.replies import REMEMBERED
from knowledge.interview import Interview
from knowledge.knowledge_file import read_interview
from preview import ApiError, Person, Telegram
from preview.account import BotAccount
from preview.faults import Fault
from tests.bot.reading import labels, pressed, quotations, rewrite
from tests.conftest import FEDOROV, StartBot

INTERVIEW = read_interview(FEDOROV)


async def test_start_says_what_to_do_and_offers_the_questions(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(reader.chat_with(account), "/start")

    assert (reply.text or "").startswith("Ask me about Geo.tv's interview with Andrey V. Fedorov.")
    assert labels(reply) == ["All questions", "Topics"]


@pytest.mark.parametrize("target", ["fedorov-geo-tv--alaska-summit", "alaska-summit"])
async def test_a_deep_link_leads_straight_to_its_exchange(
    bot: Bot, account: BotAccount, reader: Person, target: str
) -> None:
    reply = await reader.asks(reader.chat_with(account), f"/start {target}")

    assert quotations(reply) == [INTERVIEW.exchanges[3].answer]


async def test_a_deep_link_to_an_exchange_that_is_gone_says_so_and_welcomes(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    chat = reader.chat_with(account)
    first = await reader.asks(chat, "/start fedorov-geo-tv--no-longer-there")
    second = await reader.hears(chat, after=first)

    assert first.text == "This question is no longer in the interview."
    assert (second.text or "").startswith("Ask me about")


async def test_questions_are_paged_by_buttons_and_lead_to_their_answers(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(reader.chat_with(account), "/questions")
    assert (reply.text or "").startswith("Questions 1–5 of 10")
    assert labels(reply) == ["1", "2", "3", "4", "5", "Next ›"]

    await pressed(reader, account, reply, "Next")
    assert (reply.text or "").startswith("Questions 6–10 of 10")
    assert labels(reply) == ["6", "7", "8", "9", "10", "‹ Previous"]
    for exchange in INTERVIEW.exchanges[5:]:
        assert exchange.question in (reply.text or "")

    await pressed(reader, account, reply, "7")
    assert quotations(reply) == [INTERVIEW.exchanges[6].answer]


async def test_topics_lead_to_their_questions(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(reader.chat_with(account), "/topics")
    assert labels(reply) == list(INTERVIEW.topics)

    await pressed(reader, account, reply, "Nuclear arms")
    assert (reply.text or "").startswith("Nuclear arms: question 1 of 1")

    await pressed(reader, account, reply, "1")
    assert quotations(reply) == [INTERVIEW.exchanges[2].answer]


async def test_an_interview_without_topics_says_so(
    start_bot: StartBot, account: BotAccount, reader: Person, knowledge: Path
) -> None:
    plain = tuple(one.model_copy(update={"topics": ()}) for one in INTERVIEW.exchanges)
    rewrite(knowledge, INTERVIEW.model_copy(update={"exchanges": plain}))
    await start_bot()

    reply = await reader.asks(reader.chat_with(account), "/topics")

    assert reply.text == "No topics are listed yet. See /questions instead."


async def test_related_questions_take_the_place_of_the_buttons_and_lead_back(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(reader.chat_with(account), "/start alaska-summit")
    text, before = reply.text, labels(reply)

    await pressed(reader, account, reply, "Related")
    assert reply.text == text
    offers = labels(reply)
    assert offers[-1] == "‹ Back"
    assert len(offers) == 5
    assert not any(INTERVIEW.exchanges[3].question.startswith(one[:20]) for one in offers)

    await pressed(reader, account, reply, "‹ Back")
    assert labels(reply) == before


async def test_about_tells_the_outlets_words_from_the_speakers(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(reader.chat_with(account), "/about")

    assert reply.text is not None
    assert reply.text.startswith(
        "Andrey V. Fedorov in Geo.tv\nAndrey V. Fedorov, Russian Consul General in Karachi\n"
        "Geo.tv, 2025\n\nGeo.tv introduces it:\n"
    )
    assert quotations(reply) == [INTERVIEW.introduction]
    assert "How this bot works:" in reply.text
    assert "Knowledge version " in reply.text


async def test_privacy_says_what_is_kept(bot: Bot, account: BotAccount, reader: Person) -> None:
    reply = await reader.asks(reader.chat_with(account), "/privacy")

    assert (reply.text or "").startswith("This bot keeps a journal of what it is asked.")
    assert f"the last {REMEMBERED:,} questions" in (reply.text or "")


async def test_help_explains_every_way_of_asking(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(reader.chat_with(account), "/help")

    for way in ("just write your question", "/ask", "@fedorov_bot", "/questions"):
        assert way in (reply.text or "")


async def test_an_unknown_command_points_to_help(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(reader.chat_with(account), "/frobnicate now")

    assert reply.text == "I don't know that command. Just write your question, or see /help."


@pytest.mark.parametrize("carried", ["nonsense", "a:", "q:x", "t:zz:0", "a:x:99999"])
async def test_a_button_that_the_bot_never_made_is_answered(
    bot: Bot, account: BotAccount, reader: Person, carried: str
) -> None:
    reply = await reader.asks(reader.chat_with(account), "/questions")

    shown = await reader.sends_callback(account, reply, carried)

    assert (shown.text, shown.show_alert) == (
        "This button no longer works. Please ask again.",
        True,
    )


@pytest.mark.parametrize("page", ["q:99999", "a:fedorov-geo-tv--alaska-summit:999"])
async def test_a_page_beyond_the_last_is_the_last(
    bot: Bot, account: BotAccount, reader: Person, page: str
) -> None:
    reply = await reader.asks(reader.chat_with(account), "/about")
    before = reply.text

    await reader.sends_callback(account, reply, page)
    await reader.sees_edited(reply, before or "")

    assert "10" in (reply.text or "")


async def test_a_press_on_an_old_message_whose_exchange_is_gone_says_so(
    start_bot: StartBot, account: BotAccount, reader: Person, knowledge: Path
) -> None:
    await start_bot(admins=frozenset({reader.user.id}))
    chat = reader.chat_with(account)
    old = await reader.asks(chat, "/questions")
    rewrite(knowledge, without(INTERVIEW, "trade-growth"))
    await reader.asks(chat, "/reload")

    shown = await reader.presses(account, old, "2")

    assert (shown.text, shown.show_alert) == ("This question is no longer in the interview.", True)
    assert (old.text or "").startswith("Questions 1–5 of 10")


async def test_a_topic_that_is_gone_says_so(bot: Bot, account: BotAccount, reader: Person) -> None:
    old = await reader.asks(reader.chat_with(account), "/topics")

    shown = await reader.sends_callback(account, old, "t:00000000:0")

    assert shown.text == "This topic is no longer in the list."


async def test_a_button_that_is_pressed_twice_does_no_harm(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(reader.chat_with(account), "/questions")
    data = reply.buttons[0]["callback_data"]

    await reader.sends_callback(account, reply, data)
    await reader.sends_callback(account, reply, data)

    last = await reader.asks(reader.chat_with(account), "thanks")
    assert (last.text or "").startswith("You're welcome!")
    assert quotations(reply) == [INTERVIEW.exchanges[0].answer]


async def test_a_press_whose_time_to_be_answered_is_over_still_has_its_effect(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(reader.chat_with(account), "/questions")
    too_old = ApiError(
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    )
    account.faults.append(Fault("answerCallbackQuery", too_old))
    account.deliver(
        "callback_query",
        {
            "id": "77",
            "from": reader.user.as_json(),
            "chat_instance": "1",
            "data": reply.buttons[0]["callback_data"],
            "message": reply.as_json(),
        },
    )

    await reader.telegram.until(lambda: quotations(reply) or None)

    assert quotations(reply) == [INTERVIEW.exchanges[0].answer]


async def test_commands_and_descriptions_are_set_for_each_kind_of_chat(
    start_bot: StartBot, account: BotAccount, telegram: Telegram, reader: Person
) -> None:
    reader.writes(reader.chat_with(account), "hello")
    await start_bot(admins=frozenset({reader.user.id}))

    def names(scope: str) -> list[str]:
        return [one["command"] for one in account.commands[scope, ""]]

    assert names('{"type": "all_private_chats"}') == [
        "questions", "topics", "about", "language", "privacy", "help",
    ]  # fmt: skip
    assert names('{"type": "all_group_chats"}') == ["ask"]
    assert "reload" in names(f'{{"chat_id": {reader.user.id}, "type": "chat"}}')
    assert "Andrey V. Fedorov" in account.descriptions["description", ""]
    assert "Andrey V. Fedorov" in account.descriptions["short_description", ""]


@pytest.mark.parametrize("method", ["setMyCommands", "setMyDescription", "setMyShortDescription"])
async def test_a_server_that_refuses_the_menu_does_not_keep_the_bot_from_serving(
    start_bot: StartBot,
    account: BotAccount,
    reader: Person,
    method: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    account.faults += [Fault(method, ApiError(400, "Bad Request: not today"))] * 2
    await start_bot()

    reply = await reader.asks(reader.chat_with(account), "What about trade?")

    assert quotations(reply)
    assert "Telegram refused the" in caplog.text


async def test_an_admin_who_has_never_written_to_the_bot_does_not_keep_it_from_serving(
    start_bot: StartBot, account: BotAccount, reader: Person, caplog: pytest.LogCaptureFixture
) -> None:
    await start_bot(admins=frozenset({reader.user.id}))
    assert "Telegram refused the commands of scope chat" in caplog.text

    await reader.asks(reader.chat_with(account), "/start")

    await reader.telegram.until(
        lambda: account.commands.get((f'{{"chat_id": {reader.user.id}, "type": "chat"}}', ""))
    )


def without(interview: Interview, exchange_id: str) -> Interview:
    kept = tuple(one for one in interview.exchanges if one.id != exchange_id)
    return interview.model_copy(update={"exchanges": kept})
