"""Home in a real browser: somebody says hello to the bot, and acts on what it tells."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from adapters.settings import Settings
from adapters.wiring import Product, furnish, running
from tests.browser.checks import crowded, low_contrast, nameless
from tests.browser.conftest import ARTEFACTS
from tests.browser.opening import DESK, PHONE, Scheme, opened
from tests.browser.test_first_story import card, write_to_the_bot

pytestmark = pytest.mark.chromium
HELLO = "You can ask me in your own words."


@pytest.fixture
async def product(tmp_path: Path) -> AsyncIterator[Product]:
    """The product as `cop run --workspace` serves it, on a new database."""
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'cop.db'}", port=0, workspace=True)
    async with running(settings) as product:
        await furnish(product)
        yield product


@pytest.mark.parametrize(("who", "scheme", "phone"), [("mei", "light", False), ("leilani", "dark", True)])
async def test_a_hello_shows_what_may_matter_and_everything_is_pressed_from_there(
    browser: Browser, product: Product, who: str, scheme: Scheme, phone: bool
) -> None:
    async with opened(browser, product.url, who, scheme=scheme, size=PHONE if phone else DESK) as page:
        await page.set_viewport_size(DESK)
        await write_to_the_bot(page)
        await page.locator("#write textarea, textarea").first.fill("hello")
        await page.keyboard.press("Enter")
        home = card(page, HELLO)
        await expect(home.get_by_role("button", name="Ask something")).to_be_visible()
        if phone:
            await page.set_viewport_size(PHONE)
        await home.scroll_into_view_if_needed()
        await page.screenshot(path=ARTEFACTS / f"home-{who}.png")
        for check in (nameless, low_contrast, crowded):
            assert await check(page) == []
        await home.get_by_role("button", name=re.compile("^Help")).click()
        await expect(card(page, "/cop ask")).to_be_visible()
        await page.screenshot(path=ARTEFACTS / f"home-{who}-help.png")
