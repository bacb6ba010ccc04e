"""What has not reached people is counted for those who look after it, on every backend."""

from datetime import timedelta

import pytest

from bot.chat.refs import Subject
from bot.errors import Cause, RateLimited, Refused, Unreachable
from bot.postings import SHOWN_TWICE, Place, Posting, Unreached
from storage.engine import Store
from tests.contracts.seed import NOW, Seed, plant

LEASE = timedelta(seconds=60)
WEEK = timedelta(days=7)
ARCHIVED = Unreachable("is_archived", Cause.ARCHIVED).told


@pytest.fixture
async def seed(store: Store) -> Seed:
    return await plant(store)


async def claimed(store: Store, subject: Subject, place: Place) -> Posting:
    await store.write(lambda work: work.postings.want(subject, place, now=NOW))
    (posting,) = await store.ledger.claim(NOW, LEASE, 10)
    return posting


async def unreached(store: Store, seed: Seed, after: timedelta = timedelta(0)) -> list[Unreached]:
    now = NOW + after
    return list(await store.read(lambda work: work.postings.unreached(seed.id, now - WEEK, now)))


async def test_where_all_is_well_there_is_nothing_to_tell(store: Store, seed: Seed) -> None:
    posting = await claimed(store, seed.subject("question", 1), seed.home)
    assert await unreached(store, seed) == [], "on its way"
    await store.ledger.shown(posting, 1, seed.message("1.1"), NOW)
    assert await unreached(store, seed) == []


async def test_what_fails_is_counted_by_place_and_cause(store: Store, seed: Seed) -> None:
    for number in (1, 2):
        posting = await claimed(store, seed.subject("question", number), seed.home)
        for _ in range(number):
            await store.ledger.later(posting, NOW + LEASE, ARCHIVED, unsettled=False)
    direct = await claimed(store, seed.subject("question", 1, "news"), seed.direct)
    await store.ledger.later(direct, NOW + LEASE, RateLimited(30).told, unsettled=False)
    assert sorted(await unreached(store, seed), key=lambda one: one.cards) == [
        Unreached("slack", None, True, False, "", "the platform asked for patience (rate limited)", 1, 1),
        Unreached("slack", seed.channel.id, True, False, "", ARCHIVED, 2, 2),
    ]


async def test_what_was_taken_back_and_still_stands_is_told_apart(store: Store, seed: Seed) -> None:
    subject = seed.subject("question", 1)
    posting = await claimed(store, subject, seed.home)
    await store.ledger.shown(posting, 1, seed.message("1.1"), NOW)
    await store.write(lambda work: work.postings.withdraw(subject, NOW))
    (posting,) = await store.ledger.claim(NOW, LEASE, 10)
    await store.ledger.later(posting, NOW + LEASE, ARCHIVED, unsettled=False)
    assert await unreached(store, seed) == [Unreached("slack", seed.channel.id, False, True, "", ARCHIVED, 1, 1)]


async def test_what_was_given_up_or_is_in_doubt_is_told_for_a_week(store: Store, seed: Seed) -> None:
    refused = Refused("no").told
    posting = await claimed(store, seed.subject("question", 1), seed.home)
    await store.ledger.given_up(posting, NOW, "refused", refused)
    posting = await claimed(store, seed.subject("question", 2), seed.home)
    await store.ledger.shown(posting, 1, seed.message("1.1"), NOW, note=SHOWN_TWICE)
    posting = await claimed(store, seed.subject("question", 3), seed.home)
    await store.ledger.given_up(posting, NOW, "removed by hand", Refused("gone", Cause.REMOVED).told)
    expected = [("refused", refused), ("", SHOWN_TWICE)]
    assert sorted((one.outcome, one.told) for one in await unreached(store, seed)) == sorted(expected)
    assert await unreached(store, seed, WEEK + LEASE) == []


async def test_another_communitys_is_not_told(store: Store, seed: Seed) -> None:
    posting = await claimed(store, seed.subject("question", 1), seed.home)
    await store.ledger.later(posting, NOW + LEASE, ARCHIVED, unsettled=False)
    other = await plant(store, "Other")
    assert await unreached(store, other) == []
    await store.write(lambda work: work.postings.try_again(other.id, None, NOW))
    assert await store.ledger.claim(NOW, LEASE, 10) == []


@pytest.mark.parametrize("everywhere", [True, False])
async def test_what_waits_for_another_try_is_tried_at_once(store: Store, seed: Seed, everywhere: bool) -> None:
    posting = await claimed(store, seed.subject("question", 1), seed.home)
    await store.ledger.later(posting, NOW + LEASE, ARCHIVED, unsettled=False)
    direct = await claimed(store, seed.subject("question", 1, "news"), seed.direct)
    await store.ledger.later(direct, NOW + LEASE, ARCHIVED, unsettled=False)
    channel = None if everywhere else seed.channel.id
    await store.write(lambda work: work.postings.try_again(seed.id, channel, NOW))
    assert len(await store.ledger.claim(NOW, LEASE, 10)) == (2 if everywhere else 1)


async def test_what_waits_for_its_time_or_may_be_on_its_way_is_left_alone(store: Store, seed: Seed) -> None:
    subject = seed.subject("question", 1)
    await store.write(lambda work: work.postings.want(subject, seed.home, now=NOW, not_before=NOW + LEASE))
    posting = await claimed(store, seed.subject("question", 2), seed.home)
    await store.ledger.sending(posting, NOW, NOW + LEASE)
    await store.ledger.later(posting, NOW + LEASE, "the platform's answer never came (x)", unsettled=True)
    await store.write(lambda work: work.postings.try_again(seed.id, None, NOW))
    assert await store.ledger.claim(NOW, LEASE, 10) == []
