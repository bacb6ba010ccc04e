"""One-time codes: made, entered where nobody else can read them, and what each kind does."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot import grammar
from bot.audience import Caller, Outsider, View
from bot.chat.calls import Asking, ButtonCall, CommandCall, FormCall, MessageCall
from bot.chat.forms import written
from bot.chat.refs import ChannelRef, Subject, parse_subject
from bot.chat.replies import OpenForm, Private, Reply
from bot.community.actions import linking
from bot.community.actions.arriving import first_steward, named_steward, provisional
from bot.community.actions.seeing import home_on, member_of, standing
from bot.community.cards import codes as cards
from bot.community.cards import installing
from bot.community.cards import setup as setup_cards
from bot.community.model import (
    GOOD_FOR,
    MOST_TRIES,
    Channel,
    Code,
    CodeKind,
    Community,
    account_key,
    could_be_code,
    digest,
    looks_like_code,
    new_code,
)
from bot.community.store import CommunityWork
from bot.errors import CommunityError, Unknown
from bot.history import Happening
from bot.postings import Direct, InChannel


@dataclass(frozen=True, slots=True)
class _Spot:
    """The channel a code is entered in, or for: on a platform without private answers the form opens elsewhere."""

    ref: ChannelRef
    address: str
    held: tuple[Community, Channel] | None


def made(
    kind: CodeKind,
    work: CommunityWork,
    now: datetime,
    secret: bytes,
    community: int | None = None,
    member: int | None = None,
) -> tuple[str, datetime]:
    """A new code, and until when it may be entered. Only its digest is kept."""
    code, until = new_code(), now + GOOD_FOR[kind]
    work.communities.keep_code(Code(kind, digest(code, secret), until, community, member))
    return code, until


def new_setup_code(work: CommunityWork, now: datetime, secret: bytes) -> str:
    """A code whose holder sets up the community of the channel in which they enter it."""
    return made("setup", work, now, secret)[0]


def enter(call: Asking, who: Caller | Outsider, work: CommunityWork, now: datetime) -> Reply:
    """`join` or `setup`, with or without a code; the button that asks for one; the form that holds one."""
    match call:
        case FormCall(values=values):
            return _entered(written(values, "code"), call, who.view, work, now)
        case CommandCall(text=text) if text and call.private:
            return _entered(text, call, who.view, work, now)
        case CommandCall(text=text) if text:
            return _typed_openly(text, call, who.view, work, now)
        case CommandCall() | ButtonCall() | MessageCall():
            return OpenForm(cards.code_form(_for(call, work, now), who.view))


def link(call: CommandCall, caller: Caller, work: CommunityWork, now: datetime) -> Reply:
    """`link` makes a code for the caller's other account; with a code, it is entered; `link yes 7` answers what it asked."""
    if about := linking.answered(call, caller):
        return about(work, now)
    if call.text:
        return enter(call, caller, work, now)
    return _link_code(caller, work, now)


def link_press(call: ButtonCall, caller: Caller, work: CommunityWork, now: datetime) -> Reply:
    """The same, pressed."""
    if caller.own(call.subject, "member").id != caller.member:
        raise Unknown
    return _link_code(caller, work, now)


def _link_code(caller: Caller, work: CommunityWork, now: datetime) -> Reply:
    code, until = made("link", work, now, caller.view.deployment.secret, caller.community, caller.member)
    zone = work.communities.get(caller.community).zone
    return Private(cards.link_code_card(code, cards.until(until, zone), caller.view))


def enter_outside(call: Asking, outsider: Outsider, work: CommunityWork, now: datetime) -> Reply:
    """The same, typed by somebody in no community: what follows the command is the code.

    Whoever installed the app needs none to set up a channel that is nobody's.
    """
    if begun := _begun(call, outsider.view, work, now):
        return begun
    if isinstance(call, CommandCall) and not looks_like_code(call.text):
        call = replace(call, text=grammar.typed(call.text).rest)
    return enter(call, outsider, work, now)


def _begun(call: Asking, view: View, work: CommunityWork, now: datetime) -> Reply | None:
    """What a bare `setup` of whoever installed the app is answered; None when it is anything else."""
    if not (isinstance(call, CommandCall) and grammar.typed(call.text) == grammar.typed("setup")):
        return None
    if not work.installations.installed_by(call.by):
        return None
    spot = _spot(call, work)
    if spot is None:
        return Private(installing.installed_card(view))
    if spot.held and (spot.held[0].open or work.members.stewards(spot.held[0].id)):
        return None
    return _set_up(spot, call, view, work, now)


def come_in(call: Asking, outsider: Outsider, work: CommunityWork, now: datetime) -> Reply:
    """Anything else that somebody in no open community types or presses."""
    if isinstance(call, CommandCall) and call.private and looks_like_code(call.text):
        return enter(call, outsider, work, now)
    for community in _near(call, work):
        if _is_steward(community, call, work):
            return Private(setup_cards.setup_card(standing(community, work, outsider.view), outsider.view))
        stewards = work.members.stewards(community.id)
        names = [steward.name or outsider.words("a colleague") for steward in stewards]
        return Private(setup_cards.not_open_card(community, names, outsider.view))
    return Private(setup_cards.no_community_card(outsider.view))


def _near(call: Asking, work: CommunityWork) -> list[Community]:
    """The communities, not open yet, that the call may have meant."""
    held = None if call.where.direct else work.communities.of_channel(call.where.channel)
    theirs = work.members.communities_of(call.by) if held is None else ()
    found = [held[0]] if held else [work.communities.get(community) for community in theirs]
    return [community for community in found if not community.open]


def _for(call: CommandCall | ButtonCall | MessageCall, work: CommunityWork, now: datetime) -> Subject | None:
    """What the form carries of the channel it is for."""
    spot = _spot(call, work)
    if spot is None:
        return None
    if spot.held is None and not call.where.can.private_replies:
        return provisional(call.where, work, now)[0].subject
    return spot.held[0].subject if spot.held and not spot.held[0].open else None


def _spot(call: Asking, work: CommunityWork) -> _Spot | None:
    if not call.where.direct:
        ref = call.where.channel
        held = work.communities.of_channel(ref)
        return None if call.where.beside and held is None else _Spot(ref, call.where.address, held)
    named = parse_subject(call.subject) if isinstance(call, ButtonCall | FormCall) else None
    if named is None or named.kind != "community":
        return None
    for channel in work.communities.channels(named.community):
        if (channel.ref.platform, channel.ref.tenant) == (call.by.platform, call.by.tenant):
            return _Spot(channel.ref, channel.address, (work.communities.get(named.community), channel))
    return None


def _kinds(spot: _Spot | None, call: Asking, work: CommunityWork) -> list[CodeKind]:
    """What may be entered there: a channel of an open community stays where it is."""
    kinds: list[CodeKind] = ["steward", "link"]
    if spot is None or (spot.held and spot.held[0].open):
        return kinds
    kinds.append("setup")
    if spot.held is None or _may_close(spot.held[0], call, work):
        kinds.append("join")
    return kinds


def _may_close(community: Community, call: Asking, work: CommunityWork) -> bool:
    """Whether its channel may go to another community: it is all it has, and it is not set up or the steward's own."""
    alone = len(work.communities.channels(community.id)) < 2
    return alone and (not community.named or _is_steward(community, call, work))


def _is_steward(community: Community, call: Asking, work: CommunityWork) -> bool:
    known = work.members.of_account(community.id, call.by)
    return known is not None and known[0].steward


def _entered(text: str, call: Asking, view: View, work: CommunityWork, now: datetime) -> Reply:
    spot = _spot(call, work)
    code = _taken(text, _kinds(spot, call, work), call, view, work, now)
    if code is None or _is_closed(code.community, work):
        named = spot.held[0].subject if spot and spot.held and not spot.held[0].open else None
        return Private(cards.wrong_code_card(named, view))
    return _DOES[code.kind](code, spot, call, view, work, now)


def _taken(
    text: str, kinds: Collection[CodeKind], call: Asking, view: View, work: CommunityWork, now: datetime
) -> Code | None:
    """The code, used up; None when there is none. Raises `CommunityError` after too many tries."""
    if not could_be_code(text):
        return None
    if work.communities.failed_tries(account_key(call.by), now) > MOST_TRIES:
        raise CommunityError("too_many_tries")
    return work.communities.take_code(tuple(kinds), digest(text, view.deployment.secret), now)


def _typed_openly(text: str, call: CommandCall, view: View, work: CommunityWork, now: datetime) -> Reply:
    """Used up unread: the answer is the same for a right code and a wrong one."""
    _taken(text, GOOD_FOR, call, view, work, now)
    return Private(cards.typed_openly_card(_for(call, work, now), view))


def _sets_up(_code: Code, spot: _Spot | None, call: Asking, view: View, work: CommunityWork, now: datetime) -> Reply:
    """Its holder is a steward of this channel's community, and goes on with the set-up form."""
    assert spot is not None, "set-up codes are taken in channels alone"
    return _set_up(spot, call, view, work, now)


def _set_up(spot: _Spot, call: Asking, view: View, work: CommunityWork, now: datetime) -> Reply:
    community, _ = spot.held or provisional(call.where, work, now)
    work.only_writer_of(community.id)
    first_steward(community, call.by, call.where, work, now)
    return OpenForm(setup_cards.setup_form(community, "", view))


def _connects(code: Code, spot: _Spot | None, call: Asking, view: View, work: CommunityWork, now: datetime) -> Reply:
    """The channel joins the code's community, and so does whoever entered it."""
    assert spot is not None, "codes that connect are taken in channels alone"
    assert code.community is not None, "a code that connects belongs to a community"
    work.only_writer_of(code.community)
    community = work.communities.get(code.community)
    if spot.held and spot.held[0].id == community.id:
        return Private(cards.connected_card(community, home=spot.held[1].home, steward=True, view=view))
    if spot.held:
        _closed(spot.held[0], work, now)
    home = home_on(spot.ref.platform, community.id, work) is None
    name = spot.held[1].name if spot.held else ""
    channel = work.communities.add_channel(community.id, spot.ref, name, home=home, address=spot.address)
    member, _ = member_of(community.id, call.by, call.where, work, now)
    work.history.add(Happening(now, member.id, "connected", channel.subject))
    work.postings.redraw(community.subject.about("setup"), now)
    if home and community.open:
        work.postings.want(community.subject.about("hello"), InChannel(channel.id), now=now)
    return Private(cards.connected_card(community, home=home, steward=member.steward, view=view))


def _is_closed(community: int | None, work: CommunityWork) -> bool:
    return community is not None and work.communities.get(community).closed_at is not None


def _closed(community: Community, work: CommunityWork, now: datetime) -> None:
    work.only_writer_of(community.id)
    work.communities.save(community.closed(now))
    work.postings.withdraw(community.subject.about("setup"), now)


def _names_steward(
    code: Code, _spot: _Spot | None, call: Asking, view: View, work: CommunityWork, now: datetime
) -> Reply:
    """Its holder is a steward of the code's community, and a member if they weren't."""
    assert code.community is not None, "a steward's code belongs to a community"
    work.only_writer_of(code.community)
    community = work.communities.get(code.community)
    member, account = member_of(community.id, call.by, call.where, work, now)
    named_steward(member, work, now)
    if not community.open:
        work.postings.want(community.subject.about("setup"), Direct(account.id), now=now)
    return Private(cards.steward_now_card(community, view))


def _links(code: Code, _spot: _Spot | None, call: Asking, view: View, work: CommunityWork, now: datetime) -> Reply:
    """Its holder is asked whether both accounts are theirs."""
    return linking.ask(code, call, view, work, now)


_Does = Callable[[Code, _Spot | None, Asking, View, CommunityWork, datetime], Reply]
_DOES: Mapping[CodeKind, _Does] = {"setup": _sets_up, "join": _connects, "steward": _names_steward, "link": _links}
