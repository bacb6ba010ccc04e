"""A community whose doors are open, with people who reply."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.forms import Values
from bot.chat.refs import AccountRef
from bot.chat.replies import Reply
from tests.unit.community.founding import HEALTH, LABOUR, Founded, founding


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Founded]:
    """With its steward, and one home channel."""
    async with founding(tmp_path) as made:
        await made.opens()
        yield made


async def helped(opened: Founded, *, nameless: bool = False) -> None:
    """Health asks, Labour, to whom the bot may write, replies, and that helped."""
    if nameless:
        values: Values = {"text": "How early do you start?", "nameless": ("yes",)}
        preview = await opened.stage.send(HEALTH, opened.home, "question.ask", values)
        await opened.presses(HEALTH, preview, "Post it", opened.home)
    else:
        await opened.asks(HEALTH, "How early do you start?")
    for line in ("me unit Labour", "me ask yes"):
        await opened.says(LABOUR, line, opened.home)
    await opened.says(LABOUR, "reply 1 Six weeks before", opened.home)
    await opened.is_called(LABOUR, "Lena")
    await opened.says(HEALTH, "helped 1", opened.home)


async def keeps(opened: Founded, who: AccountRef, reply: int = 1) -> Reply:
    """Somebody keeps that reply."""
    return await opened.says(who, f"keep {reply}")
