"""What becomes of what a digest tells shows in the digest; a new rhythm begins at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.chat.refs import Subject
from bot.digest.actions.sending import DIGEST, plan
from bot.digest.model.digests import AT_TIME, ON_DAY, rhythm
from bot.digest.store import DigestWork
from bot.feature import OnHappening
from bot.history import Happening
from bot.topics.actions.seeing import AHEAD

_REPLANS = frozenset({ON_DAY.key, AT_TIME.key, "community"})
"""The settings by which the time of the next digest may change; "community" stands for its name and zone."""


def opened(happening: Happening, work: DigestWork, now: datetime) -> None:
    """The doors are open: the first one is planned."""
    plan(happening.subject.community, work, now)


def set_anew(happening: Happening, work: DigestWork, now: datetime) -> None:
    """A setting was changed."""
    if happening.details.get("setting") in _REPLANS and work.communities.get(happening.subject.community).open:
        plan(happening.subject.community, work, now)


def changed(happening: Happening, work: DigestWork, now: datetime) -> None:
    """A question, a resource or a meeting is not what it was."""
    _redraw(happening.subject, work, now)


def reply_changed(happening: Happening, work: DigestWork, now: datetime) -> None:
    """Its question may be answered by it, or no more; the library may have kept it."""
    community = happening.subject.community
    question_changed(work.questions.reply(community, happening.subject.id).question, community, work, now)


def question_changed(question: int, community: int, work: DigestWork, now: datetime) -> None:
    """What was kept of its replies goes by its name."""
    _redraw(Subject(community, "question", question), work, now)
    for resource in work.library.of_question(community, question):
        _redraw(resource.subject, work, now)


def _question(happening: Happening, work: DigestWork, now: datetime) -> None:
    question_changed(happening.subject.id, happening.subject.community, work, now)


def _redraw(subject: Subject, work: DigestWork, now: datetime) -> None:
    for digest in work.digests.telling(subject.community, subject.kind, subject.id):
        work.postings.redraw(digest.subject, now)


def _on(kind: str, verbs: Iterable[str], reaction: OnHappening[DigestWork]) -> Mapping[str, OnHappening[DigestWork]]:
    return {f"{kind}.{verb}": reaction for verb in verbs}


def agenda_changed(happening: Happening, work: DigestWork, now: datetime) -> None:
    """A meeting ahead may be about something else now."""
    for meeting in work.meetings.upcoming(happening.subject.community, now, AHEAD):
        _redraw(meeting.subject, work, now)


_STANDING = ("edited", "took back", "hid", "unhid", "helped")
REACTS: Mapping[str, OnHappening[DigestWork]] = {
    "community.opened": opened,
    "community.set": set_anew,
    **_on("reply", _STANDING, reply_changed),
    **_on("question", (*_STANDING, "closed", "reopened"), _question),
    **_on("resource", (*_STANDING, "called outdated", "reviewed", "adopted", "released"), changed),
    **_on("meeting", ("moved", "cancelled", "placed", "held"), changed),
    **_on("topic", ("edited", "took back", "hid", "unhid", "chose", "merged"), agenda_changed),
    "poll.voting closed": agenda_changed,
}
"""By what happened."""


def unplanned(work: DigestWork) -> Sequence[int]:
    """The open communities whose next digest isn't planned, because they opened before there were digests."""
    return [
        community.id
        for community in work.communities.all()
        if community.open
        and rhythm(dict(work.communities.settings(community.id)))
        and not work.due.planned(community.subject.about(DIGEST))
    ]
