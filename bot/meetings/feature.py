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
        "series.write": Pressed(planning.write, stewards=True, typed="meetings add"),
        "series.stop": Pressed(planning.stop, stewards=True, typed="meetings end {number}"),
        "meeting.next": Pressed(showing.next_meeting, typed="next"),
        "meeting.yes": Pressed(coming.yes, typed="rsvp yes {number}"),
        "meeting.maybe": Pressed(coming.maybe, typed="rsvp maybe {number}"),
        "meeting.no": Pressed(coming.no, typed="rsvp no {number}"),
        "meeting.here": Pressed(coming.here, typed="rsvp here {number}"),
        "meeting.keep": Pressed(showing.keep, typed="meetings keep {number}"),
        "meeting.who": Pressed(showing.who, typed="meetings who {number}"),
        "meeting.table": Pressed(coming.draw_table, typed="meetings table {number}"),
        "meeting.change": Pressed(changing.change, typed="meetings change {number}"),
        "meeting.cancel": Pressed(changing.cancel, typed="meetings cancel {number}"),
        "meeting.notes": Pressed(noting.write, typed="notes add {number}"),
        "meeting.no_notes": Pressed(noting.none_this_time, typed="notes none {number}"),
        "notes.show": Pressed(noting.show, typed="notes show {number}"),
        "notes.edit": Pressed(noting.edit, typed="notes edit {number}"),
        "notes.take_back": Pressed(noting.take_back, typed="takeback notes {number}"),
        "action.done": Pressed(noting.done, typed="done {number}"),
        "calendar.show": Pressed(calendars.show, typed="meetings calendar"),
        "calendar.renew": Pressed(calendars.renew, stewards=True, typed="meetings calendar new"),
        "daysoff.drop": Pressed(calendars.drop, stewards=True, typed="daysoff drop {number}"),
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
