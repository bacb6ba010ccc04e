"""Makes the pictures of the README anew, from the running product in Chromium: `make pictures`."""

import asyncio
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect

from adapters.settings import Settings
from adapters.wiring import furnish, running
from tests.browser.conftest import SWITCHES
from tests.browser.opening import Scheme
from tests.browser.test_first_story import card, in_thread, typed
from tests.browser.test_meeting_cycle import next_due_until

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
DESK: ViewportSize = {"width": 1280, "height": 800}
TALL: ViewportSize = {"width": 1280, "height": 862}
POCKET: ViewportSize = {"width": 390, "height": 700}

QUESTION = "How early do you bring local governments into a regulation change?"
DETAIL = "We have eight weeks and two regions. What worked for you, and what would you not do again?"
REPLY = "Six weeks before the first draft. One page, two dates, and a call to the clerks: they told us which councils sit in summer."
VOTES = {"tomasz": "1 3", "priya": "2", "grace": "1 6", "leilani": "1", "diego": "2 4", "henrik": "5", "samir": "1 2"}


@asynccontextmanager
async def somebody(
    browser: Browser, url: str, who: str, size: ViewportSize, scheme: Scheme = "light"
) -> AsyncIterator[Page]:
    """That person's page, sharp enough for a picture."""
    sharpness = 1.5 if size is POCKET else 1
    context = await browser.new_context(
        color_scheme=scheme, viewport=size, reduced_motion="reduce", device_scale_factor=sharpness, locale="en-CA"
    )
    page = await context.new_page()
    await page.goto(f"{url}/?as={who}")
    await expect(page.locator(".message").first).to_be_visible()
    yield page
    await context.close()


async def taken(page: Page, name: str) -> None:
    """The picture, once nothing moves and nothing is pointed at."""
    await page.mouse.move(0, 0)
    await page.evaluate("document.activeElement?.blur()")
    await page.screenshot(path=PICTURES / f"{name}.png")


async def asks(page: Page) -> None:
    """The question, with its detail, posted from Slack."""
    await typed(page, f"/cop ask {QUESTION} #consultation")
    await card(page, "Before it goes out").get_by_role("button", name=re.compile("^Edit")).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("More about it").fill(DETAIL)
    await dialog.locator("button[type=submit]").click()
    await card(page, "Before it goes out").get_by_role("button", name="Post it").click()
    await expect(card(page, DETAIL)).to_contain_text("no replies yet")


async def opens_thread(page: Page) -> None:
    question = page.locator("#log article").filter(has_text=DETAIL).last
    await question.hover()
    await question.get_by_role("button", name="Reply in a thread").click()
    await expect(page.locator("#thread-log")).to_contain_text(QUESTION)


async def crosses(browser: Browser, url: str) -> None:
    """One question, from Slack to Teams and back."""
    async with (
        somebody(browser, url, "amara", POCKET) as amara,
        somebody(browser, url, "leilani", POCKET) as leilani,
        somebody(browser, url, "amara", DESK) as desk,
    ):
        await asks(amara)
        await taken(amara, "crossing-1")
        await expect(card(leilani, QUESTION)).to_contain_text("no replies yet")
        await opens_thread(leilani)
        await leilani.keyboard.type(REPLY)
        await leilani.keyboard.press("Enter")
        await expect(in_thread(leilani, REPLY)).to_be_visible()
        await expect(leilani.locator("#thread-log")).to_contain_text("Open · 1 reply")
        await taken(leilani, "crossing-2")
        await opens_thread(amara)
        await in_thread(amara, REPLY).get_by_role("button", name="This helped").click()
        await expect(in_thread(amara, "now says who helped")).to_be_visible()
        await expect(in_thread(amara, REPLY)).to_contain_text("This helped")
        await amara.locator("#thread-log").evaluate("log => log.scrollTop = log.scrollHeight")
        await taken(amara, "crossing-3")
        await opens_thread(desk)
        await expect(desk.locator("#log")).to_contain_text("Leilani Kahale (Health, in Teams) helped")
        await taken(desk, "workspace")


async def meets(browser: Browser, url: str) -> None:
    """A poll that people have ticked, and the next meeting."""
    async with somebody(browser, url, "mei", TALL) as mei:
        await next_due_until(mei, "Mon 1 Mar", "10:00")
        for who, numbers in VOTES.items():
            async with somebody(browser, url, who, POCKET) as page:
                await typed(page, f"/cop tick {numbers}")
                await expect(card(page, "Counted.")).to_be_visible()
        await typed(mei, "/cop next")
        await expect(card(mei, "Only you can see this")).to_contain_text("Next: Thursday 11 March")
        await expect(mei.locator("#log")).to_contain_text("7 people from 7 units have voted.")
        await taken(mei, "meeting")


async def main() -> None:
    """Two workspaces, so that one story's cards don't stand in the other's picture."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(SWITCHES))
        for story in (crosses, meets):
            with tempfile.TemporaryDirectory() as folder:
                settings = Settings(database_url=f"sqlite:///{folder}/cop.db", port=0, workspace=True)
                async with running(settings) as product:
                    await furnish(product)
                    await story(browser, product.url)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
