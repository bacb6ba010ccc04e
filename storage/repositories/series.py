"""The community's series and the secret word of its calendar, in the database."""

from collections.abc import Sequence
from datetime import date, datetime, time

from sqlalchemy import bindparam, delete, insert, select, update

from bot.errors import Unknown
from bot.meetings.model.series import OnDayOff, Rule, Series, parse_rule
from storage.repositories.counters import next_number
from storage.session import Session
from storage.statements import Row, Statement, at, given
from storage.tables import feeds, series

_S = series.c
_SERIES = (
    _S.id,
    _S.community_id,
    _S.rule,
    _S.starts_on,
    _S.at,
    _S.minutes,
    _S.zone,
    _S.venue,
    _S.link,
    _S.on_day_off,
    _S.polls,
    _S.created_at,
    _S.ended_at,
)
_NEW = Statement(insert(series).values(**given(*_SERIES[:-1])))
_GET = Statement(select(*_SERIES).where(at(_S.community_id, _S.id)))
_ALL = Statement(select(*_SERIES).where(at(_S.community_id), _S.ended_at.is_(None)).order_by(_S.id))
_SAVE = Statement(update(series).where(at(_S.community_id, _S.id)).values(**given(*_SERIES[2:])))

_F = feeds.c
_FEED = Statement(select(_F.token).where(at(_F.community_id)))
_SET_FEED = Statement(
    lambda upsert: (
        upsert(feeds)
        .values(**given(*_F))
        .on_conflict_do_update(
            index_elements=[_F.community_id],
            set_={"token": bindparam("token"), "made_at": bindparam("made_at", type_=_F.made_at.type)},
        )
    )
)
_NO_FEED = Statement(delete(feeds).where(at(_F.community_id)))
_OF_FEED = Statement(select(_F.community_id).where(at(_F.token)))


def _series(row: Row) -> Series:
    number, community, rule, *rest = row
    return Series(number, community, parse_rule(rule), *rest)


def _kept(one: Series) -> dict[str, object]:
    return {
        "id": one.id,
        "community_id": one.community,
        "rule": str(one.rule),
        "starts_on": one.starts_on,
        "at": one.at,
        "minutes": one.minutes,
        "zone": one.zone,
        "venue": one.venue,
        "link": one.link,
        "on_day_off": one.on_day_off,
        "polls": one.polls,
        "created_at": one.created_at,
    }


class SeriesRows:
    """The community's series, and the secret word of its calendar."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def new_series(
        self,
        community: int,
        rule: Rule,
        starts_on: date,
        at: time,
        minutes: int,
        zone: str,
        venue: str,
        link: str,
        on_day_off: OnDayOff,
        *,
        polls: bool,
        now: datetime,
    ) -> Series:
        """A new series under the next number."""
        number = next_number(self._session, community, "series")
        made = Series(
            number, community, rule, starts_on, at, minutes, zone, venue, link, on_day_off, polls, created_at=now
        )
        self._session.run(_NEW, **_kept(made))
        return made

    def series(self, community: int, series: int) -> Series:
        """The series. Raises `Unknown`."""
        row = self._session.row(_GET, community_id=community, id=series)
        if row is None:
            raise Unknown
        return _series(row)

    def all_series(self, community: int) -> Sequence[Series]:
        """The community's series that haven't ended, oldest first."""
        return [_series(row) for row in self._session.rows(_ALL, community_id=community)]

    def save_series(self, series: Series) -> None:
        """Keep the series as it is now."""
        self._session.run(_SAVE, **_kept(series), ended_at=series.ended_at)

    def feed(self, community: int) -> str | None:
        """The secret word in the address of the community's calendar; None when it has none."""
        row = self._session.row(_FEED, community_id=community)
        return None if row is None else row[0]

    def save_feed(self, community: int, token: str | None, now: datetime) -> None:
        """Make that the secret word, in place of any other; None revokes it."""
        if token is None:
            self._session.run(_NO_FEED, community_id=community)
        else:
            self._session.run(_SET_FEED, community_id=community, token=token, made_at=now)

    def of_feed(self, token: str) -> int | None:
        """The community whose calendar that secret word opens."""
        row = self._session.row(_OF_FEED, token=token)
        return None if row is None else row[0]
