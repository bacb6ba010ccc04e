"""Somebody knows who might know."""

from collections.abc import Mapping

from bot.audience import View
from bot.chat.cards import Card, Quiet, Quote, Title, said
from bot.chat.forms import ChoiceField, Field, Form, Option, TextField
from bot.chat.richtext import lines, rich
from bot.members.model import LONGEST_NAME
from bot.offers.model.offers import Offer
from bot.questions.model.questions import Question


def who_form(offer: Offer, question: Question, suggested: Mapping[int, str], view: View) -> Form:
    """Who might know? `suggested` are members by number, with how they are called."""
    words = view.words
    options = tuple(Option(str(number), name) for number, name in suggested.items())
    choice = (ChoiceField("member", words("Perhaps one of these"), options, required=False),) if options else ()
    fields: tuple[Field, ...] = (
        *choice,
        TextField("name", words("Or a name"), hint=words("First name and last"), required=False, most=LONGEST_NAME),
    )
    return Form(
        "offer.know",
        words("Who might know?"),
        fields,
        words("Ask them"),
        "offer.know",
        offer.subject,
        rich(question.text),
    )


def asked_card(name: str, view: View) -> Card:
    """They are asked."""
    return said(view.words("Thank you. I'm asking {name}, and say that you thought of them.", name=name))


def forward_card(name: str, question: Question, view: View) -> Card:
    """Somebody whom the bot can't ask: a text to send on."""
    words = view.words
    notice = words("I can't write to {name} by myself. Here is a text you could send on.", name=name)
    asked = words.rich("Somebody in our community asks: {question}", question=question.text)
    hello = words.rich("Hello, I thought you might know something about this.")
    way = words.rich(
        "Two lines are plenty. Reply to me and I'll pass it on, or type: {command} reply {number} …",
        command=view.can.command,
        number=str(question.id),
    )
    return Card(
        notice,
        (
            Title(rich(notice)),
            Quote(lines((hello, asked, way))),
            Quiet(
                words.rich(
                    "Nobody but you sees this. Or type: {command} question {number}",
                    command=view.can.command,
                    number=str(question.id),
                )
            ),
        ),
    )
