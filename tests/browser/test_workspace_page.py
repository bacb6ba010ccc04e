"""The workspace's page in a real browser: by mouse, by keyboard alone, on a phone, in the dark."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from bot.chat.calls import ButtonCall, CommandCall, FormCall, MessageCall, ThreadReply
from bot.chat.cards import AnyButton, Button, Buttons, Card, Entry, LinkButton, Quote, Text, Title
from bot.chat.refs import Subject
from bot.chat.richtext import Link, rich
from bot.ports import ToChannel
from tests.adapters.strategies import HOSTILE, HOSTILE_URLS
from tests.adapters.web.samples import Served, furnished, served
from tests.browser.checks import crowded, hidden_focus, low_contrast, nameless
from tests.browser.conftest import ARTEFACTS
from tests.browser.opening import DESK, PHONE, Scheme, opened

pytestmark = pytest.mark.chromium


async def test_a_typed_command_is_answered_to_that_person_alone(browser: Browser, workspace: Served) -> None:
    async with opened(browser, workspace.url, "mei") as mei, opened(browser, workspace.url, "henrik") as henrik:
        await mei.get_by_role("button", name="/cop ask").click()
        await mei.keyboard.type("How early?")
        await expect(mei.locator("#composer-note")).to_have_text("Only CoP sees this")
        await mei.keyboard.press("Enter")
        await expect(mei.get_by_text("Only you can see this")).to_be_visible()
        await expect(henrik.get_by_text("Only you can see this")).to_have_count(0)
    (call,) = workspace.door.calls
    assert isinstance(call, CommandCall)
    assert call.text == "ask How early?"


async def test_what_one_says_the_other_sees_without_reloading(browser: Browser, workspace: Served) -> None:
    async with opened(browser, workspace.url, "mei") as mei, opened(browser, workspace.url, "henrik") as henrik:
        await mei.get_by_label("Message #policy-cop").fill("Good morning.\nAnybody there?")
        await mei.keyboard.press("Enter")
        await expect(henrik.locator(".said")).to_have_text("Good morning.\nAnybody there?")
        await expect(henrik.locator("#announcer")).to_have_text("Mei-Ling Zhao: Good morning.\nAnybody there?")


async def test_a_press_names_its_object_and_reaches_the_door(browser: Browser, workspace: Served) -> None:
    async with opened(browser, workspace.url, "mei") as page:
        await page.get_by_role("button", name="More: question 17").click()
        await expect(page.get_by_text("You pressed question.more.", exact=True)).to_be_visible()
    (call,) = workspace.door.calls
    assert isinstance(call, ButtonCall)
    assert (call.button, call.subject, call.choice) == ("question.more", "1/question:17", "all")


async def test_a_form_is_filled_in_by_keyboard_alone(browser: Browser, workspace: Served) -> None:
    async with opened(browser, workspace.url, "mei") as page:
        await page.get_by_role("button", name="Reply: question 17").focus()
        await page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name="Reply to question 17")
        await expect(dialog).to_be_visible()
        await expect(page.get_by_label("Your reply")).to_be_focused()
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(dialog.get_by_text("Please fill this in.")).to_be_visible()
        await expect(page.get_by_label("Your reply")).to_be_focused()
        await expect(page.get_by_label("Your reply")).to_have_attribute("aria-invalid", "true")
        await page.keyboard.type("Two council cycles.")
        for key in ("Tab", "Tab", "ArrowDown", "Tab", "Space", "Tab", "Tab", "Tab", "Enter"):
            await page.keyboard.press(key)
        await expect(dialog).to_be_hidden()
        await expect(page.get_by_role("button", name="Reply: question 17")).to_be_focused()
        await expect(page.get_by_text("Thank you. It is carried")).to_be_visible()
    call = workspace.door.calls[-1]
    assert isinstance(call, FormCall)
    assert call.values == {"text": "Two council cycles.", "link": "", "kind": "template", "may": ("ask", "carry")}


async def test_something_is_chosen_on_a_persons_message_by_keyboard_alone(browser: Browser, workspace: Served) -> None:
    async with opened(browser, workspace.url, "mei") as mei, opened(browser, workspace.url, "henrik") as henrik:
        await mei.get_by_label("Message #policy-cop").fill("The plan is at https://a.example")
        await mei.keyboard.press("Enter")
        await expect(henrik.locator(".said")).to_be_visible()
        menu = henrik.get_by_role("button", name="What to do with this message")
        await menu.focus()
        await henrik.keyboard.press("Enter")
        choice = henrik.get_by_role("button", name="Save to the library")
        await expect(choice).to_be_focused()
        ARTEFACTS.mkdir(exist_ok=True)
        await henrik.screenshot(path=ARTEFACTS / "message-menu.png")
        await henrik.keyboard.press("Escape")
        await expect(choice).to_have_count(0)
        await expect(menu).to_be_focused()
        await henrik.keyboard.press("Enter")
        await henrik.keyboard.press("Enter")
        await expect(henrik.get_by_role("dialog", name="Reply to question 17")).to_be_visible()
    call = workspace.door.calls[-1]
    assert isinstance(call, MessageCall)
    assert (call.action, call.text, call.own) == ("resource.from_message", "The plan is at https://a.example", False)


async def test_escape_puts_the_form_the_thread_and_the_people_away(browser: Browser, workspace: Served) -> None:
    async with opened(browser, workspace.url, "mei") as page:
        await page.get_by_role("button", name="Reply: question 17").click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_be_hidden()
        await expect(page.get_by_role("button", name="Reply: question 17")).to_be_focused()
        await page.locator(".message").first.hover()
        await page.get_by_role("button", name="Reply in a thread").first.click()
        await expect(page.get_by_role("complementary", name="Thread")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("complementary", name="Thread")).to_be_hidden()
        await page.get_by_role("button", name="You are").click()
        await expect(page.get_by_role("button", name="Leilani Kahale")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("button", name="Leilani Kahale")).to_be_hidden()


async def test_a_thread_is_answered_beside_the_conversation(browser: Browser, workspace: Served) -> None:
    async with opened(browser, workspace.url, "mei") as page:
        await page.locator(".message").first.hover()
        await page.get_by_role("button", name="Reply in a thread").first.click()
        await page.keyboard.type("Before the first draft.")
        await page.keyboard.press("Enter")
        await expect(page.locator("#thread-log").get_by_text("Before the first draft.")).to_be_visible()
        await expect(page.get_by_role("button", name="1 reply")).to_be_visible()
    (call,) = workspace.door.calls
    assert isinstance(call, ThreadReply)


async def test_one_becomes_somebody_else(browser: Browser, workspace: Served) -> None:
    async with opened(browser, workspace.url, "mei") as page:
        await page.get_by_role("button", name="You are").click()
        await page.get_by_role("button", name="Leilani Kahale").click()
        await expect(page.get_by_role("heading", name="Policy", exact=True)).to_be_visible()
        await expect(page.locator("body")).to_have_attribute("data-drawn", "teams")
        await page.get_by_role("button", name="CoP 1 unread").click()
        await expect(page.get_by_text("These may already answer it:")).to_be_visible()


async def test_somebody_new_joins_and_says_hello(browser: Browser, workspace: Served) -> None:
    async with opened(browser, workspace.url, "mei") as page:
        await page.get_by_role("button", name="You are").click()
        await page.get_by_text("Somebody new…").click()
        await page.get_by_label("Name").fill("Nia Boateng")
        await page.get_by_label("Ministry").fill("Mines")
        await page.get_by_label("Teams").check()
        await page.get_by_role("button", name="Join").click()
        await expect(page.get_by_role("button", name="You are Nia Boateng Mines")).to_be_visible()
        await expect(page.get_by_role("heading", name="Policy", exact=True)).to_be_visible()


async def test_ones_own_message_is_changed_and_deleted(browser: Browser, workspace: Served) -> None:
    async with opened(browser, workspace.url, "mei") as page:
        await page.get_by_label("Message #policy-cop").fill("a frist thought")
        await page.keyboard.press("Enter")
        await page.locator(".is-said").hover()
        await page.get_by_role("button", name="Edit your message").click()
        await page.get_by_label("Your message").fill("a first thought")
        await page.keyboard.press("Enter")
        await expect(page.locator(".said")).to_have_text("a first thought")
        await expect(page.get_by_text("edited", exact=True)).to_be_visible()
        await page.locator(".is-said").hover()
        await page.get_by_role("button", name="Delete your message").click()
        await expect(page.locator(".said")).to_have_count(0)


async def test_the_clock_is_put_forward(browser: Browser, workspace: Served) -> None:
    async with opened(browser, workspace.url, "mei") as page:
        await expect(page.locator("#clock-day")).to_have_text("Mon 1 Mar")
        await page.get_by_role("button", name="+1 day").click()
        await expect(page.locator("#clock-day")).to_have_text("Tue 2 Mar")
        await page.get_by_role("button", name="Next thing due").click()
        await expect(page.get_by_role("alert").filter(has_text="Nothing is due")).to_be_visible()


async def test_words_from_people_never_become_markup(browser: Browser, workspace: Served) -> None:
    slack = workspace.slack
    for number, text in enumerate(HOSTILE):
        shown = text or "x"
        links = tuple(LinkButton(shown, url) for url in HOSTILE_URLS[:3])
        presses: tuple[AnyButton, ...] = (
            Button(shown, "silent", Subject(1, "question", number), shown, object_name=text),
            *links,
        )
        blocks = (
            Title(rich(text)),
            Text(rich(Link(shown, HOSTILE_URLS[number % len(HOSTILE_URLS)]), text)),
            Quote(rich(text)),
            Entry(rich(text), rich(text), presses),
            Buttons(presses),
        )
        await slack.create(f"hostile:{number}", ToChannel(slack.home), Card(f"Card {number}: {text}", blocks))
    async with opened(browser, workspace.url, "mei") as page:
        await expect(page.locator("article.message")).to_have_count(len(HOSTILE) + 2)
        log = page.locator("#log")
        assert await log.locator("script, iframe, object, style, img:not(.avatar), svg:not([aria-hidden])").count() == 0
        links_shown = await log.locator("a").evaluate_all("found => found.map(a => a.protocol)")
        assert set(links_shown) <= {"http:", "https:"}
        quotes = await log.locator("blockquote").evaluate_all("found => found.map(each => each.textContent)")
        assert quotes[1:] == list(HOSTILE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("who", ["mei", "leilani"])
@pytest.mark.parametrize("size", ["desk", "phone"])
async def test_everything_has_a_name_and_can_be_read(
    browser: Browser, workspace: Served, scheme: Scheme, who: str, size: str
) -> None:
    wide = size == "desk"
    async with opened(browser, workspace.url, who, scheme=scheme, size=DESK if wide else PHONE) as page:
        await page.locator("#composer-text").fill("/cop ask How early do you bring local governments in?")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("Only you can see this")).to_be_visible()
        for moment in ("conversation", "form", "people"):
            if moment == "form":
                await page.get_by_role("button", name="Edit: your question").click()
                await page.get_by_role("button", name="Send reply").click()
                await expect(page.get_by_text("Please fill this in.")).to_be_visible()
            if moment == "people":
                await page.keyboard.press("Escape")
                await expect(page.get_by_role("dialog")).to_be_hidden()
                if not wide:
                    await page.get_by_role("button", name="Conversations").first.click()
                await page.get_by_role("button", name="You are").click()
            await page.screenshot(path=ARTEFACTS / f"workspace-{moment}-{who}-{scheme}-{size}.png")
            assert await nameless(page) == []
            assert await low_contrast(page) == []
            assert await crowded(page) == []


async def test_focus_goes_through_the_page_in_reading_order_and_is_always_seen(
    browser: Browser, workspace: Served
) -> None:
    async with opened(browser, workspace.url, "mei") as page:
        order: list[str] = []
        for _ in range(40):
            await page.keyboard.press("Tab")
            part = await page.evaluate(
                "document.activeElement.closest('nav, header.bar, #log, form.composer, .skip')?.id"
            )
            part = part or await page.evaluate("document.activeElement.className")
            assert await hidden_focus(page) is None
            if not order or order[-1] != part:
                order.append(part)
            if part == "composer":
                break
        assert order == ["skip", "side", "", "log", "composer"]


async def test_the_skip_link_leads_to_the_message_box(browser: Browser, workspace: Served) -> None:
    async with opened(browser, workspace.url, "mei") as page:
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name="Skip to the message box")).to_be_focused()
        await page.keyboard.press("Enter")
        await page.keyboard.type("straight here")
        assert await page.locator("#composer-text").input_value() == "straight here"


async def test_a_phone_has_the_conversations_in_a_drawer(browser: Browser, workspace: Served) -> None:
    async with opened(browser, workspace.url, "mei", size=PHONE) as page:
        await expect(page.get_by_role("button", name="You are")).to_be_hidden()
        await page.get_by_role("button", name="Conversations").click()
        await expect(page.get_by_role("button", name="You are")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("button", name="You are")).to_be_hidden()
        await expect(page.get_by_role("button", name="Conversations")).to_be_focused()


async def test_a_card_that_changes_keeps_the_focus_where_it_was(browser: Browser, workspace: Served) -> None:
    slack = workspace.slack
    async with opened(browser, workspace.url, "mei") as page:
        posted = await slack.create("change:1", ToChannel(slack.home), _votes("nobody"))
        await page.get_by_role("button", name="Tick: topic 1").focus()
        await slack.update(posted, _votes("3 people"), "")
        await expect(page.get_by_text("3 people voted")).to_be_visible()
        await expect(page.get_by_role("button", name="Tick: topic 1")).to_be_focused()


def _votes(who: str) -> Card:
    tick = Button("Tick", "poll.tick", Subject(1, "poll", 1), object_name="topic 1")
    return Card("What shall we talk about?", (Text(rich(f"{who} voted")), Buttons((tick,))))


async def test_a_page_whose_server_went_away_comes_back_by_itself(browser: Browser, tmp_path: Path) -> None:
    shelf, port = tmp_path / "workspace.db", 0
    async with served(shelf) as first:
        port = int(first.url.rsplit(":", 1)[1])
        await furnished(first)
        context = await browser.new_context(viewport=DESK)
        page = await context.new_page()
        await page.goto(f"{first.url}/?as=mei")
        await expect(page.locator(".message").first).to_be_visible()
    await expect(page.get_by_text("Connection lost.")).to_be_visible()
    await page.get_by_label("Message #policy-cop").fill("typed while it was away")
    await page.keyboard.press("Enter")
    async with served(shelf, port=port):
        await expect(page.locator(".said")).to_have_text("typed while it was away")
        await expect(page.get_by_text("Connection lost.")).to_be_hidden()
        await context.close()
