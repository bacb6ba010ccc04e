"""Looking up which resource a call is about, and telling of it."""

from collections.abc import Sequence
from datetime import datetime

from bot import grammar
from bot.audience import Caller, View
from bot.chat.calls import ButtonCall, CommandCall, Found
from bot.chat.cards import Card
from bot.chat.refs import Subject
from bot.chat.words import Words
from bot.errors import CommunityError, Unknown
from bot.library.cards import resources as cards
from bot.library.model import Resource
from bot.library.store import LibraryWork
from bot.members.cards.profile import name_of


def visible(subject: Subject, work: LibraryWork) -> Resource:
    """The resource, when anybody may see it. Raises `Unknown`."""
    resource = work.library.get(subject.community, subject.id)
    if not resource.visible:
        raise Unknown
    return resource


def pressed_on(call: ButtonCall, caller: Caller, work: LibraryWork) -> Resource:
    """The visible resource that the press names. Raises `Unknown`."""
    return visible(caller.own(call.subject, "resource"), work)


def own(text: str, caller: Caller, work: LibraryWork, *, hidden: bool = False) -> Resource:
    """A resource its caller may change; with `hidden`, also one of theirs that nobody sees just now."""
    resource = work.library.get(caller.community, caller.own(text, "resource").id)
    mine = caller.member in {resource.sharer, resource.owner}
    if resource.withdrawn or (not resource.visible and not (hidden and mine)):
        raise Unknown
    if not mine and not caller.steward:
        raise CommunityError("author_only")
    return resource


def looked_after(text: str, caller: Caller, work: LibraryWork) -> Resource:
    """A resource that its caller looks after, or may as a steward. Raises `CommunityError`."""
    resource = visible(caller.own(text, "resource"), work)
    if resource.owner != caller.member and not caller.steward:
        raise CommunityError("owner_only")
    return resource


def typed(call: CommandCall, button: str, caller: Caller) -> tuple[ButtonCall, str]:
    """The press that a line such as `hand 5 NAME` stands for, and what follows the number. Raises `CommunityError`."""
    rest = call.text.strip()
    word = grammar.typed(rest)
    number, tail = grammar.number_in(word.rest if word.word == "resource" else rest)
    if number is None:
        raise CommunityError("number_needed")
    return ButtonCall(call.key, call.by, call.where, button, str(caller.subject("resource", number))), tail


def card(resource: Resource, caller: Caller, work: LibraryWork, now: datetime, notice: str) -> Card:
    """The resource, as its caller sees it."""
    keeps = caller.member == resource.owner or caller.steward
    shown = cards.Told(
        resource,
        unit_of(resource, work),
        _writer(resource, work, caller.words),
        _owner(resource, work, caller.words),
        work.library.helped_count(resource.community, resource.id),
        due=resource.due(work.communities.calendar(resource.community).day_of(now)),
        mine=caller.member in {resource.sharer, resource.owner},
        keeps=keeps,
        steward=caller.steward,
        handed=handed(resource, caller.member, work),
    )
    return cards.resource_card(shown, notice, caller.view)


def hands_to(member: int, resource: Resource) -> Subject:
    """Under what that member is asked to look after it, in place of whoever does now."""
    return resource.subject.about(f"hand:{member}.{resource.owner or 0}")


def still_meant(subject: Subject, now: Subject) -> bool:
    """Whether what a message asked is still asked the same way; one that says nothing more precise always is."""
    return subject == now or ":" not in subject.part


def handed(resource: Resource, member: int, work: LibraryWork) -> bool:
    """Whether that member is asked to look after it."""
    return resource.owner != member and bool(work.postings.places(hands_to(member, resource)))


def told(resources: Sequence[Resource], work: LibraryWork, view: View) -> Sequence[Found]:
    """Resources as a list tells of them."""
    return [
        Found(
            resource.subject,
            resource.name,
            cards.about(
                resource,
                unit_of(resource, work),
                work.library.helped_count(resource.community, resource.id),
                view.words,
            ),
            resource.url,
        )
        for resource in resources
    ]


def found(community: int, numbers: Sequence[int], work: LibraryWork, view: View) -> Sequence[Found]:
    """Resources as the search tells of them."""
    return told(work.library.some(community, numbers), work, view)


def newest(community: int, most: int, work: LibraryWork) -> Sequence[tuple[datetime, int]]:
    """The newest resources."""
    return [(resource.shared_at, resource.id) for resource in work.library.latest(community, (), most)]


def unit_of(resource: Resource, work: LibraryWork) -> str:
    """The unit of whoever shared it, today's; or of whoever wrote it, that day's."""
    if resource.source:
        return resource.source.unit
    return work.members.get(resource.community, resource.sharer).unit if resource.sharer else ""


def _writer(resource: Resource, work: LibraryWork, words: Words) -> str:
    """Who wrote a note, with the unit of that day."""
    source = resource.source
    if source is None:
        return ""
    member = work.members.get(resource.community, source.member) if source.member is not None else None
    unit = source.unit
    if member and unit and member.unit and member.unit != unit:
        unit = words("then {unit}", unit=unit)
    name = name_of(member, words) if member else words("a former member")
    return f"{name} ({unit})" if unit else name


def _owner(resource: Resource, work: LibraryWork, words: Words) -> str:
    if resource.owner is None:
        return ""
    owner = work.members.get(resource.community, resource.owner)
    return " · ".join(part for part in (name_of(owner, words), owner.unit) if part)
