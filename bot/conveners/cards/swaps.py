"""Two swap their turns."""

from collections.abc import Mapping

from bot.audience import View
from bot.chat.cards import Card, Quiet, Text
from bot.chat.forms import ChoiceField, Form, Option
from bot.chat.richtext import rich
from bot.conveners.model.turns import Turn
from bot.meetings.cards.when import day
from bot.meetings.model.meetings import Meeting


def swap_form(turn: Turn, names: Mapping[int, str], view: View) -> Form:
    """With whom?"""
    words = view.words
    options = tuple(Option(str(member), name) for member, name in names.items())
    hint = words("If they have a turn of their own, you'd take that one. Nothing changes before they say yes.")
    return Form(
        "turn.swap",
        words("Swap your turn"),
        (ChoiceField("with", words("With whom"), options, options[0].value, hint),),
        words("Ask"),
        "turn.swap",
        turn.subject,
    )


def asked_card(meeting: Meeting, name: str, view: View) -> Card:
    """The other one is asked."""
    words = view.words
    notice = words("I'm asking {name}. Until they say yes, {day} stays yours.", name=name, day=day(meeting.day, words))
    return Card(notice, (Text(rich(notice)), Quiet(words.rich("Who is next: {c} rota", c=view.can.command))))


def stays_card(meeting: Meeting, view: View) -> Card:
    """The other one can't."""
    words = view.words
    notice = words("The swap doesn't work this time; {day} is still yours.", day=day(meeting.day, words))
    typed = words.rich("Ask somebody else: {c} convene swap NAME", c=view.can.command)
    return Card(notice, (Text(rich(notice)), Quiet(typed)))
