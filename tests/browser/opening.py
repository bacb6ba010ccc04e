"""Opens the workspace's page as one of its people, and minds what the browser complains of."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

from playwright.async_api import Browser, Page, ViewportSize, expect

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
Scheme = Literal["light", "dark"]


@asynccontextmanager
async def opened(
    browser: Browser, url: str, who: str, *, scheme: Scheme = "light", size: ViewportSize = DESK
) -> AsyncIterator[Page]:
    """The page as that person; whatever it complains of in the console fails the test."""
    context = await browser.new_context(color_scheme=scheme, viewport=size, reduced_motion="reduce")
    page = await context.new_page()
    page.set_default_timeout(10_000)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(f"{url}/?as={who}")
    await expect(page.locator(".message").first).to_be_visible()
    yield page
    await context.close()
    assert complaints == []
