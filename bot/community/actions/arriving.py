"""The bot is added to a channel, and removed from one; and a channel changes."""

from dataclasses import replace
from datetime import datetime

from bot.chat.calls import Arrived, ChannelChanged, Departed, Where
from bot.chat.refs import AccountRef
from bot.community.actions.seeing import home_on, member_of, on_platform
from bot.community.model import UNNAMED, ZONES, Channel, Community
from bot.community.store import CommunityWork
from bot.history import Happening
from bot.members.model import Member
from bot.postings import Direct


def arrived(call: Arrived, work: CommunityWork, now: datetime) -> bool:
    """A channel that is nobody's becomes the home of a new community; whoever added the bot sets it up."""
    if call.where.direct:
        return False
    held = work.communities.of_channel(call.where.channel) or provisional(call.where, work, now)
    community, channel = _locked(held, work)
    if channel.left_at is not None:
        _back(channel, call.where.address, work)
    work.postings.try_again(community.id, channel.id, now)
    if call.by and not community.open and not work.members.stewards(community.id):
        first_steward(community, call.by, call.where, work, now)
    return True


def departed(call: Departed, work: CommunityWork, now: datetime) -> bool:
    """Another channel of the platform becomes its home, if there is one."""
    held = work.communities.of_channel(call.where.channel)
    if held is None:
        return False
    community, channel = _locked(held, work)
    if channel.left_at is None:
        others = [
            one for one in on_platform(channel.ref.platform, work.communities.channels(community.id)) if one != channel
        ]
        work.communities.save_channel(replace(channel, left_at=now, home=channel.home and not others))
        if channel.home and others:
            work.communities.save_channel(replace(others[0], home=True))
        work.postings.redraw(community.subject.about("setup"), now)
        work.history.add(Happening(now, None, "departed", channel.subject))
    return True


def changed(call: ChannelChanged, work: CommunityWork, now: datetime) -> bool:
    """What the channel is called and referred to by is kept, and how many read there is asked again.

    One that is in use again is ours again.
    """
    held = work.communities.of_channel(call.was or call.where.channel)
    if held is None:
        return False
    community, channel = _locked(held, work)
    if call.was is not None:
        channel = work.communities.refer(channel, call.where.channel)
    work.communities.save_channel(replace(channel, name=call.name or channel.name, people=None, guests=None))
    if call.back and channel.left_at is not None:
        _back(work.communities.channel(community.id, channel.id), call.where.address, work)
        work.history.add(Happening(now, None, "arrived", channel.subject))
    work.postings.redraw(community.subject.about("setup"), now)
    return True


def provisional(where: Where, work: CommunityWork, now: datetime) -> tuple[Community, Channel]:
    """A new community, not set up, with that channel as its home."""
    community = work.communities.new(UNNAMED, ZONES[0], now)
    work.only_writer_of(community.id)
    channel = work.communities.add_channel(community.id, where.channel, "", home=True, address=where.address)
    work.history.add(Happening(now, None, "arrived", channel.subject))
    return community, channel


def first_steward(community: Community, ref: AccountRef, where: Where, work: CommunityWork, now: datetime) -> Member:
    """The account's member, a steward now, with the set-up card in their direct messages."""
    _not_moved(ref, work)
    member, account = member_of(community.id, ref, where, work, now)
    member = named_steward(member, work, now)
    work.postings.want(community.subject.about("setup"), Direct(account.id), now=now)
    return member


def named_steward(member: Member, work: CommunityWork, now: datetime) -> Member:
    """The member, a steward now. May be repeated."""
    if not member.steward:
        member = replace(member, steward=True)
        work.members.save(member)
        work.history.add(Happening(now, None, "named steward", member.subject))
        work.postings.redraw(work.communities.get(member.community).subject.about("setup"), now)
    return member


def _locked(held: tuple[Community, Channel], work: CommunityWork) -> tuple[Community, Channel]:
    """The same, read again once nobody else writes to them."""
    work.only_writer_of(held[0].id)
    return work.communities.of_channel(held[1].ref) or held


def _back(channel: Channel, address: str, work: CommunityWork) -> None:
    home = home_on(channel.ref.platform, channel.community, work) is None
    work.communities.save_channel(replace(channel, left_at=None, home=home, address=address or channel.address))


def _not_moved(ref: AccountRef, work: CommunityWork) -> None:
    """Somebody in one community keeps to it in direct messages, however many channels they add the bot to."""
    account = work.members.known_account(ref)
    theirs = work.members.communities_of(ref)
    if account and account.chosen_community is None and len(theirs) == 1:
        work.members.save_account(replace(account, chosen_community=theirs[0]))
