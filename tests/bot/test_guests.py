"""Guest mode: the bot answers where it is mentioned in a chat that it is not a member of."""

from bot.context import Bot
from knowledge.knowledge_file import read_interview
from preview import Person, Telegram
from preview.account import BotAccount
from tests.bot.reading import is_verbatim, labels, quotations
from tests.conftest import FEDOROV, StartBot

INTERVIEW = read_interview(FEDOROV)


async def test_a_guest_answers_where_it_was_mentioned(
    bot: Bot, telegram: Telegram, account: BotAccount, reader: Person
) -> None:
    friends = telegram.new_group("Friends", [reader.user])

    reply = await reader.summons(
        account, friends, "@fedorov_bot When does the New START treaty expire?"
    )

    assert reply.reply_to is not None
    assert is_verbatim(reply, INTERVIEW)
    assert "February 2026" in quotations(reply)[0]


async def test_a_guests_answer_opens_to_the_full_answer(
    bot: Bot, telegram: Telegram, account: BotAccount, reader: Person
) -> None:
    friends = telegram.new_group("Friends", [reader.user])
    reply = await reader.summons(
        account, friends, "@fedorov_bot When does the New START treaty expire?"
    )
    assert labels(reply)[0] == "Full answer"

    await reader.presses(account, reply, "Full answer")

    nuclear = INTERVIEW.exchanges[2].answer
    await telegram.until(lambda: quotations(reply) == [nuclear] or None)


async def test_a_guest_takes_the_message_that_is_replied_to_as_the_question(
    bot: Bot, telegram: Telegram, account: BotAccount, reader: Person
) -> None:
    friends = telegram.new_group("Friends", [reader.user])
    question = reader.writes(friends, "By how much did trade between them grow?")

    reply = await reader.summons(account, friends, "@fedorov_bot", reply_to=question)

    assert INTERVIEW.exchanges[1].question in (reply.text or "")


async def test_a_guest_says_when_something_was_not_asked(
    bot: Bot, telegram: Telegram, account: BotAccount, reader: Person
) -> None:
    friends = telegram.new_group("Friends", [reader.user])

    reply = await reader.summons(account, friends, "@fedorov_bot how do I bake sourdough bread?")

    assert (reply.text or "").startswith("I couldn't find that in the interview")


async def test_a_guest_is_held_to_a_fair_share_in_silence(
    start_bot: StartBot, telegram: Telegram, account: BotAccount, reader: Person
) -> None:
    await start_bot(questions_per_minute=1)
    friends = telegram.new_group("Friends", [reader.user])
    first = await reader.summons(account, friends, "@fedorov_bot what about trade?")
    asked = reader.writes(friends, "@fedorov_bot and what about space?")
    asked.guest_query_id = telegram.new_query_id()
    account.deliver("guest_message", asked.as_json())
    other = Person.joins(telegram, "Other")

    await other.asks(other.chat_with(account), "What about trade?")

    assert [one for one in friends.messages.values() if one.sender == account.user] == [first]
