"""How a poll is shown: live in the channels, to one voter alone, and when it has closed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.audience import View
from bot.calendar import Calendar
from bot.chat.cards import Block, Button, Buttons, Card, Entry, Quiet, Text, Title
from bot.chat.forms import Form, TicksField
from bot.chat.forms import Option as FormOption
from bot.chat.richtext import RichText, lines, rich
from bot.chat.words import Words
from bot.meetings.cards.when import at_day, clock, day
from bot.meetings.model.meetings import Meeting, Tie
from bot.topics.model.polls import Option, Poll, Turnout

_TIES: Mapping[Tie, Callable[[Words], str]] = {
    "": lambda _: "",
    "units": lambda words: words("Two or more were ticked equally often; this one by people from more units."),
    "older": lambda words: words("Two or more were ticked equally often; this one was suggested first."),
}
FEW = 2
"""With more options the ticks are changed in the form: a card has four presses at most."""


def until(at: datetime, calendar: Calendar, words: Words) -> str:
    """An instant of these days as people there say it: "Friday 16:00"."""
    local = at.astimezone(ZoneInfo(calendar.zone))
    return at_day(local.date(), local.time(), words)


def opening(at: datetime, calendar: Calendar, words: Words) -> str:
    """An instant some weeks ahead: "Friday 5 March, 16:00"."""
    local = at.astimezone(ZoneInfo(calendar.zone))
    return words("{day}, {time}", day=day(local.date(), words), time=clock(local.time()))


def poll_card(
    poll: Poll, meeting: Meeting, options: Sequence[Option], turnout: Turnout, calendar: Calendar, view: View
) -> Card:
    """The card in the channels: open, closed, or ended with its meeting."""
    if poll.state == "closed":
        return result_card(poll, meeting, options, view)
    if poll.state == "skipped":
        return _ended_card(meeting, view)
    words = view.words
    closes = until(poll.closes_at, calendar, words)
    notice = words(
        "What shall we talk about on {day}? Tick until {closes}.", day=day(meeting.day, words), closes=closes
    )
    return Card(
        notice,
        (
            Title(words.rich("What shall we talk about on {day}?", day=day(meeting.day, words))),
            Text(words.rich("Tick everything you'd come for.")),
            *_to_tick(poll, options, words),
            Text(rich(turnout_line(turnout, words))),
            Quiet(
                words.rich(
                    "Nobody sees your ticks; results {closes}. Or type: {command} tick 1 3",
                    closes=closes,
                    command=view.can.command,
                )
            ),
        ),
    )


def _to_tick(poll: Poll, options: Sequence[Option], words: Words) -> tuple[Block, ...]:
    if not options:
        return (Text(words.rich("All that stood here was taken back. The convener chooses.")),)
    return Text(_listed(options, words)), Buttons((_tick_button(poll, words),))


def _tick_button(poll: Poll, words: Words) -> Button:
    return Button(
        words("Tick topics"),
        "poll.ticks",
        poll.subject,
        main=True,
        opens_form=True,
        object_name=words("poll {number}", number=poll.id),
    )


def turnout_line(turnout: Turnout, words: Words) -> str:
    """How many have voted, and from how many units."""
    if not turnout.voters:
        return words("Nobody has voted yet.")
    if not turnout.units:
        return words.many("{count} person has voted.", "{count} people have voted.", turnout.voters)
    units = words.many("{count} unit", "{count} units", turnout.units)
    return words.many(
        "{count} person from {units} has voted.", "{count} people from {units} have voted.", turnout.voters, units=units
    )


def _listed(options: Sequence[Option], words: Words) -> RichText:
    return lines(words.rich("{place}. {topic}", place=str(one.place), topic=_name(one, words)) for one in options)


def _name(option: Option, words: Words) -> str:
    if option.topic.short:
        return words("{topic} (five minutes)", topic=option.topic.text)
    return option.topic.text


def result_card(poll: Poll, meeting: Meeting, options: Sequence[Option], view: View) -> Card:
    """What came of a poll."""
    words = view.words
    notice = _outcome(poll, meeting, words)
    if not poll.voters:
        return Card(notice, (Title(rich(notice)), Quiet(words.rich("The topics stay for the next poll."))))
    why = _why(poll, meeting, words)
    return Card(
        notice,
        (
            Title(rich(notice)),
            *((Text(rich(why)),) if why else ()),
            Text(lines(_counted(one, words) for one in _by_votes(options))),
            Text(rich(turnout_line(Turnout(poll.voters, poll.units), words))),
            Quiet(
                words.rich("The others stay for the next poll. Or type: {command} topic …", command=view.can.command)
            ),
        ),
    )


def _outcome(poll: Poll, meeting: Meeting, words: Words) -> str:
    """What the meeting is about; of one that has no topic, why."""
    date = day(meeting.day, words)
    if meeting.topic:
        return words("On {day} we talk about: {topic}", day=date, topic=meeting.topic)
    if not poll.voters:
        return words("The poll for {day} has closed, and nothing was ticked. Its convener chooses.", day=date)
    if meeting.live:
        return words(
            "The poll for {day} has closed, and what was ticked was taken back. Its convener chooses.", day=date
        )
    return words("The poll for {day} has closed, and what was ticked was taken back.", day=date)


def _why(poll: Poll, meeting: Meeting, words: Words) -> str:
    """How the poll came to its result, or that the meeting has another topic."""
    if poll.winner == meeting.topic_id:
        return _TIES[poll.tie](words)
    return words("The poll had chosen another topic.") if poll.winner is not None and meeting.topic else ""


def _by_votes(options: Sequence[Option]) -> Sequence[Option]:
    return sorted(options, key=lambda one: (-(one.votes or 0), one.place))


def _counted(option: Option, words: Words) -> RichText:
    ticks = words.many("{count} tick", "{count} ticks", option.votes or 0)
    return words.rich("{topic}: {ticks}", topic=_name(option, words), ticks=ticks)


def _ended_card(meeting: Meeting, view: View) -> Card:
    words = view.words
    notice = words(
        "There is no poll for {day} any more. The topics stay for the next one.", day=day(meeting.day, words)
    )
    return Card(
        notice,
        (
            Text(rich(notice)),
            Quiet(words.rich("Or type: {command} topic", command=view.can.command)),
        ),
    )


def ticks_form(poll: Poll, options: Sequence[Option], ticked: Collection[int], view: View) -> Form:
    """Everything that can be ticked, with what is."""
    words = view.words
    choices = tuple(
        FormOption(str(one.topic.id), words("{place}. {topic}", place=one.place, topic=_name(one, words)))
        for one in options
    )
    mine = tuple(str(one.topic.id) for one in options if one.topic.id in ticked)
    hint = words("Nobody sees your ticks. You can change them until the poll closes.")
    return Form(
        "poll.ticks",
        words("What would you come for?"),
        (TicksField("topics", words("Tick all you like"), choices, mine, hint),),
        words("That's it"),
        "poll.ticks",
        poll.subject,
    )


def ballot_card(
    poll: Poll,
    options: Sequence[Option],
    ticked: Collection[int],
    closes: str,
    view: View,
    *,
    agreed: bool,
    notice: str,
) -> Card:
    """To one voter alone: what they have ticked; where little stands there each is turned over with a press."""
    words = view.words
    blocks: list[Block] = [Title(rich(notice))]
    few = len(options) <= FEW
    blocks += [_entry(poll, one, words, on=one.topic.id in ticked, pressed=few) for one in options]
    remind = words("No more reminders") if agreed else words("Remind me next time")
    return Card(
        notice,
        (
            *blocks,
            Buttons((*(() if few else (_tick_button(poll, words),)), Button(remind, "poll.remind", poll.subject))),
            Quiet(
                words.rich(
                    "Nobody else sees this. You can change it until {closes}. Or type: {command} tick 1 3",
                    closes=closes,
                    command=view.can.command,
                )
            ),
        ),
    )


def _entry(poll: Poll, option: Option, words: Words, *, on: bool, pressed: bool) -> Entry:
    label = words("Take off") if on else words("Tick")
    press = Button(label, "poll.tick", poll.subject, choice=str(option.topic.id), object_name=option.topic.text)
    return Entry(
        words.rich("{place}. {topic}", place=str(option.place), topic=_name(option, words)),
        words.rich("✓ ticked") if on else (),
        (press,) if pressed else (),
    )


def counted_line(options: Sequence[Option], ticked: Collection[int], words: Words) -> str:
    """What a ballot holds, in a sentence."""
    places = [str(one.place) for one in options if one.topic.id in ticked]
    if not places:
        return words("You have ticked nothing.")
    return words("Counted. You ticked {places}.", places=", ".join(places))


def reminder_card(poll: Poll, meeting: Meeting, closes: str, view: View) -> Card:
    """To somebody who voted before, agreed to it, and hasn't voted yet."""
    words = view.words
    notice = words("The poll for {day} closes {closes}.", day=day(meeting.day, words), closes=closes)
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(words.rich("You wanted to be reminded. If nothing in it is for you, that's fine, too.")),
            Buttons((_tick_button(poll, words), Button(words("No more reminders"), "poll.no_more", poll.subject))),
            Quiet(words.rich("I remind you once. Or type: {command} poll", command=view.can.command)),
        ),
    )


def asked_card(meeting: Meeting, opens: str, view: View) -> Card:
    """To the channel: topics are needed."""
    words = view.words
    notice = words("What would you like to talk about on {day}?", day=day(meeting.day, words))
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(
                words.rich(
                    "We choose together, and there is little to choose from yet. One line is plenty. "
                    "The poll opens {opens}.",
                    opens=opens,
                )
            ),
            Buttons((Button(words("Suggest a topic"), "topic.write", main=True, opens_form=True),)),
            Quiet(words.rich("Or type: {command} topic What I'd like to talk about", command=view.can.command)),
        ),
    )


def which_poll_card(polls: Sequence[tuple[Poll, Meeting]], view: View) -> Card:
    """Several polls are open: which one is meant?"""
    words = view.words
    notice = words("More than one poll is open. Which one?")
    return Card(
        notice,
        (
            Title(rich(notice)),
            *(Entry(rich(day(meeting.day, words)), (), (_tick_button(poll, words),)) for poll, meeting in polls),
        ),
    )


def planned_card(meeting: Meeting, opens: str, view: View) -> Card:
    """No poll is open, and the next one will be."""
    words = view.words
    notice = words("The poll for {day} opens {opens}.", day=day(meeting.day, words), opens=opens)
    return Card(
        notice,
        (
            Title(rich(notice)),
            Buttons((Button(words("Suggest a topic"), "topic.write", opens_form=True),)),
            Quiet(words.rich("Until then: {command} topic", command=view.can.command)),
        ),
    )
