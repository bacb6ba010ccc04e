"""What the door promises whoever waits, and whoever doesn't."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.calls import FormCall, Removed
from bot.chat.refs import AccountRef, MessageRef
from bot.chat.replies import FormErrors, Nothing, OpenForm
from storage.engine import open_store
from tests.stage import EAST, LEASE, Stage, button, card, staged, told

STEWARD = AccountRef("east", "t", "steward")
MEMBER = AccountRef("east", "t", "member")


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """An open community in one channel, with one question whose card stands at message `m1`."""
    async with open_store(f"sqlite:///{tmp_path / 'cop.db'}") as store, staged(store) as made:
        where = made.channel("east", "home")
        await made.arrive(where, STEWARD)
        opened = await made.say(STEWARD, where, "setup change")
        assert isinstance(opened, OpenForm)
        await made.send(STEWARD, where, opened.form.action, {"name": "Ours"}, str(opened.form.subject))
        await made.say(STEWARD, where, "setup open now")
        post = button(card(await made.say(STEWARD, where, "ask How early do you start?")), "Post it")
        await made.press(STEWARD, where, post.action, str(post.subject))
        for posting in await store.ledger.claim(made.clock.now(), LEASE, 10):
            message = MessageRef(where.channel, f"m{posting.subject.id}" if posting.subject.kind == "question" else "x")
            await store.ledger.shown(posting, posting.wanted, message, made.clock.now())
        yield made


async def test_words_in_a_form_are_not_lost_when_what_they_were_for_is_gone(stage: Stage) -> None:
    where = stage.channel("east", "home")
    answer = await stage.send(MEMBER, where, "question.reply", {"text": "Eight lines of thought"}, "1/question:99")
    assert isinstance(answer, FormErrors)
    assert "can't find" in answer.errors["text"]


async def test_the_same_key_does_a_thing_once(stage: Stage) -> None:
    where = stage.channel("east", "home")
    call = FormCall("nonce", MEMBER, where, "question.reply", {"text": "Once"}, "1/question:1")
    assert "Thank you" in told(await stage.door(call))
    assert await stage.door(call) == Nothing()
    assert told(await stage.say(MEMBER, where, "question 1")).count("Once") == 1


async def test_a_reply_deleted_before_it_reached_us_is_not_kept(stage: Stage) -> None:
    where = stage.channel("east", "home")
    await stage.door(Removed("gone", where, MessageRef(where.channel, "typed", "m1"), MEMBER))
    await stage.thread(MEMBER, where, "m1", "typed", "Said in haste")
    assert "haste" not in told(await stage.say(MEMBER, where, "question 1"))


async def test_a_reply_in_the_thread_is_kept_once(stage: Stage) -> None:
    where = stage.channel("east", "home")
    await stage.thread(MEMBER, where, "m1", "typed", "Six weeks before")
    assert "Six weeks before" in told(await stage.say(MEMBER, where, "question 1"))
    assert where.can == EAST
