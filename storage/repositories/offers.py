"""Questions brought to members, in the database."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, case, insert, literal, not_, or_, select, update

from bot.errors import Unknown
from bot.offers.model.offers import Offer, Why
from bot.questions.model.questions import Question
from storage.repositories.counters import next_number
from storage.session import Session
from storage.statements import Row, Statement, at, given
from storage.tables import offers, questions

_O, _Q = offers.c, questions.c
_OFFER = (
    _O.id,
    _O.community_id,
    _O.question_id,
    _O.member_id,
    _O.ring,
    _O.why,
    _O.named_by,
    _O.state,
    _O.offered_at,
    _O.answered_at,
)
_OWN = and_(_Q.nameless, _Q.member_id.is_not(None), _Q.member_id == _O.member_id)
"""Whoever it was brought to asks it, without a name; nobody's once nobody can tell who asked."""
_READ = select(*_OFFER, case((_OWN, True), else_=False)).join_from(
    offers, questions, and_(_Q.community_id == _O.community_id, _Q.id == _O.question_id)
)
_NEVER_SEEN = and_(_O.state == "withdrawn", _O.answered_at < _O.offered_at)
_GET = Statement(_READ.where(at(_O.community_id, _O.id)))
_NEW = Statement(insert(offers).values(**given(*_OFFER[:9]), answered_at=None))
_SAVE = Statement(update(offers).where(at(_O.community_id, _O.id)).values(**given(*_OFFER[4:])))
_OF_QUESTION = Statement(_READ.where(at(_O.community_id, _O.question_id)).order_by(_O.id))
_TO_MEMBER = Statement(_READ.where(at(_O.community_id, _O.question_id, _O.member_id)))
_LATEST = Statement(
    _READ.where(at(_O.community_id, _O.member_id), not_(_NEVER_SEEN))
    .order_by(_O.offered_at.desc(), _O.id.desc())
    .limit(bindparam("most"))
)
_UNANSWERED = Statement(
    _READ.where(at(_O.community_id, _O.member_id), or_(_O.state == "offered", _O.state == "lapsed")).order_by(
        _O.offered_at.desc(), _O.id.desc()
    )
)
_ASKED_BEFORE = Statement(
    select(literal(1))
    .select_from(questions)
    .where(at(_Q.community_id, _Q.member_id), _Q.id < bindparam("before"), not_(_Q.nameless))
    .limit(1)
)


def _offer(row: Row) -> Offer:
    return Offer(*(*row[:-1], bool(row[-1])))


class Offers:
    """Questions brought to members."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, community: int, offer: int) -> Offer:
        """The offer. Raises `Unknown`."""
        row = self._session.row(_GET, community_id=community, id=offer)
        if row is None:
            raise Unknown
        return _offer(row)

    def new(
        self,
        question: Question,
        member: int,
        ring: int,
        why: Why,
        at: datetime,
        *,
        named_by: int | None = None,
    ) -> Offer:
        """A new offer under the next number, seen from then on. A question is brought to a member once."""
        number = next_number(self._session, question.community, "offer")
        own = question.nameless and question.member == member
        made = Offer(number, question.community, question.id, member, ring, why, named_by, "offered", at, own=own)
        self._session.run(
            _NEW,
            id=number,
            community_id=made.community,
            question_id=made.question,
            member_id=member,
            ring=ring,
            why=why,
            named_by=named_by,
            state=made.state,
            offered_at=at,
        )
        return made

    def save(self, offer: Offer) -> None:
        """Keep the offer as it is now."""
        self._session.run(
            _SAVE,
            community_id=offer.community,
            id=offer.id,
            ring=offer.ring,
            why=offer.why,
            named_by=offer.named_by,
            state=offer.state,
            offered_at=offer.offered_at,
            answered_at=offer.answered_at,
        )

    def of_question(self, community: int, question: int) -> Sequence[Offer]:
        """Every offer of the question, oldest first."""
        rows = self._session.rows(_OF_QUESTION, community_id=community, question_id=question)
        return [_offer(row) for row in rows]

    def to_member(self, community: int, question: int, member: int) -> Offer | None:
        """The question's offer to that member, None when there is none."""
        row = self._session.row(_TO_MEMBER, community_id=community, question_id=question, member_id=member)
        return None if row is None else _offer(row)

    def latest(self, community: int, member: int, most: int) -> Sequence[Offer]:
        """What the member was or will be shown, newest first: not what was withdrawn before they could see it."""
        rows = self._session.rows(_LATEST, community_id=community, member_id=member, most=most)
        return [_offer(row) for row in rows]

    def unanswered(self, community: int, member: int) -> Sequence[Offer]:
        """The member's open offers, newest first."""
        rows = self._session.rows(_UNANSWERED, community_id=community, member_id=member)
        return [_offer(row) for row in rows]

    def asked_before(self, question: Question) -> bool:
        """Whether its asker has asked an earlier question with their name. False when nobody knows the asker."""
        who = {"community_id": question.community, "member_id": question.member}
        return self._session.row(_ASKED_BEFORE, **who, before=question.id) is not None
