"""What a newcomer does: ``run_bot.py preview`` as a process, and a browser on its page."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Request,
    async_playwright,
    expect,
)

from tests.conftest import OWN

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# Chromium as a program under test: no window, and no calls of its own to anybody.
_ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
_ADDRESS = re.compile(rb"http://127\.0\.0\.1:\d+")


@dataclass(frozen=True)
class Device:
    """What the page is looked at with: its size in CSS pixels, its colours, its touch."""

    width: int
    height: int
    dark: bool = False
    touch: bool = False


DESKTOP = Device(1280, 800)
PHONE = Device(390, 844, dark=True, touch=True)
LIGHT_PHONE = Device(390, 844, touch=True)


@contextmanager
def previewed(knowledge: Path, model: str = "none") -> Iterator[str]:
    """Run the command while the context lasts; return the address that it prints."""
    environment = {
        "PATH": os.environ["PATH"],
        "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache")),
        "BOT_KNOWLEDGE": str(knowledge),
        "BOT_MODEL": model,
        "BOT_WATCH": "false",
        "BOT_QUESTIONS_PER_MINUTE": "1000",
    }
    command = [sys.executable, str(OWN / "run_bot.py"), "preview", "--port", "0"]
    with subprocess.Popen(  # noqa: S603  (our own command)
        command,
        cwd=knowledge.parent,  # away from the .env of whoever runs the tests
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            assert process.stdout is not None
            address = _ADDRESS.search(process.stdout.readline())
            assert address is not None
            yield address.group().decode()
        finally:
            process.terminate()


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """Run Chromium while the context lasts."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        yield running
        await running.close()


async def context_on(running: Browser, device: Device) -> BrowserContext:
    """Return a fresh browser, without memories, on a device."""
    return await running.new_context(
        viewport={"width": device.width, "height": device.height},
        color_scheme="dark" if device.dark else "light",
        has_touch=device.touch,
        is_mobile=device.touch,
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    )


class Faults:
    """What a page must not do: complain in the console, or ask another host for something."""

    def __init__(self, page: Page, address: str) -> None:
        self.found: list[str] = []
        self._address = address
        page.on("console", self._said)
        page.on("pageerror", self._failed)
        page.on("request", self._requested)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.found.append(message.text)

    def _failed(self, error: Error) -> None:
        self.found.append(str(error))

    def _requested(self, request: Request) -> None:
        if not request.url.startswith((f"{self._address}/", "data:", "blob:")):
            self.found.append(f"asked for {request.url}")


class Conversation:
    """The page as somebody uses it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.bubbles = page.locator("article.message")
        self.composer = page.get_by_role("textbox", name="Message")

    async def arrive(self, address: str) -> None:
        """Open the page."""
        await self.page.goto(address)
        await expect(self.page.locator("button[data-chat]").first).to_be_visible()

    async def open(self, title: str) -> None:
        """Open a chat of the list."""
        await self.list()
        await self.page.locator("button[data-chat]").filter(has_text=title).click()
        await expect(self.page.get_by_role("heading", level=1)).to_have_text(title)

    async def list(self) -> None:
        """Go to the list of chats, which a desktop always shows."""
        back = self.page.get_by_role("button", name="Back to the chats")
        if await back.is_visible():
            await back.click()

    async def become(self, name: str) -> None:
        """Be somebody else."""
        await self.list()
        await self.page.get_by_role("button", name="Be somebody else").click()
        await self.page.get_by_role("menuitemradio", name=name).first.click()
        await expect(self.page.get_by_role("button", name=f"You are {name},")).to_be_visible()

    async def start(self) -> None:
        """Open the bot's chat and press 'Start'; return when it has greeted."""
        await self.open("Verbatim")
        await self.page.get_by_role("button", name="Start", exact=True).click()
        await expect(self.bubbles).to_have_count(2)

    async def write(self, text: str) -> None:
        """Send a text."""
        await self.composer.fill(text)
        await self.composer.press("Enter")
        await expect(self.composer).to_have_value("")

    async def ask(self, text: str) -> Locator:
        """Send a text; return the reply to it, once it is there."""
        before = await self.bubbles.count()
        await self.write(text)
        await expect(self.bubbles).to_have_count(before + 2)
        return self.bubbles.last

    async def press(self, button: str) -> None:
        """Press a button under the last message."""
        await self.bubbles.last.locator(".key").filter(has_text=button).first.click()

    async def send_file(self, path: Path) -> Locator:
        """Send a file; return the reply to it, once it is there."""
        before = await self.bubbles.count()
        await self.page.locator("#file").set_input_files(path)
        await self.composer.press("Enter")
        await expect(self.bubbles).to_have_count(before + 2)
        return self.bubbles.last
