"""The first week's main moments in a real browser: others act on their pages, and the clock's button brings what is due."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime
from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import Browser, Page, expect

from adapters.settings import Settings
from adapters.web.week import after, friday, monday, thursday, tuesday, wednesday
from adapters.web.week.pages import Pages
from adapters.web.week.people import NEWCOMER
from adapters.web.week.steps import Step
from adapters.web.week.story import played
from adapters.wiring import Product, furnish, running
from tests.browser.checks import crowded, low_contrast, nameless
from tests.browser.conftest import ARTEFACTS
from tests.browser.opening import PHONE, opened
from tests.browser.test_first_story import become, card
from tests.browser.test_meeting_cycle import goes_to, hears_from_the_bot, next_due_until

pytestmark = pytest.mark.chromium


@pytest.fixture
async def product(tmp_path: Path) -> AsyncIterator[Product]:
    """The product as `cop run --workspace` serves it, on a new database."""
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'cop.db'}", port=0, workspace=True)
    async with running(settings) as product:
        await furnish(product)
        yield product


class Watched(Pages):
    """Everybody's pages, while somebody in a browser presses the clock's button for what happens by itself."""

    def __init__(self, session: aiohttp.ClientSession, url: str, page: Page) -> None:
        super().__init__(session, url)
        self._page = page

    async def reaches(self, at: datetime) -> None:
        """By the button, where that is a moment of the clock's."""
        if at in {step.at for step in BY_THE_CLOCK}:
            await next_due_until(self._page, f"{at:%a} {at.day} {at:%b}", f"{at:%H:%M}")
        else:
            await super().reaches(at)


async def is_fine(page: Page, moment: str) -> None:
    """Everything on the page can be read, named and hit; a picture for whoever wants to see it."""
    await page.screenshot(path=ARTEFACTS / f"week-{moment}.png")
    assert await nameless(page) == []
    assert await low_contrast(page) == []
    assert await crowded(page) == []


async def the_poll_opens(page: Page) -> None:
    await expect(card(page, monday.POLL)).to_contain_text("Nobody has voted yet.")
    await is_fine(page, "1-poll")


async def she_is_reminded(page: Page) -> None:
    await page.goto(page.url.replace("as=diego", f"as={NEWCOMER.id}"))
    await hears_from_the_bot(page, NEWCOMER.name)
    await expect(card(page, tuesday.UNPOSTED)).to_contain_text(tuesday.QUESTION)
    await is_fine(page, "2-draft")


async def one_is_asked(page: Page) -> None:
    await hears_from_the_bot(page, "Mei-Ling Zhao")
    offer = card(page, tuesday.OFFER)
    await expect(offer).to_contain_text("no is a fine answer")
    await expect(offer.get_by_role("button")).to_have_text(["Reply", "Happy to talk", "I know who", "Not me"])
    await is_fine(page, "2-offer")


async def her_reply_is_carried(page: Page) -> None:
    await become(page, "Diego Morales")
    await goes_to(page, "Policy")
    await card(page, tuesday.QUESTION).locator(".replies").click()
    carried = page.locator("#thread-log article").filter(has_text=tuesday.REPLY)
    await expect(carried).to_contain_text("Henrik Solberg (Fisheries, in Slack)")
    await is_fine(page, "3-carried")


async def it_helped(page: Page) -> None:
    await expect(card(page, tuesday.QUESTION)).to_contain_text("Answered · Henrik Solberg (Fisheries, in Slack) helped")
    await is_fine(page, "4-helped")
    await page.get_by_role("button", name="Close the thread").click()


async def it_is_gone(page: Page) -> None:
    await expect(card(page, wednesday.COSTING)).to_contain_text("Open · 1 reply")
    await expect(page.locator("body")).not_to_contain_text(wednesday.SLIP)


async def the_kit_comes(page: Page) -> None:
    await hears_from_the_bot(page, "João Ferreira")
    await expect(card(page, after.KIT)).to_contain_text("the poll is choosing it")
    await is_fine(page, "5-kit")


async def nobody_is_named(page: Page) -> None:
    await become(page, "Diego Morales")
    await goes_to(page, "Policy")
    await expect(card(page, thursday.NAMELESS)).to_contain_text("Asked without a name")
    await is_fine(page, "6-nameless")


async def it_is_announced(page: Page) -> None:
    await expect(card(page, friday.ANNOUNCED)).to_contain_text(
        "It was a tie; people from more units had ticked this one."
    )
    await is_fine(page, "7-announced")


async def the_digest_comes(page: Page) -> None:
    await expect(card(page, after.DIGEST)).to_contain_text(thursday.NAMELESS)
    await is_fine(page, "8-digest")


async def the_backup_took_over(page: Page) -> None:
    await expect(card(page, friday.ANNOUNCED)).to_contain_text("Convener: Leilani Kahale (Health)")


async def it_was_noted(page: Page) -> None:
    await card(page, "This meeting is over.").locator(".replies").click()
    noted = page.locator("#thread-log article").filter(has_text=after.NOTES["What is worth keeping?"])
    await expect(noted).to_contain_text("Leilani Kahale (Health)")
    await is_fine(page, "9-notes")


BY_THE_CLOCK = (monday.opens, tuesday.is_reminded, thursday.prepares, friday.announces, after.digest, after.reminds)
WATCHED: Mapping[Step, Callable[[Page], Awaitable[None]]] = {
    monday.opens: the_poll_opens,
    tuesday.is_reminded: she_is_reminded,
    tuesday.posts: one_is_asked,
    tuesday.is_answered: her_reply_is_carried,
    wednesday.helps: it_helped,
    wednesday.takes_back: it_is_gone,
    thursday.prepares: the_kit_comes,
    thursday.hides: nobody_is_named,
    friday.announces: it_is_announced,
    after.digest: the_digest_comes,
    after.takes_over: the_backup_took_over,
    after.notes: it_was_noted,
}


@pytest.mark.timeout(240)
async def test_a_member_of_another_ministry_watches_the_first_week(browser: Browser, product: Product) -> None:
    async with opened(browser, product.url, "diego") as page, aiohttp.ClientSession() as session:
        pages = Watched(session, product.url, page)
        async for step in played(pages, pages.reaches):
            if step in WATCHED:
                await WATCHED[step](page)


async def test_on_a_phone_a_newcomer_sees_how_many_voted_and_nothing_else(browser: Browser, product: Product) -> None:
    async with aiohttp.ClientSession() as session:
        pages = Pages(session, product.url)
        async for _ in played(pages, pages.reaches, monday.MONDAY):
            pass
    async with opened(browser, product.url, NEWCOMER.id, size=PHONE) as page:
        await expect(card(page, monday.POLL)).to_contain_text(monday.TURNOUT)
        await expect(card(page, "Counted. You ticked 3.")).to_contain_text("Only you can see this")
        await is_fine(page, "phone")
