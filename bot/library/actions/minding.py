"""Changing what is in the library, and taking it out; it is found while anybody may see it."""

from dataclasses import replace
from datetime import datetime

from bot import grammar
from bot.audience import Caller
from bot.chat.calls import ButtonCall, FormCall
from bot.chat.cards import said
from bot.chat.forms import Values, written
from bot.chat.replies import OpenForm, Private, Reply
from bot.errors import CommunityError
from bot.history import Happening
from bot.library.actions.seeing import card, own
from bot.library.cards import forms
from bot.library.model import KINDS, LONGEST_TITLE, OPEN_TO, REVIEW, Resource
from bot.library.store import LibraryWork
from bot.ports import Document


def edit(call: ButtonCall, caller: Caller, work: LibraryWork, _now: datetime) -> Reply:
    """The form with what stands."""
    return OpenForm(forms.edit_form(own(call.subject, caller, work), caller.view))


def edited(call: FormCall, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    """The changed details. Whoever changes it has looked at it."""
    resource = changed(own(call.subject, caller, work), call.values)
    resource = looked_over(resource, work, now)
    work.history.add(Happening(now, caller.member, "edited", resource.subject))
    return Private(card(resource, caller, work, now, caller.words("This is in the library.")))


def take_back(call: ButtonCall, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    """Out of the library, words and all. Stewards hide; they don't take back what others shared."""
    resource = own(call.subject, caller, work, hidden=True)
    if caller.member not in {resource.sharer, resource.owner}:
        raise CommunityError("author_only")
    work.flags.lower(resource.subject)
    work.postings.withdraw(resource.subject, now)
    keep(resource.taken_back(), work)
    work.history.add(Happening(now, caller.member, "took back", resource.subject))
    return Private(said(caller.words("Taken back. It is gone from the library and from search.")))


def put_away(resource: Resource, work: LibraryWork, now: datetime) -> None:
    """Hidden: nobody finds it, and its link stays taken."""
    work.postings.withdraw(resource.subject, now)
    keep(replace(resource, hidden=True), work)


def bring_back(resource: Resource, work: LibraryWork) -> None:
    """Found again."""
    keep(replace(resource, hidden=False), work)


def keep(resource: Resource, work: LibraryWork) -> Resource:
    """The resource, saved, found while anybody may see it, and looked at again when its day comes."""
    work.library.save(resource)
    calendar = work.communities.calendar(resource.community)
    work.due.plan(resource.subject, resource.next_step(calendar))
    if resource.visible:
        marks = f"{' '.join(resource.tags)} {resource.kind}"
        work.search.put(Document(resource.subject, resource.name, f"{resource.note} {marks}".strip()))
    else:
        work.search.drop(resource.subject)
    return resource


def looked_at(resource: Resource, work: LibraryWork, now: datetime) -> Resource:
    """The resource, with the day on which it is to be looked at again."""
    today = work.communities.calendar(resource.community).day_of(now)
    return resource.looked_at(today, REVIEW.number(work.communities.settings(resource.community)))


def looked_over(resource: Resource, work: LibraryWork, now: datetime) -> Resource:
    """Somebody who may has looked at it: it is good again, and kept so."""
    kept = keep(looked_at(resource, work, now), work)
    work.postings.redraw_all(kept.subject, now)
    return kept


def changed(resource: Resource, values: Values) -> Resource:
    """With what was filled in."""
    kind, open_to = written(values, "kind"), written(values, "open_to")
    return replace(
        resource.called(written(values, "title")[:LONGEST_TITLE] or resource.name),
        kind=kind if kind in KINDS else resource.kind,
        open_to=open_to if open_to in OPEN_TO else resource.open_to,
        tags=grammar.tags_in(" ".join(f"#{tag.lstrip('#')}" for tag in written(values, "tags").split()))[1],
    )
