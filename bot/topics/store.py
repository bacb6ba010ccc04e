"""What the actions around topics and polls need kept."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.meetings.store import MeetingWork
from bot.topics.model.polls import Ballot, Option, Poll, Result, Span, Turnout
from bot.topics.model.topics import Topic


class Topics(Protocol):
    """What members have suggested to talk about."""

    def get(self, community: int, topic: int) -> Topic:
        """The topic. Raises `Unknown`."""

    def new(self, community: int, member: int | None, text: str, now: datetime, *, short: bool) -> Topic:
        """A new open topic under the next number. No member: suggested without a name."""

    def save(self, topic: Topic) -> None:
        """Keep the topic as it is now."""

    def running(self, community: int) -> Sequence[Topic]:
        """The topics that may stand in a poll, oldest first."""

    def some(self, community: int, numbers: Sequence[int]) -> Sequence[Topic]:
        """The topics of those numbers that are visible, in the order given."""

    def seconds(self, community: int) -> Mapping[int, int]:
        """How many would come for each open topic; one that nobody seconded isn't there."""

    def seconded(self, community: int, member: int) -> Collection[int]:
        """The topics for which the member would come."""

    def second(self, community: int, topic: int, member: int, now: datetime) -> bool:
        """Keep that the member would come for it; False when they had said so before. May be repeated."""

    def unsecond(self, community: int, topic: int, member: int) -> bool:
        """Take that back; False when there was nothing to take back. May be repeated."""

    def move_seconds(self, community: int, gone: int, into: int) -> None:
        """Who would come for one comes for the other instead, each once."""


class Polls(Protocol):
    """The community's polls, their options and ballots. Nothing is counted up as ballots come in."""

    def get(self, community: int, poll: int) -> Poll:
        """The poll. Raises `Unknown`."""

    def of_meeting(self, community: int, meeting: int) -> Poll | None:
        """The meeting's poll, None when none was ever planned."""

    def new(self, community: int, meeting: int, when: Span) -> Poll:
        """A new planned poll under the next number. A meeting has one at most."""

    def save(self, poll: Poll) -> None:
        """Keep the poll as it is now."""

    def open(self, community: int) -> Sequence[Poll]:
        """The polls that are open, the one that closes first before the others."""

    def latest_closed(self, community: int) -> Poll | None:
        """The poll that closed last, None when none has."""

    def stand(self, poll: Poll, topics: Sequence[int]) -> None:
        """The topics stand in the poll, under the places 1, 2, 3 …, in place of what stood there."""

    def options(self, poll: Poll) -> Sequence[Option]:
        """What stands in the poll, by place, also what can't be seen any more."""

    def standing(self, community: int, topic: int) -> Collection[int]:
        """The open polls in which the topic stands."""

    def stood(self, community: int, topic: int) -> Collection[int]:
        """Every poll in which the topic ever stood, the open ones included."""

    def keep_result(self, poll: Poll, result: Result) -> None:
        """Keep the counts of each option."""

    def vote(self, poll: Poll, member: int, topics: Collection[int], now: datetime) -> None:
        """The member's whole ballot, in place of any earlier one; no topics takes it back. May be repeated."""

    def ticked(self, poll: Poll, member: int) -> Collection[int]:
        """The topics the member has ticked."""

    def ballots(self, poll: Poll) -> Sequence[Ballot]:
        """Every ballot, with the unit its voter has now."""

    def turnout(self, poll: Poll) -> Turnout:
        """How many have voted so far, counted anew."""

    def merge_option(self, poll: Poll, gone: int, into: int) -> None:
        """Both stand in the poll and are one: ticks move, each voter's once, and the first stands there no more."""

    def agree(self, community: int, member: int, now: datetime) -> None:
        """The member may be reminded of polls. May be repeated."""

    def disagree(self, community: int, member: int) -> None:
        """No more reminders. May be repeated."""

    def agreed(self, community: int, member: int) -> bool:
        """Whether the member may be reminded of polls."""

    def to_remind(self, poll: Poll) -> Sequence[int]:
        """The members who agreed, have voted in another poll, and have not voted in this one."""


class TopicWork(MeetingWork, Protocol):
    """What one transaction of this feature can reach."""

    @property
    def topics(self) -> Topics:
        """What was suggested."""

    @property
    def polls(self) -> Polls:
        """What is being chosen."""
