"""A digest is made on its day when enough is new, and shows what it tells of as that is now."""

from collections.abc import Sequence
from datetime import datetime

from bot import quiet
from bot.audience import View
from bot.chat.cards import Card
from bot.chat.refs import Subject
from bot.chat.richtext import RichText
from bot.digest.cards import digests as cards
from bot.digest.model.digests import GOOD_FOR, OPEN_FOR, Digest, Item, News, rhythm
from bot.digest.store import DigestWork
from bot.history import Happening
from bot.library.actions import seeing as library
from bot.postings import InChannel
from bot.questions.model.questions import Question

DIGEST = "digest"
"""The part of a community under which its next digest is planned."""


def plan(community: int, work: DigestWork, now: datetime) -> None:
    """When the next one comes, as the community has set it."""
    when = rhythm(dict(work.communities.settings(community)))
    calendar = work.communities.calendar(community)
    subject = Subject(community, "community", community, DIGEST)
    work.due.plan(subject, when.next_step(now, calendar) if when else None)


def send(subject: Subject, work: DigestWork, now: datetime) -> None:
    """In every channel, when enough is new; else nothing is said, and it counts as new the next time."""
    plan(subject.community, work, now)
    community, when = (
        work.communities.get(subject.community),
        rhythm(dict(work.communities.settings(subject.community))),
    )
    if not community.open or community.opened_at is None or when is None:
        return
    last = work.digests.last(community.id)
    since = last.at if last else community.opened_at
    items = _news(community.id, since, work, now).chosen()
    if not items:
        return
    digest = work.digests.new(community.id, since, now, items)
    until = when.latest(now, work.communities.calendar(community.id)) + GOOD_FOR
    if _shown(digest, until, work, now):
        work.history.add(Happening(now, None, "sent", digest.subject))
    else:
        work.digests.drop(digest)


def _shown(digest: Digest, until: datetime, work: DigestWork, now: datetime) -> bool:
    """Whether it comes to stand in any channel."""
    places = [InChannel(channel.id) for channel in work.communities.channels(digest.community)]
    shown = [quiet.want(digest.subject, place, work, now, expires_at=until) for place in places]
    return any(shown)


def too_late(subject: Subject, work: DigestWork, now: datetime) -> None:
    """Its day is over; what is new is told with the next one."""
    plan(subject.community, work, now)


def _news(community: int, since: datetime, work: DigestWork, now: datetime) -> News:
    upcoming = work.meetings.upcoming(community, now, 1)
    return News(
        work.digests.still_open(community, now - OPEN_FOR),
        work.digests.helped(community, since, now),
        work.digests.shared(community, since, now),
        work.digests.seeking(community),
        upcoming[0].id if upcoming else None,
        frozenset(work.digests.told(community)),
    )


def draw(subject: Subject, work: DigestWork, view: View) -> Card | None:
    """What it tells of, as it is now; None when nothing of that is left."""
    items = work.digests.items(work.digests.get(subject.community, subject.id))
    questions = work.questions.some(subject.community, _of_kind("question", items))
    shown = cards.Shown(
        [cards.told_question(one, _unit(one, work), view) for one in questions if one.state == "open"],
        [cards.told_question(one, _unit(one, work), view) for one in questions if one.state == "answered"],
        _resources(subject.community, _of_kind("resource", items), work, view),
        _meeting(subject.community, items, work, view),
    )
    return cards.digest_card(work.communities.get(subject.community), shown, view) if shown.anything else None


def _of_kind(kind: str, items: Sequence[Item]) -> list[int]:
    return [item.number for item in items if item.kind == kind]


def _unit(question: Question, work: DigestWork) -> str:
    """Of whoever helped, that day; nobody is named in a digest, so that nobody has to be taken out of one."""
    return "" if question.accepted is None else work.questions.reply(question.community, question.accepted).unit


def _resources(community: int, numbers: Sequence[int], work: DigestWork, view: View) -> list[cards.Shelved]:
    resources = work.library.some(community, numbers)
    found = library.told(resources, work, view)
    return [cards.Shelved(told, one.owner is None) for told, one in zip(found, resources, strict=True)]


def _meeting(community: int, items: Sequence[Item], work: DigestWork, view: View) -> RichText:
    for number in _of_kind("meeting", items):
        meeting = work.meetings.get(community, number)
        if meeting.live:
            return cards.told_meeting(meeting, view.words)
    return ()
