"""What people fill in about resources."""

from dataclasses import replace

from bot.audience import View
from bot.chat.calls import MessageCall
from bot.chat.forms import ChoiceField, Form, Option, TextField
from bot.chat.richtext import RichText, rich
from bot.chat.words import Words
from bot.library.cards.resources import KINDS_TOLD, OPEN_TO_TOLD
from bot.library.model import KINDS, LONGEST_TITLE, OPEN_TO, Resource
from bot.members.model import LONGEST_NAME, LONGEST_UNIT


def share_form(view: View, *, url: str = "", title: str = "", tags: tuple[str, ...] = ()) -> Form:
    """A link to share."""
    words = view.words
    return Form(
        "resource.share",
        words("Share a link"),
        (
            TextField("url", words("Link"), url, hint="https://…", most=2000),
            _title(title, words),
            _kind(None, words),
            _open_to(None, words),
            _tags(tags, words),
        ),
        words("Add to the library"),
        "resource.write",
    )


def brought_form(call: MessageCall, filled: tuple[str, str, tuple[str, ...]], intro: RichText, view: View) -> Form:
    """Something to share that stands in a message, or the message itself: its link, what it is, its tags."""
    url, title, tags = filled
    form = share_form(view, url=url, title=title[:LONGEST_TITLE], tags=tags)
    return replace(form, opener=call.action, intro=intro, carried=call.carried)


def edit_form(resource: Resource, view: View) -> Form:
    """What can be changed about a resource; who can open it, of a link only."""
    words = view.words
    can_open = (_open_to(resource, words),) if resource.url else ()
    return Form(
        "resource.edit",
        words("Edit this resource"),
        (_title(resource.name, words), _kind(resource, words), *can_open, _tags(resource.tags, words)),
        words("Save"),
        "resource.edit",
        resource.subject,
    )


def hand_form(resource: Resource, view: View) -> Form:
    """Who is to look after it."""
    words = view.words
    return Form(
        "resource.hand",
        words("Hand it over"),
        (
            TextField(
                "name",
                words("Whom shall I ask?"),
                hint=words("A name as cards show it. Leave it empty, and anybody may take it."),
                required=False,
                most=LONGEST_NAME + LONGEST_UNIT,
            ),
        ),
        words("Hand it over"),
        "resource.hand",
        resource.subject,
        rich(resource.name),
    )


def _title(title: str, words: Words) -> TextField:
    return TextField("title", words("What it is"), title, hint=words("Consultation plan template"))


def _kind(resource: Resource | None, words: Words) -> ChoiceField:
    options = tuple(Option(kind, KINDS_TOLD[kind](words)) for kind in KINDS)
    return ChoiceField("kind", words("Kind"), options, resource.kind if resource else "other")


def _open_to(resource: Resource | None, words: Words) -> ChoiceField:
    options = tuple(Option(who, OPEN_TO_TOLD[who](words)) for who in OPEN_TO)
    return ChoiceField("open_to", words("Who can open it"), options, resource.open_to if resource else "everyone")


def _tags(tags: tuple[str, ...], words: Words) -> TextField:
    marks = " ".join(f"#{tag}" for tag in tags)
    return TextField("tags", words("Tags"), marks, hint=words("#consultation #budget"), required=False)
