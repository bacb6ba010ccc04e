"""What every backend keeps of members' leaves, experience and wishes, and what it finds by it."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot import quiet
from bot.catalogue import Work
from bot.chat.refs import AccountRef
from bot.members.model import Away
from bot.postings import Direct, Waiting
from storage.engine import Store
from tests.contracts.seed import NOW, Seed, plant

DAY = timedelta(days=1)
TUESDAY = date(2027, 3, 2)
SECOND = AccountRef("teams", "T2", "aad-2")


@pytest.fixture
async def seed(store: Store) -> Seed:
    """A community with open doors and one member."""
    seed = await plant(store)
    await store.write(lambda work: work.communities.save(seed.community.opened(NOW)))
    return seed


async def test_leaves_are_kept_until_they_are_over_or_dropped(store: Store, seed: Seed) -> None:
    def unit(work: Work) -> Away:
        work.members.add_away(seed.id, seed.member.id, TUESDAY - 9 * DAY, TUESDAY - DAY)
        return work.members.add_away(seed.id, seed.member.id, TUESDAY, date.max)

    later = await store.write(unit)
    assert later.open
    assert await store.read(lambda work: work.members.away(seed.id, seed.member.id, TUESDAY)) == [later]
    assert len(await store.read(lambda work: work.members.away(seed.id, seed.member.id, TUESDAY - 9 * DAY))) == 2
    await store.write(lambda work: work.members.drop_away(later))
    await store.write(lambda work: work.members.drop_away(later))
    assert await store.read(lambda work: work.members.away(seed.id, seed.member.id, TUESDAY)) == []


async def test_somebody_is_on_leave_from_the_first_day_to_the_last(store: Store, seed: Seed) -> None:
    await store.write(lambda work: work.members.add_away(seed.id, seed.member.id, TUESDAY, TUESDAY + 2 * DAY))
    days = range(-1, 4)
    there = await store.read(
        lambda work: [work.members.on_leave(seed.id, seed.member.id, TUESDAY + number * DAY) for number in days]
    )
    assert there == [False, True, True, True, False]
    assert not await store.read(lambda work: work.members.on_leave(seed.id, 99, TUESDAY))


async def test_an_account_tells_its_member_in_each_community(store: Store, seed: Seed) -> None:
    other = await plant(store, "Other")
    mine = await store.read(lambda work: work.members.with_account(seed.id, seed.account.id))
    assert mine == seed.member
    assert await store.read(lambda work: work.members.with_account(other.id, seed.account.id)) is None


async def test_what_a_member_said_of_themselves_is_kept_as_it_was_saved(store: Store, seed: Seed) -> None:
    member = replace(
        seed.member,
        interests=("consultation", "costing"),
        asks="seldom",
        welcomes=True,
        quiet_from=time(16),
        quiet_until=time(9, 30),
        asked_to_ask_at=NOW,
        asked_about="consultation",
        paused_until=NOW + DAY,
        departed_at=NOW,
    )
    await store.write(lambda work: work.members.save(member))
    assert await store.read(lambda work: work.members.get(seed.id, seed.member.id)) == member
    other = await plant(store, "Other")
    assert await store.read(lambda work: work.members.asked_about(seed.id, "consultation")) == [member]
    assert await store.read(lambda work: work.members.asked_about(seed.id, "costing")) == []
    assert await store.read(lambda work: work.members.asked_about(other.id, "consultation")) == []


async def test_experience_is_numbered_listed_and_dropped(store: Store, seed: Seed) -> None:
    first = await store.write(lambda work: work.members.add_experience(seed.id, seed.member.id, "Costed one", NOW))
    second = await store.write(lambda work: work.members.add_experience(seed.id, seed.member.id, "Drafted one", NOW))
    assert await store.read(lambda work: work.members.experiences(seed.id, seed.member.id)) == [first, second]
    assert await store.read(lambda work: work.members.experienced(seed.id)) == 1
    await store.write(lambda work: work.members.drop_experience(first))
    assert await store.read(lambda work: work.members.experiences(seed.id, seed.member.id)) == [second]


async def test_what_waits_for_one_person_waits_over_all_their_accounts(store: Store, seed: Seed) -> None:
    evening = NOW + timedelta(hours=9)

    def unit(work: Work) -> Direct:
        gone, account = work.members.join(seed.id, SECOND, "", NOW)
        work.members.merge(seed.id, seed.member.id, gone.id)
        second = Direct(account.id)
        quiet.want(seed.subject("note", 1), seed.direct, work, NOW)
        quiet.want(seed.subject("note", 2), second, work, evening, expires_at=evening + 9 * DAY)
        work.postings.want(seed.subject("note", 3), second, now=NOW)
        return second

    second = await store.write(unit)
    waiting = await store.read(lambda work: work.postings.waiting(seed.id, seed.account.id, NOW))
    assert [(one.subject.id, one.place, one.expires_at) for one in waiting] == [(2, second, evening + 9 * DAY)]
    assert isinstance(waiting[0], Waiting)
    assert waiting == await store.read(lambda work: work.postings.waiting(seed.id, second.account, NOW))


async def test_what_was_withdrawn_before_it_left_does_not_count(store: Store, seed: Seed) -> None:
    subject = seed.subject("note", 1)
    await store.write(lambda work: quiet.want(subject, seed.direct, work, NOW))
    await store.write(lambda work: work.postings.withdraw(subject, NOW))
    assert await store.read(lambda work: work.postings.started(seed.id, seed.direct, NOW - DAY)) == []
    again = await store.write(lambda work: quiet.want(seed.subject("note", 2), seed.direct, work, NOW))
    assert again == NOW


async def test_what_stood_counts_also_when_it_was_taken_back(store: Store, seed: Seed) -> None:
    subject = seed.subject("note", 1)
    await store.write(lambda work: quiet.want(subject, seed.direct, work, NOW))
    (posting,) = await store.ledger.claim(NOW, timedelta(minutes=1), 5)
    await store.ledger.shown(posting, posting.wanted, seed.message("9.9"), NOW)
    await store.write(lambda work: work.postings.withdraw(subject, NOW))
    assert len(await store.read(lambda work: work.postings.started(seed.id, seed.direct, NOW - DAY))) == 1


async def test_what_may_have_left_counts_when_it_is_withdrawn(store: Store, seed: Seed) -> None:
    subject = seed.subject("note", 1)
    await store.write(lambda work: quiet.want(subject, seed.direct, work, NOW))
    await store.ledger.claim(NOW, timedelta(minutes=1), 5)
    await store.write(lambda work: work.postings.withdraw(subject, NOW))
    assert len(await store.read(lambda work: work.postings.started(seed.id, seed.direct, NOW - DAY))) == 1
