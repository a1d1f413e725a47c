"""``make pictures``: the README's pictures of the page, with the real bot and its model."""

import argparse
import asyncio
import shutil
import tempfile
from pathlib import Path

from playwright.async_api import Browser

from tests.conftest import FEDOROV, OWN
from tests.preview.page.trying import (
    DESKTOP,
    PHONE,
    Conversation,
    Device,
    browser,
    context_on,
    previewed,
)

PICTURES = OWN / "docs" / "pictures"
ASKED = (
    "hi",
    "did anyone from trump's team visit moscow lately",
    "what's the weather in karachi",
    "how much did their trade grow",
)


async def main(folder: Path) -> None:
    """Take every picture."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        knowledge = Path(temporary, "knowledge")
        knowledge.mkdir()
        with previewed(Path(shutil.copy(FEDOROV, knowledge)), model="auto") as address:
            async with browser() as running:
                await picture(running, DESKTOP, address, folder / "desktop-light.png")
                await picture(running, PHONE, address, folder / "phone-dark.png")


async def picture(running: Browser, device: Device, address: str, file: Path) -> None:
    """Talk to the bot on a device, and keep what is to be seen then."""
    context = await context_on(running, device)
    page = await context.new_page()
    await page.goto(address)
    talk = Conversation(page, device)
    await talk.open("Verbatim")
    start = page.get_by_role("button", name="Start", exact=True)
    if await start.is_visible():
        await talk.start()
        for question in ASKED[1:]:
            await talk.ask(question)
    await page.mouse.move(0, 0)
    await page.screenshot(path=file)
    await context.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=PICTURES, help="a folder")
    asyncio.run(main(parser.parse_args().out))
