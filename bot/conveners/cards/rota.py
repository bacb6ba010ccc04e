"""Who convenes, who is next, and why: what anybody can check."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.audience import View
from bot.chat.cards import Block, Button, Buttons, Card, Entry, Quiet, Text, Title
from bot.chat.richtext import RichText, Strong, lines, rich
from bot.chat.words import Words
from bot.conveners.model.rota import Hindrance, Place
from bot.meetings.cards.when import day, when
from bot.meetings.model.meetings import Meeting


@dataclass(frozen=True, slots=True)
class Line:
    """A meeting, and who convenes it. `state` is that of the turn, None when nobody is asked yet.

    `step` is what decided when it was offered, empty when it came another way.
    """

    meeting: Meeting
    state: str | None
    convener: str
    backup: str
    step: str


@dataclass(frozen=True, slots=True)
class Order:
    """Who would be asked for a meeting, in turn, each with a name; who waits for a first meeting.

    Of those who sit it out only their number is told, and to the reader why they do: the others' reasons are their own.
    """

    meeting: Meeting
    places: Sequence[tuple[str, Place]]
    out: int
    own: Hindrance | None
    new: Sequence[str]


_BECAUSE: Mapping[str, Callable[[Words], str]] = {
    "only": lambda words: words("nobody else could be asked"),
    "turns": lambda words: words("fewer turns than the next"),
    "convener": lambda words: words("did not convene last time, unlike the next"),
    "unit": lambda words: words("last time's convener is of the next one's unit"),
    "waited": lambda words: words("has waited longer than the next"),
    "earliest": lambda words: words("volunteered before the next"),
}
_CHOSEN: Mapping[str, Callable[[Words], str]] = {
    "only": lambda words: words("nobody else could be asked"),
    "turns": lambda words: words("had the fewest turns"),
    "convener": lambda words: words("had not convened the time before"),
    "unit": lambda words: words("is of another unit than the convener before"),
    "waited": lambda words: words("had waited longest among those due"),
    "earliest": lambda words: words("had volunteered first among those due"),
}


_SITS_OUT: Mapping[Hindrance | None, Callable[[Words], str]] = {
    "paused": lambda words: words("you're pausing"),
    "asked": lambda words: words("you've been asked for it already"),
    "away": lambda words: words("you're away that day"),
    "missing": lambda words: words("you said you won't come"),
}


def rota_card(ahead: Sequence[Line], order: Order | None, volunteers: int, view: View) -> Card:
    """The next meetings with their conveners, then the order for the one after."""
    words = view.words
    notice = _notice(ahead, order, words)
    blocks: list[Block] = [Title(rich(notice))]
    blocks += [_line(line, words) for line in ahead]
    if order:
        blocks += _order(order, words)
    blocks.append(
        Quiet(
            words.rich(
                "{volunteers}. In order: not away, fewest turns, not last time's convener, not last time's unit, "
                "longest since, earliest volunteer. Or type: {c} convene",
                volunteers=words.many("{count} volunteer", "{count} volunteers", volunteers),
                c=view.can.command,
            )
        )
    )
    blocks.insert(-1, Buttons((Button(words("My place in the rota"), "convene.show"),)))
    return Card(notice, tuple(blocks))


def _notice(ahead: Sequence[Line], order: Order | None, words: Words) -> str:
    if order and order.places:
        return words("Next to be asked, for {day}: {name}.", day=day(order.meeting.day, words), name=order.places[0][0])
    if order:
        return words("Nobody can be asked for {day} yet.", day=day(order.meeting.day, words))
    return words("This is the rota.") if ahead else words("No meeting is planned yet.")


def _line(line: Line, words: Words) -> Entry:
    who = (
        words("{name} convenes", name=line.convener)
        if line.state == "accepted"
        else words("{name} is asked", name=line.convener)
    )
    why = words(" · why: {why}", why=_CHOSEN[line.step](words)) if line.step in _CHOSEN else ""
    backup = words(" · backup: {name}", name=line.backup) if line.backup else ""
    return Entry(rich(when(line.meeting, words)), rich(who, backup, why))


def _order(order: Order, words: Words) -> list[Block]:
    blocks: list[Block] = []
    if order.places:
        title = rich(Strong(words("In turn, for {day}:", day=day(order.meeting.day, words))))
        places = [_place(number, name, place, words) for number, (name, place) in enumerate(order.places, 1)]
        blocks.append(Text(lines((title, *places))))
    if order.out:
        blocks.append(Text(rich(_out(order.out, order.own, words))))
    if order.new:
        blocks.append(Text(words.rich("After their first meeting: {names}", names=", ".join(order.new))))
    return blocks


def _out(out: int, own: Hindrance | None, words: Words) -> str:
    told = words.many("{count} volunteer sits this one out.", "{count} volunteers sit this one out.", out)
    if own not in _SITS_OUT:
        return told
    return words("{told} You do: {why}.", told=told, why=_SITS_OUT[own](words))


def _place(number: int, name: str, place: Place, words: Words) -> RichText:
    turns = words.many("{count} turn", "{count} turns", place.candidate.turns)
    why = words(", {why}", why=_BECAUSE[place.step](words)) if place.step else ""
    return rich(f"{number}. {name}: ", turns, why)
