"""How resources, and whatever was found, are shown."""

from collections.abc import Callable, Mapping, Sequence

from bot.audience import View
from bot.chat.calls import Found
from bot.chat.cards import Button, Buttons, Card, Entry, LinkButton, Quiet, Text, Title
from bot.chat.forms import ChoiceField, Form, Option, TextField
from bot.chat.refs import Subject
from bot.chat.richtext import Link, RichText, rich
from bot.chat.words import Words
from bot.library.model import KINDS, OPEN_TO, Kind, OpenTo, Resource

_KINDS: Mapping[Kind, Callable[[Words], str]] = {
    "template": lambda words: words("template"),
    "guide": lambda words: words("guide"),
    "example": lambda words: words("example"),
    "tool": lambda words: words("tool"),
    "data": lambda words: words("data"),
    "other": lambda words: words("link"),
}
_OPEN_TO: Mapping[OpenTo, Callable[[Words], str]] = {
    "everyone": lambda words: words("anyone can open it"),
    "government": lambda words: words("anyone in government can open it"),
    "ministry": lambda words: words("only one ministry can open it"),
    "ask": lambda words: words("ask the owner for access"),
}


def about(resource: Resource, unit: str, helped: int, words: Words) -> RichText:
    """A line about the resource: kind, unit of its sharer, year, who can open it, how many it helped."""
    facts = [
        _KINDS[resource.kind](words),
        unit,
        str(resource.shared_at.year),
        _OPEN_TO[resource.open_to](words),
        words.many("helped {count} person", "helped {count} people", helped) if helped else "",
        " ".join(f"#{tag}" for tag in resource.tags),
    ]
    return rich(" · ".join(fact for fact in facts if fact))


def resource_card(
    resource: Resource, sharer: str, owner: str, helped: int, view: View, *, mine: bool, steward: bool, notice: str
) -> Card:
    """One entry of the library, with what its reader can do."""
    words = view.words
    subject = resource.subject
    name = words("resource {number}", number=resource.id)
    presses = [Button(words("This helped"), "resource.helped", subject, object_name=name)]
    if mine or steward:
        presses.append(Button(words("Edit"), "resource.edit", subject, opens_form=True, object_name=name))
    if mine:
        presses.append(Button(words("Take it back"), "resource.take_back", subject, object_name=name))
    elif steward:
        presses.append(Button(words("Hide"), "resource.hide", subject, opens_form=True, object_name=name))
    else:
        presses.append(Button(words("Flag"), "resource.flag", subject, object_name=name))
    return Card(
        notice,
        (
            Title(rich(Link(resource.title, resource.url))),
            Text(about(resource, sharer, helped, words)),
            Text(_looked_after(owner, words)),
            Buttons((LinkButton(words("Open"), resource.url), *presses)),
            Quiet(
                words.rich(
                    "Resource {number}. Or type: {command} helped resource {number}",
                    number=str(resource.id),
                    command=view.can.command,
                )
            ),
        ),
    )


def _looked_after(owner: str, words: Words) -> RichText:
    return words.rich("Looked after by {owner}", owner=owner) if owner else words.rich("Nobody looks after it yet.")


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


def share_form(view: View, *, url: str = "", title: str = "") -> Form:
    """A link to share."""
    words = view.words
    return Form(
        "resource.share",
        words("Share a link"),
        (TextField("url", words("Link"), url, hint="https://…", most=2000), *_details(None, title, words)),
        words("Add to the library"),
        "resource.write",
    )


def edit_form(resource: Resource, view: View) -> Form:
    """What can be changed about a resource."""
    words = view.words
    return Form(
        "resource.edit",
        words("Edit this resource"),
        _details(resource, resource.title, words),
        words("Save"),
        "resource.edit",
        resource.subject,
    )


def _details(resource: Resource | None, title: str, words: Words) -> tuple[TextField | ChoiceField, ...]:
    return (
        TextField("title", words("What it is"), title, hint=words("Consultation plan template")),
        ChoiceField(
            "kind",
            words("Kind"),
            tuple(Option(kind, _KINDS[kind](words)) for kind in KINDS),
            resource.kind if resource else "other",
        ),
        ChoiceField(
            "open_to",
            words("Who can open it"),
            tuple(Option(who, _OPEN_TO[who](words)) for who in OPEN_TO),
            resource.open_to if resource else "everyone",
        ),
        TextField(
            "tags",
            words("Tags"),
            " ".join(f"#{tag}" for tag in resource.tags) if resource else "",
            hint=words("#consultation #budget"),
            required=False,
        ),
    )
