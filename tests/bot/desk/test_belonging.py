"""'This question belongs to that exchange': taught, shown, refused with the reason, taken back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.context import Bot
from bot.desk import unanswered_buttons
from knowledge.deed import Act
from knowledge.matching import Decision
from knowledge.versions import Versions
from preview import Person, Telegram
from preview.account import BotAccount
from preview.objects import Chat, Message
from tests.bot.desk.asked import asked, services
from tests.bot.desk.test_unanswered import EMPTY, turned
from tests.bot.reading import labels, quotations
from tests.conftest import StartBot
from tests.knowledge.harbour import FOUND, HARBOUR, ID, changed, history, of_wording

LEVY = "is it true about the fish levy?"
LIGHTHOUSE = "Belongs to: Who paid for the lighthouse?"
GIVEN = "      - 'who gave the funds'\n"
TAUGHT = changed(GIVEN, GIVEN + f"      - {LEVY}\n")


async def page_of(reader: Person, account: BotAccount, desk_chat: Chat) -> Message:
    """Return the page of the first group, as a new message."""
    return await turned(reader, account, await reader.asks(desk_chat, "/unanswered"), "1")


def text_of(harbour: Path) -> str:
    return harbour.read_bytes().decode()


async def test_one_tap_teaches_a_question_and_shows_it_answered_another_takes_it_back(
    url: str, start_bot: StartBot, reader: Person, account: BotAccount, harbour: Path
) -> None:
    bot = await start_bot(admins=frozenset({reader.user.id}), knowledge=harbour, database=url)
    desk_chat = reader.chat_with(account)
    await asked(bot, LEVY, 3)
    await asked(bot, "Is it TRUE about the fish levy")
    page = await page_of(reader, account, desk_chat)

    taught = await turned(reader, account, page, LIGHTHOUSE)

    assert text_of(harbour) == TAUGHT
    version = services(bot).library.current.version
    assert (taught.text or "").split("\n\n") == [
        f"Taught: “{LEVY}” belongs to “Who paid for the lighthouse?”",
        "Asked now, it is answered with:",
        "2. Who paid for the lighthouse?\nThe town did, with a tax on herring.",
        "It is off the list.",
        f"Version 2 of harbour.yaml; serving version {version} of the knowledge.",
    ]
    assert quotations(taught) == ["The town did, with a tax on herring."]
    assert history(Versions(harbour, ID)) == [
        ("Reader", of_wording(Act.TAUGHT, "money", LEVY)),
        ("", FOUND),
    ]
    assert quotations(await reader.asks(desk_chat, LEVY)) == [
        "The town did, with a tax on herring."
    ]
    assert (await reader.asks(desk_chat, "/unanswered")).text == EMPTY

    undo = carried(taught, "Undo")
    undone = await turned(reader, account, taught, "Undo")

    assert text_of(harbour) == HARBOUR
    assert (undone.text or "").startswith("Taken back. The question is on the list again.\n\n")
    assert LEVY in ((await reader.asks(desk_chat, "/unanswered")).text or "")
    before = undone.text or ""
    await reader.sends_callback(account, undone, undo)
    again = await reader.sees_edited(undone, before)
    assert (again.text or "").startswith("Nothing was changed: 1 problem.\n\nharbour.yaml: ")
    assert text_of(harbour) == HARBOUR


def carried(message: Message, button: str) -> str:
    """Return what a button of a message carries."""
    return str(
        next(one["callback_data"] for one in message.buttons if one["text"].startswith(button))
    )


async def test_another_wording_of_the_group_can_be_taught_and_what_it_leaves_open_stays(
    served: Bot, desk_chat: Chat, reader: Person, account: BotAccount, harbour: Path
) -> None:
    await asked(served, "fish levy Kenya", 3)
    await asked(served, "the fish levy?", 2)
    await asked(served, "fish levy")
    page = await page_of(reader, account, desk_chat)

    page = await turned(reader, account, page, "2")
    taught = await turned(reader, account, page, LIGHTHOUSE)

    assert "      - the fish levy?\n" in text_of(harbour)
    off = "Off the list: 2 of 3 wordings, which are answered so now."
    assert (taught.text or "").split("\n\n")[3] == off
    left = (await reader.asks(desk_chat, "/unanswered")).text or ""
    assert left.split("\n\n")[1:] == ["1. fish levy Kenya\nasked 3 times"]


async def test_what_is_asked_in_vain_again_after_it_was_taught_is_on_the_list_again(
    served: Bot, desk_chat: Chat, reader: Person, account: BotAccount
) -> None:
    await asked(served, LEVY)
    await turned(reader, account, await page_of(reader, account, desk_chat), LIGHTHOUSE)
    assert (await reader.asks(desk_chat, "/unanswered")).text == EMPTY

    await asked(served, LEVY, decision=Decision.ANSWER, at=datetime.now(UTC) + timedelta(hours=1))

    assert LEVY in ((await reader.asks(desk_chat, "/unanswered")).text or "")


async def test_any_exchange_can_be_chosen_from_the_list(
    served: Bot, desk_chat: Chat, reader: Person, account: BotAccount, harbour: Path
) -> None:
    await asked(served, LEVY)
    page = await page_of(reader, account, desk_chat)

    choice = await turned(reader, account, page, "To another question")

    assert f"Which question does “{LEVY}” belong to?" in (choice.text or "")
    assert labels(choice) == ["1", "2", "3", "All questions", "‹ Back"]
    await turned(reader, account, choice, "2")
    assert text_of(harbour) == TAUGHT


async def test_any_exchange_can_be_searched_by_a_reply_in_words(
    served: Bot, desk_chat: Chat, reader: Person, account: BotAccount, harbour: Path
) -> None:
    await asked(served, LEVY)
    page = await page_of(reader, account, desk_chat)
    choice = await turned(reader, account, page, "To another question")

    nothing = await reader.asks(desk_chat, "?!", reply_to=choice)
    assert (nothing.text or "").startswith("Nothing found for “?!”.")
    found = await reader.asks(desk_chat, "lighthouse <money>", reply_to=nothing)

    lines = (found.text or "").split("\n\n")
    assert lines[0].startswith("Found for “lighthouse <money>”.")
    assert lines[1] == "1. Who paid for the lighthouse?"
    await turned(reader, account, found, "1")
    assert text_of(harbour) == TAUGHT


async def test_words_of_others_or_in_reply_to_anything_else_are_questions(
    served: Bot, desk_chat: Chat, reader: Person, telegram: Telegram, account: BotAccount
) -> None:
    answer = await reader.asks(desk_chat, "who gave the funds")

    reply = await reader.asks(desk_chat, "who keeps it today", reply_to=answer)

    assert quotations(reply) == ["My sister Nell does."]


async def test_a_wording_that_would_take_questions_away_is_refused_with_what_and_whose(
    served: Bot, desk_chat: Chat, reader: Person, account: BotAccount, harbour: Path
) -> None:
    await asked(served, "who gave the funds, then")
    page = await page_of(reader, account, desk_chat)
    choice = await turned(reader, account, page, "To another question")

    refused = await turned(reader, account, choice, "1")

    first, *stolen = (refused.text or "").split("\n\n")
    assert first.startswith("Not taught: “who gave the funds, then” would take ")
    assert (
        "“who gave the funds” is answered with “Who paid for the lighthouse?”, "
        "and would lead to “Why did you build the harbour?”."
    ) in stolen
    assert text_of(harbour) == HARBOUR
    assert labels(refused) == ["‹ Back", "‹ The list"]


@pytest.mark.parametrize(
    ("question", "button", "said"),
    [
        (
            "Who gave the FUNDS",
            "1",
            "Not taught: “Who gave the FUNDS” belongs to another question already: “Who paid",
        ),
        (
            "Who gave the FUNDS",
            "2",
            "Not taught: “Who gave the FUNDS” stands there already, with “Who paid for the",
        ),
        ("w " * 160, "1", "Not taught: “w w"),
    ],
)
async def test_what_is_there_already_or_no_wording_is_refused(
    question: str,
    button: str,
    said: str,
    served: Bot,
    desk_chat: Chat,
    reader: Person,
    account: BotAccount,
    harbour: Path,
) -> None:
    await asked(served, question, decision=Decision.ANSWER)
    page = await page_of(reader, account, desk_chat)
    choice = await turned(reader, account, page, "To another question")

    refused = await turned(reader, account, choice, button)

    assert (refused.text or "").startswith(said)
    assert text_of(harbour) == HARBOUR


async def test_of_two_admins_the_second_is_shown_that_the_knowledge_has_moved(
    start_bot: StartBot, telegram: Telegram, account: BotAccount, reader: Person, harbour: Path
) -> None:
    second = Person.joins(telegram, "Second")
    bot = await start_bot(admins=frozenset({reader.user.id, second.user.id}), knowledge=harbour)
    await asked(bot, LEVY, 2)
    await asked(bot, "storm shelter")
    page = await page_of(reader, account, reader.chat_with(account))
    other = await turned(
        second, account, await second.asks(second.chat_with(account), "/unanswered"), "2"
    )
    await turned(reader, account, page, LIGHTHOUSE)

    moved = await turned(second, account, other, "Belongs to: Why did")

    version = services(bot).library.current.version
    assert (moved.text or "").startswith(
        f"The knowledge has moved meanwhile: version {version} is served now. Nothing was changed"
    )
    assert text_of(harbour) == TAUGHT
    await turned(second, account, moved, "Belongs to: Why did")
    assert "- storm shelter\n" in text_of(harbour)
    assert LEVY in text_of(harbour)


async def test_a_file_that_was_broken_by_hand_stays_as_it_is_and_its_problems_are_shown(
    served: Bot, desk_chat: Chat, reader: Person, account: BotAccount, harbour: Path
) -> None:
    await asked(served, LEVY)
    page = await page_of(reader, account, desk_chat)
    broken = changed("id: harbour\n", "id: harbour\nid: harbour\n")
    harbour.write_bytes(broken.encode())

    failed = await turned(reader, account, page, LIGHTHOUSE)

    assert (failed.text or "").startswith("Nothing was changed: 1 problem.\n\nharbour.yaml:3: ")
    assert text_of(harbour) == broken
    assert LEVY in ((await reader.asks(desk_chat, "/unanswered")).text or "")


async def test_an_exchange_or_interview_that_is_gone_is_told(
    served: Bot, desk_chat: Chat, reader: Person, account: BotAccount, harbour: Path
) -> None:
    await asked(served, LEVY)
    page = await page_of(reader, account, desk_chat)
    question = carried(page, "Ignore").split(":")[2]
    version = services(served).library.current.version

    before = page.text or ""
    await reader.sends_callback(
        account, page, unanswered_buttons.teach(question, "harbour--depth", version)
    )
    moved = await reader.sees_edited(page, before)
    said = await reader.sends_callback(
        account, page, unanswered_buttons.unteach(question, "0" * 12, 2, "x" * 11)
    )

    assert (moved.text or "").startswith("The knowledge has moved meanwhile")
    assert said.text == "This interview is no longer served."
    assert text_of(harbour) == HARBOUR
