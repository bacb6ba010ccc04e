"""What a community wants visible, in the database. Nothing here touches a lease: those are the courier's."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    update,
)

from bot.chat.refs import MessageRef, Subject
from bot.postings import Begun, Direct, InChannel, Place, Standing, Unreached, Waiting
from storage.repositories.detaching import detach, detaching
from storage.repositories.places import (
    BY_HAND,
    MESSAGE,
    NO_MESSAGE,
    NOT_BY_HAND,
    SUBJECT,
    P,
    message_of,
    of_message,
    of_subject,
    place_of,
)
from storage.repositories.under import give_up_under
from storage.repositories.unreached import try_again, unreached
from storage.session import Session
from storage.statements import Insert, Statement, at, given
from storage.tables import channels, identities, postings
from storage.tables.columns import Instant

_NOW = bindparam("now", type_=Instant)
_STANDS = P.at_message.is_not(None)
_UNSETTLED = P.unsettled_since.is_not(None)
_LEASED = func.coalesce(P.lease_until, 0) > _NOW


def _earlier(when: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((P.work_at < when, P.work_at), else_=when)


def _want(place: Column[Any]) -> Statement:
    """A posting, or the one that is there wanted again. One that people removed stays as it is."""
    create_at = bindparam("create_at", type_=Instant)

    def build(insert: Insert) -> Any:
        fresh = insert(postings).values(
            **given(*SUBJECT, place, P.parent_id, P.not_before, P.expires_at, P.started_at),
            work_at=create_at,
            present=True,
            wanted=1,
            claimed=0,
            shown=0,
            attempts=0,
            address="",
            last_error="",
            outcome="",
            note="",
        )
        return fresh.on_conflict_do_update(
            index_elements=[*SUBJECT, place],
            index_where=place.is_not(None),
            set_={
                "present": True,
                "wanted": P.wanted + 1,
                "parent_id": bindparam("parent_id"),
                "not_before": bindparam("not_before", type_=Instant),
                "expires_at": bindparam("expires_at", type_=Instant),
                "started_at": bindparam("started_at", type_=Instant),
                "work_at": case((_UNSETTLED, P.work_at), (_STANDS, _earlier(_NOW)), else_=create_at),
                "settled_at": null(),
                "outcome": "",
            },
            where=NOT_BY_HAND,
        )

    return Statement(build)


_WANT_IN_CHANNEL = _want(P.channel_id)
_WANT_DIRECT = _want(P.account_id)
_PARENT_IN_CHANNEL = Statement(select(P.id).where(at(*SUBJECT, P.channel_id)))
_PARENT_DIRECT = Statement(select(P.id).where(at(*SUBJECT, P.account_id)))

_DRAWN_AT = case(
    (_UNSETTLED, P.work_at),
    (_STANDS, _earlier(_NOW)),
    (P.work_at.is_not(None), P.work_at),
    (and_(P.outcome == "", P.started_at.is_(None)), _NOW),
    else_=null(),
)
"""What the bot began by itself, and stands nowhere any more, is not brought back by a redraw: its time has gone by."""


_OF_PART = and_(at(*SUBJECT[:3]), or_(P.part == bindparam("part"), P.part.like(bindparam("part") + ":%")))
"""A part of a subject, whatever follows a colon in it."""


def _redraw(which: ColumnElement[bool]) -> Statement:
    return Statement(
        update(postings)
        .where(which, P.present, NOT_BY_HAND)
        .values(
            wanted=P.wanted + 1,
            work_at=_DRAWN_AT,
            settled_at=case((_DRAWN_AT.is_(None), P.settled_at), else_=null()),
        )
    )


_REDRAW = _redraw(at(*SUBJECT))
_REDRAW_PART = _redraw(_OF_PART)
_REDRAW_WITH_PARTS = _redraw(at(*SUBJECT[:3]))
_REDRAW_KIND = _redraw(and_(at(*SUBJECT[:2]), P.account_id.is_not(None)))


def _withdraw(which: ColumnElement[bool]) -> Statement:
    """What never left is settled at once; what stands, or may be on its way, is the courier's to take away."""
    work_at = case(
        (not_(NOT_BY_HAND), null()),
        (_UNSETTLED, P.work_at),
        (or_(_STANDS, _LEASED), _earlier(_NOW)),
        else_=null(),
    )
    return Statement(
        update(postings)
        .where(which, P.present)
        .values(
            present=False,
            wanted=P.wanted + 1,
            started_at=case((or_(not_(NOT_BY_HAND), _UNSETTLED, _STANDS, _LEASED), P.started_at), else_=null()),
            work_at=work_at,
            settled_at=case((work_at.is_(None), _NOW), else_=null()),
        )
    )


_WITHDRAW = _withdraw(at(*SUBJECT))
_WITHDRAW_WITH_PARTS = _withdraw(at(*SUBJECT[:3]))
_WITHDRAW_WAITING = _withdraw(and_(_OF_PART, P.at_message.is_(None)))
_WITHDRAW_IN_CHANNEL = _withdraw(at(*SUBJECT, P.channel_id))
_WITHDRAW_DIRECT = _withdraw(at(*SUBJECT, P.account_id))

_DIRECT = and_(_OF_PART, P.account_id.is_not(None))
_UNLINK = detaching(_DIRECT)

_STARTED = select(P.started_at).where(at(P.community_id), P.started_at >= bindparam("since", type_=Instant))
_STARTED_IN_CHANNEL = Statement(_STARTED.where(at(P.channel_id)))
_I, _SAME = identities.c, identities.alias("same").c


def _with_the_same_person(wanted: Select[Any]) -> Select[Any]:
    """Over all accounts of the member whose account it is."""
    return wanted.join_from(
        postings, identities, and_(_I.community_id == P.community_id, _I.account_id == P.account_id)
    ).join(
        _SAME.account_id.table,
        and_(
            _SAME.community_id == _I.community_id,
            _SAME.member_id == _I.member_id,
            _SAME.account_id == bindparam("account"),
        ),
    )


_STARTED_DIRECT = Statement(_with_the_same_person(_STARTED))
_WAITING = Statement(
    _with_the_same_person(select(*SUBJECT, P.account_id, P.started_at, P.expires_at))
    .where(
        at(P.community_id),
        P.started_at > _NOW,
        P.present,
        NOT_BY_HAND,
        not_(_STANDS),
        not_(_UNSETTLED),
    )
    .order_by(P.started_at, P.id)
)

_BEGUN = Statement(
    select(P.started_at, P.channel_id, _I.member_id)
    .join_from(
        postings,
        identities,
        and_(_I.community_id == P.community_id, _I.account_id == P.account_id),
        isouter=True,
    )
    .where(
        at(P.community_id),
        P.started_at >= bindparam("since", type_=Instant),
        P.started_at < bindparam("until", type_=Instant),
        or_(and_(P.outcome != "expired", P.outcome != "refused"), P.shown > 0),
        or_(P.channel_id.is_not(None), _I.member_id.is_not(None)),
    )
    .order_by(P.started_at, P.id)
)

_STANDING = (*SUBJECT, P.channel_id, P.account_id, *MESSAGE)
_STANDING_AT = Statement(select(*_STANDING).where(at(*MESSAGE[:4])))
_IDS_AT = Statement(select(P.community_id, P.id).where(at(*MESSAGE[:4])))
_STANDS_OR_WILL = or_(_STANDS, P.work_at.is_not(None), _UNSETTLED, P.lease_until.is_not(None), P.started_at.is_(None))
_PLACES = Statement(select(*_STANDING).where(at(*SUBJECT), P.present, NOT_BY_HAND, _STANDS_OR_WILL).order_by(P.id))
_IN_FLIGHT = Statement(
    select(literal(1))
    .join_from(postings, channels, and_(channels.c.community_id == P.community_id, channels.c.id == P.channel_id))
    .where(_UNSETTLED, at(channels.c.platform, channels.c.tenant, channels.c.channel))
    .limit(1)
)
_BY_HAND = Statement(
    update(postings)
    .where(at(*MESSAGE[:4]), P.present)
    .values(
        outcome=BY_HAND,
        work_at=null(),
        settled_at=_NOW,
        unsettled_since=null(),
        shown=0,
        **NO_MESSAGE,
    )
)


class Postings:
    """What a community wants visible. One posting per subject and place."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def want(
        self,
        subject: Subject,
        place: Place,
        *,
        now: datetime,
        under: Subject | None = None,
        not_before: datetime | None = None,
        expires_at: datetime | None = None,
        unasked: bool = False,
    ) -> None:
        """The subject should be visible there; redrawn where it already is, brought back where it was withdrawn.

        `under` puts it in the thread of that subject's posting in the same place; where that was never wanted there is
        no thread, and nothing is posted. Not created after `expires_at`.
        """
        match place:
            case InChannel(channel):
                want, parent, where = _WANT_IN_CHANNEL, _PARENT_IN_CHANNEL, {"channel_id": channel}
            case Direct(account):
                want, parent, where = _WANT_DIRECT, _PARENT_DIRECT, {"account_id": account}
        above = self._session.row(parent, **of_subject(under), **where) if under is not None else (None,)
        if above is None:
            return
        create_at = now if not_before is None else max(now, not_before)
        self._session.run(
            want,
            **of_subject(subject),
            **where,
            parent_id=above[0],
            not_before=not_before,
            expires_at=expires_at,
            now=now,
            create_at=create_at,
            started_at=create_at if unasked else None,
        )
        if above[0] is not None:
            give_up_under(self._session, subject.community, above[0], now)

    def started(self, community: int, place: Place, since: datetime) -> Sequence[datetime]:
        """When the bot started something there by itself, or will, from then on; for a person, over all accounts.

        What was withdrawn before it left doesn't count.
        """
        match place:
            case InChannel(channel):
                rows = self._session.rows(_STARTED_IN_CHANNEL, community_id=community, channel_id=channel, since=since)
            case Direct(account):
                rows = self._session.rows(_STARTED_DIRECT, community_id=community, account=account, since=since)
        return [when for (when,) in rows]

    def begun(self, community: int, since: datetime, until: datetime) -> Sequence[Begun]:
        """All that the bot started by itself from then until before then, in that order."""
        rows = self._session.rows(_BEGUN, community_id=community, since=since, until=until)
        return [Begun(*row) for row in rows]

    def waiting(self, community: int, account: int, now: datetime) -> Sequence[Waiting]:
        """What the bot will start after now by itself with whose account that is, over all their accounts, soonest first."""
        rows = self._session.rows(_WAITING, community_id=community, account=account, now=now)
        return [Waiting(Subject(*row[:4]), Direct(row[4]), *row[5:]) for row in rows]

    def redraw(self, subject: Subject, now: datetime) -> None:
        """The subject changed: wherever it stands, draw it again.

        A part without a colon stands for all that a colon tells apart: `news` for `news:9-11`.
        """
        several = subject.part and ":" not in subject.part
        self._session.run(_REDRAW_PART if several else _REDRAW, **of_subject(subject), now=now)

    def redraw_all(self, subject: Subject, now: datetime) -> None:
        """The subject changed: wherever it or a part of it stands, draw it again."""
        self._session.run(_REDRAW_WITH_PARTS, **of_subject(subject), now=now)

    def redraw_kind(self, community: int, kind: str, now: datetime) -> None:
        """Whatever stands with single people of that kind may have changed: draw it again, at that time or sooner."""
        self._session.run(_REDRAW_KIND, community_id=community, kind=kind, now=now)

    def withdraw_waiting(self, subject: Subject, now: datetime) -> None:
        """Where the subject doesn't stand yet it needn't any more; where it stands it stays.

        A part without a colon stands for all that a colon tells apart: `news` for `news:9-11`.
        """
        self._session.run(_WITHDRAW_WAITING, **of_subject(subject), now=now)

    def withdraw(self, subject: Subject, now: datetime) -> None:
        """The subject should be visible nowhere; its parts (`draft:4/reminder` for `draft:4`) neither."""
        which = of_subject(subject)
        if subject.part:
            self._session.run(_WITHDRAW, **which, now=now)
        else:
            self._session.run(_WITHDRAW_WITH_PARTS, **which, now=now)

    def withdraw_at(self, subject: Subject, place: Place, now: datetime) -> None:
        """The subject should not be visible there; elsewhere, and its parts, stay as they are."""
        match place:
            case InChannel(channel):
                self._session.run(_WITHDRAW_IN_CHANNEL, **of_subject(subject), channel_id=channel, now=now)
            case Direct(account):
                self._session.run(_WITHDRAW_DIRECT, **of_subject(subject), account_id=account, now=now)

    def unlink(self, subject: Subject, now: datetime) -> None:
        """Take away what was said of the subject to single people, and forget to whom.

        A part without a colon stands for all that a colon tells apart: `news` for `news:9-11`.
        """
        detach(self._session, _UNLINK, now, **of_subject(subject))

    def standing_at(self, message: MessageRef) -> Standing | None:
        """What of ours stands at that message, whichever community it belongs to; None when it isn't ours."""
        rows = self._session.rows(_STANDING_AT, **of_message(message))
        return _standing(*rows[0]) if rows else None

    def in_flight(self, message: MessageRef) -> bool:
        """Whether a create in that message's channel has left and isn't recorded yet."""
        where = message.channel
        return bool(self._session.rows(_IN_FLIGHT, platform=where.platform, tenant=where.tenant, channel=where.channel))

    def places(self, subject: Subject) -> Sequence[Standing]:
        """Where the subject is wanted."""
        return [_standing(*row) for row in self._session.rows(_PLACES, **of_subject(subject))]

    def deleted_by_hand(self, message: MessageRef, now: datetime) -> None:
        """People removed our message: record it, and don't post it again."""
        ours = self._session.rows(_IDS_AT, **of_message(message))
        self._session.run(_BY_HAND, **of_message(message), now=now)
        for community, posting in ours:
            give_up_under(self._session, community, posting, now)

    def unreached(self, community: int, since: datetime, now: datetime) -> Sequence[Unreached]:
        """What fails now, and what was given up or is in doubt since then."""
        return unreached(self._session, community, since, now)

    def try_again(self, community: int, channel: int | None, now: datetime) -> None:
        """What failed and waits for another try is due now."""
        try_again(self._session, community, channel, now)


def _standing(
    community: int, kind: str, number: int, part: str, channel: int | None, account: int | None, *message: Any
) -> Standing:
    return Standing(Subject(community, kind, number, part), place_of(channel, account), message_of(message))
