"""What the digests' store keeps and gives back, on every backend."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.catalogue import Work
from bot.digest.model.digests import Item
from bot.digest.model.health import Fate
from bot.errors import Unknown
from storage.engine import Store
from tests.contracts.seed import NOW, Seed, plant

HOUR = timedelta(hours=1)
ITEMS = (Item("open", 2), Item("shared", 2), Item("meeting", 1))


@pytest.fixture
async def seed(store: Store) -> Seed:
    """A community."""
    return await plant(store)


async def test_a_digest_keeps_its_items_in_order_and_is_found_by_them(store: Store, seed: Seed) -> None:
    digest = await store.write(lambda work: work.digests.new(seed.id, NOW, NOW + HOUR, ITEMS))
    later = await store.write(lambda work: work.digests.new(seed.id, NOW + HOUR, NOW + 2 * HOUR, ITEMS[:1]))
    assert await store.read(lambda work: work.digests.get(seed.id, 1)) == digest
    assert await store.read(lambda work: work.digests.items(digest)) == list(ITEMS)
    assert await store.read(lambda work: work.digests.last(seed.id)) == later
    assert await store.read(lambda work: work.digests.telling(seed.id, "question", 2)) == [digest, later]
    assert await store.read(lambda work: work.digests.telling(seed.id, "resource", 2)) == [digest]
    assert set(await store.read(lambda work: work.digests.told(seed.id))) == set(ITEMS)
    await store.write(lambda work: work.digests.drop(later))
    assert await store.read(lambda work: work.digests.last(seed.id)) == digest
    with pytest.raises(Unknown):
        await store.read(lambda work: work.digests.get(seed.id, later.id))


async def test_what_there_is_to_tell_is_visible_and_of_its_time(store: Store, seed: Seed) -> None:
    def write(work: Work) -> None:
        for number in range(4):
            question = work.questions.new(
                seed.id, seed.member.id, "", f"{number}?", "", (), NOW + number * HOUR, nameless=False
            )
            reply = work.questions.new_reply(question, seed.member.id, "slack", "", "So", NOW, None)
            work.questions.save(replace(question, hidden=number == 1))
            if number == 3:
                work.questions.save(question.answered(reply.id, NOW + 9 * HOUR, steward=None))
        work.library.new(seed.id, seed.member.id, "https://a", "a", "A", NOW)
        work.library.new_note(seed.id, 4, None, None, NOW + HOUR)
        work.library.new_note(seed.id, 2, None, None, NOW + HOUR)

    await store.write(write)
    assert await store.read(lambda work: work.digests.still_open(seed.id, NOW + 2 * HOUR)) == [1, 3]
    assert await store.read(lambda work: work.digests.still_open(seed.id, NOW)) == [1]
    assert await store.read(lambda work: work.digests.helped(seed.id, NOW, NOW + 9 * HOUR)) == [4]
    assert await store.read(lambda work: work.digests.helped(seed.id, NOW + 9 * HOUR, NOW + 10 * HOUR)) == []
    assert await store.read(lambda work: work.digests.shared(seed.id, NOW - HOUR, NOW + HOUR)) == [2, 1]
    assert await store.read(lambda work: work.digests.shared(seed.id, NOW, NOW + HOUR)) == [2]
    assert await store.read(lambda work: work.digests.seeking(seed.id)) == [2]


async def test_what_became_of_questions_is_told_without_the_askers_own_replies(store: Store, seed: Seed) -> None:
    def write(work: Work) -> None:
        helper = work.members.join(seed.id, replace(seed.account.ref, person="U2"), "", NOW)[0]
        for number, nameless in enumerate((False, False, True)):
            question = work.questions.new(
                seed.id, seed.member.id, "Health", f"{number}?", "", (), NOW, nameless=nameless
            )
            work.questions.new_reply(question, seed.member.id, "slack", "Health", "Me", NOW + HOUR, None)
            if number == 1:
                reply = work.questions.new_reply(question, helper.id, "slack", "Labour", "So", NOW + 2 * HOUR, None)
                work.questions.save(question.answered(reply.id, NOW + 3 * HOUR, steward=None))

    await store.write(write)
    fates = await store.read(lambda work: work.fates.questions(seed.id, NOW))
    assert fates == [Fate(NOW, False, None), Fate(NOW, True, NOW + 2 * HOUR), Fate(NOW, False, NOW + HOUR)]
    assert await store.read(lambda work: work.fates.replies(seed.id, NOW)) == (4, 1)
    assert await store.read(lambda work: work.fates.questions(seed.id, NOW + HOUR)) == []
    assert await store.read(lambda work: work.fates.replies(seed.id, NOW + HOUR)) == (0, 0)
    assert await store.read(lambda work: work.fates.turns(seed.id, NOW)) == []
