"""Stewardship moves on when a steward's last account is gone."""

from dataclasses import replace
from datetime import datetime

from bot import quiet
from bot.audience import View
from bot.chat.cards import Card
from bot.chat.refs import Subject
from bot.community.actions.arriving import named_steward
from bot.community.cards import settings as cards
from bot.community.store import CommunityWork
from bot.history import Happening
from bot.members.model import Member


def departed(happening: Happening, work: CommunityWork, now: datetime) -> None:
    """They are a steward no more; where they were the last one, whoever has been here longest is, and is told.

    With nobody left who has an account they stay one: a community never loses its last steward.
    """
    gone = work.members.get(happening.subject.community, happening.subject.id)
    if not gone.steward:
        return
    if all(steward.id == gone.id for steward in work.members.stewards(gone.community)):
        heir = work.members.longest(gone.community)
        if heir is None:
            return
        _told(named_steward(heir, work, now), work, now)
    work.members.save(replace(gone, steward=False))
    work.history.add(Happening(now, None, "stepped down", gone.subject))
    work.postings.redraw(work.communities.get(gone.community).subject.about("setup"), now)


def _told(heir: Member, work: CommunityWork, now: datetime) -> None:
    place = work.members.reach(heir.community, heir.id)
    community = work.communities.get(heir.community)
    if place is None:
        return
    if community.open:
        quiet.want(heir.subject.about("steward"), place, work, now)
    else:
        work.postings.want(community.subject.about("setup"), place, now=now)


def draw(subject: Subject, work: CommunityWork, view: View) -> Card | None:
    """While they are a steward."""
    if not work.members.get(subject.community, subject.id).steward:
        return None
    return cards.steward_now_too_card(work.communities.get(subject.community), view)
