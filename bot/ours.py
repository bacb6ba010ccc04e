"""Which events are about something of ours, and what becomes of our cards and others' replies when they are deleted."""

from datetime import datetime

from bot.catalogue import Work
from bot.chat.calls import Call, ChannelChanged, Edited, PersonChanged, Removed, ThreadReply
from bot.chat.refs import MessageRef
from bot.errors import NotYet
from bot.postings import Standing


def ours(call: Call, work: Work) -> bool:
    """Whether an event is about something of ours: one indexed read. Raises `NotYet`."""
    match call:
        case ThreadReply(under=under):
            return _stands(under, work)
        case Edited(message=message):
            return _known(message, work) or _awaited(message, work)
        case Removed(message=message):
            return _known(message, work) or _head(message, work) is not None
        case PersonChanged():
            known = work.members.known_account(call.account)
            return known is not None and (known.active, known.name) != (call.there, call.name or known.name)
        case ChannelChanged(where=where, was=was):
            return call.whole or work.communities.of_channel(was or where.channel) is not None
        case _:
            return True


def removed(call: Removed, work: Work, now: datetime) -> None:
    """One of our messages is not posted again; a reply that was deleted before it reached us is not kept."""
    if standing := work.postings.standing_at(call.message):
        work.only_writer_of(standing.subject.community)
        work.postings.deleted_by_hand(call.message, now)
    elif head := _head(call.message, work):
        work.only_writer_of(head.subject.community)
        if not work.inbox.seen(gone(call.message)):
            work.inbox.keep(gone(call.message), now)


def gone(message: MessageRef) -> str:
    """The inbox key that says: that message was deleted by its author."""
    return f"gone:{message.channel.platform}:{message.channel.channel}:{message.message}"


def _stands(message: MessageRef, work: Work) -> bool:
    if work.postings.standing_at(message) is not None:
        return True
    if work.postings.in_flight(message):
        raise NotYet
    return False


def _known(message: MessageRef, work: Work) -> bool:
    return work.questions.reply_typed_at(message) is not None or work.postings.standing_at(message) is not None


def _awaited(message: MessageRef, work: Work) -> bool:
    """False; raises `NotYet` where the reply that was changed is itself still sent again, and would come after it."""
    if message.thread and _head(message, work) is None and work.postings.in_flight(message):
        raise NotYet
    return False


def _head(message: MessageRef, work: Work) -> Standing | None:
    """What of ours heads the thread in which the message stood."""
    return work.postings.standing_at(MessageRef(message.channel, message.thread)) if message.thread else None
