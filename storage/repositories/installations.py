"""Where apps are installed, in the database."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from bot.chat.refs import AccountRef, ChannelRef
from bot.ports import Installed
from storage.session import Session
from storage.statements import Row, Statement, at, given
from storage.tables import channels, installations

_I, _K = installations.c, channels.c
_INSTALLED = (_I.platform, _I.place, _I.tenant, _I.bot, _I.installer, _I.sealed, _I.installed_at)
_AT = Statement(select(*_INSTALLED).where(at(_I.platform, _I.place)))
_WITHIN = Statement(select(*_INSTALLED).where(at(_I.platform, _I.tenant)).order_by(_I.installed_at, _I.place))
_ALL = Statement(select(*_INSTALLED).where(at(_I.platform)).order_by(_I.installed_at, _I.place))
_KEEP = Statement(
    lambda insert: (
        insert(installations)
        .values(**given(*_INSTALLED))
        .on_conflict_do_update(
            index_elements=[_I.platform, _I.place], set_={one.name: bindparam(one.name) for one in _INSTALLED[2:]}
        )
    )
)
_DROP = Statement(
    delete(installations).where(at(_I.platform, _I.place), _I.installed_at < bindparam("before")).returning(_I.place)
)
_STILL = Statement(select(_I.place).where(at(_I.platform, _I.place)))
_BY = Statement(select(_I.place).where(at(_I.platform, _I.tenant, _I.installer)))
_CHANNELS = Statement(
    select(_K.platform, _K.tenant, _K.channel, _K.address)
    .where(at(_K.platform, _K.tenant), ~_K.taken, _K.left_at.is_(None))
    .order_by(_K.community_id, _K.id)
)


class Installations:
    """Where apps are installed."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def at(self, platform: str, place: str) -> Installed | None:
        """The installation of that workspace or organisation; None when there is none."""
        row = self._session.row(_AT, platform=platform, place=place)
        return _installed(row) if row else None

    def within(self, platform: str, tenant: str) -> Sequence[Installed]:
        """Every installation in that tenant."""
        return [_installed(row) for row in self._session.rows(_WITHIN, platform=platform, tenant=tenant)]

    def all(self, platform: str) -> Sequence[Installed]:
        """Every installation, oldest first."""
        return [_installed(row) for row in self._session.rows(_ALL, platform=platform)]

    def keep(self, installed: Installed) -> None:
        """Keep it in place of what was kept of that workspace or organisation."""
        self._session.run(
            _KEEP,
            platform=installed.platform,
            place=installed.place,
            tenant=installed.tenant,
            bot=installed.bot,
            installer=installed.by,
            sealed=installed.sealed,
            installed_at=installed.at,
        )

    def drop(self, platform: str, place: str, before: datetime) -> bool:
        """Forget it unless it was installed at `before` or later; whether it is gone now."""
        self._session.rows(_DROP, platform=platform, place=place, before=before)
        return not self._session.rows(_STILL, platform=platform, place=place)

    def installed_by(self, account: AccountRef) -> bool:
        """Whether that account installed the app."""
        who = {"platform": account.platform, "tenant": account.tenant, "installer": account.person}
        return bool(account.person) and bool(self._session.rows(_BY, **who))

    def channels(self, platform: str, tenant: str) -> Sequence[tuple[ChannelRef, str]]:
        """The channels of that tenant in which the bot still is, each with its address."""
        rows = self._session.rows(_CHANNELS, platform=platform, tenant=tenant)
        return [(ChannelRef(*ref), address) for *ref, address in rows]


def _installed(row: Row) -> Installed:
    return Installed(*row)
