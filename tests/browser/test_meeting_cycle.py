"""A newcomer watches one whole cycle, in a real browser: the clock's button goes from one thing due to the next."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from adapters.settings import Settings
from adapters.wiring import Product, furnish, running
from tests.browser.checks import crowded, low_contrast, nameless
from tests.browser.conftest import ARTEFACTS
from tests.browser.opening import opened
from tests.browser.test_first_story import become, card, typed, write_to_the_bot

pytestmark = pytest.mark.chromium

CHOSEN = "Making consultation worth people's time"
IDEA = "What a deputy minister reads first"
MOST_THINGS_DUE = 20


@pytest.fixture
async def product(tmp_path: Path) -> AsyncIterator[Product]:
    """The product as `cop run --workspace` serves it, on a new database."""
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'cop.db'}", port=0, workspace=True)
    async with running(settings) as product:
        await furnish(product)
        yield product


async def next_due_until(page: Page, day: str, time: str) -> None:
    """Press the clock's button until it shows that; not everything due can be seen."""
    now = page.locator(".clock-face")
    for _ in range(MOST_THINGS_DUE):
        async with page.expect_response(re.compile("/api/workspace/clock")) as pressed:
            await page.get_by_role("button", name="Next thing due").click()
        clock = (await (await pressed.value).json())["clock"]
        await expect(now).to_contain_text(clock["time"])
        if await now.text_content() == f"{time}{day}":
            return
    pytest.fail(f"It never was {time} on {day}; it is {await now.text_content()}.")


async def goes_to(page: Page, channel: str) -> None:
    """Open the channel."""
    await page.locator("#places").get_by_role("button", name=re.compile(f"^{re.escape(channel)}")).click()


async def hears_from_the_bot(page: Page, name: str) -> None:
    """Be that colleague, and open what the bot wrote to them."""
    await become(page, name)
    await write_to_the_bot(page)


async def is_fine(page: Page, moment: str) -> None:
    """Everything on the page can be read, named and hit; a picture for whoever wants to see it."""
    await page.screenshot(path=ARTEFACTS / f"cycle-{moment}.png")
    assert await nameless(page) == []
    assert await low_contrast(page) == []
    assert await crowded(page) == []


async def joins(page: Page) -> None:
    """Somebody new comes to the workspace, and sees what may be talked about."""
    await page.get_by_role("button", name="You are").click()
    await page.get_by_text("Somebody new…").click()
    await page.get_by_label("Name").fill("Ines Duarte")
    await page.get_by_label("Ministry").fill("Tourism")
    await page.get_by_role("radio", name="Teams").check()
    await page.get_by_role("button", name="Join").click()
    await become(page, "Ines Duarte")
    await expect(page.locator("#place-name")).to_have_text("TPolicy")
    await typed(page, "/cop me unit Tourism")
    await typed(page, f"/cop topic {IDEA}")
    await expect(card(page, IDEA)).to_contain_text("Thank you. It is topic 8, and may stand in the next poll.")


async def ticks(page: Page) -> None:
    """The poll opens; it is ticked in the form, and typed, on both platforms; nobody sees a tally."""
    await next_due_until(page, "Mon 1 Mar", "10:00")
    poll = card(page, "What shall we talk about on Thursday 11 March?")
    await expect(poll).to_contain_text(f"1. {CHOSEN}")
    await expect(poll).to_contain_text(f"7. {IDEA}")
    await expect(poll).to_contain_text("Nobody has voted yet.")
    await is_fine(page, "poll")
    await poll.get_by_role("button", name="Tick topics").click()
    form = page.get_by_role("dialog", name="What would you come for?")
    await form.get_by_label(f"1. {CHOSEN}").check()
    await form.get_by_label(f"7. {IDEA}").check()
    await is_fine(page, "ticks")
    await form.get_by_role("button", name="That's it").click()
    await expect(card(page, "You ticked 1, 7.")).to_contain_text("Only you can see this")
    for name, numbers in (("Tomasz Wójcik", "1 2"), ("Priya Raman", "2"), ("Grace Muthoni", "1 3")):
        await become(page, name)
        await typed(page, f"/cop tick {numbers}")
        await expect(card(page, "Counted.")).to_be_visible()
    await expect(page.locator("#log")).to_contain_text("4 people from 4 units have voted.")
    await expect(page.locator("#log")).not_to_contain_text(re.compile(r"\d ticks?"))


async def is_prepared(page: Page) -> None:
    """The convener has the kit; the turn for the meeting after is offered, declined, and taken by the next."""
    await next_due_until(page, "Thu 4 Mar", "09:00")
    await hears_from_the_bot(page, "João Ferreira")
    kit = card(page, "Your kit for Thursday 11 March.")
    await expect(kit).to_contain_text("Put the councils' calendar in the library")
    await expect(kit).to_contain_text("the poll is choosing it")
    await is_fine(page, "kit")
    await hears_from_the_bot(page, "Leilani Kahale")
    offer = card(page, "It's your turn, if you'd like it: Thursday 25 March, 10:00 Pacific, one hour, Room 4.")
    await expect(offer).to_contain_text("Why you: 5 volunteers")
    await is_fine(page, "offer")
    await offer.get_by_role("button", name="Not this time").click()
    await expect(page.locator("#log")).to_contain_text("you keep your place")
    await next_due_until(page, "Thu 4 Mar", "10:00")
    await hears_from_the_bot(page, "Henrik Solberg")
    await card(page, "Thursday 25 March, 10:00 Pacific").get_by_role("button", name="Yes, I'll do it").click()
    await expect(page.locator("#log")).to_contain_text("Thank you. You convene on Thursday 25 March.")


async def is_announced(page: Page) -> None:
    """The poll closes, the meeting is announced on both platforms, and people say whether they come."""
    await next_due_until(page, "Fri 5 Mar", "16:00")
    await become(page, "Ines Duarte")
    await goes_to(page, "Policy")
    announced = card(page, "Chosen by 3 people from 3 units.")
    await expect(announced.get_by_role("heading")).to_have_text(CHOSEN)
    await expect(announced).to_contain_text("Thursday 11 March, 10:00–11:00 Pacific · Room 4 · Join link")
    await expect(announced).to_contain_text("Convener: João Ferreira (Environment)")
    await expect(announced.get_by_role("link", name="Add to calendar")).to_have_attribute("href", re.compile(r"\.ics$"))
    await expect(card(page, f"On Thursday 11 March we talk about: {CHOSEN}")).to_contain_text(f"{CHOSEN}: 3 ticks")
    await announced.get_by_role("button", name="Yes").click()
    await expect(card(page, "Good, see you on Thursday 11 March, 10:00 Pacific.")).to_be_visible()
    await become(page, "Tomasz Wójcik")
    await goes_to(page, "#policy-cop")
    await typed(page, "/cop rsvp maybe")
    await expect(card(page, "Chosen by 3 people from 3 units.")).to_contain_text("1 coming · 1 maybe")
    await is_fine(page, "announcement")


async def loses_its_convener(page: Page) -> None:
    """Whoever comes is reminded; the convener drops out; the backup takes over in one press, and draws the table."""
    await next_due_until(page, "Wed 10 Mar", "14:00")
    await hears_from_the_bot(page, "Ines Duarte")
    await expect(card(page, "See you then: Thursday 11 March")).to_contain_text("Can't make it")
    await is_fine(page, "reminder")
    await hears_from_the_bot(page, "João Ferreira")
    await card(page, "Your kit for").get_by_role("button", name="I can't make it").click()
    await expect(page.locator("#log")).to_contain_text("Thank you for telling me. No reason needed")
    await hears_from_the_bot(page, "Leilani Kahale")
    asked = card(page, "The convener can't come, and you're the backup")
    await asked.get_by_role("button", name="Yes, I'll do it").click()
    await expect(card(page, "Your kit for Thursday 11 March.")).to_contain_text("Ines Duarte (Tourism)")
    await goes_to(page, "Policy")
    await expect(card(page, "Chosen by 3 people")).to_contain_text("Convener: Leilani Kahale (Health)")
    await typed(page, "/cop meetings table 2")
    await expect(card(page, "The round table of Thursday 11 March")).to_contain_text("Ines Duarte (Tourism)")


async def is_noted(page: Page) -> None:
    """They meet; the one who convened is asked for three lines; what was noted stands under the announcement."""
    await next_due_until(page, "Thu 11 Mar", "12:00")
    await write_to_the_bot(page)
    asked = card(page, f"How was “{CHOSEN}”?")
    await is_fine(page, "notes-asked")
    await asked.get_by_role("button", name="Write notes").click()
    form = page.get_by_role("dialog", name="Notes")
    await form.get_by_label("What did you talk about?").fill("Evenings that people gladly give us.")
    await form.get_by_label("What is worth keeping?").fill("Say what can still change, and what can't.")
    await form.get_by_label("What is to be done?").fill("Share the one-page plan")
    await is_fine(page, "notes-form")
    await form.get_by_role("button", name="Keep them").click()
    await expect(form).to_be_hidden()
    await become(page, "Tomasz Wójcik")
    await goes_to(page, "#policy-cop")
    over = card(page, "This meeting is over.")
    await over.locator(".replies").click()
    noted: Locator = page.locator("#thread-log article").filter(has_text=f"Notes: {CHOSEN}")
    await expect(noted).to_contain_text("Say what can still change, and what can't.")
    await expect(noted).to_contain_text("Share the one-page plan")
    await is_fine(page, "notes")
    await page.get_by_role("button", name="Close the thread").click()


async def goes_on(page: Page) -> None:
    """The next convener is known, and why; the topics that lost stand in the next poll."""
    await typed(page, "/cop rota")
    rota = card(page, "Next to be asked, for Thursday 8 April")
    await expect(rota).to_contain_text("Henrik Solberg (Fisheries) convenes")
    await is_fine(page, "rota")
    await typed(page, "/cop next")
    await expect(card(page, "Next: Thursday 25 March, 10:00 Pacific")).to_contain_text("Convener: Henrik Solberg")
    await next_due_until(page, "Mon 15 Mar", "10:00")
    poll = card(page, "What shall we talk about on Thursday 25 March?")
    await expect(poll).to_contain_text(IDEA)
    await expect(poll).not_to_contain_text(CHOSEN)


async def test_a_newcomer_watches_one_whole_cycle_with_the_clock(browser: Browser, product: Product) -> None:
    async with opened(browser, product.url, "noor") as page:
        await joins(page)
        await ticks(page)
        await is_prepared(page)
        await is_announced(page)
        await loses_its_convener(page)
        await is_noted(page)
        await goes_on(page)
