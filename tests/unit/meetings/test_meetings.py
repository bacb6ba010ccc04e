"""A meeting from its first date to its notes, by talking to the bot."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.chat.forms import TextField
from bot.chat.refs import Subject
from bot.chat.replies import OpenForm
from bot.meetings.actions.planning import derive_again, outdated
from tests.stage import told
from tests.unit.community.founding import FORESTS, HEALTH, LABOUR, STEWARD
from tests.unit.meetings.meeting import ANNOUNCES, BEGINS, ENDS, REMINDS, Round

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


async def test_the_date_comes_first_and_the_next_three_are_shown(round_: Round) -> None:
    shown = await round_.says(HEALTH, "next")
    assert "Next: Thursday 11 March, 10:00 Eastern" in shown
    assert "The topic is still to be chosen" in shown
    assert "No convener yet" in shown
    assert "Lasts one hour · Room 4 · Join link" in shown
    assert "https://cop.example/meetings/" in shown, "the calendar comes before convener and topic"
    assert "After that: Thursday 25 March, 10:00 Eastern; Thursday 8 April, 10:00 Eastern" in shown
    listed = await round_.says(HEALTH, "meetings")
    assert "We meet every second Thursday, 10:00 Eastern" in listed
    assert "Change" not in listed


async def test_a_community_without_a_series_is_told_how_to_begin(round_: Round) -> None:
    await round_.stage.press(STEWARD, round_.founded.home, "series.stop", str(Subject(round_.id, "series", 1)))
    for number in (1, 2, 3, 4):
        await round_.says(STEWARD, f"meetings cancel {number}")
    assert "A steward plans them" in await round_.says(HEALTH, "next")
    assert "Say when you meet" in await round_.says(STEWARD, "next")


async def test_only_a_steward_plans_meetings_and_anybody_reads_of_them(round_: Round) -> None:
    assert "Only a steward can do that" in await round_.says(HEALTH, "meetings every Friday 9:00")
    assert "every Friday, 09:00 Eastern" in await round_.says(STEWARD, "meetings every Friday 9:00 for 30 min, Room 9")


@pytest.mark.parametrize(
    ("typed", "help_"),
    [
        ("meetings every thirtyth 10:00", "every second Thursday"),
        ("meetings every Thursday", "10:00"),
        ("meetings move 1 1 February 2020", "over"),
        ("meetings move 1 14 March 2027 02:30", "Clocks go forward"),
        ("meetings move 99 25 March", "can't find that"),
        ("meetings move", "number"),
    ],
)
async def test_what_cannot_be_read_gets_help_and_changes_nothing(round_: Round, typed: str, help_: str) -> None:
    before = await round_.meeting()
    answer = await round_.says(STEWARD, typed)
    assert help_ in answer, answer
    assert await round_.meeting() == before


async def test_it_is_announced_five_working_days_before_in_the_home_channels(round_: Round) -> None:
    await round_.stage.reaches(ANNOUNCES - MINUTE)
    assert await round_.wanted() == []
    await round_.stage.reaches(ANNOUNCES)
    assert await round_.wanted() == ["channel"]
    shown = await round_.sees()
    assert "Thursday 11 March, 10:00–11:00 Eastern" in shown
    assert "Round table, passing is fine" in shown
    assert "[Yes] [Maybe] [No] [Add to calendar" in shown


async def test_who_said_yes_or_maybe_is_reminded_and_nobody_else(round_: Round) -> None:
    await round_.stage.reaches(ANNOUNCES)
    assert "see you on Thursday 11 March" in await round_.presses_on(HEALTH, "meeting.yes", round_.subject())
    assert "Noted: maybe" in await round_.says(LABOUR, "rsvp maybe")
    await round_.says(STEWARD, "rsvp no 1")
    assert "1 coming · 1 maybe" in await round_.sees()
    await round_.stage.reaches(REMINDS)
    assert sorted(await round_.wanted(part="reminder:0")) == ["health", "labour"]
    assert "One press is enough" in await round_.sees(part="reminder:0")


async def test_an_answer_may_be_changed_until_the_end_and_not_after(round_: Round) -> None:
    await round_.says(HEALTH, "rsvp yes")
    await round_.says(HEALTH, "rsvp no")
    await round_.stage.reaches(REMINDS)
    assert await round_.wanted(part="reminder:0") == []
    await round_.stage.reaches(ENDS)
    assert "That meeting is over" in await round_.says(HEALTH, "rsvp yes 1")
    assert "Please say yes, maybe or no" in await round_.says(HEALTH, "rsvp perhaps so")


async def test_a_late_reminder_is_dropped_and_the_record_says_so(round_: Round) -> None:
    await round_.says(HEALTH, "rsvp yes")
    await round_.stage.reaches(ANNOUNCES)
    round_.stage.clock.at = BEGINS + MINUTE
    await round_.stage.reaches(BEGINS + MINUTE)
    assert await round_.wanted(part="reminder:0") == []
    happened = await round_.stage.store.read(lambda work: work.history.of(round_.subject()))
    assert ("dropped", "meeting.remind") in [(one.verb, one.details.get("step")) for one in happened]
    await round_.stage.reaches(ENDS)
    assert (await round_.meeting()).state == "held"


async def test_a_meeting_that_moves_is_told_where_it_stood_and_to_who_comes(round_: Round) -> None:
    await round_.stage.reaches(ANNOUNCES)
    await round_.says(HEALTH, "rsvp yes")
    assert "It stands now for Friday 12 March 2027, 14:00" in await round_.says(
        STEWARD, "meetings move 1 12 March 14:00"
    )
    moved = await round_.meeting()
    assert (moved.day.isoformat(), moved.sequence) == ("2027-03-12", 1)
    assert await round_.wanted(part="changed:1") == ["channel", "health"]
    assert "Changed: Friday 12 March, 14:00 Eastern" in await round_.sees(part="changed:1")
    assert "Friday 12 March, 14:00–15:00" in await round_.sees()


async def test_a_meeting_that_moves_before_it_was_announced_is_no_news(round_: Round) -> None:
    await round_.says(STEWARD, "meetings move 1 12 March 14:00")
    assert await round_.wanted(part="changed:1") == []


async def test_a_cancelled_meeting_says_so_and_nobody_is_reminded(round_: Round) -> None:
    await round_.stage.reaches(ANNOUNCES)
    await round_.says(HEALTH, "rsvp yes")
    assert "Cancelled: Thursday 11 March" in await round_.says(STEWARD, "meetings cancel 1")
    assert "Cancelled: Thursday 11 March" in await round_.sees()
    await round_.stage.reaches(BEGINS)
    assert await round_.wanted(part="reminder:0") == []
    assert "That meeting was cancelled" in await round_.says(HEALTH, "rsvp yes 1")
    assert "Next: Thursday 25 March" in await round_.says(HEALTH, "next")


async def test_the_convener_may_change_the_meeting_and_others_may_not(round_: Round) -> None:
    assert "Only whoever convenes that meeting" in await round_.says(HEALTH, "meetings venue 1 Room 5")
    await round_.convenes(HEALTH)
    form = await round_.stage.press(HEALTH, round_.founded.home, "meeting.change", str(round_.subject()))
    assert isinstance(form, OpenForm)
    values = {"when": "2027-03-11 10:00-11:00", "venue": "Room 5", "link": "https://meet.example/cop"}
    sent = await round_.stage.send(HEALTH, round_.founded.home, "meeting.change", values, str(round_.subject()))
    assert "It stands now for Thursday 11 March 2027, 10:00" in told(sent)
    assert ((await round_.meeting()).venue, (await round_.meeting()).sequence) == ("Room 5", 1)


async def test_the_round_table_is_drawn_among_those_who_come(round_: Round) -> None:
    await round_.convenes(HEALTH)
    await round_.stage.reaches(ANNOUNCES)
    assert "Nobody has said they come yet" in await round_.presses_on(HEALTH, "meeting.table", round_.subject())
    await round_.says(HEALTH, "rsvp yes")
    await round_.says(LABOUR, "rsvp maybe")
    shown = await round_.presses_on(HEALTH, "meeting.table", round_.subject())
    assert "Leilani (Health)" in shown
    assert "Tomasz (Labour)" in shown
    assert "Passing is fine" in await round_.sees(part="table")
    assert "Only whoever convenes" in await round_.presses_on(LABOUR, "meeting.table", round_.subject())


async def test_whoever_looks_after_a_meeting_has_what_it_takes_one_press_away(round_: Round) -> None:
    await round_.convenes(HEALTH)
    kept = await round_.presses(HEALTH, await round_.asks(HEALTH, "next"), "Look after it")
    assert "[Who is coming] [Draw the round table] [Move or change] [Cancel it]" in kept
    assert "Look after it" not in await round_.says(LABOUR, "next")


async def test_the_form_for_another_series_does_not_repeat_the_first(round_: Round) -> None:
    asked = await round_.stage.press(
        STEWARD, round_.founded.home, "series.write", str(Subject(round_.id, "community", round_.id))
    )
    assert isinstance(asked, OpenForm)
    when = asked.form.fields[0]
    assert isinstance(when, TextField)
    assert when.value == ""


async def test_notes_are_asked_for_once_and_reminded_of_once(round_: Round) -> None:
    await round_.convenes(HEALTH)
    await round_.stage.reaches(ENDS + timedelta(hours=1))
    assert await round_.wanted(part="notes") == ["health"]
    assert "Three lines for those who couldn't come" in await round_.sees(part="notes")
    await round_.stage.reaches(ENDS + 6 * DAY)
    assert await round_.wanted(part="notes:again") == ["health"]
    assert await round_.stage.store.read(lambda work: work.meetings.get(round_.id, 1).no_notes) is False
    assert "no notes this time" in await round_.presses_on(HEALTH, "meeting.no_notes", round_.subject())
    assert await round_.sees(part="notes:again") == ""


async def test_what_was_noted_stands_is_found_and_comes_back_until_done(round_: Round) -> None:
    await round_.convenes(HEALTH)
    await round_.says(LABOUR, "rsvp yes")
    await round_.stage.reaches(ENDS + timedelta(hours=1))
    values = {
        "talked": "Consultation calendars",
        "useful": "Ask the clerks first",
        "actions": "- Amara: send the table",
    }
    sent = await round_.stage.send(HEALTH, round_.founded.home, "meeting.notes", values, str(round_.subject()))
    assert "Ask the clerks first" in told(sent)
    assert await round_.wanted_of(Subject(round_.id, "notes", 1)) == ["channel"]
    assert await round_.sees(part="notes") == "", "nobody is asked any more"
    assert "Ask the clerks first" in await round_.says(LABOUR, "find clerks")
    assert "Amara: send the table" in await round_.says(LABOUR, "notes")
    assert "Done: Amara: send the table" in await round_.says(LABOUR, "done 1")
    assert await round_.stage.store.read(lambda work: work.meetings.open_actions(round_.id)) == []


async def test_whoever_was_there_adds_to_the_notes_and_others_say_so_first(round_: Round) -> None:
    await round_.stage.reaches(ENDS)
    assert "Whoever was there adds notes" in await round_.says(LABOUR, "notes 1 The coffee was good")
    assert "Good that you were there" in await round_.says(LABOUR, "rsvp here")
    assert "The coffee was good" in await round_.says(LABOUR, "notes 1 The coffee was good")
    assert "Taken back" in await round_.presses_on(LABOUR, "notes.take_back", Subject(round_.id, "notes", 1))
    assert "I found nothing" in await round_.says(HEALTH, "find coffee")
    assert await round_.stage.sees(Subject(round_.id, "notes", 1)) == ""


async def test_notes_wait_until_the_meeting_has_begun(round_: Round) -> None:
    await round_.says(HEALTH, "rsvp yes")
    assert "hasn't been held" in await round_.says(HEALTH, "notes 1 Too early")


async def test_more_meetings_are_planned_as_time_goes_by(round_: Round) -> None:
    await round_.stage.reaches(ENDS + 60 * DAY)
    upcoming = await round_.stage.store.read(lambda work: work.meetings.upcoming(round_.id, ENDS + 60 * DAY, 9))
    assert len(upcoming) >= 3
    days = [one.day for one in upcoming]
    assert all((later - sooner).days % 14 == 0 for sooner, later in pairwise(days))
    assert (await round_.meeting()).state == "held"


async def test_days_off_are_kept_and_no_meeting_is_planned_there(round_: Round) -> None:
    answer = await round_.says(STEWARD, "daysoff 20 May to 24 May 2027, Spring break")
    assert "Thursday 20 May 2027 to Monday 24 May 2027 is off" in answer
    await round_.stage.reaches(ENDS + 60 * DAY)
    days = await round_.stage.store.read(
        lambda work: [one.day.isoformat() for one in work.meetings.of_series(round_.id, 1, BEGINS)]
    )
    assert "2027-05-20" not in days
    assert "2027-06-03" in days
    assert "Spring break" in await round_.says(STEWARD, "daysoff")
    assert "ordinary days again" in await round_.says(STEWARD, "daysoff drop 1")
    assert "Only a steward" in await round_.says(HEALTH, "daysoff")


async def test_a_day_off_with_a_planned_meeting_says_so(round_: Round) -> None:
    answer = await round_.says(STEWARD, "daysoff 25 March 2027, Budget")
    assert "Planned there already, and left as it is: Thursday 25 March" in answer


async def test_the_calendar_has_a_secret_address_that_can_be_renewed(round_: Round) -> None:
    listed = await round_.asks(HEALTH, "meetings")
    first = await round_.presses(HEALTH, listed, "Calendar to subscribe to")
    assert "https://cop.example/calendar/" in first
    assert first == await round_.presses(LABOUR, listed, "Calendar to subscribe to")
    token = await round_.stage.store.read(lambda work: work.meetings.feed(round_.id))
    assert "Only a steward" in await round_.presses_on(
        HEALTH, "calendar.renew", Subject(round_.id, "community", round_.id)
    )
    await round_.presses_on(STEWARD, "calendar.renew", Subject(round_.id, "community", round_.id))
    assert await round_.stage.store.read(lambda work: work.meetings.of_feed(str(token))) is None


async def test_what_the_set_up_says_of_meeting_is_planned_where_it_can_be_read(round_: Round) -> None:
    stage, elsewhere = round_.stage, round_.stage.channel("west", "another")
    await stage.arrive(elsewhere, FORESTS)
    form = await stage.say(FORESTS, elsewhere, "setup change")
    assert isinstance(form, OpenForm)
    values = {"name": "Another", "meets": "first Tuesday 9:30", "second": "", "zone": "Europe/London"}
    await stage.send(FORESTS, elsewhere, form.form.action, values, str(form.form.subject))
    await stage.say(FORESTS, elsewhere, "setup open")
    assert "Tuesday 6 April, 09:30 London time" in told(await stage.say(FORESTS, elsewhere, "next"))


async def test_the_set_up_knows_when_they_meet_once_it_is_planned(round_: Round) -> None:
    assert "You meet: monthly" in await round_.says(STEWARD, "setup"), "what was said stays"
    await round_.stage.store.write(lambda work: work.communities.set(round_.id, "community.meets", ""))
    await round_.says(STEWARD, "meetings every first Tuesday 12:00")
    assert "You meet: every first Tuesday 12:00" in await round_.says(STEWARD, "setup")


async def test_new_time_zone_data_moves_the_instant_and_never_the_local_time(round_: Round) -> None:
    right = await round_.meeting()
    stale = replace(right, starts_at=right.starts_at + timedelta(hours=1))
    now = round_.stage.clock.now()
    await round_.stage.store.write(lambda work: work.meetings.save(stale))
    store = round_.stage.store
    assert await store.read(lambda work: outdated(work, now)) == [round_.id]
    await store.write(lambda work: derive_again(round_.id, work, now))
    assert await round_.meeting() == replace(right, sequence=1), "calendars have to follow"
    assert await store.read(lambda work: outdated(work, now)) == []


async def test_notes_can_be_flagged_hidden_brought_back_and_taken_back_in_a_line(round_: Round) -> None:
    await round_.says(LABOUR, "rsvp yes")
    await round_.stage.reaches(ENDS)
    await round_.says(LABOUR, "notes 1 The budget is not public yet")
    assert "The stewards will have a look" in await round_.says(HEALTH, "flag notes 1")
    hidden = Subject(round_.id, "notes", 1)
    await round_.stage.send(STEWARD, round_.founded.home, "notes.hide", {"reason": "confidence"}, str(hidden))
    assert await round_.stage.sees(hidden) == ""
    assert "I found nothing" in await round_.says(HEALTH, "find budget")
    assert "It stands again" in await round_.says(STEWARD, "unhide notes 1")
    assert "budget" in await round_.says(HEALTH, "find budget")
    assert "Taken back" in await round_.says(LABOUR, "takeback notes 1")
    assert await round_.stage.sees(hidden) == ""


async def test_a_form_saved_as_it_was_is_no_news(round_: Round) -> None:
    await round_.stage.reaches(ANNOUNCES)
    await round_.says(HEALTH, "rsvp yes")
    before = await round_.meeting()
    values = {"when": "2027-03-11 10:00-11:00", "venue": before.venue, "link": before.link}
    sent = await round_.stage.send(STEWARD, round_.founded.home, "meeting.change", values, str(round_.subject()))
    assert "Nothing has changed" in told(sent)
    assert await round_.meeting() == before
    assert "Please add where it is" in await round_.says(STEWARD, "meetings venue 1")


async def test_who_comes_is_told_at_once_that_a_meeting_of_today_moves_to_next_week(round_: Round) -> None:
    await round_.says(HEALTH, "rsvp yes")
    early = BEGINS - timedelta(minutes=30)
    await round_.stage.reaches(early)
    await round_.says(STEWARD, "meetings move 1 18 March 2027 10:00")
    started = await round_.stage.store.read(
        lambda work: [
            at
            for one in work.postings.places(round_.subject(part="changed:1"))
            for at in work.postings.started(round_.id, one.place, early)
        ]
    )
    assert started == [early, early]


async def test_corrections_that_nobody_has_seen_yet_are_told_once(round_: Round) -> None:
    await round_.stage.reaches(ANNOUNCES + timedelta(hours=7))
    await round_.says(HEALTH, "rsvp yes")
    for day in (12, 15, 16):
        await round_.says(STEWARD, f"meetings move 1 {day} March 2027 10:00")
    assert await round_.wanted(part="changed:1") == []
    assert await round_.wanted(part="changed:2") == []
    assert await round_.wanted(part="changed:3") == ["channel", "health"]


async def test_a_meeting_that_moved_is_reminded_of_anew(round_: Round) -> None:
    await round_.says(HEALTH, "rsvp yes")
    await round_.stage.reaches(REMINDS)
    assert await round_.wanted(part="reminder:0") == ["health"]
    await round_.says(STEWARD, "meetings move 1 18 March 2027 10:00")
    assert await round_.wanted(part="reminder:0") == []
    await round_.stage.reaches(REMINDS + 7 * DAY)
    assert await round_.wanted(part="reminder:1") == ["health"]


async def test_who_answers_again_keeps_their_place_at_the_table_and_who_goes_gives_it_up(round_: Round) -> None:
    await round_.says(HEALTH, "rsvp yes")
    await round_.says(LABOUR, "rsvp yes")
    await round_.says(STEWARD, "meetings table 1")
    await round_.says(HEALTH, "rsvp yes")
    assert "Leilani" in await round_.sees(part="table")
    await round_.says(HEALTH, "rsvp no")
    assert "Leilani" not in await round_.sees(part="table")
    assert "Tomasz" in await round_.sees(part="table")


async def test_one_meeting_moved_far_ahead_does_not_stand_for_those_between(round_: Round) -> None:
    await round_.says(STEWARD, "meetings move 3 7 October 2027 10:00")
    await round_.stage.reaches(ENDS + 30 * DAY)
    upcoming = await round_.stage.store.read(lambda work: work.meetings.upcoming(round_.id, ENDS + 30 * DAY, 9))
    assert len([one for one in upcoming if one.day.month < 7]) >= 3


async def test_the_year_is_said_where_somebody_may_have_slipped_and_a_decade_is_too_long(round_: Round) -> None:
    assert "more than a year" in await round_.says(STEWARD, "daysoff 1 May 2027 to 1 May 2029")
    assert "Wednesday 5 May 2027 is off" in await round_.says(STEWARD, "daysoff 5 May 2027")


async def test_every_press_on_a_meeting_can_be_typed(round_: Round) -> None:
    await round_.convenes(HEALTH)
    await round_.says(LABOUR, "rsvp yes")
    assert "Tomasz (Labour)" in await round_.says(HEALTH, "meetings who 1")
    assert "https://cop.example/calendar/" in await round_.says(LABOUR, "meetings calendar")
    assert "Only a steward" in await round_.says(LABOUR, "meetings end 1")
    assert "No more are planned" in await round_.says(STEWARD, "meetings end 1")
    await round_.stage.reaches(ENDS)
    assert "no notes this time" in await round_.says(HEALTH, "notes none 1")


async def test_who_says_no_has_no_reminder_any_more(round_: Round) -> None:
    await round_.says(HEALTH, "rsvp yes")
    await round_.stage.reaches(REMINDS)
    assert await round_.wanted(part="reminder:0") == ["health"]
    await round_.says(HEALTH, "rsvp no")
    assert await round_.wanted(part="reminder:0") == []
