"""The first story, in a real browser on the real product: ask, be answered from the other platform, find it again."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from adapters.settings import Settings
from adapters.wiring import Product, furnish, running
from tests.browser.checks import crowded, low_contrast, nameless
from tests.browser.conftest import ARTEFACTS
from tests.browser.opening import DESK, PHONE, Scheme, opened

pytestmark = pytest.mark.chromium

ASKED = "How early do you bring local governments into a regulation change?"
REPLY = "Six weeks before the first draft, with the clerks."


@pytest.fixture
async def product(tmp_path: Path) -> AsyncIterator[Product]:
    """The product as `cop run --workspace` serves it, on a new database."""
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'cop.db'}", port=0, workspace=True)
    async with running(settings) as product:
        await furnish(product)
        yield product


async def typed(page: Page, text: str) -> None:
    """Type it in the open conversation and send it."""
    await page.locator("#composer-text").fill(text)
    await page.keyboard.press("Enter")


async def become(page: Page, name: str) -> None:
    """Be that colleague."""
    await page.get_by_role("button", name="You are").click()
    await page.locator("#people-list").get_by_role("button", name=name).click()


async def write_to_the_bot(page: Page) -> None:
    """Open the direct conversation."""
    await page.locator("#places").get_by_role("button", name=re.compile("^CoP")).first.click()


def card(page: Page, text: str) -> Locator:
    """The newest card in the conversation with that text."""
    return page.locator("#log article.is-card").filter(has_text=text).last


def in_thread(page: Page, text: str) -> Locator:
    """The message in the open thread with that text."""
    return page.locator("#thread-log article").filter(has_text=text).last


async def asked(page: Page) -> Locator:
    """Ask with the slash command, look at the preview, post; the card in the channel."""
    await typed(page, f"/cop ask {ASKED} #consultation")
    preview = card(page, "Before it goes out")
    await expect(preview.get_by_text("Only you can see this")).to_be_visible()
    await expect(preview).to_contain_text("Local government consultation: what we learned")
    await expect(preview).to_contain_text("It goes to Slack, #policy-cop and Teams, Policy: about 13 people.")
    await preview.get_by_role("button", name="Post it").click()
    posted = page.locator("#log article").filter(has_text=ASKED).filter(has_text="no replies yet")
    await expect(posted).to_contain_text("Mei-Ling Zhao · Forests")
    return posted


async def replied_in_thread(page: Page) -> None:
    """Answer the question in the thread under its card."""
    question = page.locator("#log article").filter(has_text=ASKED)
    await question.hover()
    await question.get_by_role("button", name="Reply in a thread").click()
    await page.keyboard.type(REPLY)
    await page.keyboard.press("Enter")
    await expect(in_thread(page, REPLY)).to_be_visible()
    await expect(question).to_contain_text("Open · 1 reply")


async def test_a_question_from_slack_is_answered_from_teams_and_found_again(browser: Browser, product: Product) -> None:
    async with opened(browser, product.url, "mei") as page:
        await asked(page)
        await become(page, "Leilani Kahale")
        await expect(page.locator("body")).to_have_attribute("data-drawn", "teams")
        await replied_in_thread(page)
        await become(page, "Mei-Ling Zhao")
        question = page.locator("#log article").filter(has_text=ASKED).filter(has_text="1 reply")
        await question.locator(".replies").click()
        carried = in_thread(page, REPLY)
        await expect(carried).to_contain_text("Leilani Kahale (Health, in Teams)")
        await carried.get_by_role("button", name="This helped").click()
        await expect(question).to_contain_text("Answered · Leilani Kahale (Health, in Teams) helped")
        await expect(in_thread(page, "now says who helped")).to_contain_text("Only you can see this")
        await expect(question.locator(".replies")).to_contain_text("1 reply")
        await write_to_the_bot(page)
        await typed(page, "when should I talk to local governments?")
        found = card(page, "about that")
        await expect(found).to_contain_text(ASKED)
        await expect(found).to_contain_text(REPLY)


async def test_what_one_posts_the_other_sees_at_once_and_so_back(browser: Browser, product: Product) -> None:
    async with opened(browser, product.url, "mei") as mei, opened(browser, product.url, "leilani") as leilani:
        posted = await asked(mei)
        await expect(card(leilani, ASKED)).to_contain_text("no replies yet")
        await replied_in_thread(leilani)
        await expect(mei.locator("#log article").filter(has_text=ASKED)).to_contain_text(["1 reply"])
        await expect(posted).to_have_count(0)
        await mei.locator("#log article").filter(has_text=ASKED).locator(".replies").click()
        await in_thread(mei, REPLY).get_by_role("button", name="This helped").click()
        await expect(card(leilani, ASKED)).to_contain_text("Answered")


async def test_a_link_is_shared_by_keyboard_alone_and_found(browser: Browser, product: Product) -> None:
    async with opened(browser, product.url, "samir") as page:
        await page.get_by_role("button", name="CoP", exact=True).focus()
        await page.keyboard.press("Enter")
        await page.keyboard.type("share")
        await page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog")
        await expect(dialog).to_be_visible()
        await page.keyboard.type("https://housing.example.org/guides/zoning")
        await page.keyboard.press("Tab")
        await page.keyboard.type("Zoning for people who never did it")
        await page.keyboard.press("Enter")
        await expect(dialog).to_be_hidden()
        await expect(page.locator("#log")).to_contain_text("Zoning for people who never did it")
        await typed(page, "find zoning")
        entry = card(page, "about that").get_by_role("listitem").filter(has_text="Zoning for people who never did it")
        await expect(entry.get_by_role("link")).to_have_attribute("href", "https://housing.example.org/guides/zoning")


async def test_an_hour_later_a_draft_is_recalled_once(browser: Browser, product: Product) -> None:
    async with opened(browser, product.url, "tomasz") as page:
        await write_to_the_bot(page)
        await typed(page, "ask Who has compared carbon levies?")
        await card(page, "Before it goes out").get_by_role("button", name="Not now").click()
        await expect(card(page, "Kept for seven days")).to_be_visible()
        before = await page.locator("#log article.is-card").count()
        await page.get_by_role("button", name="+1 hour").click()
        await expect(page.locator("#log article.is-card")).to_have_count(before + 1)
        await expect(page.locator("#log article.is-card").last).to_contain_text("Who has compared carbon levies?")
        await page.get_by_role("button", name="+1 hour").click()
        await expect(page.locator("#clock-time")).to_have_text(re.compile("^1[01]:"))
        await expect(page.locator("#log article.is-card")).to_have_count(before + 1)


async def test_the_demo_has_real_names_dates_and_nothing_unread(browser: Browser, product: Product) -> None:
    async with opened(browser, product.url, "leilani") as page:
        await expect(page.locator("#log .day")).to_have_text(
            [
                "Tuesday 16 February 2027",
                "Thursday 18 February 2027",
                "Tuesday 23 February 2027",
                "Friday 26 February 2027",
            ]
        )
        await expect(page.locator("#log")).not_to_contain_text("a colleague")
        await expect(page.locator("#places .count")).to_have_count(0)
        await expect(page.locator("#clock-day")).to_have_text("Mon 1 Mar")
        await expect(page.locator("#chips button")).to_have_text(
            ["/cop ask", "/cop find", "/cop share", "/cop next", "/cop topic", "/cop me", "/cop help"]
        )


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_real_cards_can_be_read_everywhere(
    browser: Browser, product: Product, scheme: Scheme, size: str
) -> None:
    async with opened(browser, product.url, "leilani", scheme=scheme, size=DESK if size == "desk" else PHONE) as page:
        for moment in ("channel", "thread", "form", "find"):
            if moment == "thread":
                await page.locator("#log article").filter(has_text="municipalities").locator(".replies").click()
                await expect(page.locator("#thread")).to_contain_text("Mei-Ling Zhao (Forests, in Slack)")
            if moment == "form":
                await page.get_by_role("button", name="Close the thread").click()
                await page.get_by_role("button", name="Reply: question 3").click()
                await expect(page.get_by_role("dialog", name="Reply")).to_be_visible()
            if moment == "find":
                await page.keyboard.press("Escape")
                await typed(page, "/cop find consultation")
                await expect(card(page, "about that").get_by_role("heading").first).to_be_in_viewport()
            await page.screenshot(path=ARTEFACTS / f"story-{moment}-{scheme}-{size}.png")
            assert await nameless(page) == []
            assert await low_contrast(page) == []
            assert await crowded(page) == []
