"""Every command, button, form and card that is declared, on every platform: generated from the catalogue, met on one walk."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from adapters.wiring import whole_catalogue
from bot.chat.forms import Form
from bot.chat.words import Words
from bot.postings import HOME
from storage.engine import open_store
from tests.everything.chapters import everything
from tests.everything.lines import Line
from tests.everything.slack_line import slack_line
from tests.everything.teams_line import teams_line
from tests.everything.undoing import Entrance
from tests.everything.walker import Everywhere, Item, Met
from tests.everything.web_line import web_line
from tests.servers.teams.official import have_official, official
from tests.stage import HandClock, Stage

pytestmark = [pytest.mark.xdist_group("everything"), pytest.mark.timeout(900)]
"""One walk serves them all, and takes its time."""

PLATFORMS = ("slack", "teams", "web")
CATALOGUE = whole_catalogue()
COMMANDS, BUTTONS, FORMS, SUBJECTS = CATALOGUE.commands, CATALOGUE.buttons, CATALOGUE.forms, CATALOGUE.subjects
MENU = CATALOGUE.on_message
TYPED = {name: one.typed for name, one in BUTTONS.items()} | {name: one.typed for name, one in MENU.items()}
DECLARED: tuple[Item, ...] = (
    *(("command", name) for name in COMMANDS),
    *(("button", name) for name in BUTTONS),
    *(("form", name) for name in FORMS),
    *(("subject", name) for name in SUBJECTS),
    *(("menu", name) for name in MENU),
    *(("brought", name) for name in MENU),
)
"""A menu is what is chosen on a message, and brought is the form that this opens, sent."""
BUILT_IN = {"help.show", "help.more", "typed.run", "typed.run_overheard", "community.choose"}
"""Buttons that the dispatch answers by itself; each stands for something typed."""
CANNOT_BE_WRONG = {
    "poll.ticks": "no tick is an answer, too",
    "member.edit": "everything may be left empty, and any words will do",
    "notes.edit": "both boxes may be emptied while something is to be done",
}
"""Forms in which nothing that can be filled in is refused, and why."""
LONGEST_NOTICE = 250


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Everywhere:
    """Everything that was met on one walk, on every platform."""
    return asyncio.run(_walked(tmp_path_factory.mktemp("everything")))


async def _walked(folder: Path) -> Everywhere:
    async with _everywhere(folder) as made:
        await everything(made)
        made.looks_at_the_worst()
        return made


@asynccontextmanager
async def _everywhere(folder: Path) -> AsyncIterator[Everywhere]:
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(f"sqlite:///{folder / 'cop.db'}"))
        stage = Stage(store, HandClock(), Words())
        entrance = Entrance(stage)
        renderer = stack.enter_context(official()) if have_official() else None
        lines: list[Line] = [
            await stack.enter_async_context(slack_line(entrance)),
            await stack.enter_async_context(teams_line(entrance, renderer)),
            await stack.enter_async_context(web_line(entrance)),
        ]
        yield Everywhere(stage, lines, entrance)


def _named(item: Item) -> str:
    return " ".join(item)


def _every(*kinds: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("item", [item for item in DECLARED if item[0] in kinds], ids=_named)


on_each = pytest.mark.parametrize("platform", PLATFORMS)


def _forms(walk: Everywhere, item: Item) -> list[Form]:
    """A form as it was drawn whenever it was met, or those that a menu opens."""
    if item[0] == "form":
        return walk.forms[item[1]]
    return [form for forms in walk.forms.values() for form in forms if form.opener == item[1]]


def met(walk: Everywhere, platform: str, item: Item) -> Met:
    """What became of it there; a thing that was never met is a fault."""
    found = walk.on(platform, item)
    assert found.accepted, f"{_named(item)} is declared, and the walk never met it on {platform}"
    return found


@on_each
@_every("command", "button", "form", "subject", "menu", "brought")
def test_it_is_met_drawn_within_the_limits_and_told_in_a_notice(walk: Everywhere, platform: str, item: Item) -> None:
    assert not met(walk, platform, item).faults


@on_each
@_every("command", "form", "subject", "menu", "brought")
def test_people_see_something_of_it(walk: Everywhere, platform: str, item: Item) -> None:
    assert met(walk, platform, item).drawn


@on_each
@_every("button", "form", "menu", "brought")
def test_a_second_sending_of_the_very_same_changes_nothing(walk: Everywhere, platform: str, item: Item) -> None:
    found = met(walk, platform, item)
    assert found.repeated
    assert not found.second


@on_each
@_every("form", "brought")
def test_what_is_wrong_stands_at_its_field_and_the_form_stays_open(walk: Everywhere, platform: str, item: Item) -> None:
    found, fields = met(walk, platform, item), {field.name for form in _forms(walk, item) for field in form.fields}
    if item[1] in CANNOT_BE_WRONG:
        assert not found.wrong
        return
    assert found.wrong
    for wrong in found.wrong:
        assert set(wrong) <= fields
        assert all(sentence.strip() for sentence in wrong.values())
    assert not found.misplaced


@on_each
@_every("command", "button", "form", "subject", "menu", "brought")
def test_with_the_worst_words_in_it_the_limits_hold(walk: Everywhere, platform: str, item: Item) -> None:
    assert not walk.on(platform, item).worst


@_every("button", "menu")
def test_a_button_has_a_typed_way_that_does_the_same(walk: Everywhere, item: Item) -> None:
    name = item[1]
    assert TYPED[name], f"{name} says nothing of what somebody types instead"
    word = TYPED[name].split()[0]
    assert word in COMMANDS
    tried = walk.typed.get(name)
    assert tried, f"{name} was pressed, and its typed way never tried"
    assert any(one.same for one in tried), tried


@_every("form")
def test_a_form_has_a_typed_way(walk: Everywhere, item: Item) -> None:
    openers = {form.opener for form in walk.forms[item[1]]}
    assert openers
    for opener in openers:
        assert TYPED[opener]


@pytest.mark.parametrize("name", CATALOGUE.anywhere)
def test_what_stands_in_slacks_own_menu_opens_its_form_wherever_they_are(walk: Everywhere, name: str) -> None:
    found = met(walk, "slack", ("anywhere", name))
    assert [drawn.kind for drawn in found.drawn] == ["form"]
    assert not found.faults
    assert found.repeated
    assert not found.second


def test_a_home_in_slack_is_published_there(walk: Everywhere) -> None:
    published = [drawn.json for drawn in walk.on("slack", ("subject", HOME)).drawn]
    assert published
    assert {view["type"] for view in published} == {"home"}


BARE = re.compile(
    r"(?:(?:look at|drop|post|show|take|bring|close|open|cancel|retire|suggest|put|leave|choose|hand|keep|make) "
    r"(?:it|them|this|that|me)(?: .{1,14})?|[\w’']+(?: (?:now|this time|me|back|after all|on|off|one|more|notes|coming|looking))*"
    r"|yes, .+|no, .+|i(?:[’']\w+)? .+|can’t.+|can't.+|mine .+|this .+|let .+|still good|out of date|move or change)",
    re.IGNORECASE,
)
"""Words that say what is done and not to what: "Edit", "Take it back", "Not now"."""
SAYS_IT_ITSELF = {
    "About me": "me",
    "Settings": "the name of what it opens",
    "Help": "the name of what it opens",
    "Forget me": "me",
    "Keep me": "me",
    "Yes, forget me": "me",
}
"""Short labels that are the name of their object."""


@_every("button")
def test_a_button_names_its_object(walk: Everywhere, item: Item) -> None:
    shown = walk.labels.get(item[1])
    assert shown, f"{item[1]} stands on no card"
    bare = {
        (button.label, notice)
        for notice, button in shown
        if not button.object_name and button.label not in SAYS_IT_ITSELF and BARE.fullmatch(button.label)
    }
    assert not bare


def test_no_button_on_any_card_is_undeclared(walk: Everywhere) -> None:
    assert set(walk.labels) <= {*BUTTONS, *BUILT_IN}


def test_no_form_is_undeclared(walk: Everywhere) -> None:
    assert set(walk.forms) == set(FORMS)


ELSEWHERE = {
    "turn.confirm": "tests/unit/conveners/test_steps.py",
    "vacancy.volunteers": "tests/unit/conveners/test_passing.py",
}
"""Steps that need more volunteers than the walk has people, and where they are tried."""


@pytest.mark.parametrize("step", [step for step in CATALOGUE.steps if step not in ELSEWHERE])
def test_a_step_happens(walk: Everywhere, step: str) -> None:
    assert ("step", step) in walk.happened


@pytest.mark.parametrize("name", CATALOGUE.outside)
def test_people_outside_are_answered(walk: Everywhere, name: str) -> None:
    assert ("outside", name) in walk.happened


GENERIC = {"New message.", "You have a message.", "Notification.", "CoP", "Card"}


@_every("command", "button", "form", "subject")
def test_a_notice_is_one_sentence_that_says_what_it_is_about(walk: Everywhere, item: Item) -> None:
    for card in walk.cards.get(item, ()):
        notice = card.notice
        assert notice.strip() == notice and "\n" not in notice and "  " not in notice
        assert len(notice.split()) > 1
        assert notice not in GENERIC
        assert len(notice) <= LONGEST_NOTICE
        assert notice[0].isupper() or not notice[0].isalpha() or notice.startswith("zq")


def test_a_nameless_question_is_told_without_its_words(walk: Everywhere) -> None:
    """To its asker's own phone: the words stand in the channel, that they are theirs does not."""
    for part in ("news", "followup", "choice", "thanks"):
        for card in walk.cards.get(("subject", f"question/{part}"), ()):
            if "without" in card.notice or "something you asked" in card.notice:
                assert "zqsecond" not in card.notice


def test_the_rule_about_labels_finds_what_it_is_to_find() -> None:
    assert BARE.fullmatch("Edit") and BARE.fullmatch("Take it back") and BARE.fullmatch("Not now")
    assert not BARE.fullmatch("Suggest a topic") and not BARE.fullmatch("Open the doors")
