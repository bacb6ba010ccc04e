"""What somebody meets who uses no mouse, or reads with a screen reader: axe's rules, Chromium's own tree, and the keyboard alone."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect
from pydantic import SecretStr

from adapters.settings import Settings
from adapters.wiring import Product, furnish, running
from tests.browser.checks import crowded, hidden_focus
from tests.browser.conftest import ARTEFACTS
from tests.browser.opening import DESK, PHONE, Scheme, opened
from tests.browser.test_first_story import ASKED, REPLY, card, in_thread, typed

pytestmark = [pytest.mark.chromium, pytest.mark.node]

AXE = Path(__file__).parents[1] / "node" / "node_modules" / "axe-core" / "axe.min.js"
SMALLEST: ViewportSize = {"width": 320, "height": 568}
"""1280 pixels at 400 per cent: what WCAG asks a page to fit into without scrolling two ways."""
MOST_STOPS = 120
PATIENT = 5.0
"""Seconds in which the focus has to come where it should."""


@pytest.fixture
async def product(tmp_path: Path) -> AsyncIterator[Product]:
    """The product as `cop run --workspace` serves it, on a new database."""
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'cop.db'}", port=0, workspace=True)
    async with running(settings) as product:
        await furnish(product)
        yield product


@dataclass(frozen=True)
class Node:
    """One thing that a screen reader is told of."""

    role: str
    name: str
    focusable: bool
    level: int


async def tree(page: Page) -> list[Node]:
    """All that Chromium tells a screen reader, in reading order."""
    session = await page.context.new_cdp_session(page)
    found = (await session.send("Accessibility.getFullAXTree"))["nodes"]
    await session.detach()
    known = {node["nodeId"]: node for node in found}

    def below(node: dict[str, Any]) -> Iterator[Node]:
        if not node.get("ignored"):
            properties = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
            name = str(node.get("name", {}).get("value", "")).strip()
            level = int(properties.get("level", 0))
            yield Node(node["role"]["value"], name, bool(properties.get("focusable")), level)
        for child in node.get("childIds", ()):
            if child in known:
                yield from below(known[child])

    return list(below(found[0]))


async def broken_rules(page: Page) -> list[str]:
    """What axe finds on the page, all its rules switched on."""
    session = await page.context.new_cdp_session(page)
    await session.send("Runtime.evaluate", {"expression": AXE.read_text()})  # past the page's own policy
    await session.detach()
    found: list[str] = await page.evaluate(
        "async () => (await axe.run(document)).violations.map((each) => `${each.id}: ${each.nodes[0].html.slice(0, 150)}`)"
    )
    return found


async def is_fine(page: Page) -> None:
    """No rule broken; whatever can be reached has a name."""
    assert await broken_rules(page) == []
    assert [node for node in await tree(page) if node.focusable and not node.name and node.role != "RootWebArea"] == []


async def name_of_focus(page: Page) -> str:
    """What a screen reader says first of what has the focus."""
    session = await page.context.new_cdp_session(page)
    found = await session.send("Runtime.evaluate", {"expression": "document.activeElement"})
    told = await session.send(
        "Accessibility.getPartialAXTree", {"objectId": found["result"]["objectId"], "fetchRelatives": False}
    )
    await session.detach()
    return str(told["nodes"][0].get("name", {}).get("value", "")).strip()


async def focus_comes_to(page: Page, name: str) -> None:
    """Fails unless what has that name gets the focus, soon: a page is drawn before it is gone to."""
    until = time.monotonic() + PATIENT
    while not (found := await name_of_focus(page)).startswith(name):
        assert time.monotonic() < until, f"the focus is on {found!r}"
        await asyncio.sleep(0.05)


async def tabs_to(page: Page, name: str, key: str = "Tab") -> None:
    """Go on by keyboard until that has the focus; at every stop it is seen where one is."""
    for _ in range(MOST_STOPS):
        await page.keyboard.press(key)
        assert await hidden_focus(page) is None
        if (await name_of_focus(page)).startswith(name):
            return
    pytest.fail(f"“{name}” can't be reached with {key}.")


async def not_lost(page: Page) -> None:
    """The focus is somewhere: whoever goes on by keyboard needn't begin at the top."""
    assert await page.evaluate("document.activeElement !== document.body")


@pytest.mark.parametrize(
    ("scheme", "size"), [("light", DESK), ("dark", PHONE)], ids=["desk in the light", "phone in the dark"]
)
async def test_axe_finds_nothing_in_a_channel_a_thread_a_form_and_a_private_answer(
    browser: Browser, product: Product, scheme: Scheme, size: ViewportSize
) -> None:
    async with opened(browser, product.url, "leilani", scheme=scheme, size=size) as page:
        await is_fine(page)
        await page.locator("#log .replies").first.click()
        await expect(page.locator("#thread-log article").first).to_be_visible()
        await is_fine(page)
        await page.keyboard.press("Escape")
        await page.get_by_role("button", name="Reply: question 3").click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        await is_fine(page)
        await page.get_by_role("dialog").get_by_role("button", name="Reply", exact=True).click()
        await expect(page.get_by_role("dialog").get_by_text("Please fill this in.")).to_be_visible()
        await is_fine(page)
        await page.keyboard.press("Escape")
        await typed(page, "/cop me")
        await expect(page.locator("#log article.is-private").last).to_be_visible()
        await is_fine(page)


async def test_in_a_list_of_buttons_no_two_sound_alike(browser: Browser, product: Product) -> None:
    async with opened(browser, product.url, "mei") as page:
        names = Counter(node.name for node in await tree(page) if node.role == "button")
        assert len(names) > 20
        assert {name: count for name, count in names.items() if count > 1} == {}


async def test_headings_lead_through_the_conversation(browser: Browser, product: Product) -> None:
    async with opened(browser, product.url, "mei") as page:
        told = await tree(page)
        headings = [node for node in told if node.role == "heading"]
        assert [node.name for node in headings if node.level == 1] == ["#policy-cop"]
        assert "When do you tell municipalities about a change that affects their bylaws?" in {
            node.name for node in headings if node.level == 3
        }
        assert {"navigation", "main", "log", "article"} <= {node.role for node in told}


async def test_a_question_is_asked_answered_and_marked_without_a_mouse(browser: Browser, product: Product) -> None:
    async with opened(browser, product.url, "mei") as page:
        await tabs_to(page, "Skip to the message box")
        await page.keyboard.press("Enter")
        await focus_comes_to(page, "Message #policy-cop")
        await page.keyboard.type(f"/cop ask {ASKED} #consultation")
        await page.keyboard.press("Enter")
        await expect(page.locator("#announcer")).to_contain_text("Before it goes out")
        await tabs_to(page, "Post it", "Shift+Tab")
        await page.keyboard.press("Enter")
        await expect(card(page, ASKED)).to_contain_text("no replies yet")
        await not_lost(page)
        await tabs_to(page, "You are Mei-Ling Zhao", "Shift+Tab")
        await page.keyboard.press("Enter")
        await tabs_to(page, "Leilani Kahale")
        await page.keyboard.press("Enter")
        await expect(page.locator("body")).to_have_attribute("data-drawn", "teams")
        await expect(card(page, ASKED)).to_be_visible()
        await not_lost(page)
        await tabs_to(page, f"Reply in a thread: New question from Forests: {ASKED[:20]}")
        await page.keyboard.press("Enter")
        await page.keyboard.type(REPLY)
        await page.keyboard.press("Enter")
        await expect(in_thread(page, REPLY)).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("complementary", name="Thread")).to_be_hidden()
        await focus_comes_to(page, "1 reply")


async def test_what_is_wrong_in_a_form_is_said_and_gone_to(browser: Browser, product: Product) -> None:
    async with opened(browser, product.url, "leilani") as page:
        await tabs_to(page, "Reply: question 3")
        await page.keyboard.press("Enter")
        await focus_comes_to(page, "Your reply")
        await tabs_to(page, "Reply")
        await page.keyboard.press("Enter")
        await expect(page.get_by_label("Your reply")).to_be_focused()
        await expect(page.get_by_label("Your reply")).to_have_attribute("aria-invalid", "true")
        described = await page.get_by_label("Your reply").get_attribute("aria-describedby")
        assert described
        told = " ".join([await page.locator(f"[id='{one}']").inner_text() for one in described.split()])
        assert "Please fill this in." in told
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_be_hidden()
        await focus_comes_to(page, "Reply: question 3")


async def test_everything_fits_at_four_hundred_per_cent(browser: Browser, product: Product) -> None:
    async with opened(browser, product.url, "mei", size=SMALLEST) as page:
        await page.screenshot(path=ARTEFACTS / "accessibility-400-channel.png")
        assert await crowded(page) == []
        await page.get_by_role("button", name="Reply: question 3").click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        assert await crowded(page) == []
        await page.screenshot(path=ARTEFACTS / "accessibility-400.png")


async def test_with_the_readers_own_colours_buttons_and_focus_keep_an_outline(
    browser: Browser, product: Product
) -> None:
    context = await browser.new_context(forced_colors="active", viewport=DESK)
    page = await context.new_page()
    await page.goto(f"{product.url}/?as=mei")
    await expect(page.locator(".message").first).to_be_visible()
    await tabs_to(page, "Reply: question 3")
    bare: list[str] = await page.evaluate(
        """() => [...document.querySelectorAll("#log .button, .send, .place")]
          .filter((node) => node.checkVisibility() && getComputedStyle(node).borderStyle === "none")
          .map((node) => node.className)"""
    )
    await page.screenshot(path=ARTEFACTS / "accessibility-own-colours.png")
    await context.close()
    assert bare == []


@pytest.mark.parametrize("path", ["/export/nothing"])
async def test_the_members_pages_are_walked_without_a_mouse(browser: Browser, product: Product, path: str) -> None:
    context = await browser.new_context(viewport=SMALLEST)
    page = await context.new_page()
    await page.goto(product.url + path)
    await is_fine(page)
    await tabs_to(page, "Continue")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("opens nothing any more")
    await is_fine(page)
    await context.close()


@pytest.fixture
async def installable(tmp_path: Path) -> AsyncIterator[Product]:
    """The product as one Slack app for many workspaces, with nobody at Slack's end."""
    async with running(
        Settings(
            database_url=f"sqlite:///{tmp_path / 'cop.db'}",
            port=0,
            url="http://cop.example.org",
            secret_key=SecretStr("k" * 32),
            slack_client_id="111.222",
            slack_client_secret=SecretStr("s"),
            slack_signing_secret=SecretStr("s"),
            slack_api_url="http://127.0.0.1:9/api/",
        )
    ) as product:
        yield product


@pytest.mark.parametrize(
    ("path", "press"),
    [("/slack/install", "Go on to Slack"), ("/slack/oauth_redirect", "Start again")],
    ids=["before Slack", "come back from nowhere"],
)
async def test_the_pages_that_install_the_app_in_slack_are_walked_without_a_mouse(
    browser: Browser, installable: Product, path: str, press: str
) -> None:
    context = await browser.new_context(viewport=SMALLEST)
    page = await context.new_page()
    await page.goto(installable.url + path)
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await is_fine(page)
    assert await crowded(page) == []
    await tabs_to(page, press)
    await page.screenshot(path=ARTEFACTS / f"accessibility{path.replace('/', '-')}.png")
    await context.close()


async def test_what_is_kept_about_somebody_is_read_by_headings_and_taken_along_by_keyboard(
    browser: Browser, product: Product
) -> None:
    async with opened(browser, product.url, "mei") as page:
        await typed(page, "/cop me export")
        link = await card(page, "Only you can see this").get_by_role("link").last.get_attribute("href")
        assert link
        await page.goto(link)
        await tabs_to(page, "Continue")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        await is_fine(page)
        headings = [node.name for node in await tree(page) if node.role == "heading" and node.level == 2]
        assert len(headings) >= 3
        async with page.expect_download() as kept:
            await page.keyboard.press("Tab")
            await page.keyboard.press("Enter")
        assert (await kept.value).suggested_filename == "what-is-kept-about-me.json"
