"""The message extension in the real Agents Playground, in a real browser: search, put a card down, save a message."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import ARTEFACTS
from tests.browser.opening import DESK
from tests.scenarios.teams import TeamsChat
from tests.scenarios.world import world

pytestmark = [pytest.mark.chromium, pytest.mark.node]
PLAN, GUIDE = "https://docs.example.org/plan", "https://docs.example.org/guide"


async def looked_at(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    await page.screenshot(path=ARTEFACTS / f"teams-{name}.png")


async def test_a_member_searches_puts_a_card_down_and_saves_a_message(browser: Browser, tmp_path: Path) -> None:
    async with world("teams", tmp_path) as made:
        chat = made.here
        assert isinstance(chat, TeamsChat)
        await made.commands("labour", f"share {PLAN} The plan for zebras")
        chat._speaker = "steward"  # whom the Playground shows itself to
        context = await browser.new_context(viewport=DESK)
        page = await context.new_page()
        page.set_default_timeout(20_000)
        await page.goto(chat.bench.playground_url)
        await page.locator("[contenteditable=true]").first.click()
        await page.keyboard.type(f"Our guide is at {GUIDE}")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("I found nothing about that yet.").last).to_be_visible()

        await page.get_by_role("button", name="Trigger Message Extension App").first.click()
        await page.get_by_text("Search Command", exact=True).click()
        await page.get_by_placeholder("Enter a search term").fill("zebras")
        await expect(page.get_by_text("link · Labour").last).to_be_visible()
        await looked_at(page, "search")
        await page.get_by_text("The plan for zebras").last.click()
        await expect(page.get_by_text("Its members can type").last).to_be_visible()
        await looked_at(page, "put-down")

        messages = page.get_by_role("button", name="Show more information")
        await messages.nth(await messages.count() - 2).click()  # the last is the bot's answer
        await page.get_by_role("menuitem", name="Action Command").click()
        await page.get_by_placeholder("Input command id or leave blanks").fill("resource.from_message")
        await page.get_by_role("button", name="Create").click()
        await expect(page.get_by_label("What it is")).to_be_visible()
        await looked_at(page, "form")
        await expect(page.get_by_label("Link", exact=True)).to_have_value(GUIDE)
        await expect(page.get_by_label("What it is")).to_have_value("Our guide is at")
        await page.get_by_label("What it is").fill("The guide for giraffes")
        await page.get_by_role("button", name="Add to the library").click()
        await expect(page.get_by_text("Looked after by Steward").last).to_be_visible()
        await looked_at(page, "saved")
        await context.close()
        found = await chat.browse("health", "giraffes")
        assert [one["preview"]["content"]["title"] for one in found["attachments"]] == ["The guide for giraffes"]
