"""How somebody stands in the rota, and what they can change."""

from collections.abc import Sequence

from bot.audience import View
from bot.chat.cards import Block, Button, Buttons, Card, Quiet, Text, Title
from bot.chat.forms import Form, TextField
from bot.chat.refs import Subject
from bot.chat.richtext import lines, rich
from bot.chat.words import Words
from bot.conveners.model.turns import Turn
from bot.conveners.model.volunteers import Volunteer
from bot.meetings.cards.when import when
from bot.meetings.model.meetings import Meeting
from bot.members.cards.reaching import away_line
from bot.members.model import Away


def newcomer_card(view: View) -> Card:
    """To somebody who isn't in the rota."""
    words = view.words
    notice = words("Would you convene a meeting now and then?")
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(
                words.rich(
                    "You'd open the meeting, keep the time and jot down three lines afterwards. The role goes round, "
                    "there is a kit and a backup, and no is always a fine answer."
                )
            ),
            Buttons(
                (
                    Button(
                        words("I'd convene now and then"),
                        "convene.join",
                        main=True,
                        object_name=words("your place in the rota"),
                    ),
                    Button(words("Who is next?"), "convene.rota"),
                )
            ),
            Quiet(words.rich("Or type: {c} convene join", c=view.can.command)),
        ),
    )


def volunteer_card(
    volunteer: Volunteer, away: Sequence[Away], turns: Sequence[tuple[Turn, Meeting]], view: View
) -> Card:
    """To a volunteer."""
    words = view.words
    notice = words("You're in the rota. Thank you.")
    if volunteer.paused:
        notice = words("You're in the rota, and pausing.")
    blocks: list[Block] = [Title(rich(notice))]
    if not volunteer.attended:
        blocks.append(Text(words.rich("Your first turn may come after the first meeting you've been to.")))
    if turns:
        blocks.append(Text(lines(rich(_turn(turn, meeting, words)) for turn, meeting in turns)))
    if away:
        blocks.append(Text(lines(rich(_days(one, words)) for one in away)))
    return Card(notice, (*blocks, _buttons(volunteer, away, words), _typed(volunteer, view)))


def _turn(turn: Turn, meeting: Meeting, words: Words) -> str:
    on = when(meeting, words)
    if turn.role == "backup":
        return words("You stand by on {when}.", when=on)
    return words("You convene on {when}.", when=on) if turn.state == "accepted" else words("Asked: {when}.", when=on)


def _days(away: Away, words: Words) -> str:
    line = away_line(away, words)
    return line if away.first == away.last else words("{away} You keep your place.", away=line)


def _buttons(volunteer: Volunteer, away: Sequence[Away], words: Words) -> Buttons:
    pausing = (
        Button(words("Go on"), "convene.join", main=True, object_name=words("your place in the rota"))
        if volunteer.paused
        else Button(words("Pause"), "convene.pause", object_name=words("your place in the rota"))
    )
    there = (
        Button(words("I'm there after all"), "convene.back", object_name=words("your place in the rota"))
        if away
        else Button(words("Who is next?"), "convene.rota")
    )
    return Buttons(
        (
            Button(words("I'm away"), "convene.away", opens_form=True, object_name=words("your place in the rota")),
            pausing,
            Button(words("Stop"), "convene.stop", object_name=words("your place in the rota")),
            there,
        )
    )


def _typed(volunteer: Volunteer, view: View) -> Quiet:
    words, command = view.words, view.can.command
    if volunteer.paused:
        return Quiet(words.rich("Or type: {c} convene resume", c=command))
    return Quiet(words.rich("Or type: {c} convene away 3 March to 17 March", c=command))


def stopped_card(view: View) -> Card:
    """Out of the rota."""
    words = view.words
    notice = words("You're out of the rota. Thank you for all you did.")
    return Card(
        notice,
        (
            Text(rich(notice)),
            Buttons(
                (
                    Button(
                        words("I'd convene now and then"), "convene.join", object_name=words("your place in the rota")
                    ),
                )
            ),
            Quiet(words.rich("Or type: {c} convene join", c=view.can.command)),
        ),
    )


def away_form(subject: Subject, view: View) -> Form:
    """On which days?"""
    words = view.words
    hint = words("Such as: 3 March to 17 March 2027. Nothing is offered for those days, and you keep your place.")
    return Form(
        "convene.away",
        words("You're away"),
        (TextField("days", words("From when to when"), "", hint),),
        words("Keep"),
        "convene.away",
        subject,
    )
