"""How much is kept about a member, and where their name is shown."""

from collections.abc import Sequence

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ScalarSelect,
    and_,
    bindparam,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    union_all,
)

from bot.chat.refs import Subject
from bot.members.model import Kept
from storage.session import Session
from storage.statements import Statement
from storage.tables import (
    agenda,
    ballots,
    drafts,
    experiences,
    flags,
    follows,
    history,
    meetings,
    notes,
    offers,
    questions,
    replies,
    resources,
    rsvps,
    seconds,
    topics,
    turns,
)

_COMMUNITY: BindParameter[int] = bindparam("community_id")
_MEMBER: BindParameter[int] = bindparam("member_id")
_Q, _R, _S = questions.c, replies.c, resources.c
_M, _N, _O = meetings.c, notes.c, offers.c
_OFFER = _O.community_id == _COMMUNITY
_QUESTION = and_(_Q.community_id == _COMMUNITY, not_(_Q.withdrawn))
_REPLY = and_(_R.community_id == _COMMUNITY, not_(_R.withdrawn))
_SHARED = and_(_S.community_id == _COMMUNITY, not_(_S.withdrawn), or_(_S.sharer == _MEMBER, _S.owner == _MEMBER))

_ON_TOPICS = and_(seconds.c.community_id == _COMMUNITY, seconds.c.member_id == _MEMBER)
_IN_POLLS = and_(ballots.c.community_id == _COMMUNITY, ballots.c.member_id == _MEMBER)


_ASKS = exists().where(
    _Q.community_id == _O.community_id, _Q.id == _O.question_id, _Q.nameless, _Q.member_id == _O.member_id
)
"""They ask it themselves, without a name, and were shown nothing."""


def _count(where: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).where(where).scalar_subquery()


_COUNTS = Statement(
    select(
        *(
            _count(where)
            for where in (
                and_(drafts.c.community_id == _COMMUNITY, drafts.c.member_id == _MEMBER),
                and_(_QUESTION, _Q.member_id == _MEMBER, not_(_Q.nameless)),
                and_(_QUESTION, _Q.member_id == _MEMBER, _Q.nameless),
                and_(_REPLY, _R.member_id == _MEMBER),
                _SHARED,
                and_(follows.c.community_id == _COMMUNITY, follows.c.member_id == _MEMBER),
                and_(flags.c.community_id == _COMMUNITY, flags.c.member_id == _MEMBER),
                and_(rsvps.c.community_id == _COMMUNITY, rsvps.c.member_id == _MEMBER),
                and_(_N.community_id == _COMMUNITY, _N.member_id == _MEMBER, not_(_N.withdrawn)),
                and_(topics.c.community_id == _COMMUNITY, topics.c.member_id == _MEMBER, not_(topics.c.withdrawn)),
            )
        ),
        _count(_IN_POLLS) + _count(_ON_TOPICS),
        *(
            _count(where)
            for where in (
                and_(turns.c.community_id == _COMMUNITY, turns.c.member_id == _MEMBER),
                and_(experiences.c.community_id == _COMMUNITY, experiences.c.member_id == _MEMBER),
                and_(_OFFER, _O.member_id == _MEMBER, not_(_ASKS)),
                and_(history.c.community_id == _COMMUNITY, history.c.actor == _MEMBER),
            )
        ),
    )
)
_HELPED = exists().where(
    _R.community_id == _Q.community_id,
    _R.id == _Q.accepted,
    _R.member_id == _MEMBER,
)
_BRINGS = exists().where(
    agenda.c.community_id == _M.community_id,
    agenda.c.meeting_id == _M.id,
    agenda.c.named,
    agenda.c.question_id == _Q.id,
    _QUESTION,
    _Q.member_id == _MEMBER,
    not_(_Q.nameless),
)
_NAMED_ON = Statement(
    union_all(
        select(literal("question"), _Q.id, literal("")).where(
            _QUESTION,
            not_(_Q.hidden),
            or_(and_(_Q.member_id == _MEMBER, not_(_Q.nameless)), _Q.accepted_by == _MEMBER, _HELPED),
        ),
        *(
            select(literal("question"), _R.question_id, literal(part)).where(
                _REPLY, not_(_R.hidden), _R.member_id == _MEMBER
            )
            for part in ("news", "followup")
        ),
        select(literal("meeting"), _M.id, literal("")).where(
            _M.community_id == _COMMUNITY,
            _M.state != "cancelled",
            or_(_M.convener == _MEMBER, _M.backup == _MEMBER, _BRINGS),
        ),
        select(literal("notes"), _N.id, literal("")).where(
            _N.community_id == _COMMUNITY, _N.member_id == _MEMBER, not_(_N.withdrawn), not_(_N.hidden)
        ),
        select(literal("reply"), _R.id, literal("")).where(_REPLY, not_(_R.hidden), _R.member_id == _MEMBER),
        select(literal("offer"), _O.id, literal("")).where(
            _OFFER, _O.named_by == _MEMBER, or_(_O.state == "offered", _O.state == "lapsed")
        ),
        select(literal("offer"), _O.id, literal("asker")).where(
            _OFFER, _O.member_id == _MEMBER, or_(_O.state == "happy", _O.state == "met", _O.state == "apart")
        ),
        select(literal("offer"), _O.id, literal("helper"))
        .join_from(questions, offers, and_(_O.community_id == _Q.community_id, _O.question_id == _Q.id))
        .where(_Q.community_id == _COMMUNITY, _Q.member_id == _MEMBER, _O.state == "met"),
        select(literal("resource"), _S.id, literal("")).where(_SHARED, not_(_S.hidden)),
    )
)


def kept(session: Session, community: int, member: int) -> Kept:
    """How much is kept about the member. What was taken back is not counted."""
    return Kept(*session.rows(_COUNTS, community_id=community, member_id=member)[0])


def named_on(session: Session, community: int, member: int) -> Sequence[Subject]:
    """Whatever shows the member's name, questions first."""
    rows = session.rows(_NAMED_ON, community_id=community, member_id=member)
    return [Subject(community, *row) for row in sorted({(kind, number, part) for kind, number, part in rows})]
