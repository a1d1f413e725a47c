"""/stats, as an admin sees it."""

import csv
from collections.abc import Iterable

import pytest

from bot.storage import entries
from bot.storage.database import Database
from bot.storage.entries import Found, JudgedEntry, Verdict
from knowledge.knowledge_file import read_interview
from knowledge.matching import Decision
from preview import Person, Telegram
from preview.account import BotAccount
from preview.image_size import image_size
from preview.objects import Chat, Message
from tests.bot.desk.journal import SUMMIT, TRADE, entry
from tests.bot.reading import labels
from tests.conftest import FEDOROV, StartBot

EXCHANGES = {one.id: one.question for one in read_interview(FEDOROV).exchanges}


def size_of(message: Message, telegram: Telegram) -> tuple[int, int] | None:
    """Return the size of a message's picture."""
    assert message.media is not None
    return image_size(telegram.files[message.media["photo"][-1]["file_id"]].content)


async def sees_caption(message: Message, telegram: Telegram, beginning: str) -> list[str]:
    """Wait until the text under a picture begins so; return its lines."""
    await telegram.until(lambda: (message.caption or "").startswith(beginning) or None, within=10)
    return (message.caption or "").splitlines()


async def fill(journal: Database) -> None:
    answered = entry()
    noted = [
        answered,
        entry(found=SUMMIT),
        entry(found=SUMMIT, reader=b"b" * 16),
        entry(Decision.SUGGEST),
        entry(Decision.DECLINE, days_ago=20),
        entry(Decision.DECLINE, days_ago=400),
    ]
    judged = [
        JudgedEntry(answered.reference, reader, verdict, answered.asked_at)
        for reader, verdict in ((b"c" * 16, Verdict.RIGHT), (b"d" * 16, Verdict.WRONG))
    ]
    taken = JudgedEntry(noted[3].reference, b"a" * 16, Verdict.CHOSEN, answered.asked_at, TRADE)
    await entries.write(journal, noted, [*judged, taken])


async def test_an_admin_sees_the_week_as_a_picture_with_text(
    office: Chat, journal: Database, reader: Person, telegram: Telegram
) -> None:
    await fill(journal)

    shown = await reader.asks(office, "/stats")

    assert size_of(shown, telegram) == (1600, 1200)
    assert (shown.caption or "").splitlines() == [
        "The last 7 days",
        "4 questions from 2 readers",
        "✓ Answered at once: 3 (75%)",
        "≈ The closest was offered: 1 (25%)",
        "✗ Not found: 0 (0%)",
        "Right, as readers say: 1 of 2 (50%)",
        "Suggestions taken: 1",
        "Median time of a reply: 0.12 s, of which 8 ms to find it",
        "",
        "Answered most often",
        f"1. {EXCHANGES['alaska-summit']} (2)",
        "2. President Putin recently mentioned that U.S.-Russia trade has increased by 20%. "
        "Which sectors are experiencing growth,… (1)",
    ]
    assert labels(shown) == ["• 7 days", "30 days", "All"]


async def test_what_is_settled_as_not_in_the_interview_counts_as_rightly_declined(
    office: Chat, journal: Database, account: BotAccount, reader: Person, telegram: Telegram
) -> None:
    for question in ("Can he bake bread?", "can he bake bread", "Does he like chess?"):
        await entries.write(journal, [entry(Decision.DECLINE, question=question)], [])
    listed = await reader.asks(office, "/unanswered")
    before = listed.text or ""
    await reader.presses(account, listed, "1")
    group = await reader.sees_edited(listed, before)
    before = group.text or ""
    await reader.presses(account, group, "Not in the interview")
    await reader.sees_edited(group, before)

    shown = await reader.asks(office, "/stats")
    first = await reader.asks(office, "/export")
    file = await reader.hears(office, after=first)

    lines = (shown.caption or "").splitlines()
    assert lines[5] == "Of these, not in the interview, as the desk has settled: 2"
    assert file.media is not None
    content = telegram.files[file.media["document"]["file_id"]].content.decode("utf-8-sig")
    settled = [(row["question"], row["settled"]) for row in csv.DictReader(content.splitlines())]
    assert sorted(settled) == [
        ("Can he bake bread?", "not-asked"),
        ("Does he like chess?", ""),
        ("can he bake bread", "not-asked"),
    ]


@pytest.mark.parametrize(
    ("argument", "heading", "declined"),
    [("7d", "The last 7 days", 0), ("30D", "The last 30 days", 1), ("all", "Since the", 2)],
)
async def test_the_days_can_be_chosen_with_the_command(
    argument: str, heading: str, declined: int, office: Chat, journal: Database, reader: Person
) -> None:
    await fill(journal)

    shown = await reader.asks(office, f"/stats {argument}")

    assert (shown.caption or "").startswith(heading)
    assert f"✗ Not found: {declined} " in (shown.caption or "")


async def test_a_button_turns_the_message_into_other_days(
    office: Chat, journal: Database, account: BotAccount, reader: Person, telegram: Telegram
) -> None:
    await fill(journal)
    shown = await reader.asks(office, "/stats")
    before = shown.media

    pressed = await reader.presses(account, shown, "All")

    lines = await sees_caption(shown, telegram, "Since the beginning")
    assert pressed.text is None
    assert "✗ Not found: 2 (33%)" in lines
    assert labels(shown) == ["7 days", "30 days", "• All"]
    assert shown.media != before
    assert size_of(shown, telegram) == (1600, 1200)


@pytest.mark.parametrize("argument", ["week", "7", "-1d", "7d 30d", "9999999999d", "🙂"])
async def test_other_days_are_answered_with_the_choices(
    argument: str, office: Chat, reader: Person
) -> None:
    reply = await reader.asks(office, f"/stats {argument}")

    assert reply.text == "Write /stats 7d, /stats 30d or /stats all."


async def test_where_nothing_was_asked_it_says_so(office: Chat, reader: Person) -> None:
    shown = await reader.asks(office, "/stats all")

    assert (shown.caption or "").splitlines() == ["Since the beginning", "Nothing was asked."]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ru", ["Последние 7 дней", "1\u00a0234 вопроса от 1 читателя"]),
        ("ur", ["پچھلے 7 دن", "1,234 سوالات، 1 پڑھنے والا"]),
    ],
)
async def test_an_admin_reads_it_in_their_language_with_its_numbers(
    language: str,
    expected: Iterable[str],
    office: Chat,
    journal: Database,
    account: BotAccount,
    reader: Person,
) -> None:
    await entries.write(journal, [entry() for _ in range(1234)], [])
    await reader.sends_callback(account, await reader.asks(office, "/language"), f"g:{language}")

    shown = await reader.asks(office, "/stats")

    assert (shown.caption or "").splitlines()[:2] == expected


async def test_what_is_no_longer_served_is_named_by_its_id(
    office: Chat, journal: Database, reader: Person
) -> None:
    await entries.write(journal, [entry(found=Found("gone", "why"))], [])

    shown = await reader.asks(office, "/stats")

    assert (shown.caption or "").splitlines()[-1] == "1. gone: why (1)"


async def test_without_a_database_it_says_so(
    start_bot: StartBot, account: BotAccount, reader: Person
) -> None:
    await start_bot(
        admins=frozenset({reader.user.id}), database="postgresql://a:b@127.0.0.1:9/none"
    )
    office = reader.chat_with(account)

    reply = await reader.asks(office, "/stats")

    assert (reply.text or "").startswith("I can't get at the journal just now.")


async def test_for_everyone_else_stats_is_an_unknown_command_and_its_buttons_do_nothing(
    office: Chat, telegram: Telegram, account: BotAccount, reader: Person
) -> None:
    other = Person.joins(telegram, "Other")
    shown = await reader.asks(office, "/stats")
    chat = other.chat_with(account)
    unknown = await other.asks(chat, "/frobnicate")

    refused = await other.asks(chat, "/stats")
    pressed = await other.presses(account, shown, "All")

    assert refused.text == unknown.text
    assert pressed.text == "This button no longer works. Please ask again."
    assert labels(shown) == ["• 7 days", "30 days", "All"]


async def test_in_a_group_nobody_is_shown_statistics(
    office: Chat, telegram: Telegram, account: BotAccount, reader: Person
) -> None:
    group = telegram.new_group("Group", [reader.user, account.user])
    reader.writes(group, "/stats@fedorov_bot")

    helped = await reader.asks(group, "/help@fedorov_bot")
    pressed = await reader.sends_callback(account, helped, "st:all")

    assert pressed.text == "This button no longer works. Please ask again."
    assert not [one for one in group.messages.values() if one.media]
