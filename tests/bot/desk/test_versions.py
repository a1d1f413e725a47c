"""/versions: the last states of a knowledge file, looked at, compared and brought back."""

import re
from pathlib import Path

import pytest

from knowledge.versions import KEPT, Versions
from preview.account import BotAccount
from tests.bot.desk.conftest import Admin, StartDesk
from tests.bot.reading import labels, quotations
from tests.knowledge.harbour import FOUND, HARBOUR, ID, SOMETHING, brought_back, changed, history
from tests.knowledge.test_library import BRIDGE

COD = changed("herring", "cod")


@pytest.fixture
def versions(newsroom: Path) -> Versions:
    return Versions(newsroom / "pilot.yaml", ID)


def publish(versions: Versions, text: str, who: str = "Bess") -> None:
    versions.meet()
    versions.publish(text, based_on=versions.based_on(), who=who, what=SOMETHING)


def text_of(versions: Versions) -> str:
    return versions.path.read_text(encoding="utf-8")


@pytest.mark.usefixtures("desk")
async def test_versions_are_listed_with_when_who_and_what(versions: Versions, nell: Admin) -> None:
    publish(versions, COD)

    message = await nell.asks("/versions")

    heading, second, first = (message.text or "").split("\n\n")
    assert heading == "pilot.yaml: the last 2 versions"
    assert re.fullmatch(
        r"2\. \d+ \w+ \d{4}, \d\d:\d\d UTC, Bess · something\nThis is what the file holds now\.",
        second,
    )
    assert re.fullmatch(r"1\. \d+ \w+ \d{4}, \d\d:\d\d UTC · As it was found", first)
    assert labels(message) == ["2", "1"]


@pytest.mark.usefixtures("desk")
async def test_a_file_that_nobody_has_changed_here_has_one_version(
    versions: Versions, nell: Admin
) -> None:
    message = await nell.asks("/versions")

    assert (message.text or "").startswith("pilot.yaml: 1 version\n\n1. ")
    assert history(versions) == [("", FOUND)]
    assert labels(message) == ["1"]


@pytest.mark.usefixtures("desk")
async def test_the_last_twenty_are_listed_five_a_page(versions: Versions, nell: Admin) -> None:
    for number in range(KEPT + 3):
        publish(versions, changed("herring", f"fish {number}"))

    message = await nell.asks("/versions")
    seen = labels(message)[:5]
    for _ in range(3):
        await nell.presses(message, "Next")
        seen += [label for label in labels(message) if label.isdigit()]

    assert seen == [str(number) for number in range(24, 4, -1)]
    assert "Next ›" not in labels(message)


@pytest.mark.usefixtures("desk")
async def test_a_version_is_sent_as_a_file(
    versions: Versions, nell: Admin, account: BotAccount
) -> None:
    publish(versions, COD)
    message = await nell.asks("/versions")
    await nell.presses(message, "1")

    await nell.person.presses(account, message, "Send as a file")
    sent = await nell.person.hears(nell.chat, after=message)

    assert sent.caption == "Version 1 of pilot.yaml"
    document = sent.media["document"]
    assert document["file_name"] == "pilot.yaml"
    assert nell.person.telegram.files[document["file_id"]].content == HARBOUR.encode()


@pytest.mark.usefixtures("desk")
async def test_a_version_is_compared_and_brought_back_after_one_question(
    versions: Versions, nell: Admin
) -> None:
    publish(versions, COD)
    message = await nell.asks("/versions")
    await nell.presses(message, "1")
    assert labels(message) == ["Send as a file", "Compare", "Bring back", "All versions"]

    said = await nell.presses(message, "Compare")
    assert said.startswith("Version 1 of pilot.yaml\nAda Byron, The Pilot\n\nChanged: 1")
    await nell.presses(message, "1")
    assert list(message.entity_texts("strikethrough")) == ["cod"]
    assert list(message.entity_texts("underline")) == ["herring"]
    assert text_of(versions) == COD

    said = await nell.presses(message, "Bring back")
    assert said == ("Bring back version 1 of pilot.yaml? This is what would change:\n\nChanged: 1")
    assert text_of(versions) == COD
    said = await nell.presses(message, "Bring back")

    assert said.startswith("pilot.yaml is at its version 3 now. Serving version ")
    assert text_of(versions) == HARBOUR
    assert history(versions)[0] == ("Nell (@nell)", brought_back(1))
    reply = await nell.asks("who paid for the lighthouse")
    assert quotations(reply) == ["The town did, with a tax on herring."]


@pytest.mark.usefixtures("desk")
async def test_a_version_that_is_brought_back_twice_is_brought_back_once(
    versions: Versions, nell: Admin, account: BotAccount
) -> None:
    publish(versions, COD)
    message = await nell.asks("/versions")
    await nell.presses(message, "1")
    await nell.presses(message, "Bring back")
    button = message.buttons[0]["callback_data"]
    said = await nell.presses(message, "Bring back")

    pressed = await nell.person.sends_callback(account, message, button)

    assert pressed.text == "That is done already: it is what pilot.yaml holds now."
    assert message.text == said
    assert len(history(versions)) == 3


@pytest.mark.usefixtures("desk")
async def test_a_file_that_changed_since_it_was_asked_is_left_as_it_is(
    versions: Versions, nell: Admin
) -> None:
    publish(versions, COD)
    message = await nell.asks("/versions")
    await nell.presses(message, "1")
    await nell.presses(message, "Bring back")
    publish(versions, changed("Nell", "Bess"))

    said = await nell.presses(message, "Bring back")

    assert re.fullmatch(
        r"The file has changed since then \(.* UTC, Bess · something\)\. Nothing was done; look at "
        r"its versions first\.",
        said,
    )
    assert labels(message) == ["All versions"]
    assert text_of(versions) == changed("Nell", "Bess")


@pytest.mark.usefixtures("desk")
async def test_a_file_that_was_saved_with_problems_is_mended_by_an_earlier_version(
    versions: Versions, nell: Admin
) -> None:
    publish(versions, COD)
    versions.path.write_text(changed("id: harbour\n", "id: harbour\nid: harbour\n"), "utf-8")
    message = await nell.asks("/versions")
    assert "Saved by hand, with problems" in (message.text or "")

    said = await nell.presses(message, "3")
    assert "This is what the file holds now." in said
    await nell.presses(message, "All versions")
    await nell.presses(message, "2")
    await nell.presses(message, "Bring back")
    await nell.presses(message, "Bring back")

    assert text_of(versions) == COD
    await nell.presses(message, "All versions")
    await nell.presses(message, "3")
    said = await nell.presses(message, "Bring back")
    assert said.startswith("Nothing was done, for this reason:\n\npilot.yaml:")
    message = await nell.asks("/versions")
    await nell.presses(message, "3")
    assert await nell.presses(message, "Compare") == said


@pytest.mark.usefixtures("desk")
async def test_a_version_that_is_damaged_or_no_longer_kept_is_said(
    versions: Versions, nell: Admin, account: BotAccount
) -> None:
    publish(versions, COD)
    message = await nell.asks("/versions")
    (versions.folder / "000001.yaml").write_text("nothing", encoding="utf-8")

    said = await nell.presses(message, "1")

    assert said.endswith("pilot.yaml: version 1 is not kept, or damaged: choose another")
    listed = await nell.asks("/versions")
    assert (listed.text or "").endswith("1 damaged version is passed over.")


async def test_of_several_interviews_one_is_chosen_or_found_by_name(
    start_desk: StartDesk, newsroom: Path, nell: Admin
) -> None:
    (newsroom / "bridge.yaml").write_text(BRIDGE, encoding="utf-8")
    await start_desk()

    message = await nell.asks("/versions")
    assert (message.text or "").startswith("Whose versions do you want to see?\n\nInterviews 1–2")
    found = await nell.asks("/versions brunel")
    assert labels(found) == ["1"]

    assert (await nell.presses(found, "1")).startswith("bridge.yaml: 1 version")


async def test_an_interview_that_is_gone_and_a_button_of_long_ago_are_said(
    start_desk: StartDesk, newsroom: Path, nell: Admin, account: BotAccount
) -> None:
    bridge = newsroom / "bridge.yaml"
    bridge.write_text(BRIDGE, encoding="utf-8")
    await start_desk()
    message = await nell.asks("/versions brunel")
    await nell.presses(message, "1")
    bridge.unlink()
    await nell.asks("/reload")

    pressed = await nell.person.presses(account, message, "1")

    assert pressed.text == "This interview is no longer served."
    gone = "000000000000.1"
    for carried in (f"fu:{gone}", f"fb:{gone}:-", f"fs:{gone}", f"fd:{gone}:0", f"fe:{gone}:0:0"):
        pressed = await nell.person.sends_callback(account, message, carried)
        assert pressed.text == "This interview is no longer served."


@pytest.mark.usefixtures("desk")
async def test_everything_that_buttons_carry_fits_and_is_understood(
    versions: Versions, nell: Admin
) -> None:
    publish(versions, COD)
    message = await nell.asks("/versions")
    for button in ("1", "Bring back"):
        assert all(len(one["callback_data"]) <= 64 for one in message.buttons)
        await nell.presses(message, button)
    assert all(len(one["callback_data"]) <= 64 for one in message.buttons)
