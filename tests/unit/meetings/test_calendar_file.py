"""A meeting in people's own calendars: found again when it moves, gone when it is cancelled, and nobody named."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as some
from icalendar import Calendar, Event

from bot.chat.words import PseudoWords, Words
from bot.meetings.cards.calendar import calendar_of
from bot.meetings.model.meetings import Meeting

NOW = datetime(2027, 3, 2, 17, tzinfo=UTC)
URL = "https://cop.example.org"
LINK = "https://meet.example.org/policy?pwd=a,b;c"
MEETING = Meeting(
    id=4,
    community=1,
    series=1,
    slot=date(2027, 3, 11),
    day=date(2027, 3, 11),
    at=time(10),
    minutes=60,
    zone="America/Vancouver",
    starts_at=datetime(2027, 3, 11, 17, tzinfo=UTC),
    venue="Room 4",
    link=LINK,
    uid="f" * 32,
)
HOSTILE = some.text(some.characters(codec=None), max_size=200)
"""Control characters and halves of characters among them."""


def read(meetings: Sequence[Meeting], *, name: str = "Policy CoP", url: str = URL) -> Calendar:
    """The file as a calendar reads it."""
    found = Calendar.from_ical(calendar_of(meetings, name, Words(), url, NOW))
    assert isinstance(found, Calendar)
    return found


def event(meeting: Meeting, *, url: str = URL) -> Event:
    """The one event of its file."""
    (found,) = read([meeting], url=url).events
    assert not found.errors
    return found


def test_a_meeting_stands_at_its_instant_with_its_place() -> None:
    found = event(replace(MEETING, topic="Making consultation worth people's time; a start, at last"))
    assert (found.decoded("dtstart"), found.decoded("dtend")) == (MEETING.starts_at, MEETING.ends_at)
    assert found["dtstart"].to_ical() == b"20270311T170000Z"
    assert found["uid"] == f"{'f' * 32}@cop"
    assert found["summary"] == "Making consultation worth people's time; a start, at last"
    assert found["location"] == f"Room 4, {LINK}"
    assert found["url"] == LINK
    assert found["status"] == "CONFIRMED"
    assert found.decoded("dtstamp") == NOW
    assert "Thursday 11 March, 10:00–11:00 Pacific" in str(found["description"])


def test_the_file_is_a_published_calendar_with_the_communitys_name() -> None:
    found = read([MEETING, replace(MEETING, uid="e" * 32)])
    assert (found["method"], found["version"], found["x-wr-calname"]) == ("PUBLISH", "2.0", "Policy CoP")
    assert len(found.events) == 2
    assert b"VTIMEZONE" not in found.to_ical()
    assert not read([]).events


def test_without_a_topic_it_is_the_communitys_meeting_and_says_that_the_topic_comes() -> None:
    found = event(MEETING)
    assert found["summary"] == "Policy CoP"
    assert "The topic is still to come." in str(found["description"])
    assert "The topic" not in str(event(replace(MEETING, state="held"))["description"])


def test_a_move_keeps_the_uid_and_raises_the_sequence() -> None:
    moved = MEETING.moved(date(2027, 3, 12), time(14, 30), 90)
    placed = moved.placed("Room 5", "")
    before, after, last = event(MEETING), event(moved), event(placed)
    assert before["uid"] == after["uid"] == last["uid"]
    assert before.decoded("sequence") < after.decoded("sequence") < last.decoded("sequence")
    assert after.decoded("dtstart") == datetime(2027, 3, 12, 21, 30, tzinfo=UTC)
    assert after.decoded("dtend") - after.decoded("dtstart") == timedelta(minutes=90)
    assert last["location"] == "Room 5"
    assert last["url"] == f"{URL}/meetings/{'f' * 32}.ics"


def test_a_cancelled_meeting_says_so_to_every_calendar() -> None:
    found = event(replace(MEETING, topic="Drafting").cancelled())
    assert (found["status"], found["summary"]) == ("CANCELLED", "Cancelled: Drafting")
    assert "This meeting is cancelled." in str(found["description"])
    assert found.decoded("sequence") > MEETING.sequence


def test_what_there_is_not_is_left_out() -> None:
    bare = event(replace(MEETING, venue="", link=""), url="")
    assert "location" not in bare
    assert "url" not in bare


def test_every_word_of_ours_is_translated() -> None:
    body = calendar_of([MEETING, MEETING.cancelled()], "Policy CoP", PseudoWords(), URL, NOW).decode()
    unfolded = body.replace("\r\n ", "")
    told = [line.partition(":")[2] for line in unfolded.splitlines() if line.startswith("DESCRIPTION")]
    assert all(line.startswith("⟦") and line.endswith("⟧") for text in told for line in text.split("\\n"))


def test_ten_o_clock_in_december_is_seventeen_utc() -> None:
    assert b"DTSTART:20261203T170000Z" in calendar_of(
        [MEETING.moved(date(2026, 12, 3), time(10), 60)], "", Words(), "", NOW
    )


@given(HOSTILE, HOSTILE, HOSTILE)
def test_whatever_people_write_the_file_can_be_read(topic: str, venue: str, name: str) -> None:
    body = calendar_of([replace(MEETING, topic=topic, venue=venue)], name, Words(), URL, NOW)
    read_back = Calendar.from_ical(body)
    assert isinstance(read_back, Calendar)
    (found,) = read_back.events
    assert not found.errors
    assert found["uid"] == f"{MEETING.uid}@cop"
    assert [one.name for one in read_back.walk()] == ["VCALENDAR", "VEVENT"], "nobody's words make an event"
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
