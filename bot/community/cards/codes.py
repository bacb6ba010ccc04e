"""How codes are given, asked for and answered."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.audience import View
from bot.chat.cards import Button, Buttons, Card, Quiet, Quote, Text, Title, said
from bot.chat.forms import Form, TextField
from bot.chat.refs import Subject
from bot.chat.richtext import Moment, RichText, Strong, rich
from bot.community.cards.setup import community_name
from bot.community.model import Community

CODE_LENGTH = 20
"""Characters of a code that are kept from the form; room for spaces and hyphens."""


def code_form(subject: Subject | None, view: View) -> Form:
    """Where a code is entered, so that nobody else sees it."""
    words = view.words
    return Form(
        "code.enter",
        words("Enter a code"),
        (
            TextField(
                "code", words("Code"), hint=words("Eight letters and digits, such as K7QM-2XPA"), most=CODE_LENGTH
            ),
        ),
        words("Enter"),
        "code.enter",
        subject,
    )


def join_code_card(code: str, until: RichText, platforms: Sequence[str], view: View) -> Card:
    """A code that connects a channel of another platform."""
    words = view.words
    where = words(" or ").join(platforms) or words("another platform")
    notice = words("A code that connects a channel in {where}.", where=where)
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(words.rich("In a channel there: add me, type “join” to me, and enter this code.")),
            Text(rich(Strong(code))),
            Text(words.rich("Good once, until {until}. Not for typing where others can read it.", until=until)),
            Quiet(words.rich("Or type: {command} setup connect", command=view.can.command)),
        ),
    )


def steward_code_card(name: str, code: str, until: RichText, community: Community, view: View) -> Card:
    """A line to send to somebody who is to be a steward."""
    words = view.words
    notice = (
        words("Send {name} this line; it makes them a steward.", name=name)
        if name
        else words("Send this line to your next steward.")
    )
    line = words(
        "You're to be a steward of {community}. Write to {bot}, to it alone: join {code}",
        community=community_name(community, words),
        bot=view.deployment.name,
        code=code,
    )
    presses = [Button(words("Go on"), "community.show", community.subject, main=True, object_name=words("the set-up"))]
    return Card(
        notice,
        (
            Title(rich(notice)),
            Quote(rich(line)),
            Text(words.rich("Good once, until {until}. Lost it? Invite a steward makes a new one.", until=until)),
            Buttons(tuple(presses)),
            Quiet(words.rich("Or type: {command} setup steward", command=view.can.command)),
        ),
    )


def link_code_card(code: str, until: RichText, view: View) -> Card:
    """A code that links the caller's other account."""
    words = view.words
    notice = words("A code for your other account.")
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(words.rich("On the other platform, write “join” to me directly and enter this code there.")),
            Text(rich(Strong(code))),
            Text(
                words.rich(
                    "Good once, until {until}. Whoever enters it can become you here: keep it to yourself.", until=until
                )
            ),
            Quiet(words.rich("Or type: {command} link", command=view.can.command)),
        ),
    )


def wrong_code_card(subject: Subject | None, view: View) -> Card:
    """The same, whatever is wrong with a code."""
    words = view.words
    notice = words("That code doesn't work here.")
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(
                words.rich(
                    "A code is good once and for a short time. One that sets up or connects a channel works in that "
                    "channel, as long as it belongs to no other community."
                )
            ),
            Buttons((Button(words("Enter a code"), "code.enter", subject, main=True, opens_form=True),)),
            Quiet(words.rich("Or type: {command} join", command=view.can.command)),
        ),
    )


def typed_openly_card(subject: Subject | None, view: View) -> Card:
    """A code was typed where others could read it."""
    words = view.words
    notice = words("Others could read that code, so it no longer works.")
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(words.rich("Ask for a new one, and enter it in the form.")),
            Buttons((Button(words("Enter a code"), "code.enter", subject, main=True, opens_form=True),)),
            Quiet(words.rich("Or type: {command} join", command=view.can.command)),
        ),
    )


def connected_card(community: Community, *, home: bool, steward: bool, view: View) -> Card:
    """A channel belongs to a community now."""
    words = view.words
    notice = words("This channel is part of {name} now.", name=community_name(community, words))
    stands = (
        words("Questions and announcements stand here from now on.")
        if home
        else words("Questions stand in the home channel; members can use me here as well.")
    )
    also = (
        ""
        if steward
        else words(" Already a member elsewhere? Type “link” there, and “join” here: then you count once.")
    )
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(rich(stands, also)),
            Buttons((Button(words("Enter a code"), "code.enter", opens_form=True),)),
            Quiet(words.rich("Or type: {command} join", command=view.can.command)),
        ),
    )


def steward_now_card(community: Community, view: View) -> Card:
    """Somebody is a steward now."""
    words = view.words
    notice = words("You are a steward of {name} now. Thank you.", name=community_name(community, words))
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(
                words.rich("Stewards change settings, look at what was flagged, and see that nobody is alone with it.")
            ),
            Buttons(
                (
                    Button(words("Settings"), "settings.show", community.subject, main=True),
                    Button(words("How far we are"), "community.show", community.subject),
                )
            ),
            Quiet(words.rich("Or type: {command} settings", command=view.can.command)),
        ),
    )


def confirm_link_card(member: Subject, who: str, view: View) -> Card:
    """The account that entered a code says whether both are the same person's."""
    words = view.words
    notice = words("Is {who} you, too?", who=who)
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(
                words.rich(
                    "Linked, both accounts are one member: what either wrote belongs to both, drafts included, "
                    "and either can do what the other may. Only say yes if both are yours. "
                    "If somebody else sent you this code, say no."
                )
            ),
            Buttons(
                (
                    Button(
                        words("Yes, both are mine"),
                        "account.confirm",
                        member,
                        main=True,
                        object_name=words("the other account"),
                    ),
                    Button(words("No"), "account.decline", member, object_name=words("the other account")),
                )
            ),
            Quiet(words.rich("Or type: {command} link yes {number}", command=view.can.command, number=str(member.id))),
        ),
    )


def said_same_card(who: str, platforms: str, view: View) -> Card:
    """One account says that it is somebody's; the other has yet to say so."""
    words = view.words
    notice = words("Noted. Now say the same as {who}.", who=who)
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(
                words.rich(
                    "In {platforms}, type “me accounts” to me within seven days and press “Yes, that's me” there, too. "
                    "Until then nothing changes.",
                    platforms=platforms,
                )
            ),
        ),
    )


def linked_card(member: Subject, view: View) -> Card:
    """Two accounts are one member."""
    words = view.words
    notice = words("Linked. Both accounts are one member now, counted once.")
    return Card(
        notice,
        (
            Title(rich(notice)),
            Buttons((Button(words("My accounts"), "member.accounts", member, main=True),)),
            Quiet(words.rich("Or type: {command} me accounts", command=view.can.command)),
        ),
    )


def not_linked_card(view: View) -> Card:
    """Nothing was linked."""
    return said(view.words("Nothing was linked."))


def already_linked_card(view: View) -> Card:
    """The code was the account's own."""
    return said(view.words("This account is yours already; enter the code on the other platform."))


def until(at: datetime, zone: str) -> RichText:
    """An instant, in each reader's zone where the platform can; else in the community's."""
    return (Moment(at, f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"),)
