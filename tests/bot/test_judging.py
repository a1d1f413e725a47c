"""What readers think of an answer: it is noted, thanked for, and what else was found is offered."""

from pathlib import Path

import pytest

from bot.context import Bot
from knowledge.knowledge_file import read_interview
from preview import Person, Telegram
from preview.account import BotAccount
from preview.objects import Chat, Message
from tests.bot.reading import labels, quotations, rewrite
from tests.bot.storage.conftest import postgresql, url
from tests.bot.storage.selecting import selected
from tests.conftest import FEDOROV, RunningBots, StartBot

__all__ = ["postgresql", "url"]

INTERVIEW = read_interview(FEDOROV)
TRADE = "By how much did trade between them grow?"
SPACE = "Do they still work together in space?"
UNSURE = "Ukraine"
RIGHT, WRONG = "✓ This answers it", "✗ Not what I asked"
THANKS = "Thanks, that helps!"
OTHERS = ["‹ Back", "All questions"]
OTHERS_IN_PRIVATE = "Other close questions"


@pytest.fixture
async def bot(start_bot: StartBot, url: str) -> Bot:
    return await start_bot(database=url)


@pytest.fixture
def chat(bot: Bot, account: BotAccount, reader: Person) -> Chat:
    return reader.chat_with(account)


@pytest.fixture
def other(telegram: Telegram) -> Person:
    return Person.joins(telegram, "Other")


@pytest.fixture
def group(telegram: Telegram, account: BotAccount, reader: Person, other: Person) -> Chat:
    return telegram.new_group("Karachi talks", [reader.user, other.user, account.user])


async def verdicts(url: str) -> list[tuple[object, ...]]:
    """Return the verdicts in a database: on which question, what, and the exchange chosen."""
    wanted = """SELECT question, verdict, verdicts.exchange FROM verdicts
        LEFT JOIN journal USING (reference) ORDER BY judged_at"""
    return await selected(url, wanted)


async def buttons_are(reader: Person, message: Message, wanted: list[str]) -> None:
    """Wait until a message has these buttons, of all or the last ones."""
    await reader.telegram.until(lambda: labels(message)[-len(wanted) :] == wanted or None)


async def is_answered(reader: Person, message: Message) -> None:
    """Wait until a message quotes an answer."""
    await reader.telegram.until(lambda: quotations(message) or None)


def label_of(exchange: int) -> str:
    """Return how the button of an exchange begins."""
    return INTERVIEW.exchanges[exchange].question[:25]


async def test_in_private_thanks_take_the_place_of_the_two_buttons(
    chat: Chat, account: BotAccount, reader: Person, running_bots: RunningBots, url: str
) -> None:
    reply = await reader.asks(chat, TRADE)
    before, text = labels(reply), reply.text
    assert before[-2:] == [RIGHT, WRONG]

    toast = await reader.presses(account, reply, RIGHT)
    await buttons_are(reader, reply, [*before[:-2], THANKS])
    again = await reader.presses(account, reply, THANKS)
    await running_bots.aclose()

    assert (toast.text, toast.show_alert) == (THANKS, False)
    assert again == toast
    assert reply.text == text
    assert len(chat.messages) == 2
    assert await verdicts(url) == [(TRADE, "right", "trade-growth")]


async def test_not_what_i_asked_offers_what_else_was_found_and_taking_it_is_a_verdict(
    chat: Chat, account: BotAccount, reader: Person, running_bots: RunningBots, url: str
) -> None:
    reply = await reader.asks(chat, TRADE)
    text = reply.text or ""

    toast = await reader.presses(account, reply, WRONG)
    await buttons_are(reader, reply, OTHERS)

    assert toast.text == "Thanks! Is it one of these?"
    assert reply.text == text
    *offers, back, _ = labels(reply)
    assert back == "‹ Back"
    assert len(offers) == 2
    assert not any(offer.startswith(label_of(1)) for offer in offers)

    await reader.presses(account, reply, offers[0])
    await reader.sees_edited(reply, text)
    await running_bots.aclose()

    (quoted,) = quotations(reply)
    (shown,) = [one for one in INTERVIEW.exchanges if one.answer == quoted]
    assert shown.question.startswith(offers[0].rstrip("…"))
    assert labels(reply)[-2:] == [RIGHT, WRONG]
    assert await verdicts(url) == [(TRADE, "chosen", shown.id)]
    assert len(chat.messages) == 2


async def test_what_was_pressed_by_mistake_can_be_taken_back_and_the_last_verdict_counts(
    chat: Chat, account: BotAccount, reader: Person, running_bots: RunningBots, url: str
) -> None:
    reply = await reader.asks(chat, TRADE)

    await reader.presses(account, reply, WRONG)
    await buttons_are(reader, reply, OTHERS)
    await reader.presses(account, reply, "‹ Back")
    await buttons_are(reader, reply, [RIGHT, WRONG])
    await reader.presses(account, reply, RIGHT)
    await running_bots.aclose()

    assert await verdicts(url) == [(TRADE, "right", "trade-growth")]


async def test_after_a_restart_what_is_gone_is_not_offered(
    start_bot: StartBot,
    running_bots: RunningBots,
    account: BotAccount,
    reader: Person,
    knowledge: Path,
    url: str,
) -> None:
    await start_bot(database=url)
    chat = reader.chat_with(account)
    first, second = await reader.asks(chat, TRADE), await reader.asks(chat, TRADE)
    await reader.presses(account, first, WRONG)
    await buttons_are(reader, first, OTHERS)
    offers = labels(first)[:-2]
    await running_bots.aclose()
    left = [
        one for one in INTERVIEW.exchanges if not one.question.startswith(offers[0].rstrip("…"))
    ]
    rewrite(knowledge, INTERVIEW.model_copy(update={"exchanges": tuple(left)}))
    await start_bot(database=url)

    await reader.presses(account, second, WRONG)
    await buttons_are(reader, second, [*offers[1:], *OTHERS])
    gone = await reader.presses(account, first, offers[0])

    assert gone.text == "This question is no longer in the interview."
    assert gone.show_alert


async def test_in_a_group_everybody_has_a_verdict_and_the_buttons_stay(
    bot: Bot,
    group: Chat,
    account: BotAccount,
    reader: Person,
    other: Person,
    running_bots: RunningBots,
    url: str,
) -> None:
    reply = await reader.asks(group, f"/ask {TRADE}")
    before = labels(reply)
    assert before[-2:] == [RIGHT, WRONG]

    toasts = [await one.presses(account, reply, RIGHT) for one in (reader, other)]
    await other.presses(account, reply, RIGHT)
    await running_bots.aclose()

    assert [toast.text for toast in toasts] == [THANKS, THANKS]
    assert labels(reply) == before
    assert len(group.messages) == 2
    assert await verdicts(url) == [(TRADE, "right", "trade-growth")] * 2


async def test_in_a_group_what_else_was_found_is_shown_in_private_to_whoever_wants_it(
    bot: Bot,
    group: Chat,
    account: BotAccount,
    reader: Person,
    other: Person,
    running_bots: RunningBots,
    url: str,
) -> None:
    reply = await reader.asks(group, f"/ask {TRADE}")
    before, text = labels(reply), reply.text

    toast = await other.presses(account, reply, WRONG)
    await buttons_are(reader, reply, [*before, OTHERS_IN_PRIVATE])
    await reader.presses(account, reply, WRONG)
    # A chat's updates are handled one after the other.
    await reader.presses(account, reply, RIGHT)

    assert toast.text == "Thanks! The new button shows what else it may be."
    assert labels(reply) == [*before, OTHERS_IN_PRIVATE]
    assert reply.text == text
    assert len(group.messages) == 2

    _, _, start = reply.buttons[-1]["url"].partition("?start=")
    offered = await other.asks(other.chat_with(account), f"/start {start}")
    assert (offered.text or "").startswith("The closest things Andrey V. Fedorov was asked:")
    assert len(labels(offered)) == 3
    assert label_of(1) not in (offered.text or "")
    await other.presses(account, offered, "1.")
    await is_answered(other, offered)
    await running_bots.aclose()

    assert sorted((what, verdict) for what, verdict, _ in await verdicts(url)) == [
        (TRADE, "chosen"),
        (TRADE, "right"),
    ]


@pytest.mark.parametrize("start", ["not-AAAAAAAAAAA-trade-growth", f"not-{'A' * 11}-{'b' * 46}"])
async def test_a_link_of_a_question_that_is_not_known_says_so(
    start: str, chat: Chat, reader: Person
) -> None:
    reply = await reader.asks(chat, f"/start {start}")

    assert reply.text == "I no longer know what you asked here. Please ask again."


async def test_a_guest_s_answer_can_be_judged(
    bot: Bot,
    telegram: Telegram,
    account: BotAccount,
    reader: Person,
    running_bots: RunningBots,
    url: str,
) -> None:
    friends = telegram.new_group("Friends", [reader.user])
    reply = await reader.summons(account, friends, f"@fedorov_bot {TRADE}")
    before = labels(reply)
    assert before[-2:] == [RIGHT, WRONG]

    toast = await reader.presses(account, reply, WRONG)
    await running_bots.aclose()

    assert toast.text == THANKS
    assert labels(reply) == before
    assert await verdicts(url) == [(TRADE, "wrong", None)]


async def test_a_suggestion_that_is_taken_is_a_verdict_and_can_turn_out_wrong(
    chat: Chat, account: BotAccount, reader: Person, running_bots: RunningBots, url: str
) -> None:
    taken, mistaken = await reader.asks(chat, UNSURE), await reader.asks(chat, f"{UNSURE}?")
    for one in (taken, mistaken):
        await reader.presses(account, one, "1.")
        await is_answered(reader, one)
    (quoted,) = quotations(taken)
    (first,) = [one for one in INTERVIEW.exchanges if one.answer == quoted]

    await reader.presses(account, mistaken, WRONG)
    await buttons_are(reader, mistaken, OTHERS)
    offers = labels(mistaken)[:-2]
    await running_bots.aclose()

    assert len(offers) == 2
    assert not any(first.question.startswith(offer.rstrip("…")) for offer in offers)
    assert await verdicts(url) == [(UNSURE, "chosen", first.id), (f"{UNSURE}?", "wrong", None)]


async def test_a_suggestion_that_is_taken_in_a_group_is_a_verdict(
    bot: Bot,
    group: Chat,
    account: BotAccount,
    reader: Person,
    other: Person,
    running_bots: RunningBots,
    url: str,
) -> None:
    reply = await reader.asks(group, f"/ask {UNSURE}")

    await other.presses(account, reply, "2.")
    await is_answered(reader, reply)
    await running_bots.aclose()

    assert labels(reply) == ["Ask me more", RIGHT, WRONG]
    assert [row[:2] for row in await verdicts(url)] == [(UNSURE, "chosen")]


async def test_long_ids_are_carried_in_short(
    start_bot: StartBot,
    account: BotAccount,
    reader: Person,
    running_bots: RunningBots,
    knowledge: Path,
    url: str,
) -> None:
    # As long as a reference may be, and longer than such buttons have room for.
    renamed = [
        one.model_copy(update={"id": f"{one.id}{'-long' * 10}"[:52]}) for one in INTERVIEW.exchanges
    ]
    rewrite(knowledge, INTERVIEW.model_copy(update={"id": "ab", "exchanges": tuple(renamed)}))
    await start_bot(database=url)
    chat = reader.chat_with(account)
    reply = await reader.asks(chat, UNSURE)

    await reader.presses(account, reply, "1.")
    await is_answered(reader, reply)
    await reader.presses(account, reply, "Related")
    await buttons_are(reader, reply, ["‹ Back"])
    await reader.presses(account, reply, "‹ Back")
    await buttons_are(reader, reply, [RIGHT, WRONG])
    await reader.presses(account, reply, WRONG)
    await buttons_are(reader, reply, OTHERS)
    assert len(labels(reply)) == 4
    await reader.presses(account, reply, "‹ Back")
    await buttons_are(reader, reply, [RIGHT, WRONG])
    await reader.presses(account, reply, RIGHT)
    await running_bots.aclose()

    ((asked, verdict, exchange),) = await verdicts(url)
    assert (asked, verdict) == (UNSURE, "right")
    assert exchange in [one.id for one in renamed]


async def test_the_buttons_stay_while_a_long_answer_is_read(
    start_bot: StartBot,
    account: BotAccount,
    reader: Person,
    knowledge: Path,
    running_bots: RunningBots,
    url: str,
) -> None:
    long = INTERVIEW.exchanges[1].model_copy(
        update={"answer": "Trade grew, and went on growing. " * 300}
    )
    rewrite(knowledge, INTERVIEW.model_copy(update={"exchanges": (long,)}))
    await start_bot(database=url)
    reply = await reader.asks(reader.chat_with(account), TRADE)
    before = reply.text or ""

    await reader.presses(account, reply, "Continue")
    await reader.sees_edited(reply, before)
    assert labels(reply)[-2:] == [RIGHT, WRONG]
    await reader.presses(account, reply, "‹ Back")
    await reader.telegram.until(lambda: reply.text == before or None)
    await reader.presses(account, reply, RIGHT)
    await running_bots.aclose()

    assert await verdicts(url) == [(TRADE, "right", "trade-growth")]


async def test_of_an_edited_question_the_newest_answer_is_judged(
    chat: Chat, account: BotAccount, reader: Person, running_bots: RunningBots, url: str
) -> None:
    asked = reader.writes(chat, TRADE)
    reply = await reader.hears(chat, after=asked)
    before = reply.text or ""
    await reader.presses(account, reply, RIGHT)
    await buttons_are(reader, reply, [THANKS])

    reader.edits(asked, SPACE)
    await reader.sees_edited(reply, before)
    await reader.presses(account, reply, WRONG)
    await running_bots.aclose()

    assert await verdicts(url) == [(TRADE, "right", "trade-growth"), (SPACE, "wrong", None)]


async def test_without_a_database_verdicts_are_thanked_for_all_the_same(
    start_bot: StartBot, account: BotAccount, reader: Person, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    away = f"sqlite:///{tmp_path / 'file' / 'x.db'}"
    await start_bot(database=away)
    chat = reader.chat_with(account)
    reply = await reader.asks(chat, TRADE)

    # What waits to be written is known.
    toast = await reader.presses(account, reply, WRONG)
    await reader.telegram.until(lambda: len(labels(reply)) == 4 or None)

    assert toast.text == "Thanks! Is it one of these?"
    assert labels(reply)[-2:] == OTHERS


async def test_of_a_question_that_is_forgotten_thanks_and_the_list_are_left(
    chat: Chat, account: BotAccount, reader: Person, running_bots: RunningBots, url: str
) -> None:
    unsure, wrong = await reader.asks(chat, UNSURE), await reader.asks(chat, TRADE)
    await reader.asks(chat, "/forget")

    toast = await reader.presses(account, wrong, WRONG)
    await buttons_are(reader, wrong, OTHERS)
    assert labels(wrong) == OTHERS
    await reader.presses(account, wrong, "‹ Back")
    await buttons_are(reader, wrong, [RIGHT, WRONG])
    await reader.presses(account, unsure, "1.")
    await is_answered(reader, unsure)

    assert toast.text == THANKS


async def test_what_was_not_asked_of_the_bot_is_not_judged(
    bot: Bot, chat: Chat, group: Chat, account: BotAccount, reader: Person
) -> None:
    by_link = await reader.asks(chat, "/start trade-growth")
    declined = await reader.asks(chat, "how do I bake sourdough bread?")
    found = await reader.looks_up(account, "trade")
    picked = reader.picks(account, found.results[0], group, "trade")

    assert not any(RIGHT in labels(one) for one in (by_link, declined, picked))


@pytest.mark.parametrize("carried", ["y:short:trade-growth", "n:AAAAAAAAAAA:", "s:AAAAAAAAAAA:ä"])
async def test_what_no_button_carries_is_told_kindly(
    carried: str, chat: Chat, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(chat, TRADE)

    told = await reader.sends_callback(account, reply, carried)

    assert told.text == "This button no longer works. Please ask again."


async def test_a_verdict_on_what_nobody_noted_is_thanked_for(
    chat: Chat, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(chat, TRADE)

    told = await reader.sends_callback(account, reply, "y:AAAAAAAAAAA:gone")

    assert told.text == THANKS


async def test_whoever_presses_is_thanked_in_their_own_language(
    bot: Bot, group: Chat, account: BotAccount, reader: Person, telegram: Telegram
) -> None:
    abroad = Person.joins(telegram, "Abroad", language="ru")
    group.members.add(abroad.user.id)
    reply = await reader.asks(group, f"/ask {TRADE}")

    toast = await abroad.presses(account, reply, WRONG)
    await buttons_are(reader, reply, [OTHERS_IN_PRIVATE])

    assert toast.text == "Спасибо! Новая кнопка покажет другие близкие вопросы."
