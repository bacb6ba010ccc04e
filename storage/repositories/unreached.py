"""What has not reached the platforms as it should, for those who look after a community."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, and_, bindparam, func, select, update

from bot.postings import Unreached
from storage.repositories.places import NOT_BY_HAND, P
from storage.session import Session
from storage.statements import Statement
from storage.tables import accounts, channels, postings
from storage.tables.columns import Instant

SOON = timedelta(days=1)
"""What is tried later than that is no matter of today's."""

_HERE = P.community_id + 0 == bindparam("community_id")  # not by that index: it would read all that ever was shown
_WHERE_TO = postings.outerjoin(
    channels, and_(channels.c.community_id == P.community_id, channels.c.id == P.channel_id)
).outerjoin(accounts, accounts.c.id == P.account_id)
_STANDS = P.at_message.is_not(None)
_ALIKE = (channels.c.platform, accounts.c.platform, P.at_platform, P.channel_id, P.present, _STANDS, P.outcome)


def _counted(told: Column[str], *which: ColumnElement[bool]) -> Statement:
    found = select(*_ALIKE, told, func.max(P.attempts), func.count()).select_from(_WHERE_TO).where(_HERE, *which)
    return Statement(found.group_by(*_ALIKE, told))


_FAILING = _counted(P.last_error, P.work_at <= bindparam("until", type_=Instant), P.attempts > 0, P.last_error != "")
_SINCE = P.settled_at >= bindparam("since", type_=Instant)
_GIVEN_UP = _counted(P.last_error, _SINCE, P.outcome != "", NOT_BY_HAND, P.last_error != "parent")
_IN_DOUBT = _counted(P.note, _SINCE, P.outcome == "", P.note != "", P.present, _STANDS)
_AT = bindparam("now", type_=Instant)
_WAITS_LONGER = and_(
    P.work_at > _AT, P.attempts > 0, P.last_error != "", P.unsettled_since.is_(None), P.lease_until.is_(None), _HERE
)
_AGAIN = Statement(update(postings).where(_WAITS_LONGER).values(work_at=_AT))
_AGAIN_IN = Statement(
    update(postings).where(_WAITS_LONGER, P.channel_id == bindparam("channel_id")).values(work_at=_AT)
)


def unreached(session: Session, community: int, since: datetime, now: datetime) -> Sequence[Unreached]:
    """What fails now, and what was given up or is in doubt since then."""
    failing = session.rows(_FAILING, community_id=community, until=now + SOON)
    given_up = session.rows(_GIVEN_UP, community_id=community, since=since)
    in_doubt = session.rows(_IN_DOUBT, community_id=community, since=since)
    return [_told(*row) for row in (*failing, *given_up, *in_doubt)]


def try_again(session: Session, community: int, channel: int | None, now: datetime) -> None:
    """What failed and waits for another try is due now."""
    if channel is None:
        session.run(_AGAIN, community_id=community, now=now)
    else:
        session.run(_AGAIN_IN, community_id=community, channel_id=channel, now=now)


def _told(
    there: str | None, theirs: str | None, stood: str | None, channel: int | None, present: Any, stands: Any, *more: Any
) -> Unreached:
    return Unreached(there or theirs or stood or "", channel, bool(present), bool(stands), *more)
