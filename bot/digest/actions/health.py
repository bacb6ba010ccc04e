"""How the community fares, for whoever looks after it."""

from datetime import datetime

from bot.audience import Caller
from bot.chat.calls import ButtonCall, CommandCall
from bot.chat.replies import Private, Reply
from bot.digest.cards import health as cards
from bot.digest.model.health import A_YEAR, LOOKED_BACK, Health, Rota
from bot.digest.store import DigestWork


def health(_call: CommandCall | ButtonCall, caller: Caller, work: DigestWork, now: datetime) -> Reply:
    """`health`."""
    since = now - LOOKED_BACK
    placed, elsewhere = work.fates.replies(caller.community, since)
    turns = work.fates.turns(caller.community, now - A_YEAR)
    rota = Rota(sum(turns), len(turns), max(turns, default=0), len(work.conveners.volunteers(caller.community)))
    figures = Health(work.fates.questions(caller.community, since), placed, elsewhere, rota)
    return Private(cards.health_card(figures, caller.view))
