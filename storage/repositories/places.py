"""How postings are read: their subject, their place, and the message at which they stand."""

from sqlalchemy import null

from bot.chat.refs import ChannelRef, MessageRef, Subject
from bot.postings import Direct, InChannel, Place
from storage.statements import Row
from storage.tables import postings

P = postings.c
SUBJECT = (P.community_id, P.kind, P.number, P.part)
MESSAGE = (P.at_platform, P.at_tenant, P.at_channel, P.at_message, P.at_thread)
NO_MESSAGE = dict.fromkeys((column.name for column in MESSAGE), null())
BY_HAND = "removed by hand"
NOT_BY_HAND = P.outcome != BY_HAND


def of_subject(subject: Subject) -> dict[str, object]:
    """The parameters that name a subject."""
    return {
        "community_id": subject.community,
        "kind": subject.kind,
        "number": subject.id,
        "part": subject.part,
    }


def of_message(message: MessageRef) -> dict[str, object]:
    """The parameters that name a message."""
    return {
        "at_platform": message.channel.platform,
        "at_tenant": message.channel.tenant,
        "at_channel": message.channel.channel,
        "at_message": message.message,
        "at_thread": message.thread,
    }


def message_of(row: Row) -> MessageRef | None:
    """The message in five columns, None when nothing stands."""
    platform, tenant, channel, message, thread = row
    return None if message is None else MessageRef(ChannelRef(platform, tenant, channel), message, thread)


def place_of(channel: int | None, account: int | None) -> Place:
    """A channel, else an account."""
    return InChannel(channel) if channel is not None else Direct(account or 0)
