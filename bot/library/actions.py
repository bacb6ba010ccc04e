"""Sharing links, looking after them, and saying that one helped."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot import grammar
from bot.audience import Caller, View
from bot.chat.calls import ButtonCall, CommandCall, FormCall, Found
from bot.chat.cards import Card, said
from bot.chat.forms import Values, written
from bot.chat.refs import Subject
from bot.chat.replies import FormErrors, OpenForm, Private, Reply
from bot.errors import CommunityError, Unknown
from bot.history import Happening
from bot.library import cards
from bot.library.model import KINDS, OPEN_TO, Resource, link, link_key
from bot.library.store import LibraryWork
from bot.ports import Document

MOST_SHOWN = 7
LONGEST_TITLE = 300


def share(call: CommandCall, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    """`share https://… What it is #tag`; without a link, the form."""
    typed, rest = grammar.url_in(call.text)
    if not typed:
        return OpenForm(cards.share_form(caller.view, title=call.text))
    url = link(typed)
    if url is None:
        raise CommunityError("bad_link")
    title, tags = grammar.tags_in(rest)
    resource, known = _kept(caller, work, now, url, title, tags)
    return Private(_card(resource, caller, work, known=known))


def write(_call: ButtonCall, caller: Caller, _work: LibraryWork, _now: datetime) -> Reply:
    """The form for sharing."""
    return OpenForm(cards.share_form(caller.view))


def shared(call: FormCall, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    """The filled-in form."""
    url = link(written(call.values, "url"))
    if url is None:
        return FormErrors({"url": caller.words("That isn't a link I can keep. It should begin with https://")})
    resource, known = _kept(caller, work, now, url, "", ())
    if not known:
        resource = _changed(resource, call.values)
        _keep(resource, work)
    return Private(_card(resource, caller, work, known=known))


def edit(call: ButtonCall, caller: Caller, work: LibraryWork, _now: datetime) -> Reply:
    """The form with what stands."""
    return OpenForm(cards.edit_form(_own(call.subject, caller, work), caller.view))


def edited(call: FormCall, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    """The changed details."""
    resource = _changed(_own(call.subject, caller, work), call.values)
    _keep(resource, work)
    work.history.add(Happening(now, caller.member, "edited", resource.subject))
    return Private(_card(resource, caller, work, known=True))


def helped(call: ButtonCall, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    """Once per member."""
    resource = _seen(caller.own(call.subject, "resource"), work)
    if work.library.helped(caller.community, resource.id, caller.member, now):
        work.history.add(Happening(now, caller.member, "helped", resource.subject))
    return Private(_card(resource, caller, work, known=True))


def show(call: ButtonCall, caller: Caller, work: LibraryWork, _now: datetime) -> Reply:
    """One resource."""
    return Private(_card(_seen(caller.own(call.subject, "resource"), work), caller, work, known=True))


def take_back(call: ButtonCall, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    """Out of the library, words and all. Stewards hide; they don't take back what others shared."""
    resource = _own(call.subject, caller, work, hidden=True)
    if caller.member not in {resource.sharer, resource.owner}:
        raise CommunityError("author_only")
    work.library.save(resource.taken_back())
    work.flags.lower(resource.subject)
    _unfindable(resource, work, now)
    work.history.add(Happening(now, caller.member, "took back", resource.subject))
    return Private(said(caller.words("Taken back. It is gone from the library and from search.")))


def put_away(resource: Resource, work: LibraryWork, now: datetime) -> None:
    """Hidden: nobody finds it, and its link stays taken."""
    work.library.save(replace(resource, hidden=True))
    _unfindable(resource, work, now)


def bring_back(resource: Resource, work: LibraryWork) -> None:
    """Found again."""
    _keep(replace(resource, hidden=False), work)


def library(call: CommandCall, caller: Caller, work: LibraryWork, _now: datetime) -> Reply:
    """The newest resources, or those with the tags."""
    _, tags = grammar.tags_in(" ".join(f"#{word.lstrip('#')}" for word in call.text.split()))
    newest = work.library.latest(caller.community, tags, MOST_SHOWN)
    return Private(cards.library_card(told(newest, work, caller.view), tags, caller.view))


def found(community: int, numbers: Sequence[int], work: LibraryWork, view: View) -> Sequence[Found]:
    """Resources as the search tells of them."""
    return told(work.library.some(community, numbers), work, view)


def told(resources: Sequence[Resource], work: LibraryWork, view: View) -> Sequence[Found]:
    """Resources as a list tells of them."""
    return [
        Found(
            resource.subject,
            resource.title,
            cards.about(
                resource,
                _unit(resource, work),
                work.library.helped_count(resource.community, resource.id),
                view.words,
            ),
            resource.url,
        )
        for resource in resources
    ]


def _unfindable(resource: Resource, work: LibraryWork, now: datetime) -> None:
    work.search.drop(resource.subject)
    work.postings.withdraw(resource.subject, now)


def _kept(
    caller: Caller, work: LibraryWork, now: datetime, url: str, title: str, tags: tuple[str, ...]
) -> tuple[Resource, bool]:
    """The resource at that address, and whether it was known before. Hidden ones stay hidden."""
    known = work.library.known(caller.community, link_key(url))
    if known is not None:
        if known.hidden:
            raise Unknown
        return known, True
    title = title[:LONGEST_TITLE] or url
    resource = replace(work.library.new(caller.community, caller.member, url, link_key(url), title, now), tags=tags)
    _keep(resource, work)
    work.history.add(Happening(now, caller.member, "shared", resource.subject))
    return resource, False


def _keep(resource: Resource, work: LibraryWork) -> None:
    work.library.save(resource)
    work.search.put(Document(resource.subject, resource.title, f"{' '.join(resource.tags)} {resource.kind}"))


def _changed(resource: Resource, values: Values) -> Resource:
    kind, open_to = written(values, "kind"), written(values, "open_to")
    return replace(
        resource,
        title=written(values, "title")[:LONGEST_TITLE] or resource.title,
        kind=kind if kind in KINDS else resource.kind,
        open_to=open_to if open_to in OPEN_TO else resource.open_to,
        tags=grammar.tags_in(" ".join(f"#{tag.lstrip('#')}" for tag in written(values, "tags").split()))[1],
    )


def _seen(subject: Subject, work: LibraryWork) -> Resource:
    resource = work.library.get(subject.community, subject.id)
    if not resource.visible:
        raise Unknown
    return resource


def _own(text: str, caller: Caller, work: LibraryWork, *, hidden: bool = False) -> Resource:
    """A resource its caller may change; with `hidden`, also one of theirs that a steward hid."""
    resource = work.library.get(caller.community, caller.own(text, "resource").id)
    mine = caller.member in {resource.sharer, resource.owner}
    if resource.withdrawn or (resource.hidden and not (hidden and mine)):
        raise Unknown
    if not mine and not caller.steward:
        raise CommunityError("author_only")
    return resource


def _unit(resource: Resource, work: LibraryWork) -> str:
    return work.members.get(resource.community, resource.sharer).unit if resource.sharer else ""


def _card(resource: Resource, caller: Caller, work: LibraryWork, *, known: bool) -> Card:
    words = caller.words
    owner = work.members.get(resource.community, resource.owner) if resource.owner else None
    return cards.resource_card(
        resource,
        _unit(resource, work),
        " · ".join(part for part in (owner.name, owner.unit) if part) if owner else "",
        work.library.helped_count(resource.community, resource.id),
        caller.view,
        mine=caller.member in {resource.sharer, resource.owner},
        steward=caller.steward,
        notice=words("This is in the library.") if known else words("Thank you. It is in the library now."),
    )
