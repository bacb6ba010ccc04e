"""Setting a community up, connecting its other platform, and opening its doors."""

from dataclasses import replace
from datetime import datetime

from bot import grammar
from bot.audience import Caller, View
from bot.chat.calls import ButtonCall, CommandCall, FormCall
from bot.chat.cards import Card
from bot.chat.forms import written
from bot.chat.refs import Subject
from bot.chat.replies import FormErrors, OpenForm, Private, Reply
from bot.community.actions import codes
from bot.community.actions.seeing import home_on, own, standing
from bot.community.cards import codes as code_cards
from bot.community.cards import setup as cards
from bot.community.model import LONGEST_NAME, MEETS, ZONES, Community, looks_like_code
from bot.community.store import CommunityWork
from bot.errors import Unknown
from bot.history import Happening
from bot.postings import Direct, InChannel

LONGEST_MEETS = 120


def setup(call: CommandCall, caller: Caller, work: CommunityWork, now: datetime) -> Reply:
    """`setup`, `setup change`, `setup open`, `setup connect`, `setup steward`, `setup sample`; or with a code."""
    ways = {
        "change": write,
        "open": open_doors,
        "connect": connect,
        "steward": invite,
        "sample": sample,
    }
    if looks_like_code(call.text):
        return codes.enter(call, caller, work, now)
    community = work.communities.get(caller.community)
    typed = grammar.typed(call.text)
    press = ButtonCall(call.key, call.by, call.where, "community.show", str(community.subject))
    if not typed.word and not community.named:
        return write(press, caller, work, now)
    return ways.get(typed.word, show)(press, caller, work, now)


def show(call: ButtonCall, caller: Caller, work: CommunityWork, _now: datetime) -> Reply:
    """How far the community has come."""
    return Private(cards.setup_card(standing(own(call, caller, work), work, caller.view), caller.view))


def write(call: ButtonCall, caller: Caller, work: CommunityWork, _now: datetime) -> Reply:
    """The form with the three questions."""
    community = own(call, caller, work)
    meets = work.communities.settings(community.id).get(MEETS.key, "")
    return OpenForm(cards.setup_form(community, meets, caller.view))


def written_down(call: FormCall, caller: Caller, work: CommunityWork, now: datetime) -> Reply:
    """The answers; the second steward gets a code."""
    name, second = (written(call.values, field)[:LONGEST_NAME] for field in ("name", "second"))
    if not name:
        return FormErrors({"name": caller.words("The community needs a name.")})
    community = own(call, caller, work)
    zone = written(call.values, "zone")
    community = replace(community, name=name, zone=zone if zone in ZONES else community.zone)
    work.communities.save(community)
    if meets := written(call.values, "meets")[:LONGEST_MEETS]:
        work.communities.set(community.id, MEETS.key, meets)
    work.history.add(Happening(now, caller.member, "set up", community.subject))
    _told_again(community, work, now)
    if not community.open:
        work.postings.want(community.subject.about("setup"), Direct(caller.account), now=now)
    if second:
        return Private(_invitation(second, community, caller, work, now))
    return Private(cards.setup_card(standing(community, work, caller.view), caller.view))


def invite(call: ButtonCall, caller: Caller, work: CommunityWork, now: datetime) -> Reply:
    """A new code for another steward."""
    return Private(_invitation("", own(call, caller, work), caller, work, now))


def _invitation(name: str, community: Community, caller: Caller, work: CommunityWork, now: datetime) -> Card:
    code, at = codes.made("steward", work, now, caller.view.deployment.secret, community.id)
    work.history.add(Happening(now, caller.member, "invited a steward", community.subject))
    return code_cards.steward_code_card(name, code, code_cards.until(at, community.zone), community, caller.view)


def connect(call: ButtonCall, caller: Caller, work: CommunityWork, now: datetime) -> Reply:
    """A code with which a channel of another platform joins."""
    community = own(call, caller, work)
    code, at = codes.made("join", work, now, caller.view.deployment.secret, community.id)
    missing = standing(community, work, caller.view).missing
    return Private(code_cards.join_code_card(code, code_cards.until(at, community.zone), missing, caller.view))


def sample(_call: ButtonCall, caller: Caller, _work: CommunityWork, _now: datetime) -> Reply:
    """A question as members will see it."""
    return Private(cards.sample_card(caller.view))


def open_doors(call: ButtonCall, caller: Caller, work: CommunityWork, now: datetime) -> Reply:
    """Members may use it from now on, and the home channels hear of it. Without a name, that is asked for first."""
    community = own(call, caller, work)
    if not community.named:
        return write(call, caller, work, now)
    if community.open:
        return show(call, caller, work, now)
    community = community.opened(now)
    work.communities.save(community)
    work.history.add(Happening(now, caller.member, "opened", community.subject))
    for channel in work.communities.channels(community.id):
        if channel.home:
            work.postings.want(community.subject.about("hello"), InChannel(channel.id), now=now)
    _told_again(community, work, now)
    return Private(cards.setup_card(standing(community, work, caller.view), caller.view))


def make_home(call: ButtonCall, caller: Caller, work: CommunityWork, now: datetime) -> Reply:
    """A channel becomes its platform's home channel, in place of the one so far."""
    number = caller.own(call.subject, "channel").id
    channel = next((one for one in work.communities.channels(caller.community) if one.id == number), None)
    if channel is None:
        raise Unknown
    before = home_on(channel.ref.platform, caller.community, work)
    if before:
        work.communities.save_channel(replace(before, home=False))
    work.communities.save_channel(replace(channel, home=True))
    work.history.add(Happening(now, caller.member, "made home", channel.subject))
    community = work.communities.get(caller.community)
    _told_again(community, work, now)
    return Private(cards.setup_card(standing(community, work, caller.view), caller.view))


def draw_setup(subject: Subject, work: CommunityWork, view: View) -> Card | None:
    """To the stewards, until its only channel goes elsewhere."""
    community = work.communities.get(subject.community)
    return None if community.closed_at else cards.setup_card(standing(community, work, view), view)


def draw_hello(subject: Subject, work: CommunityWork, view: View) -> Card | None:
    """In the home channels, once the doors are open."""
    community = work.communities.get(subject.community)
    return cards.hello_card(community, view) if community.open else None


def _told_again(community: Community, work: CommunityWork, now: datetime) -> None:
    for part in ("setup", "hello"):
        work.postings.redraw(community.subject.about(part), now)
