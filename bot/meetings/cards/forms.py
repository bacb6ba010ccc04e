"""Forms about meetings."""

from datetime import datetime, timedelta

from bot.audience import View
from bot.chat.forms import ChoiceField, Form, Option, TextField, Values, written
from bot.chat.richtext import rich
from bot.errors import at_field
from bot.meetings.cards.when import when
from bot.meetings.model.meetings import Meeting
from bot.meetings.model.notes import LONGEST_NOTES, Notes
from bot.meetings.model.wording import LONGEST_LINK, LONGEST_VENUE, place_in


def series_form(meets: str, view: View) -> Form:
    """When a community meets."""
    words = view.words
    return Form(
        "series.write",
        words("When you meet"),
        (
            TextField("when", words("When?"), meets, words("every second Thursday 10:00 for 60 min")),
            TextField(
                "from", words("First on"), hint=words("11 March 2027; empty for the next one"), required=False, most=40
            ),
            TextField("venue", words("Where?"), hint=words("Room 4"), required=False, most=LONGEST_VENUE),
            TextField("link", words("The standing link"), hint="https://…", required=False, most=LONGEST_LINK),
            ChoiceField(
                "on_day_off",
                words("On a holiday"),
                (Option("skip", words("no meeting")), Option("move", words("the next working day"))),
                "skip",
            ),
            ChoiceField(
                "polls",
                words("Members choose the topic"),
                (Option("yes", words("yes, in a poll before each meeting")), Option("no", words("no"))),
                "yes",
            ),
        ),
        words("Plan the meetings"),
        "series.write",
        intro=words.rich("One link that stays the same keeps the meeting from hanging on one person's calendar."),
    )


def place(values: Values) -> tuple[str, str]:
    """Venue and link as they were filled in. Raises `CommunityError("link_unread")`."""
    link = written(values, "link")
    with at_field("link"):
        return written(values, "venue")[:LONGEST_VENUE], place_in(f"| {link}")[1] if link else ""


def moment(meeting: Meeting) -> str:
    """When the meeting is, as it can be typed: `2027-03-25 10:00-11:00`."""
    ends = datetime.combine(meeting.day, meeting.at) + timedelta(minutes=meeting.minutes)
    return f"{meeting.day:%Y-%m-%d} {meeting.at:%H:%M}-{ends:%H:%M}"


def meeting_form(meeting: Meeting, view: View) -> Form:
    """One meeting, to be changed."""
    words = view.words
    return Form(
        "meeting.change",
        words("Change this meeting"),
        (
            TextField("when", words("When?"), moment(meeting), words("25 March 14:00 for 90 min"), most=80),
            TextField("venue", words("Where?"), meeting.venue, required=False, most=LONGEST_VENUE),
            TextField("link", words("Link"), meeting.link, required=False, most=LONGEST_LINK),
        ),
        words("Save"),
        "meeting.change",
        meeting.subject,
        intro=words.rich("Who said yes or maybe is told; everybody's calendar follows."),
    )


def cancel_form(meeting: Meeting, view: View) -> Form:
    """Whether a meeting is really cancelled."""
    words = view.words
    return Form(
        "meeting.cancel",
        words("Cancel this meeting"),
        (
            ChoiceField(
                "sure",
                words("Cancel {when}?", when=when(meeting, words)),
                (Option("yes", words("Yes, it won't be held")),),
                "yes",
            ),
        ),
        words("Cancel the meeting"),
        "meeting.cancel",
        meeting.subject,
        intro=words.rich("Who said yes or maybe is told. Nobody's turn is lost, and the topic stays on the list."),
    )


def notes_form(meeting: Meeting, view: View) -> Form:
    """Three boxes, each of which may stay empty."""
    words = view.words
    return Form(
        "meeting.notes",
        words("Notes"),
        (
            TextField(
                "talked",
                words("What did you talk about?"),
                hint=words("Three lines are plenty"),
                long=True,
                required=False,
                most=LONGEST_NOTES,
            ),
            TextField(
                "useful",
                words("What is worth keeping?"),
                hint=words("A trick, a name, a link"),
                long=True,
                required=False,
                most=LONGEST_NOTES,
            ),
            TextField(
                "actions",
                words("What is to be done?"),
                hint=words("One a line; it comes back until it is done"),
                long=True,
                required=False,
                most=LONGEST_NOTES,
            ),
        ),
        words("Keep them"),
        "meeting.notes",
        meeting.subject,
        intro=rich(when(meeting, words)),
    )


def notes_edit_form(notes: Notes, view: View) -> Form:
    """Notes, to be changed."""
    words = view.words
    return Form(
        "notes.edit",
        words("Edit your notes"),
        (
            TextField(
                "talked",
                words("What did you talk about?"),
                notes.talked,
                long=True,
                required=False,
                most=LONGEST_NOTES,
            ),
            TextField(
                "useful", words("What is worth keeping?"), notes.useful, long=True, required=False, most=LONGEST_NOTES
            ),
        ),
        words("Save"),
        "notes.edit",
        notes.subject,
    )
