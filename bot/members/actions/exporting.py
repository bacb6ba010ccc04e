"""Everything that is kept about a member, for them to take along."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from bot.audience import Caller
from bot.chat.calls import ButtonCall
from bot.chat.replies import Private, Reply
from bot.history import Happening
from bot.members.actions.seeing import mine
from bot.members.cards import exporting as cards
from bot.members.model import Exported
from bot.members.store import MemberWork

GOOD_FOR = timedelta(minutes=10)
_LETTERS = 24


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link has opened, once: all that one community keeps about the member."""

    community: int
    sections: Exported


def export(call: ButtonCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """A link that opens everything once; where the deployment has no site, the most important of it right here."""
    member = mine(call, caller, work)
    work.history.add(Happening(now, caller.member, "exported", member.subject))
    deployment = caller.view.deployment
    if not deployment.url:
        return Private(cards.summary_card(work.members.export(caller.community, caller.member), member, caller.view))
    word = secrets.token_urlsafe(_LETTERS)
    work.members.keep_export(member, _digest(word, deployment.secret), now + GOOD_FOR)
    return Private(cards.link_card(member, deployment.link(f"/export/{word}"), caller.view))


def opened(word: str, secret: bytes, work: MemberWork, now: datetime) -> Opened | None:
    """What the link opens; it opens nothing any more. None when it has been used, is too old, or never was."""
    member = work.members.take_export(_digest(word, secret), now)
    if member is None:
        return None
    return Opened(member.community, work.members.export(member.community, member.id))


def _digest(word: str, secret: bytes) -> str:
    """What is kept of the link's word."""
    return hmac.new(secret, word.encode(), sha256).hexdigest()
