"""A question goes out to those who may know, in rings: three at once, three more when nothing has come of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.chat.refs import Subject
from bot.due import Step
from bot.offers.actions.bringing import bring
from bot.offers.actions.seeing import Reach, about, answerable, evidence, reach
from bot.offers.actions.welcoming import welcome
from bot.offers.model.choosing import LASTING, Candidate, candidate, chosen, may_be_asked
from bot.offers.store import OfferWork
from bot.questions.model.following import of_others, since
from bot.questions.model.questions import Question

RINGS = "rings"
"""The part of a question whose next step is the next ring."""
BY_ITSELF = 2
"""So many rings go out without anybody's asking for them."""
BETWEEN = 2
"""Working days from one ring to the next."""
TRIED_FOR = 5
"""Working days in which a ring is tried again when everybody near is hindered just now; then the asker chooses."""


def plan(question: Question, at: datetime, work: OfferWork) -> None:
    """The next ring, while one goes out by itself."""
    more = answerable(question) and question.rings < BY_ITSELF
    work.due.plan(question.subject.about(RINGS), Step("offer.ring", at) if more else None)


def plan_later(question: Question, work: OfferWork, now: datetime) -> None:
    """The next ring, two working days after what goes out now can be read."""
    calendar = work.communities.calendar(question.community)
    plan(question, calendar.later(calendar.outside_quiet_hours(now), BETWEEN), work)


def ring_by_itself(subject: Subject, work: OfferWork, now: datetime) -> None:
    """The first ring; the second, unless somebody has replied and the asker hasn't said that they are still looking."""
    question = work.questions.get(subject.community, subject.id)
    enough = question.rings > 0 and question.looking_at is None and _replied(question, work)
    if answerable(question) and not enough:
        ring(question, work, now)


def _replied(question: Question, work: OfferWork) -> bool:
    """Whether there is a reply. Without a name the asker's own is one like anybody's: it would tell who asked."""
    replies = work.questions.replies(question.community, question.id)
    return bool(replies if question.nameless else of_others(question, replies))


def ring(question: Question, work: OfferWork, now: datetime) -> None:
    """Three more are asked, if so many can be. Where nobody can be just now, it is tried again the next working day."""
    near = dict(_near(question, work, now))
    reached = {number: one for number, one in near.items() if one[1].hindered is None}
    if near and not reached and now < _tried_until(question, work):
        if question.rings == 0:
            welcome(question, work, now)
        again = work.communities.calendar(question.community).later(now, 1)
        work.due.plan(question.subject.about(RINGS), Step("offer.ring", again))
        return
    question = replace(question, rings=question.rings + 1)
    work.questions.save(question)
    unit = "" if question.nameless else question.unit
    for one in chosen((known for known, _ in reached.values()), unit, question.id):
        bring(question, reached[one.member][1], one.why, work, now)
    if question.rings == 1:
        welcome(question, work, now)
    plan_later(question, work, now)


def _tried_until(question: Question, work: OfferWork) -> datetime:
    return work.communities.calendar(question.community).later(since(question), TRIED_FOR)


def _near(question: Question, work: OfferWork, now: datetime) -> Iterator[tuple[int, tuple[Candidate, Reach]]]:
    """Everybody who may be asked now or later, by number; whoever asks without a name is one of them."""
    community = question.community
    involved = {one.member for one in work.offers.of_question(community, question.id)}
    involved |= {one.member for one in work.questions.replies(community, question.id) if one.member is not None}
    if question.member is not None and not question.nameless:
        involved.add(question.member)
    for number, why in evidence(community, about(question), work).items():
        if number in involved:
            continue
        member = work.members.get(community, number)
        found = reach(member, work, now, agreed=may_be_asked(member))
        if found.hindered not in LASTING:
            yield number, (candidate(member, why.why, why.band, found.latest, now), found)
