"""A meeting, wherever people see it: announced, next, in a list, the day before."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.audience import View
from bot.chat.cards import AnyButton, Block, Button, Buttons, Card, Entry, LinkButton, Quiet, Rule, Text, Title
from bot.chat.richtext import Link, Moment, RichText, Strong, lines, rich
from bot.chat.words import Words
from bot.meetings.cards import when
from bot.meetings.model.meetings import Answer, Meeting

RAISED = 5
"""The most questions of members listed; the others are counted."""


@dataclass(frozen=True, slots=True)
class Told:
    """A meeting, and what a card tells of its people. `convener` is empty while there is none."""

    meeting: Meeting
    convener: str
    yes: int
    maybe: int
    raised: Sequence[str] = ()
    """What members bring to it."""


def name_of_meeting(meeting: Meeting, words: Words) -> str:
    """What a meeting is about, or its day while that isn't known."""
    return meeting.topic or words("The meeting on {day}", day=when.day(meeting.day, words))


def where(meeting: Meeting, words: Words) -> RichText:
    """The venue and the link, whichever there are."""
    link: RichText = (Link(words("Join link"), meeting.link),) if meeting.link else ()
    if meeting.venue and link:
        return rich(meeting.venue, " · ", link)
    return rich(meeting.venue, link)


def time_and_place(meeting: Meeting, words: Words) -> RichText:
    """When and where in one line."""
    place = where(meeting, words)
    return rich(when.span(meeting, words), " · " if place else "", place)


def own_time(meeting: Meeting, view: View) -> tuple[Text, ...]:
    """When it begins for each reader, where the platform knows in what zone they are; nothing elsewhere."""
    if not view.can.own_times:
        return ()
    begins = Moment(meeting.starts_at, when.when(meeting, view.words))
    return (Text(view.words.rich("In your time: {when}", when=rich(begins))),)


def _long_and_where(meeting: Meeting, words: Words) -> RichText:
    """How long and where, under a title that says when."""
    place = where(meeting, words)
    return rich(words.rich("Lasts {long}", long=when.duration(meeting.minutes, words)), " · " if place else "", place)


def add_to_calendar(meeting: Meeting, view: View) -> tuple[AnyButton, ...]:
    """The button that leads to the meeting's calendar file, where people can reach that."""
    link = view.deployment.link(f"/meetings/{meeting.uid}.ics")
    return (LinkButton(view.words("Add to calendar"), link),) if link else ()


def answers(meeting: Meeting, view: View) -> Buttons:
    """Yes, maybe, no, and the calendar."""
    words, about = view.words, view.words("meeting {number}", number=meeting.id)
    return Buttons(
        (
            Button(words("Yes"), "meeting.yes", meeting.subject, main=True, object_name=about),
            Button(words("Maybe"), "meeting.maybe", meeting.subject, object_name=about),
            Button(words("No"), "meeting.no", meeting.subject, object_name=about),
            *add_to_calendar(meeting, view),
        )
    )


def announcement(told: Told, agenda: str, view: View) -> Card:
    """In the home channels: one message that always shows how it stands."""
    words, meeting = view.words, told.meeting
    title = name_of_meeting(meeting, words)
    if meeting.state == "cancelled":
        return _cancelled(meeting, words)
    blocks: list[Block] = [
        Title(rich(title)),
        Text(time_and_place(meeting, words)),
        *own_time(meeting, view),
        Text(_people(told, words)),
    ]
    if why := chosen_by(meeting, words):
        blocks.append(Text(rich(why)))
    if agenda:
        blocks.append(Text(rich(agenda)))
    blocks += from_members(told.raised, words)
    if meeting.live:
        blocks += [
            answers(meeting, view),
            Quiet(
                words.rich(
                    "The convener and stewards see who comes. Or type: {command} rsvp yes", command=view.can.command
                )
            ),
        ]
    else:
        blocks.append(Quiet(words.rich("This meeting is over. Notes: {command} notes", command=view.can.command)))
    return Card(words("{when}: {topic}", when=when.when(meeting, words), topic=title), tuple(blocks))


def _cancelled(meeting: Meeting, words: Words) -> Card:
    notice = words("Cancelled: {when}", when=when.when(meeting, words))
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(rich(name_of_meeting(meeting, words))),
            Quiet(
                rich(words("Nobody's turn is lost."), words(" The topic stays on the list.") if meeting.topic else "")
            ),
        ),
    )


def _people(told: Told, words: Words) -> RichText:
    missing = words.rich("No convener yet") if told.meeting.live else words.rich("An open round")
    convener = words.rich("Convener: {name}", name=told.convener) if told.convener else missing
    return rich(convener, _coming(told, words))


def _coming(told: Told, words: Words) -> str:
    yes = words(" · {count} coming", count=told.yes) if told.yes else ""
    maybe = words(" · {count} maybe", count=told.maybe) if told.maybe else ""
    return yes + maybe


def chosen_by(meeting: Meeting, words: Words) -> str:
    """How the topic was chosen."""
    if not (meeting.topic and meeting.voters):
        return ""
    people = words.many("{count} person", "{count} people", meeting.voters)
    units = words.many("{count} unit", "{count} units", meeting.voter_units)
    chosen = words("Chosen by {people} from {units}.", people=people, units=units)
    match meeting.tie:
        case "units":
            return chosen + words(" It was a tie; people from more units had ticked this one.")
        case "older":
            return chosen + words(" It was a tie; this one had been on the list longer.")
        case _:
            return chosen


def from_members(raised: Sequence[str], words: Words) -> tuple[Text, ...]:
    """What members bring to the meeting; nothing when they bring nothing."""
    if not raised:
        return ()
    more = [rich(words("and {count} more", count=len(raised) - RAISED))] if len(raised) > RAISED else []
    return (Text(lines((words.rich("**From members:**"), *(rich("• ", one) for one in raised[:RAISED]), *more))),)


def raised_by(question: str, asker: str, words: Words) -> str:
    """A question that is taken to a meeting; `asker` is empty when it is taken without a name."""
    return words("{question} ({asker})", question=question, asker=asker) if asker else question


def reminder(meeting: Meeting, view: View) -> Card:
    """The working day before, to somebody who said yes or maybe."""
    words = view.words
    notice = words("{when}: {topic}", when=when.when(meeting, words), topic=name_of_meeting(meeting, words))
    return Card(
        notice,
        (
            Title(rich(name_of_meeting(meeting, words))),
            Text(words.rich("See you then: {when}.", when=time_and_place(meeting, words))),
            *own_time(meeting, view),
            Text(words.rich("Plans changed? One press is enough; no reason needed.")),
            Buttons(
                (
                    Button(
                        words("Still coming"),
                        "meeting.yes",
                        meeting.subject,
                        main=True,
                        object_name=words("meeting {number}", number=meeting.id),
                    ),
                    Button(
                        words("Can't make it"),
                        "meeting.no",
                        meeting.subject,
                        object_name=words("meeting {number}", number=meeting.id),
                    ),
                )
            ),
            Quiet(words.rich("Or type: {command} rsvp no", command=view.can.command)),
        ),
    )


def answered(meeting: Meeting, answer: Answer, view: View) -> Card:
    """To somebody who answered."""
    words = view.words
    day = when.when(meeting, words)
    notice = {
        "yes": lambda: words("Good, see you on {when}.", when=day),
        "maybe": lambda: words("Noted: maybe, on {when}. I'll remind you the working day before.", when=day),
        "no": lambda: words("Noted. You'll be missed on {when}; another time.", when=day),
    }[answer]()
    calendar = add_to_calendar(meeting, view) if answer != "no" else ()
    return Card(
        notice,
        (
            Text(rich(notice)),
            *((Buttons(calendar),) if calendar else ()),
            Quiet(words.rich("Changed your mind? Type: {command} rsvp yes, maybe or no", command=view.can.command)),
        ),
    )


def next_card(told: Told, later: Sequence[Meeting], view: View, *, keeps: bool) -> Card:
    """The next meeting. `keeps`: the reader looks after it."""
    words, meeting = view.words, told.meeting
    notice = words("Next: {when}", when=when.when(meeting, words))
    blocks: list[Block] = [
        Title(rich(notice)),
        Text(rich(Strong(meeting.topic)) if meeting.topic else words.rich("The topic is still to be chosen.")),
        Text(_long_and_where(meeting, words)),
        *own_time(meeting, view),
        Text(_people(told, words)),
        *from_members(told.raised, words),
        answers(meeting, view),
    ]
    if keeps:
        about = words("meeting {number}", number=meeting.id)
        blocks.append(Buttons((Button(words("Look after it"), "meeting.keep", meeting.subject, object_name=about),)))
    if later:
        dates = "; ".join(when.when(one, words) for one in later)
        blocks.append(Text(words.rich("After that: {dates}", dates=dates)))
    way = words.rich("Or type: {command} rsvp yes · topic … · meetings", command=view.can.command)
    return Card(notice, (*blocks, Quiet(way)))


def keep_card(meeting: Meeting, view: View) -> Card:
    """What whoever looks after a meeting can do with it."""
    words = view.words
    notice = words("Looking after {when}.", when=when.when(meeting, words))
    about = words("meeting {number}", number=meeting.id)
    way = words.rich(
        "Or type: {command} meetings who {number} · table {number} · move {number} 25 March 14:00 · cancel {number}",
        command=view.can.command,
        number=str(meeting.id),
    )
    return Card(notice, (Title(rich(notice)), Buttons(_keeping(meeting, words, about)), Quiet(way)))


def _keeping(meeting: Meeting, words: Words, about: str) -> tuple[Button, ...]:
    return (
        Button(words("Who is coming"), "meeting.who", meeting.subject, object_name=about),
        Button(words("Draw the round table"), "meeting.table", meeting.subject, object_name=about),
        Button(words("Move or change"), "meeting.change", meeting.subject, opens_form=True, object_name=about),
        Button(words("Cancel it"), "meeting.cancel", meeting.subject, opens_form=True, object_name=about),
    )


def none_card(view: View, *, steward: bool) -> Card:
    """No meeting is planned."""
    words = view.words
    notice = words("No meeting is planned yet.")
    if not steward:
        way = words.rich("A steward plans them. Type {command} settings to see who that is.", command=view.can.command)
        return Card(notice, (Text(rich(notice)), Quiet(way)))
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(words.rich("Say when you meet, and I keep the dates, find conveners and remind those who come.")),
            Buttons((Button(words("Say when you meet"), "series.write", main=True, opens_form=True),)),
            Quiet(
                words.rich(
                    "Or type: {command} meetings every second Thursday 10:00 for 60 min, Room 4",
                    command=view.can.command,
                )
            ),
        ),
    )


def who_card(meeting: Meeting, yes: Sequence[str], maybe: Sequence[str], view: View) -> Card:
    """Who is coming, to whoever looks after the meeting."""
    words = view.words
    notice = words("Who is coming on {day}.", day=when.day(meeting.day, words))
    nobody = words("nobody yet")
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(words.rich("**Yes:** {names}", names=", ".join(yes) or nobody)),
            Text(words.rich("**Maybe:** {names}", names=", ".join(maybe) or nobody)),
        ),
    )


def table_card(meeting: Meeting, names: Sequence[str], view: View) -> Card:
    """The order of the round table, under the announcement."""
    words = view.words
    notice = words("The round table of {day}: who speaks after whom.", day=when.day(meeting.day, words))
    order = " → ".join(names)
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(rich(order)),
            Quiet(words.rich("Drawn by lot. Passing is fine, and so is a sentence.")),
        ),
    )


def changed_card(meeting: Meeting, view: View) -> Card:
    """A meeting that was announced has moved, changed its place, or won't be held."""
    words = view.words
    if meeting.state == "cancelled":
        return _cancelled(meeting, words)
    notice = words("Changed: {when}", when=when.when(meeting, words))
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(rich(name_of_meeting(meeting, words))),
            Text(time_and_place(meeting, words)),
            *own_time(meeting, view),
            answers(meeting, view),
            Quiet(words.rich("If it no longer suits you: {command} rsvp no", command=view.can.command)),
        ),
    )


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A series as the list tells of it."""

    text: str
    buttons: tuple[Button, ...]


def list_card(told: Sequence[Told], rhythms: Sequence[Rhythm], view: View, *, steward: bool) -> Card:
    """The next meetings, and the series they come from."""
    words = view.words
    notice = words("The next meetings.")
    blocks: list[Block] = [Title(rich(notice))]
    blocks += [_entry(one, view, steward=steward) for one in told]
    if steward and rhythms:
        blocks += [Rule(), *(Entry(rich(one.text), (), one.buttons) for one in rhythms)]
    else:
        blocks += [Text(rich(one.text)) for one in rhythms]
    presses = [Button(words("Calendar to subscribe to"), "calendar.show")]
    if steward:
        presses.insert(0, Button(words("Add a series"), "series.write", opens_form=True))
    blocks.append(Buttons(tuple(presses)))
    way = (
        words.rich(
            "Or type: {command} meetings move 4 25 March 14:00 · cancel 4 · end 1 · calendar, or daysoff",
            command=view.can.command,
        )
        if steward
        else words.rich("Or type: {command} meetings calendar, or next", command=view.can.command)
    )
    return Card(notice, (*blocks, Quiet(way)))


def _entry(told: Told, view: View, *, steward: bool) -> Entry:
    words, meeting = view.words, told.meeting
    convener = words("convener: {name}", name=told.convener) if told.convener else words("no convener yet")
    facts = (words("Meeting {number}", number=meeting.id), meeting.topic, convener)
    change = Button(
        words("Change"),
        "meeting.change",
        meeting.subject,
        opens_form=True,
        object_name=words("meeting {number}", number=meeting.id),
    )
    return Entry(
        rich(when.when(meeting, words)),
        rich(" · ".join(fact for fact in facts if fact)),
        (change,) if steward else (),
    )
