"""What every backend keeps of volunteers, days away and turns."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.catalogue import Work
from bot.chat.refs import AccountRef
from bot.conveners.model.turns import Turn
from bot.conveners.model.volunteers import Volunteer
from bot.errors import Unknown
from bot.meetings.model.meetings import Meeting
from storage.engine import Store
from tests.contracts.seed import NOW, Seed, plant

DAY = timedelta(days=1)
THURSDAY = date(2027, 3, 11)
SECOND = AccountRef("teams", "T2", "aad-2")


@pytest.fixture
async def seed(store: Store) -> Seed:
    """A community with one member."""
    return await plant(store)


def a_meeting(work: Work, seed: Seed, day: date = THURSDAY) -> Meeting:
    """A meeting of no series."""
    meeting = work.meetings.new(seed.id, None, None, day, time(10), 60, "America/Vancouver", "Room 4", "")
    assert meeting is not None
    return meeting


def a_turn(work: Work, seed: Seed, day: date = THURSDAY) -> Turn:
    """The member's turn."""
    return work.conveners.new_turn(a_meeting(work, seed, day), seed.member.id, "convener", "offered", NOW)


async def test_a_volunteer_is_kept_with_all_that_counts(store: Store, seed: Seed) -> None:
    one = Volunteer(seed.id, seed.member.id, NOW, 3, True, True, 1, 2, None)
    await store.write(lambda work: work.conveners.save_volunteer(replace(one, base=0)))
    await store.write(lambda work: work.conveners.save_volunteer(one))
    assert await store.read(lambda work: work.conveners.volunteer(seed.id, seed.member.id)) == one
    assert await store.read(lambda work: work.conveners.volunteers(seed.id)) == [one]
    assert await store.read(lambda work: work.conveners.volunteer(seed.id, 99)) is None


async def test_who_has_stopped_is_known_and_not_in_the_rota(store: Store, seed: Seed) -> None:
    one = Volunteer(seed.id, seed.member.id, NOW).stopped(NOW + DAY)
    await store.write(lambda work: work.conveners.save_volunteer(one))
    assert await store.read(lambda work: work.conveners.volunteers(seed.id)) == []
    assert await store.read(lambda work: work.conveners.volunteer(seed.id, seed.member.id)) == one


async def test_the_earliest_volunteer_comes_first(store: Store, seed: Seed) -> None:
    def unit(work: Work) -> int:
        other, _ = work.members.join(seed.id, SECOND, "", NOW)
        work.conveners.save_volunteer(Volunteer(seed.id, seed.member.id, NOW + DAY))
        work.conveners.save_volunteer(Volunteer(seed.id, other.id, NOW))
        return other.id

    other = await store.write(unit)
    found = await store.read(lambda work: work.conveners.volunteers(seed.id))
    assert [one.member for one in found] == [other, seed.member.id]


async def test_a_turn_is_kept_as_it_changes_and_knows_its_meeting(store: Store, seed: Seed) -> None:
    turn = await store.write(lambda work: a_turn(work, seed))
    assert (turn.day, turn.state) == (THURSDAY, "offered")
    changed = replace(turn.accepted(NOW + DAY), nudged_at=NOW, kit_at=NOW + DAY)
    await store.write(lambda work: work.conveners.save_turn(changed))
    assert await store.read(lambda work: work.conveners.turn(seed.id, turn.id)) == changed
    assert await store.read(lambda work: work.conveners.turns_of(seed.id, turn.meeting)) == [changed]
    assert await store.read(lambda work: work.conveners.turns_with(seed.id, seed.member.id)) == [changed]
    with pytest.raises(Unknown):
        await store.read(lambda work: work.conveners.turn(seed.id, 99))


async def test_a_turn_may_be_asked_for_in_exchange_for_another(store: Store, seed: Seed) -> None:
    def unit(work: Work) -> Turn:
        turn = a_turn(work, seed)
        meeting = work.meetings.get(seed.id, turn.meeting)
        return work.conveners.new_turn(meeting, seed.member.id, "stand-in", "offered", NOW, swap_with=turn.id)

    request = await store.write(unit)
    kept = await store.read(lambda work: work.conveners.turn(seed.id, request.id))
    assert (kept, kept.requested) == (request, True)


async def test_open_turns_come_with_the_soonest_meeting_first(store: Store, seed: Seed) -> None:
    def unit(work: Work) -> None:
        a_turn(work, seed, THURSDAY + 14 * DAY)
        a_turn(work, seed)
        work.conveners.save_turn(a_turn(work, seed).ended("declined", NOW))

    await store.write(unit)
    found = await store.read(lambda work: work.conveners.open_turns(seed.id))
    assert [turn.day for turn in found] == [THURSDAY, THURSDAY + 14 * DAY]


async def test_the_convener_before_is_who_had_the_turn_and_not_who_passed_it_on(store: Store, seed: Seed) -> None:
    changes: list[tuple[Callable[[Turn], Turn], int | None]] = [
        (lambda turn: turn, seed.member.id),
        (lambda turn: turn.accepted(NOW), seed.member.id),
        (lambda turn: turn.ended("done", NOW), seed.member.id),
        (lambda turn: turn.ended("declined", NOW), None),
        (lambda turn: replace(turn, role="backup"), None),
        (lambda turn: replace(turn, role="stand-in"), None),
        (lambda turn: replace(turn.accepted(NOW), role="stand-in"), seed.member.id),
        (lambda turn: replace(turn, member=None), None),
    ]
    turn = await store.write(lambda work: a_turn(work, seed))
    for change, expected in changes:
        changed = change(turn)
        await store.write(lambda work, changed=changed: work.conveners.save_turn(changed))  # type: ignore[misc]
        found = await store.read(lambda work: work.conveners.last_before(seed.id, turn.starts_at + DAY))
        assert found == expected, changed
    assert await store.read(lambda work: work.conveners.last_before(seed.id, turn.starts_at)) is None


async def test_a_cancelled_meeting_has_no_convener_before(store: Store, seed: Seed) -> None:
    def unit(work: Work) -> int | None:
        turn = a_turn(work, seed)
        work.meetings.save(work.meetings.get(seed.id, turn.meeting).cancelled())
        return work.conveners.last_before(seed.id, turn.starts_at + DAY)

    assert await store.write(unit) is None


@pytest.mark.parametrize("both", [True, False])
async def test_one_person_keeps_the_earlier_place_and_the_larger_count(store: Store, seed: Seed, both: bool) -> None:
    def unit(work: Work) -> Volunteer | None:
        gone, _ = work.members.join(seed.id, SECOND, "", NOW)
        if both:
            mine = Volunteer(seed.id, seed.member.id, NOW + DAY, 1, False, True, 1, 4, NOW)
            work.conveners.save_volunteer(mine)
        work.conveners.save_volunteer(Volunteer(seed.id, gone.id, NOW, 6, True, False, 0, 2, None))
        work.members.add_away(seed.id, gone.id, THURSDAY, THURSDAY)
        work.conveners.new_turn(a_meeting(work, seed), gone.id, "convener", "offered", NOW)
        work.members.merge(seed.id, seed.member.id, gone.id)
        return work.conveners.volunteer(seed.id, seed.member.id)

    one = await store.write(unit)
    assert one is not None
    assert (one.since, one.base + one.charged, one.attended, one.paused, one.stopped_at) == (NOW, 8, True, False, None)
    assert one.charged == (4 if both else 2)
    assert len(await store.read(lambda work: work.conveners.volunteers(seed.id))) == 1
    assert len(await store.read(lambda work: work.members.away(seed.id, seed.member.id, THURSDAY))) == 1
    assert [turn.meeting for turn in await store.read(lambda work: work.conveners.turns_with(seed.id, one.member))] == [
        1
    ]


async def test_one_person_stays_in_the_rota_as_they_were_when_the_other_never_was(store: Store, seed: Seed) -> None:
    one = Volunteer(seed.id, seed.member.id, NOW, 1, True, False, 1, 4, None)

    def unit(work: Work) -> Volunteer | None:
        gone, _ = work.members.join(seed.id, SECOND, "", NOW)
        work.conveners.save_volunteer(one)
        work.members.merge(seed.id, seed.member.id, gone.id)
        return work.conveners.volunteer(seed.id, seed.member.id)

    assert await store.write(unit) == one


async def test_who_is_forgotten_is_in_no_rota_and_their_turns_are_nobodys(store: Store, seed: Seed) -> None:
    def unit(work: Work) -> Turn:
        work.conveners.save_volunteer(Volunteer(seed.id, seed.member.id, NOW))
        work.members.add_away(seed.id, seed.member.id, THURSDAY, THURSDAY)
        turn = a_turn(work, seed)
        work.members.erase(seed.id, seed.member.id, NOW)
        return work.conveners.turn(seed.id, turn.id)

    assert (await store.write(unit)).member is None
    assert await store.read(lambda work: work.conveners.volunteer(seed.id, seed.member.id)) is None
    assert await store.read(lambda work: work.members.away(seed.id, seed.member.id, THURSDAY)) == []
    assert [turn.member for turn in await store.read(lambda work: work.conveners.open_turns(seed.id))] == [None]
