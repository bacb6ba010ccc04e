"""A real Chromium on the local workspace. Without one these tests are skipped, or fail where they must run."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from tests.adapters.web.samples import Served, furnished, served

ARTEFACTS = Path(__file__).parent.parent / "artefacts"
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """The system's Chromium."""
    found = shutil.which("chromium")
    if found is None:
        reason = "Chromium is not installed."
        if "chromium" in os.environ.get("COP_TEST_REQUIRE", ""):
            pytest.fail(reason)
        pytest.skip(reason)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=list(SWITCHES))
        yield browser
        await browser.close()


@pytest.fixture
async def workspace() -> AsyncIterator[Served]:
    """A workspace with cards in it."""
    async with served() as workspace:
        await furnished(workspace)
        yield workspace
