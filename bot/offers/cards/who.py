"""Who knows something about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.audience import View
from bot.chat.cards import Block, Button, Card, Entry, Quiet, Text, Title
from bot.chat.refs import Subject
from bot.chat.richtext import RichText, rich
from bot.chat.words import Words
from bot.offers.model.offers import Why


@dataclass(frozen=True, slots=True)
class Known:
    """A member found, and why: what they say they have done, what they care about, or the question they helped with.

    `shows` is the reply that helped, None for another reason.
    """

    name: str
    unit: str
    why: Why
    reason: str
    shows: Subject | None


def who_card(found: Sequence[Known], asked: str, view: View) -> Card:
    """Members who know something about it, best first."""
    words = view.words
    if not found:
        notice = words("I found nobody else who has said that they know about this.")
        intro = words.rich("Ask the community; somebody may know and not have said so.")
    else:
        notice = words("They may know something about this.")
        intro = words.rich("They said so, or helped before. Those of other units come first.")
    blocks: list[Block] = [Title(rich(notice)), Text(intro), *(_entry(one, words) for one in found)]
    blocks.append(Quiet(words.rich("Or ask everybody: {command} ask {asked}", command=view.can.command, asked=asked)))
    return Card(notice, tuple(blocks))


def _entry(one: Known, words: Words) -> Entry:
    name = f"{one.name} ({one.unit})" if one.unit else one.name
    show = Button(words("Show the reply"), "reply.show", one.shows, object_name=name) if one.shows else None
    return Entry(rich(name), _reason(one, words), (show,) if show else ())


def _reason(one: Known, words: Words) -> RichText:
    match one.why:
        case "experience":
            return words.rich("Has done: {reason}", reason=one.reason)
        case "helped":
            return words.rich("Helped with: {reason}", reason=one.reason)
        case _:
            return words.rich("Cares about: {reason}", reason=one.reason)
