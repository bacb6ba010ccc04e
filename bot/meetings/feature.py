"""What meetings declare."""

from bot.feature import Command, Drawn, Feature, Pressed, Sent, Timed
from bot.meetings.actions import announcing, calendars, changing, coming, noting, planning, showing
from bot.meetings.model.settings import AGENDA
from bot.meetings.store import MeetingWork

_UNTIL_IT_BEGINS = "still done while the meeting is ahead, dropped once it has begun"
_FOR_A_WEEK = "still asked within five working days, then dropped"

MEETINGS: Feature[MeetingWork] = Feature(
    "meetings",
    commands=(
        Command(
            "next", "the next meeting: when, where, who convenes", "next", showing.next_meeting, first=True, takes="few"
        ),
        Command("meetings", "the next meetings; stewards plan them here", "meetings", changing.typed),
        Command(
            "rsvp",
            "says whether you come",
            "rsvp yes",
            coming.typed,
            takes=("yes", "maybe", "no", "here"),
        ),
        Command("notes", "what was noted of a meeting", "notes 4", noting.typed, takes="number"),
        Command("done", "says that an action is done", "done 4", noting.done_typed, takes="number"),
        Command(
            "daysoff",
            "days on which nobody works, and quiet periods",
            "daysoff 24 December to 2 January, Winter break",
            calendars.days_off,
            stewards=True,
        ),
    ),
    buttons={
        "series.write": Pressed(planning.write, stewards=True),
        "series.stop": Pressed(planning.stop, stewards=True),
        "meeting.next": Pressed(showing.next_meeting),
        "meeting.yes": Pressed(coming.yes),
        "meeting.maybe": Pressed(coming.maybe),
        "meeting.no": Pressed(coming.no),
        "meeting.here": Pressed(coming.here),
        "meeting.keep": Pressed(showing.keep),
        "meeting.who": Pressed(showing.who),
        "meeting.table": Pressed(coming.draw_table),
        "meeting.change": Pressed(changing.change),
        "meeting.cancel": Pressed(changing.cancel),
        "meeting.notes": Pressed(noting.write),
        "meeting.no_notes": Pressed(noting.none_this_time),
        "notes.show": Pressed(noting.show),
        "notes.edit": Pressed(noting.edit),
        "notes.take_back": Pressed(noting.take_back),
        "action.done": Pressed(noting.done),
        "calendar.show": Pressed(calendars.show),
        "calendar.renew": Pressed(calendars.renew, stewards=True),
        "daysoff.drop": Pressed(calendars.drop, stewards=True),
    },
    forms={
        "series.write": Sent(planning.written_down, stewards=True),
        "meeting.change": Sent(changing.changed),
        "meeting.cancel": Sent(changing.cancelled),
        "meeting.notes": Sent(noting.written_down),
        "notes.edit": Sent(noting.edited),
    },
    subjects={
        "meeting": Drawn(announcing.draw, unsure="resend"),
        "meeting/reminder": Drawn(announcing.draw_reminder, unsure="drop"),
        "meeting/changed": Drawn(announcing.draw_changed, unsure="resend"),
        "meeting/table": Drawn(announcing.draw_table, unsure="drop"),
        "meeting/notes": Drawn(noting.draw_ask, unsure="drop"),
        "notes": Drawn(noting.draw, unsure="resend"),
    },
    steps={
        "series.plan": Timed(planning.plan_step, "done however late"),
        "meeting.announce": Timed(announcing.announce_step, _UNTIL_IT_BEGINS, announcing.not_announced),
        "meeting.remind": Timed(announcing.remind_step, _UNTIL_IT_BEGINS, announcing.not_reminded),
        "meeting.end": Timed(announcing.end_step, "done however late"),
        "meeting.ask_notes": Timed(noting.ask_step, _FOR_A_WEEK, noting.not_asked),
        "meeting.remind_notes": Timed(noting.remind_step, _FOR_A_WEEK, noting.not_reminded),
    },
    reacts={"community.set up": planning.after_set_up, "community.opened": planning.after_set_up},
    finds={"notes": noting.found},
    settings=(AGENDA,),
)
