"""The page in Chromium, with the real bot behind it, on a desktop and on a phone."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.conftest import FEDOROV
from tests.preview.page.trying import (
    CHROMIUM,
    DESKTOP,
    PHONE,
    Conversation,
    Device,
    Faults,
    context_on,
    previewed,
)
from tests.preview.page.trying import browser as chromium


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium; where it is not installed, the tests are skipped, but never where changes land."""
    if CHROMIUM is None:
        complain = pytest.fail if os.environ.get("CI") else pytest.skip
        complain("Chromium is not installed: on Debian and Ubuntu, apt install chromium")
    async with chromium() as running:
        yield running


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def device(request: pytest.FixtureRequest) -> Device:
    found: Device = request.param
    return found


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """A copy of the interview that comes with the project, in a folder of its own."""
    folder = tmp_path / "knowledge"
    folder.mkdir()
    return Path(shutil.copy(FEDOROV, folder))


@pytest.fixture
def address(knowledge: Path) -> Iterator[str]:
    """Where the page is."""
    with previewed(knowledge) as served:
        yield served


@pytest_asyncio.fixture(loop_scope="session")
async def talk(browser: Browser, device: Device, address: str) -> AsyncIterator[Conversation]:
    """The page on a device, which has done nothing wrong when the test is over."""
    context = await context_on(browser, device)
    page = await context.new_page()
    faults = Faults(page, address)
    conversation = Conversation(page)
    await conversation.arrive(address)
    yield conversation
    await context.close()
    assert faults.found == []
