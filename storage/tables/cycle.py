"""What comes round: series, meetings, topics and polls, and who convenes."""

from sqlalchemy import Boolean, Column, ForeignKey, ForeignKeyConstraint, Index, Table, UniqueConstraint

from storage.tables.columns import day, instant, key, metadata, number, wall, within, words


def _community() -> Column[int]:
    return Column("community_id", ForeignKey("communities.id"), primary_key=True, autoincrement=False)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


days_off = Table(
    "days_off",
    metadata,
    _community(),
    number("id", primary_key=True),
    day("first"),
    day("last"),
    words("label", "community"),
    _flag("quiet"),
)

series = Table(
    "series",
    metadata,
    _community(),
    number("id", primary_key=True),
    key("rule"),
    day("starts_on"),
    wall("at"),
    number("minutes"),
    key("zone"),
    words("venue", "community"),
    words("link", "community"),
    key("on_day_off"),
    _flag("polls"),
    instant("created_at"),
    instant("ended_at", nullable=True),
)
"""`rule` is an RFC 5545 recurrence rule without its start."""

topics = Table(
    "topics",
    metadata,
    _community(),
    number("id", primary_key=True),
    number("member_id", nullable=True),
    words("text", "topic"),
    _flag("short"),
    instant("suggested_at"),
    key("state"),
    number("lost"),
    number("merged_into", nullable=True),
    _flag("hidden"),
    _flag("withdrawn"),
    instant("settled_at", nullable=True),
    words("link", "topic"),
    within("members", "member_id"),
    within("topics", "merged_into"),
    Index(None, "community_id", "state"),
    Index(None, "community_id", "member_id"),
)

seconds = Table(
    "seconds",
    metadata,
    number("community_id", primary_key=True),
    number("topic_id", primary_key=True),
    number("member_id", primary_key=True),
    instant("at"),
    within("topics", "topic_id"),
    within("members", "member_id"),
    Index(None, "community_id", "member_id"),
)

meetings = Table(
    "meetings",
    metadata,
    _community(),
    number("id", primary_key=True),
    number("series_id", nullable=True),
    day("slot", nullable=True),
    day("date"),
    wall("at"),
    number("minutes"),
    key("zone"),
    instant("starts_at"),
    words("venue", "community"),
    words("link", "community"),
    key("state"),
    number("convener", nullable=True),
    number("backup", nullable=True),
    number("topic_id", nullable=True),
    number("voters"),
    number("voter_units"),
    key("tie"),
    _flag("awaits_poll"),
    number("sequence"),
    key("uid"),
    instant("announced_at", nullable=True),
    instant("reminded_at", nullable=True),
    instant("notes_asked_at", nullable=True),
    instant("notes_reminded_at", nullable=True),
    _flag("no_notes"),
    instant("table_drawn_at", nullable=True),
    within("series", "series_id"),
    within("members", "convener"),
    within("members", "backup"),
    within("topics", "topic_id"),
    UniqueConstraint("community_id", "series_id", "slot"),
    UniqueConstraint("uid"),
    Index(None, "community_id", "starts_at"),
    Index(None, "community_id", "state", "starts_at"),
    Index(None, "community_id", "series_id", "starts_at"),
    Index(None, "community_id", "convener"),
    Index(None, "community_id", "backup"),
)
"""`slot` is the date the series' rule gave, which stays when the meeting moves. `starts_at` follows from date, wall
time and zone. `tie` says how a tie was decided, empty when there was none."""

rsvps = Table(
    "rsvps",
    metadata,
    number("community_id", primary_key=True),
    number("meeting_id", primary_key=True),
    number("member_id", primary_key=True),
    key("answer"),
    instant("at"),
    _flag("here"),
    number("place", nullable=True),
    within("meetings", "meeting_id"),
    within("members", "member_id"),
    Index(None, "community_id", "member_id"),
)
"""`here` is "I was there"; `place` is the place at the round table once that is drawn."""

notes = Table(
    "notes",
    metadata,
    _community(),
    number("id", primary_key=True),
    number("meeting_id"),
    number("member_id", nullable=True),
    words("talked", "notes"),
    words("useful", "notes"),
    instant("written_at"),
    _flag("hidden"),
    _flag("withdrawn"),
    within("meetings", "meeting_id"),
    within("members", "member_id"),
    Index(None, "community_id", "meeting_id"),
    Index(None, "community_id", "member_id"),
)

actions = Table(
    "actions",
    metadata,
    _community(),
    number("id", primary_key=True),
    number("meeting_id"),
    number("notes_id"),
    words("text", "notes"),
    instant("added_at"),
    instant("done_at", nullable=True),
    _flag("withdrawn"),
    within("meetings", "meeting_id"),
    within("notes", "notes_id"),
    Index(None, "community_id", "meeting_id"),
    Index(None, "community_id", "notes_id"),
    Index(None, "community_id", "done_at"),
)

feeds = Table(
    "feeds",
    metadata,
    _community(),
    key("token"),
    instant("made_at"),
    UniqueConstraint("token"),
)

polls = Table(
    "polls",
    metadata,
    _community(),
    number("id", primary_key=True),
    number("meeting_id"),
    key("state"),
    instant("opens_at"),
    instant("closes_at"),
    number("winner", nullable=True),
    number("voters"),
    number("units"),
    key("tie"),
    instant("asked_at", nullable=True),
    instant("reminded_at", nullable=True),
    within("meetings", "meeting_id"),
    within("topics", "winner"),
    UniqueConstraint("community_id", "meeting_id"),
    Index(None, "community_id", "state", "closes_at"),
)

options = Table(
    "options",
    metadata,
    number("community_id", primary_key=True),
    number("poll_id", primary_key=True),
    number("topic_id", primary_key=True),
    number("place"),
    number("votes", nullable=True),
    number("units", nullable=True),
    within("polls", "poll_id"),
    within("topics", "topic_id"),
    Index(None, "community_id", "topic_id"),
)

ballots = Table(
    "ballots",
    metadata,
    number("community_id", primary_key=True),
    number("poll_id", primary_key=True),
    number("member_id", primary_key=True),
    number("topic_id", primary_key=True),
    instant("at"),
    within("members", "member_id"),
    ForeignKeyConstraint(
        ["community_id", "poll_id", "topic_id"], ["options.community_id", "options.poll_id", "options.topic_id"]
    ),
    Index(None, "community_id", "member_id"),
)

poll_reminders = Table(
    "poll_reminders",
    metadata,
    number("community_id", primary_key=True),
    number("member_id", primary_key=True),
    instant("agreed_at"),
    within("members", "member_id"),
)

volunteers = Table(
    "volunteers",
    metadata,
    number("community_id", primary_key=True),
    number("member_id", primary_key=True),
    instant("since"),
    number("base"),
    _flag("attended"),
    _flag("paused"),
    number("declined"),
    number("charged"),
    instant("stopped_at", nullable=True),
    within("members", "member_id"),
)
"""`base` is the count a newcomer starts from; `declined` counts refusals in a row, `charged` those that cost a turn."""

away = Table(
    "away",
    metadata,
    _community(),
    number("id", primary_key=True),
    number("member_id"),
    day("first"),
    day("last"),
    within("members", "member_id"),
    Index(None, "community_id", "member_id"),
)

turns = Table(
    "turns",
    metadata,
    _community(),
    number("id", primary_key=True),
    number("meeting_id"),
    number("member_id", nullable=True),
    key("role"),
    key("state"),
    instant("offered_at"),
    instant("answer_by", nullable=True),
    instant("nudged_at", nullable=True),
    instant("answered_at", nullable=True),
    number("swap_with", nullable=True),
    instant("kit_at", nullable=True),
    within("meetings", "meeting_id"),
    within("members", "member_id"),
    within("turns", "swap_with"),
    Index(None, "community_id", "meeting_id"),
    Index(None, "community_id", "member_id", "state"),
    Index(None, "community_id", "state"),
)
