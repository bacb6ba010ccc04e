"""A community whose doors are open, with people who reply, and a hand that keeps a reply."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.audience import Caller, View
from bot.catalogue import Work
from bot.chat.forms import Values
from bot.chat.refs import AccountRef
from bot.chat.replies import Reply
from bot.chat.words import Words
from bot.library.actions.keeping import keep_reply
from tests.stage import EAST
from tests.unit.community.founding import HEALTH, LABOUR, Founded, founding


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Founded]:
    """With its steward, and one home channel."""
    async with founding(tmp_path) as made:
        await made.opens()
        yield made


async def helped(opened: Founded, *, nameless: bool = False) -> None:
    """Health asks, Labour replies, and that helped."""
    if nameless:
        values: Values = {"text": "How early do you start?", "nameless": ("yes",)}
        preview = await opened.stage.send(HEALTH, opened.home, "question.ask", values)
        await opened.presses(HEALTH, preview, "Post it", opened.home)
    else:
        await opened.asks(HEALTH, "How early do you start?")
    await opened.says(LABOUR, "me unit Labour", opened.home)
    await opened.says(LABOUR, "reply 1 Six weeks before", opened.home)
    await opened.is_called(LABOUR, "Lena")
    await opened.says(HEALTH, "helped 1", opened.home)


async def keeps(opened: Founded, who: AccountRef, reply: int = 1) -> Reply:
    """Somebody keeps that reply."""
    stage, member, account = opened.stage, await opened.member(who), await opened.account(who)
    assert member is not None
    view = View(Words(), EAST, stage.deployment)
    caller = Caller(1, member.id, account.id, member.name, member.unit, member.steward, None, view)

    def keep(work: Work) -> Reply:
        kept = work.questions.reply(1, reply)
        answer = keep_reply(kept, work.questions.get(1, kept.question), caller, work, stage.clock.now())
        stage.catalogue.react(work, stage.clock.now())
        return answer

    return await stage.store.write(keep)
