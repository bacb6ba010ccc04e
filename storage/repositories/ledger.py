"""The postings as the courier works through them, in the database."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, and_, bindparam, case, delete, exists, func, not_, null, or_, select, update

from bot.chat.refs import AccountRef, ChannelRef, MessageRef, Subject
from bot.ports import Destination, ToChannel, ToPerson
from bot.postings import HOME, Outcome, Posting, ToCome
from storage.repositories.places import BY_HAND, MESSAGE, NO_MESSAGE, NOT_BY_HAND, SUBJECT, P, message_of, of_message
from storage.repositories.some import in_eights, one_of
from storage.repositories.under import due_under, give_up_under
from storage.session import Session
from storage.statements import Statement, at, given
from storage.tables import accounts, channels, postings
from storage.tables.columns import Instant, Written

_PARENT = postings.alias("parent")
_NOW = bindparam("now", type_=Instant)
_WHEN = bindparam("at", type_=Instant)
_CAN_STAND = or_(
    not_(P.present),
    P.at_message.is_not(None),
    P.parent_id.is_(None),
    and_(_PARENT.c.at_message.is_not(None), _PARENT.c.present),
)
_WITH_PARENT = postings.outerjoin(_PARENT, and_(_PARENT.c.community_id == P.community_id, _PARENT.c.id == P.parent_id))
_WITH_PLACE = _WITH_PARENT.outerjoin(
    channels, and_(channels.c.community_id == P.community_id, channels.c.id == P.channel_id)
).outerjoin(accounts, accounts.c.id == P.account_id)
_WITHIN_REACH = channels.c.left_at.is_(None)
"""Also true of direct conversations. What is for a channel that the bot has left waits until it is back."""
_POSTING = (
    P.id,
    *SUBJECT,
    P.present,
    P.wanted,
    P.attempts,
    P.unsettled_since,
    P.expires_at,
    P.claimed,
    *MESSAGE,
    *(_PARENT.c[column.name] for column in MESSAGE),
    channels.c.platform,
    channels.c.tenant,
    channels.c.channel,
    channels.c.address,
    accounts.c.platform,
    accounts.c.tenant,
    accounts.c.person,
    accounts.c.address,
    P.address,
)
_CLAIM = Statement(
    select(*_POSTING)
    .select_from(_WITH_PLACE)
    .where(P.work_at <= _NOW, or_(P.lease_until.is_(None), P.lease_until <= _NOW), _CAN_STAND, _WITHIN_REACH)
    .order_by(
        case((not_(P.present), 0), (P.at_message.is_(None), 1), else_=2),
        P.work_at,
        P.id,
    )
    .limit(bindparam("most"))
    .with_for_update(of=postings, skip_locked=True)
)
_TO_COME = Statement(
    select(*_POSTING, P.work_at)
    .select_from(_WITH_PLACE)
    .where(
        P.community_id + 0 == bindparam("community_id"),  # not by that index: it would read all that ever was shown
        P.work_at <= bindparam("until", type_=Instant),
        P.present,
        P.at_message.is_(None),
        P.unsettled_since.is_(None),
        _CAN_STAND,
    )
    .order_by(P.work_at, P.id)
)
_LEASE = Statement(
    update(postings).where(one_of(P.id)).values(lease_until=bindparam("until", type_=Instant), claimed=P.claimed + 1)
)
_STILL_HELD = P.claimed == bindparam("claim")
_HELD = and_(at(P.id), _STILL_HELD)
_AS_CLAIMED = P.wanted == bindparam("revision")
_STANDS = P.at_message.is_not(None)
_SENDING = Statement(
    update(postings)
    .where(_HELD, P.present, NOT_BY_HAND, not_(_STANDS), or_(P.not_before.is_(None), P.not_before <= _WHEN))
    .values(
        unsettled_since=func.coalesce(P.unsettled_since, _WHEN),
        work_at=_WHEN,
        lease_until=bindparam("until", type_=Instant),
    )
)

_SETTLED = {
    "lease_until": null(),
    "unsettled_since": null(),
    "attempts": 0,
    "last_error": "",
    "outcome": "",
    "work_at": case((_AS_CLAIMED, null()), else_=_WHEN),
    "settled_at": case((_AS_CLAIMED, _WHEN), else_=null()),
}
_NOTE = func.coalesce(func.nullif(bindparam("note", type_=Written), ""), P.note)
_SHOWN = Statement(
    update(postings)
    .where(_HELD, NOT_BY_HAND)
    .values(**_SETTLED, **given(*MESSAGE), shown=bindparam("revision"), note=_NOTE)
)
_SHOWN_BY_ANOTHER = Statement(
    update(postings)
    .where(at(P.id), not_(_STILL_HELD), NOT_BY_HAND, not_(_STANDS))
    .values(**given(*MESSAGE), work_at=func.coalesce(P.work_at, _WHEN), settled_at=null(), note=_NOTE)
)
_REMOVED = Statement(update(postings).where(_HELD, NOT_BY_HAND).values(**_SETTLED, **NO_MESSAGE, shown=0, address=""))
_RELEASE = Statement(
    update(postings).where(_HELD, P.outcome == BY_HAND).values(lease_until=null(), work_at=null(), settled_at=_WHEN)
)
_REASON = bindparam("reason", type_=Written)
_UNSETTLED = bindparam("unsettled", type_=Boolean)
_LATER = Statement(
    update(postings)
    .where(_HELD, NOT_BY_HAND)
    .values(
        lease_until=null(),
        work_at=case(
            (_UNSETTLED, _WHEN),
            (and_(not_(P.present), not_(_AS_CLAIMED)), func.coalesce(P.work_at, _WHEN)),
            (and_(not_(_STANDS), P.not_before > _WHEN), P.not_before),
            else_=_WHEN,
        ),
        settled_at=null(),
        last_error=func.coalesce(func.nullif(_REASON, ""), P.last_error),
        attempts=case((_REASON == "", P.attempts), else_=P.attempts + 1),
        unsettled_since=case((_UNSETTLED, P.unsettled_since), else_=null()),
    )
)
_FOR_GOOD = or_(_AS_CLAIMED, bindparam("outcome") == BY_HAND)
_GIVEN_UP = Statement(
    update(postings)
    .where(_HELD)
    .values(
        lease_until=null(),
        unsettled_since=null(),
        outcome=case((_FOR_GOOD, bindparam("outcome")), else_=P.outcome),
        last_error=_REASON,
        work_at=case((_FOR_GOOD, null()), else_=_WHEN),
        settled_at=case((_FOR_GOOD, _WHEN), else_=null()),
    )
)
_NO_MESSAGE = Statement(update(postings).where(_HELD).values(**NO_MESSAGE, shown=0))
_CHILD = postings.alias("child")
_CLEAR = Statement(
    delete(postings).where(
        P.settled_at < bindparam("before"),
        P.work_at.is_(None),
        P.at_message.is_(None),
        ~exists().where(_CHILD.c.community_id == P.community_id, _CHILD.c.parent_id == P.id),
    )
)
_NOBODYS = Statement(
    delete(postings).where(
        _HELD, P.channel_id.is_(None), P.account_id.is_(None), P.work_at.is_(None), P.at_message.is_(None)
    )
)
"""What was taken away from somebody whom nobody may know any more leaves no row to tell by."""
_NEXT = Statement(
    select(func.min(case((P.lease_until > P.work_at, P.lease_until), else_=P.work_at)))
    .select_from(_WITH_PLACE)
    .where(P.work_at.is_not(None), _CAN_STAND, _WITHIN_REACH)
)


def claim(
    session: Session, now: datetime, lease: timedelta, most: int, in_hand: Collection[int] = ()
) -> Sequence[Posting]:
    """Take up to `most` postings that need work, removals first, then creates, and lease them."""
    rows = session.rows(_CLAIM, now=now, most=most + len(in_hand))
    taken = [row for row in rows if row[0] not in in_hand][:most]
    for eight in in_eights(row[0] for row in taken):
        session.run(_LEASE, until=now + lease, **eight)
    claimed = [_posting(row) for row in taken]
    return [replace(posting, claim=posting.claim + 1) for posting in claimed]


def to_come(session: Session, community: int, until: datetime) -> Sequence[ToCome]:
    """What is to be shown in that community by then, earliest first; nothing is claimed."""
    rows = session.rows(_TO_COME, community_id=community, until=until)
    return [ToCome(at, _posting(row)) for *row, at in rows]


def sending(session: Session, posting: Posting, at: datetime, until: datetime) -> bool:
    """A create is about to leave, unless it must not. The first one counts while none is settled."""
    return bool(session.run(_SENDING, **_held(posting), at=at, until=until))


def shown(session: Session, posting: Posting, revision: int, message: MessageRef, at: datetime, note: str) -> None:
    """That revision stands there. One that people removed meanwhile stays removed."""
    if not session.run(_SHOWN, **_held(posting), revision=revision, at=at, note=note, **of_message(message)):
        session.run(_SHOWN_BY_ANOTHER, **_held(posting), at=at, note=note, **of_message(message))
        session.run(_RELEASE, **_held(posting), at=at)
    if posting.message is None:
        due_under(session, posting.subject.community, posting.id, at)


def removed(session: Session, posting: Posting, at: datetime) -> None:
    """As of the revision claimed it stands nowhere."""
    session.run(_REMOVED, **_held(posting), revision=posting.wanted, at=at)
    session.run(_RELEASE, **_held(posting), at=at)
    give_up_under(session, posting.subject.community, posting.id, at)
    session.run(_NOBODYS, **_held(posting))


def later(session: Session, posting: Posting, at: datetime, reason: str, *, unsettled: bool) -> None:
    """Try again at that time."""
    session.run(_LATER, **_held(posting), revision=posting.wanted, at=at, reason=reason, unsettled=unsettled)
    session.run(_RELEASE, **_held(posting), at=at)


def given_up(session: Session, posting: Posting, at: datetime, outcome: Outcome, reason: str) -> None:
    """Nothing more is tried, unless more was wanted since it was claimed."""
    session.run(_GIVEN_UP, **_held(posting), revision=posting.wanted, at=at, outcome=outcome, reason=reason)
    if outcome == BY_HAND:
        session.run(_NO_MESSAGE, **_held(posting))
    give_up_under(session, posting.subject.community, posting.id, at)


def clear(session: Session, before: datetime) -> None:
    """Forget what stands nowhere, has nothing under it, and was settled before then."""
    session.run(_CLEAR, before=before)


def next_at(session: Session) -> datetime | None:
    """When the earliest posting is to be worked on."""
    earliest: datetime | None = session.value(_NEXT)
    return earliest


def _held(posting: Posting) -> dict[str, object]:
    """The parameters that name this claim of it."""
    return {"id": posting.id, "claim": posting.claim}


def _posting(row: Sequence[Any]) -> Posting:
    number, community, kind, subject, part, present, wanted, attempts, unsettled_since, expires_at, claims, *refs = row
    message, under = message_of(tuple(refs[:5])), message_of(tuple(refs[5:10]))
    to, address = _destination(refs[10:14], refs[14:18], refs[18], refs[:3], under)
    if isinstance(to, ToPerson) and kind == HOME:
        to = replace(to, home=True)
    return Posting(
        number,
        Subject(community, kind, subject, part),
        to,
        address,
        present,
        wanted,
        message,
        attempts,
        unsettled_since,
        expires_at,
        claims,
    )


def _destination(
    channel: Sequence[Any], account: Sequence[Any], kept: str, at: Sequence[Any], under: MessageRef | None
) -> tuple[Destination, str]:
    """Where it stands or will. What was written to somebody who is forgotten is known by where it stands alone."""
    if channel[0] is not None:
        *ref, address = channel
        return ToChannel(ChannelRef(*ref), address, under), address
    if account[0] is not None:
        *ref, address = account
        return ToPerson(AccountRef(*ref), address), address
    return ToChannel(ChannelRef(*(word or "" for word in at)), kept), kept
