"""Ten years of meetings in five zones, weekly and monthly, through the real tick: each is announced once."""

from collections import Counter
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from bot.catalogue import Work
from bot.chat.refs import ChannelRef
from bot.meetings.actions import planning
from bot.meetings.model.series import Rule
from storage.engine import open_store
from tests.stage import staged

ZONES = ("America/Vancouver", "America/St_Johns", "Europe/London", "Australia/Sydney", "UTC")
BEGINS = datetime(2027, 1, 4, 12, tzinfo=UTC)
ENDS = datetime(2037, 1, 5, 12, tzinfo=UTC)
LAST_DAY = date(2036, 12, 20)
WEEKLY, MONTHLY = Rule(1, 2), Rule(1, 3, 1)
"""Every Wednesday; the first Thursday of each month."""


def planted(work: Work) -> None:
    """One open community a zone, with both series and without anybody."""
    for zone in ZONES:
        community = work.communities.new(zone, zone, BEGINS).opened(BEGINS)
        work.communities.save(community)
        work.communities.add_channel(community.id, ChannelRef("east", "t", zone), zone, home=True, address="")
        for rule, at in ((WEEKLY, time(10)), (MONTHLY, time(14))):
            series = work.meetings.new_series(
                community.id, rule, rule.first(BEGINS.date()), at, 60, zone, "Room", "", "skip", polls=False, now=BEGINS
            )
            planning.plan_step(series.subject, work, BEGINS)


@pytest.mark.timeout(600)
async def test_in_ten_years_every_meeting_is_announced_once_and_held_at_its_local_time(tmp_path: Path) -> None:
    async with open_store(f"sqlite:///{tmp_path / 'cop.db'}") as store, staged(store) as stage:
        stage.clock.at = BEGINS
        await store.write(planted)
        await stage.reaches(ENDS)
        for community in range(1, len(ZONES) + 1):
            meetings = await store.read(lambda work, of=community: work.meetings.for_calendar(of, BEGINS))  # type: ignore[misc]  # a default binds the loop's value
            over = [one for one in meetings if one.day <= LAST_DAY]
            assert len(over) > 580
            assert {one.state for one in over} == {"held"}
            assert all(one.derived() == one for one in over)
            announced: Counter[int] = Counter()
            for one in over:
                happened = await store.read(lambda work, of=one.subject: work.history.of(of))  # type: ignore[misc]  # a default binds the loop's value
                announced[one.id] = sum(each.verb == "announced" for each in happened)
            assert set(announced.values()) == {1}
