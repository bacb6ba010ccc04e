"""Looking up the community a call is about, how far it has come, and who of its members calls."""

from collections.abc import Iterable
from datetime import datetime

from bot.audience import Caller, View
from bot.chat.calls import ButtonCall, FormCall, Where
from bot.chat.refs import AccountRef
from bot.community.cards.setup import Standing
from bot.community.model import MEETS, Channel, Community
from bot.community.store import CommunityWork
from bot.members.model import Account, Member


def own(call: ButtonCall | FormCall, caller: Caller, work: CommunityWork) -> Community:
    """The caller's community, as the press or form names it. Raises `Unknown` for another."""
    return work.communities.get(caller.own(call.subject, "community").community)


def standing(community: Community, work: CommunityWork, view: View) -> Standing:
    """How far the community has come."""
    channels = work.communities.channels(community.id)
    there = {channel.ref.platform for channel in channels}
    return Standing(
        community,
        MEETS.text(work.communities.settings(community.id), view.words),
        [member.name or view.words("a colleague") for member in work.members.stewards(community.id)],
        channels,
        [can.title for key, can in view.deployment.platforms.items() if key not in there],
    )


def member_of(
    community: int, ref: AccountRef, where: Where, work: CommunityWork, now: datetime
) -> tuple[Member, Account]:
    """The account's member in that community, a new one if need be."""
    known = work.members.of_account(community, ref)
    return known or work.members.join(community, ref, where.address, now)


def home_on(platform: str, community: int, work: CommunityWork) -> Channel | None:
    """The community's home channel on that platform, None when it has none there."""
    return next((one for one in on_platform(platform, work.communities.channels(community)) if one.home), None)


def on_platform(platform: str, channels: Iterable[Channel]) -> list[Channel]:
    """Those of them that are on that platform."""
    return [channel for channel in channels if channel.ref.platform == platform]
