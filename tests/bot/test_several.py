"""Several interviews: whose words they are is said everywhere, and a name leads to its own."""

from pathlib import Path

import pytest

from bot.context import Bot
from knowledge.interview import Interview
from preview import Person
from preview.account import BotAccount
from preview.objects import Chat
from tests.bot.reading import labels, pressed, quotations
from tests.conftest import StartBot
from tests.several import DUNMORE, LOVELL, NORWOOD, SEVERAL, archive, written


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(SEVERAL, tmp_path / "several")


@pytest.fixture
async def bot(start_bot: StartBot, folder: Path) -> Bot:
    return await start_bot(knowledge=folder)


@pytest.fixture
def chat(bot: Bot, account: BotAccount, reader: Person) -> Chat:
    return reader.chat_with(account)


def question_of(interview: Interview, number: int) -> str:
    return interview.exchanges[number - 1].question


async def test_an_answer_names_title_outlet_person_and_date(chat: Chat, reader: Person) -> None:
    reply = await reader.asks(chat, "who paid for the lighthouse?")

    assert quotations(reply) == [LOVELL.exchanges[1].answer]
    assert (reply.text or "").startswith("Harbour Times asked:\n")
    assert (reply.text or "").endswith(
        "Ada Lovell, Harbour master\nThe harbour years\nHarbour Times, March 2021 · question 2 of 6"
    )


async def test_what_is_not_known_of_an_interview_is_left_out(chat: Chat, reader: Person) -> None:
    reply = await reader.asks(chat, "how much honey do the bees make?")

    assert (reply.text or "").endswith("Carl Dunmore\nquestion 1 of 1")


async def test_an_answer_leads_to_the_questions_of_its_interview(
    chat: Chat, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(chat, "who paid for the lighthouse?")
    assert labels(reply)[:2] == ["Related questions", "All of this interview"]

    await pressed(reader, account, reply, "All of this interview")

    assert (reply.text or "").startswith("The harbour years\nAda Lovell, Harbour master\n")


async def test_suggestions_from_several_interviews_say_whose_each_is(
    chat: Chat, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(chat, "who paid")

    text = reply.text or ""
    assert text.startswith("I'm not sure which question you mean.\n\nThe closest things ")
    assert f"{question_of(LOVELL, 2)}\nAda Lovell, 2021" in text
    assert f"{question_of(NORWOOD, 2)}\nBea Norwood, 2024" in text
    offers = labels(reply)
    assert any(one.endswith("Ada Lovell: Who paid for the lighthouse?") for one in offers)
    assert any(one.endswith("Bea Norwood: Who paid for the bakehouse?") for one in offers)
    assert offers[-1] == "All interviews"

    await pressed(reader, account, reply, "1. Bea Norwood")
    assert quotations(reply) == [NORWOOD.exchanges[1].answer]


async def test_related_questions_say_whose_they_are(
    chat: Chat, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(chat, "/start lovell--money")

    await pressed(reader, account, reply, "Related")

    assert "Bea Norwood: Who paid for the bakehouse?" in labels(reply)


async def test_the_questions_of_a_topic_say_whose_they_are(
    chat: Chat, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(chat, "/topics")
    # What more than one interview is about comes first.
    assert labels(reply) == ["Money", "The sea"]

    await pressed(reader, account, reply, "Money")

    assert (reply.text or "").startswith("Money: questions 1–2 of 2")
    assert f"1. {question_of(LOVELL, 2)}\nAda Lovell, 2021" in (reply.text or "")
    assert f"2. {question_of(NORWOOD, 2)}\nBea Norwood, 2024" in (reply.text or "")


async def test_what_was_not_asked_is_said_of_all_by_name(
    chat: Chat, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(chat, "qwertyuiop zxcvbnm")

    assert (reply.text or "").startswith(
        "I couldn't find that in these interviews with Carl Dunmore, Ada Lovell and Bea Norwood. "
    )
    await pressed(reader, account, reply, "All interviews")
    assert (reply.text or "").startswith("Interviews 1–3 of 3")


async def test_a_question_that_names_a_person_is_answered_from_theirs(
    chat: Chat, reader: Person
) -> None:
    for question in (
        "what did norwood say about who paid?",
        "bea norwood who paid",
        "hill.tv paid",
    ):
        reply = await reader.asks(chat, question)

        assert quotations(reply) == [NORWOOD.exchanges[1].answer], question


async def test_what_the_named_one_was_not_asked_is_offered_of_others_by_name(
    chat: Chat, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(chat, "what did dunmore say about the lighthouse?")

    assert quotations(reply) == []
    assert (reply.text or "").startswith(
        "I couldn't find that in the interview with Carl Dunmore. "
        "The closest things that others were asked:\n\n"
        f"1. {question_of(LOVELL, 2)}\nAda Lovell, 2021"
    )
    await pressed(reader, account, reply, "1. Ada Lovell: Who paid")
    assert quotations(reply) == [LOVELL.exchanges[1].answer]


async def test_what_nobody_was_asked_is_said_of_the_named_one(
    chat: Chat, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(chat, "what did dunmore say about qwertyuiop?")

    assert (reply.text or "").startswith(
        "I couldn't find that in the interview with Carl Dunmore. It may not have been asked."
    )
    assert labels(reply) == ["All of this interview", "All interviews"]


@pytest.mark.parametrize("name", ["Ada Lovell", "lovell", "the interview with Ada Lovell"])
async def test_a_name_alone_leads_to_its_interview(chat: Chat, reader: Person, name: str) -> None:
    reply = await reader.asks(chat, name)

    assert (reply.text or "").startswith("The harbour years\n")
    assert quotations(reply) == [LOVELL.introduction]
    assert "Questions 1–5 of 6" in (reply.text or "")


async def test_interviews_are_listed_newest_first_with_source_and_number_of_questions(
    chat: Chat, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(chat, "/interviews")

    assert reply.text == (
        "Interviews 1–3 of 3\n\n"
        "1. Bea Norwood\nHill.tv, 2 May 2024 · 2 questions\n\n"
        "2. Ada Lovell\nThe harbour years\nHarbour Times, March 2021 · 6 questions\n\n"
        "3. Carl Dunmore\n1 question"
    )
    assert labels(reply) == ["1", "2", "3"]


async def test_an_interview_of_the_list_has_its_introduction_and_its_questions_by_pages(
    chat: Chat, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(chat, "/interviews")

    await pressed(reader, account, reply, "2")
    assert (reply.text or "").startswith(
        "The harbour years\nAda Lovell, Harbour master\nHarbour Times, March 2021\n\n"
        "Harbour Times introduces it:\n"
    )
    assert quotations(reply) == [LOVELL.introduction]
    assert f"Questions 1–5 of 6\n\n1. {question_of(LOVELL, 1)}\n\n2." in (reply.text or "")
    assert labels(reply) == ["1", "2", "3", "4", "5", "Next ›", "All interviews"]

    await pressed(reader, account, reply, "Next")
    assert quotations(reply) == []
    assert f"Question 6 of 6\n\n6. {question_of(LOVELL, 6)}" in (reply.text or "")
    assert labels(reply) == ["6", "‹ Previous", "All interviews"]

    await pressed(reader, account, reply, "6")
    assert quotations(reply) == [LOVELL.exchanges[5].answer]


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("norwood", NORWOOD),
        ("Lovel", LOVELL),
        ("dunmroe", DUNMORE),
        ("hill.tv", NORWOOD),
        ("harbour years", LOVELL),
        ("2024", NORWOOD),
    ],
)
async def test_interviews_are_found_by_any_words_of_theirs_misspelt_too(
    chat: Chat, reader: Person, sought: str, found: Interview
) -> None:
    reply = await reader.asks(chat, f"/interviews {sought}")

    assert (reply.text or "").startswith(f"Interview 1 of 1\n\n1. {found.interviewee.name}\n")


async def test_a_search_that_finds_nothing_says_so_and_lists_all(
    chat: Chat, reader: Person
) -> None:
    reply = await reader.asks(chat, "/interviews qwertyuiop")

    assert (reply.text or "").startswith(
        "I found no interview with these words. All of them are listed here:\n\nInterviews 1–3"
    )


async def test_questions_asks_whose_first(chat: Chat, reader: Person) -> None:
    reply = await reader.asks(chat, "/questions")

    assert (reply.text or "").startswith("Interviews 1–3 of 3")


async def test_a_button_for_all_questions_from_when_there_was_one_interview_lists_them(
    chat: Chat, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(chat, "/privacy")
    before = reply.text

    await reader.sends_callback(account, reply, "q:1")
    await reader.sees_edited(reply, before or "")

    assert (reply.text or "").startswith("Interviews 1–3 of 3")


async def test_about_tells_how_many_there_are_and_leads_to_the_list(
    chat: Chat, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(chat, "/about")

    assert (reply.text or "").startswith(
        "I answer from the interviews with Carl Dunmore, Ada Lovell and Bea Norwood: "
        "9 questions in all."
    )
    assert "How this bot works:" in (reply.text or "")
    assert "Knowledge version " in (reply.text or "")
    assert labels(reply) == ["All interviews"]


async def test_help_tells_of_interviews_and_of_names(chat: Chat, reader: Person) -> None:
    reply = await reader.asks(chat, "/help")

    assert "Name a person or an outlet, and I look there." in (reply.text or "")
    assert "/interviews: " in (reply.text or "")


async def test_a_button_of_an_interview_that_is_gone_says_so(
    chat: Chat, account: BotAccount, reader: Person
) -> None:
    reply = await reader.asks(chat, "/interviews")

    shown = await reader.sends_callback(account, reply, "i:no-longer-there:0")

    assert (shown.text, shown.show_alert) == ("This interview is no longer served.", True)


async def test_inline_results_say_whose_words_they_are(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    found = await reader.looks_up(account, "paid")

    shown = {one["title"]: one["description"] for one in found.results}
    assert shown["Ada Lovell: Who paid for the lighthouse?"].startswith(
        "Ada Lovell, Harbour Times, March 2021: The town council did"
    )
    assert shown["Bea Norwood: Who paid for the bakehouse?"].startswith(
        "Bea Norwood, Hill.tv, 2 May 2024: My grandmother"
    )


async def test_inline_a_name_brings_the_exchanges_of_its_interview(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    for typed, ids in (
        ("norwood", ["norwood--flour", "norwood--council"]),
        ("norwood who paid", ["norwood--council"]),
    ):
        found = await reader.looks_up(account, typed)

        assert [one["id"] for one in found.results][: len(ids)] == ids
        assert all(one["id"].startswith("norwood--") for one in found.results)


async def test_the_link_of_an_answer_leads_back_to_it(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    friends = reader.telegram.new_group("Friends", [reader.user])
    found = await reader.looks_up(account, "norwood who paid")
    sent = reader.picks(account, found.results[0], friends)
    (link,) = [one["url"] for one in sent.buttons if "url" in one]

    reply = await reader.asks(reader.chat_with(account), f"/start {link.partition('start=')[2]}")

    assert link.endswith("?start=norwood--council")
    assert quotations(reply) == [NORWOOD.exchanges[1].answer]


async def test_an_id_that_several_interviews_have_is_told_by_the_interview(
    start_bot: StartBot, account: BotAccount, reader: Person, tmp_path: Path
) -> None:
    flour = NORWOOD.exchanges[0].model_copy(update={"id": "storm"})
    same = NORWOOD.model_copy(update={"exchanges": (flour,)})
    await start_bot(knowledge=written([LOVELL, same], tmp_path / "same"))

    reply = await reader.asks(reader.chat_with(account), "/start norwood--storm")

    assert quotations(reply) == [flour.answer]


def commands(account: BotAccount, scope: str) -> dict[str, str]:
    listed = account.commands[f'{{"type": "{scope}"}}', ""]
    return {one["command"]: one["description"] for one in listed}


async def test_interviews_is_in_the_menu_only_where_there_are_several(
    start_bot: StartBot, account: BotAccount, reader: Person, folder: Path
) -> None:
    (folder / "norwood.yaml").rename(folder / "norwood.off")
    (folder / "dunmore.yaml").rename(folder / "dunmore.off")
    await start_bot(knowledge=folder, admins=frozenset({reader.user.id}))
    assert "interviews" not in commands(account, "all_private_chats")

    (folder / "norwood.off").rename(folder / "norwood.yaml")
    await reader.asks(reader.chat_with(account), "/reload")

    # The lists of the two scopes are set side by side.
    in_groups = {
        "ask": "Look something up in the interviews",
        "interview": "Choose the one that this group asks about",
    }
    await reader.telegram.until(
        lambda: (
            (
                "interviews" in commands(account, "all_private_chats")
                and commands(account, "all_group_chats") == in_groups
            )
            or None
        )
    )


async def test_the_menu_follows_what_is_saved(
    start_bot: StartBot, account: BotAccount, reader: Person, folder: Path
) -> None:
    (folder / "norwood.yaml").unlink()
    await start_bot(knowledge=folder, watch=True)
    assert "interviews" in commands(account, "all_private_chats")

    (folder / "dunmore.yaml").unlink()

    await reader.telegram.until(
        lambda: "interviews" not in commands(account, "all_private_chats") or None
    )


async def test_a_hundred_interviews_are_paged_and_searched_and_every_button_works(
    start_bot: StartBot, account: BotAccount, reader: Person, tmp_path: Path
) -> None:
    await start_bot(knowledge=written(archive(100), tmp_path / "archive"))
    chat = reader.chat_with(account)

    reply = await reader.asks(chat, "/interviews")
    assert (reply.text or "").startswith("Interviews 1–5 of 100\n\n1. Quill Zo")
    assert "To find one, add a name: /interviews and then the name." in (reply.text or "")
    await pressed(reader, account, reply, "Next")
    assert (reply.text or "").startswith("Interviews 6–10 of 100")
    await pressed(reader, account, reply, "6")
    assert "Question 1 of 1" in (reply.text or "")

    sought = "stone weekly " + "ж" * 40
    found = await reader.asks(chat, f"/interviews {sought}")
    assert (found.text or "").startswith("Interviews 1–5 of 100")
    await pressed(reader, account, found, "Next")
    assert (found.text or "").startswith("Interviews 6–10 of 100")
    for message in (reply, found):
        carried = [one["callback_data"] for one in message.buttons]
        assert all(len(one.encode()) <= 64 for one in carried)


async def test_of_many_interviews_what_was_not_asked_is_said_in_one_short_message(
    start_bot: StartBot, account: BotAccount, reader: Person, tmp_path: Path
) -> None:
    await start_bot(knowledge=written(archive(20), tmp_path / "archive"))

    reply = await reader.asks(reader.chat_with(account), "🤷")

    assert (reply.text or "").startswith(
        "I couldn't find that in any of the 20 interviews. It may not have been asked. /interviews"
    )
    assert labels(reply) == ["All interviews"]


async def test_an_outlet_alone_lists_its_interviews(
    start_bot: StartBot, account: BotAccount, reader: Person, tmp_path: Path
) -> None:
    await start_bot(knowledge=written([*archive(7), NORWOOD], tmp_path / "archive"))

    reply = await reader.asks(reader.chat_with(account), "stone weekly")

    assert (reply.text or "").startswith("Interviews 1–5 of 7")
