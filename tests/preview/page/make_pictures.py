"""``make pictures``: the README's pictures of the page, with the real bot and its model."""

import argparse
import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
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
                async with page_on(running, DESKTOP, address) as talk:
                    await talk.start()
                    for question in ASKED:
                        await talk.ask(question)
                    await talk.page.screenshot(path=folder / "desktop-light.png")
                # The same conversation, on another device.
                async with page_on(running, PHONE, address) as talk:
                    await talk.open("Verbatim")
                    await talk.page.screenshot(path=folder / "phone-dark.png")


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
