"""Nobody's flood keeps others from being answered."""

from preview import Person
from preview.account import BotAccount
from preview.objects import Chat
from tests.bot.reading import quotations
from tests.conftest import StartBot

SLOW_DOWN = "That was a lot at once. Give me a minute, then ask again."


async def test_more_than_a_fair_share_gets_one_friendly_line_and_then_silence(
    start_bot: StartBot, account: BotAccount, reader: Person
) -> None:
    await start_bot(questions_per_minute=3)
    chat = reader.chat_with(account)
    for _ in range(10):
        reader.writes(chat, "trade")
    await reader.telegram.until(lambda: SLOW_DOWN in _heard(chat, account) or None)
    other = Person.joins(reader.telegram, "Other")

    reply = await other.asks(other.chat_with(account), "What about trade?")

    assert quotations(reply)
    assert len(_heard(chat, account)) == 4
    assert _heard(chat, account).count(SLOW_DOWN) == 1


def _heard(chat: Chat, account: BotAccount) -> list[str | None]:
    return [one.text for one in chat.messages.values() if one.sender == account.user]


async def test_too_many_presses_are_answered_with_a_toast(
    start_bot: StartBot, account: BotAccount, reader: Person
) -> None:
    await start_bot(questions_per_minute=2)
    reply = await reader.asks(reader.chat_with(account), "/questions")
    await reader.presses(account, reply, "Next")

    shown = await reader.presses(account, reply, "1")

    assert shown.text == SLOW_DOWN


async def test_talk_in_a_group_that_is_not_for_the_bot_takes_nothing_from_a_share(
    start_bot: StartBot, account: BotAccount, reader: Person
) -> None:
    account.privacy = False
    await start_bot(questions_per_minute=1)
    group = reader.telegram.new_group("Group", [reader.user, account.user])
    for _ in range(5):
        reader.writes(group, "so what?")

    reply = await reader.asks(group, "/ask By how much did trade grow?")

    assert quotations(reply)


async def test_typing_inline_takes_nothing_from_the_share_of_questions(
    start_bot: StartBot, account: BotAccount, reader: Person
) -> None:
    await start_bot(questions_per_minute=1)
    for end in range(1, 6):
        await reader.looks_up(account, "trade"[:end])

    reply = await reader.asks(reader.chat_with(account), "By how much did trade grow?")

    assert quotations(reply)


async def test_a_press_beyond_the_share_has_no_effect_even_where_it_can_not_be_answered(
    start_bot: StartBot, account: BotAccount, reader: Person
) -> None:
    await start_bot(questions_per_minute=1)
    reply = await reader.asks(reader.chat_with(account), "/questions")
    account.deliver(
        "callback_query",
        {
            "id": "too-old",
            "from": reader.user.as_json(),
            "chat_instance": "1",
            "data": "q:1",
            "message": reply.as_json(),
        },
    )

    shown = await reader.presses(account, reply, "1")

    assert shown.text == SLOW_DOWN
    assert (reply.text or "").startswith("Questions 1–5")
