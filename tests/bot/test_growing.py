"""What is loaded is served while more is loaded; that more is coming is said, and then no more."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from knowledge.interview import Interview, reference
from knowledge.knowledge_file import interview_as_yaml
from knowledge.library import Beginning, Library
from preview import Person
from preview.account import BotAccount
from preview.objects import Chat, Message
from tests.bot.reading import pressed, quotations
from tests.conftest import StartBot
from tests.held_library import HeldLibrary
from tests.several import sold, written

THINGS = """
anchor barrel candle drum engine feather guitar hammer island jacket kettle lantern mirror
needle orchard piano quarry ribbon saddle tunnel umbrella violin wagon anvil basket chimney
dagger fiddle goblet harness ink jug kite ladder mill noose oven pulley quilt rope
""".split()
INTERVIEWS = [sold(number, thing) for number, thing in enumerate(THINGS)]
COUNT = len(INTERVIEWS)
FIRST, SECOND, LAST = INTERVIEWS[0], INTERVIEWS[1], INTERVIEWS[-1]
MORE = "I'm still loading more interviews: please ask again in a minute."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(INTERVIEWS, tmp_path / "archive")


@pytest.fixture
def library(folder: Path, running_bots: AsyncExitStack) -> Iterator[HeldLibrary]:
    """A library that begins with four interviews; it is let go before bots are stopped."""
    library = HeldLibrary(folder, Beginning(files=4))
    yield library
    library.let_go()


@pytest.fixture
async def chat(
    start_bot: StartBot, library: HeldLibrary, account: BotAccount, reader: Person
) -> Chat:
    """The private chat of an admin with a bot whose library is held."""
    await start_bot(library=library, admins=frozenset({reader.user.id}), watch=True)
    return reader.chat_with(account)


def asking(interview: Interview) -> str:
    return interview.exchanges[0].question


def answer_of(interview: Interview) -> str:
    return interview.exchanges[0].answer


def text_of(message: Message) -> str:
    return message.text or ""


def commands(account: BotAccount) -> set[str]:
    """Return the commands that private chats show."""
    listed = account.commands['{"type": "all_private_chats"}', ""]
    return {one["command"] for one in listed}


async def grown(library: HeldLibrary) -> None:
    await asyncio.to_thread(library.take_all)


async def test_what_is_loaded_is_answered_while_more_is_loaded(
    chat: Chat, reader: Person, library: HeldLibrary
) -> None:
    assert quotations(await reader.asks(chat, asking(FIRST))) == [answer_of(FIRST)]

    # Half as many again.
    await asyncio.to_thread(library.take, 2)

    added = INTERVIEWS[5]
    assert quotations(await reader.asks(chat, asking(added))) == [answer_of(added)]
    assert quotations(await reader.asks(chat, asking(FIRST))) == [answer_of(FIRST)]
    assert answer_of(LAST) not in quotations(await reader.asks(chat, asking(LAST)))

    await grown(library)

    for one in (FIRST, added, LAST):
        assert quotations(await reader.asks(chat, asking(one))) == [answer_of(one)]


@pytest.mark.parametrize(
    "said", ["qwertyuiop zxcvbnm", "/interviews", "/questions", "/about", "/start gone--why"]
)
async def test_that_more_is_coming_is_said_once_in_a_reply_and_not_when_all_is_there(
    chat: Chat, reader: Person, library: HeldLibrary, said: str
) -> None:
    assert text_of(await reader.asks(chat, said)).count(MORE) == 1

    await grown(library)

    assert MORE not in text_of(await reader.asks(chat, said))


async def test_what_is_found_inline_is_given_to_others_only_when_all_is_there(
    chat: Chat, account: BotAccount, reader: Person, library: HeldLibrary
) -> None:
    assert (await reader.looks_up(account, THINGS[-1])).results == []

    await grown(library)

    found = await reader.looks_up(account, THINGS[-1])
    assert found.results[0]["title"].endswith(asking(LAST))
    times = [
        call.parameters["cache_time"] for call in account.calls if "cache_time" in call.parameters
    ]
    assert [int(time) for time in times] == [0, 60]


async def test_an_answer_says_nothing_of_more_that_is_coming(chat: Chat, reader: Person) -> None:
    assert MORE not in text_of(await reader.asks(chat, asking(FIRST)))


async def test_what_a_link_or_a_button_leads_to_is_said_to_be_coming_and_not_to_be_gone(
    chat: Chat, account: BotAccount, reader: Person, library: HeldLibrary
) -> None:
    link = f"/start {reference(LAST, LAST.exchanges[0])}"
    reply = await reader.asks(chat, link)
    assert MORE in [text_of(one) for one in chat.messages.values()]
    assert "no longer" not in text_of(reply)

    await grown(library)

    assert quotations(await reader.asks(chat, link)) == [answer_of(LAST)]


async def test_an_admin_who_reloads_hears_how_far_loading_is(
    chat: Chat, reader: Person, library: HeldLibrary, folder: Path
) -> None:
    assert text_of(await reader.asks(chat, "/reload")) == (
        "Not reloaded: the files are still being loaded, 4 of 40 so far. "
        "Send /reload again when all are there."
    )
    await asyncio.to_thread(library.take, 10)
    assert "14 of 40 so far" in text_of(await reader.asks(chat, "/reload"))

    await grown(library)

    assert text_of(await reader.asks(chat, "/reload")).startswith("Nothing has changed. ")


async def test_a_file_that_is_saved_while_others_are_loaded_is_served_when_they_are(
    chat: Chat, reader: Person, library: HeldLibrary, folder: Path
) -> None:
    changed = FIRST.exchanges[0].model_copy(update={"answer": "It was stolen."})
    rewritten = FIRST.model_copy(update={"exchanges": (changed,)})
    (folder / f"{FIRST.id}.yaml").write_text(interview_as_yaml(rewritten), encoding="utf-8")

    await grown(library)

    async with asyncio.timeout(20):
        while quotations(await reader.asks(chat, asking(FIRST))) != [changed.answer]:
            pass
    assert quotations(await reader.asks(chat, asking(LAST))) == [answer_of(LAST)]


async def test_the_menu_and_the_description_are_those_of_what_has_come(
    start_bot: StartBot,
    account: BotAccount,
    reader: Person,
    folder: Path,
    running_bots: AsyncExitStack,
) -> None:
    library = HeldLibrary(folder, Beginning(files=1))
    running_bots.callback(library.let_go)
    await start_bot(library=library)
    assert "interviews" not in commands(account)

    await asyncio.to_thread(library.take, 1)
    await reader.telegram.until(lambda: "interviews" in commands(account))

    await grown(library)
    await reader.telegram.until(
        lambda: any("40 published" in one for one in account.descriptions.values())
    )


async def test_a_broken_file_is_named_in_the_log_when_it_is_met_and_the_others_are_served(
    chat: Chat,
    reader: Person,
    library: HeldLibrary,
    folder: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    (folder / f"{INTERVIEWS[4].id}.yaml").write_text("id: a b\n", encoding="utf-8")

    await asyncio.to_thread(library.take, 2)
    assert f"Left out: {folder / INTERVIEWS[4].id}.yaml:1: " in caplog.text
    assert quotations(await reader.asks(chat, asking(FIRST))) == [answer_of(FIRST)]
    await grown(library)

    assert quotations(await reader.asks(chat, asking(LAST))) == [answer_of(LAST)]
    assert "Loaded 40 of 40 interviews" in caplog.text
    assert f"Knowledge version {library.current.version}" in caplog.text


async def test_a_bot_that_is_stopped_while_it_loads_leaves_the_rest(
    start_bot: StartBot, folder: Path, running_bots: AsyncExitStack, library: HeldLibrary
) -> None:
    await start_bot(library=library)
    stopping = asyncio.create_task(running_bots.aclose())
    await asyncio.to_thread(library.take, 1)

    # It may have been about to take another one.
    library.let_go()
    async with asyncio.timeout(20):
        await stopping

    assert len(library.current.interviews) < COUNT


async def test_what_is_small_is_all_there_before_the_first_update_is_fetched(
    start_bot: StartBot, account: BotAccount, reader: Person, knowledge: Path
) -> None:
    library = Library(knowledge, beginning=Beginning(files=2, texts=1000))

    assert library.coming is None
    assert not library.unfinished.is_set()


async def test_a_chat_stays_bound_to_an_interview_that_is_not_loaded_yet(
    start_bot: StartBot,
    running_bots: AsyncExitStack,
    account: BotAccount,
    reader: Person,
    folder: Path,
    library: HeldLibrary,
) -> None:
    await start_bot(knowledge=folder)
    chat = reader.chat_with(account)
    choice = await reader.asks(chat, f"/interview {LAST.interviewee.name}")
    await pressed(reader, account, choice, "1")
    await running_bots.aclose()
    await start_bot(library=library)

    await reader.asks(chat, asking(FIRST))
    await grown(library)

    assert f"about one interview: {LAST.interviewee.name}" in text_of(
        await reader.asks(chat, "/interview")
    )
    assert not any("no longer served" in text_of(one) for one in chat.messages.values())
