"""How stewards see the list of units, and what they send to those who are missing. Counts only, never names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.audience import View
from bot.chat.cards import Block, Button, Buttons, Card, Entry, Quiet, Quote, Text, Title
from bot.chat.forms import Form, TextField
from bot.chat.richtext import RichText, lines, rich
from bot.chat.words import Words
from bot.community.cards.setup import channel_name, community_name
from bot.community.model import Channel, Community
from bot.members.model import LONGEST_UNIT, Unit

MOST_ENTRIES = 12
"""Units with buttons of their own; the rest are listed with their numbers."""
MOST_OTHERS = 4
"""Units not on the list that are shown."""
MOST_NAMED = 4
"""Units an invitation names."""
LONGEST_LIST = 3_000


@dataclass(frozen=True, slots=True)
class Row:
    """A unit on the list, and how many members are of it."""

    unit: Unit
    people: int


def units_card(rows: Sequence[Row], others: Mapping[str, int], zone: str, view: View) -> Card:
    """The missing ones first. `others` are units that members name and that are not on the list."""
    words = view.words
    here = sum(1 for row in rows if row.people)
    notice = (
        words.many("{here} of {count} unit is here.", "{here} of {count} units are here.", len(rows), here=here)
        if rows
        else words("No units are listed yet. List them, and you see who is missing.")
    )
    ordered = sorted(rows, key=lambda row: bool(row.people))
    blocks: list[Block] = [Title(rich(notice))]
    blocks += [_entry(row, zone, words) for row in ordered[:MOST_ENTRIES]]
    if rest := ordered[MOST_ENTRIES:]:
        blocks.append(Text(lines(_line(row, words) for row in rest)))
    blocks += [_other(name, count, words) for name, count in list(others.items())[:MOST_OTHERS]]
    return Card(
        notice,
        (
            *blocks,
            Buttons((Button(words("Add units"), "unit.add", main=True, opens_form=True),)),
            Quiet(
                words.rich(
                    "Or type: {command} units add Forests | FLNRO, units 3, units invite 3", command=view.can.command
                )
            ),
        ),
    )


def _entry(row: Row, zone: str, words: Words) -> Entry:
    unit = row.unit
    way = (
        Button(words("Open"), "unit.show", unit.subject, object_name=unit.name)
        if row.people
        else Button(words("Invitation"), "unit.invite", unit.subject, object_name=unit.name)
    )
    return Entry(rich(unit.name), rich(_about(row, zone, words)), (way,))


def _about(row: Row, zone: str, words: Words) -> str:
    number = words("number {number}", number=row.unit.id)
    return " · ".join(part for part in (_here(row, words), _invited(row.unit, zone, words), number) if part)


def _here(row: Row, words: Words) -> str:
    return words.many("{count} member", "{count} members", row.people) if row.people else words("nobody yet")


def _invited(unit: Unit, zone: str, words: Words) -> str:
    if unit.invited_at is None:
        return ""
    return words("invited on {day}", day=f"{unit.invited_at.astimezone(ZoneInfo(zone)):%Y-%m-%d}")


def _line(row: Row, words: Words) -> RichText:
    return rich(f"{row.unit.id}. {row.unit.name} · {_here(row, words)}")


def _other(name: str, count: int, words: Words) -> Entry:
    about = words.many("{count} member, not on the list", "{count} members, not on the list", count)
    adopt = Button(words("Put it on the list"), "unit.adopt", choice=name, object_name=name)
    return Entry(rich(name), rich(about), (adopt,))


def unit_card(row: Row, zone: str, view: View) -> Card:
    """One unit, with what can be done about it."""
    words, unit = view.words, row.unit
    notice = words("{unit} is on the list.", unit=unit.name)
    also = words.rich("Also called: {names}", names=", ".join(unit.also))
    return Card(
        notice,
        (
            Title(rich(unit.name)),
            Text(rich(_about(row, zone, words))),
            *([Text(also)] if unit.also else []),
            Buttons(
                (
                    Button(
                        words("Invitation"), "unit.invite", unit.subject, main=not row.people, object_name=unit.name
                    ),
                    Button(words("Change"), "unit.edit", unit.subject, opens_form=True, object_name=unit.name),
                    Button(words("Take it off the list"), "unit.drop", unit.subject, object_name=unit.name),
                    Button(words("All units"), "unit.list"),
                )
            ),
            Quiet(
                words.rich(
                    "Or type: {command} units rename {number} …, units also {number} …, units drop {number}",
                    command=view.can.command,
                    number=str(unit.id),
                )
            ),
        ),
    )


def invitation_card(
    unit: Unit, community: Community, homes: Sequence[Channel], here: Sequence[str], meets: str, view: View
) -> Card:
    """A text to send on. `here` are other units that are represented; `meets` is empty when that isn't said."""
    words = view.words
    notice = words("An invitation for {unit}, to send on.", unit=unit.name)
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(
                words.rich("Copy it into an e-mail to somebody there. I don't send it, and I noted that you took it.")
            ),
            Quote(_invitation(unit, community, homes, here, meets, view)),
            Buttons((Button(words("All units"), "unit.list", main=True),)),
            Quiet(
                words.rich("Or type: {command} units invite {number}", command=view.can.command, number=str(unit.id))
            ),
        ),
    )


def _invitation(
    unit: Unit, community: Community, homes: Sequence[Channel], here: Sequence[str], meets: str, view: View
) -> RichText:
    words = view.words
    name = community_name(community, words)
    some = ", ".join(here[:MOST_NAMED])
    paragraphs = (
        words("Dear colleagues in {unit},", unit=unit.name),
        words("{name} is where policy analysts of our ministries ask one another and share what worked.", name=name)
        + (words(" Already there: {units}.", units=some) if some else "")
        + (words(" We meet: {meets}.", meets=meets) if meets else ""),
        words("Titles don't matter, nothing is compulsory, and listening is fine. We'd like to hear how you do it."),
        _way_in(homes, view),
    )
    return lines(rich(paragraph) for paragraph in paragraphs if paragraph)


def _way_in(homes: Sequence[Channel], view: View) -> str:
    """How somebody becomes a member, on each platform."""
    words = view.words
    ways = [
        words(
            "{channel}: type {command} me",
            channel=channel_name(home, view),
            command=view.deployment.platforms[home.ref.platform].command,
        )
        for home in homes
        if home.ref.platform in view.deployment.platforms
    ]
    return words("To join: {ways}", ways=words(", or ").join(ways)) if ways else ""


def add_form(view: View) -> Form:
    """Any number of units."""
    words = view.words
    return Form(
        "unit.add",
        words("Add units"),
        (
            TextField(
                "units",
                words("Units, one a line"),
                hint=words("Other names after a bar: Forests | FLNRO"),
                long=True,
                most=LONGEST_LIST,
            ),
        ),
        words("Add"),
        "unit.add",
    )


def edit_form(unit: Unit, view: View) -> Form:
    """A unit's names."""
    words = view.words
    return Form(
        "unit.edit",
        words("Change a unit"),
        (
            TextField("name", words("Name"), unit.name, words("Its members move with it"), most=LONGEST_UNIT),
            TextField(
                "also",
                words("Other names, one a line"),
                "\n".join(unit.also),
                words("Whoever types one of them is of this unit"),
                long=True,
                required=False,
                most=LONGEST_LIST,
            ),
        ),
        words("Save"),
        "unit.edit",
        unit.subject,
    )
