"""Whoever installed the app may set up, and everything they read is in the language's words."""

from dataclasses import replace

import pytest

from bot.audience import View
from bot.chat.capabilities import Deployment
from bot.chat.plain import plain
from bot.chat.words import PseudoWords
from bot.community.cards import installing as cards
from bot.ports import Installed
from tests.stage import EAST, START, told
from tests.unit.community.founding import HEALTH, LABOUR, STEWARD, Founded

DEPLOYMENT = Deployment("CoP", "/cop", {}, url="https://cop.example")
WORDS = PseudoWords()


async def installed(founded: Founded) -> None:
    kept = Installed("east", "t", "t", "bot", HEALTH.person, "sealed", START)
    await founded.stage.store.write(lambda work: work.installations.keep(kept))


async def test_whoever_installed_the_app_sets_up_without_a_code_and_is_steward(founded: Founded) -> None:
    await installed(founded)
    assert "community.setup" in told(await founded.says(HEALTH, "setup", founded.home))
    member = await founded.member(HEALTH)
    assert member
    assert member.steward


@pytest.mark.parametrize("typed", ["setup", "Setup!"])
async def test_typed_directly_they_are_told_where_to_type_it(founded: Founded, typed: str) -> None:
    await installed(founded)
    assert "invite me to the channel" in told(await founded.says(HEALTH, typed))


@pytest.mark.parametrize("typed", ["setup", "join"])
async def test_anybody_else_needs_a_code(founded: Founded, typed: str) -> None:
    await installed(founded)
    for who in (LABOUR, replace(HEALTH, tenant="other"), replace(HEALTH, platform="west")):
        assert "code.enter" in told(await founded.says(who, typed, founded.home))


async def test_a_channel_that_has_a_steward_is_not_taken_over(founded: Founded) -> None:
    await installed(founded)
    await founded.arrives()
    assert "community.setup" not in told(await founded.says(HEALTH, "setup", founded.home))
    member, steward = await founded.member(HEALTH), await founded.member(STEWARD)
    assert steward
    assert steward.steward
    assert not (member and member.steward)


def test_every_page_is_worded() -> None:
    pages = [
        cards.ask_page(DEPLOYMENT, WORDS),
        cards.installed_page("Policy", DEPLOYMENT, WORDS),
        cards.installed_page("", DEPLOYMENT, WORDS),
        cards.denied_page(WORDS),
        cards.strange_page(WORDS),
        cards.late_page(WORDS),
        cards.used_page(WORDS),
        cards.silent_page(WORDS),
        cards.refused_page("invalid_code", WORDS),
        cards.refused_page("", WORDS),
        cards.rotating_page(WORDS),
    ]
    for text in (text for page in pages for text in (page.title, *page.sentences, page.press) if text):
        assert text.startswith("⟦"), text
        assert text.endswith("⟧"), text
    card = plain(cards.installed_card(View(WORDS, EAST, DEPLOYMENT)))
    assert all(line.startswith("⟦") for line in card.splitlines() if line)
    assert "https://cop.example/slack/install" in cards.not_installed_sentence(DEPLOYMENT, WORDS)
