"""Whether somebody may be asked: put to them once, answered with one press, changed at any time."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot import grammar, quiet
from bot.audience import Caller, View
from bot.chat.calls import ButtonCall
from bot.chat.cards import Card
from bot.chat.refs import Subject
from bot.chat.replies import Private, Reply
from bot.errors import CommunityError
from bot.history import Happening
from bot.members.actions.changing import CONSENT, keep
from bot.members.actions.seeing import mine
from bot.members.cards import consent as cards
from bot.members.model import Asks, Member
from bot.members.store import MemberWork

ASK_WITHIN = timedelta(days=14)
"""How long after the reply that helped it still makes sense to ask."""
_TYPED: dict[str, Asks] = {"yes": "usual", "usual": "usual", "seldom": "seldom", "no": "never", "never": "never"}


def may_ask(member: Member) -> bool:
    """Whether the bot may put the question to them on its own: they haven't said, and were never asked."""
    said = member.asks or member.asked_to_ask_at or member.forgotten_at or member.departed_at
    return not said


def ask(member: Member, tag: str, work: MemberWork, now: datetime) -> bool:
    """Ask the member, once and for all, whether they may be asked about `tag`, empty for anything. Repeatable.

    False when they have said so already, were asked before, or can't be written to soon.
    """
    place = work.members.reach(member.community, member.id)
    if not may_ask(member) or place is None:
        return False
    subject = member.subject.about(CONSENT)
    if quiet.want(subject, place, work, now, expires_at=now + ASK_WITHIN) is None:
        return False
    work.members.save(replace(member, asked_to_ask_at=now, asked_about=tag))
    work.history.add(Happening(now, None, "asked to ask", member.subject))
    return True


def unsaid(community: int, tags: Iterable[str], work: MemberWork, now: datetime) -> None:
    """Somebody takes these words back: whoever was asked about them is asked about anything. Repeatable."""
    for member in (one for tag in tags for one in work.members.asked_about(community, tag)):
        work.members.save(replace(member, asked_about=""))
        work.postings.redraw(member.subject.about(CONSENT), now)


def riding(card: Card, tag: str, caller: Caller, work: MemberWork) -> Card:
    """The private answer to a reply or a shared link, with the same question on it while the caller hasn't said."""
    member = work.members.get(caller.community, caller.member)
    if member.asks or member.forgotten_at:
        return card
    return cards.with_consent(card, member.subject, tag, caller.words)


def draw(subject: Subject, work: MemberWork, view: View) -> Card | None:
    """The question, and what became of it."""
    member = work.members.get(subject.community, subject.id)
    if member.forgotten_at is not None:
        return None
    if member.asks:
        return cards.answered_card(member, view)
    return cards.consent_card(member.subject, member.asked_about, view)


def yes(call: ButtonCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """They may be asked, and about that tag. Who wished to be asked seldom still is."""
    member = mine(call, caller, work)
    tags = grammar.tags_in(f"#{call.choice}")[1] if call.choice else ()
    interests = tuple(dict.fromkeys((*member.interests, *tags)))
    asks: Asks = "seldom" if member.asks == "seldom" else "usual"
    agreed = replace(willing(member, asks, now), interests=interests[: grammar.MOST_TAGS])
    return _kept(agreed, caller, work, now)


def no(call: ButtonCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """They are brought no questions."""
    return _kept(willing(mine(call, caller, work), "never", now), caller, work, now)


def typed(call: ButtonCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """`me ask yes`, `me ask no`, `me ask seldom`."""
    asks = _TYPED.get(grammar.typed(call.choice).word)
    if asks is None:
        raise CommunityError("ask_how")
    return _kept(willing(mine(call, caller, work), asks, now), caller, work, now)


def _kept(member: Member, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    keep(member, work, now, "declined" if member.asks == "never" else "agreed")
    return Private(cards.answered_card(member, caller.view))


def willing(member: Member, asks: Asks, now: datetime) -> Member:
    """With what they say now. Who says that they may be asked is no longer paused, and what was before counts no more."""
    paused = member.paused_until
    ends = paused is not None and paused > now and asks != "never"
    return replace(member, asks=asks, asked_about="", paused_until=now if ends else paused)
