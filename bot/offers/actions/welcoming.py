"""A newcomer's first question is brought to two who offered to welcome newcomers."""

from datetime import datetime, timedelta

from bot.members.model import Member
from bot.offers.actions.bringing import bring
from bot.offers.actions.seeing import Reach, reach
from bot.offers.model.choosing import candidate, chosen
from bot.offers.store import OfferWork
from bot.questions.model.questions import Question

WELCOMERS = 2
NEW_FOR = timedelta(days=90)


def welcome(question: Question, work: OfferWork, now: datetime) -> None:
    """Bring it to those who offered, as many as aren't asked already. Never one without a name: it would tell who is new."""
    if not _by_a_newcomer(question, work, now):
        return
    asked = {one.member for one in work.offers.of_question(question.community, question.id)}
    offered = [one for one in work.members.welcoming(question.community) if one.id != question.member]
    missing = WELCOMERS - sum(one.id in asked for one in offered)
    reached = {one.id: _reach(one, work, now) for one in offered if one.id not in asked}
    able = [one for one in reached.values() if one.hindered is None]
    candidates = [candidate(one.member, "welcome", 0, one.latest, now) for one in able]
    for one in chosen(candidates, "", question.id, max(0, missing)):
        bring(question, reached[one.member], "welcome", work, now)


def _by_a_newcomer(question: Question, work: OfferWork, now: datetime) -> bool:
    if question.nameless or question.member is None or work.offers.asked_before(question):
        return False
    return now - work.members.get(question.community, question.member).joined_at < NEW_FOR


def _reach(member: Member, work: OfferWork, now: datetime) -> Reach:
    """Who ticked that they would welcome newcomers has agreed to this, whatever they haven't said about the rest."""
    return reach(member, work, now, agreed=member.asks != "never")
