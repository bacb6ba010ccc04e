"""What is said to whoever looks after a resource, or may."""

from bot.audience import View
from bot.chat.cards import Buttons, Card, Quiet, Quote, Text, Title, said
from bot.chat.richtext import RichText, rich
from bot.library.cards.resources import press
from bot.library.model import Resource


def kept_card(resource: Resource, view: View) -> Card:
    """To whoever wrote a reply that is in the library now."""
    words = view.words
    notice = words("A reply of yours helped, and is kept in the library now.")
    return Card(
        notice,
        (
            Title(rich(notice)),
            Quote(rich(resource.note)),
            Text(
                words.rich(
                    "It goes on showing what you wrote, as you change it, and you look after it unless you hand it over."
                )
            ),
            Buttons(tuple(press(action, resource, words) for action in ("show", "hand", "take_back"))),
            Quiet(_typed("hand", resource, view)),
        ),
    )


def review_card(resource: Resource, view: View) -> Card:
    """To its owner, when its day has come."""
    words = view.words
    notice = words("Is this still good? {title}", title=resource.name)
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(words.rich("You look after it in the library. One press is enough.")),
            Buttons(
                (
                    press("good", resource, words, main=True),
                    press("edit", resource, words),
                    press("outdated", resource, words),
                    press("hand", resource, words),
                )
            ),
            Quiet(_typed("good", resource, view)),
        ),
    )


def outdated_card(resource: Resource, view: View) -> Card:
    """To its owner, when somebody says that it is out of date."""
    words = view.words
    notice = words("Somebody says that this is out of date: {title}", title=resource.name)
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(words.rich("The library says so, too, until you have had a look.")),
            Buttons(tuple(press(action, resource, words) for action in ("good", "edit", "hand"))),
            Quiet(_typed("good", resource, view)),
        ),
    )


def hand_card(resource: Resource, view: View) -> Card:
    """To somebody who is asked to look after it."""
    words = view.words
    notice = words("Would you look after this in the library? {title}", title=resource.name)
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(words.rich("About once a year I'd ask you whether it is still good. No is a fine answer.")),
            Buttons(tuple(press(action, resource, words) for action in ("adopt", "pass", "show"))),
            Quiet(_typed("adopt", resource, view)),
        ),
    )


def asked_card(resource: Resource, name: str, view: View) -> Card:
    """To whoever hands it over: somebody was asked."""
    words = view.words
    notice = words("I'll ask {name}. Until they say yes, it stays where it is.", name=name)
    return Card(notice, (Text(rich(notice)), Buttons((press("release", resource, words),))))


def asked_already_card(name: str, view: View) -> Card:
    """To whoever hands it over: the same person is to be asked about something else first."""
    return said(
        view.words("I'm about to ask {name} to look after something else. Please try again in a few days.", name=name)
    )


def not_asked_card(resource: Resource, name: str, view: View) -> Card:
    """To whoever hands it over: the bot may not write to that person."""
    words = view.words
    notice = words("{name} hasn't said that I may write to them, so I don't.", name=name)
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(
                words.rich(
                    "You could ask them yourself: let anybody take it, and send them the line below. "
                    "Until then it stays where it is."
                )
            ),
            Buttons((press("release", resource, words),)),
            Quiet(_typed("adopt", resource, view)),
        ),
    )


def released_card(resource: Resource, view: View) -> Card:
    """To whoever no longer looks after it."""
    notice = view.words("Nobody looks after it now; whoever would like to may. Thank you for having done so.")
    return Card(notice, (Text(rich(notice)), Quiet(_typed("adopt", resource, view))))


def passed_card(view: View) -> Card:
    """To somebody who would rather not."""
    return said(view.words("That's fine. Thank you for saying so."))


def _typed(word: str, resource: Resource, view: View) -> RichText:
    return view.words.rich(
        "Or type: {command} {word} {number}", command=view.can.command, word=word, number=str(resource.id)
    )
