"""Whether what is in the library is still good: its owner is asked on its day, and anybody may say that it isn't."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot import quiet
from bot.audience import Caller, View
from bot.chat.calls import ButtonCall, CommandCall
from bot.chat.cards import Card
from bot.chat.refs import Subject
from bot.chat.replies import Private, Reply
from bot.due import Step
from bot.history import Happening
from bot.library.actions import minding
from bot.library.actions.seeing import card, looked_after, pressed_on, still_meant, typed
from bot.library.cards import keeping as cards
from bot.library.model import Resource
from bot.library.store import LibraryWork

AGAIN = timedelta(days=28)
"""After so long it is seen whether an owner who couldn't be asked can be."""


def review(subject: Subject, work: LibraryWork, now: datetime) -> None:
    """Its day has come: its owner is asked, once. Without an answer it stays, as due for another look.

    An owner on leave, nobody knows until when, is left alone, and asked once they are back.
    """
    resource = work.library.get(subject.community, subject.id)
    if resource.visible and resource.review_on is not None and not _ask(_review_of(resource), resource, work, now):
        work.due.plan(resource.subject, None if resource.owner is None else Step("resource.review", now + AGAIN))


def good(call: ButtonCall, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    """Its owner, or a steward, has looked: it is still good."""
    resource = minding.looked_over(looked_after(call.subject, caller, work), work, now)
    work.history.add(Happening(now, caller.member, "reviewed", resource.subject))
    return Private(card(resource, caller, work, now, caller.words("Thank you. It stays, as good as new.")))


def outdated(call: ButtonCall, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    """Somebody says that it is out of date: it says so, and its owner hears of it once."""
    resource = pressed_on(call, caller, work)
    if resource.outdated_at is None:
        resource = minding.keep(replace(resource, outdated_at=now), work)
        work.postings.redraw_all(resource.subject, now)
        work.history.add(Happening(now, None, "called outdated", resource.subject))
        if resource.owner != caller.member:
            _ask(_outdated_of(resource), resource, work, now)
    notice = caller.words("Thank you. It says now that it is out of date, until somebody has had a look.")
    return Private(card(resource, caller, work, now, notice))


def good_typed(call: CommandCall, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    """`good 5`."""
    return good(typed(call, "resource.good", caller)[0], caller, work, now)


def outdated_typed(call: CommandCall, caller: Caller, work: LibraryWork, now: datetime) -> Reply:
    """`outdated 5`."""
    return outdated(typed(call, "resource.outdated", caller)[0], caller, work, now)


def draw_review(subject: Subject, work: LibraryWork, view: View) -> Card | None:
    """To its owner, until they have answered."""
    resource = work.library.get(subject.community, subject.id)
    if not resource.visible or resource.outdated_at or not still_meant(subject, _review_of(resource)):
        return None
    return cards.review_card(resource, view)


def draw_outdated(subject: Subject, work: LibraryWork, view: View) -> Card | None:
    """To its owner, until it is looked at."""
    resource = work.library.get(subject.community, subject.id)
    if not resource.visible or resource.outdated_at is None or not still_meant(subject, _outdated_of(resource)):
        return None
    return cards.outdated_card(resource, view)


def _review_of(resource: Resource) -> Subject:
    """Under what its owner is asked on that day; another owner, or another day, is asked anew."""
    return resource.subject.about(f"review:{resource.owner or 0}.{resource.review_on}")


def _outdated_of(resource: Resource) -> Subject:
    """Under what its owner hears of it; another owner, or another time, hears anew, as soon as may be."""
    at = resource.outdated_at
    return resource.subject.about(f"outdated:{resource.owner or 0}{f'.{at:%Y%m%d%H%M%S}' if at else ''}")


def _ask(subject: Subject, resource: Resource, work: LibraryWork, now: datetime) -> bool:
    """Its owner, if it has one who said that the bot may write to them; whether that was so."""
    if resource.owner is None or not work.members.get(resource.community, resource.owner).agreed:
        return False
    place = work.members.reach(resource.community, resource.owner)
    return place is not None and quiet.want(subject, place, work, now) is not None
