"""A community whose doors are open, with two channels, and hands that make news."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.forms import Values
from bot.chat.refs import Subject
from tests.unit.community.founding import HEALTH, LABOUR, STEWARD, Founded, founding

TUESDAY = datetime(2027, 3, 9, 14, 30, tzinfo=UTC)
"""09:30 in Toronto, a week after the doors opened on a Tuesday noon."""
NEXT = datetime(2027, 3, 16, 13, 30, tzinfo=UTC)
"""The Tuesday after; clocks have gone forward."""
FIRST = Subject(1, "digest", 1)


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Founded]:
    """It is Tuesday 2 March 2027, five past noon in Toronto."""
    async with founding(tmp_path) as made:
        await made.opens()
        made.stage.clock.forward(timedelta(minutes=5))
        yield made


async def asks_without_a_name(opened: Founded, text: str) -> None:
    """Health asks, and shows no name."""
    values: Values = {"text": text, "nameless": ("yes",)}
    preview = await opened.stage.send(HEALTH, opened.home, "question.ask", values)
    await opened.presses(HEALTH, preview, "Post it", opened.home)


async def news(opened: Founded) -> None:
    """Question 1 stays open, question 2 is helped by Labour, and resource 1 is shared."""
    await opened.asks(HEALTH, "How early do you start?")
    await opened.asks(HEALTH, "Who drafts the plan?")
    await opened.says(LABOUR, "me unit Labour", opened.home)
    await opened.says(LABOUR, "reply 2 Two of us", opened.home)
    await opened.says(HEALTH, "helped 1", opened.home)
    await opened.says(STEWARD, "share https://example.org/plan Consultation plan", opened.home)


async def told_in(opened: Founded, digest: Subject = FIRST) -> str:
    """What that digest shows; empty when it stands nowhere."""
    return await opened.stage.sees(digest) if await opened.places(digest) else ""
