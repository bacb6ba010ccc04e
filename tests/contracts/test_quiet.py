"""What the bot starts by itself is shown outside quiet hours and never too often, on every backend."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot import quiet
from bot.catalogue import Work
from bot.chat.refs import AccountRef
from bot.postings import Begun, Direct, Place
from storage.engine import Store
from tests.contracts.seed import Seed, plant

MONDAY = datetime(2027, 3, 1, 18, tzinfo=UTC)
"""Eleven in the morning in Vancouver."""
DAY = timedelta(days=1)


@pytest.fixture
async def seed(store: Store) -> Seed:
    """A community with open doors."""
    seed = await plant(store)
    await store.write(lambda work: work.communities.save(seed.community.opened(MONDAY)))
    return seed


async def starts(store: Store, seed: Seed, place: Place, number: int, at: datetime = MONDAY) -> datetime | None:
    """One more thing that the bot starts by itself."""
    return await store.write(lambda work: quiet.want(seed.subject("note", number), place, work, at))


async def begun(store: Store, seed: Seed, since: datetime, until: datetime) -> Sequence[Begun]:
    """What the ledger says that the bot started by itself."""
    return await store.read(lambda work: work.postings.begun(seed.id, since, until))


async def test_a_channel_gets_one_a_day_and_four_a_week(store: Store, seed: Seed) -> None:
    days = [await starts(store, seed, seed.home, number) for number in range(1, 7)]
    assert all(days)
    local = [one.date().isoformat() for one in days if one]
    assert local == ["2027-03-01", "2027-03-02", "2027-03-03", "2027-03-04", "2027-03-08", "2027-03-09"]


async def test_a_person_gets_one_a_day_and_three_a_week_over_all_accounts(store: Store, seed: Seed) -> None:
    def second(work: Work) -> Direct:
        other, account = work.members.join(seed.id, AccountRef("teams", "T2", "aad"), "", MONDAY)
        work.members.merge(seed.id, seed.member.id, other.id)
        return Direct(account.id)

    places = (seed.direct, await store.write(second))
    days = [await starts(store, seed, places[number % 2], number) for number in range(1, 6)]
    assert [one.date().isoformat() for one in days if one] == [
        "2027-03-01",
        "2027-03-02",
        "2027-03-03",
        "2027-03-08",
        "2027-03-09",
    ]


async def test_what_would_come_too_late_is_not_wanted(store: Store, seed: Seed) -> None:
    await starts(store, seed, seed.direct, 1)
    subject = seed.subject("note", 2)
    late = await store.write(
        lambda work: quiet.want(subject, seed.direct, work, MONDAY, expires_at=MONDAY + timedelta(hours=6))
    )
    assert late is None
    happened = await store.read(lambda work: work.history.of(subject))
    assert [one.verb for one in happened] == ["dropped"]
    assert await store.read(lambda work: work.postings.places(subject)) == []


async def test_what_is_urgent_waits_for_nothing_and_counts_all_the_same(store: Store, seed: Seed) -> None:
    evening = MONDAY + timedelta(hours=9)
    subject = seed.subject("note", 1)
    assert await store.write(lambda work: quiet.want(subject, seed.home, work, evening, urgent=True)) == evening
    following = await starts(store, seed, seed.home, 2, evening - timedelta(hours=6))
    assert following is not None
    assert following > MONDAY + DAY / 2


async def test_what_stands_already_is_drawn_again_and_counts_once(store: Store, seed: Seed) -> None:
    assert await starts(store, seed, seed.home, 1) == MONDAY
    assert await starts(store, seed, seed.home, 1) == MONDAY
    started = await store.read(lambda work: work.postings.started(seed.id, seed.home, MONDAY - DAY))
    assert list(started) == [MONDAY]


async def test_what_had_its_time_is_not_brought_back_by_a_redraw_and_begun_anew_it_waits_again(
    store: Store, seed: Seed
) -> None:
    note = seed.subject("note", 1)
    await starts(store, seed, seed.direct, 1)
    (posting,) = await store.ledger.claim(MONDAY, DAY, 5)
    await store.ledger.removed(posting, MONDAY)
    await store.write(lambda work: work.postings.redraw(note, MONDAY))
    assert await store.ledger.claim(MONDAY + DAY, DAY, 5) == []
    assert await starts(store, seed, seed.direct, 2) == MONDAY + timedelta(hours=21, minutes=30)
    again = await starts(store, seed, seed.direct, 1)
    assert again is not None and again > MONDAY + DAY


async def test_what_the_bot_began_is_told_by_place_without_what_was_withdrawn_before_its_time(
    store: Store, seed: Seed
) -> None:
    places: tuple[Place, ...] = (seed.home, seed.home, seed.direct)
    for number, place in enumerate(places, 1):
        await starts(store, seed, place, number)
    await store.write(lambda work: work.postings.want(seed.subject("note", 9), seed.direct, now=MONDAY))
    weeks = [(MONDAY - DAY, MONDAY + 7 * DAY), (MONDAY, MONDAY + DAY / 2), (MONDAY + DAY, MONDAY + 2 * DAY)]
    told = [await begun(store, seed, *span) for span in weeks]
    day_after = told[0][-1].at
    assert told[0] == [
        Begun(MONDAY, seed.home.channel, None),
        Begun(MONDAY, None, seed.member.id),
        Begun(day_after, seed.home.channel, None),
    ]
    assert told[1] == told[0][:2]
    assert told[2] == []
    await store.write(lambda work: work.postings.withdraw(seed.subject("note", 2), MONDAY))
    assert await begun(store, seed, *weeks[0]) == told[0][:2]


async def test_nobody_on_leave_is_written_to_however_urgent_it_is(store: Store, seed: Seed) -> None:
    await store.write(lambda work: work.members.add_away(seed.id, seed.member.id, MONDAY.date(), MONDAY.date() + DAY))
    subject = seed.subject("note", 1)
    at = await store.write(lambda work: quiet.want(subject, seed.direct, work, MONDAY, urgent=True))
    assert at is not None
    assert at.isoformat() == "2027-03-03T15:30:00+00:00"
    ends = MONDAY + DAY
    for impatience in ({"urgent": True}, {"rather_at_once": True}):
        late = await store.write(
            lambda work, how=impatience: quiet.want(  # type: ignore[misc]
                seed.subject("note", 2), seed.direct, work, MONDAY, expires_at=ends, **how
            )
        )
        assert late is None, impatience
    assert await starts(store, seed, seed.home, 3) == MONDAY, "a channel is on no leave"


async def test_a_person_has_their_own_hours_and_may_wish_to_hear_seldom(store: Store, seed: Seed) -> None:
    wishes = replace(seed.member, quiet_from=time(20), quiet_until=time(12), asks="seldom")
    await store.write(lambda work: work.members.save(wishes))
    days = [await starts(store, seed, seed.direct, number) for number in (1, 2)]
    assert [one.isoformat() for one in days if one] == ["2027-03-01T19:00:00+00:00", "2027-03-08T19:00:00+00:00"]
    late = await starts(store, seed, seed.direct, 3, MONDAY + 15 * DAY + timedelta(hours=8))
    assert late is not None
    assert late.isoformat() == "2027-03-17T02:00:00+00:00", "they said that the evening is fine"


async def test_before_the_doors_open_the_bot_starts_nothing(store: Store) -> None:
    closed = await plant(store, "Closed")
    assert await starts(store, closed, closed.home, 1) is None
    assert await store.read(lambda work: work.postings.places(closed.subject("note", 1))) == []


async def test_what_nobody_may_miss_is_shown_at_once_where_patience_would_be_too_long(store: Store, seed: Seed) -> None:
    await starts(store, seed, seed.home, 1)
    subject, ends = seed.subject("note", 2), MONDAY + timedelta(hours=6)
    at = await store.write(
        lambda work: quiet.want(subject, seed.home, work, MONDAY, expires_at=ends, rather_at_once=True)
    )
    assert at == MONDAY
    assert await store.read(lambda work: work.history.of(subject)) == []
