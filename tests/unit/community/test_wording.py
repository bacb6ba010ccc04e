"""Everything people read here goes through the words, and has the shape of the house."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.audience import View
from bot.catalogue import Work
from bot.chat.calls import Arrived
from bot.chat.cards import Button, Buttons, Card, Quiet, buttons_of
from bot.chat.plain import plain
from bot.chat.refs import AccountRef, Subject
from bot.chat.replies import OpenForm, Private, Reply
from bot.chat.words import PseudoWords
from bot.ports import Person
from storage.engine import Store, open_store
from tests.stage import EAST, Stage, staged
from tests.unit.community.founding import FORESTS, HEALTH, STEWARD

THEIRS = {"Policy CoP", "monthly", "Amara", "Leilani", "Health", "a@example.org", "General", "Marmalade"}
"""What people said of themselves, and what platforms said of them."""
OURS = {"East", "West", "/cop", "@CoP", "CoP", "/cop ask", "/cop find", "/cop share", "/cop me"}
"""Names, and what is typed in every language."""
LINES = (
    "setup",
    "setup sample",
    "setup connect",
    "setup steward",
    "settings",
    "settings change",
    "settings log",
    "settings leave",
    "link",
    "link AAAA-2222",
    "join",
    "join AAAA-2222",
    "me",
    "me unit",
    "me accounts",
    "me kept",
    "me forget",
)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A new SQLite file."""
    async with open_store(f"sqlite:///{tmp_path / 'cop.db'}") as opened:
        yield opened


@pytest.fixture
async def stage(store: Store) -> AsyncIterator[Stage]:
    """A community whose words are all in brackets: an open one, with a steward, a member and something flagged."""
    async with staged(store, PseudoWords()) as made:
        home = made.channel("east", "policy")
        await made.door(Arrived("a", home, STEWARD))
        values = {"name": "Policy CoP", "meets": "monthly", "second": "Amara"}
        await made.send(STEWARD, home, "community.setup", values, "1/community:1")
        await made.say(STEWARD, home, "setup open")
        for who, name, unit in ((STEWARD, "Amara", "Health"), (HEALTH, "Leilani", "Health")):
            await made.say(who, home, f"me unit {unit}")
            await called(store, who, name)
        await made.say(HEALTH, home, "share https://example.org/marmalade Marmalade")
        await made.say(HEALTH, home, "flag resource 1")
        yield made


async def called(store: Store, who: AccountRef, name: str) -> None:
    """The platform tells somebody's name and address."""
    known = await store.read(lambda work: work.members.known_account(who))
    assert known is not None
    await store.write(lambda work: work.members.told(known.id, Person(name, "a@example.org")))


async def replies(stage: Stage) -> list[Reply]:
    """What the steward, a member and a stranger are answered."""
    home, elsewhere = stage.channel("east", "policy"), stage.channel("west", "elsewhere")
    answers = [await stage.say(who, home, line) for who in (STEWARD, HEALTH) for line in LINES]
    answers += [await stage.say(FORESTS, elsewhere, line) for line in ("hello", "join", "join AAAA-2222", "setup")]
    answers.append(await stage.say(FORESTS, elsewhere, "join AAAA-2222", private=False))
    answers.append(await stage.press(HEALTH, home, "account.same", "1/member:1"))
    answers.append(await stage.press(STEWARD, home, "account.same", "1/member:2"))
    return answers


async def drawn(stage: Stage) -> list[Card]:
    """What stands in channels and in stewards' direct messages."""
    view, subjects = View(stage.words, EAST, stage.deployment), stage.catalogue.subjects

    def draw(work: Work) -> list[Card | None]:
        return [
            subjects[f"community/{part}"].draw(Subject(1, "community", 1, part), work, view)
            for part in ("setup", "hello")
        ]

    return [shown for shown in await stage.store.read(draw) if shown]


def unworded(text: str) -> set[str]:
    """The words outside every bracket that are neither people's nor names."""
    text = re.sub(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", " ", text)
    while (shorter := re.sub("⟦[^⟦⟧]*⟧", " ", text)) != text:
        text = shorter
    for name in sorted(THEIRS | OURS, key=len, reverse=True):
        text = text.replace(name, " ")
    return set(re.findall(r"[^\W\d_]{2,}", text))


async def test_every_word_of_ours_can_be_translated(stage: Stage) -> None:
    cards = [reply.card for reply in await replies(stage) if isinstance(reply, Private)] + await drawn(stage)
    assert len(cards) > 25
    for shown in cards:
        assert not unworded(plain(shown)), plain(shown)
        labels = [found.object_name for found in buttons_of(shown) if isinstance(found, Button)]
        assert not unworded(" ".join(labels)), labels


async def test_every_form_can_be_translated(stage: Stage) -> None:
    forms = [reply.form for reply in await replies(stage) if isinstance(reply, OpenForm)]
    assert {form.action for form in forms} == {"code.enter", "member.edit", "settings.change"}
    for form in forms:
        labels = [form.title, form.submit, *(f"{field.label} {field.hint}" for field in form.fields)]
        assert not unworded(" ".join(labels)), labels


async def test_every_card_says_first_what_it_is_and_last_how_to_type_it(stage: Stage) -> None:
    cards = [reply.card for reply in await replies(stage) if isinstance(reply, Private)] + await drawn(stage)
    for shown in cards:
        assert shown.notice
        rows = [block for block in shown.blocks if isinstance(block, Buttons)]
        assert all(len(row.buttons) <= 4 for row in rows), plain(shown)
        if rows and "Nobody" not in shown.notice:
            assert isinstance(shown.blocks[-1], Quiet), plain(shown)


async def test_every_button_and_form_leads_somewhere(stage: Stage) -> None:
    known = set(stage.catalogue.buttons) | {"help.show", "help.more"}
    answers = await replies(stage)
    cards = [reply.card for reply in answers if isinstance(reply, Private)] + await drawn(stage)
    pressed = {found.action for shown in cards for found in buttons_of(shown) if isinstance(found, Button)}
    forms = [reply.form for reply in answers if isinstance(reply, OpenForm)]
    assert pressed <= known, pressed - known
    assert {form.opener for form in forms} <= known
    assert {form.action for form in forms} <= set(stage.catalogue.forms)
