"""The demo community is furnished once, however often its first start was cut short."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest

from adapters.settings import Settings
from adapters.web.clock import START, WorkspaceClock
from adapters.web.demo import LIBRARY, MEMBERS, QUESTIONS, TOPICS, VOLUNTEERS
from adapters.web.furnish import furnish as stage
from adapters.web.platform import DrawnPlatform
from adapters.wiring import Product, furnish, running
from bot.chat.calls import Call
from bot.chat.replies import Reply
from storage.unit_of_work import Work


@pytest.fixture
async def product(tmp_path: Path) -> AsyncIterator[Product]:
    """A workspace on a new database."""
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'cop.db'}", port=0, workspace=True)
    async with running(settings) as product:
        yield product


class PowerCut(Exception):
    """The machine went off."""


async def furnished_until(calls: int, product: Product) -> None:
    """Furnish, and be cut short after so many calls."""
    left = calls

    async def door(call: Call) -> Reply:
        nonlocal left
        left -= 1
        if left < 0:
            raise PowerCut
        return await product.door(call)

    slack, teams = (cast("DrawnPlatform", platform) for platform in product.platforms.values())
    clock = cast("WorkspaceClock", product.clock)
    with pytest.raises(PowerCut):
        await stage(door, slack, teams, clock, product.next_due, product.settle)


async def told(product: Product) -> dict[str, object]:
    """What there is of everything, and who convenes."""

    def read(work: Work) -> dict[str, object]:
        (community,) = work.communities.all()
        (series,) = work.meetings.all_series(community.id)
        held = work.meetings.latest_held(community.id, 9)
        ahead = work.meetings.upcoming(community.id, START, 9)
        return {
            "rhythm": str(series.rule),
            "held": [f"{one.day} {one.topic}" for one in held],
            "noted": [len(work.meetings.notes_of(community.id, one.id)) for one in held],
            "to do": [one.text for one in work.meetings.open_actions(community.id)],
            "ahead": [f"{one.day} {one.at:%H:%M} {one.venue}" for one in ahead][:2],
            "convened": [work.members.get(community.id, one.convener).name for one in ahead if one.convener],
            "have done something": work.members.experienced(community.id),
            "topics": [one.text for one in work.topics.running(community.id)],
            "volunteers": [one.attended for one in work.conveners.volunteers(community.id)],
            "library": len(work.library.latest(community.id, (), 99)),
            "replies": [len(work.questions.replies(community.id, number)) for number in (1, 2, 3)],
        }

    return await product.store.read(read)


async def test_what_a_start_left_half_done_is_finished_and_nothing_is_there_twice(product: Product) -> None:
    for calls in (15, 32, 70, 74, 80, 88, 96):
        await furnished_until(calls, product)
    await furnish(product)
    whole = await told(product)
    assert whole == {
        "rhythm": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
        "held": ["2027-02-25 Who we are, and what each of us could teach"],
        "noted": [1],
        "to do": ["Put the councils' calendar in the library"],
        "ahead": ["2027-03-11 10:00 Room 4", "2027-03-25 10:00 Room 4"],
        "convened": ["João Ferreira"],
        "have done something": sum(bool(member.did) for member in MEMBERS),
        "topics": [topic.title for topic in TOPICS],
        "volunteers": [True] * len(VOLUNTEERS),
        "library": len(LIBRARY),
        "replies": [len(asked.replies) for asked in QUESTIONS],
    }


async def test_the_first_thing_due_is_the_poll_on_monday_at_ten(product: Product) -> None:
    await furnish(product)
    due = await product.next_due()
    assert due is not None
    assert due == START.replace(hour=10, minute=0)
