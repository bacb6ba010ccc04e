"""To whom no questions are brought for a while."""

from datetime import datetime

from bot.audience import View
from bot.chat.cards import Button, Buttons, Card, Quiet, Text, Title, said
from bot.chat.richtext import RichText, rich
from bot.members.model import Member


def paused(member: Member, now: datetime) -> bool:
    """Whether no question is brought to the member just now."""
    return member.paused_until is not None and member.paused_until > now


def left_alone_card(member: Member, view: View) -> Card:
    """To somebody who left three unanswered."""
    return _paused_card(member, view.words("I'll bring you no questions for a month. It seems a full time."), view)


def paused_card(member: Member, view: View) -> Card:
    """To somebody who asked for it."""
    return _paused_card(member, view.words("Paused: I'll bring you no questions for a month."), view)


def _paused_card(member: Member, notice: str, view: View) -> Card:
    words = view.words
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(words.rich("There is nothing to do. Afterwards I begin again, as rarely as you've said.")),
            Buttons((Button(words("Ask me again"), "member.resume", member.subject),)),
            Quiet(resumed_by(view)),
        ),
    )


def resumed_by(view: View) -> RichText:
    """What can be typed to be asked again."""
    return view.words.rich("Or type: {command} offers resume", command=view.can.command)


def resumed_card(view: View) -> Card:
    """They may be asked again."""
    return said(view.words("Good. When there is a question you may know something about, I'll bring it to you."))
