"""What people say is not taken for a command, and what they type stays where they typed it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.calls import CommandCall
from bot.chat.refs import MessageRef, Subject
from bot.chat.replies import OpenForm
from tests.stage import LEASE, button, card, told
from tests.unit.community.founding import HEALTH, LABOUR, STEWARD, Founded, founding


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Founded]:
    """A community whose doors are open."""
    async with founding(tmp_path) as made:
        await made.opens()
        yield made


@pytest.mark.parametrize(
    "sentence",
    [
        "Me and my team wonder how others do it",
        "Reply to all is a nuisance, how do you handle it?",
        "Library of templates for consultation plans anywhere?",
        "Close cooperation with municipalities: who does it?",
        "Share the draft early or late, what works?",
        "Hi everyone, has anybody done this?",
        "Question for those who drafted a regulation",
    ],
)
async def test_any_sentence_in_a_direct_message_is_looked_up(opened: Founded, sentence: str) -> None:
    assert "I found nothing" in told(await opened.says(HEALTH if await opened.member(HEALTH) else STEWARD, sentence))


@pytest.mark.parametrize(
    ("line", "answer"),
    [("me", "as others see you"), ("me unit Children and Family", "Children and Family"), ("help", "your own words")],
)
async def test_a_command_in_a_direct_message_is_one(opened: Founded, line: str, answer: str) -> None:
    assert answer in told(await opened.says(STEWARD, line))


async def test_a_reply_that_begins_like_a_command_is_kept_as_a_reply(opened: Founded) -> None:
    await opened.asks(STEWARD, "How early do you start?")
    for posting in await opened.stage.store.ledger.claim(opened.stage.clock.now(), LEASE, 10):
        if posting.subject == Subject(1, "question", 1):
            message = MessageRef(opened.home.channel, "m1")
            await opened.stage.store.ledger.shown(posting, posting.wanted, message, opened.stage.clock.now())
    where = opened.stage.channel("east", "policy")
    typed = MessageRef(where.channel, "m2", "m1")
    call = CommandCall("k", LABOUR, replace(where, thread="m1"), "Share the draft early, it pays.", False, typed)
    await opened.stage.door(call)
    assert "it pays" in told(await opened.says(STEWARD, "question 1"))


async def test_a_form_that_moved_to_a_direct_message_keeps_its_community(opened: Founded) -> None:
    form = await opened.says(STEWARD, "ask", opened.home)
    assert isinstance(form, OpenForm)
    assert form.form.subject == Subject(1, "community", 1)
    shown = card(await opened.says(STEWARD, "aks How early?", opened.home))
    assert button(shown, "Run “ask”").subject == Subject(1, "community", 1)


async def test_tags_alone_are_no_question(opened: Founded) -> None:
    assert "nothing to post" in told(await opened.says(STEWARD, "ask #consultation", opened.home))


@pytest.mark.parametrize(
    ("line", "label", "answer"),
    [("help", "What's kept about me", "what is kept about you"), ("help", "More words", "More that you can type")],
)
async def test_what_help_offers_can_be_pressed(opened: Founded, line: str, label: str, answer: str) -> None:
    assert answer in told(await opened.presses(STEWARD, await opened.says(STEWARD, line), label))
