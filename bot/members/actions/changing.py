"""Keeping what a member changed of themselves, and drawing it again where others see it."""

from datetime import datetime

from bot import quiet
from bot.history import Happening
from bot.members.actions.seeing import set_up_again
from bot.members.model import Member
from bot.members.store import MemberWork
from bot.ports import Document

CONSENT = "consent"
"""The part of a member that asks whether they may be asked."""


def keep(member: Member, work: MemberWork, now: datetime, verb: str = "edited") -> None:
    """Keep the member as they are now, by their own doing; `verb` says what they did. Repeatable."""
    before = work.members.get(member.community, member.id)
    if member == before:
        return
    work.members.save(member)
    if member.interests != before.interests:
        index(member, work)
    if (member.name, member.unit) != (before.name, before.unit):
        for subject in work.members.named_on(member.community, member.id):
            work.postings.redraw(subject, now)
        set_up_again(member, work, now)
    if member.asks != before.asks:
        work.postings.withdraw_waiting(member.subject.about(CONSENT), now)
        work.postings.redraw(member.subject.about(CONSENT), now)
    if (member.asks, member.quiet_from, member.quiet_until) != (before.asks, before.quiet_from, before.quiet_until):
        put_off(member, work, now)
    work.history.add(Happening(now, member.id, verb, member.subject))


def put_off(member: Member, work: MemberWork, now: datetime) -> None:
    """What waits to be shown to them waits as they wish now. Repeatable."""
    place = work.members.reach(member.community, member.id)
    if place is not None:
        quiet.put_off(member.community, place, work, now)


def index(member: Member, work: MemberWork) -> None:
    """Make the member findable by their interests, or by nothing where they have none. Repeatable."""
    if member.interests and member.forgotten_at is None:
        work.search.put(Document(member.subject, " ".join(member.interests), ""))
    else:
        work.search.drop(member.subject)
