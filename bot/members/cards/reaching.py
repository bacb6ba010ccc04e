"""How people see and change when they may be written to: how often, quiet hours, leave."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time

from bot.audience import View
from bot.calendar import QUIET_FROM, QUIET_UNTIL
from bot.chat.dates import clock, day
from bot.chat.forms import ChoiceField, Form, Option, TextField
from bot.chat.richtext import RichText, lines, rich
from bot.chat.words import Words
from bot.members.model import Asks, Away, Member

AS_USUAL = "usual"
"""Chosen for quiet hours: those of the community."""
LONGEST_DAY = 60
_EVENINGS = (time(15), time(16), time(17), time(18), time(19), time(20))
_MORNINGS = (time(7), time(8), time(8, 30), time(9), time(10), time(11))
_ASKS: Mapping[Asks, Callable[[Words], str]] = {
    "": lambda words: words("I don't write to you first. You haven't said whether I may bring you questions."),
    "usual": lambda words: words("I may bring you a question now and then: two a week at most."),
    "seldom": lambda words: words("I write to you first once a week at most, whatever it is about."),
    "never": lambda words: words("I bring you no questions."),
}


def asks_line(asks: Asks, words: Words) -> str:
    """How often the bot may write, to the member who said so."""
    return _ASKS[asks](words)


def away_line(away: Away, words: Words) -> str:
    """When somebody is away: from Wednesday 3 March to Wednesday 17 March."""
    first = day(away.first, words)
    if away.open:
        return words("Away from {first} until you're back.", first=first)
    if away.first == away.last:
        return words("Away on {day}.", day=first)
    return words("Away from {first} to {last}.", first=first, last=day(away.last, words))


def reach_lines(member: Member, leaves: Sequence[Away], paused_until: date | None, words: Words) -> RichText:
    """When and how often the member is written to."""
    said = [asks_line(member.asks, words)]
    if paused_until:
        said.append(
            words("Pausing until {day}: I bring you nothing. To go on, type: me ask yes", day=day(paused_until, words))
        )
    if member.quiet_from or member.quiet_until:
        said.append(hours_line(member, words))
    return lines(rich(line) for line in (*said, *(away_line(one, words) for one in leaves)))


def hours_line(member: Member, words: Words) -> str:
    """The member's quiet hours, the community's where they have none of their own."""
    begins, ends = clock(member.quiet_from or QUIET_FROM), clock(member.quiet_until or QUIET_UNTIL)
    return words("Quiet from {begins} to {ends}.", begins=begins, ends=ends)


def reach_form(member: Member, leave: Away | None, view: View) -> Form:
    """How I may reach you. `leave` is the one that is shown to be changed: the soonest."""
    words = view.words
    return Form(
        "member.reach",
        words("How I may reach you"),
        (
            _often(member, words),
            _hour("quiet_from", words("Quiet from"), member.quiet_from, _EVENINGS, QUIET_FROM, words),
            _hour("quiet_until", words("Quiet until"), member.quiet_until, _MORNINGS, QUIET_UNTIL, words),
            TextField(
                "away_from",
                words("Away from"),
                as_typed(leave.first) if leave else "",
                words("Such as: 3 March. Nothing is brought to you then, and no turn comes up."),
                required=False,
                most=LONGEST_DAY,
            ),
            TextField(
                "away_until",
                words("Away until"),
                as_typed(leave.last) if leave and not leave.open else "",
                words("The last day. Leave it empty while you don't know; empty both when you're back."),
                required=False,
                most=LONGEST_DAY,
            ),
        ),
        words("Keep"),
        "member.reach",
        member.subject,
    )


def as_typed(on: date) -> str:
    """The day as a form shows it and reads it again."""
    return on.isoformat()


def _often(member: Member, words: Words) -> ChoiceField:
    options = (
        Option("usual", words("Bring me a question now and then, two a week at most")),
        Option("seldom", words("Seldom: one message a week, of any kind")),
        Option("never", words("Bring me no questions")),
    )
    hint = words("What you took on yourself, and news of your own questions, still reach you.")
    return ChoiceField("asks", words("How often I may write"), options, member.asks, hint, required=False)


def _hour(name: str, label: str, own: time | None, offered: Sequence[time], usual: time, words: Words) -> ChoiceField:
    hours = sorted({*offered, *([own] if own else [])} - {usual})
    options = (
        Option(AS_USUAL, words("{time}, as everybody", time=clock(usual))),
        *(Option(clock(hour), clock(hour)) for hour in hours),
    )
    return ChoiceField(name, label, options, clock(own) if own else AS_USUAL, required=False)
