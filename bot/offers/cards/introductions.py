"""Two people who are put in touch, as each of them reads of the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.audience import View
from bot.chat.cards import Button, Buttons, Card, Quiet, Text, Title, said
from bot.chat.richtext import RichText, rich
from bot.chat.words import Words
from bot.members.cards.profile import listed, name_of
from bot.members.model import Account, Member
from bot.offers.model.offers import Offer
from bot.questions.model.questions import Question


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as another should know them: name and unit, and where they are found."""

    name: str
    found: str


def person(member: Member, accounts: Sequence[Account], view: View) -> Person:
    """A member with all accounts."""
    name = name_of(member, view.words)
    return Person(f"{name} ({member.unit})" if member.unit else name, listed(accounts, view))


def helper_is_card(offer: Offer, question: Question, helper: Person, view: View) -> Card:
    """To the asker: who would be happy to talk. Without a name, they choose first."""
    words = view.words
    if question.nameless and offer.state != "met":
        return _choice_card(offer, question, helper, view)
    title = words("{name} would be happy to talk.", name=helper.name)
    notice = words("News about something you asked.") if question.nameless else title
    return Card(
        notice,
        (
            Title(rich(title)),
            Text(_about(question, view)),
            Text(
                words.rich("Here as: {accounts}. They know that it's you. Just write to them.", accounts=helper.found)
            ),
            Quiet(_still_open(question, view)),
        ),
    )


def _choice_card(offer: Offer, question: Question, helper: Person, view: View) -> Card:
    words = view.words
    apart = offer.state == "apart"
    what = (
        rich(nothing_passed_on(words))
        if apart
        else words.rich("Only if you'd like to be put in touch will they learn your name, they and nobody else.")
    )
    buttons = [Button(words("Put us in touch"), "offer.introduce", offer.subject, main=not apart)]
    if not apart:
        buttons.append(Button(words("Not now"), "offer.apart", offer.subject, object_name=words("being put in touch")))
    return Card(
        words("News about something you asked."),
        (
            Title(rich(words("{name} would be happy to talk.", name=helper.name))),
            Text(_about(question, view)),
            Text(what),
            Buttons(tuple(buttons)),
            Quiet(
                words.rich(
                    "Or type: {command} introduce {number}, introduce {number} no",
                    command=view.can.command,
                    number=str(offer.id),
                )
            ),
        ),
    )


def nothing_passed_on(words: Words) -> str:
    """To who asked without a name, and would rather not talk."""
    return words("Fine. I passed nothing on, and your name stays with me.")


def helper_hears_card(helper: Person, view: View) -> Card:
    """To who asked without a name, as soon as they choose to be put in touch."""
    words = view.words
    return said(
        words(
            "{name} hears now that it's you. Just write to them. Here as: {accounts}.",
            name=helper.name,
            accounts=helper.found,
        )
    )


def asker_hears_card(asker: Person, view: View) -> Card:
    """To who would be happy to talk, as soon as they say so."""
    words = view.words
    return said(
        words(
            "Thank you. {name} hears that you'd be happy to talk. Here as: {accounts}.",
            name=asker.name,
            accounts=asker.found,
        )
    )


def asker_is_card(question: Question, asker: Person, view: View) -> Card:
    """To the one who would be happy to talk: who asked."""
    words = view.words
    notice = words("{name} asked that, and knows you'd be happy to talk.", name=asker.name)
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(_about(question, view)),
            Text(
                words.rich("Here as: {accounts}. Whoever has a minute first writes to the other.", accounts=asker.found)
            ),
            Quiet(
                words.rich(
                    "Nothing of this stands in a channel. To see the question: {command} question {number}",
                    command=view.can.command,
                    number=str(question.id),
                )
            ),
        ),
    )


def waits_card(view: View) -> Card:
    """To the one who would be happy to talk about something asked without a name."""
    return said(view.words("Thank you. I'll tell whoever asked; if they'd like to talk, you'll hear from me."))


def nobody_card(view: View) -> Card:
    """Whoever asked is not here any more."""
    return said(view.words("Thank you. Whoever asked isn't here any more, so there is nobody to talk to."))


def _about(question: Question, view: View) -> RichText:
    return view.words.rich("About: **{question}**", question=question.text)


def _still_open(question: Question, view: View) -> RichText:
    return view.words.rich(
        "Nothing of this stands in a channel. When it's settled: {command} close {number}",
        command=view.can.command,
        number=str(question.id),
    )
