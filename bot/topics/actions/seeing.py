"""Looking up topics and polls, as far as their reader may see and change them."""

from collections.abc import Sequence
from datetime import datetime

from bot.audience import Caller, View
from bot.chat.calls import Found
from bot.chat.cards import Card
from bot.errors import CommunityError, Unknown
from bot.meetings.actions.seeing import may_change
from bot.meetings.model.meetings import Meeting
from bot.topics.cards import topics as cards
from bot.topics.model.polls import Option, Poll
from bot.topics.model.topics import Topic
from bot.topics.store import TopicWork

AHEAD = 20
"""So many meetings ahead are looked at."""


def visible_topic(community: int, number: int, work: TopicWork) -> Topic:
    """The topic, when anybody may see it; of one that was merged the one that stands for both. Raises `Unknown`."""
    topic = work.topics.get(community, number)
    if topic.merged_into is not None and not topic.withdrawn:
        return visible_topic(community, topic.merged_into, work)
    if not topic.visible:
        raise Unknown
    return topic


def running_topic(community: int, number: int, work: TopicWork) -> Topic:
    """The topic, while it may be chosen. Raises `Unknown` or `CommunityError`."""
    topic = visible_topic(community, number, work)
    if not topic.running:
        raise CommunityError("topic_settled")
    return topic


def own_topic(text: str, caller: Caller, work: TopicWork, *, hidden: bool = False) -> Topic:
    """A topic of the caller's; with `hidden`, also one that a steward hid. Raises `CommunityError`."""
    topic = work.topics.get(caller.community, caller.own(text, "topic").id)
    mine = topic.member == caller.member
    if topic.withdrawn or topic.merged_into is not None or (topic.hidden and not (hidden and mine)):
        raise Unknown
    if not mine:
        raise CommunityError("author_only")
    return topic


def options_shown(poll: Poll, work: TopicWork) -> Sequence[Option]:
    """What stands in the poll, as everybody sees it."""
    options = work.polls.options(poll)
    if poll.state == "open":
        return [option for option in options if option.topic.running]
    return [option for option in options if option.topic.visible]


def next_meeting(community: int, work: TopicWork, now: datetime) -> Meeting | None:
    """The next meeting that hasn't begun."""
    ahead = (one for one in work.meetings.upcoming(community, now, AHEAD) if one.starts_at > now)
    return next(ahead, None)


def leads(caller: Caller, meeting: Meeting | None) -> bool:
    """Whether the caller may settle what the meeting is about: its convener, or a steward."""
    return caller.steward if meeting is None else may_change(meeting, caller)


def check_leads(caller: Caller, meeting: Meeting | None) -> None:
    """Raises `CommunityError` for anybody else."""
    if not leads(caller, meeting):
        raise CommunityError("convener_only")


def shown(topic: Topic, caller: Caller, work: TopicWork, now: datetime, news: str = "") -> Card:
    """One topic, to one reader."""
    reader = cards.Reader(
        topic.id in work.topics.seconded(caller.community, caller.member),
        topic.member == caller.member,
        caller.steward,
        leads(caller, next_meeting(caller.community, work, now)),
    )
    seconds = work.topics.seconds(caller.community).get(topic.id, 0)
    return cards.topic_card(topic, seconds, reader, caller.view, news=news)


def found(community: int, numbers: Sequence[int], work: TopicWork, view: View) -> Sequence[Found]:
    """Topics as the search tells of them."""
    seconds = work.topics.seconds(community)
    return [
        Found(topic.subject, topic.text, cards.about(topic, seconds.get(topic.id, 0), view.words))
        for topic in work.topics.some(community, numbers)
    ]
