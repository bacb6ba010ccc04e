"""A reply that helped, kept in the library: it shows the reply's words as they are, so that all that befalls them holds."""

from datetime import datetime

from bot import quiet
from bot.audience import Caller, View
from bot.chat.cards import Card
from bot.chat.refs import Subject
from bot.chat.replies import Private, Reply
from bot.errors import Unknown
from bot.history import Happening
from bot.library.actions import minding
from bot.library.actions.seeing import card
from bot.library.cards import keeping as cards
from bot.library.model import Asked, Resource, Written, reply_key
from bot.library.store import LibraryWork

KEPT = "kept"


def keep_reply(reply: Written, question: Asked, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    """The reply as a resource; the one there is, when it was kept before. Whoever calls saw to it that it may be.

    Whoever wrote it looks after it when the bot may reach them, else its keeper does; an asker without a name never.
    Raises `Unknown` when a steward hid the resource.
    """
    known = work.library.known(caller.community, reply_key(reply.id))
    resource = known or _new(reply, question, caller, work, now)
    if not resource.visible:
        raise Unknown
    words = caller.words
    notice = words("This is in the library.") if known else words("Thank you. It is in the library now.")
    return Private(card(resource, caller, work, now, notice))


def _new(reply: Written, question: Asked, caller: Caller, work: LibraryWork, now: datetime) -> Resource:
    nameless = question.nameless and question.member == caller.member
    keeper = None if nameless else caller.member
    owner = reply.member if _may_own(reply.member, caller, work) else keeper
    new = work.library.new_note(caller.community, reply.id, reply.member, owner, now)
    resource = minding.keep(minding.looked_at(new, work, now), work)
    work.history.add(Happening(now, keeper, "kept", resource.subject))
    if owner == reply.member and owner is not None and owner != caller.member:
        _tell(resource, owner, work, now)
    return resource


def _may_own(member: int | None, caller: Caller, work: LibraryWork) -> bool:
    """Whether that member can be asked about it later on: they are there, and said that the bot may write to them."""
    if member is None or work.members.reach(caller.community, member) is None:
        return False
    known = work.members.get(caller.community, member)
    return known.departed_at is None and known.agreed


def _tell(resource: Resource, owner: int, work: LibraryWork, now: datetime) -> None:
    if place := work.members.reach(resource.community, owner):
        quiet.want(resource.subject.about(KEPT), place, work, now)


def follow(community: int, question: int, work: LibraryWork, now: datetime) -> None:
    """Replies to that question changed, or can't be seen any more: what was kept of them goes the same way."""
    for resource in work.library.of_question(community, question):
        minding.keep(resource, work)
        work.postings.redraw_all(resource.subject, now)


def draw_kept(subject: Subject, work: LibraryWork, view: View) -> Card | None:
    """To whoever wrote it, while it is theirs to look after."""
    resource = work.library.get(subject.community, subject.id)
    if not resource.visible or resource.source is None or resource.owner != resource.source.member:
        return None
    return cards.kept_card(resource, view)
