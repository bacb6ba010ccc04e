"""What is found too late: it is recorded as dropped, and the meeting goes on."""

from datetime import time, timedelta

from bot.catalogue import Work
from bot.meetings.actions import announcing
from tests.unit.community.founding import HEALTH, STEWARD
from tests.unit.meetings.meeting import ANNOUNCES, BEGINS, ENDS, Round


async def test_a_reminder_that_a_press_found_overdue_is_recorded_as_dropped_too(round_: Round) -> None:
    await round_.stage.reaches(ANNOUNCES)
    await round_.says(HEALTH, "rsvp yes")
    round_.stage.clock.at = BEGINS + timedelta(minutes=5)
    await round_.presses_on(STEWARD, "meeting.table", round_.subject())
    await round_.stage.reaches(ENDS)
    happened = await round_.stage.store.read(lambda work: work.history.of(round_.subject()))
    assert [one.details.get("step") for one in happened if one.verb == "dropped"] == ["meeting.remind"]
    assert await round_.wanted(part="reminder") == []


async def test_an_announcement_that_peace_would_delay_past_the_start_is_made_at_once(round_: Round) -> None:
    def early(work: Work) -> None:
        meeting = work.meetings.get(round_.id, 1)
        announcing.kept(meeting.moved(meeting.day, time(8), 60), work, round_.stage.clock.now())

    await round_.stage.store.write(early)
    round_.stage.clock.at = BEGINS - timedelta(hours=5)
    await round_.stage.reaches(BEGINS - timedelta(hours=4))
    assert await round_.wanted() == ["channel"]


async def test_a_look_at_the_very_instant_it_begins_leaves_it_with_a_next_step(round_: Round) -> None:
    round_.stage.clock.at = BEGINS
    await round_.stage.reaches(ENDS)
    assert (await round_.meeting()).state == "held"
    happened = await round_.stage.store.read(lambda work: work.history.of(round_.subject()))
    dropped = [one.details["step"] for one in happened if one.verb == "dropped"]
    assert dropped == ["meeting.announce", "meeting.remind"]
    assert await round_.wanted() == []
