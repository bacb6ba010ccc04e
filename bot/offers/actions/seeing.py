"""Looking up whom a question could be brought to, and the offer that a call is about."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import quiet
from bot.audience import Caller
from bot.chat.calls import ButtonCall, FormCall
from bot.chat.words import Words
from bot.errors import CommunityError, Unknown
from bot.members.cards.profile import name_of
from bot.members.model import Member
from bot.offers.model.choosing import Evidence, Hindrance, hindrance, may_be_asked, strongest
from bot.offers.model.offers import Offer
from bot.offers.store import OfferWork
from bot.postings import Direct
from bot.questions.model.questions import Question

KINDS = ("experience", "member", "reply")
MOST_FOUND = 40
LATEST = 40
"""So many of a member's latest offers reach back more than a month."""
READ_WITHIN = 1
"""Working days from when a question goes out to when whoever is asked should be able to read it."""
A_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Reach:
    """A member as somebody to ask. `place` and `at` are where and when they could be shown it, None for nowhere."""

    member: Member
    latest: Sequence[Offer]
    place: Direct | None
    at: datetime | None
    hindered: Hindrance | None


def evidence(community: int, queries: Iterable[str], work: OfferWork) -> dict[int, Evidence]:
    """What speaks for each member whose words are near to one of those texts."""
    return strongest(one for query in queries for one in _near(community, query, work))


def _near(community: int, query: str, work: OfferWork) -> Iterator[Evidence]:
    for match in work.search.find(community, query, KINDS, MOST_FOUND):
        number = match.subject.id
        match match.subject.kind:
            case "experience":
                member = work.members.experience(community, number).member
                yield Evidence(member, "experience", number, match.closeness)
            case "reply":
                reply = work.questions.reply(community, number)
                if reply.member is not None and reply.visible:
                    yield Evidence(reply.member, "helped", number, match.closeness)
            case _:
                yield Evidence(number, "interest", number, match.closeness)


def about(question: Question) -> Sequence[str]:
    """What to look for: the question's words, and each of its tags by itself."""
    return (f"{question.text} {' '.join(question.tags)}", *question.tags)


def reach(member: Member, work: OfferWork, now: datetime, *, agreed: bool) -> Reach:
    """Whether and when a question can be brought to the member. `agreed`: they said that it may be."""
    calendar = work.communities.calendar(member.community)
    latest = work.offers.latest(member.community, member.id, LATEST)
    place = work.members.reach(member.community, member.id)
    too_late = calendar.later(calendar.outside_quiet_hours(now), READ_WITHIN) + A_MOMENT
    at = quiet.chance(member.community, place, work, now, until=too_late) if place else None
    hindered = hindrance(member, latest, at, calendar, reachable=place is not None, agreed=agreed)
    return Reach(member, latest, place, at, hindered)


def answerable(question: Question) -> bool:
    """Whether the question still looks for somebody."""
    return question.visible and question.state == "open"


def own_offer(call: ButtonCall | FormCall, caller: Caller, work: OfferWork) -> tuple[Offer, Question]:
    """The caller's offer and its question. Raises `Unknown` for anybody else's, and for a question nobody may see."""
    offer = work.offers.get(caller.community, caller.own(call.subject, "offer").id)
    question = work.questions.get(offer.community, offer.question)
    if offer.member != caller.member or offer.own or not question.visible:
        raise Unknown
    return offer, question


def offer_of(number: int, caller: Caller, work: OfferWork) -> Offer:
    """The caller's offer of the question of that number. Raises `CommunityError` when it wasn't brought to them."""
    offer = work.offers.to_member(caller.community, number, caller.member)
    if offer is None or offer.own or offer.state == "withdrawn":
        raise CommunityError("not_offered")
    return offer


def called(community: int, member: int | None, work: OfferWork, words: Words) -> str:
    """A member's name; "a colleague" while it is not known, or when they have been forgotten."""
    return words("a colleague") if member is None else name_of(work.members.get(community, member), words)


def findable(member: Member, work: OfferWork) -> bool:
    """Whether others may find the member: they agreed to be asked, or have said what they know or care about."""
    if member.forgotten_at or member.departed_at:
        return False
    said = may_be_asked(member) or member.interests
    return bool(said or work.members.experiences(member.community, member.id))
