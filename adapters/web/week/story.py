"""The whole story, in order, and how it is played on a served workspace."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from adapters.web.clock import START
from adapters.web.week.after import AFTER
from adapters.web.week.friday import FRIDAY
from adapters.web.week.monday import MONDAY
from adapters.web.week.pages import Pages
from adapters.web.week.steps import Step, looked
from adapters.web.week.thursday import THURSDAY
from adapters.web.week.tuesday import TUESDAY
from adapters.web.week.wednesday import WEDNESDAY

FIRST_WEEK = (*MONDAY, *TUESDAY, *WEDNESDAY, *THURSDAY, *FRIDAY)
STORY = (*FIRST_WEEK, *AFTER)
BEGINS = START.replace(hour=0, minute=0)
ENDS = BEGINS + timedelta(days=7)
"""Of the first week."""

A_MOMENT = 1.0
"""Seconds of the workspace's clock: what follows at once from what people did is done."""

Reach = Callable[[datetime], Awaitable[None]]


async def played(pages: Pages, cut: Reach, steps: Sequence[Step] = STORY) -> AsyncIterator[Step]:
    """One step after the other, each when all that it tells of is seen. Raises `Unlike` for what isn't.

    `cut` lets the clock go on to an instant, the power go off in what falls due then, and the workspace be served again.
    """
    for step in steps:
        await (cut if step.cut else pages.reaches)(step.at)
        await step.act(pages)
        await pages.passes(A_MOMENT)
        await looked(pages, step.sights)
        yield step
