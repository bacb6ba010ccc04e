"""What people read who go on in another unit."""

from collections.abc import Sequence

from bot.audience import View
from bot.chat.cards import Button, Buttons, Card, Quiet, Text, Title
from bot.chat.forms import ChoiceField, Field, Form, Option, TextField
from bot.chat.richtext import rich
from bot.members.model import LONGEST_UNIT, Member

MOST_CHOICES = 90
"""Units to choose from; a platform draws no more than a hundred."""


def moved_form(member: Member, units: Sequence[str], view: View) -> Form:
    """The new unit: one of those known, or another."""
    words = view.words
    options = tuple(Option(unit, unit) for unit in units[:MOST_CHOICES] if unit != member.unit)
    fields: tuple[Field, ...] = (
        TextField("unit", words("Your unit now"), hint=words("Your ministry or policy unit"), most=LONGEST_UNIT),
    )
    if options:
        fields = (
            ChoiceField("unit", words("Your unit now"), options, required=False),
            TextField("other", words("Or one that isn't there"), required=False, most=LONGEST_UNIT),
        )
    return Form(
        "member.moved",
        words("You've moved"),
        fields,
        words("Save"),
        "member.moved",
        member.subject,
        words.rich("What you wrote so far keeps the unit you wrote it in."),
    )


def moved_card(member: Member, unit: str, view: View) -> Card:
    """What changed, and how to carry everything to a new account. `member` is as before."""
    words = view.words
    notice = words("You're with {unit} now. Good luck there!", unit=unit)
    before = words.rich("Beside what you wrote stands “then {unit}”.", unit=member.unit)
    return Card(
        notice,
        (
            Title(rich(notice)),
            *([Text(before)] if member.unit and member.unit != unit else []),
            Text(
                words.rich(
                    "A new account as well? Take a code here, with the old one; on the new one write “join” to me and "
                    "enter it. Everything you have goes with you. Do it while the old account still works."
                )
            ),
            Buttons(
                (
                    Button(words("Carry it to a new account"), "account.link", member.subject, main=True),
                    Button(words("How others see me"), "member.show", member.subject),
                )
            ),
            Quiet(words.rich("Or type: {command} me moved Labour, link", command=view.can.command)),
        ),
    )
