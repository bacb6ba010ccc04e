"""Asking a channel for help: of whatever kind, at most once in four weeks."""

from datetime import datetime, timedelta
from typing import Protocol

from bot.calendar import Calendar
from bot.chat.refs import Subject
from bot.history import Happening, History

BETWEEN = timedelta(days=28)
PLEADED = "pleaded"
"""Kept about the community, for pleas of every kind."""


class Calendars(Protocol):
    """Where a community's calendar is kept."""

    def calendar(self, community: int) -> Calendar:
        """When the community works."""


class PleaWork(Protocol):
    """What of a transaction is needed here."""

    @property
    def communities(self) -> Calendars:
        """The calendars."""

    @property
    def history(self) -> History:
        """What happened."""


def allowed(community: int, work: PleaWork, now: datetime) -> bool:
    """Whether the last plea is long enough ago."""
    latest = work.history.latest(community, (PLEADED,), 1)
    day_of = work.communities.calendar(community).day_of
    return not latest or day_of(now) - day_of(latest[0].at) >= BETWEEN


def made(community: int, work: PleaWork, now: datetime) -> None:
    """The channel was asked."""
    work.history.add(Happening(now, None, PLEADED, Subject(community, "community", community)))
