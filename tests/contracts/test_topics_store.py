"""What the stores of topics and polls keep and give back, on every backend."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.catalogue import Work
from bot.chat.refs import AccountRef
from bot.errors import Unknown
from bot.topics.model.polls import Ballot, Option, Poll, Span, Turnout, result
from bot.topics.model.topics import Topic
from storage.engine import Store
from tests.contracts.seed import NOW, Seed, plant

HOUR = timedelta(hours=1)
WHEN = Span(NOW, NOW + 24 * HOUR)


@pytest.fixture
async def seed(store: Store) -> Seed:
    """A community with one member."""
    return await plant(store)


def suggested(work: Work, seed: Seed, *texts: str) -> list[Topic]:
    """Topics, each an hour younger than the one before."""
    return [
        work.topics.new(seed.id, seed.member.id, text, NOW + place * HOUR, short=False)
        for place, text in enumerate(texts)
    ]


def joined(work: Work, seed: Seed, name: str, unit: str = "") -> int:
    """Another member."""
    member, _ = work.members.join(seed.id, AccountRef("slack", "T1", name), "", NOW)
    work.members.save(replace(member, unit=unit))
    return member.id


def opened(work: Work, seed: Seed, *topics: int, day: int = 11) -> Poll:
    """An open poll in which those topics stand."""
    meeting = work.meetings.new(
        seed.id, None, None, date(2027, 3, day), time(10), 60, "America/Vancouver", "Room 4", ""
    )
    assert meeting is not None
    poll = work.polls.new(seed.id, meeting.id, WHEN).opened(NOW, WHEN.closes_at)
    work.polls.save(poll)
    work.polls.stand(poll, topics)
    return poll


async def test_a_topic_is_kept_as_it_was_saved(store: Store, seed: Seed) -> None:
    first, other = await store.write(lambda work: suggested(work, seed, "Consultation", "Drafting"))
    assert first == Topic(1, seed.id, seed.member.id, "Consultation", False, NOW)
    changed = replace(
        first, member=None, text="Talks", short=True, state="retired", lost=3, merged_into=2, hidden=True,
        withdrawn=True, settled_at=NOW + HOUR, suggested_at=NOW - HOUR, link="https://example.org/p1",
    )  # fmt: skip
    await store.write(lambda work: work.topics.save(changed))
    assert await store.read(lambda work: work.topics.get(seed.id, 1)) == changed
    assert await store.read(lambda work: work.topics.get(seed.id, 2)) == other
    with pytest.raises(Unknown):
        await store.read(lambda work: work.topics.get(seed.id, 3))


async def test_running_topics_come_oldest_first_without_what_cannot_be_chosen(store: Store, seed: Seed) -> None:
    def write(work: Work) -> None:
        one, two, three, four, five, six = suggested(work, seed, *"abcdef")
        work.topics.save(replace(one, suggested_at=NOW + 9 * HOUR))
        work.topics.save(replace(three, hidden=True))
        work.topics.save(four.taken_back(NOW))
        work.topics.save(five.merged(two.id, NOW))
        work.topics.save(six.chosen(NOW))

    await store.write(write)
    assert [topic.id for topic in await store.read(lambda work: work.topics.running(seed.id))] == [2, 1]
    some = await store.read(lambda work: work.topics.some(seed.id, [6, 3, 2, 99, 5, 6, 4]))
    assert [topic.id for topic in some] == [6, 2]


async def test_seconds_are_counted_once_a_member_and_move_with_a_merge(store: Store, seed: Seed) -> None:
    def write(work: Work) -> list[bool]:
        one, two = suggested(work, seed, "a", "b")
        other = joined(work, seed, "U2")
        told = [work.topics.second(seed.id, one.id, seed.member.id, NOW) for _ in range(2)]
        work.topics.second(seed.id, one.id, other, NOW)
        work.topics.second(seed.id, two.id, other, NOW)
        return told

    assert await store.write(write) == [True, False]
    assert await store.read(lambda work: work.topics.seconds(seed.id)) == {1: 2, 2: 1}
    assert await store.read(lambda work: work.topics.seconded(seed.id, seed.member.id)) == {1}
    await store.write(lambda work: work.topics.move_seconds(seed.id, 1, 2))
    assert await store.read(lambda work: work.topics.seconds(seed.id)) == {2: 2}
    assert await store.write(lambda work: work.topics.unsecond(seed.id, 2, seed.member.id))
    assert not await store.write(lambda work: work.topics.unsecond(seed.id, 2, seed.member.id))
    assert await store.read(lambda work: work.topics.seconds(seed.id)) == {2: 1}


async def test_a_poll_is_kept_as_it_was_saved(store: Store, seed: Seed) -> None:
    def write(work: Work) -> Poll:
        suggested(work, seed, "a", "b")
        return opened(work, seed, 1, 2)

    poll = await store.write(write)
    assert await store.read(lambda work: work.polls.get(seed.id, 1)) == poll
    assert await store.read(lambda work: work.polls.of_meeting(seed.id, poll.meeting)) == poll
    assert await store.read(lambda work: work.polls.of_meeting(seed.id, 99)) is None
    assert await store.read(lambda work: work.polls.open(seed.id)) == [poll]
    assert await store.read(lambda work: work.polls.latest_closed(seed.id)) is None
    closed = replace(
        poll, state="closed", opens_at=NOW + HOUR, closes_at=NOW + 2 * HOUR, winner=2, voters=3, units=2, tie="units",
        asked_at=NOW, reminded_at=NOW + HOUR,
    )  # fmt: skip
    await store.write(lambda work: work.polls.save(closed))
    assert await store.read(lambda work: work.polls.get(seed.id, 1)) == closed
    assert await store.read(lambda work: work.polls.open(seed.id)) == []
    assert await store.read(lambda work: work.polls.latest_closed(seed.id)) == closed
    with pytest.raises(Unknown):
        await store.read(lambda work: work.polls.get(seed.id, 2))


async def test_a_ballot_is_replaced_whole_and_counted_when_asked(store: Store, seed: Seed) -> None:
    def write(work: Work) -> tuple[Poll, int]:
        suggested(work, seed, "a", "b", "c")
        poll, other = opened(work, seed, 3, 1, 2), joined(work, seed, "U2", "Health")
        work.polls.vote(poll, seed.member.id, {1, 2}, NOW)
        work.polls.vote(poll, other, {1}, NOW)
        work.polls.vote(poll, seed.member.id, {2, 3}, NOW + HOUR)
        return poll, other

    poll, other = await store.write(write)
    mine = seed.member.id
    assert await store.read(lambda work: work.polls.ticked(poll, mine)) == {2, 3}
    ballots = await store.read(lambda work: work.polls.ballots(poll))
    assert ballots == [Ballot(mine, "", frozenset({2, 3})), Ballot(other, "Health", frozenset({1}))]
    assert await store.read(lambda work: work.polls.turnout(poll)) == Turnout(2, 1)
    options = await store.read(lambda work: work.polls.options(poll))
    assert [(option.place, option.topic.id, option.votes) for option in options] == [
        (1, 3, None), (2, 1, None), (3, 2, None),
    ]  # fmt: skip
    await store.write(lambda work: work.polls.keep_result(poll, result(ballots, options)))
    kept = await store.read(lambda work: work.polls.options(poll))
    assert [(option.topic.id, option.votes, option.units) for option in kept] == [(3, 1, 0), (1, 1, 1), (2, 1, 0)]
    await store.write(lambda work: work.polls.vote(poll, mine, (), NOW))
    assert await store.read(lambda work: work.polls.turnout(poll)) == Turnout(1, 1)


async def test_what_stands_in_an_open_poll_is_known_and_merged_without_losing_a_tick(store: Store, seed: Seed) -> None:
    def write(work: Work) -> Poll:
        suggested(work, seed, "a", "b", "c")
        poll, other = opened(work, seed, 1, 2), joined(work, seed, "U2")
        work.polls.vote(poll, seed.member.id, {1, 2}, NOW)
        work.polls.vote(poll, other, {1}, NOW)
        return poll

    poll = await store.write(write)
    assert await store.read(lambda work: work.polls.standing(seed.id, 1)) == {poll.id}
    assert await store.read(lambda work: work.polls.standing(seed.id, 3)) == frozenset()
    await store.write(lambda work: work.polls.merge_option(poll, 1, 2))
    assert [option.place for option in await store.read(lambda work: work.polls.options(poll))] == [2]
    ballots = await store.read(lambda work: work.polls.ballots(poll))
    assert [ballot.topics for ballot in ballots] == [frozenset({2}), frozenset({2})]
    await store.write(lambda work: work.polls.save(poll.skipped()))
    assert await store.read(lambda work: work.polls.standing(seed.id, 2)) == frozenset()
    assert await store.read(lambda work: work.polls.stood(seed.id, 2)) == {poll.id}, "it stood there all the same"


async def test_only_those_are_reminded_who_agreed_voted_before_and_have_not_voted_yet(store: Store, seed: Seed) -> None:
    def write(work: Work) -> tuple[Poll, int]:
        suggested(work, seed, "a", "b")
        before, now = opened(work, seed, 1, 2), opened(work, seed, 1, 2, day=25)
        voted, silent, new = (joined(work, seed, f"U{number}") for number in (2, 3, 4))
        for member in (seed.member.id, voted, silent):
            work.polls.vote(before, member, {1}, NOW)
        for member in (seed.member.id, voted, new):
            work.polls.agree(seed.id, member, NOW)
            work.polls.agree(seed.id, member, NOW)
        work.polls.vote(now, voted, {2}, NOW)
        return now, silent

    poll, silent = await store.write(write)
    assert await store.read(lambda work: work.polls.to_remind(poll)) == [seed.member.id]
    assert await store.read(lambda work: work.polls.agreed(seed.id, seed.member.id))
    assert not await store.read(lambda work: work.polls.agreed(seed.id, silent))
    await store.write(lambda work: work.polls.disagree(seed.id, seed.member.id))
    assert await store.read(lambda work: work.polls.to_remind(poll)) == []


async def test_when_two_members_are_one_the_later_ballot_wins_whole(store: Store, seed: Seed) -> None:
    def write(work: Work) -> tuple[Poll, Poll]:
        suggested(work, seed, "a", "b", "c")
        one, other = opened(work, seed, 1, 2, 3), opened(work, seed, 1, 2, 3, day=25)
        gone = joined(work, seed, "U2", "Health")
        work.polls.vote(one, seed.member.id, {1, 2}, NOW)
        work.polls.vote(one, gone, {3}, NOW + HOUR)
        work.polls.vote(other, seed.member.id, {1, 2}, NOW + HOUR)
        work.polls.vote(other, gone, {2, 3}, NOW)
        for member, topic in ((seed.member.id, 1), (gone, 1), (gone, 2)):
            work.topics.second(seed.id, topic, member, NOW)
            work.polls.agree(seed.id, member, NOW)
        work.members.merge(seed.id, seed.member.id, gone)
        return one, other

    one, other = await store.write(write)
    assert await store.read(lambda work: work.polls.ticked(one, seed.member.id)) == {3}
    assert await store.read(lambda work: work.polls.ticked(other, seed.member.id)) == {1, 2}
    assert await store.read(lambda work: work.polls.turnout(one)) == Turnout(1, 1)
    assert await store.read(lambda work: work.topics.seconds(seed.id)) == {1: 1, 2: 1}


async def test_whoever_is_forgotten_leaves_topics_and_no_ballot(store: Store, seed: Seed) -> None:
    def write(work: Work) -> Poll:
        suggested(work, seed, "a", "b")
        poll = opened(work, seed, 1, 2)
        work.polls.vote(poll, seed.member.id, {1}, NOW)
        work.topics.second(seed.id, 1, seed.member.id, NOW)
        work.polls.agree(seed.id, seed.member.id, NOW)
        work.members.erase(seed.id, seed.member.id, NOW)
        return poll

    poll = await store.write(write)
    assert await store.read(lambda work: work.polls.turnout(poll)) == Turnout(0, 0)
    assert await store.read(lambda work: work.topics.seconds(seed.id)) == {}
    assert not await store.read(lambda work: work.polls.agreed(seed.id, seed.member.id))
    topic = await store.read(lambda work: work.topics.get(seed.id, 1))
    assert (topic.text, topic.member) == ("a", None)


async def test_one_community_knows_nothing_of_anothers_polls(store: Store, seed: Seed) -> None:
    other = await plant(store, "Other")

    def write(work: Work) -> tuple[Poll, Poll]:
        suggested(work, seed, "a", "b")
        suggested(work, other, "x", "y")
        ours, theirs = opened(work, seed, 1, 2), opened(work, other, 1, 2)
        work.polls.vote(ours, seed.member.id, {1}, NOW)
        return ours, theirs

    ours, theirs = await store.write(write)
    assert (ours.id, theirs.id) == (1, 1)
    assert await store.read(lambda work: work.polls.turnout(theirs)) == Turnout(0, 0)
    assert [one.topic.text for one in await store.read(lambda work: work.polls.options(theirs))] == ["x", "y"]
    assert await store.read(lambda work: work.polls.options(ours)) == [
        Option(1, Topic(1, seed.id, seed.member.id, "a", False, NOW)),
        Option(2, Topic(2, seed.id, seed.member.id, "b", False, NOW + HOUR)),
    ]
