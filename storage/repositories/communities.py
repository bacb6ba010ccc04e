"""Communities with their channels and settings, in the database."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, delete, func, insert, not_, select, update

from bot.calendar import NO_REGION, REGION_OF, Calendar, DaysOff
from bot.chat.refs import ChannelRef
from bot.community.model import HOLIDAYS, OF_THE_ZONE, Channel, Code, Community
from bot.errors import Unknown
from storage.repositories.counters import next_number
from storage.session import Session
from storage.statements import Row, Statement, at, given
from storage.tables import channels, code_tries, codes, communities, days_off, postings, replies, settings

TRIES_COUNTED = timedelta(minutes=15)

_REF_NAMES = ("platform", "tenant", "channel")
_C, _K = communities.c, channels.c
_COMMUNITY = (_C.id, _C.name, _C.zone, _C.created_at, _C.opened_at, _C.closed_at)
_CHANNEL = (
    _K.id,
    _K.community_id,
    _K.platform,
    _K.tenant,
    _K.channel,
    _K.name,
    _K.home,
    _K.address,
    _K.people,
    _K.guests,
    _K.left_at,
)
_KEPT = (_K.name, _K.home, _K.address, _K.people, _K.guests, _K.left_at)
_REF = (_K.platform, _K.tenant, _K.channel)

_GET = Statement(select(*_COMMUNITY).where(at(_C.id)))
_ALL = Statement(select(*_COMMUNITY).where(_C.closed_at.is_(None)).order_by(_C.id))
_NEW = Statement(insert(communities).values(**given(_C.name, _C.zone, _C.created_at)).returning(_C.id))
_SAVE = Statement(update(communities).where(at(_C.id)).values(**given(*_COMMUNITY[1:])))

_OF_CHANNEL = Statement(
    select(*_CHANNEL, *_COMMUNITY)
    .join_from(channels, communities, _C.id == _K.community_id)
    .where(at(*_REF), not_(_K.taken))
)
_CHANNEL_OF = Statement(select(*_CHANNEL).where(at(_K.community_id, _K.id)))
_CHANNELS = Statement(
    select(*_CHANNEL).where(at(_K.community_id), not_(_K.taken), _K.left_at.is_(None)).order_by(_K.home.desc(), _K.id)
)
_RELEASE = Statement(update(channels).where(at(*_REF), not_(_K.taken)).values(taken=True, home=False))
_NOT_HOME = Statement(update(channels).where(at(_K.community_id, _K.platform), _K.home).values(home=False))
_ADD = Statement(
    insert(channels).values(**given(_K.community_id, _K.id, *_REF, _K.name, _K.home, _K.address), taken=False)
)
_SAVE_CHANNEL = Statement(update(channels).where(at(_K.community_id, _K.id)).values(**given(*_KEPT)))
_REFER = Statement(
    update(channels).where(at(_K.community_id, _K.id)).values(channel=bindparam("to", type_=_K.channel.type))
)
_REFER_MESSAGES = tuple(
    Statement(
        update(table)
        .where(at(table.c.community_id), *(table.c[f"{of}_{name}"] == bindparam(name) for name in _REF_NAMES))
        .values(**{f"{of}_channel": bindparam("to", type_=_K.channel.type)})
    )
    for table, of in ((postings, "at"), (replies, "source"))
)

_SETTINGS = Statement(select(settings.c.key, settings.c.value).where(at(settings.c.community_id)))
_SET = Statement(
    lambda upsert: (
        upsert(settings)
        .values(**given(*settings.c))
        .on_conflict_do_update(
            index_elements=[settings.c.community_id, settings.c.key], set_={"value": bindparam("value")}
        )
    )
)

_O = days_off.c
_DAYS_OFF = Statement(
    select(_O.id, _O.first, _O.last, _O.label, _O.quiet).where(at(_O.community_id)).order_by(_O.first, _O.id)
)
_HOLIDAYS = and_(settings.c.community_id == _C.id, settings.c.key == bindparam("key"))
_CALENDAR = Statement(
    select(_C.zone, settings.c.value, _O.first, _O.last, _O.label, _O.quiet)
    .join_from(communities, settings, _HOLIDAYS, isouter=True)
    .join(days_off, _O.community_id == _C.id, isouter=True)
    .where(at(_C.id))
    .order_by(_O.first, _O.id)
)
_ADD_DAYS_OFF = Statement(insert(days_off).values(**given(*_O)))
_DROP_DAYS_OFF = Statement(delete(days_off).where(at(_O.community_id, _O.id)))

_D = codes.c
_CODE = (_D.kind, _D.digest, _D.expires_at, _D.community_id, _D.member_id)
_KEEP_CODE = Statement(insert(codes).values(**given(*_CODE)))
_CODES = Statement(select(_D.id, *_CODE).where(at(_D.digest), _D.expires_at > bindparam("now")))
_USE = Statement(delete(codes).where(at(_D.id)))
_OLD_CODES = Statement(delete(codes).where(_D.expires_at <= bindparam("now")))

_T = code_tries.c
_TRY = Statement(insert(code_tries).values(**given(_T.account, _T.tried_at)))
_TRIES = Statement(select(func.count()).select_from(code_tries).where(at(_T.account), _T.tried_at > bindparam("since")))
_OLD_TRIES = Statement(delete(code_tries).where(_T.tried_at <= bindparam("since")))


def _community(row: Row) -> Community:
    return Community(*row)


def _channel(row: Row) -> Channel:
    number, community, platform, tenant, channel, *rest = row
    return Channel(number, community, ChannelRef(platform, tenant, channel), *rest)


class Communities:
    """All communities of the deployment, with their channels, codes and settings."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._calendars: dict[int, Calendar] = {}
        """As read in this transaction, until it changes what they are made of."""

    def get(self, community: int) -> Community:
        """The community. Raises `Unknown`."""
        row = self._session.row(_GET, id=community)
        if row is None:
            raise Unknown
        return _community(row)

    def new(self, name: str, zone: str, now: datetime) -> Community:
        """A new community, its doors closed."""
        number = self._session.value(_NEW, name=name, zone=zone, created_at=now)
        return Community(number, name, zone, now)

    def save(self, community: Community) -> None:
        """Keep the community as it is now."""
        self._calendars.clear()
        self._session.run(
            _SAVE,
            id=community.id,
            name=community.name,
            zone=community.zone,
            created_at=community.created_at,
            opened_at=community.opened_at,
            closed_at=community.closed_at,
        )

    def all(self) -> Sequence[Community]:
        """Every community that isn't closed."""
        return [_community(row) for row in self._session.rows(_ALL)]

    def of_channel(self, ref: ChannelRef) -> tuple[Community, Channel] | None:
        """The community whose channel this is, None when it is nobody's."""
        row = self._session.row(_OF_CHANNEL, platform=ref.platform, tenant=ref.tenant, channel=ref.channel)
        if row is None:
            return None
        return _community(row[len(_CHANNEL) :]), _channel(row[: len(_CHANNEL)])

    def channel(self, community: int, channel: int) -> Channel:
        """The community's channel of that id. Raises `Unknown`."""
        row = self._session.row(_CHANNEL_OF, community_id=community, id=channel)
        if row is None:
            raise Unknown
        return _channel(row)

    def channels(self, community: int) -> Sequence[Channel]:
        """The community's channels in which the bot still is, homes first."""
        return [_channel(row) for row in self._session.rows(_CHANNELS, community_id=community)]

    def add_channel(self, community: int, ref: ChannelRef, name: str, *, home: bool, address: str) -> Channel:
        """The channel as a new one of this community, taken from the one it belonged to, if any.

        As a home it takes the place of the platform's home channel so far.
        """
        where = {"platform": ref.platform, "tenant": ref.tenant, "channel": ref.channel}
        self._session.run(_RELEASE, **where)
        if home:
            self._session.run(_NOT_HOME, community_id=community, platform=ref.platform)
        number = next_number(self._session, community, "channel")
        self._session.run(_ADD, community_id=community, id=number, **where, name=name, home=home, address=address)
        return Channel(number, community, ref, name, home, address)

    def refer(self, channel: Channel, ref: ChannelRef) -> Channel:
        """The platform refers to the channel so from now on, and to every message in it; taken from whoever had that."""
        self._session.run(_RELEASE, platform=ref.platform, tenant=ref.tenant, channel=ref.channel)
        self._session.run(_REFER, community_id=channel.community, id=channel.id, to=ref.channel)
        was = {"platform": channel.ref.platform, "tenant": channel.ref.tenant, "channel": channel.ref.channel}
        for messages in _REFER_MESSAGES:
            self._session.run(messages, community_id=channel.community, **was, to=ref.channel)
        return replace(channel, ref=ref)

    def save_channel(self, channel: Channel) -> None:
        """Keep the channel as it is now."""
        self._session.run(
            _SAVE_CHANNEL,
            community_id=channel.community,
            id=channel.id,
            name=channel.name,
            home=channel.home,
            address=channel.address,
            people=channel.people,
            guests=channel.guests,
            left_at=channel.left_at,
        )

    def settings(self, community: int) -> Mapping[str, str]:
        """What stewards have set, by key; a key that isn't there stands at its default."""
        return dict(self._session.rows(_SETTINGS, community_id=community))

    def calendar(self, community: int) -> Calendar:
        """When the community works: its zone, its holidays, its days off. Raises `Unknown`.

        A transaction reads it once: a step asks for it again with everything that it wants shown.
        """
        if community not in self._calendars:
            self._calendars[community] = self._calendar(community)
        return self._calendars[community]

    def _calendar(self, community: int) -> Calendar:
        rows = self._session.rows(_CALENDAR, id=community, key=HOLIDAYS.key)
        if not rows:
            raise Unknown
        zone, region = rows[0][:2]
        off = tuple(DaysOff(*row[2:]) for row in rows if row[2] is not None)
        own = region if region != OF_THE_ZONE else ""
        return Calendar(zone, own or REGION_OF.get(zone, NO_REGION), off)

    def days_off(self, community: int) -> Sequence[tuple[int, DaysOff]]:
        """The days off and quiet periods stewards added, with their numbers, earliest first."""
        return [(row[0], DaysOff(*row[1:])) for row in self._session.rows(_DAYS_OFF, community_id=community)]

    def add_days_off(self, community: int, days: DaysOff) -> int:
        """Keep them; their number."""
        self._calendars.clear()
        number = next_number(self._session, community, "daysoff")
        kept = {"first": days.first, "last": days.last, "label": days.label, "quiet": days.quiet}
        self._session.run(_ADD_DAYS_OFF, community_id=community, id=number, **kept)
        return number

    def drop_days_off(self, community: int, number: int) -> bool:
        """Whether there were any of that number; now there are none."""
        self._calendars.clear()
        return bool(self._session.run(_DROP_DAYS_OFF, community_id=community, id=number))

    def set(self, community: int, key: str, value: str) -> None:
        """Keep the setting."""
        self._calendars.clear()
        self._session.run(_SET, community_id=community, key=key, value=value)

    def keep_code(self, code: Code) -> None:
        """Keep the code."""
        self._session.run(
            _KEEP_CODE,
            kind=code.kind,
            digest=code.digest,
            expires_at=code.expires_at,
            community_id=code.community,
            member_id=code.member,
        )

    def take_code(self, kinds: Sequence[str], digest: str, now: datetime) -> Code | None:
        """The unexpired, unused code of those kinds with that digest, used up by this call; None when there is none."""
        self._session.run(_OLD_CODES, now=now)
        for number, *code in self._session.rows(_CODES, digest=digest, now=now):
            if code[0] in kinds and self._session.run(_USE, id=number):
                return Code(*code)
        return None

    def failed_tries(self, account: str, now: datetime) -> int:
        """Count one more wrong code by that account; how many there were in the last quarter of an hour."""
        since = now - TRIES_COUNTED
        self._session.run(_OLD_TRIES, since=since)
        self._session.run(_TRY, account=account, tried_at=now)
        tries: int = self._session.value(_TRIES, account=account, since=since)
        return tries
