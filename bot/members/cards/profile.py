"""How people see what others see of them."""

from collections.abc import Sequence

from bot.audience import View
from bot.chat.cards import Button, Buttons, Card, Quiet, Text, Title
from bot.chat.forms import Form, TextField
from bot.chat.richtext import rich
from bot.chat.words import Words
from bot.members.model import LONGEST_NAME, LONGEST_UNIT, Account, Member

UNITS_NAMED = 12
"""The most units named as a hint."""


def name_of(member: Member, words: Words) -> str:
    """The member's name, or what stands for it until the platform tells it."""
    return member.name or words("a colleague")


def me_card(member: Member, accounts: Sequence[Account], view: View) -> Card:
    """What others see of a member, to that member."""
    words = view.words
    notice = words("This is you, as others see you.")
    unit = member.unit or words("No unit yet. It stands next to your name and says which ministry speaks.")
    return Card(
        notice,
        (
            Title(rich(name_of(member, words))),
            Text(rich(unit)),
            Text(words.rich("Here as: {accounts}", accounts=listed(accounts, view))),
            Buttons(
                (
                    Button(words("Change"), "member.edit", member.subject, main=True, opens_form=True),
                    Button(words("My accounts"), "member.accounts", member.subject),
                    Button(words("What's kept about me"), "member.kept", member.subject),
                    Button(words("Forget me"), "member.forget", member.subject),
                )
            ),
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


def listed(accounts: Sequence[Account], view: View) -> str:
    """The accounts, each with its platform."""
    return ", ".join(account_name(account, view) for account in accounts)


def account_name(account: Account, view: View) -> str:
    """The name on that platform, and the platform."""
    title = view.deployment.title(account.ref.platform)
    return f"{account.name} ({title})" if account.name else title


def edit_form(member: Member, units: Sequence[str], view: View) -> Form:
    """Name and unit."""
    words = view.words
    known = ", ".join(units[:UNITS_NAMED])
    hint = words("Known so far: {units}", units=known) if known else words("Your ministry or policy unit")
    return Form(
        "member.edit",
        words("About you"),
        (
            TextField("name", words("Name"), member.name, required=False, most=LONGEST_NAME),
            TextField("unit", words("Unit"), member.unit, hint, required=False, most=LONGEST_UNIT),
        ),
        words("Save"),
        "member.edit",
        member.subject,
    )
