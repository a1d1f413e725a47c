"""Files that admins send: what would change is shown, and happens on their word alone."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from filelock import FileLock

from bot.desk import arriving
from knowledge import versions
from knowledge.versions import Versions
from knowledge.waiting import MOST, WaitingFiles
from preview import ApiError, Person, Telegram
from preview.account import BotAccount
from preview.faults import Breakdown, Fault
from tests.bot.desk.conftest import Admin, StartDesk
from tests.bot.reading import labels, quotations
from tests.conftest import RunningBots
from tests.knowledge.harbour import CHANGED, FOUND, HARBOUR, ID, changed, history
from tests.knowledge.test_library import BRIDGE

COD = changed("herring", "cod")
QUESTION = "who paid for the lighthouse"


async def answer(admin: Admin, question: str = QUESTION) -> list[str]:
    return quotations(await admin.asks(question))


def files(folder: Path) -> dict[str, str]:
    """Return the knowledge files of a folder."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}


@pytest.mark.usefixtures("desk")
async def test_a_file_shows_what_would_change_and_nothing_does_until_it_is_published(
    newsroom: Path, nell: Admin
) -> None:
    message = await nell.sends(COD, "../../harbour (3).yaml")

    assert (message.text or "").split("\n\n") == [
        "harbour (3).yaml\nAda Byron, The Pilot",
        "Changed: 1",
        "1. Changed: question 2\nWho paid for the lighthouse?",
    ]
    assert labels(message) == ["1", "Publish", "Discard"]
    assert files(newsroom) == {"pilot.yaml": HARBOUR}
    assert await answer(nell) == ["The town did, with a tax on herring."]

    said = await nell.presses(message, "Publish")

    assert re.fullmatch(
        r"pilot\.yaml is at its version 2 now\. Serving version [0-9a-f]{8} of all that is known\."
        r"\n\nChanged: 1",
        said,
    )
    assert files(newsroom) == {"pilot.yaml": COD}
    assert await answer(nell) == ["The town did, with a tax on cod."]
    assert history(Versions(newsroom / "pilot.yaml", ID)) == [
        ("Nell (@nell)", CHANGED),
        ("", FOUND),
    ]
    assert not list(newsroom.glob(".waiting/*"))


@pytest.mark.usefixtures("desk")
async def test_what_was_published_is_taken_back_with_one_tap(newsroom: Path, nell: Admin) -> None:
    message = await nell.sends(COD)
    await nell.presses(message, "Publish")

    said = await nell.presses(message, "Undo")

    assert said.startswith("pilot.yaml is at its version 3 now.")
    assert said.endswith("Version 1 brought back")
    assert files(newsroom) == {"pilot.yaml": HARBOUR}
    assert await answer(nell) == ["The town did, with a tax on herring."]


@pytest.mark.usefixtures("desk")
async def test_a_file_that_is_discarded_is_gone(newsroom: Path, nell: Admin) -> None:
    message = await nell.sends(COD)
    publish = message.buttons[1]["callback_data"]

    said = await nell.presses(message, "Discard")

    assert said == "harbour.yaml is discarded. Nothing has changed."
    assert not list(newsroom.glob(".waiting/*"))
    pressed = await nell.person.sends_callback(nell.account, message, publish)
    assert (pressed.text or "").startswith("This file no longer waits")
    assert files(newsroom) == {"pilot.yaml": HARBOUR}


@pytest.mark.usefixtures("desk")
async def test_each_change_can_be_opened_with_its_words_marked(nell: Admin) -> None:
    text = changed("    topics: [money]\n", "    topics: [money, sea]\n", COD)
    message = await nell.sends(changed("outlet: The Pilot", "outlet: The Harbour Pilot", text))
    assert "Changed: 1 · About the interview: outlet" in (message.text or "")

    said = await nell.presses(message, "1")

    assert said == "About the interview\n\noutlet\nThe Harbour Pilot"
    assert list(message.entity_texts("underline")) == ["Harbour "]
    await nell.presses(message, "‹ Back")

    said = await nell.presses(message, "2")

    assert said == (
        "Changed: question 2\n\nWho paid for the lighthouse?\n\ntopics\n+ sea\n\n"
        "answer\nThe town did, with a tax on herring cod."
    )
    assert list(message.entity_texts("strikethrough")) == ["herring"]
    assert list(message.entity_texts("underline")) == ["+ sea", "cod"]
    assert labels(message) == ["‹ Back", "Publish", "Discard"]


@pytest.mark.usefixtures("desk")
async def test_what_is_added_removed_and_moved_is_listed_five_a_page(nell: Admin) -> None:
    keeper = HARBOUR[HARBOUR.index("  - id: keeper") :]
    first = HARBOUR.index("  - id: why")
    new = "".join(
        f"  - id: new-{number}\n    question: Is it <{number}>?\n    answer: Yes, {number}.\n"
        for number in range(1, 6)
    )
    text = HARBOUR[:first] + keeper + new + HARBOUR[HARBOUR.index("  # About money") :]
    message = await nell.sends(text.removesuffix(keeper))

    lines = (message.text or "").split("\n\n")
    assert lines[1] == "Added: 5 · Removed: 1 · Moved: 1"
    assert len(lines) == 7
    assert labels(message) == ["1", "2", "3", "4", "5", "Next ›", "Publish", "Discard"]
    said = await nell.presses(message, "Next")
    assert "Is it <5>?" in said
    opened = []
    for button in ("6", "7"):
        opened.append(await nell.presses(message, button))
        await nell.presses(message, "‹ Back")
    await nell.presses(message, "‹ Previous")
    for button in ("1", "2", "3"):
        opened.append(await nell.presses(message, button))
        await nell.presses(message, "‹ Back")
    joined = "\n".join(opened)
    assert "Removed: question 1\n\nWhy did you build the harbour?" in joined
    assert "Moved: question 3 becomes question 1\n\nWho keeps it today?" in joined
    assert "Added: question 6\n\nIs it <5>?\n\nYes, 5." in joined


@pytest.mark.usefixtures("desk")
async def test_a_text_of_any_length_is_read_in_parts(nell: Admin) -> None:
    long = " ".join(f"word{number}" for number in range(6000))
    text = HARBOUR + f"  - id: long\n    question: What is it?\n    answer: {long}\n"
    message = await nell.sends(text)
    read = [await nell.presses(message, "1")]
    while "Continue ›" in labels(message):
        read.append(await nell.presses(message, "Continue"))

    assert len(read) > 10
    assert f"part 2 of {len(read)}" in read[1]
    shown = re.findall(r"word\d+", " ".join(read))
    assert shown == [f"word{number}" for number in range(6000)]


@pytest.mark.usefixtures("desk")
async def test_many_marks_are_spread_over_messages_that_telegram_shows_whole(nell: Admin) -> None:
    words = [f"word{number}" for number in range(600)]
    answer_of = "    answer: My sister Nell does.\n"
    before = changed(answer_of, f"    answer: {' '.join(words)}\n")
    message = await nell.sends(before)
    await nell.presses(message, "Publish")
    after = [word if number % 2 else f"sea{number}" for number, word in enumerate(words)]
    message = await nell.sends(changed(answer_of, f"    answer: {' '.join(after)}\n"))

    await nell.presses(message, "1")
    struck: list[str] = []
    added: list[str] = []
    while True:
        assert len(message.entities) < 100
        struck += message.entity_texts("strikethrough")
        added += message.entity_texts("underline")
        if "Continue ›" not in labels(message):
            break
        await nell.presses(message, "Continue")

    assert struck == words[::2]
    assert added == after[::2]


@pytest.mark.usefixtures("desk")
async def test_every_problem_is_told_with_its_line(newsroom: Path, nell: Admin) -> None:
    message = await nell.sends(changed("    question: Who keeps it today?\n", ""), "mine.yaml")

    assert (message.text or "").split("\n\n") == [
        "mine.yaml can't be published: 1 problem. Nothing has changed.",
        "mine.yaml:20: exchanges[2].question is missing: give the interviewer's question, or "
        "remove the exchange",
    ]
    assert message.buttons == []
    assert files(newsroom) == {"pilot.yaml": HARBOUR}


@pytest.mark.usefixtures("desk")
async def test_hundreds_of_problems_fit_one_message(nell: Admin) -> None:
    exchanges = "".join(f"  - id: a b{number}\n    question:\n" for number in range(300))
    message = await nell.sends(f"id: x\ninterviewee: {{name: A}}\nexchanges:\n{exchanges}")

    assert (message.text or "").startswith("harbour.yaml can't be published: 900 problems.")
    assert (message.text or "").endswith(" more.")


@pytest.mark.usefixtures("desk")
async def test_tens_of_thousands_of_problems_fit_one_message(nell: Admin) -> None:
    fields = "".join(f"zzzzzzzz{number}: 1\n" for number in range(30_000))
    message = await nell.sends(f"id: x\n{fields}", "x.yaml")

    assert (message.text or "").startswith("x.yaml can't be published: 30,002 problems.")
    assert re.search(r"… and 29,\d{3} more\.$", message.text or "")


@pytest.mark.usefixtures("desk")
async def test_a_problem_with_a_name_of_any_length_is_told_in_short(nell: Admin) -> None:
    message = await nell.sends(changed("outlet:", f'? "{"o" * 9000}"\n:'), "x.yaml")

    refused, problem = (message.text or "").split("\n\n")
    assert refused == "x.yaml can't be published: 1 problem. Nothing has changed."
    assert problem.startswith("x.yaml:3: ooo")


@pytest.mark.usefixtures("desk")
async def test_a_list_of_any_length_is_read_in_parts(nell: Admin) -> None:
    wordings = "".join(f"      - {'sea ' * 60}{number}\n" for number in range(12_000))
    more = f"  - id: long\n    question: What is it?\n    answer: It.\n    also_asked:\n{wordings}"
    message = await nell.sends(HARBOUR + more)

    said = await nell.presses(message, "1")

    assert re.match(r"Added: question 4 · part 1 of \d,?\d{3}\n\nWhat is it\?\n\nIt\.", said)


def bomb() -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w:t>" + b" " * 64 * 1024 * 1024)
    return written.getvalue()


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("x.docx", bomb(), "x.docx: this"),
        ("x.docx", b"PK\x03\x04 broken", "x.docx: this is a Word document or another packed"),
        ("x.pdf", b"%PDF-1.7 \x00", "x.pdf: this is a PDF: open it"),
        ("x.png", b"\x89PNG\r\n\x1a\n\x00", "x.png: this is an image"),
        ("x.yaml", b" \n", "x.yaml: the file is empty"),
        ("x.txt", b"Nothing is asked here.", "x.txt: no questions and answers were found"),
        ("x.exe", b"MZ\x90\x00\x03\x00\x00\x00\x04" * 99, "x.exe: this is no text"),
    ],
)
async def test_what_can_not_be_read_gets_a_clear_line(
    newsroom: Path, nell: Admin, name: str, content: bytes, expected: str
) -> None:
    message = await nell.sends(content, name)

    refused, problem = (message.text or "").split("\n\n")
    assert refused == f"{name} can't be published: 1 problem. Nothing has changed."
    assert problem.startswith(expected)
    assert files(newsroom) == {"pilot.yaml": HARBOUR}


@pytest.mark.usefixtures("desk")
async def test_a_file_that_is_too_large_is_not_even_fetched(
    nell: Admin, account: BotAccount
) -> None:
    message = await nell.sends(b"a" * 20 * 1024 * 1024, "x.yaml")

    assert message.text == (
        "x.yaml has 20 MB, and can have 5 at most. Please send the interview alone."
    )
    assert "getFile" not in {call.method for call in account.calls}


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("trouble", [ApiError(400, "Bad Request"), Breakdown.DROPPED_BEFORE])
async def test_a_file_that_telegram_does_not_give_can_be_sent_again(
    nell: Admin, account: BotAccount, trouble: ApiError | Breakdown
) -> None:
    account.faults += [Fault("getFile", trouble)] * 3

    message = await nell.sends(COD)
    account.faults.clear()

    assert message.text == (
        "I couldn't get harbour.yaml from Telegram. Nothing has changed; please send it again."
    )
    assert "Publish" in labels(await nell.sends(COD))


@pytest.mark.usefixtures("desk")
async def test_a_file_that_takes_too_long_is_given_up(
    nell: Admin, account: BotAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arriving, "PATIENCE", 0.05)
    account.faults.append(Fault("getFile", Breakdown.TIMEOUT))

    message = await nell.sends(COD)

    assert (message.text or "").startswith("I couldn't get harbour.yaml from Telegram.")


@pytest.mark.usefixtures("desk")
async def test_the_same_file_has_nothing_to_publish(nell: Admin) -> None:
    message = await nell.sends(HARBOUR)

    assert message.text == (
        "harbour.yaml is what stands there already. There is nothing to publish."
    )
    comments = await nell.sends(changed("# As published.", "# As it was published."))
    assert "Nothing that readers see would change." in (comments.text or "")
    assert "is at its version 2 now" in await nell.presses(comments, "Publish")


@pytest.mark.usefixtures("desk")
async def test_files_of_an_album_are_each_told_of(nell: Admin, telegram: Telegram) -> None:
    sent = [
        nell.person.sends(
            nell.chat,
            telegram.files.keep_document(content.encode(), name).media,
            "look at these",
            media_group_id="album",
        )
        for name, content in (("a.yaml", COD), ("b.yaml", BRIDGE))
    ]

    first = await nell.person.hears(nell.chat, after=sent[-1])
    second = await nell.person.hears(nell.chat, after=first)

    assert [(one.text or "").split("\n")[0] for one in (first, second)] == ["a.yaml", "b.yaml"]


@pytest.mark.usefixtures("desk")
async def test_a_new_interview_is_served_beside_the_others_and_undone(
    newsroom: Path, nell: Admin
) -> None:
    message = await nell.sends(BRIDGE, "x.yml")
    assert "A new interview, with 1 question." in (message.text or "")

    said = await nell.presses(message, "Publish")

    assert said.startswith("bridge.yaml is at its version 1 now.")
    assert files(newsroom) == {"bridge.yaml": BRIDGE, "pilot.yaml": HARBOUR}
    assert await answer(nell, "why is the bridge so long") == ["Because the river is wide."]
    assert await answer(nell) == ["The town did, with a tax on herring."]

    said = await nell.presses(message, "Undo")

    assert said.startswith("bridge.yaml is gone again, as it was before.")
    assert files(newsroom) == {"pilot.yaml": HARBOUR}
    assert "Publish" in labels(await nell.sends(BRIDGE, "x.yml"))


async def test_where_one_file_is_served_a_new_interview_is_explained(
    start_desk: StartDesk, newsroom: Path, nell: Admin
) -> None:
    await start_desk(knowledge=newsroom / "pilot.yaml")

    message = await nell.sends(BRIDGE, "x.yaml")

    assert (message.text or "").endswith(
        "BOT_KNOWLEDGE is one file. To add interviews, make it a folder"
    )
    message = await nell.sends(COD)
    await nell.presses(message, "Publish")
    assert await answer(nell) == ["The town did, with a tax on cod."]


@pytest.mark.usefixtures("desk")
async def test_what_is_imported_says_what_was_left_out(nell: Admin) -> None:
    asked = "Q: Why is the bridge so long?\nA: Because the river is wide.\n"
    around = ["Home | News", "", asked, "Share this", "", "Subscribe now", "", "© 2024 The Pilot"]
    message = await nell.sends("\n".join(around), "bridge.txt")

    assert (message.text or "").split("\n\n")[1:3] == [
        "A new interview, with 1 question. Once published, it is served with the others.",
        "Left out, as neither question nor answer: 4 lines\nHome | News\nShare this\nSubscribe now"
        "\n… and 1 more.",
    ]
    said = await nell.presses(message, "Publish")
    assert "interview.yaml is at its version 1 now." in said


@pytest.mark.usefixtures("desk")
async def test_of_two_admins_at_once_the_second_is_shown_that_the_file_has_moved(
    newsroom: Path, nell: Admin, bess: Admin
) -> None:
    first, second = await nell.sends(COD), await bess.sends(changed("Nell", "Bess"))
    await nell.presses(first, "Publish")

    said = await bess.presses(second, "Publish")

    assert re.match(
        r"The file has changed meanwhile \(\d+ \w+ \d{4}, \d\d:\d\d UTC, Nell \(@nell\) · "
        r"Changed: 1\)\. Nothing was published; this is what differs from it now\.\n\n",
        said,
    )
    assert "Changed: 2" in said
    assert files(newsroom) == {"pilot.yaml": COD}
    await bess.presses(second, "Publish")
    assert files(newsroom) == {"pilot.yaml": changed("Nell", "Bess")}
    told = await nell.presses(first, "Undo")
    assert re.match(r"The file has changed since then \(.*, Bess · Changed: 2\)\.", told)
    assert files(newsroom) == {"pilot.yaml": changed("Nell", "Bess")}


@pytest.mark.usefixtures("desk")
async def test_a_page_that_is_opened_after_the_file_has_moved_shows_what_differs_now(
    newsroom: Path, nell: Admin
) -> None:
    message = await nell.sends(COD)
    (newsroom / "pilot.yaml").write_text(changed("Nell", "Bess"), encoding="utf-8")

    said = await nell.presses(message, "1")

    assert said.startswith("The file has changed meanwhile (")
    assert "Saved by hand · Changed: 1" in said
    assert "Changed: 2" in said


async def test_what_waits_is_published_after_a_restart(
    start_desk: StartDesk, running_bots: RunningBots, newsroom: Path, nell: Admin
) -> None:
    await start_desk()
    message = await nell.sends(COD)
    await running_bots.aclose()
    nell.account.polled.clear()
    await start_desk()

    await nell.presses(message, "Publish")

    assert files(newsroom) == {"pilot.yaml": COD}


@pytest.mark.usefixtures("desk")
async def test_the_oldest_of_many_that_wait_are_let_go(newsroom: Path, nell: Admin) -> None:
    first = await nell.sends(COD)
    waiting = WaitingFiles(newsroom)
    for number in range(MOST):
        waiting.keep(f"{number}.yaml", COD.encode(), None)

    pressed = await nell.person.presses(nell.account, first, "Publish")

    assert (pressed.text or "").startswith("This file no longer waits")
    assert len(list(waiting.folder.iterdir())) == MOST


@pytest.mark.usefixtures("desk")
async def test_what_could_not_be_served_is_taken_back_whole(newsroom: Path, nell: Admin) -> None:
    message = await nell.sends(BRIDGE, "x.yaml")
    # Since it was sent, another file has taken its id.
    (newsroom / "a.yaml").write_text(BRIDGE, encoding="utf-8")

    said = await nell.presses(message, "Publish")

    refused, problem = said.split("\n\n")
    assert refused == "Not published: it can't be served. The file is as it was before."
    assert problem == "bridge.yaml:1: id 'bridge' is that of a.yaml too: change it"
    assert files(newsroom) == {"a.yaml": BRIDGE, "pilot.yaml": HARBOUR}


@pytest.mark.usefixtures("desk")
async def test_what_could_not_be_published_waits_until_it_can(
    newsroom: Path, nell: Admin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "PATIENCE", 0.05)
    message = await nell.sends(COD)
    with FileLock(Versions(newsroom / "pilot.yaml", ID).folder / ".lock"):
        said = await nell.presses(message, "Publish")

    assert said.endswith("pilot.yaml: another change to it goes on at this moment: try again")
    assert labels(message) == ["Publish", "Discard"]
    await nell.presses(message, "Publish")
    assert files(newsroom) == {"pilot.yaml": COD}


@pytest.mark.usefixtures("desk")
async def test_what_could_not_be_served_is_published_once_it_can_be(
    newsroom: Path, nell: Admin
) -> None:
    message = await nell.sends(BRIDGE, "x.yaml")
    (newsroom / "a.yaml").write_text(BRIDGE, encoding="utf-8")
    await nell.presses(message, "Publish")
    (newsroom / "a.yaml").unlink()
    await nell.asks("/reload")

    said = await nell.presses(message, "Publish")

    assert said.startswith("bridge.yaml is at its version 1 now.")
    assert files(newsroom) == {"bridge.yaml": BRIDGE, "pilot.yaml": HARBOUR}


@pytest.mark.usefixtures("desk")
async def test_a_file_that_waits_and_can_not_be_published_any_more_says_why(
    newsroom: Path, nell: Admin
) -> None:
    message = await nell.sends(BRIDGE, "x.yaml")
    other = BRIDGE.replace("id: bridge", "id: other", 1)
    (newsroom / "bridge.yaml").write_text(other, encoding="utf-8")

    said = await nell.presses(message, "1")

    assert "it belongs into bridge.yaml, which holds 'other'" in said
    assert labels(message) == ["Publish", "Discard"]
    await nell.presses(message, "Discard")
    assert files(newsroom) == {"bridge.yaml": other, "pilot.yaml": HARBOUR}


@pytest.mark.usefixtures("desk")
async def test_what_is_pressed_twice_is_done_once_and_still_says_so(
    newsroom: Path, nell: Admin, account: BotAccount
) -> None:
    message = await nell.sends(COD)
    publish = message.buttons[1]["callback_data"]
    published = await nell.presses(message, "Publish")
    pressed = await nell.person.sends_callback(account, message, publish)
    assert (pressed.text or "").startswith("This file no longer waits")
    assert message.text == published
    undo = message.buttons[0]["callback_data"]
    undone = await nell.presses(message, "Undo")

    pressed = await nell.person.sends_callback(account, message, undo)

    assert pressed.text == "That is done already: it is what pilot.yaml holds now."
    assert message.text == undone
    assert files(newsroom) == {"pilot.yaml": HARBOUR}
    assert len(history(Versions(newsroom / "pilot.yaml", ID))) == 3


@pytest.mark.usefixtures("desk")
async def test_for_everyone_else_a_file_is_no_question_and_desk_buttons_do_nothing(
    newsroom: Path, nell: Admin, telegram: Telegram, account: BotAccount
) -> None:
    waiting = await nell.sends(COD)
    other = Admin(Person.joins(telegram, "Other"), account)

    message = await other.sends(COD)
    assert message.text == "I can only read text. Please write your question in words."
    unknown = await other.asks("/frobnicate")
    assert (await other.asks("/versions")).text == unknown.text
    for button in waiting.buttons:
        pressed = await other.person.sends_callback(account, message, button["callback_data"])
        assert (pressed.text or "").startswith("This button no longer works.")
    assert files(newsroom) == {"pilot.yaml": HARBOUR}
    assert len(list(newsroom.glob(".waiting/*"))) == 1


async def test_a_former_admin_and_another_chat_have_lost_the_buttons(
    start_desk: StartDesk,
    running_bots: RunningBots,
    newsroom: Path,
    nell: Admin,
    bess: Admin,
) -> None:
    await start_desk()
    message = await nell.sends(COD)
    publish = message.buttons[1]["callback_data"]
    # As where the message was forwarded: it stands in another chat.
    elsewhere = await bess.asks("/about")
    pressed = await nell.person.sends_callback(nell.account, elsewhere, publish)
    assert (pressed.text or "").startswith("This button no longer works.")
    await running_bots.aclose()
    nell.account.polled.clear()
    await start_desk(admins=frozenset({bess.person.user.id}))

    pressed = await nell.person.sends_callback(nell.account, message, publish)

    assert (pressed.text or "").startswith("This button no longer works.")
    assert files(newsroom) == {"pilot.yaml": HARBOUR}


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("language", ["ru", "ur"])
async def test_the_desk_speaks_the_admins_language(
    nell: Admin, telegram: Telegram, account: BotAccount, language: str
) -> None:
    words = {"ru": ("Опубликовать", "теперь стоит версия"), "ur": ("شائع کریں", "اب نسخہ")}
    await nell.asks("/language")
    buttons = {"ru": "Русский", "ur": "اردو"}
    asked = await nell.asks("/language")
    await nell.presses(asked, buttons[language])
    label, said = words[language]

    message = await nell.sends(COD)

    assert label in labels(message)
    assert said in await nell.presses(message, label)
