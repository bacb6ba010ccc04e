"""A Home follows what happens: at once what its owner did or somebody took away, and soon what others did."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.audience import Caller
from bot.feature import OnHappening
from bot.history import Happening
from bot.home.model import SOON, home_of
from bot.home.store import HomeWork
from bot.postings import HOME


def own_doing(caller: Caller, work: HomeWork, now: datetime) -> None:
    """The caller has changed something: every Home of theirs may tell of it."""
    for account in work.members.accounts(caller.community, caller.member):
        for community in work.members.communities_of(account.ref):
            work.postings.redraw(home_of(community, account.id), now)


def at_once(happening: Happening, work: HomeWork, now: datetime) -> None:
    """Words were changed or taken away: no Home goes on showing them."""
    work.postings.redraw_kind(happening.subject.community, HOME, now)


def soon(happening: Happening, work: HomeWork, now: datetime) -> None:
    """Something that Homes may tell of: however much happens meanwhile, each is drawn again once."""
    work.postings.redraw_kind(happening.subject.community, HOME, now + SOON)


def _on(
    kinds: Iterable[str], verbs: Iterable[str], reaction: OnHappening[HomeWork]
) -> Mapping[str, OnHappening[HomeWork]]:
    return {f"{kind}.{verb}": reaction for kind in kinds for verb in verbs}


REACTS: Mapping[str, OnHappening[HomeWork]] = {
    **_on(("question", "reply", "resource", "topic", "notes"), ("edited", "took back", "hid", "unhid"), at_once),
    **_on(("meeting",), ("moved", "cancelled", "placed"), at_once),
    **_on(("question",), ("unlinked",), at_once),
    **_on(("member",), ("forgotten", "departed", "named steward", "stepped down"), at_once),
    **_on(("community",), ("opened",), at_once),
    **_on(("question",), ("asked", "closed", "reopened"), soon),
    **_on(("reply",), ("replied", "helped"), soon),
    **_on(("resource",), ("shared", "kept"), soon),
    **_on(("notes",), ("noted",), soon),
    **_on(("poll",), ("voting opened", "voting closed"), soon),
    **_on(("topic",), ("chose", "merged", "retired"), soon),
    **_on(("meeting",), ("planned", "announced", "agenda", "held", "answered"), soon),
    **_on(("turn",), ("offered", "accepted", "declined", "lapsed", "swapped", "released", "asked to swap"), soon),
    **_on(("offer",), ("offered",), soon),
    **_on(("question", "reply", "resource", "topic", "notes"), ("flagged", "left"), soon),
    **_on(("community",), ("set",), soon),
}
"""By what happened."""
