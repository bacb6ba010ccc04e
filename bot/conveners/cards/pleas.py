"""When nobody convenes: the channel, the volunteers, and how to meet all the same. Nobody is named."""

from bot.audience import View
from bot.chat.cards import Button, Buttons, Card, Quiet, Text, Title
from bot.chat.richtext import lines, rich
from bot.meetings.cards.when import day, when
from bot.meetings.model.meetings import Meeting


def plea_card(meeting: Meeting, view: View, *, alone: bool) -> Card:
    """To the channel. `alone`: this very meeting needs somebody."""
    words = view.words
    notice = (
        words("Who would convene on {day}?", day=day(meeting.day, words))
        if alone
        else words("Who would convene a meeting now and then?")
    )
    take = Button(
        words("I'll convene this one"), "turn.take", meeting.subject, main=True, object_name=words("this meeting")
    )
    join = Button(
        words("I'd convene now and then"), "convene.join", meeting.subject, object_name=words("your place in the rota")
    )
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(
                words.rich(
                    "It's an hour and no speech: you open the meeting, keep the time and jot down three lines. "
                    "There is a kit, there is a backup, and the role goes round."
                )
            ),
            Buttons((take, join) if alone else (join,)),
            Quiet(words.rich("Or type: {c} convene join", c=view.can.command)),
        ),
    )


def volunteers_card(meeting: Meeting, view: View) -> Card:
    """To the volunteers: whoever is quickest."""
    words = view.words
    notice = words("Could you convene on {day}? The convener can't come.", day=day(meeting.day, words))
    return Card(
        notice,
        (
            Text(
                words.rich(
                    "**{when}** needs somebody to open it and keep the time. Whoever presses first has it; "
                    "if you'd rather not, do nothing.",
                    when=when(meeting, words),
                )
            ),
            Buttons(
                (
                    Button(
                        words("I'll convene this one"),
                        "turn.take",
                        meeting.subject,
                        main=True,
                        object_name=words("this meeting"),
                    ),
                )
            ),
            Quiet(words.rich("Or type: {c} convene this", c=view.can.command)),
        ),
    )


def open_table_card(meeting: Meeting, view: View) -> Card:
    """To the channel: an open round table, and how it works."""
    words = view.words
    notice = words("{day} is an open round table.", day=day(meeting.day, words))
    steps = (
        words("Whoever comes first says hello and what time it is."),
        words("Go round once: one thing you're working on, two minutes each. Passing is fine."),
        words("Take the one or two things most of you would talk about, twenty minutes each."),
        words("Five minutes before the end: who does what? One of you jots down three lines."),
    )
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(words.rich("We meet as planned, **{when}**, with nobody convening:", when=when(meeting, words))),
            Text(lines(rich(f"{number}. ", step) for number, step in enumerate(steps, 1))),
            Buttons(
                (
                    Button(
                        words("I'll convene this one"), "turn.take", meeting.subject, object_name=words("this meeting")
                    ),
                )
            ),
            Quiet(words.rich("Or type: {c} convene this", c=view.can.command)),
        ),
    )


def found_card(meeting: Meeting, who: str, view: View, *, mine: bool) -> Card:
    """To whoever would have convened, too."""
    words = view.words
    notice = (
        words("You convene on {day} already. Thank you.", day=day(meeting.day, words))
        if mine
        else words("Thank you. {name} convenes on {day} already.", name=who, day=day(meeting.day, words))
    )
    return Card(notice, (Text(rich(notice)), Quiet(words.rich("Who is next: {c} rota", c=view.can.command))))
