"""Questions in private chats, in groups, edited, and where the bot is a guest."""

from preview import Person
from preview.account import BotAccount


async def test_a_question_in_anyones_words_gets_the_quoted_answer(bot, account: BotAccount, reader: Person) -> None:
    reply = await reader.asks(reader.chat_with(account), "By how much did trade between them grow?")
    print(reply.text, reply.buttons)
    (quote,) = [*reply.entity_texts("blockquote"), *reply.entity_texts("expandable_blockquote")]
    assert quote.startswith("Yes, trade volume")
