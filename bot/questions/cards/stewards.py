"""What is shown when something is flagged or hidden."""

from bot.audience import View
from bot.chat.cards import Button, Buttons, Card, Quiet, Quote, Text, Title
from bot.chat.refs import Subject
from bot.chat.richtext import rich
from bot.community.cards.log import HIDDEN_BECAUSE, object_name


def hidden_card(kind: str, number: int, reason: str, view: View) -> Card:
    """To the author of something a steward hid. Never carries its words."""
    words = view.words
    notice = (
        words("News about something you asked.")
        if kind == "nameless"
        else words("A steward has hidden something you wrote.")
    )
    because = HIDDEN_BECAUSE.get(reason, HIDDEN_BECAUSE["confidence"])(words)
    return Card(
        notice,
        (
            Title(words.rich("A steward has hidden something you wrote.")),
            Text(
                words.rich(
                    "Number {number}, because {reason}. You can write it again in other words.",
                    number=str(number),
                    reason=because,
                )
            ),
        ),
    )


def flagged_card(subject: Subject, text: str, unit: str, view: View) -> Card:
    """To a steward: somebody pointed something out."""
    words = view.words
    what = object_name(subject, words)
    notice = words("Somebody asks a steward to look at {what}.", what=what)
    return Card(
        notice,
        (
            Title(rich(notice)),
            Quote(rich(text)),
            *((Text(rich(unit)),) if unit else ()),
            Buttons(
                (
                    Button(words("Hide"), f"{subject.kind}.hide", subject, opens_form=True, object_name=what),
                    Button(words("Leave it"), "flag.leave", subject, object_name=what),
                )
            ),
            Quiet(
                words.rich(
                    "Or type: {command} hide {kind} {number}",
                    command=view.can.command,
                    kind=subject.kind,
                    number=str(subject.id),
                )
            ),
        ),
    )


def hidden_now_card(subject: Subject, view: View) -> Card:
    """To the steward who hid it."""
    return _hidden(view.words("Hidden, and whoever wrote it is told why."), subject, view)


def hidden_already_card(subject: Subject, view: View) -> Card:
    """To a steward who would hide what is hidden."""
    return _hidden(view.words("It is hidden already."), subject, view)


def _hidden(notice: str, subject: Subject, view: View) -> Card:
    words = view.words
    what = object_name(subject, words)
    return Card(
        notice,
        (
            Text(rich(notice)),
            Buttons((Button(words("Bring it back"), f"{subject.kind}.unhide", subject, object_name=what),)),
            Quiet(
                words.rich(
                    "Or type: {command} unhide {kind} {number}",
                    command=view.can.command,
                    kind=subject.kind,
                    number=str(subject.id),
                )
            ),
        ),
    )
