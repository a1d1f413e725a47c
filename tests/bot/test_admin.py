"""The newsroom's desk: /reload."""

import asyncio
from pathlib import Path

import pytest

from knowledge.knowledge_file import read_interview
from preview import Person, Telegram
from preview.account import BotAccount
from preview.objects import Chat, Message
from tests.bot.reading import is_verbatim, quotations, rewrite
from tests.conftest import FEDOROV, StartBot

INTERVIEW = read_interview(FEDOROV)
TRADE = INTERVIEW.exchanges[1]
QUESTION = "By how much did trade between them grow?"

HARBOUR = """\
id: harbour
interviewee: {name: Ada Byron}
exchanges:
  - id: money
    question: Who paid for the lighthouse?
    answer: The town did.
"""


@pytest.fixture
async def desk(start_bot: StartBot, account: BotAccount, reader: Person) -> Chat:
    """The private chat of an admin with the running bot."""
    await start_bot(admins=frozenset({reader.user.id}))
    return reader.chat_with(account)


async def test_a_reload_serves_the_changed_file_and_says_what_changed(
    desk: Chat, reader: Person, knowledge: Path
) -> None:
    changed = TRADE.model_copy(update={"answer": "Yes. By exactly 21%."})
    added = TRADE.model_copy(
        update={"id": "on-soup", "question": "Do you like <soup>?", "also_asked": ()}
    )
    exchanges = (INTERVIEW.exchanges[0], changed, *INTERVIEW.exchanges[3:], added)
    rewrite(knowledge, INTERVIEW.model_copy(update={"exchanges": exchanges}))

    reply = await reader.asks(desk, "/reload")

    lines = (reply.text or "").split("\n\n")
    assert lines[0].startswith("Now serving version ")
    assert lines[1:] == [
        "Added: on-soup: Do you like <soup>?",
        f"Changed: trade-growth: {TRADE.question}",
        f"Removed: remaining-cooperation: {INTERVIEW.exchanges[2].question}",
    ]
    assert quotations(await reader.asks(desk, QUESTION)) == ["Yes. By exactly 21%."]


async def test_a_reload_without_changes_says_so(desk: Chat, reader: Person) -> None:
    reply = await reader.asks(desk, "/reload")

    assert (reply.text or "").startswith("Nothing has changed. Serving version ")


async def test_a_changed_introduction_is_reported(
    desk: Chat, reader: Person, knowledge: Path
) -> None:
    rewrite(knowledge, INTERVIEW.model_copy(update={"introduction": "Another."}))

    reply = await reader.asks(desk, "/reload")

    assert (reply.text or "").endswith("Title, people, source or introduction changed.")


async def test_a_broken_file_is_refused_with_line_and_reason_and_the_last_good_one_served(
    desk: Chat, reader: Person, knowledge: Path
) -> None:
    text = knowledge.read_text(encoding="utf-8").replace(
        "  - id: trade-growth", "  - id: trade growth"
    )
    line = text[: text.index("trade growth")].count("\n") + 1
    knowledge.write_text(text, encoding="utf-8")

    reply = await reader.asks(desk, "/reload")

    assert reply.text is not None
    first, problem = reply.text.split("\n\n")
    assert first.startswith("Not reloaded: 1 problem. Still serving version ")
    assert problem.startswith(f"fedorov-geo-tv.yaml:{line}: exchanges[1].id can't be used: ")
    assert str(knowledge.parent) not in reply.text
    assert quotations(await reader.asks(desk, QUESTION)) == [TRADE.answer]


async def test_what_is_good_among_broken_files_is_served_and_the_rest_is_named(
    start_bot: StartBot, account: BotAccount, reader: Person, knowledge: Path
) -> None:
    other = knowledge.with_name("harbour.yaml")
    other.write_text(HARBOUR, encoding="utf-8")
    await start_bot(admins=frozenset({reader.user.id}), knowledge=knowledge.parent)
    desk = reader.chat_with(account)
    knowledge.write_text(
        knowledge.read_text(encoding="utf-8").replace("id: trade-growth", "id: trade growth"),
        encoding="utf-8",
    )
    other.write_text(HARBOUR.replace("The town did.", "I did."), encoding="utf-8")

    reply = await reader.asks(desk, "/reload")

    assert reply.text is not None
    served, changed, refused, problem = reply.text.split("\n\n")
    assert served.startswith("Now serving version ")
    assert changed == "Changed: money: Who paid for the lighthouse?"
    assert refused == "Not taken, with 1 problem; what was good before is served on:"
    assert problem.startswith("fedorov-geo-tv.yaml:")
    assert quotations(await reader.asks(desk, QUESTION)) == [TRADE.answer]


async def test_a_file_that_is_gone_is_refused_and_the_last_good_one_served(
    desk: Chat, reader: Person, knowledge: Path
) -> None:
    knowledge.unlink()

    reply = await reader.asks(desk, "/reload")

    assert "Still serving version" in (reply.text or "")
    assert quotations(await reader.asks(desk, QUESTION)) == [TRADE.answer]


async def test_hundreds_of_problems_fit_one_message(
    desk: Chat, reader: Person, knowledge: Path
) -> None:
    exchanges = "".join(f"  - id: a b{number}\n    question:\n" for number in range(300))
    knowledge.write_text(f"id: x\ninterviewee: {{name: A}}\nexchanges:\n{exchanges}", "utf-8")

    reply = await reader.asks(desk, "/reload")

    assert (reply.text or "").startswith("Not reloaded: 900 problems. ")
    assert (reply.text or "").endswith(" more.")


async def test_for_everyone_else_reload_is_an_unknown_command(
    desk: Chat, telegram: Telegram, account: BotAccount
) -> None:
    other = Person.joins(telegram, "Other")
    chat = other.chat_with(account)

    unknown = await other.asks(chat, "/frobnicate")
    refused = await other.asks(chat, "/reload")

    assert refused.text == unknown.text


async def test_an_anonymous_group_administrator_is_nobody(
    start_bot: StartBot, telegram: Telegram, account: BotAccount, reader: Person
) -> None:
    await start_bot(admins=frozenset({reader.user.id, 1087968824}))
    group = telegram.new_group("Group", [reader.user, account.user], administrators=[reader.user])
    reader.writes_anonymously(group, "/reload@fedorov_bot")

    reply = await reader.asks(group, f"/ask {QUESTION}")

    assert is_verbatim(reply, INTERVIEW)
    assert [one for one in group.messages.values() if one.sender == account.user] == [reply]


async def test_questions_are_answered_while_files_are_read_each_from_one_version(
    desk: Chat, telegram: Telegram, account: BotAccount, reader: Person, knowledge: Path
) -> None:
    """Each answer must be whole, of either version: question and answer never mixed."""
    versions = [
        {"question": f"{mark}: {TRADE.question}", "answer": f"{mark}: {TRADE.answer}"}
        for mark in ("ONE", "TWO")
    ]
    people = [Person.joins(telegram, f"Reader {number}") for number in range(5)]
    heard: list[Message] = []

    async def keeps_asking(person: Person) -> None:
        heard.extend([await person.asks(person.chat_with(account), QUESTION) for _ in range(10)])

    async def keeps_changing() -> None:
        for number in range(6):
            changed = TRADE.model_copy(update=versions[number % 2])
            exchanges = (INTERVIEW.exchanges[0], changed, *INTERVIEW.exchanges[2:])
            rewrite(knowledge, INTERVIEW.model_copy(update={"exchanges": exchanges}))
            await reader.asks(desk, "/reload")

    await asyncio.gather(keeps_changing(), *map(keeps_asking, people))

    assert len(heard) == 50
    for reply in heard:
        text = reply.text or ""
        assert (text.count("ONE: "), text.count("TWO: ")) in ((0, 0), (2, 0), (0, 2))
