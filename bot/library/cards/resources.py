"""How resources are shown, one alone and many in a list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.audience import View
from bot.chat.calls import Found
from bot.chat.cards import AnyButton, Block, Button, Buttons, Card, Entry, LinkButton, Quiet, Quote, Text, Title
from bot.chat.refs import Subject
from bot.chat.richtext import Link, RichText, lines, rich
from bot.chat.words import Words
from bot.library.model import Kind, OpenTo, Resource

KINDS_TOLD: Mapping[Kind, Callable[[Words], str]] = {
    "template": lambda words: words("template"),
    "guide": lambda words: words("guide"),
    "example": lambda words: words("example"),
    "tool": lambda words: words("tool"),
    "data": lambda words: words("data"),
    "note": lambda words: words("note"),
    "other": lambda words: words("link"),
}
OPEN_TO_TOLD: Mapping[OpenTo, Callable[[Words], str]] = {
    "everyone": lambda words: words("anyone can open it"),
    "government": lambda words: words("anyone in government can open it"),
    "ministry": lambda words: words("only one ministry can open it"),
    "ask": lambda words: words("ask the owner for access"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A resource as its card tells of it, to one reader."""

    resource: Resource
    unit: str
    """Of whoever shared it, or wrote it."""
    writer: str
    """Who wrote the reply that it was kept from; empty for a link."""
    owner: str
    """Who looks after it; empty for nobody."""
    helped: int
    due: bool
    """Whether it is to be looked at again."""
    mine: bool
    """Whether the reader shared it or looks after it."""
    keeps: bool
    """Whether the reader looks after it, or may in the owner's place."""
    steward: bool
    handed: bool
    """Whether the reader was asked to look after it."""


def about(resource: Resource, unit: str, helped: int, words: Words) -> RichText:
    """A line about the resource: kind, unit, year, who can open it, how many it helped, whether it is out of date."""
    facts = [
        words("said to be out of date") if resource.outdated_at else "",
        KINDS_TOLD[resource.kind](words),
        unit,
        str(resource.shared_at.year),
        OPEN_TO_TOLD[resource.open_to](words) if resource.url else "",
        words.many("helped {count} person", "helped {count} people", helped) if helped else "",
        " ".join(f"#{tag}" for tag in resource.tags),
    ]
    return rich(" · ".join(fact for fact in facts if fact))


def resource_card(told: Told, notice: str, view: View) -> Card:
    """One entry of the library, with what its reader can do."""
    words, resource = view.words, told.resource
    title = Link(resource.name, resource.url) if resource.url else resource.name
    blocks: list[Block] = [Title(rich(title))]
    if resource.note:
        blocks.append(Quote(rich(resource.note)))
    blocks += [Text(about(resource, told.unit, told.helped, words)), Text(_people(told, words))]
    blocks += [Buttons(_using(told, words))]
    if keeping := _keeping(told, words):
        blocks.append(Buttons(keeping))
    way = words.rich(
        "Resource {number}. Or type: {command} helped resource {number}",
        number=str(resource.id),
        command=view.can.command,
    )
    return Card(notice, (*blocks, Quiet(way)))


def _people(told: Told, words: Words) -> RichText:
    """Who wrote it, who looks after it, and what it waits for."""
    said = [words.rich("Written by {who}", who=told.writer)] if told.writer else []
    said.append(
        words.rich("Looked after by {owner}", owner=told.owner)
        if told.owner
        else words.rich("Nobody looks after it yet.")
    )
    if told.resource.outdated_at:
        said.append(words.rich("Somebody says that it is **out of date**."))
    elif told.due:
        said.append(words.rich("It is due for another look."))
    return lines(said)


def named(resource: Resource, words: Words) -> str:
    """The resource as a screen reader says it."""
    return words("resource {number}", number=resource.id)


def _using(told: Told, words: Words) -> tuple[AnyButton, ...]:
    """What any reader does with it, and what only some may."""
    subject, name = told.resource.subject, named(told.resource, words)
    presses: list[AnyButton] = [_way(told.resource, words)]
    presses.append(Button(words("This helped"), "resource.helped", subject, object_name=name))
    if told.mine or told.steward:
        presses.append(Button(words("Edit"), "resource.edit", subject, opens_form=True, object_name=name))
    if told.mine:
        presses.append(Button(words("Take it back"), "resource.take_back", subject, object_name=name))
    elif told.steward:
        presses.append(Button(words("Hide"), "resource.hide", subject, opens_form=True, object_name=name))
    else:
        presses.append(Button(words("Flag"), "resource.flag", subject, object_name=name))
    return tuple(presses)


def _way(resource: Resource, words: Words) -> AnyButton:
    if resource.source is None:
        return LinkButton(words("Open"), resource.url)
    question = Subject(resource.community, "question", resource.source.question)
    name = words("question {number}", number=question.id)
    return Button(words("Show the question"), "question.show", question, object_name=name)


def _keeping(told: Told, words: Words) -> tuple[Button, ...]:
    """How it stays good and looked after."""
    resource = told.resource
    presses = []
    if told.keeps and (told.due or resource.outdated_at):
        presses.append(press("good", resource, words))
    if resource.outdated_at is None:
        presses.append(press("outdated", resource, words))
    if told.handed or not told.owner:
        presses.append(press("adopt", resource, words))
    elif told.keeps:
        presses.append(press("hand", resource, words))
    return tuple(presses)


_PRESSES: Mapping[str, Callable[[Words], str]] = {
    "good": lambda words: words("Still good"),
    "outdated": lambda words: words("Out of date"),
    "adopt": lambda words: words("I'll look after it"),
    "hand": lambda words: words("Hand it over"),
    "edit": lambda words: words("Change"),
    "pass": lambda words: words("Not me"),
    "release": lambda words: words("Let anybody take it"),
    "show": lambda words: words("Show it"),
    "take_back": lambda words: words("Take it back"),
}
_OPENS_FORM = frozenset({"hand", "edit"})


def press(action: str, resource: Resource, words: Words, *, main: bool = False) -> Button:
    """The button of that action about the resource."""
    label = _PRESSES[action](words)
    opens, name = action in _OPENS_FORM, named(resource, words)
    return Button(label, f"resource.{action}", resource.subject, main=main, opens_form=opens, object_name=name)


def found_entry(found: Found, words: Words, extra: Sequence[Button] = ()) -> Entry:
    """Something found, with the way to it."""
    way = (
        LinkButton(words("Open"), found.url)
        if found.url
        else Button(words("Open"), f"{found.subject.kind}.show", found.subject, object_name=found.title)
    )
    return Entry(rich(found.title), found.detail, (way, *extra))


def found_card(found: Sequence[Found], draft: Subject | None, view: View) -> Card:
    """What is known about some words, and the way on when it isn't enough."""
    words = view.words
    notice = (
        words.many("I found {count} thing about that.", "I found {count} things about that.", len(found))
        if found
        else words("I found nothing about that yet.")
    )
    ask = (
        Button(words("Ask the community this"), "draft.preview", draft, main=not found)
        if draft
        else Button(words("Ask something"), "question.write", opens_form=True)
    )
    return Card(
        notice,
        (
            Title(rich(notice)),
            *(found_entry(one, words) for one in found),
            Buttons((ask, Button(words("Help"), "help.show"))),
            Quiet(words.rich("Or type: {command} ask …", command=view.can.command)),
        ),
    )


def library_card(resources: Sequence[Found], tags: Sequence[str], view: View) -> Card:
    """The newest resources."""
    words = view.words
    marks = " ".join(f"#{tag}" for tag in tags)
    if resources:
        notice = words("The newest in the library. {tags}", tags=marks).strip()
    else:
        notice = words("Nothing in the library yet. {tags}", tags=marks).strip()
    return Card(
        notice,
        (
            Title(rich(notice)),
            *(found_entry(resource, words) for resource in resources),
            Buttons((Button(words("Share a link"), "resource.write", opens_form=True),)),
            Quiet(words.rich("Or type: {command} share https://… What it is #tag", command=view.can.command)),
        ),
    )
