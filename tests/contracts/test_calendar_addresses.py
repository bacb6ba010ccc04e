"""The addresses of calendars lead to one community's meetings, on every backend."""

from datetime import date, time, timedelta

from bot.catalogue import Work
from bot.meetings.model.meetings import Meeting
from storage.engine import Store
from tests.contracts.seed import NOW, Seed, plant


def planned(work: Work, seed: Seed, day: date = date(2027, 3, 11)) -> Meeting:
    """A meeting that day, of no series."""
    made = work.meetings.new(seed.id, None, None, day, time(10), 60, "America/Vancouver", "Room 4", "")
    assert made is not None
    return made


async def test_a_meeting_is_found_by_its_unguessable_id_alone(store: Store) -> None:
    ours, theirs = await plant(store, "Ours"), await plant(store, "Theirs")
    made = [await store.write(lambda work, seed=seed: planned(work, seed)) for seed in (ours, theirs)]  # type: ignore[misc]  # a default binds the loop's value
    assert [one.id for one in made] == [1, 1]
    for one in made:
        assert await store.read(lambda work, one=one: work.meetings.by_uid(one.uid)) == one  # type: ignore[misc]
    assert await store.read(lambda work: work.meetings.by_uid("0" * 32)) is None


async def test_a_secret_word_opens_one_community_until_it_is_revoked(store: Store) -> None:
    ours, theirs = await plant(store, "Ours"), await plant(store, "Theirs")
    await store.write(lambda work: work.meetings.save_feed(ours.id, "sesame", NOW))
    await store.write(lambda work: work.meetings.save_feed(theirs.id, "other", NOW))
    assert await store.read(lambda work: work.meetings.of_feed("sesame")) == ours.id
    await store.write(lambda work: work.meetings.save_feed(ours.id, "newer", NOW))
    assert await store.read(
        lambda work: [work.meetings.of_feed(word) for word in ("sesame", "newer", "other", "")]
    ) == [
        None,
        ours.id,
        theirs.id,
        None,
    ]
    await store.write(lambda work: work.meetings.save_feed(ours.id, None, NOW))
    assert await store.read(lambda work: work.meetings.of_feed("newer")) is None


async def test_a_calendar_holds_cancelled_meetings_and_no_old_ones(store: Store) -> None:
    seed = await plant(store)
    days = (date(2026, 11, 1), date(2027, 3, 11), date(2027, 3, 25))
    made = [await store.write(lambda work, day=day: planned(work, seed, day)) for day in days]  # type: ignore[misc]
    await store.write(lambda work: work.meetings.save(made[1].cancelled()))
    since = NOW - timedelta(days=90)
    found = await store.read(lambda work: work.meetings.for_calendar(seed.id, since))
    assert [(one.day, one.state) for one in found] == [(days[1], "cancelled"), (days[2], "planned")]
