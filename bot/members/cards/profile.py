"""How people see what others see of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.audience import View
from bot.chat.cards import Block, Button, Buttons, Card, Quiet, Text, Title
from bot.chat.forms import ChoiceField, Field, Form, Option, TextField, TicksField
from bot.chat.richtext import lines, rich
from bot.chat.words import Words
from bot.members.cards.reaching import reach_lines
from bot.members.model import (
    LONGEST_EXPERIENCE,
    LONGEST_NAME,
    LONGEST_UNIT,
    MOST_EXPERIENCES,
    Account,
    Away,
    Experience,
    Member,
)

UNITS_NAMED = 12
"""The most units named as a hint."""
MOST_CHOICES = 95
"""The most units a form can offer to choose from; a platform takes a hundred."""
NO_UNIT = "-"
"""Chosen by who belongs to none of those listed."""


def name_of(member: Member, words: Words) -> str:
    """The member's name, or what stands for it until the platform tells it."""
    return member.name or words("a colleague")


@dataclass(frozen=True, slots=True)
class Profile:
    """A member, and all that they said of themselves. `leaves` are those that aren't over."""

    member: Member
    accounts: Sequence[Account]
    experiences: Sequence[Experience] = ()
    leaves: Sequence[Away] = ()
    paused_until: date | None = None
    """The day from which questions are brought to them again; None while they aren't paused."""


@dataclass(frozen=True, slots=True)
class Units:
    """The community's own list, empty where there is none, and all that members have named."""

    listed: Sequence[str]
    named: Sequence[str]


def me_card(profile: Profile, view: View) -> Card:
    """What others see of a member, to that member."""
    words, member = view.words, profile.member
    notice = words("This is you, as others see you.")
    unit = member.unit or words("No unit yet. It stands next to your name and says which ministry speaks.")
    return Card(
        notice,
        (
            Title(rich(name_of(member, words))),
            Text(rich(unit)),
            Text(words.rich("Here as: {accounts}", accounts=listed(profile.accounts, view))),
            *_said(profile, words),
            Text(words.rich("**Only you see this:**")),
            Text(reach_lines(member, profile.leaves, profile.paused_until, words)),
            *_buttons(member, words),
            Quiet(
                words.rich(
                    "You are member {member} of community {community}. Or type: {command} me unit Forests",
                    member=str(member.id),
                    community=str(member.community),
                    command=view.can.command,
                )
            ),
        ),
    )


def _said(profile: Profile, words: Words) -> Iterator[Block]:
    """What colleagues find them by."""
    member = profile.member
    if member.interests:
        yield Text(words.rich("**Interests:** {tags}", tags=signed(member.interests)))
    if profile.experiences:
        yield Text(words.rich("**You say you've done:**"))
        yield Text(lines(rich(f"{one.id}. ", one.text) for one in profile.experiences))
    if not member.interests and not profile.experiences:
        yield Text(
            words.rich(
                "If you like, say what you care about and what you've done: colleagues who need it can find you."
            )
        )
    if member.welcomes:
        yield Text(words.rich("You'd welcome newcomers. Thank you."))


def signed(tags: Sequence[str]) -> str:
    """Tags as they are typed: "#consultation #costing"."""
    return " ".join(f"#{tag}" for tag in tags)


def _buttons(member: Member, words: Words) -> tuple[Buttons, Buttons]:
    return (
        Buttons(
            (
                Button(
                    words("Change"),
                    "member.edit",
                    member.subject,
                    main=True,
                    opens_form=True,
                    object_name=words("what others see of you"),
                ),
                Button(words("How I may reach you"), "member.reach", member.subject, opens_form=True),
            )
        ),
        Buttons(
            (
                Button(words("My accounts"), "member.accounts", member.subject),
                Button(words("What's kept about me"), "member.kept", member.subject),
                Button(words("Forget me"), "member.forget", member.subject),
            )
        ),
    )


def listed(accounts: Sequence[Account], view: View) -> str:
    """The accounts, each with its platform."""
    return ", ".join(account_name(account, view) for account in accounts)


def account_name(account: Account, view: View) -> str:
    """The name on that platform, and the platform."""
    title = view.deployment.title(account.ref.platform)
    return f"{account.name} ({title})" if account.name else title


def edit_form(member: Member, experiences: Sequence[str], units: Units, view: View) -> Form:
    """What others see of a member."""
    words = view.words
    return Form(
        "member.edit",
        words("About you"),
        (
            TextField("name", words("Name"), member.name, required=False, most=LONGEST_NAME),
            _unit_field(member, units, words),
            TextField(
                "interests",
                words("Interests"),
                signed(member.interests),
                words("Such as: #consultation #costing"),
                required=False,
            ),
            TextField(
                "experience",
                words("I have done …"),
                "\n".join(experiences),
                words("One line each. Colleagues who need somebody who has done it can find you."),
                long=True,
                required=False,
                most=MOST_EXPERIENCES * (LONGEST_EXPERIENCE + 1),
            ),
            TicksField(
                "welcomes",
                words("Newcomers"),
                (Option("yes", words("I'd welcome somebody new")),),
                ("yes",) if member.welcomes else (),
            ),
        ),
        words("Save"),
        "member.edit",
        member.subject,
    )


def _unit_field(member: Member, units: Units, words: Words) -> Field:
    """To choose from the list, where there is one that fits into a form; what they named before can stay."""
    choices = list(units.listed)
    if not choices or len(choices) > MOST_CHOICES:
        known = ", ".join(units.named[:UNITS_NAMED])
        hint = words("Known so far: {units}", units=known) if known else words("Your ministry or policy unit")
        return TextField("unit", words("Unit"), member.unit, hint, required=False, most=LONGEST_UNIT)
    if member.unit and member.unit not in choices:
        choices.append(member.unit)
    options = (*(Option(name, name) for name in choices), Option(NO_UNIT, words("None of these")))
    hint = words("Yours isn't here? Type: me unit NAME")
    return ChoiceField("unit", words("Unit"), options, member.unit, hint, required=False)
