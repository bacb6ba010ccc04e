"""A small community to write into, made through the stores themselves."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.catalogue import Work
from bot.chat.refs import AccountRef, ChannelRef, MessageRef, Subject
from bot.community.model import Channel, Community
from bot.members.model import Account, Member
from bot.postings import Direct, InChannel
from storage.engine import Store

NOW = datetime(2027, 3, 2, 17, 0, 0, 123456, tzinfo=UTC)


@dataclass(frozen=True)
class Seed:
    """A community with a home channel and one member."""

    community: Community
    channel: Channel
    member: Member
    account: Account

    @property
    def id(self) -> int:
        """The community's."""
        return self.community.id

    @property
    def home(self) -> InChannel:
        """Its home channel as a place."""
        return InChannel(self.channel.id)

    @property
    def direct(self) -> Direct:
        """The member's direct messages as a place."""
        return Direct(self.account.id)

    def subject(self, kind: str, number: int, part: str = "") -> Subject:
        """A subject of the community."""
        return Subject(self.id, kind, number, part)

    def message(self, name: str, thread: str | None = None) -> MessageRef:
        """A message in the home channel."""
        return MessageRef(self.channel.ref, name, thread)


def planted(work: Work, name: str = "Policy") -> Seed:
    """A new community, told apart by its name."""
    community = work.communities.new(name, "America/Vancouver", NOW)
    channel = work.communities.add_channel(
        community.id, ChannelRef("slack", "T1", f"C-{name}"), name.lower(), home=True, address=""
    )
    member, account = work.members.join(community.id, AccountRef("slack", "T1", f"U-{name}"), "", NOW)
    return Seed(community, channel, member, account)


async def plant(store: Store, name: str = "Policy") -> Seed:
    """The same, in a transaction of its own."""
    return await store.write(lambda work: planted(work, name))
