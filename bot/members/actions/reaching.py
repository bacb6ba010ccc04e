"""How a person may be reached: how often, at which hours, and not while they are on leave."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

from bot.audience import Caller
from bot.calendar import QUIET_FROM, QUIET_UNTIL
from bot.chat.calls import ButtonCall, FormCall
from bot.chat.forms import written
from bot.chat.replies import FormErrors, OpenForm, Reply
from bot.days import read_hours, read_leave
from bot.errors import CommunityError, at_field
from bot.history import Happening
from bot.members.actions.changing import keep, put_off
from bot.members.actions.consent import willing
from bot.members.actions.seeing import mine, shown
from bot.members.cards import reaching as cards
from bot.members.model import Asks, Away, Member
from bot.members.store import MemberWork

_ASKS: dict[str, Asks] = {"usual": "usual", "seldom": "seldom", "never": "never"}


def reach(call: ButtonCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """The form."""
    member = mine(call, caller, work)
    return OpenForm(cards.reach_form(member, _soonest(member, work, now), caller.view))


def reached(call: FormCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """How often, which hours, and which days, as they were filled in."""
    member = mine(call, caller, work)
    asks = _ASKS.get(written(call.values, "asks"), member.asks)
    hours = _hour(written(call.values, "quiet_from")), _hour(written(call.values, "quiet_until"))
    if not _fit(*hours):
        return FormErrors(
            {"quiet_until": caller.words("Between the two you aren't written to; please leave some hours.")}
        )
    _take_up(call, member, work, now)
    wishes = member if asks == member.asks else willing(member, asks, now)
    keep(replace(wishes, quiet_from=hours[0], quiet_until=hours[1]), work, now)
    return shown(caller, work, now)


def _take_up(call: FormCall, member: Member, work: MemberWork, now: datetime) -> None:
    """The leave that the form showed is changed, or ends, or a new one begins."""
    known = _soonest(member, work, now)
    first, last = written(call.values, "away_from"), written(call.values, "away_until")
    if not first and not last:
        _ended([known] if known else [], member, work, now)
        return
    today = _today(member, work, now)
    with at_field("away_from"):
        days = read_leave(f"from {first or 'today'}", today)
    if last:
        with at_field("away_until"):
            days = read_leave(f"{first or 'today'} to {last}", today)
    if known and (known.first, known.last) == days:
        return
    if known:
        work.members.drop_away(known)
    leave(member, *days, work, now)


def quiet_typed(call: ButtonCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """`me quiet 16:00 09:00`; `me quiet usual` for the community's hours; alone it opens the form."""
    member = mine(call, caller, work)
    if not call.choice:
        return reach(call, caller, work, now)
    hours = (None, None) if call.choice.strip().lower() == cards.AS_USUAL else read_hours(call.choice)
    if not _fit(*hours):
        raise CommunityError("hours_unread")
    keep(replace(member, quiet_from=hours[0], quiet_until=hours[1]), work, now)
    return shown(caller, work, now)


def away_typed(call: ButtonCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """`me away 3 March to 17 March`, `me away from 3 March`; alone it opens the form."""
    member = mine(call, caller, work)
    if not call.choice:
        return reach(call, caller, work, now)
    leave(member, *read_leave(call.choice, _today(member, work, now)), work, now)
    return shown(caller, work, now)


def back_typed(call: ButtonCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """`me back`: there after all, now and on the days they had said."""
    come_back(mine(call, caller, work), work, now)
    return shown(caller, work, now)


def leave(member: Member, first: date, last: date, work: MemberWork, now: datetime) -> None:
    """The member is away from that day to that one; `date.max` while nobody knows. Repeatable.

    Nothing unasked reaches them then; what hangs on their being there follows from the happening `away`.
    """
    known = work.members.away(member.community, member.id, first)
    if any((one.first, one.last) == (first, last) for one in known):
        return
    work.members.add_away(member.community, member.id, first, last)
    days = {"first": first.isoformat(), "last": last.isoformat()}
    work.history.add(Happening(now, member.id, "away", member.subject, days))
    put_off(member, work, now)


def come_back(member: Member, work: MemberWork, now: datetime) -> None:
    """The member is there: no leave of theirs is left. Repeatable."""
    _ended(work.members.away(member.community, member.id, _today(member, work, now)), member, work, now)


def _ended(leaves: Sequence[Away], member: Member, work: MemberWork, now: datetime) -> None:
    for one in leaves:
        work.members.drop_away(one)
    if leaves:
        work.history.add(Happening(now, member.id, "back", member.subject))


def _soonest(member: Member, work: MemberWork, now: datetime) -> Away | None:
    return next(iter(work.members.away(member.community, member.id, _today(member, work, now))), None)


def _today(member: Member, work: MemberWork, now: datetime) -> date:
    return work.communities.calendar(member.community).day_of(now)


def _hour(chosen: str) -> time | None:
    """None for the community's. Raises `CommunityError` for what the form didn't offer."""
    if chosen in {"", cards.AS_USUAL}:
        return None
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", chosen):
        raise CommunityError("hours_unread")
    return time.fromisoformat(chosen)


def _fit(quiet_from: time | None, quiet_until: time | None) -> bool:
    """Whether some hours of the day are left."""
    return (quiet_until or QUIET_UNTIL) < (quiet_from or QUIET_FROM)
