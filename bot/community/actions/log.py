"""The stewards' log, page by page."""

from collections.abc import Sequence

from bot.audience import Caller
from bot.chat.cards import Button, Card
from bot.community.cards import log as cards
from bot.community.store import CommunityWork
from bot.feature import Setting
from bot.history import Happening

ON_A_PAGE = 20
LAST_PAGE = 100
_VERBS = tuple(dict.fromkeys(key.rpartition(".")[2] for key in cards.LOGGED))


def page(number: int, settings: Sequence[Setting], caller: Caller, work: CommunityWork) -> Card:
    """The page of that number, the newest first being 1."""
    number = min(max(number, 1), LAST_PAGE)
    known = _latest(caller.community, number * ON_A_PAGE + 1, work)
    shown = known[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    labels = {setting.key: setting.label for setting in settings}
    told = [_line(one, labels, caller, work) for one in shown]
    community = work.communities.get(caller.community)
    more = len(known) > number * ON_A_PAGE and number < LAST_PAGE
    older = (
        Button(
            caller.words("Older"),
            "settings.log",
            community.subject,
            choice=str(number + 1),
            object_name=caller.words("the stewards' log"),
        )
        if more
        else None
    )
    return cards.log_card(told, older, community.zone, caller.view)


def _latest(community: int, most: int, work: CommunityWork) -> Sequence[Happening]:
    """The newest happenings that the log tells of, so many at most."""
    asked = most
    while True:
        happened = work.history.latest(community, _VERBS, asked)
        logged = [one for one in happened if _key(one) in cards.LOGGED]
        if len(logged) >= most or len(happened) < asked:
            return logged[:most]
        asked *= 4


def _key(happening: Happening) -> str:
    """What the log calls it: by its kind where that is told apart, else by its verb."""
    exact = f"{happening.subject.kind}.{happening.verb}"
    return exact if exact in cards.LOGGED else happening.verb


def _line(happening: Happening, labels: dict[str, str], caller: Caller, work: CommunityWork) -> cards.Line:
    """Whoever flagged something is not named."""
    actor = None if happening.verb == "flagged" else happening.actor
    member = None if actor is None else work.members.get(caller.community, actor)
    return cards.Line(
        happening.at,
        _key(happening),
        happening.subject,
        "" if member is None else member.name or caller.words("a colleague"),
        labels.get(str(happening.details.get("setting")), ""),
        str(happening.details.get("reason", "")) if happening.verb == "hid" else "",
    )
