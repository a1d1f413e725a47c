"""``make pictures``: the pictures of the page in README and docs, with the real bot."""

import argparse
import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, expect

from tests.conftest import FEDOROV, OWN
from tests.preview.page.trying import (
    DESKTOP,
    LIGHT_PHONE,
    PHONE,
    Conversation,
    Device,
    browser,
    context_on,
    previewed,
)

PICTURES = OWN / "docs" / "pictures"
ASKED = (
    "did anyone from trump's team visit moscow lately",
    "what's the weather in karachi",
    "how much did their trade grow",
)
# What the interview holds no answer to, and what it is asked in vain for want of a wording.
ASKED_IN_VAIN = (
    "frost with the white house still?",
    "still frost with the White House",
    "Still frost with the white house?",
    "Does he like cricket?",
    "does he like cricket",
    "who pays for the pipeline",
)
QUESTION = "How would you assess U.S.-Russia relations in Trump’s first year in office?"


async def main(folder: Path) -> None:
    """Take every picture."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        knowledge = Path(temporary, "knowledge")
        knowledge.mkdir()
        with previewed(Path(shutil.copy(FEDOROV, knowledge)), model="auto") as address:
            async with browser() as running:
                async with page_on(running, DESKTOP, address) as talk:
                    await talk.start()
                    for question in ASKED:
                        await talk.ask(question)
                    await talk.page.screenshot(path=folder / "desktop-light.png")
                # The same conversation, on another device.
                async with page_on(running, PHONE, address) as talk:
                    await talk.open("Verbatim")
                    await talk.page.screenshot(path=folder / "phone-dark.png")
        with previewed(Path(shutil.copy(FEDOROV, knowledge)), model="auto") as address:
            async with browser() as running, page_on(running, LIGHT_PHONE, address) as talk:
                await take_desk(talk, folder, Path(temporary))


async def take_desk(talk: Conversation, folder: Path, temporary: Path) -> None:
    """Take the pictures of the desk, as docs/desk.md shows them."""

    async def take(name: str) -> None:
        await talk.page.screenshot(path=folder / f"desk-{name}.png")

    await talk.start()
    for question in (*ASKED, *ASKED_IN_VAIN):
        await talk.ask(question)
    # What was asked is written down in batches.
    await asyncio.sleep(2)
    await talk.become("Admin")
    await talk.open("Verbatim")
    await talk.ask("/unanswered")
    await take("unanswered")
    await talk.press("1")
    await expect(talk.bubbles.last.get_by_text("Not in the interview")).to_be_visible()
    await take("group")
    await talk.press("Belongs to: How would you assess")
    await expect(talk.bubbles.last.get_by_text("Undo")).to_be_visible()
    await take("taught")
    changed = temporary / FEDOROV.name
    text = FEDOROV.read_text("utf-8").replace(QUESTION, QUESTION.replace("assess", "describe"), 1)
    changed.write_text(text, "utf-8")
    await talk.send_file(changed)
    await take("file")
    await talk.press("1")
    await expect(talk.bubbles.last.locator(".key").filter(has_text="‹").first).to_be_visible()
    await take("difference")
    await talk.press("‹")
    await talk.press("Publish")
    await expect(talk.bubbles.last.get_by_text("Undo")).to_be_visible()
    await talk.ask("/versions")
    await take("versions")
    await talk.ask("/stats")
    await expect(talk.bubbles.last.locator("img")).to_be_visible()
    await take("stats")


@asynccontextmanager
async def page_on(running: Browser, device: Device, address: str) -> AsyncIterator[Conversation]:
    """Look at the page on a device."""
    context = await context_on(running, device)
    talk = Conversation(await context.new_page())
    await talk.arrive(address)
    yield talk
    await context.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=PICTURES, help="a folder")
    asyncio.run(main(parser.parse_args().out))
