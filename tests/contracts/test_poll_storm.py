"""Five hundred people vote twice each at once while the poll closes, on every backend."""

import asyncio
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

import pytest

from bot.chat.refs import AccountRef, ChannelRef, Subject
from bot.topics.model.polls import Ballot, Option, Poll, Span, result
from storage.engine import Store
from storage.unit_of_work import Work
from tests.stage import START, Stage, staged, told

PEOPLE, CHOICES = 500, 5
UNITS = ("", "Health", "Labour", "Forests", "Finance", "Environment")
STEWARD = AccountRef("east", "t", "steward")
MEETING = date(2027, 3, 18)
CLOSES = datetime(2027, 3, 12, 21, tzinfo=UTC)
POLL = Subject(1, "poll", 1)


@dataclass(frozen=True)
class Vote:
    """One call, and what it was answered."""

    member: int
    topics: frozenset[int]
    answer: str

    @property
    def counted(self) -> bool:
        """Whether somebody was told that this is their ballot."""
        return "Counted." in self.answer


def _crowd(work: Work) -> dict[int, AccountRef]:
    """An open poll, a steward, and five hundred members of some units."""
    community = work.communities.new("Policy", "America/Vancouver", START)
    work.communities.save(community.opened(START))
    work.communities.add_channel(1, ChannelRef("east", "t", "home"), "home", home=True, address="")
    steward, _ = work.members.join(1, STEWARD, "", START)
    work.members.save(replace(steward, steward=True))
    members = {}
    for number in range(PEOPLE):
        ref = AccountRef("east", "t", f"m{number}")
        member, _ = work.members.join(1, ref, "", START)
        work.members.save(replace(member, unit=UNITS[number % len(UNITS)]))
        members[member.id] = ref
    meeting = work.meetings.new(1, None, None, MEETING, time(10), 60, "America/Vancouver", "Room 4", "")
    assert meeting is not None
    for number in range(CHOICES):
        work.topics.new(1, steward.id, f"Topic {number}", START, short=False)
    poll = work.polls.new(1, meeting.id, Span(START, CLOSES))
    work.polls.save(poll.opened(START, CLOSES))
    work.polls.stand(poll, range(1, CHOICES + 1))
    return members


async def test_no_counted_ballot_is_lost_and_no_uncounted_one_accepted(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.engine.PATIENCE", 60)
    members = await store.write(_crowd)
    async with staged(store) as stage:
        votes, closing = await _storm(stage, members)
    assert "we talk about" in closing
    poll, options, ballots = await store.read(_outcome)
    assert poll.state == "closed"
    refused = [vote for vote in votes if "has closed" in vote.answer or "no poll just now" in vote.answer]
    counted = [vote for vote in votes if vote.counted]
    assert len(refused) + len(counted) == 2 * PEOPLE, "everybody was told one or the other"
    assert refused
    assert counted
    _check_ballots(ballots, counted)
    again = result(ballots, [_standing(option) for option in options])
    assert [(one.votes, one.units) for one in options] == [(one.votes, one.units) for one in again.options]
    assert again.winner is not None
    told_so = (poll.winner, poll.voters, poll.units, poll.tie)
    assert told_so == (again.winner.topic.id, again.turnout.voters, again.turnout.units, again.tie)


def _standing(option: Option) -> Option:
    """As it stood before the count."""
    return replace(option, topic=replace(option.topic, state="open"), votes=None, units=None)


async def _storm(stage: Stage, members: Mapping[int, AccountRef]) -> tuple[list[Vote], str]:
    """Everybody at once, by the form and by typing; in the middle of it a steward closes the poll."""
    home = stage.channel("east", "home")
    dice = random.Random(7)

    async def vote(member: int, ref: AccountRef, topics: frozenset[int]) -> Vote:
        values = {"topics": tuple(map(str, topics))}
        return Vote(member, topics, told(await stage.send(ref, home, "poll.ticks", values, str(POLL))))

    async def type_it(member: int, ref: AccountRef, topics: frozenset[int]) -> Vote:
        return Vote(member, topics, told(await stage.say(ref, home, f"tick {' '.join(map(str, topics))}")))

    calls = [
        way(member, ref, frozenset(dice.sample(range(1, CHOICES + 1), dice.randint(1, 3))))
        for member, ref in members.items()
        for way in (vote, type_it)
    ]
    dice.shuffle(calls)
    tasks = [asyncio.create_task(call) for call in calls[:PEOPLE]]
    closing = asyncio.create_task(stage.say(STEWARD, home, "poll close"))
    tasks += [asyncio.create_task(call) for call in calls[PEOPLE:]]
    return list(await asyncio.gather(*tasks)), told(await closing)


def _outcome(work: Work) -> tuple[Poll, list[Option], list[Ballot]]:
    poll = work.polls.get(1, 1)
    return poll, list(work.polls.options(poll)), list(work.polls.ballots(poll))


def _check_ballots(ballots: list[Ballot], counted: list[Vote]) -> None:
    """Each member's ballot is, whole, one that they were told is counted; whoever was told so has one."""
    told_of: dict[int, set[frozenset[int]]] = {}
    for vote in counted:
        places = re.search(r"You ticked ([\d, ]+)\.", vote.answer)
        assert places is not None
        assert frozenset(map(int, places[1].split(", "))) == vote.topics
        told_of.setdefault(vote.member, set()).add(vote.topics)
    assert {ballot.member for ballot in ballots} == set(told_of)
    for ballot in ballots:
        assert ballot.topics in told_of[ballot.member]
