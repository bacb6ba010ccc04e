"""The Agents Playground's own page in a browser: where the steward is, and what they see and do there."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.conftest import ARTEFACTS
from tests.browser.opening import DESK

PATIENT = 60_000
"""Milliseconds; the Playground's page alone is nine megabytes of script."""
CHANNEL, PERSONAL = "Announcements", "Personal Chat"


@dataclass(frozen=True)
class Room:
    """The page, as its one person uses it."""

    page: Page

    async def goes_to(self, place: str) -> None:
        """Open a channel or a chat by its name."""
        await self.page.get_by_text(place, exact=True).first.click()

    async def installs(self) -> None:
        """Add the bot where they are."""
        await self.page.get_by_text("Mock an Activity").click()
        await self.page.get_by_text("Install application", exact=True).click()
        await self.page.get_by_role("button", name="Send activity").click()

    async def types(self, text: str) -> None:
        """Write to the bot in the chat that is open."""
        await self.page.get_by_role("textbox").first.click()
        await self.page.keyboard.type(text)
        await self.page.keyboard.press("Enter")

    def card(self, text: str) -> Locator:
        """The newest card with that text."""
        return self.page.locator(".ac-adaptiveCard").filter(has_text=re.compile(re.escape(text))).last

    async def presses(self, text: str, label: str) -> None:
        """Press a button of the newest card with that text."""
        await self.card(text).get_by_role("button", name=label, exact=True).click()

    async def sees(self, text: str) -> None:
        """Fails unless a card says so, soon."""
        await expect(self.card(text)).to_be_visible()

    async def looks(self, moment: str) -> None:
        """A picture for whoever wants to see it."""
        await self.page.screenshot(path=ARTEFACTS / f"playground-{moment}.png")


@asynccontextmanager
async def entered(browser: Browser, url: str) -> AsyncIterator[Room]:
    """The page at that address, without its panel of log lines."""
    context = await browser.new_context(viewport=DESK, reduced_motion="reduce")
    page = await context.new_page()
    page.set_default_timeout(PATIENT)
    expect.set_options(timeout=PATIENT)
    await page.goto(url)
    await page.get_by_role("button", name="Hide log panel").click()
    yield Room(page)
    await context.close()
